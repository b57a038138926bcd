"""People: the same throughout a pairing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from mentoring.domain.event import Event
from mentoring.domain.naming import name_event, say_pair
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Declaration, Limit, Subject, Term
from mentoring.language.fact import TakesPart
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class SamePerson(Rule):
    """With `same_for: pairing`, whoever has the role is sent to all events of a pairing or to none of them.

    All events: those gathered by pairing, of every stage that asks for the role so.
    Why: trust grows between people, and a facilitator who was there need not be told."""

    slug = "same-person"
    reads = ("stages.*.people.*.same_for",)
    asking = Asking.LIMIT

    def applies(self, scenario: Scenario) -> bool:
        return bool(kept_roles(scenario))

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        by_pair: dict[Pairing, dict[str, Event]] = {pair: {} for pair in frame.pairs}
        for event in frame.events:
            if frame.scenario.stages[event.stage].gathers == "pairing":
                by_pair[event.pairs[0]][event.stage] = event
        for role, stages in kept_roles(frame.scenario).items():
            holders = list_holders(frame.scenario, role)
            for events in by_pair.values():
                asking = [events[stage] for stage in stages if stage in events]
                for one, two in pairwise(asking):
                    for person in holders:
                        terms = (Term(TakesPart(one.id, person)), Term(TakesPart(two.id, person), -1))
                        yield Limit(terms, at_most=0, at_least=0, subject=(person, two.id, role))

    def check(self, plan: Plan) -> Iterator[Violation]:
        for role, stages in kept_roles(plan.scenario).items():
            holders = set(list_holders(plan.scenario, role))
            of_group: dict[tuple[str | None, ...], list[PlannedEvent]] = defaultdict(list)
            for event in plan.held:
                if event.stage in stages:
                    of_group[event.mentor, event.mentee, event.theme].append(event)
            for pair in sorted(plan.paired):
                own = of_group.get(tuple(pair), [])
                if len({frozenset(holders.intersection(event.people)) for event in own}) > 1:
                    names = " and ".join(name_event(plan.scenario, event.id) for event in own)
                    told = f"{say_pair(plan.scenario, pair)} has not the same {role} at {names}"
                    yield self.violation(told, "", own[-1].id, role)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        return f"all events of a pairing have the same {subject[-1]}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return find_keys(scenario, self.levers(scenario, subject), subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return tuple(f"stages.{stage}.people.{subject[2]}.same_for" for stage in kept_roles(scenario)[subject[2]])

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        told = f"let the events of a pairing have another {subject[2]} each"
        return Loosening(told, tuple((key, None) for key in self.levers(scenario, subject)))


def kept_roles(scenario: Scenario) -> dict[str, list[str]]:
    """Roles that stay the same throughout a pairing, with the stages that ask for them so."""
    found: dict[str, list[str]] = {}
    for stage_id, stage in scenario.stages.items():
        for role, sent in stage.people.items():
            if sent.same_for == "pairing" and stage.gathers == "pairing" and role not in scenario.people:
                found.setdefault(role, []).append(stage_id)
    return {role: stages for role, stages in found.items() if len(stages) > 1}


def list_holders(scenario: Scenario, role: str) -> list[str]:
    """Persons with the role, sorted."""
    return sorted(who for who, person in scenario.people.items() if role in person.roles)
