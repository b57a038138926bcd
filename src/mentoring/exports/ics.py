"""Calendars of a plan (iCalendar, RFC 5545): of the whole programme, and of each city, theme and person.

The same plan gives the same bytes on any day, as every time comes from the plan's revisions and never from the
clock. An event keeps its UID for ever; when its days, place, status or people change, its SEQUENCE goes up, so that
calendar programs that subscribe show the change and no copy. What is dropped stays, and says that it is cancelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from mentoring.domain.plan import Plan
from mentoring.errors import UsageError
from mentoring.exports.feed import Feed, file_stem, list_feeds
from mentoring.exports.ics_event import EventWriter, when_made
from mentoring.exports.ics_zone import zone_lines
from mentoring.exports.reader import GUEST, Reader
from mentoring.exports.slot import Local, Slot, list_slots
from mentoring.exports.text import one_line

if TYPE_CHECKING:
    from icalendar import Calendar

PRODID = "-//mentoring//mentoring//EN"  # the same for all versions, as some programs key calendars on it
REFRESH = "PT12H"
_END = b"END:VCALENDAR\r\n"


def calendars(
    plan: Plan, *, key: bytes | None = None, url: str | None = None, alarm_days: int | None = None
) -> dict[str, bytes]:
    """Every calendar by the name of its file: `all.ics`, `city/ID.ics`, `theme/ID.ics`, and with a key of
    `files.name_key` also `person/ID-KEY.ics`.

    A city's file holds every event that it takes part in or hosts; a city without events has a file without any, so
    that whoever subscribed to it sees them go. `url` is the address of the folder on the web, if it has one. With
    `alarm_days` the calendars of persons remind them so many days before.

    Raises UsageError when `url` is no web address.
    """
    if url is not None and not (url.startswith(("https://", "http://")) and url == "".join(one_line(url).split())):
        raise UsageError(f"{url!r} is no web address: write it as https://example.org/calendars")
    writer = Writer(plan)
    base = url.rstrip("/") if url else None
    return {
        feed.name: writer.calendar(
            feed.slots,
            feed.reader,
            title=feed.title,
            colour=feed.colour,
            source=f"{base}/{feed.name}" if base else "",
            alarm_days=alarm_days if feed.reader.kind == "person" else None,
        )
        for feed in list_feeds(plan, key)
    }


def single_calendars(plan: Plan) -> dict[str, bytes]:
    """Each event by itself, without a calendar's name, as `one/EVENT.ics`: to be put into any calendar."""
    writer = Writer(plan)
    return {
        f"one/{file_stem(event.id)}.ics": writer.calendar(list_slots(plan, event)[:1], GUEST) for event in plan.events
    }


class Writer:
    """Writes calendar files of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._events = EventWriter(plan)

    def calendar(
        self, slots: Sequence[Slot], reader: Reader, *, title: str = "", colour: tuple[str, str] | None = None,
        source: str = "", method: str = "PUBLISH", more: dict[str, Any] | None = None,
        alarm_days: int | None = None,
    ) -> bytes:  # fmt: skip
        """One calendar file; `title` is what it is called after the programme, `more` goes into every entry."""
        from icalendar import Calendar

        calendar = Calendar()
        calendar.add("VERSION", "2.0")
        calendar.add("PRODID", PRODID)
        if method:
            calendar.add("METHOD", method)
        if method == "PUBLISH":
            calendar.add("REFRESH-INTERVAL", _with_kind(REFRESH, "DURATION"))
            calendar.add("X-PUBLISHED-TTL", REFRESH)
            _describe(calendar, self.plan, title, slots)
            if colour:
                calendar.add("COLOR", colour[0])
                calendar.add("X-APPLE-CALENDAR-COLOR", colour[1])
            if source:
                calendar.add("SOURCE", _with_kind(source, "URI"))
                calendar.add("URL", source)
                calendar.add("UID", source)  # of the calendar itself, and the same as long as it lies there
        head = bytes(calendar.to_ical()).removesuffix(_END)
        entries = (self._events.entry(slot, reader, more, alarm_days) for slot in slots)
        return b"".join((head, *_zones(slots), *entries, _END))


def feed_bytes(plan: Plan, feed: Feed) -> bytes:
    """One calendar of `list_feeds` as a file."""
    return Writer(plan).calendar(feed.slots, feed.reader, title=feed.title, colour=feed.colour)


def _zones(slots: Iterable[Slot]) -> list[bytes]:
    """The rules of every time zone that is used."""
    years: dict[str, set[int]] = {}
    for slot in slots:
        for moment in (slot.start, slot.end):
            if isinstance(moment, Local):
                years.setdefault(moment.zone, set()).add(moment.time.year)
    return [zone_lines(zone, min(used), max(used)) for zone, used in sorted(years.items())]


def _describe(calendar: Calendar, plan: Plan, title: str, slots: Sequence[Slot]) -> None:
    """What the calendar is called, what is in it, whom to ask and since when it is so."""
    from icalendar import vText

    programme = plan.scenario.programme
    name = one_line(programme.title) or programme.id
    office = programme.coordinator
    contact = f" Ask {one_line(office.name)}." if office and one_line(office.name) else ""
    whose = f"{name}: {title}" if title else name
    # Not the plan's own revision: a calendar in which nothing changed must stay the same to the byte.
    changed = max((slot.event.changed_in for slot in slots), default=0)
    about = f"Events of {whose}{f', as of revision {changed} of the plan' if changed else ''}.{contact}"
    # A name makes Outlook open a new calendar for a single event.
    named = {} if len(slots) == 1 else {"NAME": whose, "X-WR-CALNAME": whose}
    for key, text in (named | {"DESCRIPTION": about, "X-WR-CALDESC": about}).items():
        calendar.add(key, vText(text))  # given as plain text, the library would not escape names it does not know
    if changed:
        calendar.add("LAST-MODIFIED", when_made(plan, changed))


def _with_kind(text: str, kind: str) -> Any:
    """A value that carries VALUE=..., which RFC 7986 wants and the library leaves out."""
    from icalendar import vText

    value = vText(text)
    value.params["VALUE"] = kind
    return value
