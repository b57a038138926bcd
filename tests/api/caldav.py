"""What tests of calendar servers share: servers of our own, a plan to publish, and somebody else who edits."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from mentoring.domain.plan import Plan
from mentoring.exports.calendar_server import CalendarServer
from tests.builders import plan_of, scenario

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
