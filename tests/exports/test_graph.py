"""Graph files: read back by other programs, the same bytes every time, hostile names stay text."""

from __future__ import annotations

import json
import shutil
import subprocess
from xml.etree import ElementTree

import networkx as nx
import pytest

from mentoring.analysis.graph import analyse, build_pair_graph, build_theme_graph
from mentoring.errors import UsageError
from mentoring.exports.graph import FORMS, graph_text, write_graph
from tests.builders import city, plan_of, scenario
from tests.conftest import require_system

HOSTILE = 'A "quoted" \\N <b>&amp; ]]> name\\'
TWO_THEMES = ["oslo > ghent in housing", "oslo > ghent in work"]


def programme(name: str = "Oslo"):
    return scenario(
        programme={"title": name},
        themes={"housing": {"title": name}, "work": {}},
        cities={
            "oslo": city("NO", (59.9, 10.7), name=name, offers={"housing": {}, "work": {}}),
            "ghent": city("BE", (51.1, 3.7), name="Gent", needs={"housing": {}, "work": {}}),
            "riga": city("LV"),
        },
    )


def pair_graph(name: str = "Oslo"):
    plan = plan_of(programme(name), TWO_THEMES, {"visit/oslo/ghent/housing": "2024-02-06"})
    return build_pair_graph(plan)


def test_graphml_is_read_back_with_names_themes_and_dates(tmp_path):
    graph = nx.read_graphml(write_graph(pair_graph(), tmp_path / "x.graphml"), force_multigraph=True)
    assert graph.is_directed()
    assert sorted(data["theme"] for _, _, data in graph.edges(data=True)) == ["housing", "work"]
    assert graph.nodes["oslo"]["name"] == "Oslo"
    assert graph.nodes["oslo"]["latitude"] == 59.9
    assert "latitude" not in graph.nodes["riga"]
    visited = next(data for _, _, data in graph.edges(data=True) if data["theme"] == "housing")
    assert (visited["visits"], visited["dates"]) == (1, "2024-02-06/2024-02-06")


def test_gexf_is_read_back_with_names_and_themes(tmp_path):
    graph = nx.read_gexf(write_graph(pair_graph(), tmp_path / "x.gexf"))
    assert sorted(graph.nodes) == ["ghent", "oslo", "riga"]
    assert graph.nodes["ghent"]["label"] == "Gent"
    assert sorted(data["theme"] for _, _, data in graph.edges(data=True)) == ["housing", "work"]


def test_json_is_node_link_data(tmp_path):
    file = write_graph(pair_graph(), tmp_path / "x.json")
    content = json.loads(file.read_text(encoding="utf-8"))
    graph = nx.node_link_graph(content, edges="edges")
    assert nx.utils.graphs_equal(graph, pair_graph())


def test_the_graph_of_shared_themes_is_undirected_in_every_form(tmp_path):
    themes = build_theme_graph(programme())
    assert not nx.read_graphml(write_graph(themes, tmp_path / "x.graphml")).is_directed()
    assert not nx.read_gexf(write_graph(themes, tmp_path / "x.gexf")).is_directed()
    assert nx.utils.graphs_equal(nx.node_link_graph(json.loads(graph_text(themes, "json")), edges="edges"), themes)
    assert '"ghent" -- "oslo" [label="housing, work"];' in graph_text(themes, "dot")


def test_dot_names_cities_and_themes():
    lines = graph_text(pair_graph(), "dot").splitlines()
    assert lines[0] == 'digraph "Oslo" {'
    assert '  "oslo" -> "ghent" [label="housing"];' in lines
    assert '  "ghent" [label="Gent"];' in lines


def test_dot_is_understood_by_graphviz():
    require_system("Graphviz", shutil.which("dot"))
    text = graph_text(pair_graph(HOSTILE), "dot")
    done = subprocess.run(["dot", "-Tplain"], input=text, capture_output=True, text=True, encoding="utf-8", check=True)
    assert sum(line.startswith("node ") for line in done.stdout.splitlines()) == 3


def test_dot_quotes_what_could_end_a_name():
    quoted = 'A \\"quoted\\" \\\\N <b>&amp; ]]> name\\\\'
    assert f'"oslo" [label="{quoted}"];' in graph_text(pair_graph(HOSTILE), "dot")


@pytest.mark.parametrize("name", [HOSTILE, "Αθήνα 🏛 مدينة", "a\nb", "<script>alert(1)</script>"])
def test_hostile_names_come_back_as_they_are(name, tmp_path):
    graph = pair_graph(name)
    assert nx.read_graphml(write_graph(graph, tmp_path / "x.graphml")).nodes["oslo"]["name"] == name
    assert nx.read_gexf(write_graph(graph, tmp_path / "x.gexf")).nodes["oslo"]["name"] == name
    assert json.loads(graph_text(graph, "json"))["nodes"][1]["name"] == name


@pytest.mark.parametrize("form", sorted(FORMS))
def test_characters_that_no_file_may_hold_are_left_out(form):
    text = graph_text(pair_graph("O\x00s\x1blo\u202e\uffff"), form)
    assert "Oslo" in text
    assert text.encode("utf-8").isascii()
    if form in ("graphml", "gexf"):
        assert ElementTree.fromstring(text) is not None


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_same_graph_gives_the_same_bytes_with_lf_at_the_end(form):
    text = graph_text(pair_graph(), form)
    assert text == graph_text(pair_graph(), form)
    assert text.endswith("\n")
    assert "\r" not in text


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_graph_without_edges_can_be_written(form):
    exchange = analyse(scenario(cities={"oslo": {}}, themes={}))
    for graph in (exchange.pairs, exchange.themes):
        assert "oslo" in graph_text(graph, form)


@pytest.mark.parametrize("name", ["x.svg", "x", "graphml"])
def test_another_ending_is_refused(name, tmp_path):
    with pytest.raises(UsageError, match=r"end it in \.graphml, \.gexf, \.json or \.dot"):
        write_graph(pair_graph(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_the_ending_may_be_in_capitals(tmp_path):
    assert write_graph(pair_graph(), tmp_path / "X.DOT").read_text(encoding="utf-8").startswith("digraph")
