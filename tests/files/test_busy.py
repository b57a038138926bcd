"""Busy calendars: which entries close a day, for how many hours, and that nothing private is kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from mentoring import api
from mentoring.api.intake import import_tables
from mentoring.errors import ScenarioError, UsageError
from mentoring.files import busy as busy_file
from mentoring.files.busy import say_source
from tests.builders import scenario_data

HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n"


def event(start: str, end: str = "", *more: str, uid: str = "") -> str:
    lines = [f"UID:{uid or start}", "DTSTAMP:20240101T000000Z", f"DTSTART{start}", *([f"DTEND{end}"] if end else []),
             "SUMMARY:Cabinet: secret talks", *more]  # fmt: skip
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def whole(first: str, last: str, *more: str, uid: str = "") -> str:
    return event(f";VALUE=DATE:{first}", f";VALUE=DATE:{last}", *more, uid=uid)


def write(folder: Path, *entries: str, name: str = "ghent.ics") -> Path:
    path = folder / name
    path.write_bytes((HEAD + "".join(entries) + "END:VCALENDAR\n").replace("\n", "\r\n").encode("utf-8"))
    return path


@pytest.fixture
def base(tmp_path: Path) -> Path:
    data = scenario_data()
    data["cities"]["ghent"]["time_zone"] = "Europe/Brussels"
    (tmp_path / "base.yaml").write_text(json.dumps(data), encoding="utf-8")
    return tmp_path / "base.yaml"


def busy(base: Path, *entries: str, kind: str = "unavailable", **more: Any) -> list[tuple[str, str, str]]:
    """First day, last day and reason of what becomes of Ghent's calendar."""
    out = base.parent / "out.yaml"
    import_tables([write(base.parent, *entries)], out, into=base, **more)
    assert "secret" not in out.read_text(encoding="utf-8")
    periods = getattr(api.load(out).require().cities["ghent"], kind)
    return [(period.first.isoformat()[5:], period.last.isoformat()[5:], period.why) for period in periods]


def test_whole_days_close_and_the_line_is_named(base):
    assert busy(base, whole("20240108", "20240113")) == [("01-08", "01-12", "busy [ghent.ics, line 4]")]


@pytest.mark.parametrize(
    "line",
    ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
     "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"],
)  # fmt: skip
def test_what_leaves_somebody_free_does_not_count(base, line):
    assert busy(base, whole("20240108", "20240113", line)) == []


