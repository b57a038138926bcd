"""What choices as good may have otherwise, seen by the network: never less than what the exact model finds."""

from __future__ import annotations

import pytest

from mentoring.domain.programme import Goals, GoalUse
from mentoring.engine.model.clock import Clock
from mentoring.engine.planner import Planner
from mentoring.engine.ties.tie import find_ties
from mentoring.engine.who.opening import begin
from tests.agreement import programme
from tests.forced import forced

NUMBERS = range(80_000, 80_040)
GOALS = {
    "needs": ("needs",),
    "needs, then journeys": ("needs", "travel_km"),
    "needs, then fit": ("needs", "fit"),
}


@pytest.mark.parametrize("way", ["network", "network, goals one after the other"])
@pytest.mark.parametrize("goals", GOALS.values(), ids=GOALS.keys())
def test_the_network_sees_every_pair_that_may_be_otherwise(goals: tuple[str, ...], way: str):
    seen = tied = 0
    for number in NUMBERS:
        uses = Goals(pairing=tuple(GoalUse(goal=goal) for goal in goals), dates=())
        scenario = programme(number).scenario.model_copy(update={"goals": uses})
        with forced(way):
            clock = Clock(seconds=20)
            planner = Planner(begin(scenario, None, clock), clock)
            outcome, capped = planner.selection.climb()
            if outcome.answer is None or outcome.status != "optimal":
                continue
            decision = planner.pairing.read(outcome.answer)
            swaps = planner.selection.swaps(decision)
            if swaps is None:
                continue
            seen += 1
            ties = find_ties(planner.pairing, capped, decision)
            if ties is None:  # a meeting that the network knows nothing of could be elsewhere
                continue
            assert set(ties.pairs) <= swaps.pairs, f"{number}"
            tied += bool(ties.pairs)
            both = find_ties(planner.pairing, capped, decision, swaps)
            assert both is not None
            assert set(both.fixed.pairs) <= set(ties.fixed.pairs), f"{number}"
            for group in ties.groups:
                for state in group:
                    _is_a_way(state, both.groups, both.fixed.pairs, number)
    assert seen > 5
    assert tied > 1


def _is_a_way(state, groups, fixed, number):
    """What one group may be by the exact model, a group of the network's allows, or all of them have it."""
    open_pairs = [pair for pair in state if pair not in fixed]
    for pair in open_pairs:
        assert any(pair in other for group in groups for other in group), f"{number}: {pair}"
    if not state:
        assert any(() in group or len(group[0]) > 1 for group in groups), f"{number}: nobody has to be served"
