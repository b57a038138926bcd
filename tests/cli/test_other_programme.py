"""Plans and drills of one programme are not taken for those of another."""

from __future__ import annotations

import json

import pytest

from mentoring.files.plan import read_plan, write_plan
from tests.builders import PAIRING, VISIT, plan_of, scenario


@pytest.fixture
def rivers_file(tmp_path):
    """A plan of another programme in which everything else is the same."""
    of = scenario()
    named = of.model_copy(update={"programme": of.programme.model_copy(update={"id": "rivers"})})
    return write_plan(plan_of(named, [PAIRING], {VISIT: "2024-01-08"}), tmp_path / "rivers.json")


def test_nothing_is_planned_against_a_plan_of_another_programme(run, scenario_file, rivers_file, tmp_path):
    told = run("plan", scenario_file, "--against", rivers_file, "-o", "new.json", code=2).stderr
    assert "the plan is of the programme rivers, the scenario of small: nothing would stay" in told
    assert not (tmp_path / "new.json").exists()
    assert "of the programme rivers" in run("explain", scenario_file, "--against", rivers_file, code=2).stderr


def test_a_plan_of_another_programme_is_not_replaced(run, scenario_file, plan_file, rivers_file):
    before = rivers_file.read_bytes()
    for order in (["plan", scenario_file], ["replan", plan_file]):
        told = run(*order, "-o", rivers_file, code=5).stderr
        assert "rivers.json holds a plan of the programme rivers, and this one is of small; it stays as it is" in told
    assert rivers_file.read_bytes() == before
    run("plan", scenario_file, "-o", plan_file)  # one of the same programme is


def test_nor_is_one_that_lies_where_an_alternative_would(run, scenario_file, rivers_file):
    rivers_file.rename(rivers_file.with_name("p.alternative-2.json"))
    told = run("plan", scenario_file, "-o", "p.json", "--alternatives", 2, code=5).stderr
    assert "p.alternative-2.json holds a plan of the programme rivers" in told


def test_a_drill_of_another_plan_is_no_part_of_a_page(run, plan_file, rivers_file, tmp_path):
    drill = tmp_path / "drill.json"
    drill.write_text(run("drill", plan_file, "--json", "--jobs", 1).stdout, encoding="utf-8")
    run("report", plan_file, "--drill", drill, "-o", "page.html")
    told = run("report", rivers_file, "--drill", drill, "-o", "rivers.html", code=2).stderr
    assert "the drill is of another plan, of the programme small" in told
    write_plan(plan_of(scenario(), [PAIRING], {VISIT: "2024-01-15"}), tmp_path / "moved.json")
    told = run("report", "moved.json", "--drill", drill, "-o", "moved.html", code=2).stderr
    assert "the drill is of another plan, of this programme" in told
    assert not list(tmp_path.glob("[mr]*.html"))


def test_a_drill_stays_true_when_events_are_announced(run, plan_file, tmp_path):
    drill = tmp_path / "drill.json"
    drill.write_text(run("drill", plan_file, "--json", "--jobs", 1).stdout, encoding="utf-8")
    run("announce", plan_file, "--all")
    assert read_plan(plan_file).revision == 2
    run("report", plan_file, "--drill", drill, "-o", "page.html")
    whole = json.loads(drill.read_text(encoding="utf-8"))
    del whole["plan_mark"]  # as older versions told it
    drill.write_text(json.dumps(whole), encoding="utf-8")
    run("report", plan_file, "--drill", drill, "-o", "page.html")
