"""Allowed pairing: distance."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.number import figure
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Declaration, Forbid, Subject
from mentoring.language.fact import Paired
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule, Violation


class Distance(Rule):
    """Mentor and mentee lie at most `max_km` apart, great circle, one way; exactly `max_km` is allowed.

    Why: some programmes pay only for short journeys, or for neighbours."""

    slug = "distance"
    reads = ("pairing.max_km", "cities.*.latitude", "cities.*.longitude")
    asking = Asking.LIMIT

    def applies(self, scenario: Scenario) -> bool:
        return scenario.pairing.max_km is not None

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        limit = frame.scenario.pairing.max_km
        for pair in frame.pairs:
            if limit is not None and frame.scenario.journeys.km(pair.mentor, pair.mentee) > limit:
                yield Forbid(Paired(pair), subject=tuple(pair))

    def rule_out(self, block: Block) -> Grid | None:
        limit = block.scenario.pairing.max_km
        return None if limit is None else block.km > limit

    def check(self, plan: Plan) -> Iterator[Violation]:
        limit = plan.scenario.pairing.max_km
        for pairing in plan.pairings:
            km = plan.scenario.journeys.km(pairing.key.mentor, pairing.key.mentee)
            if limit is not None and km > limit:
                yield self.violation(self.say(plan.scenario, tuple(pairing.key)), *pairing.key)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        mentor, mentee = subject[:2]
        apart = scenario.journeys.km(mentor, mentee)
        return (
            f"{scenario.name(mentor)} and {scenario.name(mentee)} lie {figure(apart)} km apart "
            f"(at most {figure(scenario.pairing.max_km or 0)} km are allowed)"
        )

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return ("pairing.max_km",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        most = max(scenario.journeys.km(pair.mentor, pair.mentee) for pair in plan.paired)
        return Loosening(f"let cities pair that lie up to {figure(most)} km apart", (("pairing.max_km", most),))
