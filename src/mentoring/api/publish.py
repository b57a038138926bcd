"""Calendars brought to where people read them: a folder of a web server, or a calendar on a CalDAV server."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mentoring.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan
    from mentoring.exports.calendar_change import EntryChange
    from mentoring.exports.calendar_sync import Outcome
    from mentoring.exports.feed import Feed


@dataclass(frozen=True, slots=True)
class FileChange:
    """One calendar of a folder that would be written: of whom it is, and what would become of its entries."""

    path: Path
    title: str
    is_new: bool
    entries: tuple[EntryChange, ...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What publishing into a folder wrote (or would write), what was the same already, and what nobody needs now.

    `changes` are told by a trial alone.
    """

    written: tuple[Path, ...]
    unchanged: int
    left_over: tuple[Path, ...]
    changes: tuple[FileChange, ...] = ()


def publish_folder(
    plan: Plan, folder: Path | str, *, plan_file: Path | str | None = None, url: str | None = None,
    is_forced: bool = False, is_trial: bool = False,
) -> Delivered:  # fmt: skip
    """Write the calendars into a folder; files that would be the same are not touched, and none is deleted.

    What somebody has changed in a calendar there since the last time is not overwritten, nor are calendars of another
    programme or of a later revision, unless `is_forced`.

    Every file is replaced at once, so that nobody ever reads half of one. Persons have calendars when `plan_file` is
    given. With `is_trial` nothing is written, and what would change in each calendar is told.

    Raises:
        UsageError: when the folder cannot be written to.
        RefusedError: when a file there is none of ours or was edited, calendars there are of another programme or a
            newer plan, or somebody else is publishing there; nothing is written then.
    """
    from mentoring.exports.calendar_folder import check_replaceable, is_ours, read_origin
    from mentoring.exports.ics import calendars
    from mentoring.exports.past import has_people
    from mentoring.exports.published import CALENDARS, Origin, Published
    from mentoring.files.lock import locked
    from mentoring.files.name_key import name_key
    from mentoring.files.output import check_folder_writable, write_whole

    target = Path(folder)
    check_folder_writable(target)
    key = name_key(plan_file, is_trial=is_trial) if plan_file is not None and has_people(plan) else None
    files = calendars(plan, key=key, url=url)
    origin = Origin.of(plan)
    check_replaceable(target / name for name in files)
    new = {name: content for name, content in files.items() if not _holds(target / name, content)}

    def look() -> Published:
        published = Published(target)
        if not is_forced:
            if new:
                way_out = "publish the right plan or name another folder; --force replaces the calendars all the same"
                published.check_origin(files, CALENDARS, origin, way_out, read_origin(target))
            published.check_unedited(new, "--force writes the plan's own")
        return published

    published = look()
    if not is_trial and (new or not published.knows(files)):
        target.mkdir(parents=True, exist_ok=True)
        with locked(target / "mentoring", target.as_posix()):
            published = look()  # again, as somebody may have been at it until now
            published.begin(new, CALENDARS, origin)
            for name, content in new.items():
                write_whole(target / name, content)
            published.finish(files)
    there = {path for kind in ("city", "theme", "person") for path in target.glob(f"{kind}/*.ics")}
    rest = sorted(path for path in there - {target / name for name in files} if is_ours(path))
    changes = tuple(_changes(plan, target, new, key)) if is_trial else ()
    return Delivered(tuple(target / name for name in new), len(files) - len(new), tuple(rest), changes)


