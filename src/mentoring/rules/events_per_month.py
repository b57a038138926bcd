"""A city's time: how many events a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from mentoring.domain.account import trip_until
from mentoring.domain.dates import month_of, say_month
from mentoring.domain.naming import name_event
from mentoring.domain.number import say_count
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Declaration, Limit, Subject, Term
from mentoring.language.fact import TakesPart
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.attendance import list_attended
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class EventsPerMonth(Rule):
    """At most `events_per_month` trips and hosted events of a city begin in one calendar month.

    A trip counts once, in the month of the first day of the first of its events that the city attends. Online events
    do not count.
    Why: an office that travels every week does nothing else."""

    slug = "events-per-month"
    reads = ("cities.*.events_per_month",)
    asking = Asking.LIMIT

    def applies(self, scenario: Scenario) -> bool:
        return any(city.events_per_month is not None for city in scenario.cities.values())

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for city, events in frame.agenda.of_city.items():
            at_most = frame.scenario.cities[city].events_per_month
            somewhere = [event for event in events if frame.agenda.hosts(event)]
            if at_most is None or len(somewhere) <= at_most:
                continue
            facts = [frame.once_a_trip(TakesPart(event.id, city), event, city) for event in somewhere]
            yield Limit(tuple(Term(fact) for fact in facts), at_most=at_most, per="month", subject=(city,))

    def check(self, plan: Plan) -> Iterator[Violation]:
        for city, attended in list_attended(plan).items():
            at_most = plan.scenario.cities[city].events_per_month
            if at_most is None or len(attended) <= at_most:
                continue
            for month, events in _begun(plan, attended).items():
                if len(events) > at_most:
                    names = " and ".join(name_event(plan.scenario, event) for event in events)
                    when = say_month(date.fromisoformat(f"{month}-01"))
                    begins = f"{plan.scenario.name(city)} begins {say_count(len(events), 'event')} in {when}"
                    message = f"{begins}, at most {at_most} may: {names}"
                    yield self.violation(message, city, month)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        at_most = scenario.cities[subject[0]].events_per_month
        return f"{scenario.name(subject[0])} begins at most {_say_trips(at_most or 0)} a month"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return find_keys(scenario, self.levers(scenario, subject), subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return (f"cities.{subject[0]}.events_per_month",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        months = _begun(plan, list_attended(plan).get(subject[0], []))
        most = max(map(len, months.values()), default=0)
        told = f"let {scenario.name(subject[0])} begin {_say_trips(most)} in one month"
        return Loosening(told, ((f"cities.{subject[0]}.events_per_month", most),))


def _say_trips(number: int) -> str:
    return "1 trip or hosted event" if number == 1 else f"{number} trips or hosted events"


def _begun(plan: Plan, attended: list[PlannedEvent]) -> dict[str, list[str]]:
    """Trips and hosted events of one city by the month in which they begin."""
    here = {event.id for event in attended}
    begun: dict[str, list[str]] = defaultdict(list)
    for event in attended:
        if event.host is not None and not any(other.id in here for other in trip_until(plan, event)):
            begun[month_of(event.first)].append(event.id)
    return begun
