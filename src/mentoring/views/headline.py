"""The figures at the head of a page, every one counted from the plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from mentoring.domain.dates import iso_week
from mentoring.domain.plan import Plan
from mentoring.views.visit import Sheet
from mentoring.views.wording import count, figure, short_day


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, what stands smaller beside it, and what it counts."""

    value: str
    label: str
    more: str = ""


def figures(sheet: Sheet) -> list[Figure]:
    """Six figures: mentors found, events, wishes, the busiest week, travel, and how good the plan is."""
    plan = sheet.plan
    if sheet.city is not None:
        return _of_city(sheet, sheet.city)
    wanted = sum(need.mentors for city in plan.scenario.cities.values() for need in city.needs.values())
    visits = sum(map(sheet.is_visit, sheet.events))
    meetings = len(sheet.events) - visits
    weeks = Counter(iso_week(event.first) for event in sheet.events)
    km = sum(trip.km for trip in plan.trips)
    has_people = any(trip.is_person and trip.km for trip in plan.trips)
    return [
        Figure(figure(len(plan.pairings)), "mentors found", f"of {figure(wanted)}" if wanted else ""),
        Figure(figure(visits), "visits of two cities", f"+ {count(meetings, 'meeting')}" if meetings else ""),
        _wishes(sheet),
        Figure(figure(max(weeks.values(), default=0)), "events in the busiest week"),
        Figure(figure(km), "km of travel of cities and people, both ways" if has_people else "km of travel, both ways"),
        _quality(plan),
    ]


def _of_city(sheet: Sheet, city: str) -> list[Figure]:
    """A city's own figures: its partners, events, days as host and away, travel, and the event that comes first."""
    pairs = [one.key for one in sheet.plan.pairings if city in (one.key.mentor, one.key.mentee)]
    days = {True: 0, False: 0}
    for event in sheet.events:
        if event.host is not None:
            days[event.host == city] += (event.last - event.first).days + 1
    km = sum(trip.km for trip in sheet.plan.trips if trip.who == city)
    begins = [Figure(short_day(sheet.events[0].first), "its first event")] if sheet.events else []
    return [
        Figure(figure(len({name for pair in pairs for name in (pair.mentor, pair.mentee)} - {city})), "partner cities"),
        Figure(figure(len(sheet.events)), "events"),
        Figure(figure(days[True]), "days as host"),
        Figure(figure(days[False]), "days away"),
        Figure(figure(km), "km of travel, both ways"),
        *begins,
    ]


def wishes_kept(sheet: Sheet) -> tuple[int, int]:
    """How many (event, city) pairs lie in the city's wished weeks, and how many cities' wishes were asked."""
    cities = sheet.plan.scenario.cities
    asked = sum(name in cities and bool(cities[name].wishes) for event in sheet.events for name in event.participants)
    return asked - sum(len(sheet.missed(event)) for event in sheet.events), asked


def percent(share: float) -> int:
    """A share in percent as it is told everywhere: rounded, but 100 only where all is meant, and 0 only for nothing."""
    return round(share) if share in (0, 100) else min(99, max(1, round(share)))


def _wishes(sheet: Sheet) -> Figure:
    kept, asked = wishes_kept(sheet)
    if not asked:
        cities = sheet.plan.scenario.cities.values()
        countries = len({city.country for city in cities if city.country})
        return Figure(figure(len(cities)), "cities", f"in {figure(countries)} countries" if countries > 1 else "")
    return Figure(f"{percent(100 * kept / asked)} %", "of wished weeks granted")


def _quality(plan: Plan) -> Figure:
    if plan.goals and all(goal.is_proven for goal in plan.goals):
        return Figure("proven", "no plan is better")
    gaps = [goal.gap for goal in plan.goals if not goal.is_proven]
    known = [gap for gap in gaps if gap is not None]
    if not plan.goals or len(known) < len(gaps):
        return Figure("not known", "how much better a plan could be")
    return Figure(f"≤ {100 * max(known):.1f} %", "from the best possible, on any goal")
