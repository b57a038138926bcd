"""Entries as a calendar server takes them: one by one, without sender and guests, under names made from their UID."""

from __future__ import annotations

import hashlib
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

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError)
"""What reading may raise of whatever somebody else has put on a server."""

_BARE = {"ORGANIZER": None}  # with a sender servers make the entry read-only, or mail the guests


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
    """A figure that is the same for all ways to write the same entry; empty when it cannot be read."""
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
        told["SEQUENCE"] = int(told.get("SEQUENCE", 0)) + 1
        for name, value in (("STATUS", "CANCELLED"), ("TRANSP", "TRANSPARENT"), ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")):
            told[name] = vText(value)
    return bytes(calendar.to_ical())


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
    """What somebody else made of an entry: its title, first and last day (ISO), empty when it cannot be read."""

    title: str
    first: str
    last: str = ""


def shown(content: bytes) -> Shown:
    """The title, first and last day of the entry, as far as they can be read."""
    try:
        (event, *_) = _events(content)
        start = event["DTSTART"].dt
        end = event["DTEND"].dt if "DTEND" in event else start
        last = end if isinstance(end, datetime) else max(start, end - ONE_DAY)
        return Shown(str(event.get("SUMMARY", "")), start.isoformat()[:10], last.isoformat()[:10])
    except (*UNREADABLE, OverflowError):
        return Shown("", "")


def _last_day(slot: Slot) -> str:
    day = slot.end.time.date() if isinstance(slot.end, Local) else slot.end - ONE_DAY
    return day.isoformat()


def _events(content: bytes) -> list[Any]:
    from icalendar import Calendar

    return list(Calendar.from_ical(content).walk("VEVENT"))


def _facts(event: Any) -> Iterable[str]:
    for part in event.walk():
        for name, values in part.items():
            for value in values if isinstance(values, list) else [values]:
                written = value.to_ical()  # coordinates come as text, all else as bytes
                plain = written if isinstance(written, str) else written.decode("utf-8", "replace")
                yield f"{part.name} {name} {value.params.get('TZID', '')} {plain}"
