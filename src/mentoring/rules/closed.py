"""Workable days: closed spans of the programme."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.dates import each_day, say_span
from mentoring.domain.naming import name_event
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Days, Declaration, Subject
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening, say_stretches, without_days
from mentoring.rules.attendance import days_inside
from mentoring.rules.base import Rule, Violation


class Closed(Rule):
    """Nothing takes place on days that the programme has closed.

    Why: summer, the year's end, a week of elections that touches everybody."""

    slug = "closed"
    reads = ("programme.closed",)
    asking = Asking.CLOSED

    def applies(self, scenario: Scenario) -> bool:
        return bool(scenario.programme.closed)

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        closed = frame.scenario.programme.closed
        free = frame.days_where("closed", lambda day: not any(day in period.span for period in closed))
        for event in frame.events:
            days = frame.scenario.stages[event.stage].days
            yield Days(event.id, frame.starts(f"closed {days}", free, days), subject=("", event.id))

    def itemise(self, frame: Frame) -> Iterator[Declaration]:
        for number, period in enumerate(frame.scenario.programme.closed):
            free = frame.days_outside([period.span])
            for event in frame.events:
                days = frame.scenario.stages[event.stage].days
                mask = frame.starts(f"closed {number} {days}", free, days)
                if mask != frame.every_day:
                    yield Days(event.id, mask, subject=("", event.id, str(number)))

    def check(self, plan: Plan) -> Iterator[Violation]:
        for event in plan.held:
            days = list(days_inside(plan.scenario, event.first, event.last))
            for number, period in enumerate(plan.scenario.programme.closed):
                if any(period.first <= day <= period.last for day in days):
                    why = f" ({period.why})" if period.why else ""
                    name, span = name_event(plan.scenario, event.id), say_span(period.first, period.last)
                    message = f"{name} lies in the programme's closed days, {span}{why}"
                    yield self.violation(message, "", event.id, str(number))

    def say(self, scenario: Scenario, subject: Subject) -> str:
        closed = scenario.programme.closed
        chosen = [closed[int(subject[2])]] if len(subject) > 2 else closed
        spans = [f"{say_span(p.first, p.last)}{f' ({p.why})' if p.why else ''}" for p in chosen]
        return f"the programme is closed {', '.join(spans)}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return (f"programme.closed.{subject[2]}",) if len(subject) > 2 else ("programme.closed",)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return self.where(scenario, subject)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        period = scenario.programme.closed[int(subject[2])]
        days = [day for event in plan.held for day in each_day(event.first, event.last) if day in period.span]
        why = f" ({period.why})" if period.why else ""
        told = f"open the programme on {say_stretches(days)}{why}"
        return Loosening(told, ((f"programme.closed.{subject[2]}", without_days(period, days)),))
