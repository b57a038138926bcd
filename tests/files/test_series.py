"""Series in calendars are followed as their rules say, and none of them for ever."""

from __future__ import annotations

from datetime import date, datetime, time
from time import process_time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, vRecur

from mentoring.api.intake import import_tables
from mentoring.errors import ScenarioError
from mentoring.files import series
from tests.files.test_busy import base, event, write

__all__ = ["base"]  # the fixture

LOW, HIGH = (datetime.combine(day, time()) for day in (date(2024, 1, 1), date(2024, 12, 31)))


def followed(rule: str, begin: date, effort: series.Effort | None = None) -> list[datetime]:
    own = datetime.combine(begin, time(9))
    return series.follow(vRecur.from_ical(rule), own, None, LOW, HIGH, effort or series.Effort())


@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), st.integers(1, 5), st.integers(0, 40),
    st.dates(date(2019, 1, 1), date(2024, 12, 31)),
    st.sampled_from(["", ";BYDAY=MO,WE", ";BYMONTHDAY=29,31", ";BYMONTH=2,6", ";BYDAY=FR;BYSETPOS=-1"]),
)  # fmt: skip
@settings(max_examples=50)
def test_a_series_is_the_same_as_followed_without_bounds(often, every, count, begin, more):
    said = f"FREQ={often};INTERVAL={every}{more}" + (f";COUNT={count}" if count else "")
    plain = rrulestr(said, dtstart=datetime.combine(begin, time(9)))
    assert followed(said, begin) == list(plain.between(LOW, HIGH, inc=True))


def test_weeks_of_the_year_are_those_of_its_own_years():
    said = "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO"
    plain = rrulestr(said, dtstart=datetime.combine(date(2010, 1, 1), time(9)))
    assert followed(said, date(2010, 1, 1)) == list(plain.between(LOW, HIGH, inc=True)) != []


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=7;COUNT=3",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=31;UNTIL=20240301T000000Z",
    ],
)  # fmt: skip
def test_a_series_that_never_happens_is_soon_seen_to_be_none(rule):
    begun = process_time()
    effort = series.Effort()
    assert followed(rule, date(2024, 1, 10), effort) == []
    assert process_time() - begun < 1.5  # tried to the end of time it takes three seconds
    assert 0 < effort.walked < 160_000


@pytest.mark.parametrize("rule", ["FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;BYEASTER=1"])
def test_a_series_that_says_nothing_is_refused(rule):
    with pytest.raises(ValueError, match="does not say when it repeats"):
        followed(rule, date(2020, 1, 1))


def test_series_take_a_calendar_only_so_long(base, monkeypatch):
    monkeypatch.setattr(series, "MOST_WALKED", 400_000)
    rule = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    never = [event(":20240108T090000", ":20240108T150000", rule, uid=str(number)) for number in range(9)]
    with pytest.raises(ScenarioError, match="take too long to follow") as told:
        import_tables([write(base.parent, *never)], base.parent / "out.yaml", into=base)
    assert len(told.value.problems) == 1


def test_the_calendar_of_an_office_is_far_from_that():
    entry = "\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART:20140106T090000", "RRULE:FREQ=WEEKLY",
                       "END:VEVENT", "END:VCALENDAR", ""))  # fmt: skip
    (one,) = Calendar.from_ical(entry).walk("VEVENT")
    effort = series.Effort()
    series.follow(one["RRULE"], datetime.combine(date(2014, 1, 6), time(9)), None, LOW, HIGH, effort)
    assert effort.walked * 1_000 < series.MOST_WALKED
