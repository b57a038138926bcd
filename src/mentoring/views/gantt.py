"""A plan as a block Gantt in characters: a row for each city, a column for each week or, when narrow, for several.

Every mark is another character, so that it reads without colour. A digit stands where a city has several events
in one column.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from mentoring.domain.code import codes
from mentoring.domain.plan import Plan
from mentoring.views.block import Line, Picture, Span, Style
from mentoring.views.week import CityWeeks, Doing, WeekGrid, week_grid
from mentoring.views.wording import MONTHS, count, fitted, say_event, width_of

MOST_ROWS = 60
"""More cities than this are not drawn: nobody compares so many rows in a terminal."""

WIDEST_NAME = 14
NARROW = 60
"""In a terminal of fewer columns cities stand by their codes, which are told beneath, so that the weeks have room."""
WIDEST_NARROW_NAME = 6
RULER_EVERY = 20


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
    coded: dict[str, str] = {}
    if width < NARROW and max(map(width_of, names.values())) > WIDEST_NARROW_NAME:
        own = codes(plan.scenario)
        coded, names = {own[city]: name for city, name in names.items()}, {city: own[city] for city in names}
    label = min(WIDEST_NAME, max(width_of(text) for text in (*names.values(), "week")))
    room = max(40, width) - label - 1
    weeks = len(grid.mondays)
    step = -(-weeks // room)
    cell = 2 if step == 1 and 2 * weeks <= room else 1
    ruler = _ruler(grid, label, step, cell, room)
    lines: list[Line] = []
    for number, row in enumerate(grid.rows):
        lines += ruler if number % RULER_EVERY == 0 else []
        lines.append((Span(fitted(names[row.city], label) + " "), *_cells(row, weeks, step, cell, marks)))
    entries = _meanings(grid, step, marks)
    lines += [(), *_wrapped(entries, max(40, width))]
    lines += _wrapped([(Span(code, "strong"), name) for code, name in sorted(coded.items())], max(40, width))
    return Picture(tuple(lines), spoken)


def _ruler(grid: WeekGrid, label: int, step: int, cell: int, room: int) -> list[Line]:
    """Three lines: years, months, and the number of every few ISO weeks; nothing is written over its neighbour."""
    years: dict[int, str] = {}
    months: dict[int, str] = {}
    weeks: dict[int, str] = {}
    before: date | None = None
    for number in range(0, len(grid.mondays), step):
        at = number // step * cell
        weeks[at] = f"{grid.mondays[number].isocalendar().week:02d}"
        for monday in grid.mondays[number : number + step]:
            day = monday + timedelta(days=3)  # a week belongs to the year and month of its Thursday, as ISO weeks do
            if before is None or day.year != before.year:
                years[at] = str(day.year)
            if before is None or day.month != before.month:
                months[at] = MONTHS[day.month - 1]
            before = day
    texts = (_spaced(years, 1, room), _spaced(months, 1, room), _spaced(weeks, 2, room))
    names = ("", "", fitted("week", label))
    return [(Span(f"{fitted(name, label)} {text}", "faint"),) for name, text in zip(names, texts, strict=True)]


def _spaced(labels: dict[int, str], space: int, room: int) -> str:
    """The labels in one line, each at its column; one without room is left out, of the first two months the first."""
    begins = sorted(labels)
    if begins[1:] and not labels[begins[0]].isdigit() and len(labels[begins[0]]) + space > begins[1]:
        begins = begins[1:]
    text = ""
    for at in begins:
        if (not text or len(text) + space <= at) and at + len(labels[at]) <= room:
            text = text.ljust(at) + labels[at]
    return text


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
    doings = _doings(row, weeks)
    if len(doings) > 1:
        return (str(len(doings)) if len(doings) < 10 else "+"), "strong"
    if doings:
        return marks.of(doings[0]), _STYLES[doings[0]]
    if all(week in row.closed for week in weeks):
        return marks.closed, "closed"
    return marks.free, "faint"


def _meanings(grid: WeekGrid, step: int, marks: Marks) -> list[tuple[Span, str]]:
    """What the marks in the picture mean."""
    used = {doing for row in grid.rows for doings in row.doings.values() for doing in doings}
    entries = [(Span(marks.of(doing), _STYLES[doing]), word) for doing, word in _LEGEND.items() if doing in used]
    if any(row.closed for row in grid.rows):
        entries.append((Span(marks.closed, "closed"), "closed or absent"))
    columns = [range(begin, begin + step) for begin in range(0, len(grid.mondays), step)]
    most = max((len(_doings(row, weeks)) for row in grid.rows for weeks in columns), default=0)
    if most > 1:
        entries.append((Span("2", "strong"), "that many events"))
    if step > 1:
        entries.append((Span("", "faint"), f"one column is {step} weeks"))
    return entries


def _wrapped(entries: list[tuple[Span, str]], width: int) -> list[Line]:
    """Marks with their meanings, in as many lines as needed."""
    lines: list[list[Span]] = [[]]
    for mark, word in entries:
        said = [mark, Span(f" {word}   " if mark.text else f"{word}   ")]
        if lines[-1] and sum(width_of(text) for text, _ in (*lines[-1], *said)) - 3 > width:
            lines.append([])
        lines[-1] += said
    return [tuple(line) for line in lines if line]


def _doings(row: CityWeeks, weeks: range) -> list[Doing]:
    return [doing for week in weeks for doing in row.doings.get(week, ())]
