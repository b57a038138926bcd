"""A plan by ISO week: what each city does in each, and in which weeks it can do nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from mentoring.domain.dates import weekday
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario

Doing = Literal["hosts", "travels", "meets", "online"]

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CityWeeks:
    """One city's row: by week number of the grid what it does (one entry a trip or event), and its closed weeks."""

    city: str
    doings: dict[int, tuple[Doing, ...]]
    closed: frozenset[int]


@dataclass(frozen=True, slots=True)
class WeekGrid:
    """Mondays of all weeks of the programme, and a row for each city."""

    mondays: tuple[date, ...]
    rows: tuple[CityWeeks, ...]


def week_grid(plan: Plan, cities: Iterable[str] | None = None) -> WeekGrid:
    """The weeks from the programme's first day (or an earlier event's) to its last; cities from west to east."""
    scenario = plan.scenario
    first = min([scenario.programme.first, *(event.first for event in plan.held)])
    last = max([scenario.programme.last, *(event.last for event in plan.held)])
    monday = first - timedelta(days=first.weekday())
    mondays = tuple(monday + number * WEEK for number in range((last - monday).days // 7 + 1))
    chosen = west_to_east(scenario) if cities is None else tuple(cities)
    return WeekGrid(mondays, tuple(_row(plan, city, mondays) for city in chosen))


def west_to_east(scenario: Scenario) -> tuple[str, ...]:
    """Every city by longitude; those without come last, by id."""
    east = {city: record.longitude for city, record in scenario.cities.items()}
    return tuple(sorted(east, key=lambda city: (east[city] is None, east[city] or 0.0, city)))


def doing(plan: Plan, event: PlannedEvent, city: str) -> Doing:
    """What an event means for a city that takes part: it hosts, travels to a partner, meets many, or stays home."""
    if event.host == city:
        return "hosts"
    if event.host is None:
        return "online"
    if plan.scenario.stages[event.stage].gathers in ("pairing", "mentee", "mentor"):
        return "travels"
    return "meets"


def _row(plan: Plan, city: str, mondays: tuple[date, ...]) -> CityWeeks:
    found: dict[int, dict[str, Doing]] = {}
    for event in plan.held:
        if city in event.participants:
            begin, end = ((day - mondays[0]).days // 7 for day in (event.first, event.last))
            for week in range(begin, end + 1):
                # Events of one trip are one journey: the first of them says what it is.
                found.setdefault(week, {}).setdefault(_trip(plan, event), doing(plan, event, city))
    return CityWeeks(
        city,
        {week: tuple(trips.values()) for week, trips in sorted(found.items())},
        frozenset(_closed(plan.scenario, city, mondays)),
    )


def _trip(plan: Plan, event: PlannedEvent) -> str:
    known = plan.agenda.events.get(event.id)
    return plan.agenda.trip(known) if known else event.id


def _closed(scenario: Scenario, city: str, mondays: tuple[date, ...]) -> Iterable[int]:
    record = scenario.cities[city]
    country = scenario.countries.get(record.country or "")
    periods = [*scenario.programme.closed, *record.unavailable, *(country.unavailable if country else ())]
    working = scenario.programme.working_days
    for number, monday in enumerate(mondays):
        days = [monday + timedelta(days=offset) for offset in range(7)]
        if all(
            any(period.first <= day <= period.last for period in periods)
            or day not in scenario.span
            or (record.left_on is not None and day > record.left_on)
            for day in days
            if weekday(day) in working
        ):
            yield number
