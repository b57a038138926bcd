"""When made-up cities are away: closed months, elections by country, budget weeks by city, announced meeting weeks."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta

FIRST = date(2027, 1, 11)
WEEKS = 70
CLOSED = (
    (date(2027, 8, 2), date(2027, 8, 29), "summer"),
    (date(2027, 12, 20), date(2028, 1, 5), "turn of the year"),
)
# Weeks with few public holidays anywhere in Europe, in the order in which a programme would announce them.
MEETING_WEEKS = (
    "2027-W19", "2027-W21", "2027-W23", "2027-W26", "2027-W36", "2027-W38", "2027-W40", "2027-W42",
    "2027-W45", "2027-W47", "2028-W03", "2028-W05", "2028-W07", "2028-W09",
)  # fmt: skip
KEPT_FREE = 0.97  # of the absences that would fall on a meeting week, so many are put elsewhere
TRIES = 40

Absence = dict[str, str]


def meeting_weeks(themes: int) -> tuple[str, ...]:
    """Two weeks for each theme, as long as there are so many: themes that share cities cannot meet in one week."""
    return MEETING_WEEKS[: max(3, 2 * themes)]


def closed(first: date, last: date) -> list[Absence]:
    """The programme's own closed spans that touch these days."""
    return [span(begin, end, why) for begin, end, why in CLOSED if begin <= last and end >= first]


def elections(chance: random.Random, countries: Iterable[str], weeks: int) -> dict[str, dict[str, list[Absence]]]:
    """Two weeks before a vote in each country, never in a meeting week: those are announced long before."""
    found = {}
    for country in sorted(countries):
        begin = _draw(chance, weeks, 14, 1.0)
        found[country] = {"unavailable": [span(begin, begin + timedelta(days=13), "elections")]}
    return found


def absences(chance: random.Random, weeks: int) -> list[Absence]:
    """A city's own days: its budget week, its festival, and sometimes ten days for another reason."""
    wanted = [("budget", 7), ("festival", 5)]
    if chance.random() < 0.5:
        wanted.append(("reorganisation", 10))
    found = []
    for why, days in wanted:
        begin = _draw(chance, weeks, days, KEPT_FREE)
        found.append(span(begin, begin + timedelta(days=days - 1), why))
    return sorted(found, key=lambda one: one["first"])


def span(first: date, last: date, why: str = "") -> Absence:
    """Days as a scenario file writes them, both inside."""
    told = {"first": first.isoformat(), "last": last.isoformat()}
    return {**told, "why": why} if why else told


def _draw(chance: random.Random, weeks: int, days: int, care: float) -> date:
    """A first day at random; one that falls on a meeting week is kept only where care is lacking."""
    begin = FIRST
    for _ in range(TRIES):
        begin = FIRST + timedelta(days=chance.randrange(21, 7 * weeks - 21))
        if chance.random() >= care or not _touches_meeting(begin, begin + timedelta(days=days - 1)):
            break
    return begin


def _touches_meeting(first: date, last: date) -> bool:
    for week in MEETING_WEEKS:
        year, number = week.split("-W")
        monday = date.fromisocalendar(int(year), int(number), 1)
        if first <= monday + timedelta(days=4) and last >= monday:
            return True
    return False