def publish_caldav(
    plan: Plan, url: str, *, plan_file: Path | str, city: str | None = None, theme: str | None = None,
    person: str | None = None, is_forced: bool = False, is_trial: bool = False,
) -> Outcome:  # fmt: skip
    """Bring one calendar on a server up to date: of the programme, or of one city, theme or person.

    Only what is new or changed is sent. What somebody has changed or deleted there is told and left alone, unless
    `is_forced`. What is dropped is marked as cancelled, and taken away thirty days after its last day, counted from the
    day that the plan counts as today. What was sent is remembered in a file beside the plan. Name and password come
    from MENTORING_CALDAV_USER and MENTORING_CALDAV_PASSWORD, or from the package `keyring` (service `mentoring:HOST`).
    With `is_trial` nothing is sent.

    Raises:
        UsageError: when the address is none, the server cannot be reached, or a name is not known.
        RefusedError: when the server does not let us, somebody else is publishing there, or another programme or a
            later revision was published there from beside this plan and it is not `is_forced`; nothing is sent then.
    """
    from mentoring.exports.calendar_object import list_objects
    from mentoring.exports.calendar_server import CalendarServer
    from mentoring.exports.calendar_state import read_published, read_state, state_path, write_state
    from mentoring.exports.calendar_sync import Sync
    from mentoring.exports.published import Origin
    from mentoring.files.lock import locked

    feed = find_feed(plan, city=city, theme=theme, person=person)
    server = CalendarServer(url, *credentials(url))
    path = state_path(plan_file, server.url)
    origin = Origin.of(plan)
    programme = plan.scenario.programme
    name = f"{programme.title or programme.id}{f': {feed.title}' if feed.title else ''}"
    with locked(path, path.as_posix()):
        kept = read_state(path, server.url)
        said = origin.say_conflict(read_published(path), server.url)
        if said and not is_forced:
            raise RefusedError(f"{said}. Nothing was sent: publish the right plan; --force sends this one all the same")
        today = plan.scenario.planned_on

        def save() -> None:
            write_state(path, server.url, kept, origin)

        sync = Sync(server, kept, save, today=today, is_forced=is_forced)
        try:
            return sync.run(list_objects(plan, feed), name, is_trial=is_trial)
        finally:
            if not is_trial and (kept or path.exists()):
                save()


def find_feed(plan: Plan, *, city: str | None = None, theme: str | None = None, person: str | None = None) -> Feed:
    """The calendar of the programme, or of one city, theme or person.

    Raises UsageError when more than one is asked for, or the name is not known.
    """
    from mentoring.api import require_name
    from mentoring.api.known import find_city, find_theme
    from mentoring.exports.feed import file_stem, list_feeds

    asked = [(kind, name) for kind, name in (("city", city), ("theme", theme), ("person", person)) if name is not None]
    if len(asked) > 1:
        raise UsageError("one calendar is published at a time: name a city, a theme or a person")
    if not asked:
        return next(iter(list_feeds(plan)))
    ((kind, name),) = asked
    known = {"city": plan.scenario.cities, "theme": plan.scenario.themes, "person": plan.scenario.people}
    if kind == "city":
        name = find_city(plan.scenario, name)
    elif kind == "theme":
        name = find_theme(plan.scenario, name)
    require_name(name, known[kind], kind)
    return next(
        feed
        for feed in list_feeds(plan, b"")  # the names of files do not matter here
        if (feed.reader.kind, feed.reader.who) == (kind, name) or feed.name == f"{kind}/{file_stem(name)}.ics"
    )


def credentials(url: str) -> tuple[str, str]:
    """Name and password for a server: from the environment, else from the package `keyring` where it is installed.

    Raises UsageError when the address is none, or the keyring is locked.
    """
    from mentoring.exports.calendar_server import host_of
    from mentoring.exports.text import one_line

    host = host_of(url)
    user = os.environ.get("MENTORING_CALDAV_USER", "")
    password = os.environ.get("MENTORING_CALDAV_PASSWORD", "")
    if password:
        return user, password
    try:
        keyring = importlib.import_module("keyring")
    except ImportError:
        return user, password
    try:
        found = keyring.get_credential(f"mentoring:{host}", user or None)
    except keyring.errors.NoKeyringError:  # the package is there, and this computer has none
        return user, password
    except keyring.errors.KeyringError as error:
        said = f"the keyring of this computer does not give the password ({one_line(str(error)) or 'no reason'})"
        raise UsageError(f"{said}: unlock it, or set MENTORING_CALDAV_USER and MENTORING_CALDAV_PASSWORD") from None
    return (found.username or user, found.password) if found else (user, password)


def _changes(plan: Plan, target: Path, new: dict[str, bytes], key: bytes | None) -> Iterator[FileChange]:
    from mentoring.exports.calendar_change import compare_calendars
    from mentoring.exports.feed import list_feeds

    for feed in list_feeds(plan, key):
        if feed.name in new:
            path = target / feed.name
            there = path.read_bytes() if path.is_file() else b""
            title = feed.title or "the whole programme"
            yield FileChange(path, title, not there, tuple(compare_calendars(there, new[feed.name])))


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
