"""How good a finished plan is in each of its scenario's goals."""

from __future__ import annotations

from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.goals import BY_SLUG
from mentoring.language.frame import Part


def order(scenario: Scenario) -> list[tuple[GoalUse, Part]]:
    """The scenario's goals in the order that counts: who and where comes whole before when."""
    return [(use, "pairing") for use in scenario.goals.pairing] + [(use, "dates") for use in scenario.goals.dates]


def score(plan: Plan, against: Plan | None = None) -> list[tuple[GoalUse, Part, int]]:
    """Every goal of the plan's scenario with its value, in order; `against` is the earlier plan that `changes` asks.

    Raises:
        KeyError: when the scenario names a goal that does not exist.
    """
    return [(use, part, BY_SLUG[use.goal].measure(plan, part, against)) for use, part in order(plan.scenario)]
