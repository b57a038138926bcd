"""Publishing to real calendar servers: twice sends nothing, no edit is lost, and a kill in the middle is mended."""

from __future__ import annotations

import importlib.util
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from mentoring.api.publish import publish_caldav
from mentoring.domain.plan import Plan
from mentoring.errors import RefusedError, UsageError
from mentoring.exports.calendar_server import CalendarServer
from mentoring.files.plan import write_plan
from mentoring.files.revision import follow
from tests.builders import plan_of, scenario
from tests.conftest import require_system

MANY = 40
START = date(2024, 1, 8)


def visits(number: int, *, moved: int = 0, dropped: int = 0) -> Plan:
    """Oslo visits so many towns; of the first ones some are a day later, of the last ones some are not held."""
    names = [f"town{place}" for place in range(number)]
    of = scenario(
        programme={"coordinator": {"name": "Office", "email": "office@example.org"}, "last": "2026-12-31"},
        cities={"oslo": {"offers": {"housing": {"mentees": number}}}}
        | {name: {"needs": {"housing": {}}, "time_zone": "Europe/Oslo"} for name in names},
        stages={"visit": {"gathers": "pairing", "host": "mentee", "hours": {"start": "09:00", "end": "16:00"}}},
    )  # fmt: skip
    held = names[: number - dropped]
    days = {name: START + timedelta(days=2 * place + (place < moved)) for place, name in enumerate(held)}
    return plan_of(of, [f"oslo > {name} in housing" for name in held],
                   {f"visit/oslo/{name}/housing": day for name, day in days.items()})  # fmt: skip


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def serving(arguments: list[str], port: int, folder: Path) -> Iterator[None]:
    """A server of our own, until the end; `arguments` are those of Python."""
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen([sys.executable, *arguments], stdout=log, stderr=log)
        try:
            for _ in range(600):
                with socket.socket() as asked:
                    asked.settimeout(0.1)
                    if asked.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")
                with pytest.raises(subprocess.TimeoutExpired):
                    process.wait(0.05)
            yield
        finally:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    require_system("Radicale (pip install radicale)", importlib.util.find_spec("radicale"))
    folder, port = tmp_path_factory.mktemp("radicale"), free_port()
    options = ["--config", "", "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none",
               "--storage-filesystem-folder", str(folder / "data")]  # fmt: skip
    with serving(["-m", "radicale", *options], port, folder):
        base = f"http://127.0.0.1:{port}/user/"
        urllib.request.urlopen(urllib.request.Request(base, method="MKCOL")).close()
        yield base


@pytest.fixture(scope="module")
def xandikos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    require_system("Xandikos (pip install xandikos)", importlib.util.find_spec("xandikos"))
    folder, port = tmp_path_factory.mktemp("xandikos"), free_port()
    options = ["serve", "-d", str(folder / "data"), "--defaults", "-l", "127.0.0.1", "-p", str(port), "--state-dir",
               str(folder / "state")]  # fmt: skip
    (folder / "data").mkdir()
    with serving(["-m", "xandikos", *options], port, folder):
        yield f"http://127.0.0.1:{port}/user/calendars/"


@pytest.fixture(params=["radicale", "xandikos"])
def calendar(request: pytest.FixtureRequest) -> str:
    """The address of a calendar that is not there yet."""
    name = re.sub(r"[^a-z]", "-", request.node.name)
    return f"{request.getfixturevalue(request.param)}{name}/"


def events_at(url: str) -> dict[str, Any]:
    """Every entry on the server, by UID, with the name under which it lies there."""
    server = CalendarServer(url)
    found = {}
    for name in server.list_versions() or {}:
        (event,) = Calendar.from_ical(server.read(name).content).walk("VEVENT")
        assert str(event["UID"]) not in found
        found[str(event["UID"])] = (name, event)
    return found


def edit(url: str, uid: str, old: bytes, new: bytes) -> str:
    """Somebody edits an entry on the server with another program; gives its name."""
    server = CalendarServer(url)
    name, _ = events_at(url)[uid]
    answer = server.read(name)
    assert old in answer.content
    assert server.write(name, answer.content.replace(old, new), answer.etag).code in (200, 201, 204)
    return str(name)


