"""Goal: needs."""

from __future__ import annotations

from collections import Counter

from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.goals.base import Goal
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Cost, Measure
from mentoring.language.fact import Paired
from mentoring.language.frame import Frame, Part


class Needs(Goal):
    """No need stays without its mentors: the sum of the priorities of missing mentors, least.

    A need for two mentors that has one counts its priority once."""

    slug = "needs"
    unit = "priority"
    reads = ("cities.*.needs.*.priority", "cities.*.needs.*.mentors")

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        cities = frame.scenario.cities
        # No plan has more mentors than a need asks for (a rule), so each pairing takes off one missing mentor.
        return Cost(
            constant=self.outset(frame.scenario, frame.against),
            facts=tuple((Paired(pair), -cities[pair.mentee].needs[pair.theme].priority) for pair in frame.pairs),
        )

    def weigh(self, block: Block, against: Plan | None) -> Grid:
        cities = block.scenario.cities
        return block.of_mentees(lambda city: -cities[city].needs[block.theme].priority) + block.among(())

    def outset(self, scenario: Scenario, against: Plan | None) -> int:
        return sum(need.priority * need.mentors for city in scenario.cities.values() for need in city.needs.values())

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        mentors = Counter((pair.mentee, pair.theme) for pair in plan.paired)
        return sum(
            need.priority * max(0, need.mentors - mentors[name, theme])
            for name, city in plan.scenario.cities.items()
            for theme, need in city.needs.items()
        )
