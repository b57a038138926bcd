"""Allowed pairing: a common language."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.domain.spoken import say_languages
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Declaration, Forbid, Subject
from mentoring.language.fact import Paired
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule, Violation


class Language(Rule):
    """Mentor and mentee share a language, where the programme asks for it; a city that names none shares none.

    Why: without interpreters a visit of a few days is lost on people who cannot talk to each other."""

    slug = "language"
    reads = ("cities.*.languages", "pairing.common_language")
    asking = Asking.LIMIT

    def applies(self, scenario: Scenario) -> bool:
        return scenario.pairing.common_language

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        spoken = {city: frozenset(record.languages) for city, record in frame.scenario.cities.items()}
        for pair in frame.pairs:
            if spoken[pair.mentor].isdisjoint(spoken[pair.mentee]):
                yield Forbid(Paired(pair), subject=tuple(pair))

    def rule_out(self, block: Block) -> Grid:
        cities = block.scenario.cities
        shared = block.among(()) > 0
        for spoken in sorted({one for city in cities.values() for one in city.languages}):
            speaking = {name for name, city in cities.items() if spoken in city.languages}
            shared = shared | block.same(dict.fromkeys(speaking, True).get)
        return ~shared

    def check(self, plan: Plan) -> Iterator[Violation]:
        if not plan.scenario.pairing.common_language:
            return
        for pairing in plan.pairings:
            mentor, mentee = plan.scenario.cities[pairing.key.mentor], plan.scenario.cities[pairing.key.mentee]
            if not any(language in mentee.languages for language in mentor.languages):
                yield self.violation(self.say(plan.scenario, tuple(pairing.key)), *pairing.key)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        spoken = [
            f"{scenario.name(city)}: {say_languages(scenario.cities[city].languages) or 'none given'}"
            for city in subject[:2]
        ]
        return f"{scenario.name(subject[0])} and {scenario.name(subject[1])} share no language ({'; '.join(spoken)})"

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return ("pairing.common_language",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        return Loosening("let cities without a common language pair", (("pairing.common_language", False),))
