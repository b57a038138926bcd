"""Small random programmes with their best plans, and brute force over them with something asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import Any

from mentoring.analysis.difference import Difference
from mentoring.domain.dates import Lag
from mentoring.domain.pin import Pin
from mentoring.domain.plan import Plan
from mentoring.domain.programme import Goals, GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.engine import planner
from mentoring.files.variant import vary
from mentoring.goals import BY_SLUG
from mentoring.goals.score import order
from tests.brute import count_plans, solve_brute
from tests.strategies import random_scenario

MOST = 2000  # plans of a programme
LARGEST = 6000  # of a programme with something asked for


def small_plans(seed: int, number: int, *, most: int = MOST, unserved: bool = False) -> Iterator[Plan]:
    """Best plans of so many random programmes with pairings and few plans, none of whose goals gives anything up."""
    rng = Random(seed)
    while number:
        found = _plain(random_scenario(rng, horizon=(6, 20), cities=(3, 5), bites=rng.choice((0, 1, 2))))
        if not found.conceivable or not found.stages or count_plans(found, most) > most:
            continue
        plan = planner.plan(found).plan
        if plan is not None and plan.held and plan.pairings and (plan.unserved or not unserved):
            number -= 1
            yield plan


def _plain(scenario: Scenario) -> Scenario:
    """Goals without tolerance and leximin; `needs` is asked first of all."""
    pairing = ["needs", *(use.goal for use in scenario.goals.pairing if use.goal not in ("needs", "changes"))]
    dates = [use.goal for use in scenario.goals.dates if use.goal != "changes"]
    goals = Goals(
        pairing=tuple(GoalUse(goal=name) for name in pairing), dates=tuple(GoalUse(goal=name) for name in dates)
    )
    resolution = scenario.resolution
    own = scenario.model_copy(
        update={
            "goals": goals,
            "places": scenario.places | resolution.places,
            # Pins free an event from lead times and visas: with them, asking for a day is more than looking for it.
            "cities": {name: city.model_copy(update={"visa_weeks": 0}) for name, city in scenario.cities.items()},
            "programme": scenario.programme.model_copy(update={"planned_on": None}),
            "stages": {
                name: stage.model_copy(update={"lead_time": Lag(0, "d")}) for name, stage in scenario.stages.items()
            },
        }
    )
    read = vary(own, {}).require()  # as a file is read: with regions, time zones and holidays, then with our own again
    return read.model_copy(update={"resolution": resolution.model_copy(update={"places": {}})})


def pinned(scenario: Scenario, bodies: Iterable[Mapping[str, Any]]) -> Scenario:
    """The scenario with these pins too, whether they can be kept or not."""
    pins = {f"tested-{number}": Pin.model_validate(dict(body)) for number, body in enumerate(bodies)}
    return scenario.model_copy(update={"pins": scenario.pins | pins})


def best(scenario: Scenario) -> tuple[int, ...] | None:
    """The values of the best plan in the order of the goals, found by trying all; None when there is no plan.

    Raises TooManyPlans where that would take long.
    """
    found = solve_brute(scenario, most=LARGEST)
    return found.values if found.status == "optimal" else None


def values(difference: Difference | None) -> tuple[int, ...] | None:
    """The values of the second plan in the order of the goals."""
    if difference is None:
        return None
    known = {(goal.goal, goal.part): goal.value for goal in difference.after.goals}
    return tuple(known[use.goal, part] for use, part in order(difference.after.scenario) if use.goal != "changes")


def ranked(plan: Plan, found: tuple[int, ...]) -> tuple[int, ...]:
    """Values in the order of the goals, the smaller the better."""
    uses = [use.goal for use, _ in order(plan.scenario)]
    return tuple(
        -value if BY_SLUG[goal].direction == "most" else value for goal, value in zip(uses, found, strict=True)
    )
