"""`mentoring explain --against PLAN` where what was decided by hand stands in the way of every plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mentoring import api
from mentoring.files.plan import read_plan, write_plan
from tests.builders import PAIRING, VISIT, plan_of, scenario_data

EVERY_NEED = {"pairing": [{"goal": "needs", "limit": 0}], "dates": ["early"]}
FACT = "decided by hand in revision 2: Oslo > Ghent in housing is declined (too busy)"
ASK = "take back what was decided by hand about Oslo > Ghent in housing: mentoring unpin plan.json oslo/ghent/housing"


@pytest.fixture
def declined(run, tmp_path: Path) -> dict[str, Any]:
    """A programme in which every need must be served, and whose only pairing is declined."""
    data = scenario_data(goals=EVERY_NEED)
    (tmp_path / "small.yaml").write_text(json.dumps(data), encoding="utf-8")
    write_plan(plan_of(api.load("small.yaml").require(), [PAIRING], {VISIT: "2024-02-06"}), tmp_path / "plan.json")
    run("decline", "plan.json", "oslo/ghent/housing", "--why", "too busy")
    return data


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_decision_is_told_as_what_it_is_and_the_way_out_takes_it_back(run, declined):
    record = json.loads(run("explain", "small.yaml", "--against", "plan.json", "--json").stdout)
    facts = {fact["sentence"]: fact["places"] for fact in record["conflicts"][0]["facts"]}
    assert facts[FACT] == []
    way = next(one for one in record["ways_out"] if one["asks"] == [ASK])
    assert (way["changes"], way["unpin"]) == ({}, ["oslo/ghent/housing"])
    said = words(run("explain", "small.yaml", "--against", "plan.json").stdout)
    assert "by-hand" not in said
    assert "mentoring explain small.yaml --against plan.json --way 2 -o what-if.yaml" in said


def test_the_command_of_the_way_out_does(run, declined):
    run("replan", "plan.json", code=3)
    run(*ASK.rpartition(": mentoring ")[2].split())
    run("replan", "plan.json")
    assert [str(pair) for pair in read_plan("plan.json").paired] == [PAIRING]


def test_what_stands_in_the_plan_is_written_into_no_file(run, declined, tmp_path):
    answer = run("explain", "small.yaml", "--against", "plan.json", "--way", 1, "-o", "what-if.yaml", code=2)
    said = "way 1 changes the earlier plan and no scenario, so nothing was written: mentoring unpin plan.json"
    assert f"{said} oslo/ghent/housing" in words(answer.stderr)
    assert not (tmp_path / "what-if.yaml").exists()


def test_a_plan_that_cannot_be_planned_again_leads_to_the_reason(run, declined):
    answer = run("replan", "plan.json", code=3)
    assert "Next: mentoring explain plan.json --against plan.json which facts clash" in words(answer.stderr)
    said = words(run("explain", "plan.json", "--against", "plan.json", "--plain").stdout)
    assert FACT[1:] in said
    assert "mentoring unpin plan.json oslo/ghent/housing takes back what was decided by hand" in said


def test_other_questions_about_a_plan_take_no_earlier_one(run, declined):
    answer = run("explain", "plan.json", "--need", "ghent/housing", "--against", "plan.json", code=2)
    assert "plan.json is a plan: --against and -o go with a scenario" in words(answer.stderr)


def test_a_number_alone_is_refused_before_anything_is_searched(run, declined):
    assert "--way goes with -o FILE" in words(run("explain", "small.yaml", "--way", 3, code=2).stderr)


def test_a_way_that_is_not_there_comes_with_those_that_are(run, declined):
    answer = run("explain", "small.yaml", "--against", "plan.json", "--way", 9, "-o", "what-if.yaml", code=2)
    assert "there is no way out number 9" in words(answer.stderr)
    assert "Ways out, the easiest to ask for first" in answer.stdout


def test_what_a_scenario_does_not_ask_for_is_no_part_of_the_reason(run, declined):
    said = words(run("replan", "plan.json", code=3).stderr)
    assert "No plan keeps all rules and the limit of needs. Next:" in said


def test_a_way_in_a_file_is_planned_beside_the_earlier_plan(run, declined):
    answer = run("explain", "small.yaml", "--against", "plan.json", "--way", 2, "-o", "what-if.yaml")
    command = next(line for line in answer.stdout.splitlines() if line.startswith("mentoring plan what-if.yaml"))
    assert command == "mentoring plan what-if.yaml -o tried.json --against plan.json   the plan it makes"
    run(*command.partition("   ")[0].split()[1:])
    assert read_plan("plan.json").revision == 2


def test_a_need_that_a_decision_leaves_open_is_told_how_to_take_that_back(run, declined):
    said = words(run("explain", "plan.json", "--need", "ghent", "--plain").stdout)
    told = (
        "Take back what was decided by hand about Oslo > Ghent in housing: mentoring unpin plan.json oslo/ghent/housing"
    )
    assert told in said
