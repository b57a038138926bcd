"""What the goals travel_km, cost_eur and co2_kg share: they add up journeys, in three coins."""

from __future__ import annotations

from itertools import chain
from typing import ClassVar

from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.goals.base import Goal
from mentoring.goals.visit import weigh_visits
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Cost, Measure
from mentoring.language.frame import Frame, Part
from mentoring.language.toll import Coin, charge_cities, charge_people


class JourneyGoal(Goal):
    """A sum over all journeys: of cities among the goals for who and where, of people too among those for when."""

    coin: ClassVar[Coin]

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        people = charge_people(frame, self.coin) if part == "dates" else ()
        return Cost(facts=tuple((toll.fact, toll.weight) for toll in chain(charge_cities(frame, self.coin), people)))

    def weigh(self, block: Block, against: Plan | None) -> Grid:
        return weigh_visits(block, self.coin)

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        counted = (trip for trip in plan.trips if part == "dates" or not trip.is_person)
        return sum(getattr(trip, self.coin) for trip in counted)
