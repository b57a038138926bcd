"""Allowed pairing: offers kept in reserve."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.consistency.conflict import fixed_pairings
from mentoring.domain.naming import theme_of
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Declaration, Forbid, Subject
from mentoring.language.fact import Paired
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class Reserve(Rule):
    """An offer kept in reserve is not used, unless a pin fixes the pairing.

    Why: some cities stand in only when another drops out; planning with them from the start would use them up."""

    slug = "reserve"
    reads = ("cities.*.offers.*.reserve",)
    asking = Asking.CITY

    def applies(self, scenario: Scenario) -> bool:
        return any(offer.reserve for city in scenario.cities.values() for offer in city.offers.values())

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        fixed = fixed_pairings(frame.scenario)
        for pair in frame.pairs:
            if frame.scenario.cities[pair.mentor].offers[pair.theme].reserve and pair not in fixed:
                yield Forbid(Paired(pair), subject=tuple(pair))

    def rule_out(self, block: Block) -> Grid:
        cities, theme = block.scenario.cities, block.theme
        kept = block.of_mentors(lambda city: int(cities[city].offers[theme].reserve))
        fixed = block.among(
            (pair.mentor, pair.mentee) for pair in fixed_pairings(block.scenario) if pair.theme == theme
        )
        return (kept > 0) & (fixed == 0)

    def check(self, plan: Plan) -> Iterator[Violation]:
        fixed = fixed_pairings(plan.scenario)
        for pairing in plan.pairings:
            pair = pairing.key
            if plan.scenario.cities[pair.mentor].offers[pair.theme].reserve and pair not in fixed:
                yield self.violation(self.say(plan.scenario, tuple(pair)), *pair)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        pair = Pairing(*subject)
        return f"the offer of {scenario.name(pair.mentor)} in {theme_of(scenario, pair.theme)} is kept in reserve"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return find_keys(scenario, self.levers(scenario, subject), subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return (f"cities.{subject[0]}.offers.{subject[2]}.reserve",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        mentor, theme = scenario.name(subject[0]), theme_of(scenario, subject[2])
        return Loosening(f"call on the offer of {mentor} in {theme}", ((self.levers(scenario, subject)[0], False),))
