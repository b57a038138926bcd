"""Goals in order: what tolerance gives, what leximin shares, and what an earlier plan keeps."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.domain.plan import Plan
from mentoring.domain.result import Result
from mentoring.domain.scenario import Scenario
from mentoring.engine.planner import plan
from tests.builders import city, scenario

NEAR, FAR = "near > ghent in housing", "far > ghent in housing"


def measured(result: Result) -> dict[str, int]:
    return {goal.goal: goal.value for goal in result.goals}


def two_mentors(**goals: Any) -> Scenario:
    """Ghent has a far mentor that fits it best, and a near one that fits a little less."""
    return scenario(
        cities={
            "ghent": city(at=(51.05, 3.72), needs={"housing": {}}),
            "far": city("GR", at=(37.98, 23.73), offers={"housing": {}}),
            "near": city("NL", at=(51.9, 4.5), offers={"housing": {}}),
        },
        pairs=[{"pairing": FAR, "fit": 100}, {"pairing": NEAR, "fit": 98}],
        goals=goals,
    )


@pytest.mark.parametrize(
    ("tolerance", "chosen", "given"),
    [
        ("0%", FAR, ""),
        ("1.99%", FAR, ""),
        ("2%", NEAR, "2 given to later goals"),
        ("50%", NEAR, "2 given to later goals"),
    ],
)
def test_tolerance_gives_to_later_goals_what_it_says_and_no_more(tolerance: str, chosen: str, given: str):
    result = plan(two_mentors(pairing=["needs", {"fit": {"tolerance": tolerance}}, "travel_km"], dates=["early"]))
    assert result.status == "optimal"
    assert [pairing.pairing for pairing in result.require_plan().pairings] == [chosen]
    fit = next(goal for goal in result.goals if goal.goal == "fit")
    assert (fit.bound, fit.note) == (100, given)


def test_tolerance_of_a_pairing_goal_gives_to_dates_too():
    # The far mentor is busy until March; what `fit` gives up lets the visit be early.
    told = two_mentors(pairing=["needs", {"fit": {"tolerance": "2%"}}], dates=["early"]).model_dump(mode="json")
    told["cities"]["far"]["unavailable"] = [{"first": "2024-01-01", "last": "2024-02-29"}]
    told["programme"]["public_holidays"] = "none"
    result = plan(Scenario.model_validate(told))
    assert result.status == "optimal"
    assert measured(result) == {"needs": 0, "fit": 98, "early": 0}


def shared_hosting(**hosting: Any) -> Scenario:
    """Athens hosts two days. Two more meetings of three cities are nearest for all at the middle one."""
    three = {"gathers": ["ghent", "liege", "oslo"], "host": "participant"}
    return scenario(
        cities={
            "athens": city("GR", at=(37.98, 23.73)),
            "ghent": city("BE", at=(55.0, 8.0)),
            "liege": city("BE", at=(50.63, 5.57)),
            "oslo": city("NO", at=(59.91, 10.75)),
        },
        themes={},
        stages={"opening": {"gathers": "all", "host": "athens", "days": 2}, "second": three, "third": three},
        goals={"pairing": [{"hosting": hosting} if hosting else "hosting", "travel_km"], "dates": []},
    )


def hosts(result: Result) -> list[str]:
    return sorted(str(event.host) for event in result.require_plan().events)


def test_leximin_shares_what_comes_after_the_largest_too():
    plain, fair = plan(shared_hosting()), plan(shared_hosting(leximin=True))
    assert measured(plain)["hosting"] == measured(fair)["hosting"] == 2
    assert hosts(plain) == ["athens", "ghent", "ghent"]
    assert len(set(hosts(fair))) == 3
    assert measured(fair)["travel_km"] > measured(plain)["travel_km"]
    assert plain.status == fair.status == "optimal"


def two_visits(rest_days: int) -> Scenario:
    """Oslo visits two cities, as early as can be, and rests between."""
    return scenario(
        cities={
            "ghent": city(needs={"housing": {}}),
            "liege": city(needs={"housing": {}}),
            "oslo": city("NO", offers={"housing": {"mentees": 2}}, rest_days=rest_days),
        },
        programme={"public_holidays": "none"},
        goals={"pairing": ["needs", "changes"], "dates": ["changes", "early"]},
    )


def first_days(found: Plan) -> list[str]:
    return sorted(str(event.first) for event in found.events)


def test_nothing_changes_without_need():
    late = two_visits(7).model_dump(mode="json") | {"stages": {"visit": {"gathers": "pairing", "host": "mentee"}}}
    late["stages"]["visit"]["between"] = {"first": "2024-02-05", "last": "2024-03-31"}
    first = plan(Scenario.model_validate(late)).require_plan()
    again = plan(two_visits(7), against=first)
    assert measured(again)["changes"] == 0
    assert first_days(again.require_plan()) == first_days(first) == ["2024-02-05", "2024-02-13"]


@pytest.mark.parametrize(
    ("announced", "days", "weight"),
    [
        ("2024-01-01", ["2024-01-01", "2024-01-12"], 1),  # the later one moves back
        ("2024-01-09", ["2024-01-09", "2024-01-22"], 1),  # the earlier one has to move behind it: 20 is a Saturday
        ("", ["2024-01-01", "2024-01-12"], 1),  # either may move: the sooner the better
        ("both", ["2024-01-01", "2024-01-12"], 10),
    ],
)
def test_what_was_announced_stays_where_something_has_to_move(announced: str, days: list[str], weight: int):
    first = plan(two_visits(7)).require_plan()
    assert first_days(first) == ["2024-01-01", "2024-01-09"]
    told = [
        event.model_copy(update={"status": "announced" if announced in ("both", str(event.first)) else "proposed"})
        for event in first.events
    ]
    again = plan(two_visits(10), against=first.model_copy(update={"events": tuple(told)}))
    assert again.status == "optimal"
    assert first_days(again.require_plan()) == days
    assert [goal.value for goal in again.goals if goal.goal == "changes"] == [0, weight]


def test_a_pairing_that_was_accepted_is_kept_before_a_better_one():
    first = plan(two_mentors(pairing=["needs", "travel_km"], dates=[])).require_plan()
    assert [pairing.pairing for pairing in first.pairings] == [NEAR]
    again = plan(two_mentors(pairing=["needs", "changes", "fit"], dates=[]), against=first)
    assert measured(again) == {"needs": 0, "changes": 0, "fit": 98}
    free = plan(two_mentors(pairing=["needs", "fit"], dates=[]), against=first)
    assert measured(free) == {"needs": 0, "fit": 100}