def test_changes_and_cancellations_and_twice_nothing(calendar, tmp_path):
    one = visits(MANY)
    two = follow(visits(MANY, moved=10, dropped=5), one, {})
    beside = tmp_path / "plan.json"
    trial = publish_caldav(one, calendar, plan_file=beside, is_trial=True)
    assert (len(trial.added), trial.is_made, list(tmp_path.iterdir())) == (MANY, True, [])
    first = publish_caldav(one, calendar, plan_file=beside)
    assert (len(first.added), first.sent, first.conflicts) == (MANY, MANY, [])
    there = events_at(calendar)
    assert set(there) == {f"{event.id}@small.mentoring" for event in one.events}
    assert all("ORGANIZER" not in event and "ATTENDEE" not in event for _, event in there.values())
    assert publish_caldav(one, calendar, plan_file=beside).sent == 0
    second = publish_caldav(two, calendar, plan_file=beside)
    assert (len(second.changed), second.unchanged, second.conflicts) == (15, MANY - 15, [])
    assert publish_caldav(two, calendar, plan_file=beside).sent == 0
    there = events_at(calendar)
    assert len(there) == MANY
    statuses = [str(event["STATUS"]) for _, event in there.values()]
    assert statuses.count("CANCELLED") == 5
    for event in two.events:
        _, found = there[f"{event.id}@small.mentoring"]
        assert (found["DTSTART"].dt.date(), int(found["SEQUENCE"])) == (event.first, event.sequence)
        assert found["DTSTART"].dt.utcoffset() == timedelta(hours=1 if event.first < date(2024, 3, 31) else 2)


def test_an_edit_of_somebody_else_is_told_and_never_overwritten_unasked(calendar, tmp_path):
    one = visits(3)
    beside = tmp_path / "plan.json"
    publish_caldav(one, calendar, plan_file=beside)
    uid = "visit/oslo/town0/housing@small.mentoring"
    edit(calendar, uid, b"T090000", b"T111500")
    for plan in (one, follow(visits(3, moved=1), one, {})):
        found = publish_caldav(plan, calendar, plan_file=beside)
        assert [(each.event, each.reason) for each in found.conflicts] == [
            ("visit/oslo/town0/housing", "changed there")
        ]
        assert found.sent == 0
        assert events_at(calendar)[uid][1]["DTSTART"].dt.hour == 11
    forced = publish_caldav(plan, calendar, plan_file=beside, is_forced=True)
    assert (len(forced.changed), forced.conflicts) == (1, [])
    assert events_at(calendar)[uid][1]["DTSTART"].dt.hour == 9
    assert publish_caldav(plan, calendar, plan_file=beside).sent == 0


def test_entries_of_others_and_what_they_deleted_stay_as_they_left_it(calendar, tmp_path):
    one = visits(3)
    beside = tmp_path / "plan.json"
    publish_caldav(one, calendar, plan_file=beside)
    server = CalendarServer(calendar)
    name, _ = events_at(calendar)["visit/oslo/town1/housing@small.mentoring"]
    urllib.request.urlopen(urllib.request.Request(calendar + name, method="DELETE")).close()
    own = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:lunch\r\nDTSTAMP:20240101T000000Z\r\n"
        "DTSTART;VALUE=DATE:20240101\r\nDTEND;VALUE=DATE:20240102\r\nSUMMARY:Lunch\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert server.write("lunch.ics", own.encode(), None).code in (200, 201, 204)
    found = publish_caldav(one, calendar, plan_file=beside)
    assert [(each.event, each.reason) for each in found.conflicts] == [("visit/oslo/town1/housing", "deleted there")]
    assert (found.sent, len(events_at(calendar))) == (0, 3)
    assert len(publish_caldav(one, calendar, plan_file=beside, is_forced=True).added) == 1
    assert set(events_at(calendar)) == {"lunch", *(f"{event.id}@small.mentoring" for event in one.events)}


KILLED = """
import os, sys
from mentoring.api import load_plan
from mentoring.api.publish import publish_caldav
from mentoring.exports.calendar_server import CalendarServer
left = int(sys.argv[3])
write = CalendarServer.write
def dying(self, *arguments):
    global left
    answer = write(self, *arguments)
    left -= 1
    if left == 0:
        os._exit(9)  # the server has it, and we do not know yet
    return answer
CalendarServer.write = dying
publish_caldav(load_plan(sys.argv[1]), sys.argv[2], plan_file=sys.argv[1])
"""


def test_a_kill_between_two_entries_is_mended_by_the_next_run(calendar, tmp_path):
    one = visits(8)
    two = follow(visits(8, moved=4, dropped=1), one, {})
    three = follow(visits(8, dropped=1), two, {})
    path = tmp_path / "plan.json"
    for plan, left in ((one, 3), (two, 2)):
        write_plan(plan, path)
        command = [sys.executable, "-c", KILLED, str(path), calendar, str(left)]
        assert subprocess.run(command, check=False).returncode == 9
        if plan is one:
            found = publish_caldav(plan, calendar, plan_file=path)
            assert (found.sent, found.unchanged, found.conflicts) == (5, 3, [])
    # The plan changes before anybody goes on: what the killed run had sent is still known as ours.
    found = publish_caldav(three, calendar, plan_file=path)
    assert found.conflicts == []
    assert publish_caldav(three, calendar, plan_file=path).sent == 0
    there = events_at(calendar)
    for event in three.events:
        assert there[f"{event.id}@small.mentoring"][1]["DTSTART"].dt.date() == event.first


