"""`mentoring explain SCENARIO`: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mentoring.files.plan import write_plan
from tests.cli.conftest import stored_plan

MARCH = """format: 1
programme: {id: spring, first: 2024-01-01, last: 2024-03-31}
cities:
  ghent:
    country: BE
    unavailable: [{first: 2024-03-01, last: 2024-03-08, why: elections}]
  oslo: {country: NO, unavailable: [{first: 2024-03-11, last: 2024-03-17}]}
stages:
  meeting:
    title: Spring meeting
    gathers: [ghent, oslo]
    host: oslo
    days: 3
    between: {first: 2024-03-04, last: 2024-03-15}
"""


@pytest.fixture
def march(tmp_path: Path) -> str:
    (tmp_path / "march.yaml").write_text(MARCH, encoding="utf-8")
    return "march.yaml"


def test_facts_come_with_their_lines_and_ways_out_in_their_order(run, march):
    said = run("explain", march).stdout.splitlines()
    assert [line for line in said if not line.startswith("─")] == [
        "Why there is no plan",
        "These 4 facts cannot all hold; without any one of them the others can.",
        "Lines are those of march.yaml.",
        "No.   Fact                                                          Where",
        "  1   Ghent is unavailable 1-8 March 2024 (elections)               line 6",
        "  2   Oslo is unavailable 11-17 March 2024                          line 7",
        "  3   Spring meeting takes place in any case, with Ghent and Oslo   line 11",
        "  4   Spring meeting lies inside 4-15 March 2024                    line 14",
        "",
        "Ways out, the easiest to ask for first",
        "Each was tried: with it there is a plan.",
        "Way   What to ask for",
        "  1   Let Spring meeting run to 20 March 2024",
        "  2   Open Ghent on 6-8 March 2024 (elections)",
        "  3   Open Oslo on 11-13 March 2024",
        "  4   Leave out Spring meeting",
        "",
        "Next",
        "mentoring explain march.yaml --way 1 -o what-if.yaml   to try one",
    ]


def test_read_aloud_it_is_one_fact_a_line(run, march):
    said = run("explain", march, "--plain").stdout.splitlines()
    assert "No.: 1; Fact: Ghent is unavailable 1-8 March 2024 (elections); Where: line 6." in said
    assert "Way: 1; What to ask for: Let Spring meeting run to 20 March 2024." in said


def test_programs_get_the_same(run, march):
    record = json.loads(run("explain", march, "--json").stdout)
    assert list(record) == [
        "file", "status", "conflicts", "ways_out", "cut_short", "rest_dear", "note", "seconds", "what_if", "warnings",
    ]  # fmt: skip
    assert (record["file"], record["status"], record["what_if"]) == ("march.yaml", "infeasible", None)
    (conflict,) = record["conflicts"]
    assert conflict["confirmed"] is True
    assert conflict["facts"][0] == {
        "sentence": "Ghent is unavailable 1-8 March 2024 (elections)",
        "rule": "unavailable",
        "keys": ["cities.ghent.unavailable.0"],
        "places": ["march.yaml:6:19"],
        "can_be_asked": True,
    }
    assert record["ways_out"][0] == {
        "asks": ["let Spring meeting run to 20 March 2024"],
        "cheapest": True,
        "confirmed": True,
        "cost": 6,
        "changes": {"stages": {"meeting": {"between": {"last": "2024-03-20"}}}},
        "unpin": [],
        "moves_confirmed": False,
        "lacking": 0,
        "has_pairings": True,
    }


def test_a_way_out_is_written_as_a_what_if_that_has_a_plan(run, march, tmp_path):
    answer = run("explain", march, "--way", "2", "-o", "folder/open ghent.yaml")
    assert 'mentoring plan "folder/open ghent.yaml" -o plan.json   the plan it makes' in answer.stdout
    written = (tmp_path / "folder" / "open ghent.yaml").read_text(encoding="utf-8")
    assert written.startswith("# Open Ghent on 6-8 March 2024 (elections)\nbased_on: ../march.yaml\n")
    assert "Planned in" in run("plan", "folder/open ghent.yaml", "-o", "plan.json").stdout


def test_nothing_of_others_is_overwritten(run, march, tmp_path):
    assert "march.yaml is there already and stays as it is" in run("explain", march, "-o", march, code=5).stderr
    assert (tmp_path / "march.yaml").read_text(encoding="utf-8") == MARCH


def test_a_way_that_is_not_there_is_no_way(run, march, tmp_path):
    answer = run("explain", march, "--way", "9", "-o", "what-if.yaml", code=2)
    assert "there is no way out number 9: there are 4; nothing was written" in answer.stderr
    assert not (tmp_path / "what-if.yaml").exists()


def test_a_scenario_that_has_a_plan_is_told_so(run, tmp_path):
    (tmp_path / "march.yaml").write_text(MARCH.replace("2024-03-15", "2024-03-25"), encoding="utf-8")
    said = run("explain", "march.yaml").stdout.splitlines()
    assert said[0] == "There is a plan that keeps every rule, so there is nothing to explain."
    assert said[-1] == "mentoring plan march.yaml -o plan.json   the best there is"


def test_what_belongs_to_a_scenario_is_refused_with_a_plan(run, tmp_path):
    write_plan(stored_plan(), tmp_path / "plan.json")
    answer = run("explain", "plan.json", "--need", "ghent/housing", "-o", "what-if.yaml", code=2)
    assert "--against and -o go with a scenario that has no plan" in answer.stderr


def test_planning_leads_here(run, march):
    answer = run("plan", march, "-o", "plan.json", code=3)
    assert "Next: mentoring explain march.yaml   which facts clash, and what to ask for" in answer.stderr


def test_a_file_that_is_wrong_is_told_as_everywhere(run, tmp_path):
    (tmp_path / "wrong.yaml").write_text("format: 1\n", encoding="utf-8")
    assert "Error: nothing was done" in run("explain", "wrong.yaml", code=1).stderr
