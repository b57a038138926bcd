"""A city's time: when it leaves the programme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mentoring.domain.dates import end_of, say_day
from mentoring.domain.naming import name_event
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Days, Declaration, Subject
from mentoring.language.fact import TakesPart
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class Left(Rule):
    """A city that leaves the programme takes part in nothing that ends after its last day in it.

    Stages that cannot end by that day go on without it; a pairing whose own event cannot is not made.
    Why: cities drop out, and what they began should end well."""

    slug = "left"
    reads = ("cities.*.left_on",)
    asking = Asking.CITY

    def applies(self, scenario: Scenario) -> bool:
        return any(city.left_on is not None for city in scenario.cities.values())

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for city, events in frame.agenda.of_city.items():
            left_on = frame.scenario.cities[city].left_on
            if left_on is None:
                continue
            for event in events:
                mask = ends_by(frame, left_on, frame.scenario.stages[event.stage].days)
                if mask != frame.every_day:
                    yield Days(event.id, mask, when=TakesPart(event.id, city), subject=(city, event.id))

    def check(self, plan: Plan) -> Iterator[Violation]:
        for event in plan.held:
            for city in event.participants:
                left_on = plan.scenario.cities[city].left_on
                if left_on is not None and event.last > left_on:
                    ends = f"{name_event(plan.scenario, event.id)} ends on {say_day(event.last)}"
                    message = f"{ends}, after {plan.scenario.name(city)} has left"
                    yield self.violation(f"{message} ({say_day(left_on)})", city, event.id)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        left_on = scenario.cities[subject[0]].left_on or scenario.programme.last
        return f"{scenario.name(subject[0])} takes part in nothing that ends after {say_day(left_on)}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return find_keys(scenario, self.levers(scenario, subject), subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return (f"cities.{subject[0]}.left_on",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        last = max(event.last for event in plan.held if subject[0] in event.participants)
        told = f"let {scenario.name(subject[0])} stay in the programme until {say_day(last)}"
        return Loosening(told, ((f"cities.{subject[0]}.left_on", last.isoformat()),))


def ends_by(frame: Frame, left_on: date, days: int) -> int:
    """Start days from which an event of `days` days ends by `left_on`, that day inside."""
    return frame.days_where(f"ends by {left_on} {days}", lambda first: end_of(first, days) <= left_on)