def test_without_its_memory_nothing_is_overwritten_and_the_same_is_known_again(calendar, tmp_path):
    one = visits(3)
    publish_caldav(one, calendar, plan_file=tmp_path / "plan.json")
    for path in tmp_path.glob("caldav-*.json"):
        path.unlink()
    again = publish_caldav(one, calendar, plan_file=tmp_path / "plan.json")
    assert (again.sent, again.unchanged, again.conflicts) == (0, 3, [])
    (tmp_path / "other").mkdir()
    found = publish_caldav(follow(visits(3, moved=1), one, {}), calendar, plan_file=tmp_path / "other" / "plan.json")
    assert [each.reason for each in found.conflicts] == ["already there"]


def test_what_a_calendar_has_no_more_is_called_off_and_not_deleted(calendar, tmp_path):
    beside = tmp_path / "plan.json"
    publish_caldav(visits(3), calendar, plan_file=beside)
    fewer = visits(2)  # a plan that has never heard of the third
    found = publish_caldav(fewer, calendar, plan_file=beside)
    assert len(found.called_off) == 1
    event = events_at(calendar)["visit/oslo/town2/housing@small.mentoring"][1]
    assert (str(event["STATUS"]), str(event["SUMMARY"])[:11]) == ("CANCELLED", "Cancelled: ")
    assert publish_caldav(fewer, calendar, plan_file=beside).sent == 0


def test_two_hundred_entries(radicale, tmp_path):
    url = f"{radicale}two-hundred/"
    one = visits(200)
    assert publish_caldav(one, url, plan_file=tmp_path / "plan.json").sent == 200
    assert publish_caldav(one, url, plan_file=tmp_path / "plan.json").sent == 0


def test_one_city_s_calendar_is_published_alone(radicale, tmp_path):
    url = f"{radicale}town1/"
    plan = visits(3)
    assert publish_caldav(plan, url, plan_file=tmp_path / "plan.json", city="town1").added == [
        "Hosting: oslo → town1, housing"
    ]
    with pytest.raises(UsageError, match="there is no city 'towm1': did you mean town1"):
        publish_caldav(plan, url, plan_file=tmp_path / "plan.json", city="towm1")


def test_what_is_no_calendar_is_refused(radicale, tmp_path):
    with pytest.raises(UsageError, match="is no calendar but a folder of the server"):
        publish_caldav(visits(1), radicale, plan_file=tmp_path / "plan.json")
    with pytest.raises(RefusedError, match="make it by hand"):
        publish_caldav(visits(1), f"{radicale}../nobody/here/", plan_file=tmp_path / "plan.json")


def test_the_password_comes_from_the_environment(tmp_path, monkeypatch):
    require_system("Radicale (pip install radicale)", importlib.util.find_spec("radicale"))
    port = free_port()
    (tmp_path / "users").write_text("office:s3cret\n", encoding="utf-8")
    options = ["--config", "", "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "htpasswd", "--auth-delay", "0",
               "--auth-htpasswd-filename", str(tmp_path / "users"), "--auth-htpasswd-encryption", "plain",
               "--storage-filesystem-folder", str(tmp_path / "data")]  # fmt: skip
    url = f"http://127.0.0.1:{port}/office/mentoring/"
    with serving(["-m", "radicale", *options], port, tmp_path):
        for password in ("", "wrong"):
            monkeypatch.setenv("MENTORING_CALDAV_USER", "office")
            monkeypatch.setenv("MENTORING_CALDAV_PASSWORD", password)
            with pytest.raises(RefusedError, match="the server does not know you: set MENTORING_CALDAV_USER"):
                publish_caldav(visits(2), url, plan_file=tmp_path / "plan.json")
        monkeypatch.setenv("MENTORING_CALDAV_PASSWORD", "s3cret")
        assert publish_caldav(visits(2), url, plan_file=tmp_path / "plan.json").sent == 2
        assert publish_caldav(visits(2), url, plan_file=tmp_path / "plan.json").sent == 0
    kept = [path.read_text(encoding="utf-8") for path in tmp_path.glob("caldav-*.json")]
    assert len(kept) == 1
    assert "s3cret" not in kept[0]
    with pytest.raises(UsageError, match="cannot be reached"):
        publish_caldav(visits(2), url, plan_file=tmp_path / "plan.json")
