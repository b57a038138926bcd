"""A bound for every goal at every size: true, and better than what is known without a search where that can be."""

from __future__ import annotations

import pytest

from mentoring.domain.programme import DATE_GOALS, PAIRING_GOALS
from mentoring.goals import BY_SLUG, GOALS
from mentoring.rules import check_plan
from tests.agreement import is_better
from tests.engine.every_goal import PLACES, case, earlier

SMALL, LARGE = 14, 30
NAMES = [f"{part} {goal}{' leximin' if leximin else ''}" for part, goal, leximin in PLACES]


def test_every_goal_has_its_turn():
    assert {goal for _, goal, _ in PLACES} == {goal.slug for goal in GOALS} == {*PAIRING_GOALS, *DATE_GOALS}


@pytest.mark.parametrize("place", PLACES, ids=NAMES)
def test_every_goal_is_proven_at_fourteen_cities(place: tuple[str, str, bool]):
    found = case(SMALL, *place)
    assert check_plan(found.result.require_plan()) == []
    assert found.goal.is_proven
    assert found.result.status == "optimal"


@pytest.mark.parametrize("place", [place for place in PLACES if place[0] == "pairing"])
def test_every_pairing_goal_has_a_bound_worth_telling_at_thirty_cities(place: tuple[str, str, bool]):
    found = case(LARGE, *place)
    assert check_plan(found.result.require_plan()) == []
    assert not found.is_trivial
    assert found.goal.bound is not None
    assert not is_better(found.goal.direction, found.goal.value, found.goal.bound)


@pytest.mark.parametrize("place", PLACES, ids=NAMES)
def test_no_plan_made_for_another_goal_is_better_than_the_bound(place: tuple[str, str, bool]):
    """Plans with the same values in the goals before it are witnesses."""
    found = case(SMALL, *place)
    before = [goal.value for goal in found.result.goals[:-1]]
    goal = BY_SLUG[place[1]]
    assert found.goal.bound is not None
    witnesses = [case(SMALL, *other) for other in PLACES] if place[1] != "changes" else [found]
    seen = 0
    for witness in witnesses:
        plan = witness.result.require_plan()
        values = [BY_SLUG[one.goal].measure(plan, one.part, witness.against) for one in found.result.goals[:-1]]
        if witness.scenario.cities != found.scenario.cities or values != before:
            continue
        seen += 1
        value = goal.measure(plan, found.goal.part, found.against)
        assert not is_better(goal.direction, value, found.goal.bound), (value, found.goal.bound)
    assert seen > 0


def test_what_changes_are_counted_against_keeps_every_rule():
    assert check_plan(earlier(SMALL)) == []
