"""Limits: money."""

from __future__ import annotations

from mentoring.domain.programme import Caps
from mentoring.domain.scenario import Scenario
from mentoring.rules.spending import Spending


class Budget(Spending):
    """Travel and days away cost at most the budget: of the programme, people included, and of each city.

    Why: the grant is fixed, and every city's share of it. A distance outside the table of unit costs counts 0 EUR."""

    slug = "budget"
    reads = ("limits.budget_eur", "travel.rates", "travel.daily_eur", "stages.*.travellers")
    coin = "eur"
    unit = "EUR"

    def caps(self, scenario: Scenario) -> Caps:
        return scenario.limits.budget_eur
