"""Two hundred entries on a real server of each kind: changed, cancelled, edited by others, and a run that is killed."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from mentoring.api.publish import publish_caldav
from mentoring.domain.plan import Plan
from mentoring.exports.calendar_sync import Outcome
from mentoring.files.plan import write_plan
from mentoring.files.revision import follow
from tests.api.caldav import KILLED, edit, events_at, visits

MANY = 200
THEIRS = "visit/oslo/town3/housing"


def killed(plan: Plan, path: Path, calendar: str, after: int) -> None:
    """A run that ends after so many entries, before it knows what became of the last."""
    write_plan(plan, path)
    command = [sys.executable, "-c", KILLED, str(path), calendar, str(after)]
    assert subprocess.run(command, check=False).returncode == 9


def conflicts(found: Outcome) -> list[tuple[str, str]]:
    return [(each.event, each.reason) for each in found.conflicts]


def test_two_hundred_entries(calendar, tmp_path):
    one = visits(MANY)
    two = follow(visits(MANY, moved=12, dropped=5), one, {})
    three = follow(visits(MANY, moved=6, dropped=5), two, {})
    path = tmp_path / "plan.json"
    trial = publish_caldav(one, calendar, plan_file=path, is_trial=True)
    assert (len(trial.of("new")), trial.is_made, list(tmp_path.iterdir())) == (MANY, True, [])

    killed(one, path, calendar, 130)
    found = publish_caldav(one, calendar, plan_file=path)
    assert (len(found.of("new")), found.unchanged, found.conflicts) == (MANY - 130, 130, [])
    assert publish_caldav(one, calendar, plan_file=path).sent == 0

    edit(calendar, f"{THEIRS}@small.mentoring", b"T090000", b"T111500")
    killed(two, path, calendar, 7)
    # The plan changes before anybody goes on: what the killed run had sent is still known as ours.
    found = publish_caldav(three, calendar, plan_file=path)
    assert conflicts(found) == [(THEIRS, "changed there")]
    assert found.sent + found.unchanged == MANY - 1
    again = publish_caldav(three, calendar, plan_file=path)
    assert (again.sent, again.unchanged, conflicts(again)) == (0, MANY - 1, conflicts(found))

    there = events_at(calendar)
    assert set(there) == {f"{event.id}@small.mentoring" for event in one.events}
    assert Counter(str(event["STATUS"]) for _, event in there.values()) == {"TENTATIVE": MANY - 5, "CANCELLED": 5}
    assert all("ORGANIZER" not in event and "ATTENDEE" not in event for _, event in there.values())
    theirs = there.pop(f"{THEIRS}@small.mentoring")[1]
    assert theirs["DTSTART"].dt.hour == 11
    for event in three.events:
        if event.id != THEIRS:
            _, shown = there[f"{event.id}@small.mentoring"]
            assert (shown["DTSTART"].dt.date(), int(shown["SEQUENCE"])) == (event.first, event.sequence)
            is_summer = date(2024, 3, 31) <= event.first < date(2024, 10, 27)
            assert shown["DTSTART"].dt.utcoffset() == timedelta(hours=2 if is_summer else 1)
    assert len(publish_caldav(three, calendar, plan_file=path, is_forced=True).of("changed")) == 1
    assert publish_caldav(three, calendar, plan_file=path).sent == 0
