"""`candidates`, `rules`, `graph` and `export`: what they show, their JSON, and how they refuse."""

from __future__ import annotations

import json

import pytest

from mentoring.goals import GOALS
from mentoring.rules import RULES
from tests.builders import city, scenario_data


@pytest.fixture
def three_cities(tmp_path):
    """Oslo and Rome offer, Ghent needs; Ghent refuses Rome."""
    cities = scenario_data()["cities"]
    cities["rome"] = city("IT", (41.9, 12.5), offers={"housing": {"strength": 60}})
    cities["ghent"]["needs"]["housing"] = {"refuses": ["rome"]}
    path = tmp_path / "three.yaml"
    path.write_text(json.dumps(scenario_data(cities=cities)), encoding="utf-8")
    return path


def test_candidates_come_by_fit_and_the_fallen_with_their_reasons(run, three_cities):
    shown = run("candidates", three_cities, "--city", "ghent").stdout
    possible, fallen = shown.split("partners that fall out")
    assert "Oslo      would teach it   Housing   100      1 079" in possible
    assert "Roma" not in possible
    assert "Rome" not in possible
    assert "refuse" in fallen


def test_candidates_as_json(run, three_cities):
    found = json.loads(run("candidates", three_cities, "--city", "ghent", "--theme", "housing", "--json").stdout)
    assert set(found) == {"city", "theme", "partners", "warnings"}
    assert [(one["pairing"], one["possible"]) for one in found["partners"]] == [
        ("oslo > ghent in housing", True),
        ("rome > ghent in housing", False),
    ]
    assert set(found["partners"][1]) == {
        "pairing", "mentor", "mentee", "theme", "fit", "km", "possible", "reasons",
    }  # fmt: skip
    assert [set(reason) for reason in found["partners"][1]["reasons"]] == [{"rule", "message"}]
    assert found["partners"][1]["reasons"][0]["rule"] == "refusal"


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (["--city", "ghnt"], "there is no city 'ghnt': did you mean ghent?"),
        (["--city", "ghent", "--theme", "hosing"], "there is no theme 'hosing': did you mean housing?"),
        ([], "Missing option '--city'"),
    ],
)
def test_candidates_of_what_is_not_there(run, three_cities, option, said):
    assert said in run("candidates", three_cities, *option, code=2).stderr


def test_a_city_that_nobody_can_meet(run, tmp_path):
    cities = {**scenario_data()["cities"], "rome": city("IT", (41.9, 12.5))}
    path = tmp_path / "alone.yaml"
    path.write_text(json.dumps(scenario_data(cities=cities)), encoding="utf-8")
    assert "Nobody offers what it needs" in run("candidates", path, "--city", "rome").stdout


