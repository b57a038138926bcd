"""Peers solve the same programme under the same rules, and ours is at least as good."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.made_up import make_programme
from benchmarks.peer.figures import Answer, numbers_of, plan_from
from benchmarks.peer.greedy import solve_greedily
from mentoring.domain.plan import Plan
from mentoring.engine.planner import plan
from mentoring.goals import BY_SLUG
from mentoring.goals.score import score
from mentoring.rules import check_plan

WORK = 0.3  # solver units for a single solve, the same on every machine


@cache
def by_hand(cities: int) -> Plan:
    programme = make_programme(cities)
    numbers = numbers_of(programme)
    return plan_from(programme, numbers, solve_greedily(numbers))


def costs(made: Plan) -> list[int]:
    return [value if BY_SLUG[use.goal].direction == "least" else -value for use, _, value in score(made)]


@pytest.mark.parametrize("cities", [14, 50, 200])
def test_a_plan_made_as_by_hand_keeps_every_rule_and_serves_most_needs(cities: int):
    made = by_hand(cities)
    needs = sum(len(city.needs) for city in made.scenario.cities.values())
    assert check_plan(made) == []
    assert len(made.pairings) > 0.6 * needs
    assert len(made.events) == 3 * len(made.pairings) + len({pair.theme for pair in made.paired})


@pytest.mark.parametrize("cities", [14])
def test_ours_is_better_than_by_hand_with_proofs_of_who_and_where(cities: int):
    result = plan(make_programme(cities), work=WORK)
    assert check_plan(result.require_plan()) == []
    assert costs(result.require_plan()) <= costs(by_hand(cities))
    assert [goal.goal for goal in result.goals if goal.part == "pairing" and not goal.is_proven] == []
    assert [goal.goal for goal in result.goals if goal.bound is None] == []


def test_more_visits_in_a_week_than_facilitators_are_no_plan():
    programme = make_programme(14)
    numbers = numbers_of(programme)
    answer = solve_greedily(numbers)
    crowded = {need: (offer, 30, 30, 30) for need, (offer, *_) in answer.pairs.items()}
    with pytest.raises(ValueError, match="visits in one week"):
        plan_from(programme, numbers, Answer(crowded, answer.meetings))
