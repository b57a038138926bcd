"""Goal: preferences."""

from __future__ import annotations

from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.goals.base import Goal
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Cost, Measure
from mentoring.language.fact import Paired
from mentoring.language.frame import Frame, Part


class Preferences(Goal):
    """Cities get the partners they prefer: the sides of pairings whose `prefers` is met, most.

    A pairing counts 2 when mentor and mentee prefer each other."""

    slug = "preferences"
    unit = "sides"
    reads = ("cities.*.offers.*.prefers", "cities.*.needs.*.prefers")
    direction = "most"

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        sides = ((Paired(pair), _sides(frame.scenario, pair)) for pair in frame.pairs)
        return Cost(facts=tuple((fact, met) for fact, met in sides if met))

    def weigh(self, block: Block, against: Plan | None) -> Grid:
        cities, theme = block.scenario.cities, block.theme
        offers = {name: city.offers[theme].prefers for name, city in cities.items() if theme in city.offers}
        needs = {name: city.needs[theme].prefers for name, city in cities.items() if theme in city.needs}
        by_mentors = block.among((name, other) for name, wished in offers.items() for other in set(wished))
        return by_mentors + block.among((other, name) for name, wished in needs.items() for other in set(wished))

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        met = 0
        for mentor, mentee, theme in plan.paired:
            need = plan.scenario.cities[mentee].needs.get(theme)
            offer = plan.scenario.cities[mentor].offers.get(theme)
            met += 1 if need and mentor in need.prefers else 0
            met += 1 if offer and mentee in offer.prefers else 0
        return met

    def beyond(self, scenario: Scenario) -> int:
        """No pairing meets more than the wishes of both sides."""
        return 2 * sum(need.mentors for city in scenario.cities.values() for need in city.needs.values())


def _sides(scenario: Scenario, pair: Pairing) -> int:
    offer = scenario.cities[pair.mentor].offers[pair.theme]
    need = scenario.cities[pair.mentee].needs[pair.theme]
    return (pair.mentee in offer.prefers) + (pair.mentor in need.prefers)
