"""Month by month: the darker a day, the more events at once; a frame is a meeting of several cities."""

from __future__ import annotations

import calendar
from datetime import date

from mentoring.domain.dates import WEEKDAYS, each_day
from mentoring.domain.plan import PlannedEvent
from mentoring.views.palette import ink_class, shape_of, shape_path
from mentoring.views.svg import Drawn, join, tag
from mentoring.views.visit import Sheet
from mentoring.views.week import week_grid
from mentoring.views.wording import count

NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
         "December")  # fmt: skip
MOST_MARKS = 4


def draw_calendar(sheet: Sheet) -> Drawn:
    """A table for each month from the first to the last of the programme; months without events are left out."""
    days: dict[date, list[PlannedEvent]] = {}
    for event in sheet.events:
        for day in each_day(event.first, event.last):
            days.setdefault(day, []).append(event)
    most = max(map(len, days.values()), default=1)
    mondays = week_grid(sheet.plan, ()).mondays
    first, last = min([mondays[0], *days]), max([mondays[-1], *days])
    busy = {(day.year, day.month) for day in days}
    months = [divmod(number, 12) for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)]
    drawn = [_month(sheet, year, month + 1, days, most) for year, month in months if (year, month + 1) in busy]
    return tag("div", *drawn, cls="months")


def _month(sheet: Sheet, year: int, month: int, days: dict[date, list[PlannedEvent]], most: int) -> Drawn:
    head = tag("tr", *(tag("th", name[0].upper(), scope="col", abbr=name.capitalize()) for name in WEEKDAYS))
    rows = [
        tag(
            "tr",
            *(_day(sheet, day, days.get(day, []), most) if day.month == month else Drawn("<td></td>") for day in week),
        )
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    return tag(
        "table", tag("caption", f"{NAMES[month - 1]} {year}"), tag("thead", head), tag("tbody", *rows), cls="month"
    )


def _day(sheet: Sheet, day: date, events: list[PlannedEvent], most: int) -> Drawn:
    """One day; its shade is its share of the busiest day."""
    is_working = WEEKDAYS[day.weekday()] in sheet.plan.scenario.programme.working_days
    if not events:
        return tag("td", day.day, cls="work" if is_working else "rest")
    heat = max(1, -(-4 * len(events) // most)) if most > 2 else 2 * len(events) - 1
    meeting = next((event for event in events if not sheet.is_visit(event)), None)
    frame = f" frame {ink_class(sheet.theme(meeting))}" if meeting else ""
    numbers = " ".join(str(sheet.numbers[event.id]) for event in events)
    said = tag("title", count(len(events), "event"))
    return tag("td", day.day, _marks(sheet, events, said), cls=f"h{heat}{frame}", data_e=numbers)


def _marks(sheet: Sheet, events: list[PlannedEvent], said: Drawn) -> Drawn:
    """The shapes of the day's themes; how many more there are where they have no room."""
    shown = events if len(events) <= MOST_MARKS else events[: MOST_MARKS - 2]
    more = len(events) - len(shown)
    step = 7.5
    marks = [
        tag("path", d=shape_path(shape_of(theme), 4 + place * step, 4, 2.5), cls=f"shape {ink_class(theme)}")
        for place, theme in enumerate(map(sheet.theme, shown))
    ]
    text = tag("text", f"+{more}", x=len(shown) * step + 1, y=7.5, cls="small") if more else ""
    width = len(shown) * step + (16 if more else 1)
    return tag("svg", said, join(marks), text, width=width, height=8, role="img")
