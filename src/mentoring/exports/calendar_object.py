"""Entries as a calendar server takes them: one by one, without sender and guests, under names made from their UID."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mentoring.domain.dates import ONE_DAY
from mentoring.domain.plan import Plan
from mentoring.exports.feed import Feed
from mentoring.exports.ics import Writer
from mentoring.exports.ics_event import uid
from mentoring.exports.reader import slot_title
from mentoring.exports.slot import Local, Slot
from mentoring.exports.text import one_line, shorten

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError)
"""What reading may raise of whatever somebody else has put on a server."""

_BARE = {"ORGANIZER": None}  # with a sender servers make the entry read-only, or mail the guests
_WEIGHTY = ("DTSTART", "DTEND", "STATUS", "LOCATION")  # what nobody may miss: a change of it needs a higher sequence
_LONGEST = 200  # characters of a title or place that are told
_HIGHEST = 2**31 - 1  # that a sequence may be (RFC 5545)


@dataclass(frozen=True, slots=True)
class CalendarObject:
    """One entry: its name on the server, the event it is of, its title, its bytes, and what they mean.

    `last` is its last day (ISO) when it is called off; empty when it is held.
    """

    name: str
    event: str
    title: str
    content: bytes
    meaning: str
    last: str = ""


def list_objects(plan: Plan, feed: Feed) -> list[CalendarObject]:
    """Every entry of a calendar."""
    writer = Writer(plan)
    found = []
    for slot in feed.slots:
        content = writer.calendar([slot], feed.reader, method="", more=_BARE)
        name = hashlib.sha256(uid(plan, slot.event, slot.part).encode()).hexdigest()[:24] + ".ics"
        title = slot_title(plan, slot, feed.reader)
        last = _last_day(slot) if slot.is_gone or slot.event.status == "cancelled" else ""
        found.append(CalendarObject(name, slot.event.id, title, content, meaning(content), last))
    return found


def meaning(content: bytes) -> str:
    """A figure that is the same for all ways to write the same entry; empty when it cannot be read.

    How often it was changed (SEQUENCE) is no part of it: on a server that may be more often than in the plan.
    """
    try:
        events = _events(content)
        said = sorted(line for event in events for line in _facts(event))
    except UNREADABLE:
        return ""
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32] if events else ""


def cancelled(content: bytes) -> bytes:
    """The entry, called off: its title says so, and it takes no time."""
    from icalendar import Calendar, vText

    calendar = Calendar.from_ical(content)
    for event in calendar.walk("VEVENT"):
        told: Any = event
        title = str(told.get("SUMMARY", ""))
        told["SUMMARY"] = vText(title if title.startswith("Cancelled: ") else f"Cancelled: {title}")
        told["SEQUENCE"] = min(_sequence(event) + 1, _HIGHEST)
        for name, value in (("STATUS", "CANCELLED"), ("TRANSP", "TRANSPARENT"), ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")):
            told[name] = vText(value)
    return bytes(calendar.to_ical())


def outranking(content: bytes, there: bytes) -> bytes:
    """Our entry as it may take the place of the one that is there: calendars take a lower SEQUENCE for old news.

    It stays as it is where it is the newer one already, or only words differ. What was called off on the server and is
    held after all, or was changed there by somebody else, has a higher number there than in the plan.
    """
    try:
        (own,), (theirs,) = _events(content), _events(there)
    except UNREADABLE:
        return content
    is_weighty = any(_plain(own, name) != _plain(theirs, name) for name in _WEIGHTY)
    if _sequence(own) >= _sequence(theirs) + is_weighty:
        return content
    higher = min(_sequence(theirs) + 1, _HIGHEST)
    return re.sub(rb"(?m)^SEQUENCE:\d+", b"SEQUENCE:%d" % higher, content)


def is_same(content: bytes, other: bytes) -> bool:
    """Whether two entries are one and the same version, though a server may have left out what it does not know."""
    keys = ("UID", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND")
    try:
        (one,), (two,) = _events(content), _events(other)
        return all(one[key].to_ical() == two[key].to_ical() for key in keys if key in two)
    except UNREADABLE:
        return False


@dataclass(frozen=True, slots=True)
class Shown:
    """What an entry says: its title, first and last day (ISO), hours and place; empty when it cannot be read."""

    title: str
    first: str
    last: str = ""
    hours: str = ""
    place: str = ""
    is_off: bool = False


def shown(content: bytes) -> Shown:
    """What the entry says, as far as it can be read."""
    try:
        (event, *_) = _events(content)
        start = event["DTSTART"].dt
        end = event["DTEND"].dt if "DTEND" in event else start
        is_timed = isinstance(start, datetime) and isinstance(end, datetime)
        last = end if isinstance(end, datetime) else max(start, end - ONE_DAY)
        return Shown(
            _short(event, "SUMMARY"),
            start.isoformat()[:10],
            last.isoformat()[:10],
            f"{start:%H:%M}-{end:%H:%M}" if is_timed else "",
            _short(event, "LOCATION"),
            str(event.get("STATUS", "")) == "CANCELLED",
        )
    except (*UNREADABLE, OverflowError):
        return Shown("", "")


def _short(event: Any, name: str) -> str:
    """A text in one line, as whoever wrote it may have written a book."""
    return shorten(one_line(str(event.get(name, ""))), _LONGEST)


def _last_day(slot: Slot) -> str:
    day = slot.end.time.date() if isinstance(slot.end, Local) else slot.end - ONE_DAY
    return day.isoformat()


def _events(content: bytes) -> list[Any]:
    from icalendar import Calendar

    return list(Calendar.from_ical(content).walk("VEVENT"))


def _sequence(event: Any) -> int:
    """How often the entry was changed; none where somebody else has written no number."""
    try:
        return max(0, int(event.get("SEQUENCE", 0)))
    except UNREADABLE:
        return 0


def _facts(event: Any) -> Iterable[str]:
    for part in event.walk():
        for name in part:
            if name != "SEQUENCE":
                yield from (f"{part.name} {name} {written}" for written in _plain(part, name))


def _plain(part: Any, name: str) -> list[str]:
    """The values of a property, each with its time zone."""
    found = []
    values = part.get(name, [])
    for value in values if isinstance(values, list) else [values]:
        written = value.to_ical()  # coordinates come as text, all else as bytes
        plain = written if isinstance(written, str) else written.decode("utf-8", "replace")
        found.append(f"{value.params.get('TZID', '')} {plain}")
    return found
