"""Who is where in a finished plan: the plain lists that checks of a city's or person's time count over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from mentoring.domain.account import trip_before
from mentoring.domain.dates import each_day
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.domain.stage import Stage


def list_attended(plan: Plan, city: str) -> list[PlannedEvent]:
    """Events that the city takes part in, by first day."""
    return _in_order(event for event in plan.held if city in event.participants)


def list_sent(plan: Plan, person: str) -> list[PlannedEvent]:
    """Events that the person is sent to, by first day."""
    return _in_order(event for event in plan.held if person in event.people)


def _in_order(events: Iterable[PlannedEvent]) -> list[PlannedEvent]:
    return sorted(events, key=lambda event: (event.first, event.id))


def trip_until(plan: Plan, event: PlannedEvent) -> list[PlannedEvent]:
    """The events of one trip that come before this one, nearest first; empty when it begins the trip."""
    found: list[PlannedEvent] = []
    earlier = trip_before(plan, event)
    while earlier is not None and earlier not in found:
        found.append(earlier)
        earlier = trip_before(plan, earlier)
    return found


def days_inside(scenario: Scenario, first: date, last: date) -> Iterator[date]:
    """Days from `first` to `last`, both inside, as far as they belong to the programme."""
    return each_day(max(first, scenario.programme.first), min(last, scenario.programme.last))


def stage_of(scenario: Scenario, event: str) -> Stage:
    """The stage of an event, by the event's id."""
    return scenario.stages[event.split("/", maxsplit=1)[0]]


def title_of(scenario: Scenario, event: str) -> str:
    """What people call the event's stage."""
    return stage_of(scenario, event).title or event.split("/", maxsplit=1)[0]