def test_every_rule_and_goal_is_listed_with_its_sentence(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    shown = run("rules").stdout
    declared = [(one.slug, type(one)) for one in RULES] + [(one.slug, type(one)) for one in GOALS]
    for slug, kind in declared:
        line = next(line for line in shown.splitlines() if line.startswith(f"{slug} "))
        assert (kind.__doc__ or "").splitlines()[0] in line


@pytest.mark.parametrize("declared", [*RULES, *GOALS], ids=lambda declared: type(declared).__name__)
def test_every_rule_and_goal_explains_itself(run, declared):
    assert run("rules", declared.slug).stdout.startswith(f"{declared.slug}\n")


def test_a_rule_tells_why_it_is_there_and_what_it_reads(run):
    shown = run("rules", "closed").stdout
    assert "Why: summer" in shown
    assert "Reads: programme.closed" in shown


def test_rules_as_json(run):
    found = json.loads(run("rules", "--json").stdout)
    assert set(found) == {"rules", "goals", "warnings"}
    assert {tuple(sorted(one)) for one in found["rules"]} == {("more", "reads", "sentence", "slug")}
    assert {tuple(sorted(one)) for one in found["goals"]} == {
        ("direction", "more", "parts", "sentence", "slug", "unit")
    }
    assert [one["slug"] for one in found["rules"]] == sorted(rule.slug for rule in RULES)


def test_a_rule_that_is_not_there(run):
    assert "there is no rule or goal 'close': did you mean closed?" in run("rules", "close", code=2).stderr


def test_the_graph_of_a_plan_in_sentences(run, plan_file):
    shown = run("graph", plan_file).stdout
    assert "who exchanges with whom, by the plan's pairings" in shown
    assert "Housing hangs on oslo, its only mentor." in shown
    assert "Held by one link alone: ghent and oslo." in shown


def test_the_graph_of_a_scenario_as_json(run, scenario_file):
    found = json.loads(run("graph", scenario_file, "--json").stdout)
    assert set(found) == {
        "source", "pairs", "themes", "reciprocal", "reciprocity", "load", "betweenness", "isolated", "hanging",
        "warnings",
    }  # fmt: skip
    assert set(found["pairs"]) == {"components", "articulation", "bridges", "losses"}
    assert found["source"] == "scenario"
    assert found["load"] == {"ghent": {"learns": 1, "teaches": 0}, "oslo": {"learns": 0, "teaches": 1}}


@pytest.mark.parametrize("form", ["graphml", "gexf", "json", "dot"])
@pytest.mark.parametrize("of", ["pairings", "themes"])
def test_the_graph_as_a_file(run, plan_file, tmp_path, form, of):
    answer = run("graph", plan_file, "-o", f"graph.{form}", "--of", of)
    assert f"graph.{form}: written." in answer.stderr
    text = (tmp_path / f"graph.{form}").read_text(encoding="utf-8")
    assert "oslo" in text
    assert "housing" in text


def test_an_unknown_form_of_graph(run, plan_file):
    assert "end it in .graphml, .gexf, .json or .dot" in run("graph", plan_file, "-o", "graph.png", code=2).stderr


def test_a_graph_never_takes_the_place_of_a_plan(run, plan_file, scenario_file, tmp_path):
    before = plan_file.read_bytes()
    assert "plan.json is the file that is read" in run("graph", plan_file, "-o", plan_file, code=2).stderr
    assert "plan.json is a plan and stays as it is" in run("graph", scenario_file, "-o", plan_file, code=5).stderr
    assert plan_file.read_bytes() == before
    run("graph", plan_file, "-o", "graph.json")
    run("graph", plan_file, "-o", "graph.json")


def test_calendars_are_exported_equal_twice(run, plan_file, tmp_path):
    for folder in ("one", "two"):
        assert run("export", plan_file, "--to", "ics", "-o", folder).stdout == f"{folder}: 4 calendars written.\n"
    one, two = (
        {path.relative_to(tmp_path / folder): path.read_bytes() for path in (tmp_path / folder).rglob("*.ics")}
        for folder in ("one", "two")
    )
    assert one == two
    found = json.loads(run("export", plan_file, "-o", "three", "--json").stdout)
    assert set(found) == {"files", "warnings"}
    assert len(found["files"]) == 4


def test_a_calendar_of_a_city_that_has_left_is_told(run, plan_file, tmp_path):
    assert run("export", plan_file, "-o", "calendars").stderr == ""
    (tmp_path / "calendars/city/paris.ics").write_text("BEGIN:VCALENDAR", encoding="utf-8")
    said = run("export", plan_file, "-o", "calendars").stderr
    assert said == "warning: calendars/city/paris.ics is of an earlier plan: delete it if nobody needs it any more\n"
    assert (tmp_path / "calendars/city/paris.ics").exists()


def test_hostile_names_in_the_graph_and_among_the_candidates(run, hostile_plan_file, three_cities):
    for arguments in (["graph", hostile_plan_file], ["graph", hostile_plan_file, "--plain"]):
        shown = run(*arguments, color=True).stdout
        assert "\x07" not in shown
        assert "\x1b[31m" not in shown


def test_graph_says_by_which_links_it_counts(run, plan_file):
    told = " ".join(run("graph", plan_file).stdout.split())
    assert "between two other cities a city lies (0 to 1), and whether it holds others, both by shared themes." in told