def test_what_is_tentative_is_a_day_to_avoid(base):
    entries = [whole("20240108", "20240109", "STATUS:TENTATIVE"),
               whole("20240110", "20240111", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE")]  # fmt: skip
    assert [one[:2] for one in busy(base, *entries, kind="if_needed")] == [("01-08", "01-08"), ("01-10", "01-10")]
    assert busy(base, *entries) == []


def test_meetings_count_from_four_hours_a_day_on_each_hour_once(base):
    short = event(":20240108T080000Z", ":20240108T110000Z")
    over = event(":20240108T100000Z", ":20240108T113000Z", uid="b")
    more = event(":20240108T130000Z", ":20240108T133000Z", uid="c")
    assert busy(base, short, over) == []
    assert [one[:2] for one in busy(base, short, over, more)] == [("01-08", "01-08")]
    assert [one[:2] for one in busy(base, short, min_hours=3)] == [("01-08", "01-08")]


def test_hours_are_those_of_the_city_s_own_clock(base):
    # From 23:00 to 04:00 in Brussels: one hour of the 8th, four of the 9th.
    assert [one[:2] for one in busy(base, event(":20240108T220000Z", ":20240109T030000Z"))] == [("01-09", "01-09")]


def test_out_of_office_closes_a_day_however_short(base):
    away = event(":20240108T080000Z", ":20240108T090000Z", "X-MICROSOFT-CDO-BUSYSTATUS:OOF")
    assert [one[:2] for one in busy(base, away)] == [("01-08", "01-08")]


def test_a_series_is_followed_without_what_is_left_out_or_moved(base):
    series = event(";TZID=Romance Standard Time:20240108T090000", ";TZID=Romance Standard Time:20240108T170000",
                   "RRULE:FREQ=WEEKLY;UNTIL=20240205T080000Z", "EXDATE;TZID=Romance Standard Time:20240115T090000",
                   uid="s")  # fmt: skip
    moved = event(":20240123T080000Z", ":20240123T160000Z", "RECURRENCE-ID:20240122T080000Z", uid="s")
    assert [one[0] for one in busy(base, series, moved)] == ["01-08", "01-23", "01-29", "02-05"]


def test_a_series_keeps_its_hour_over_the_change_of_clocks(base):
    # 20:00 to 24:00 by the clock of New York is the next day in Brussels, in winter and summer.
    series = event(";TZID=America/New_York:20240304T200000", ";TZID=America/New_York:20240305T000000",
                   "RRULE:FREQ=WEEKLY;COUNT=3")  # fmt: skip
    assert [one[0] for one in busy(base, series)] == ["03-05", "03-12", "03-19"]


def test_free_busy_lists_are_read_by_their_kind(base):
    listed = ("BEGIN:VFREEBUSY\nUID:f\nDTSTAMP:20240101T000000Z\n"
              "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20240108T080000Z/20240108T160000Z\n"
              "FREEBUSY;FBTYPE=FREE:20240109T080000Z/20240109T160000Z\n"
              "FREEBUSY:20240110T080000Z/PT8H\nEND:VFREEBUSY\n")  # fmt: skip
    assert [one[:2] for one in busy(base, listed)] == [("01-10", "01-10")]
    assert [one[:2] for one in busy(base, listed, kind="if_needed")] == [("01-08", "01-08")]


def test_days_without_working_hours_are_closed(base):
    hours = ("BEGIN:VAVAILABILITY\nUID:v\nDTSTAMP:20240101T000000Z\nDTSTART:20240107T230000Z\nDTEND:20240121T230000Z\n"
             "BEGIN:AVAILABLE\nUID:w\nDTSTAMP:20240101T000000Z\nDTSTART;TZID=Europe/Brussels:20240108T090000\n"
             "DTEND;TZID=Europe/Brussels:20240108T170000\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH\nEND:AVAILABLE\n"
             "END:VAVAILABILITY\n")  # fmt: skip
    assert [one[:2] for one in busy(base, hours)] == [("01-12", "01-12"), ("01-19", "01-19")]  # the two Fridays


def test_a_calendar_of_school_holidays_is_read_as_days_to_avoid(base):
    found = busy(base, whole("20240212", "20240217"), kind="if_needed", busy_as="if_needed")
    assert [one[:2] for one in found] == [("02-12", "02-16")]


def test_days_outside_the_programme_are_left_out(base):
    assert [one[:2] for one in busy(base, whole("20231220", "20240105"))] == [("01-01", "01-04")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no calendar", "ghent.ics:1:1: this line is none of a calendar"),
        (HEAD + "BEGIN:VEVENT\ngarbage\nEND:VEVENT\nEND:VCALENDAR\n", "ghent.ics:5:1: this line is none of a calendar"),
        (HEAD + event(";VALUE=DATE:20240299") + "END:VCALENDAR\n", "ghent.ics:4:1: DTSTART: Wrong date"),
        (HEAD + "BEGIN:VEVENT\nUID:x\n", "calendar"),
        (HEAD + event(":20240109T080000Z", ":20240108T080000Z") + "END:VCALENDAR\n", "ends before it begins"),
        (HEAD + event(";TZID=Europe:20240108T080000") + "END:VCALENDAR\n", "ghent.ics"),
        (HEAD + event(":20240108T080000Z", "", "RRULE:FREQ=HOURLY") + "END:VCALENDAR\n", "repeats by the hour"),
        (HEAD + event(":20240108T08", "") + "END:VCALENDAR\n", "ghent.ics:4:1"),
    ],
)
def test_a_broken_calendar_is_refused_with_its_line(base, text, said):
    path = base.parent / "ghent.ics"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as told:
        import_tables([path], base.parent / "out.yaml", into=base)
    assert said in str(told.value)
    assert not (base.parent / "out.yaml").exists()


def test_a_calendar_says_whose_it_is(base):
    write(base.parent, whole("20240108", "20240109"), name="export.ics")
    with pytest.raises(UsageError, match="write CITY=FILE"):
        import_tables([base.parent / "export.ics"], base.parent / "out.yaml", into=base)
    import_tables([f"oslo={base.parent / 'export.ics'}"], base.parent / "out.yaml", into=base)
    assert len(api.load(base.parent / "out.yaml").require().cities["oslo"].unavailable) == 1


@pytest.fixture
def served(base: Path) -> Iterator[str]:
    content = write(base.parent, whole("20240108", "20240109")).read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path.startswith("/secret-token") else 404)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_web_is_asked_only_when_told_to_and_its_address_is_kept_secret(base, served):
    out = base.parent / "out.yaml"
    source = f"ghent={served}/secret-token/cal.ics"
    with pytest.raises(UsageError, match="add --fetch"):
        import_tables([source], out, into=base)
    with pytest.raises(UsageError, match=r"does not give the calendar: .*Not Found"):
        import_tables([f"ghent={served}/other.ics"], out, into=base, fetch=True)
    assert not out.exists()
    import_tables([source], out, into=base, fetch=True)
    text = out.read_text(encoding="utf-8")
    assert "secret" not in text
    assert "calendar at 127.0.0.1" in text


