"""Allowed pairing: least fit."""

from __future__ import annotations

from collections.abc import Iterator

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


class LeastFit(Rule):
    """A pairing has at least the fit `min_fit`, 0-100.

    Why: a poor match costs as much travel as a good one; the programme may rather leave a need open."""

    slug = "least-fit"
    reads = ("pairing.min_fit", "pairs.*.fit", "cities.*.offers.*.strength", "cities.*.needs.*.level")
    asking = Asking.LIMIT

    def applies(self, scenario: Scenario) -> bool:
        return scenario.pairing.min_fit > 0

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for pair in frame.pairs:
            if frame.scenario.fit(pair) < frame.scenario.pairing.min_fit:
                yield Forbid(Paired(pair), subject=tuple(pair))

    def rule_out(self, block: Block) -> Grid:
        return block.fit < block.scenario.pairing.min_fit

    def check(self, plan: Plan) -> Iterator[Violation]:
        least = plan.scenario.pairing.min_fit
        for pairing in plan.pairings:
            fit = plan.scenario.fit(pairing.key)
            if fit < least:
                yield self.violation(self.say(plan.scenario, tuple(pairing.key)), *pairing.key)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        pair = Pairing(*subject)
        return (
            f"{scenario.name(pair.mentor)} and {scenario.name(pair.mentee)} fit {scenario.fit(pair)} of 100 "
            f"in {theme_of(scenario, pair.theme)} (at least {scenario.pairing.min_fit} is asked)"
        )

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        mentor, mentee, theme = subject
        sides = f"cities.{mentor}.offers.{theme}.strength", f"cities.{mentee}.needs.{theme}.level"
        return find_keys(scenario, ("pairing.min_fit", "pairs.*.fit", *sides), subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return ("pairing.min_fit",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        least = min(scenario.fit(pair) for pair in plan.paired)
        return Loosening(f"let cities pair with a fit of {least} and more", (("pairing.min_fit", least),))
