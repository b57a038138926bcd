"""Goal: fit."""

from __future__ import annotations

from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.goals.base import Goal
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Cost, Measure
from mentoring.language.fact import Paired
from mentoring.language.frame import Frame, Part


class Fit(Goal):
    """Mentors and mentees match well: the sum of fit over all pairings, most."""

    slug = "fit"
    unit = "points"
    reads = (
        "cities.*.offers.*.strength",
        "cities.*.needs.*.level",
        "pairs.*.fit",
        "pairing.similar.population",
        "pairing.similar.region_type",
        "pairing.similar.bands",
        "cities.*.population",
        "cities.*.region_type",
    )
    direction = "most"

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        return Cost(facts=tuple((Paired(pair), frame.scenario.fit(pair)) for pair in frame.pairs))

    def weigh(self, block: Block, against: Plan | None) -> Grid:
        return block.fit

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        return sum(plan.scenario.fit(pairing.key) for pairing in plan.pairings)

    def beyond(self, scenario: Scenario) -> int:
        """No pairing fits better than 100."""
        return 100 * sum(need.mentors for city in scenario.cities.values() for need in city.needs.values())
