"""What dates cost at least over all equally good pairings: never more than the best of them, and seldom much less."""

from __future__ import annotations

import pytest

from mentoring.domain.plan import GoalValue
from mentoring.domain.programme import Goals, GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.engine.planner import plan
from mentoring.engine.reference import solve_reference
from tests.agreement import programme
from tests.forced import forced

WAY = "season, ties by prices alone, every meeting is large"
TIGHT = (70013, 70019, 70031, 70038, 70062, 70079, 70087, 70093, 70103)  # nothing but people and meetings is in the way
LOOSE = (70023, 70030, 70050, 70069, 70106)


def tied(number: int) -> Scenario:
    """A random programme in which hardly anything says which city is the better mentor."""
    goals = Goals(pairing=(GoalUse(goal="needs"),), dates=(GoalUse(goal="early"),))
    return programme(number).scenario.model_copy(update={"goals": goals})


def _early(number: int) -> tuple[GoalValue, GoalValue]:
    """The goal as planned with ties bounded by prices, and as it is best."""
    scenario = tied(number)
    with forced(WAY):
        planned = plan(scenario).goals[-1]
    return planned, solve_reference(scenario).goals[-1]


@pytest.mark.parametrize("number", TIGHT)
def test_prices_of_one_choice_bound_all_tied_ones_exactly(number: int) -> None:
    early, best = _early(number)
    assert early.bound == best.value == best.bound


@pytest.mark.parametrize("number", LOOSE)
def test_a_loose_bound_is_true_all_the_same(number: int) -> None:
    early, best = _early(number)
    assert early.bound is not None
    assert best.value is not None
    assert early.bound <= best.value <= (early.value or 0)
