"""The programme's time: how many events at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from mentoring.domain.dates import each_day, say_day
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Declaration, Limit, Subject, Term
from mentoring.language.fact import Held
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.attendance import most_at_once
from mentoring.rules.base import Rule, Violation


class EventsAtOnce(Rule):
    """At most `limits.events_at_once` events lie on any one day, online ones too.

    Why: the programme office wants to be there, or at least to answer the telephone."""

    slug = "events-at-once"
    reads = ("limits.events_at_once",)
    asking = Asking.LIMIT

    def applies(self, scenario: Scenario) -> bool:
        return scenario.limits.events_at_once is not None

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        at_most = frame.scenario.limits.events_at_once
        terms = tuple(Term(Held(event.id)) for event in frame.events)
        if at_most is not None and len(terms) > at_most:
            yield Limit(terms, at_most=at_most, per="day")

    def check(self, plan: Plan) -> Iterator[Violation]:
        at_most = plan.scenario.limits.events_at_once
        if at_most is None:
            return
        busy: Counter[date] = Counter()
        for event in plan.held:
            busy.update(each_day(event.first, event.last))
        for day, events in sorted(busy.items()):
            if events > at_most:
                message = f"{events} events lie on {say_day(day)}, at most {at_most} may"
                yield self.violation(message, "", day.isoformat())

    def say(self, scenario: Scenario, subject: Subject) -> str:
        most = scenario.limits.events_at_once
        return f"at most {most} {'event lies' if most == 1 else 'events lie'} on one day"

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return ("limits.events_at_once",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        most = most_at_once(plan.held)
        return Loosening(f"allow {most} events at once", (("limits.events_at_once", most),))
