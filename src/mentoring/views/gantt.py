"""A plan as a block Gantt in characters: a row for each city, a column for each week or, when narrow, for several.

Every mark is another character, so that it reads without colour. A digit stands where a city has several events
in one column.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from mentoring.domain.plan import Plan
from mentoring.views.block import Line, Picture, Span, Style
from mentoring.views.week import CityWeeks, Doing, WeekGrid, week_grid
from mentoring.views.wording import MONTHS, count, fitted, say_event, width_of

MOST_ROWS = 60
"""More cities than this are not drawn: nobody compares so many rows in a terminal."""

WIDEST_NAME = 14


@dataclass(frozen=True, slots=True)
class Marks:
    """One character for everything a column can say."""

    hosts: str = "█"
    travels: str = "▸"
    meets: str = "◆"
    online: str = "○"
    closed: str = "░"
    free: str = "·"

    def of(self, doing: Doing) -> str:
        """The mark of what a city does."""
        return str(getattr(self, doing))


ASCII = Marks("H", ">", "M", "o", "-", ".")
"""For terminals that lack block characters."""

_STYLES: dict[Doing, Style] = {"hosts": "host", "travels": "travel", "meets": "meet", "online": "online"}
_LEGEND: dict[Doing, str] = {
    "hosts": "hosts", "travels": "travels to a partner", "meets": "meets all or its theme", "online": "online",
}  # fmt: skip


def draw_gantt(plan: Plan, width: int, marks: Marks = Marks()) -> Picture:
    """The plan's weeks in at most `width` columns of a terminal (at least 40 are used)."""
    spoken = tuple(say_event(plan.scenario, event) for event in sorted(plan.held, key=lambda one: (one.first, one.id)))
    if len(plan.scenario.cities) > MOST_ROWS:
        said = f"{count(len(plan.scenario.cities), 'city', 'cities')} are too many rows for a terminal."
        return Picture(((Span(said, "faint"),),), spoken)
    grid = week_grid(plan)
    names = {row.city: plan.scenario.name(row.city) for row in grid.rows}
    label = min(WIDEST_NAME, max(map(width_of, names.values())))
    room = max(40, width) - label - 1
    weeks = len(grid.mondays)
    step = -(-weeks // room)
    cell = 2 if step == 1 and 2 * weeks <= room else 1
    lines = [*_ruler(grid, label, step, cell)]
    lines += [(Span(fitted(names[row.city], label) + " "), *_cells(row, weeks, step, cell, marks)) for row in grid.rows]
    lines.append(())
    lines.append(_legend(grid, step, marks))
    return Picture(tuple(lines), spoken)


def _ruler(grid: WeekGrid, label: int, step: int, cell: int) -> list[Line]:
    """Three lines: years, months, and the number of every few ISO weeks; nothing is written over its neighbour."""
    columns = [grid.mondays[number : number + step] for number in range(0, len(grid.mondays), step)]
    years, months, weeks = (_Row(label + 1) for _ in range(3))
    for number, mondays in enumerate(columns):
        at = label + 1 + number * cell
        # A week belongs to the year and month of its Thursday, as ISO weeks do.
        first, last = (monday + timedelta(days=3) for monday in (mondays[0], mondays[-1]))
        before = mondays[0] - timedelta(days=4)
        starts_month = number == 0 or (last.year, last.month) != (before.year, before.month)
        shown = first if number == 0 else last
        if number == 0 or last.year != before.year:
            years.put(at, str(shown.year))
        if starts_month:
            months.put(at, MONTHS[shown.month - 1])
        weeks.put(at, f"{mondays[0].isocalendar().week:02d}", space=2)
    weeks.text = fitted("week", label) + weeks.text[label:]
    return [(Span(row.text.rstrip(), "faint"),) for row in (years, months, weeks)]


class _Row:
    """A line of text that is filled from left to right."""

    def __init__(self, indent: int) -> None:
        self.text = " " * indent
        self._indent = indent

    def put(self, at: int, text: str, space: int = 1) -> None:
        """Write at a column, unless fewer than `space` blanks would remain before it."""
        if len(self.text) == self._indent or len(self.text) + space <= at:
            self.text += " " * (at - len(self.text)) + text


def _cells(row: CityWeeks, weeks: int, step: int, cell: int, marks: Marks) -> list[Span]:
    spans: list[Span] = []
    for begin in range(0, weeks, step):
        mark, style = _cell(row, range(begin, min(begin + step, weeks)), marks)
        filling = mark if mark in (marks.hosts, marks.closed) else " "
        text = mark + filling * (cell - 1)
        if spans and spans[-1].style == style:
            spans[-1] = Span(spans[-1].text + text, style)
        else:
            spans.append(Span(text, style))
    return spans


def _cell(row: CityWeeks, weeks: range, marks: Marks) -> tuple[str, Style]:
    doings = [doing for week in weeks for doing in row.doings.get(week, ())]
    if len(doings) > 1:
        return (str(len(doings)) if len(doings) < 10 else "+"), "strong"
    if doings:
        return marks.of(doings[0]), _STYLES[doings[0]]
    if all(week in row.closed for week in weeks):
        return marks.closed, "closed"
    return marks.free, "faint"


def _legend(grid: WeekGrid, step: int, marks: Marks) -> Line:
    used = {doing for row in grid.rows for doings in row.doings.values() for doing in doings}
    spans = [part for doing, word in _LEGEND.items() if doing in used for part in (
        Span(marks.of(doing), _STYLES[doing]), Span(f" {word}   "))]  # fmt: skip
    if any(row.closed for row in grid.rows):
        spans += [Span(marks.closed, "closed"), Span(" closed or absent   ")]
    if any(
        len([doing for week in range(begin, begin + step) for doing in row.doings.get(week, ())]) > 1
        for row in grid.rows
        for begin in range(0, len(grid.mondays), step)
    ):
        spans += [Span("2", "strong"), Span(" so many   ")]
    if step > 1:
        spans.append(Span(f"one column is {step} weeks", "faint"))
    return tuple(spans)
