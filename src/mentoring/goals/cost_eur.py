"""Goal: cost_eur."""

from __future__ import annotations

from mentoring.goals.journey import JourneyGoal


class CostEur(JourneyGoal):
    """Travel is cheap: EUR of all travellers' trips, plus `travel.daily_eur` for each day of an event away, least.

    A distance that is not in the table of unit costs counts 0. Among the goals for when, people count too."""

    slug = "cost_eur"
    unit = "EUR"
    reads = (
        "travel.rates",
        "travel.daily_eur",
        "stages.*.travellers",
        "stages.*.days",
        "stages.*.host",
        "people.*.home",
    )
    coin = "eur"
