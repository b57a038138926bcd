"""The page docs/explanation/dates.md is the test of domain/dates.py: every row of its tables is checked here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.domain.dates import (
    Lag,
    Span,
    add_lag,
    add_months,
    each_day,
    earliest_after,
    end_of,
    free_days,
    iso_week,
    latest_after,
    month_of,
    parse_day,
    parse_lag,
    say_span,
    weekday,
)
from mentoring.language.declaration import Apart, Stay
from mentoring.language.fact import Held

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "dates.md"
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def rows() -> Iterator[tuple[str, tuple[str, ...]]]:
    """(heading, cells) of every row below the head of every table of the page."""
    heading, in_table = "", 0
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        heading = line[3:] if line.startswith("## ") else heading
        in_table = in_table + 1 if line.startswith("|") else 0
        if in_table > 2:
            yield heading, tuple(cell.strip() for cell in line.strip("|").split("|"))


def day(cell: str) -> date:
    """`Fri 2013-03-01`, whose weekday must be right too."""
    name, text = cell.split()
    found = parse_day(text)
    assert weekday(found) == name.lower(), f"{text} is no {name}"
    return found


def is_allowed(last: str, least: str, most: str, first: str) -> bool:
    return earliest_after(day(last), parse_lag(least)) <= day(first) <= latest_after(day(last), parse_lag(most))


def after_trip(last: str, between: str, own: str, rest: str, both_away: str) -> date:
    """Earliest first day after another trip, by the needed free days that the engine uses."""
    one, two = own.split("+")
    apart = Apart((), free_days=lambda _a, _b: int(between), rest_days=int(rest))
    needed = apart.needed(
        Stay(Held("a"), "a", "x", "a", away=True, travel_days=int(one)),
        Stay(Held("b"), "b", "y", "b", away=both_away == "yes", travel_days=int(two)),
    )
    return earliest_after(day(last), Lag(needed if needed is not None else -1, "d"))


def read(parse: Callable[[object], object], written: str) -> object:
    """What a text is read as, or the words it is refused with."""
    try:
        return parse(written.strip("`"))
    except ValueError as refusal:
        return str(refusal)


# The cells of a row, but for the last, give the last one.
ANSWERS: dict[str, Callable[..., object]] = {
    "How long an event is": lambda first, days: end_of(day(first), int(days)),
    "At least so long after": lambda last, lag: earliest_after(day(last), parse_lag(lag)),
    "At most so long after": lambda last, lag: latest_after(day(last), parse_lag(lag)),
    "Too early, allowed, too late": lambda *cells: "yes" if is_allowed(*cells) else "no",
    "Free days between two events": lambda last, first: str(free_days(day(last), day(first))),
    "Trips": lambda first, days: earliest_after(end_of(day(first), int(days)), Lag(0, "d")),
    "Months end on different days": lambda first, lag: add_months(day(first), parse_lag(lag).count),
    "Lags in months": lambda last, lag: earliest_after(day(last), parse_lag(lag)),
    "Leap years": lambda first, last: str(Span(day(first), day(last)).days),
    "ISO weeks": lambda first: iso_week(day(first)),
    "Months": lambda first, last: month_of(day(first)) if day(first) <= day(last) else "wrong way round",
    "Lead time": lambda first, lag: add_lag(day(first), parse_lag(lag)),
    "Travel and rest between two trips": after_trip,
    "All within": lambda first, lag: add_lag(day(first), parse_lag(lag)) - timedelta(days=1),
    "What is read as a date": lambda written: read(parse_day, written),
    "What is read as a length of time": lambda written: str(read(parse_lag, written)),
    "Spans in words": lambda first, last: say_span(day(first), day(last)),
}


@pytest.mark.parametrize(("heading", "cells"), [*rows()], ids=lambda part: part if isinstance(part, str) else part[0])
def test_every_row_of_the_page_is_true(heading, cells):
    answer = ANSWERS[heading](*cells[:-1])
    assert answer == (day(cells[-1]) if isinstance(answer, date) else cells[-1])


def test_every_table_is_on_the_page():
    assert list(dict.fromkeys(heading for heading, _ in rows())) == list(ANSWERS)


@given(DAYS, st.integers(0, 500))
def test_a_least_lag_in_days_leaves_exactly_that_many_free_days(last, count):
    assert free_days(last, earliest_after(last, Lag(count, "d"))) == count


@given(DAYS, st.integers(0, 100), st.sampled_from("dwm"))
def test_a_longer_lag_never_ends_sooner(first, count, unit):
    assert add_lag(first, Lag(count, unit)) <= add_lag(first, Lag(count + 1, unit))


@given(DAYS, st.integers(0, 60))
def test_months_keep_the_day_or_end_the_month(first, months):
    found = add_months(first, months)
    assert (found.year * 12 + found.month) - (first.year * 12 + first.month) == months
    assert found.day == first.day or (found.day < first.day and (found + timedelta(days=1)).day == 1)


@given(DAYS, st.integers(1, 60))
def test_months_back_lead_to_the_earliest_day_that_reaches(day, months):
    found = add_months(day, -months)
    assert add_months(found, months) >= day > add_months(found - timedelta(days=1), months)


@given(DAYS, st.integers(1, 40))
def test_an_event_has_as_many_days_as_it_says(first, days):
    assert len([*each_day(first, end_of(first, days))]) == days == Span(first, end_of(first, days)).days


@given(st.integers(1900, 2100), st.integers(0, 13), st.integers(0, 32))
def test_dates_are_read_as_the_calendar_has_them(year, month, number):
    try:
        exists = date(year, month, number)
    except ValueError:
        exists = None
    answer = read(parse_day, f"{year}-{month:02d}-{number:02d}")
    assert answer == exists if exists else isinstance(answer, str) and "does not exist" in answer
