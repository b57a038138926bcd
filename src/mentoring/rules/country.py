"""Allowed pairing: country."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Declaration, Forbid, Subject
from mentoring.language.fact import Paired
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule, Violation


class Country(Rule):
    """Two cities of one country do not pair, unless the programme allows it.

    Why: exchange programmes pay for learning across borders (EUI: "a different Member State")."""

    slug = "country"
    reads = ("cities.*.country", "pairing.same_country")
    asking = Asking.LIMIT

    def applies(self, scenario: Scenario) -> bool:
        return not scenario.pairing.same_country

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        cities = frame.scenario.cities
        for pair in frame.pairs:
            if cities[pair.mentor].country == cities[pair.mentee].country:
                yield Forbid(Paired(pair), subject=tuple(pair))

    def rule_out(self, block: Block) -> Grid:
        return block.same(lambda city: block.scenario.cities[city].country or "")

    def check(self, plan: Plan) -> Iterator[Violation]:
        if plan.scenario.pairing.same_country:
            return
        for pairing in plan.pairings:
            mentor, mentee, theme = pairing.key
            home = {plan.scenario.cities[city].country for city in (mentor, mentee)}
            if len(home) == 1:
                yield self.violation(self.say(plan.scenario, (mentor, mentee, theme)), mentor, mentee, theme)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        mentor, mentee = subject[:2]
        country = scenario.cities[mentor].country
        return f"{scenario.name(mentor)} and {scenario.name(mentee)} are in the same country ({country})"

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return ("pairing.same_country",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        return Loosening("let cities of one country pair", (("pairing.same_country", True),))
