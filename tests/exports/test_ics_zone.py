"""Time zones in calendars: the hours that other programs make of them are those of Python's own database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from icalendar import Timezone

from mentoring.exports.ics_zone import zone_lines
from mentoring.files.zone_rule import list_changes, read_rule

EUROPE = sorted(zone for zone in available_timezones() if zone.startswith("Europe/"))
ELSEWHERE = ["America/Toronto", "Asia/Jerusalem", "Africa/Casablanca", "Asia/Tbilisi", "Africa/Cairo", "UTC"]


def offset_said(lines: bytes, moment: datetime) -> timedelta:
    """How far a local time is ahead of UTC by the VTIMEZONE alone: the last onset before it decides (RFC 5545)."""
    zone: Any = Timezone.from_ical(lines)
    latest: tuple[datetime, timedelta] | None = None
    for part in zone.subcomponents:
        for onset in onsets(part, moment):
            if onset <= moment and (latest is None or onset >= latest[0]):
                latest = (onset, part["TZOFFSETTO"].td)
    assert latest is not None
    return latest[1]


def onsets(part: Any, moment: datetime) -> list[datetime]:
    """The onsets of one part up to a moment, by the rule that stands there and nothing else."""
    start = part["DTSTART"].dt
    if "RRULE" not in part:
        return [start]
    rule = part["RRULE"]
    ((month,), (day,)) = rule["BYMONTH"], rule["BYDAY"]
    week, weekday = int(day[:-2]), ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].index(day[-2:])
    found = []
    for year in range(moment.year - 1, moment.year + 1):
        days = [datetime(year, int(month), 1) + timedelta(days=step) for step in range(31)]  # noqa: DTZ001
        days = [each for each in days if each.month == int(month) and each.weekday() == weekday]
        found.append(days[week if week < 0 else week - 1].replace(hour=start.hour, minute=start.minute))
    return found


@pytest.mark.parametrize("years", [(2012, 2015), (2026, 2028)])
def test_offsets_are_those_of_the_database_around_every_change(years):
    assert len(EUROPE) > 50
    for zone in (*EUROPE, *ELSEWHERE):
        lines = zone_lines(zone, *years)
        place = ZoneInfo(zone)
        noons = [datetime(year, month, 15, 12) for year in range(years[0], years[1] + 1) for month in (1, 7)]  # noqa: DTZ001
        for change in list_changes(zone, *years):
            for hours in (-26, -3, 3, 26):
                noons.append((change.at + timedelta(hours=hours)).astimezone(place).replace(tzinfo=None))
        for local in noons:
            assert offset_said(lines, local) == local.replace(tzinfo=place).utcoffset(), (zone, local)


@pytest.mark.parametrize("zone", EUROPE)
def test_two_rules_with_weekdays_and_never_a_list_of_dates(zone):
    text = zone_lines(zone, 2027, 2028).decode("ascii")
    assert "RDATE" not in text
    assert text.count("BEGIN:STANDARD") == 1
    assert text.count("BEGIN:DAYLIGHT") <= 1
    assert text.count("RRULE:FREQ=YEARLY;BYMONTH=") == text.count("BYDAY=") == text.count("DTSTART:")
    assert f"\r\nTZID:{zone}\r\n" in text


def test_irish_summer_time_is_the_one_ahead():
    zone: Any = Timezone.from_ical(zone_lines("Europe/Dublin", 2013, 2014))
    found = {part.name: (part["TZOFFSETTO"].td, str(part["TZNAME"])) for part in zone.subcomponents}
    assert found == {"STANDARD": (timedelta(0), "GMT"), "DAYLIGHT": (timedelta(hours=1), "IST")}


def test_where_the_rule_of_today_did_not_hold_every_change_is_told():
    text = zone_lines("Europe/Istanbul", 2013, 2014).decode("ascii")
    assert "RRULE" not in text
    assert "RDATE" not in text
    assert text.count("BEGIN:DAYLIGHT") == 2
    assert "RRULE" in zone_lines("Europe/Istanbul", 2027, 2028).decode("ascii")


def test_changes_are_found_to_the_second():
    found = [(change.at, change.after - change.before) for change in list_changes("Europe/Brussels", 2013, 2013)]
    hour = timedelta(hours=1)
    assert found == [(datetime(2013, 3, 31, 1, tzinfo=UTC), hour), (datetime(2013, 10, 27, 1, tzinfo=UTC), -hour)]


def test_an_unknown_zone_has_no_rule():
    assert read_rule("Europe/Atlantis") is None
