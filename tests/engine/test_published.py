"""Problems that others published, with their answers, written as scenario files: nothing but what a user can write.

The data is not part of this repository: MENTORING_INSTANCES names the folder that holds it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mentoring.api import load
from mentoring.domain.result import Result
from mentoring.domain.scenario import Scenario
from mentoring.engine.planner import plan
from mentoring.engine.reference import solve_reference
from mentoring.rules import check_plan

EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
FIRST = date(2026, 1, 5)
AMPLE = 30  # slots: more than any of the instances needs

MEETINGS = [str(number) for number in range(1, 14)]
ASSIGNMENTS = [f"c05{jobs}_{number}" for jobs in (15, 20, 25) for number in range(1, 6)]

Read = Callable[[str, str], dict[str, Any]]
Written = Callable[[dict[str, Any]], Scenario]


@pytest.fixture(scope="session")
def read(instances: Path) -> Read:
    """An instance of one of the files, by name."""
    known: dict[str, dict[str, Any]] = {}

    def read_instance(file: str, name: str) -> dict[str, Any]:
        if file not in known:
            known[file] = json.loads((instances / file).read_text(encoding="utf-8"))["instances"]
        return dict(known[file][name])

    return read_instance


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """The scenario as it is read back from a file."""

    def write_and_load(data: dict[str, Any]) -> Scenario:
        path = tmp_path / "scenario.yaml"
        path.write_text(json.dumps(data), encoding="utf-8")  # JSON is YAML, too
        return load(path).require()

    return write_and_load


def frame(identity: str, days: int) -> dict[str, Any]:
    """A programme of so many days, all of them worked."""
    return {
        "format": 1,
        "programme": {
            "id": identity, "first": FIRST.isoformat(), "last": (FIRST + timedelta(days=days - 1)).isoformat(),
            "working_days": EVERY_DAY, "public_holidays": "none",
        },
    }  # fmt: skip


def meetings(instance: dict[str, Any], days: int) -> dict[str, Any]:
    """A stage for each meeting, at a place of its own; who must attend is sent by name; a slot is a day.

    A stage gathers cities: one city with a team for every meeting takes part in all of them and binds nobody.
    """
    travel, members = instance["travel"], instance["members"]
    count = len(travel)
    stages = {
        f"meeting-{number}": {
            "gathers": ["everybody"],
            "host": f"place-{number}",
            "people": [f"person-{who}" for who, theirs in enumerate(members) if number in theirs],
        }
        for number in range(count)
    }
    places = {f"place-{number}": {"country": "NL", "latitude": 52.0, "longitude": 5.0} for number in range(count)}
    between = {
        f"place-{one}": {f"place-{two}": travel[one][two] for two in range(one + 1, count)} for one in range(count - 1)
    }
    return frame("meetings", days) | {
        "cities": {"everybody": {"country": "NL", "latitude": 52.0, "longitude": 5.0, "at_once": count}},
        "places": places,
        "people": {f"person-{who}": {} for who in range(len(members))},
        "stages": stages,
        "travel": {"days": {"between": between}},
        "goals": {"pairing": [], "dates": ["finish"]},
    }


def assignment(instance: dict[str, Any], *, largest: bool) -> dict[str, Any]:
    """A city that mentors for each agent, one that needs a mentor for each job, and figures for every pair.

    Needs come first, so that every job gets its agent; a cost is turned into fit by what it falls short of 100.
    """
    value, effort, capacity = instance["value"], instance["effort"], instance["capacity"]
    agents, jobs = range(len(capacity)), range(len(value[0]))
    here = {"country": "NL", "latitude": 52.0, "longitude": 5.0}
    mentors = {
        f"agent-{agent}": {**here, "offers": {"work": {"mentees": len(jobs), "hours": capacity[agent]}}}
        for agent in agents
    }
    return frame("assignment", 1) | {
        "themes": {"work": {}},
        "cities": mentors | {f"job-{job}": {**here, "needs": {"work": {}}} for job in jobs},
        "pairs": [
            {
                "pairing": f"agent-{agent} > job-{job} in work",
                "fit": value[agent][job] if largest else 100 - value[agent][job],
                "effort": effort[agent][job],
            }
            for agent in agents
            for job in jobs
        ],
        "goals": {"pairing": ["needs", "fit"], "dates": []},
    }


def values(result: Result) -> dict[str, int]:
    """The values of all goals of an answer that is proven and passes the check."""
    found = result.require_plan()
    assert check_plan(found) == []
    assert result.status == "optimal"
    assert all(goal.is_proven for goal in result.goals)
    return {goal.goal: goal.value for goal in result.goals}


ENGINES = pytest.mark.parametrize("solve", [plan, solve_reference], ids=["planner", "reference"])


@ENGINES
@pytest.mark.parametrize("name", MEETINGS)
def test_meetings_fit_into_the_slots_or_do_not(solve: Callable[..., Result], name: str, read: Read, written: Written):
    instance = read("meeting-scheduling-046.json", name)
    result = solve(written(meetings(instance, instance["slots"])))
    assert result.status == ("optimal" if instance["status"] == "feasible" else "infeasible")
    if result.plan is not None:
        assert check_plan(result.plan) == []
        assert len(result.plan.events) == len(instance["travel"])


@ENGINES
@pytest.mark.parametrize("name", MEETINGS)
def test_meetings_finish_as_early_as_published(solve: Callable[..., Result], name: str, read: Read, written: Written):
    instance = read("meeting-scheduling-046.json", name)
    result = solve(written(meetings(instance, AMPLE)))
    assert values(result) == {"finish": instance["smallest_slots"] - 1}  # counted from the first day, which is 0


@ENGINES
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_most_valuable_assignment_is_the_published_one(
    solve: Callable[..., Result], name: str, read: Read, written: Written
):
    instance = read("generalised-assignment.json", name)
    result = solve(written(assignment(instance, largest=True)))
    assert values(result) == {"needs": 0, "fit": instance["best_max"]}


@ENGINES
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_cheapest_assignment_is_the_published_one(
    solve: Callable[..., Result], name: str, read: Read, written: Written
):
    instance = read("generalised-assignment.json", name)
    result = solve(written(assignment(instance, largest=False)))
    jobs = len(instance["value"][0])
    assert values(result) == {"needs": 0, "fit": 100 * jobs - instance["best_min"]}


def test_every_published_instance_is_tested(instances: Path):
    def names(file: str) -> set[str]:
        return set(json.loads((instances / file).read_text(encoding="utf-8"))["instances"])

    assert names("meeting-scheduling-046.json") == set(MEETINGS)
    assert names("generalised-assignment.json") == set(ASSIGNMENTS)
