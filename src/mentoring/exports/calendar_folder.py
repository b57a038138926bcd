"""Calendars as files in a folder: ours are replaced, nobody else's ever is."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.errors import RefusedError
from mentoring.exports.change_file import HEADS, MARK, change_files
from mentoring.exports.feed import file_stem
from mentoring.exports.ics import PRODID, calendars, single_calendars
from mentoring.exports.invitation import invitations
from mentoring.exports.published import CALENDARS, Origin, Published, write_known
from mentoring.files.output import check_folder_writable
from mentoring.files.text import read_bytes

_MOST_HEAD = 64 * 1024  # bytes in which a file says who wrote it; a title before that may be long


def write_calendars(
    plan: Plan,
    folder: Path | str,
    *,
    key: bytes | None = None,
    url: str | None = None,
    is_single: bool = False,
    is_inviting: bool = False,
    since: int | None = None,
    alarm_days: int | None = None,
) -> list[Path]:
    """Writes the calendars into the folder, each whole or not at all; gives the files written.

    `key` (of `files.name_key`) is needed for calendars of persons, `url` is the folder's address on the web.
    With `alarm_days` calendars of persons remind them so many days before.
    With `is_single` each event also has a file of its own, with `is_inviting` one to mail to those who take part.
    A plan that has an earlier revision also comes with lists of what changed `since` then (not given: the one before).

    Raises:
        RefusedError: when one of the files is there already and is none of ours; nothing is written then.
        UsageError: when the folder cannot be written to, invitations have no sender, or there is no such revision.
    """
    files = calendars(plan, key=key, url=url, alarm_days=alarm_days)
    files |= single_calendars(plan) if is_single else {}
    files |= invitations(plan) if is_inviting else {}
    files |= change_files(plan, since)
    check_folder_writable(folder)
    check_replaceable(Path(folder) / name for name in files)
    return write_known(files, folder, CALENDARS, Origin.of(plan), read_origin(Path(folder)))


def check_calendars_replaceable(folder: Path | str, scenario: Scenario, revision: int | None = None) -> None:
    """Whether calendars of a plan of the scenario may be written there: ours are replaced, nobody else's file is.

    `revision` is that of the plan, where it is known already.

    Raises RefusedError with the names of files that are not ours, or when calendars there are of another programme or
    a newer plan; UsageError if one may not be read.
    """
    names = [f"{kind}/{file_stem(name)}.ics" for kind, known in (("city", scenario.cities), ("theme", scenario.themes))
             for name in sorted(known)]  # fmt: skip
    check_replaceable(Path(folder) / name for name in ("all.ics", *names))
    origin = Origin(scenario.programme.id, revision if revision is not None else sys.maxsize)
    Published(Path(folder)).check_origin(
        ("all.ics", *names),
        CALENDARS,
        origin,
        "name another folder, or delete what is there",
        read_origin(Path(folder)),
    )


def read_origin(folder: Path) -> Origin | None:
    """What the calendar of all events says of the plan it is from; None when there is none, or none with events.

    The revision is the last one in which an event changed: the plan's own, or an earlier one.
    """
    path = folder / "all.ics"
    if not path.is_file():
        return None
    text = read_bytes(path, _MOST_HEAD).replace(b"\r\n ", b"").decode("utf-8", "replace")
    programme = re.search(r"^UID:.*@([^@\r\n]+)\.mentoring\r?$", text, re.MULTILINE)
    changed = re.search(r"^DESCRIPTION:.*, as of revision (\d+) of the plan", text, re.MULTILINE)
    return Origin(programme[1], int(changed[1]) if changed else 1) if programme is not None else None


def check_replaceable(paths: Iterable[Path]) -> None:
    """The same for any files of ours."""
    foreign = [path.as_posix() for path in paths if path.exists() and not is_ours(path)]
    if foreign:
        more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
        is_one = len(foreign) == 1
        verb = "is no calendar" if is_one else "are no calendars"
        said = f"{', '.join(foreign[:3])}{more} {verb} of ours and would be lost"
        raise RefusedError(f"{said}: nothing was written; name another folder")


def is_ours(path: Path) -> bool:
    """Whether the file is empty or was written by this program, by what stands in it before its first event."""
    content = read_bytes(path, _MOST_HEAD)
    head = content.partition(b"\nBEGIN:VEVENT")[0]
    marks = (f"\nPRODID:{PRODID}".encode(), MARK.encode(), ",".join(HEADS).encode())
    return not content.strip() or any(mark in head for mark in marks)
