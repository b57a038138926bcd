"""A city's time: how many events at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from heapq import heappop, heappush

from mentoring.domain.account import trip_until
from mentoring.domain.dates import Span, each_day, say_day
from mentoring.domain.event import Event
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Declaration, Limit, Subject, Term
from mentoring.language.fact import Fact, TakesPart, Without
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.attendance import list_attended, most_at_once
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class AtOnce(Rule):
    """A city is busy with at most `at_once` events on any day, online ones too.

    A city with several teams sends each of them on its own way: a team that travels is busy on the `travel_days`
    before and after as well and rests `rest_days` after that, but not between two events of one trip. For a city
    with one team, travel and rest are the business of the rule `trip-gap`.
    Why: its international office has only so many people."""

    slug = "at-once"
    reads = ("cities.*.at_once", "cities.*.rest_days", "stages.*.travel_days")
    asking = Asking.CITY

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for city, events in frame.agenda.of_city.items():
            at_once = frame.scenario.cities[city].at_once
            if len(events) > at_once:
                terms = tuple(term for event in events for term in _terms(frame, event, city))
                yield Limit(terms, at_most=at_once, per="day", subject=(city,))

    def check(self, plan: Plan) -> Iterator[Violation]:
        for city, attended in list_attended(plan).items():
            at_once = plan.scenario.cities[city].at_once
            if len(attended) <= at_once:
                continue
            spans = [
                Span(event.first - timedelta(days=before), event.last + timedelta(days=after))
                for event, before, after in _spread(plan, city, attended)
            ]
            if not _are_crowded(spans, at_once):
                continue
            busy = Counter(day for span in spans for day in each_day(*span))
            crowded = [day for day, events in sorted(busy.items()) if events > at_once]
            if crowded:
                message = f"{plan.scenario.name(city)} is busy with {busy[crowded[0]]} events on {say_day(crowded[0])}"
                possible = "is" if at_once == 1 else "are"
                yield self.violation(f"{message}, at most {at_once} {possible} possible", city)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        at_once = scenario.cities[subject[0]].at_once
        events = "one event" if at_once == 1 else f"{at_once} events"
        return f"{scenario.name(subject[0])} is busy with at most {events} a day"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return find_keys(scenario, self.levers(scenario, subject), subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return (f"cities.{subject[0]}.at_once",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        return allow_teams(scenario, subject[0], plan)


def allow_teams(scenario: Scenario, city: str, plan: Plan) -> Loosening:
    """As many teams of the city as it needs in the plan, and one more than it has."""
    busy = most_at_once(event for event in plan.held if city in event.participants)
    teams = max(busy, scenario.cities[city].at_once + 1)
    told = f"let {scenario.name(city)} take part in {teams} events at once, with a team for each"
    return Loosening(told, ((f"cities.{city}.at_once", teams),))


def _are_crowded(spans: list[Span], at_once: int) -> bool:
    """Whether more than `at_once` of the spans share a day: then so many others last into the first day of one."""
    lasts: list[date] = []
    for span in sorted(spans):
        while lasts and lasts[0] < span.first:
            heappop(lasts)
        heappush(lasts, span.last)
        if len(lasts) > at_once:
            return True
    return False


def _terms(frame: Frame, event: Event, city: str) -> Iterator[Term]:
    """The days that one event takes from one team."""
    record = frame.scenario.cities[city]
    travel = frame.scenario.stages[event.stage].travel_days if record.at_once > 1 else 0
    rest = record.rest_days if record.at_once > 1 else 0
    stays = frame.stays(event, city)
    is_home = [place in (None, city) for _, place in stays]
    if all(is_home) or travel + rest == 0:
        yield Term(TakesPart(event.id, city))
        return
    if not any(is_home):
        stays = [(TakesPart(event.id, city), "away")]
    earlier = _of_trip(frame.around.before_in_trip(event), city)
    later = _of_trip(frame.around.after_in_trip.get(event, ()), city)
    for fact, place in stays:
        if place == city:
            yield Term(fact)
            continue
        yield Term(fact, lead=0 if earlier else travel, tail=0 if later else travel + rest)
        if earlier and travel:
            yield Term(Without(fact, earlier), lead=travel, body=False)
        if later:
            yield Term(Without(fact, later), tail=travel + rest, body=False)


def _of_trip(events: tuple[Event, ...], city: str) -> tuple[Fact, ...]:
    return tuple(TakesPart(event.id, city) for event in events if city in event.joining)


def _spread(plan: Plan, city: str, attended: list[PlannedEvent]) -> Iterator[tuple[PlannedEvent, int, int]]:
    """Each event with the days before and after it on which one of the city's several teams is busy with it."""
    record = plan.scenario.cities[city]
    if record.at_once == 1:
        yield from ((event, 0, 0) for event in attended)
        return
    here = {event.id for event in attended}
    come_from = {event.id: here & {earlier.id for earlier in trip_until(plan, event)} for event in attended}
    go_on = {earlier for earlier_ones in come_from.values() for earlier in earlier_ones}
    for event in attended:
        if event.host in (None, city):
            yield event, 0, 0
            continue
        travel = plan.scenario.stages[event.stage].travel_days
        yield event, 0 if come_from[event.id] else travel, 0 if event.id in go_on else travel + record.rest_days
