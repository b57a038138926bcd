"""Limits: CO2."""

from __future__ import annotations

from mentoring.domain.programme import Caps
from mentoring.domain.scenario import Scenario
from mentoring.rules.spending import Spending


class Co2(Spending):
    """Travel emits at most so much CO2: of the programme, people included, and of each city's travellers.

    Why: cities that plan for climate neutrality count their own journeys too."""

    slug = "co2"
    reads = ("limits.co2_kg", "travel.co2", "travel.rail_below_km", "travel.modes", "stages.*.travellers")
    coin = "co2_kg"
    unit = "kg of CO2"

    def caps(self, scenario: Scenario) -> Caps:
        return scenario.limits.co2_kg
