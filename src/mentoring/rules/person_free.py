"""People: the days a person can be sent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mentoring.domain.dates import each_day, say_day, say_span
from mentoring.domain.naming import name_event
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Days, Declaration, Subject
from mentoring.language.fact import TakesPart
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening, say_stretches, without_days
from mentoring.rules.attendance import days_inside
from mentoring.rules.base import Rule, Violation
from mentoring.rules.left import ends_by
from mentoring.rules.origin import find_keys


class PersonFree(Rule):
    """Nobody is sent to an event on days when they are unavailable, or that ends after they have left.

    A person's days bind only where the person is sent.
    Why: people have other work, and holidays."""

    slug = "person-free"
    reads = ("people.*.unavailable", "people.*.left_on")
    asking = Asking.CITY

    def applies(self, scenario: Scenario) -> bool:
        return any(person.unavailable or person.left_on for person in scenario.people.values())

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for stage, events in frame.agenda.stages.items():
            for who in frame.scenario.people_for(stage):
                mask = free_starts(frame, who, frame.scenario.stages[stage].days)
                for event in events if mask != frame.every_day else ():
                    yield Days(event.id, mask, when=TakesPart(event.id, who), subject=(who, event.id))

    def itemise(self, frame: Frame) -> Iterator[Declaration]:
        for stage, events in frame.agenda.stages.items():
            days = frame.scenario.stages[stage].days
            for who in frame.scenario.people_for(stage):
                person = frame.scenario.people[who]
                masks = {
                    str(number): frame.starts(f"person {who} {number} {days}", frame.days_outside([period.span]), days)
                    for number, period in enumerate(person.unavailable)
                }
                if person.left_on is not None:
                    masks["left"] = ends_by(frame, person.left_on, days)
                for part, mask in masks.items():
                    for event in events if mask != frame.every_day else ():
                        yield Days(event.id, mask, when=TakesPart(event.id, who), subject=(who, event.id, part))

    def check(self, plan: Plan) -> Iterator[Violation]:
        for event in plan.held:
            for who in event.people:
                person = plan.scenario.people[who]
                name, what = plan.scenario.name(who), partial(name_event, plan.scenario, event.id)
                busy = set(days_inside(plan.scenario, event.first, event.last))
                for number, period in enumerate(person.unavailable):
                    if busy.intersection(each_day(period.first, period.last)):
                        span = say_span(period.first, period.last)
                        told = f"{name} is sent to {what()}, but is unavailable {span}"
                        yield self.violation(told, who, event.id, str(number))
                if person.left_on is not None and event.last > person.left_on:
                    message = f"{what()} ends on {say_day(event.last)}, after {name} has left"
                    yield self.violation(f"{message} ({say_day(person.left_on)})", who, event.id, "left")

    def say(self, scenario: Scenario, subject: Subject) -> str:
        person = scenario.people[subject[0]]
        part = subject[2] if len(subject) > 2 else None
        chosen = [period for number, period in enumerate(person.unavailable) if part in (None, str(number))]
        spans = [f"is unavailable {say_span(period.first, period.last)}" for period in chosen]
        if person.left_on is not None and part in (None, "left"):
            spans.append(f"left on {say_day(person.left_on)}")
        return f"{scenario.name(subject[0])} {', '.join(spans)}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        own = f"people.{subject[0]}"
        if len(subject) > 2:
            return (f"{own}.left_on" if subject[2] == "left" else f"{own}.unavailable.{subject[2]}",)
        return find_keys(scenario, self.reads, subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return self.where(scenario, subject) if len(subject) > 2 else ()

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        who, part, key = subject[0], subject[2], self.levers(scenario, subject)[0]
        sent = [event for event in plan.held if who in event.people]
        if part == "left":
            last = max(event.last for event in sent)
            return Loosening(f"let {scenario.name(who)} stay until {say_day(last)}", ((key, last.isoformat()),))
        period = scenario.people[who].unavailable[int(part)]
        days = [day for event in sent for day in each_day(event.first, event.last) if day in period.span]
        told = f"have {scenario.name(who)} free on {say_stretches(days)}"
        return Loosening(told, ((key, without_days(period, days)),))


def free_starts(frame: Frame, who: str, days: int) -> int:
    """The start days, as a mask, of events of so many days that the person can be sent to."""
    person = frame.scenario.people[who]
    mask = frame.every_day
    if person.unavailable:
        free = frame.days_outside(period.span for period in person.unavailable)
        mask = frame.starts(f"person {who} {days}", free, days)
    return mask if person.left_on is None else mask & ends_by(frame, person.left_on, days)
