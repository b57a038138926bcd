"""Date arithmetic: the one thing that the declared half and the check half of a rule share.

`first` and `last` are both inside a span. A lag is counted in free days: the first day of the later event
minus the day after the last day of the earlier one, so `0d` is the next day.
`docs/explanation/dates.md` is a page of worked examples, and a test.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import NamedTuple

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LAG = re.compile(r"(\d{1,4})([dwm])")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lag:
    """A length of time: `6w` is six weeks, `9m` the same day of the month nine months on."""

    count: int
    unit: str  # one of d, w, m

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"


class Span(NamedTuple):
    """Days from `first` to `last`, both inside."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days the span has."""
        return (self.last - self.first).days + 1


def parse_day(text: object) -> date:
    """Read `2013-02-25`.

    Raises:
        ValueError: in words for the person who wrote it ("31 April 2013 does not exist").
    """
    if isinstance(text, date):
        return text
    match = _DAY.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"{text!r} is no date: write it as 2013-02-25 (year-month-day)")
    year, month, day = (int(part) for part in match.groups())
    if not 1 <= month <= 12:
        raise ValueError(f"month {month} does not exist: a date is written year-month-day, as 2013-02-25")
    if year < 1900 or year > 2100:
        raise ValueError(f"the year {year} lies outside 1900 to 2100")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError(f"{day} {_MONTHS[month - 1]} {year} does not exist")
    return date(year, month, day)


def parse_lag(text: object) -> Lag:
    """Read `0d`, `6w` or `9m`.

    Raises:
        ValueError: when it is none of these.
    """
    if isinstance(text, Lag):
        return text
    match = _LAG.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"{text!r} is no length of time: write a number with d, w or m, as in 10d, 6w or 9m")
    return Lag(int(match[1]), match[2])


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` months on, or that month's last day (31 January + 1m = 28 February).

    Months back (a negative number) lead to the earliest day from which so many months on reach `day`: the same day of
    the month, or the first of the next where there is no such day (31 March - 1m = 1 March).
    """
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    days = calendar.monthrange(year, month + 1)[1]
    if months < 0 and day.day > days:
        return date(year, month + 1, days) + ONE_DAY
    return date(year, month + 1, min(day.day, days))


def add_lag(day: date, lag: Lag) -> date:
    """The day that lies `lag` after `day` (`0d` is `day` itself)."""
    if lag.unit == "m":
        return add_months(day, lag.count)
    return day + timedelta(days=lag.count * (7 if lag.unit == "w" else 1))


def earliest_after(last_day: date, lag: Lag) -> date:
    """The first day an event may start when it needs at least `lag` after an event that ended on `last_day`."""
    return add_lag(last_day + ONE_DAY, lag)


def latest_after(last_day: date, lag: Lag) -> date:
    """The last day an event may start when it may lie at most `lag` after an event that ended on `last_day`."""
    return add_lag(last_day + ONE_DAY, lag)


def end_of(first: date, days: int) -> date:
    """Last day of an event of `days` days that starts on `first`."""
    return first + timedelta(days=days - 1)


def free_days(earlier_last: date, later_first: date) -> int:
    """Whole free days between the last day of one event and the first day of the next (0: the next day)."""
    return (later_first - earlier_last).days - 1


def each_day(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both inside."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def weekday(day: date) -> str:
    """The day's name as scenario files write it: mon, tue, wed, thu, fri, sat, sun."""
    return WEEKDAYS[day.weekday()]


def say_weekday(day: str) -> str:
    """A day's name as people write it, of mon, tue, wed, thu, fri, sat or sun."""
    return _WEEKDAYS[WEEKDAYS.index(day)]


def iso_week(day: date) -> str:
    """The ISO week of a day, as `2013-W09`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def say_weeks(weeks: Iterable[str]) -> str:
    """ISO weeks in words, by their Mondays: the weeks of 14 and 21 January 2013."""
    days = [date.fromisoformat(f"{week}-1") for week in weeks]
    told = [
        str(one.day) if two is not None and (one.year, one.month) == (two.year, two.month) else say_day(one)
        for one, two in zip_longest(days, days[1:])
    ]
    listed = " and ".join(part for part in (", ".join(told[:-1]), *told[-1:]) if part)
    return f"the {'week' if len(told) == 1 else 'weeks'} of {listed}"


def month_of(day: date) -> str:
    """The calendar month of a day, as `2013-02`."""
    return f"{day.year}-{day.month:02d}"


def say_day(day: date) -> str:
    """A day in words: 5 March 2013."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_month(day: date) -> str:
    """The month of a day in words: March 2013."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def say_span(first: date, last: date) -> str:
    """A span in words: 11-14 June 2013, 28 February to 3 March 2013."""
    if first == last:
        return say_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{last.day} {_MONTHS[last.month - 1]} {last.year}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} to {say_day(last)}"
    return f"{say_day(first)} to {say_day(last)}"


def say_length(lag: Lag, kind: str = "") -> str:
    """A length of time in words: 6 weeks, 1 day, 9 months; with the kind `free ` 1 free day."""
    unit = {"d": "day", "w": "week", "m": "month"}[lag.unit]
    return f"{lag.count} {kind}{unit}" if lag.count == 1 else f"{lag.count} {kind}{unit}s"


def days_as_lag(days: int) -> Lag:
    """So many days, in whole weeks where they are."""
    return Lag(days // 7, "w") if days and days % 7 == 0 else Lag(days, "d")
