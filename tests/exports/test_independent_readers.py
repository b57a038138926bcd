"""Programs that other people wrote read the same from our calendars: how many, when, in which zone, called what.

Three revisions of a plan with visits in every time zone of Europe around both changes of the clocks.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from icalendar import Calendar

from mentoring.domain.plan import Plan
from mentoring.exports.ics import calendars
from mentoring.files.revision import follow
from tests.builders import plan_of, scenario
from tests.conftest import require_system
from tests.exports import libical

ZONES = sorted(zone for zone in available_timezones() if zone.startswith("Europe/"))
CHANGES = (date(2027, 3, 28), date(2027, 10, 31))  # Sundays on which clocks change in the European Union
SCRIPT = Path(__file__).with_name("read_calendar.mjs")


def made(shift: int, dropped: int) -> Plan:
    """A visit to a town in each zone on a day around a change; the first ones later, the last ones not held."""
    towns = {f"town{number}": zone for number, zone in enumerate(ZONES)}
    names = list(towns)[: len(towns) - dropped]
    of = scenario(
        programme={"first": "2027-01-01", "last": "2027-12-31", "title": "Years, \"days\"; hours"},
        cities={"oslo": {"offers": {"housing": {"mentees": len(towns)}}, "name": "Ōslo, 日本 🏛️"}}
        | {town: {"needs": {"housing": {}}, "time_zone": zone} for town, zone in towns.items()},
        stages={
            "visit": {"gathers": "pairing", "host": "mentee", "travel_days": 1,
                      "hours": {"start": "00:30", "end": "04:30"}},
            "stay": {"gathers": "pairing", "host": "mentee", "days": 3,
                     "agenda": [{"day": 2, "start": "09:00", "title": "Walk"}]},
        },
    )  # fmt: skip
    days = {}
    for number, town in enumerate(names):
        around = CHANGES[number % 2] + timedelta(days=number % 5 - 2 + (number < shift))
        days[f"visit/oslo/{town}/housing"] = around
        days[f"stay/oslo/{town}/housing"] = around - timedelta(days=1)
    return plan_of(of, [f"oslo > {town} in housing" for town in names], days)


@cache
def revisions() -> tuple[dict[str, bytes], ...]:
    one = made(0, 0)
    two = follow(made(9, 3), one, {})
    three = follow(made(12, 2), two, {})
    return tuple(calendars(plan) for plan in (one, two, three))


@cache
def meant() -> tuple[list[list[str]], ...]:
    """What the plan says itself, told without any calendar: by Python's own time zones."""
    found = []
    for files in revisions():
        rows = []
        for event in Calendar.from_ical(files["all.ics"]).walk("VEVENT"):
            own: Any = event
            rows.append(
                [str(own["UID"]), str(own["SUMMARY"]), said(own["DTSTART"]), said(own["DTEND"]), str(own["SEQUENCE"])]
            )
        found.append(sorted(rows))
    return tuple(found)


def said(stamp: Any) -> str:
    if not isinstance(stamp.dt, datetime):
        return str(stamp.dt.isoformat())
    local = stamp.dt.replace(tzinfo=ZoneInfo(stamp.params["TZID"]))
    return str(local.astimezone(UTC).replace(tzinfo=None).isoformat())


def test_the_strict_reader_finds_no_mistake_and_every_event():
    for files, rows in zip(revisions(), meant(), strict=True):
        calendar = Calendar.from_ical(files["all.ics"])
        assert calendar.errors == []
        assert all(part.errors == [] for part in calendar.walk())
        assert len({row[0] for row in rows}) == len(rows) == 5 * len(ZONES)
        # The library makes the times from the VTIMEZONE of the file or its name: the same either way.
        read = sorted(str(event["UID"]) for event in calendar.walk("VEVENT"))
        assert read == [row[0] for row in rows]
        assert calendar.get_missing_tzids() == set()


def test_ical_js_reads_the_same(tmp_path):
    folder = os.environ.get("MENTORING_ICAL_JS")
    is_there = bool(folder and (Path(folder) / "node_modules" / "ical.js").is_dir() and shutil.which("node"))
    require_system("Node.js, and ical.js in the folder that MENTORING_ICAL_JS names", is_there)
    paths = []
    for number, files in enumerate(revisions()):
        paths.append(tmp_path / f"{number}.ics")
        paths[-1].write_bytes(files["all.ics"])
    command = ["node", str(SCRIPT), str(folder), *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    read = json.loads(done.stdout)
    for rows, theirs in zip(meant(), read, strict=True):
        assert sorted(row[:5] for row in theirs) == rows
        assert {row[5] for row in theirs} <= {"TENTATIVE", "CONFIRMED", "CANCELLED"}
    assert [sum(row[5] == "CANCELLED" for row in theirs) for theirs in read] == [0, 15, 10]


def test_libical_reads_the_same():
    require_system("libical (apt-get install libical3)", libical.NAME)
    for files, rows in zip(revisions(), meant(), strict=True):
        assert sorted(libical.read_calendar(files["all.ics"])) == rows


def test_libical_says_no_to_what_is_no_calendar():
    require_system("libical (apt-get install libical3)", libical.NAME)
    with pytest.raises(ValueError, match="finds mistakes"):
        libical.read_calendar(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:never\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


def test_every_file_of_a_city_agrees_with_the_whole():
    for files, rows in zip(revisions(), meant(), strict=True):
        whole = {row[0]: row[2:] for row in rows}
        union: set[str] = set()
        for name, content in files.items():
            if not name.startswith("city/"):
                continue
            for event in Calendar.from_ical(content).walk("VEVENT"):
                own: Any = event
                assert [said(own["DTSTART"]), said(own["DTEND"]), str(own["SEQUENCE"])] == whole[str(own["UID"])]
                union.add(str(own["UID"]))
        assert union == set(whole)
