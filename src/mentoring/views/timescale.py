"""Where days, weeks and cities lie in a timeline, and which marks share a row without touching."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from mentoring.domain.plan import PlannedEvent
from mentoring.views.visit import Sheet
from mentoring.views.week import WEEK, week_grid, west_to_east

Zoom = Literal["week", "day"]
Order = Literal["west", "load", "theme", "name"]

LEFT, ROOM = 150.0, 1060.0
"""Width of the names, and of the weeks when they fit the page, in pixels."""
LANE, PAD = 20.0, 5.0
BOX, MARK = 26.0, 9.0
PER_DAY = 9.5
"""Pixels of a day in the day zoom: a visit of three days holds its three letters."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to pixels; `monday` is the first day drawn."""

    monday: date
    weeks: int
    per_day: float
    zoom: Zoom

    @property
    def right(self) -> float:
        """Where the last week ends."""
        return LEFT + self.weeks * 7 * self.per_day

    def x(self, day: date) -> float:
        """Where a day begins."""
        return LEFT + min(max((day - self.monday).days, 0), self.weeks * 7) * self.per_day

    def span(self, event: PlannedEvent) -> tuple[float, float]:
        """From where to where a visit's box reaches: its days, or the middle of its week with room for a code."""
        if self.zoom == "day":
            return self.x(event.first) + 0.5, max(
                self.x(event.last + timedelta(days=1)) - 0.5, self.x(event.first) + BOX
            )
        middle = self.middle(event)
        wide = min(max(BOX, 7 * self.per_day - 3), 34.0)
        return middle - wide / 2, middle + wide / 2

    def middle(self, event: PlannedEvent) -> float:
        """Where a meeting's line runs: through its days, or through the middle of the week it begins in."""
        if self.zoom == "day":
            return (self.x(event.first) + self.x(event.last + timedelta(days=1))) / 2
        return self.x(event.first - timedelta(days=event.first.weekday())) + 3.5 * self.per_day


@dataclass(frozen=True, slots=True)
class Item:
    """One event in one city's row, from where to where, and in which lane."""

    event: PlannedEvent
    left: float
    right: float
    lane: int


@dataclass(frozen=True, slots=True)
class Row:
    """A city's row: where it begins, how high it is, and what it holds."""

    city: str
    top: float
    height: float
    items: tuple[Item, ...]

    def middle(self, lane: int) -> float:
        """The middle of a lane."""
        return self.top + PAD + LANE * (lane + 0.5) - 1


def scale_of(sheet: Sheet, zoom: Zoom, others: Sequence[Sheet] = ()) -> Scale:
    """The scale that shows every event of the plan, and of those it is held against."""
    grids = [week_grid(one.plan, ()) for one in (sheet, *others)]
    monday = min(grid.mondays[0] for grid in grids)
    last = max(grid.mondays[-1] for grid in grids)
    weeks = (last - monday) // WEEK + 1
    return Scale(monday, weeks, PER_DAY if zoom == "day" else min(max(ROOM / weeks, 13.0), 52.0) / 7, zoom)


def cities_in(sheet: Sheet, order: Order) -> tuple[str, ...]:
    """The page's cities in an order."""
    return tuple(city for city in _order(sheet, order) if city in sheet.cities)


def _order(sheet: Sheet, order: Order) -> tuple[str, ...]:
    """Cities from west to east, or the busiest first, or by their first theme, or by name."""
    scenario = sheet.plan.scenario
    if order == "name":
        return tuple(sorted(scenario.cities, key=lambda city: (scenario.name(city).casefold(), city)))
    if order == "load":
        load = {city: sum(city in event.participants for event in sheet.events) for city in scenario.cities}
        return tuple(sorted(scenario.cities, key=lambda city: (-load[city], city)))
    if order == "theme":
        own = {city: min((sheet.themes[theme] for theme in (*record.offers, *record.needs) if theme in sheet.themes),
                         default=len(sheet.themes)) for city, record in scenario.cities.items()}  # fmt: skip
        return tuple(sorted(scenario.cities, key=lambda city: (own[city], city)))
    return west_to_east(scenario)


def rows_of(
    sheet: Sheet, scale: Scale, top: float, order: Order, repeat: int, head: float, more: Sequence[str] = ()
) -> list[Row]:
    """A row for every city, high enough for its marks; after every `repeat` rows lies room for the weeks once more.

    `more` are cities that the plan does not know; their rows come last and hold nothing.
    """
    taking: dict[str, list[PlannedEvent]] = {}
    for event in sheet.events:
        for city in event.participants:
            taking.setdefault(city, []).append(event)
    lines = lines_of(sheet, scale)
    rows = []
    for place, city in enumerate((*cities_in(sheet, order), *more)):
        top += head if place and place % repeat == 0 else 0
        items = _lanes(sheet, scale, lines, taking.get(city, ()))
        height = 2 * PAD - 2 + LANE * max((item.lane + 1 for item in items), default=1)
        rows.append(Row(city, top, height, tuple(items)))
        top += height
    return rows


def lines_of(sheet: Sheet, scale: Scale) -> dict[str, float]:
    """Where the line of each meeting runs; those that would lie on one another stand side by side."""
    found: dict[float, list[str]] = {}
    for event in sheet.events:
        if not sheet.is_visit(event):
            found.setdefault(scale.middle(event), []).append(event.id)
    return {
        event: x + MARK * (place - (len(events) - 1) / 2)
        for x, events in found.items()
        for place, event in enumerate(events)
    }


def _lanes(sheet: Sheet, scale: Scale, lines: Mapping[str, float], events: Sequence[PlannedEvent]) -> list[Item]:
    """Marks from left to right, each in the first lane where it touches none before."""
    spans = []
    for event in events:
        if sheet.is_visit(event):
            left, right = scale.span(event)
        else:
            left, right = lines[event.id] - MARK / 2, lines[event.id] + MARK / 2
        spans.append((left, right, event))
    ends: list[float] = []
    items = []
    for left, right, event in sorted(spans, key=lambda one: (one[0], one[2].id)):
        lane = next((lane for lane, end in enumerate(ends) if end <= left + 0.1), len(ends))
        ends[lane:] = [right, *ends[lane + 1 :]]
        items.append(Item(event, left, right, lane))
    return items
