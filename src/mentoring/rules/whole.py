"""The plan is whole: its events are those that follow from its pairings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from mentoring.domain.account import is_online
from mentoring.domain.dates import Lag, end_of, say_day, say_length
from mentoring.domain.event import Event
from mentoring.domain.naming import name_event, say_names, say_pair, title_of
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Declaration, Require, Subject
from mentoring.language.fact import Held
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.attendance import stage_of
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class Whole(Rule):
    """A plan holds every event that follows from its pairings exactly once, and no other.

    Why: a plan mended by hand may have lost an event or gained a city; every other check trusts that it has not.
    Nothing is declared: the engine knows no other events. Cancelled events may stay in the plan without a pairing."""

    slug = "whole"
    reads = ("stages.*.gathers", "stages.*.themes", "stages.*.members", "stages.*.days")
    asking = Asking.LEAVE_OUT

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        return iter(())

    def itemise(self, frame: Frame) -> Iterator[Declaration]:
        """That events which gather all cities, or a list of them, take place: a plan may hold no less."""
        for event in frame.events:
            if event.always:
                yield Require(Held(event.id), subject=("", event.id, "always"))

    def check(self, plan: Plan) -> Iterator[Violation]:
        broken = list(self._check_pairings(plan))
        yield from broken
        if broken:
            return  # which events there are cannot be said
        title = partial(name_event, plan.scenario)
        for name, times in sorted(Counter(event.id for event in plan.events).items()):
            if times > 1:
                yield self.violation(f"{title(name)} is there {times} times", "", name)
        known = plan.agenda.events
        there = {event.id for event in plan.events}
        for name in known:
            if name not in there:
                yield self.violation(f"{title(name)} follows from the pairings but is not in the plan", "", name)
        for planned in plan.held:
            if planned.id not in known:
                yield self.violation(f"{title(planned.id)} follows from none of the plan's pairings", "", planned.id)
                continue
            for message in self._compare(plan, planned, known[planned.id]):
                yield self.violation(f"{title(planned.id)} {message}", "", planned.id)

    def _check_pairings(self, plan: Plan) -> Iterator[Violation]:
        for pair, times in sorted(Counter(pairing.key for pairing in plan.pairings).items()):
            if times > 1:
                yield self.violation(f"{say_pair(plan.scenario, pair)} is there {times} times", *pair)
            if not plan.scenario.is_conceivable(pair):
                yield self.violation(f"{say_pair(plan.scenario, pair)}: no such offer meets such a need", *pair)

    def _compare(self, plan: Plan, planned: PlannedEvent, event: Event) -> Iterator[str]:
        scenario, stage = plan.scenario, plan.scenario.stages[event.stage]
        group = (event.stage, event.mentor, event.mentee, event.theme)
        if (planned.stage, planned.mentor, planned.mentee, planned.theme) != group:
            yield "has another stage, mentor, mentee or theme than its id names"
        if sorted(planned.participants) != list(event.members):
            yield (
                f"takes place with {say_names(scenario, planned.participants)}, "
                f"but the pairings bring {say_names(scenario, event.members)}"
            )
        if planned.last != end_of(planned.first, stage.days):
            lasts = say_length(Lag(stage.days, "d"))
            yield f"ends on {say_day(planned.last)}, but lasts {lasts} from {say_day(planned.first)}"
        hosts = plan.agenda.hosts(event)
        if planned.host is None and not is_online(plan.scenario, event.stage):
            yield "has no host"
        if planned.host is not None and planned.host not in hosts:
            only = say_names(scenario, hosts, "or") if hosts else "no place"
            yield f"is in {say_names(scenario, (planned.host,))}, but could only be in {only}"
        strangers = [person for person in planned.people if person not in plan.scenario.people]
        if strangers or len(set(planned.people)) < len(planned.people):
            yield f"sends {say_names(scenario, planned.people)}: persons of the scenario, each once, are meant"

    def say(self, scenario: Scenario, subject: Subject) -> str:
        if subject[2:] == ("always",):
            stage = stage_of(scenario, subject[1])
            names = [scenario.name(city) for city in stage.cities]
            whom = " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part) or "all cities"
            return f"{title_of(scenario, subject[1])} takes place in any case, with {whom}"
        return "a plan holds every event that follows from its pairings exactly once, and no other"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return find_keys(scenario, ("stages.*.gathers",), subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return (f"stages.{subject[1]}",) if subject[2:] == ("always",) else ()

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        gone = [subject[1]]
        for _ in scenario.stages:  # what meets at its place and is not bound to take place goes along
            gone += [
                name
                for name, stage in scenario.stages.items()
                if stage.same_as in gone and name not in gone and stage.gathers != "all" and not stage.cities
            ]
        titles = [title_of(scenario, name) for name in gone]
        along = f", and {' and '.join(titles[1:])} at its place" if titles[1:] else ""
        return Loosening(f"leave out {titles[0]}{along}", tuple((f"stages.{name}", None) for name in gone))
