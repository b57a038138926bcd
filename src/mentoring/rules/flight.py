"""Limits: flights."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.naming import name_event
from mentoring.domain.number import figure
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Declaration, Forbid, Subject
from mentoring.language.fact import Goes
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule, Violation


class Flight(Rule):
    """Nobody flies less than `rail_only_below_km`, one way; where no train goes, so near a place is out of reach.

    It forbids journeys, and so pairings whose events need one; pairings whose events are all online stay possible.

    Why: programmes that care for the climate pay no short flights. Subject: (who, event, place)."""

    slug = "flight"
    reads = ("limits.rail_only_below_km", "travel.no_rail", "travel.modes")
    asking = Asking.LIMIT

    def applies(self, scenario: Scenario) -> bool:
        return scenario.limits.rail_only_below_km is not None

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        journeys = frame.scenario.journeys
        for event in frame.events:
            places = frame.agenda.hosts(event)
            homes: dict[str, str | None] = {city: city for city in event.members}
            homes |= {who: frame.scenario.people[who].home for who in frame.scenario.people_for(event.stage)}
            for who, home in homes.items():
                for place in places:
                    if home is not None and journeys.is_forbidden_flight(home, place):
                        yield Forbid(Goes(event.id, who, place), subject=(who, event.id, place))

    def rule_out(self, block: Block) -> Grid | None:
        """Visits of one of the two to the other."""
        stages = [stage for stage in block.scenario.stages.values() if not stage.themes or block.theme in stage.themes]
        visits = any(stage.gathers == "pairing" and stage.host in ("mentor", "mentee") for stage in stages)
        return block.no_way if visits else None

    def check(self, plan: Plan) -> Iterator[Violation]:
        below = plan.scenario.limits.rail_only_below_km
        if below is None:
            return
        for event in plan.held:
            homes: dict[str, str | None] = {city: city for city in event.participants}
            homes |= {who: plan.scenario.people[who].home for who in event.people}
            for who, home in homes.items():
                if home is None or event.host is None or home == event.host:
                    continue
                km = plan.scenario.journeys.km(home, event.host)
                if km < below and plan.scenario.journeys.mode(home, event.host) == "flight":
                    name, what = plan.scenario.name(who), name_event(plan.scenario, event.id)
                    told = f"{name} would fly {figure(km)} km to {what}, flights under {figure(below)} km are out"
                    yield self.violation(told, who, event.id, event.host)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        who, _, place = subject
        home = scenario.people[who].home if who in scenario.people else who
        km = scenario.journeys.km(home or place, place)
        return (
            f"{scenario.name(who)} would fly {figure(km)} km to {scenario.name(place)}: flights under "
            f"{figure(scenario.limits.rail_only_below_km or 0)} km are out, and there is no train"
        )

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return ("limits.rail_only_below_km",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        flown = [
            scenario.journeys.km(home, event.host)
            for event in plan.held
            for home in (*event.participants, *(scenario.people[who].home for who in event.people))
            if home is not None and event.host is not None and scenario.journeys.is_forbidden_flight(home, event.host)
        ]
        least = min(flown, default=0)
        return Loosening(f"allow flights of {figure(least)} km and more", (("limits.rail_only_below_km", least),))
