"""Allowed pairing: refusals."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.naming import theme_of
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Declaration, Forbid, Subject
from mentoring.language.fact import Paired
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule, Violation


class Refusal(Rule):
    """Nobody is paired with a city that it refuses in the theme.

    Why: two cities that have worked together badly, or too recently, will not do it again."""

    slug = "refusal"
    reads = ("cities.*.offers.*.refuses", "cities.*.needs.*.refuses")
    asking = Asking.CITY

    def applies(self, scenario: Scenario) -> bool:
        return any(
            side.refuses
            for city in scenario.cities.values()
            for sides in (city.offers, city.needs)
            for side in sides.values()
        )

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        cities = frame.scenario.cities
        for pair in frame.pairs:
            offer, need = cities[pair.mentor].offers[pair.theme], cities[pair.mentee].needs[pair.theme]
            if pair.mentee in offer.refuses or pair.mentor in need.refuses:
                yield Forbid(Paired(pair), subject=tuple(pair))

    def rule_out(self, block: Block) -> Grid:
        cities, theme = block.scenario.cities, block.theme
        offers = {name: city.offers[theme].refuses for name, city in cities.items() if theme in city.offers}
        needs = {name: city.needs[theme].refuses for name, city in cities.items() if theme in city.needs}
        by_mentors = block.among((name, other) for name, refused in offers.items() for other in refused)
        by_mentees = block.among((other, name) for name, refused in needs.items() for other in refused)
        return by_mentors + by_mentees > 0

    def check(self, plan: Plan) -> Iterator[Violation]:
        for pairing in plan.pairings:
            if _refusals(plan.scenario, tuple(pairing.key)):
                yield self.violation(self.say(plan.scenario, tuple(pairing.key)), *pairing.key)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        told = [
            f"{scenario.name(one)} refuses {scenario.name(two)} as {'mentee' if one == subject[0] else 'mentor'}"
            for one, two in _refusals(scenario, subject)
        ]
        return f"{' and '.join(told) or 'nobody refuses'} in {theme_of(scenario, subject[2])}"

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return tuple(_entry(subject, one) for one, _ in _refusals(scenario, subject))

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return self.levers(scenario, subject)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        changes = []
        for one, _ in _refusals(scenario, subject):
            city, is_mentor = scenario.cities[one], one == subject[0]
            side = city.offers[subject[2]] if is_mentor else city.needs[subject[2]]
            # All that the plan pairs it with: two refusals stand in one list, which is changed as a whole.
            met = {pair.mentee if is_mentor else pair.mentor for pair in plan.paired if one in pair[:2]}
            changes.append((_entry(subject, one), [other for other in side.refuses if other not in met]))
        mentor, mentee = scenario.name(subject[0]), scenario.name(subject[1])
        return Loosening(f"let {mentor} and {mentee} pair in {theme_of(scenario, subject[2])}", tuple(changes))


def _entry(subject: Subject, city: str) -> str:
    """Where one of the two says whom it refuses."""
    return f"cities.{city}.{'offers' if city == subject[0] else 'needs'}.{subject[2]}.refuses"


def _refusals(scenario: Scenario, subject: Subject) -> list[tuple[str, str]]:
    """Who of the two refuses whom."""
    mentor, mentee, theme = subject
    found = []
    if mentee in scenario.cities[mentor].offers[theme].refuses:
        found.append((mentor, mentee))
    if mentor in scenario.cities[mentee].needs[theme].refuses:
        found.append((mentee, mentor))
    return found
