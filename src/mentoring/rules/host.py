"""Where an event takes place."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.account import host_event, is_online
from mentoring.domain.naming import name_event, say_names, title_of
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Choose, Declaration, Forbid, Limit, Subject, Term
from mentoring.language.fact import Held, Hosts, TakesPart
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.attendance import stage_of
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class Host(Rule):
    """Every event has one host; a city of the programme hosts only what it takes part in, and only if it can.

    Why: no city runs a meeting for others. An event with `host: none` has no host; one with `same_as` is where the
    other event is, which chose its host by this rule. Subjects: ("", event) or (city, event)."""

    slug = "host"
    reads = ("stages.*.host", "cities.*.can_host")
    asking = Asking.CITY

    def applies(self, scenario: Scenario) -> bool:
        return any(stage.host != "none" for stage in scenario.stages.values())

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for event in frame.events:
            stage = frame.scenario.stages[event.stage]
            if stage.host == "none" or stage.same_as is not None:
                continue  # a shared host is one fact of two events: the frame ties them
            places = frame.agenda.hosts(event)
            if not places:
                yield Forbid(Held(event.id), subject=("", event.id))
                continue
            hosts = tuple(Hosts(event.id, place) for place in places)
            yield Choose(hosts, 1, when=Held(event.id), subject=("", event.id))
            for fact in hosts:
                city = frame.scenario.cities.get(fact.place)
                if city is None:
                    continue
                if not city.can_host or fact.place not in event.joining:
                    yield Forbid(fact, subject=(fact.place, event.id))
                elif event.joining[fact.place] is not None:
                    there = (Term(TakesPart(event.id, fact.place)), Term(fact, -1))
                    yield Limit(there, at_least=0, subject=(fact.place, event.id))

    def rule_out(self, block: Block) -> Grid:
        """Pairs with a visit at one of the two that cannot host."""
        out = block.among(()) > 0
        for stage in block.scenario.stages.values():
            if stage.gathers == "pairing" and (not stage.themes or block.theme in stage.themes):
                ways = {"mentor": block.of_mentors, "mentee": block.of_mentees}
                if stage.host in ways:
                    out = out | (ways[str(stage.host)](lambda city: not block.scenario.cities[city].can_host) > 0)
        return out

    def check(self, plan: Plan) -> Iterator[Violation]:
        for event in plan.held:
            shared = host_event(plan, event)
            if is_online(plan.scenario, event.stage):
                if event.host is not None:
                    yield self._about(
                        plan, event, f"is in {say_names(plan.scenario, [event.host])}, but is held online"
                    )
            elif event.host is None:
                yield self._about(plan, event, "has no host")
            elif plan.scenario.stages[event.stage].same_as is not None:
                if shared is not None and shared.host != event.host:
                    here, there = (say_names(plan.scenario, [one.host or "no place"]) for one in (event, shared))
                    told = f"is in {here}, but is held where {name_event(plan.scenario, shared.id)} is, in {there}"
                    yield self._about(plan, event, told)
            else:
                yield from self._check_own(plan, event, event.host)

    def _check_own(self, plan: Plan, event: PlannedEvent, host: str) -> Iterator[Violation]:
        kind = plan.scenario.stages[event.stage].host
        wanted = {"mentor": event.mentor, "mentee": event.mentee, "participant": host}.get(str(kind), str(kind))
        here = say_names(plan.scenario, [host])
        if host != wanted:
            yield self._about(plan, event, f"is in {here}, not in {say_names(plan.scenario, [wanted or 'no place'])}")
        city = plan.scenario.cities.get(host)
        if kind == "participant" and city is None:
            yield self._about(plan, event, f"is in {here}, which takes no part in anything")
        if city is not None and host not in event.participants:
            name = name_event(plan.scenario, event.id)
            yield self.violation(f"{here} hosts {name} without taking part in it", host, event.id)
        if city is not None and not city.can_host:
            yield self.violation(f"{here} hosts {name_event(plan.scenario, event.id)}, but cannot host", host, event.id)

    def _about(self, plan: Plan, event: PlannedEvent, told: str) -> Violation:
        """What is wrong with the place of an event."""
        return self.violation(f"{name_event(plan.scenario, event.id)} {told}", "", event.id)

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        own = "stages." + subject[1].split("/", maxsplit=1)[0] + ".host"
        return find_keys(scenario, (f"cities.{subject[0]}.can_host", own) if subject[0] else (own,), subject)

    def whom_to_ask(self, scenario: Scenario, subject: Subject) -> Asking:
        """A city can be asked to host; that an event is somewhere is so."""
        return Asking.CITY if subject[0] and not scenario.cities[subject[0]].can_host else Asking.NEVER

    def say(self, scenario: Scenario, subject: Subject) -> str:
        who, event = subject
        if who and not scenario.cities[who].can_host:
            return f"{scenario.name(who)} cannot host"
        title, stage = title_of(scenario, event), stage_of(scenario, event)
        if who:
            return f"{scenario.name(who)} can host {title} only if it takes part in it"
        if stage.same_as is not None:
            return f"{title} shares the host of {title_of(scenario, stage.same_as)}"
        host = str(stage.host)
        if host == "none":
            return f"{title} takes place online and has no host"
        whom = {"mentor": "its mentor", "mentee": "its mentee", "participant": "a participant that can host"}
        return f"{title} has exactly one host: {whom.get(host) or scenario.name(host)}"

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return (f"cities.{subject[0]}.can_host",) if self.whom_to_ask(scenario, subject).is_possible else ()

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        return Loosening(f"let {scenario.name(subject[0])} host", ((f"cities.{subject[0]}.can_host", True),))
