"""What dates cost at least over all equally good pairings: never more than the best of them, and seldom much less."""

from __future__ import annotations

import pytest

from mentoring.domain.plan import GoalValue
from mentoring.domain.programme import Goals, GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.solving import solve
from mentoring.engine.planner import Planner, plan
from mentoring.engine.reference import solve_reference
from mentoring.engine.ties.tie import find_ties, ties_of_two
from mentoring.engine.who.opening import begin
from mentoring.engine.who.pairing import exclude, whole_cut
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


def test_two_choices_alone_are_told_apart_without_asking_any_more() -> None:
    """As good choices of which there are just two: what they share is what the model finds by asking."""
    told = elsewhere = 0
    for number in range(80_000, 80_060):
        goals = Goals(pairing=(GoalUse(goal="needs"), GoalUse(goal="travel_km")), dates=())
        scenario, clock = programme(number).scenario.model_copy(update={"goals": goals}), Clock(seconds=20)
        planner = Planner(begin(scenario, None, clock), clock)
        outcome, capped = planner.selection.climb()
        if outcome.answer is None or outcome.status != "optimal":
            continue
        tied, found = capped.clone(), [planner.pairing.read(outcome.answer)]
        tied.clear_objective()
        exclude(tied, planner.pairing.compiled, whole_cut(planner.pairing, found[0]))
        if (answer := solve(tied, clock)).has_solution:
            found.append(planner.pairing.read(answer))
            exclude(tied, planner.pairing.compiled, whole_cut(planner.pairing, found[1]))
        if len(found) < 2 or solve(tied, clock).status != "infeasible":
            continue
        asked, known = find_ties(planner.pairing, capped, found[0]), ties_of_two(planner.pairing, *found)
        assert (asked is None) == (known is None), number
        if asked is None or known is None:
            elsewhere += 1
            continue
        told += 1
        assert (set(asked.fixed.pairs), asked.pairs) == (set(known.fixed.pairs), known.pairs), number
    assert told > 3
    assert elsewhere > 3
