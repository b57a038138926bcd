"""Both engines against all plans of 300 random small programmes: the same status, the same values, true bounds."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import pytest

from mentoring.domain.plan import Plan
from mentoring.domain.result import Result
from mentoring.domain.scenario import Scenario
from mentoring.engine.planner import plan
from mentoring.engine.reference import solve_reference
from mentoring.goals.score import order, score
from mentoring.rules import check_plan
from tests.brute import Best, count_plans, is_within, solve_brute
from tests.strategies import random_plan, random_scenario

BATCHES, IN_BATCH = 30, 10
MOST_PLANS = 100_000
SECONDS = 60.0  # far more than any of them takes; a solver that hangs fails instead

Engine = Callable[..., Result]


@cache
def programme(number: int) -> tuple[Scenario, Plan | None, Best]:
    """A programme small enough to try all its plans, for every third one an earlier plan, and the best plan."""
    for attempt in range(1000):
        rng = Random(1000 * number + attempt)
        scenario = random_scenario(rng)
        if not 4 <= count_plans(scenario) <= MOST_PLANS or (not scenario.stages and number % 10):
            continue
        against = earlier_plan(scenario, rng) if number % 3 == 0 else None
        best = solve_brute(scenario, against)
        # Half of all programmes are best left alone or cannot be held: some of those are enough.
        if (best.plan is not None and best.plan.pairings) or number % 4 == 0:
            return scenario, against, best
    raise AssertionError("no random programme was small enough")


def earlier_plan(scenario: Scenario, rng: Random) -> Plan:
    """A plan of the same programme, some of it told to the cities and accepted by them."""
    found = random_plan(scenario, rng)
    events = (event.model_copy(update={"status": rng.choice(("proposed", "announced"))}) for event in found.events)
    pairs = (pair.model_copy(update={"status": rng.choice(("proposed", "accepted"))}) for pair in found.pairings)
    return found.model_copy(update={"events": tuple(events), "pairings": tuple(pairs)})


def compare(solve: Engine, number: int) -> None:
    scenario, against, best = programme(number)
    result = solve(scenario, against=against, seconds=SECONDS)
    told = f"programme {number}: {result.status} {[(goal.goal, goal.value, goal.bound) for goal in result.goals]}"
    told += f", but the best is {best.status} {best.values}"
    if best.plan is None:
        assert result.status == "infeasible", told
        return
    found = result.require_plan()
    assert check_plan(found) == [], told
    assert [value for _, _, value in score(found, against)] == [goal.value for goal in result.goals], told
    for (use, _), goal, least in zip(order(scenario), result.goals, best.values, strict=True):
        assert is_within(use, least, goal.value), told  # the same value, but for what the goal's tolerance gives away
        assert goal.bound is None or not is_better(goal.direction, least, goal.bound), told
        if use.tolerance == 0 and goal.bound is not None and result.status == "optimal":
            assert goal.bound == least, told


def is_better(direction: str, value: int, bound: int) -> bool:
    return value > bound if direction == "most" else value < bound


@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.parametrize("solve", [solve_reference, plan], ids=["reference", "planner"])
def test_engines_find_the_best_plan(solve: Engine, batch: int):
    for number in range(batch * IN_BATCH, (batch + 1) * IN_BATCH):
        compare(solve, number)


def test_the_programmes_are_worth_it():
    found = [programme(number) for number in range(BATCHES * IN_BATCH)]
    planned = [best.plan for _, _, best in found if best.plan is not None]
    assert sum(1 for best in planned if best.pairings) > len(found) // 2
    assert sum(1 for best in planned if len(best.events) > 1) > len(found) // 5
    assert len(planned) < len(found)  # some are impossible