@pytest.mark.parametrize("address", ["https://me:secret@127.0.0.1/cal.ics", "https://127.0.0.1:1/my secret.ics"])
def test_an_address_that_is_none_is_told_without_its_secrets(base, address):
    with pytest.raises(UsageError) as told:
        import_tables([f"ghent={address}"], base.parent / "out.yaml", into=base, fetch=True)
    assert "secret" not in str(told.value)


def test_a_secret_right_after_the_host_is_not_told():
    assert say_source("ghent=https://example.org?token=secret") == "calendar at example.org"
    assert say_source("https://example.org#secret") == "calendar at example.org"


def test_a_server_that_sends_a_byte_now_and_then_is_not_waited_for(base, monkeypatch):
    monkeypatch.setattr(busy_file, "_WHOLE_PATIENCE", 0.3, raising=False)
    is_given_up = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                while not is_given_up.wait(0.1):
                    self.wfile.write(b"B")
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with pytest.raises(UsageError, match="takes too long"):
            import_tables(
                [f"ghent=http://127.0.0.1:{server.server_port}/"], base.parent / "out.yaml", into=base, fetch=True
            )
    finally:
        is_given_up.set()
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_server_that_sends_on_to_another_is_not_followed(base):
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/again" if self.path == "/" else "http://localhost:9/secret?token=1")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with pytest.raises(UsageError, match="sends on to http://localhost: ask there yourself") as refused:
            import_tables(
                [f"ghent=http://127.0.0.1:{server.server_port}/"], base.parent / "out.yaml", into=base, fetch=True
            )
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert asked == ["/", "/again"]  # its own addresses are followed
    assert "token" not in str(refused.value)


def test_a_series_of_every_second_of_its_days_is_not_followed(base):
    often = ";".join(f"BY{part}={','.join(map(str, range(number)))}"
                     for part, number in (("HOUR", 24), ("MINUTE", 2), ("SECOND", 2)))  # fmt: skip
    with pytest.raises(ScenarioError, match="repeats by the hour"):
        busy(base, event(":20240108T090000", ":20240108T100000", f"RRULE:FREQ=DAILY;COUNT=3;{often}"))
    twice = event(":20240108T080000", ":20240108T120000", "RRULE:FREQ=DAILY;COUNT=2;BYHOUR=8,14")
    assert [first for first, _, _ in busy(base, twice)] == ["01-08"]


def test_entries_of_years_that_begin_anew_every_day_are_not_counted_for_ever(base, monkeypatch):
    monkeypatch.setattr(busy_file, "MOST_DAYS", 300, raising=False)
    with pytest.raises(ScenarioError, match="far more than anybody") as told:
        busy(base, event(":20200108T090000", ":20260108T100000", "RRULE:FREQ=DAILY"), whole("20240108", "20240109"))
    assert len(told.value.problems) == 1
