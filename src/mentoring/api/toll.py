"""What a way out costs in mentors: needs that lack one in the best plan with it, though they could have one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan
    from mentoring.domain.scenario import Scenario
    from mentoring.engine.model.clock import Clock

MOST_SECONDS = 5.0
"""Longest time to find out how few needs must lack a mentor, for each way out; beyond, it is not told."""

SHARE = 0.2
"""Of the time left, for the same."""


class Toll:
    """Weighs one way out after the other of a scenario that has no plan."""

    def __init__(self, scenario: Scenario, clock: Clock) -> None:
        self.scenario, self.clock = scenario, clock

    def weigh(self, varied: Scenario, plan: Plan) -> tuple[int | None, bool]:
        """Needs that lack a mentor and could have one, and whether any pairing is left; None: it is not known.

        `varied` is the scenario with the way out, `plan` any plan of it.
        """
        uses_needs = any(use.goal == "needs" for use in self.scenario.goals.pairing)
        if not uses_needs or not self._lacking(plan):
            return 0 if uses_needs else None, True
        best = self._serve_most(varied)
        if best is None:
            return None, True
        anyway = self._anyway
        return None if anyway is None else max(0, self._lacking(best) - anyway), bool(best.pairings)

    @cached_property
    def _anyway(self) -> int | None:
        """Needs that lack a mentor even where nothing has to be held and nothing is pinned; None: not known."""
        goals = self.scenario.goals.model_copy(update={"pairing": (), "dates": ()})
        free = self.scenario.model_copy(update={"stages": {}, "pins": {}, "goals": goals})
        best = self._serve_most(free)
        return self._lacking(best) if best is not None else None

    def _lacking(self, plan: Plan) -> int:
        """Needs of the scenario, not of the plan's, that have fewer mentors than asked for."""
        given: dict[tuple[str, str], int] = {}
        for pair in plan.paired:
            given[pair.mentee, pair.theme] = given.get((pair.mentee, pair.theme), 0) + 1
        return sum(
            given.get((city, theme), 0) < need.mentors
            for city, record in self.scenario.cities.items()
            for theme, need in record.needs.items()
        )

    def _serve_most(self, scenario: Scenario) -> Plan | None:
        """A plan in which proven the fewest needs lack mentors; None: none was proven in time."""
        from mentoring.domain.programme import GoalUse
        from mentoring.engine import planner

        goals = scenario.goals
        limits = {
            part: tuple(use for use in getattr(goals, part) if use.limit is not None) for part in ("pairing", "dates")
        }
        limit = next((use.limit for use in limits["pairing"] if use.goal == "needs"), None)
        limits["pairing"] = (
            GoalUse(goal="needs", limit=limit),
            *(use for use in limits["pairing"] if use.goal != "needs"),
        )
        asked = scenario.model_copy(update={"goals": goals.model_copy(update=limits)})
        seconds = MOST_SECONDS if self.clock.seconds is None else min(MOST_SECONDS, SHARE * self.clock.left)
        if seconds <= 0:
            return None
        found = planner.plan(asked, seconds=seconds, seed=self.clock.seed, should_stop=self.clock.should_stop)
        is_proven = found.plan is not None and any(one.goal == "needs" and one.is_proven for one in found.goals)
        return found.plan if is_proven else None
