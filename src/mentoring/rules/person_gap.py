"""People: one place at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from mentoring.domain.dates import free_days
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Apart, Declaration, Limit, Stay, Subject, Term
from mentoring.language.fact import Goes, TakesPart
from mentoring.language.frame import Frame
from mentoring.rules.attendance import MOST_CLASHES, list_sent, pass_neighbours, say_too_close, trip_of
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class PersonGap(Rule):
    """A person is at one event at a time, with the free days of `travel.days` between two places.

    Events of one trip need no free days between them, but do not overlap either. A person needs no rest.
    Why: even the best facilitator cannot be in Oslo and in Athens."""

    slug = "person-gap"
    reads = ("people", "travel.days")

    def applies(self, scenario: Scenario) -> bool:
        return bool(scenario.people)

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for person, trips in sorted(_trips(frame).items()):
            for events in trips.values():
                if len(events) > 1:
                    terms = tuple(Term(TakesPart(event, person)) for event, _ in events)
                    yield Limit(terms, at_most=1, per="day", subject=(person,))
            if len(trips) > 1:
                stays = tuple(
                    Stay(Goes(event, person, place) if place else TakesPart(event, person), event, place, trip)
                    for trip, events in trips.items()
                    for event, places in events
                    for place in places
                )
                yield Apart(stays, frame.scenario.journeys.free_days, subject=(person,))

    def check(self, plan: Plan) -> Iterator[Violation]:
        scenario = plan.scenario
        trips = {event.id: trip_of(plan, event) for event in plan.held}
        for person, sent in list_sent(plan).items():
            for two, near in pass_neighbours(sent, scenario.journeys.most_free_days):
                others = ((one, _needed(plan, one, two, trips[one.id] == trips[two.id])) for one in near)
                close = ((one, needed) for one, needed in others if free_days(one.last, two.first) < needed)
                for one, needed in islice(close, MOST_CLASHES):
                    message = say_too_close(scenario, person, needed, one, two)
                    yield self.violation(message, person, two.id, one.id)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        return f"{scenario.name(subject[0])} is at one event at a time and needs time to travel between two"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return find_keys(scenario, (f"people.{subject[0]}", "travel.days"), subject)


def _needed(plan: Plan, one: PlannedEvent, two: PlannedEvent, on_one_trip: bool) -> int:
    """Free days the way from one event to the next needs, whichever comes first."""
    if one.host is None or two.host is None or on_one_trip:
        return 0
    return plan.scenario.journeys.free_days(one.host, two.host)


def _trips(frame: Frame) -> dict[str, dict[str, list[tuple[str, tuple[str | None, ...]]]]]:
    """For each person the trips on which they can be sent: events by id, each with where it can be."""
    found: dict[str, dict[str, list[tuple[str, tuple[str | None, ...]]]]] = {}
    for stage, events in frame.agenda.stages.items():
        people = frame.scenario.people_for(stage)
        for event in events if people else ():
            trip, there = frame.agenda.trip(event), (event.id, frame.agenda.hosts(event) or (None,))
            for person in people:
                found.setdefault(person, {}).setdefault(trip, []).append(there)
    return found
