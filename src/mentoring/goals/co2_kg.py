"""Goal: co2_kg."""

from __future__ import annotations

from mentoring.goals.journey import JourneyGoal


class Co2Kg(JourneyGoal):
    """Travel does little harm: kg of CO2 of all travellers' trips, least.

    Grams for each traveller and km come from the scenario's table; without a table it is 0. Among the goals for when,
    people count too."""

    slug = "co2_kg"
    unit = "kg"
    reads = (
        "travel.co2",
        "travel.rail_below_km",
        "travel.no_rail",
        "travel.modes",
        "stages.*.travellers",
        "stages.*.host",
        "people.*.home",
    )
    coin = "co2_kg"
