"""Verbs that write one file replace what they wrote themselves, and nothing else."""

from __future__ import annotations

import json

import pytest

OTHERS = b"programme:\n  id: rivers\n"
GRAPHS = [("graph", f"exchange.{ending}") for ending in ("svg", "graphml", "gexf", "json", "dot")]


def order(verb, plan_file, other, target):
    if verb == "compare":
        return ["compare", plan_file, other, "--csv", target]
    return [verb, plan_file, "-o", target]


@pytest.mark.parametrize(
    ("verb", "name"), [("report", "page.html"), ("report", "page.htm"), ("compare", "c.csv"), *GRAPHS]
)
def test_only_what_we_wrote_is_replaced(run, plan_file, open_plan_file, tmp_path, verb, name):
    target = tmp_path / name
    run(*order(verb, plan_file, open_plan_file, target))
    ours = target.read_bytes()
    run(*order(verb, plan_file, open_plan_file, target))
    assert target.read_bytes() == ours
    for others in (OTHERS, b'{"type": "service_account"}', b"<html><body>Minutes</body></html>"):
        target.write_bytes(others)
        refused = run(*order(verb, plan_file, open_plan_file, target), code=5)
        assert "is there already" in refused.stderr
        assert "name another file" in refused.stderr
        assert target.read_bytes() == others
    target.write_bytes(b"")
    run(*order(verb, plan_file, open_plan_file, target))
    assert target.read_bytes() == ours


@pytest.mark.parametrize(
    ("verb", "name", "better"),
    [
        ("report", "page", "page.html"),
        ("report", "p.yaml", "p.html"),
        ("compare", "c.xlsx", "c.csv"),
        ("graph", "g", ".dot"),
    ],
)
def test_the_name_must_tell_what_is_in_the_file(run, plan_file, open_plan_file, tmp_path, verb, name, better):
    refused = run(*order(verb, plan_file, open_plan_file, name), code=2)
    assert better in refused.stderr
    assert not (tmp_path / name).exists()


def test_a_folder_of_pages_and_a_printed_page_spare_others_too(run, plan_file, tmp_path):
    (tmp_path / "pages" / "city").mkdir(parents=True)
    page = tmp_path / "pages" / "city" / "oslo.html"
    page.write_bytes(OTHERS)
    assert "oslo.html is there already" in run("report", plan_file, "-o", "r.html", "--pages", "pages", code=5).stderr
    assert page.read_bytes() == OTHERS
    (tmp_path / "r.pdf").write_bytes(b"%PDF-1.4 somebody's")
    assert "r.pdf is there already" in run("report", plan_file, "-o", "r.html", "--pdf", code=5).stderr
    assert (tmp_path / "r.pdf").read_bytes() == b"%PDF-1.4 somebody's"


def test_the_table_of_a_sweep_spares_others_and_nothing_is_planned(run, scenario_file, tmp_path):
    choice = {"label": "two", "change": {"stages": {"visit": {"days": 2}}}}
    text = json.dumps({"scenario": scenario_file.name, "vary": {"days": [choice]}})
    (tmp_path / "sweep.yaml").write_text(text, encoding="utf-8")
    run("sweep", "sweep.yaml", "-o", "swept", "--jobs", 1)
    run("sweep", "sweep.yaml", "-o", "swept", "--jobs", 1)
    table = tmp_path / "other" / "table.csv"
    table.parent.mkdir()
    table.write_bytes(b"city,guests\nghent,5\n")
    assert "table.csv is there already" in run("sweep", "sweep.yaml", "-o", "other", code=5).stderr
    assert table.read_bytes() == b"city,guests\nghent,5\n"
    assert not (table.parent / "plans").exists()
