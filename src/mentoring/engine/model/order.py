"""The order of goals: what is optimised first, and how much of it later goals may use up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mentoring.domain.programme import GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.goals import BY_SLUG
from mentoring.goals.base import Goal
from mentoring.goals.sameness import Sameness
from mentoring.language.frame import Part

KNOWN: dict[str, Goal] = {**BY_SLUG, Sameness.slug: Sameness()}
"""Goals by name: those of scenario files, and what alternatives are asked for."""


@dataclass(frozen=True, slots=True)
class Level:
    """One goal in its place. Inside the engine every level is minimised: `sign` turns values that should be large."""

    part: Part
    use: GoalUse
    goal: Goal

    @property
    def sign(self) -> int:
        """1 for least, -1 for most: cost = sign x value."""
        return 1 if self.goal.direction == "least" else -1

    @property
    def limit(self) -> int | None:
        """The cost that no plan may exceed, whatever other goals would win by it; None: there is no such limit."""
        return None if self.use.limit is None else self.sign * self.use.limit

    def cap(self, cost: int) -> int:
        """The largest cost that later goals may leave this one at, once `cost` was reached."""
        slack = abs(cost) * self.use.tolerance // 10_000
        return cost + slack


def limited(levels: Iterable[Level]) -> list[Level]:
    """Those that have a limit."""
    return [level for level in levels if level.limit is not None]


def levels_of(scenario: Scenario, part: Part) -> list[Level]:
    """The goals of one part in order."""
    uses = scenario.goals.pairing if part == "pairing" else scenario.goals.dates
    return [Level(part, use, KNOWN[use.goal]) for use in uses]
