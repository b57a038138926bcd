"""Calendars of a plan (iCalendar, RFC 5545): one file for the whole programme and one for each city.

The same plan gives the same bytes on any day, as every time comes from the plan's revisions and never from the
clock. An event keeps its UID for ever; when its days, place, status or people change, its SEQUENCE goes up, so that
calendar programs that subscribe show the change and no copy.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.domain.dates import ONE_DAY
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.errors import RefusedError
from mentoring.exports.entry import categories, coordinates, description, location, name_of, role, title
from mentoring.exports.ics_lines import EventLines
from mentoring.exports.text import one_line
from mentoring.files.output import write_whole
from mentoring.files.text import read_bytes

if TYPE_CHECKING:
    from icalendar import Calendar

PRODID = "-//mentoring//mentoring//EN"  # the same for all versions, as some programs key calendars on it
REFRESH = "PT12H"
_END = b"END:VCALENDAR\r\n"
_STATUS = {"proposed": "TENTATIVE", "cancelled": "CANCELLED"}  # all others: CONFIRMED


def calendars(plan: Plan) -> dict[str, bytes]:
    """Every calendar file by its name: `all.ics`, then `city/ID.ics` for every city of the programme.

    A city's file holds every event that it takes part in or hosts; a city without events has a file without any, so
    that whoever subscribed to it sees them go.
    """
    events = sorted(plan.events, key=lambda event: (event.first, event.id))
    own: dict[str, list[PlannedEvent]] = {city: [] for city in sorted(plan.scenario.cities)}
    for event in events:
        for place in {*event.participants, event.host} & own.keys():
            own[str(place)].append(event)
    writer = _Writer(plan)
    files = {"all.ics": writer.calendar(events, None)}
    return files | {f"city/{city}.ics": writer.calendar(theirs, city) for city, theirs in own.items()}


def write_calendars(plan: Plan, folder: Path | str) -> list[Path]:
    """Writes `all.ics` and `city/ID.ics` into the folder, each whole or not at all; gives the files written.

    Raises:
        RefusedError: when one of the files is there already and is no calendar of ours; nothing is written then.
        UsageError: when the folder cannot be written to.
    """
    check_calendars_replaceable(folder, plan.scenario.cities)
    return [write_whole(Path(folder) / name, content, is_copy=True) for name, content in calendars(plan).items()]


def check_calendars_replaceable(folder: Path | str, cities: Iterable[str]) -> None:
    """Whether calendars of these cities may be written there: ours are replaced, nobody else's file is.

    Raises RefusedError with the names of files that are not ours, UsageError if one may not be read.
    """
    paths = [Path(folder) / name for name in ("all.ics", *(f"city/{city}.ics" for city in sorted(cities)))]
    foreign = [path.as_posix() for path in paths if path.exists() and not _is_ours(path)]
    if foreign:
        more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
        verb = "is no calendar" if len(foreign) == 1 else "are no calendars"
        said = f"{', '.join(foreign[:3])}{more} {verb} of ours and would be lost"
        raise RefusedError(f"{said}: nothing was written; name another folder")


def _is_ours(path: Path) -> bool:
    """Whether the file is empty or a calendar that this program wrote, by the PRODID before its first event."""
    content = read_bytes(path, 4096)
    return not content.strip() or f"\nPRODID:{PRODID}".encode() in content.partition(b"BEGIN:VEVENT")[0]


class _Writer:
    """Writes the calendars of one plan; what is the same for all readers of an event is worked out once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._created = _created(plan)
        self._lines = EventLines()
        self._common: dict[str, dict[str, Any]] = {}

    def calendar(self, events: list[PlannedEvent], reader: str | None) -> bytes:
        """One calendar file."""
        from icalendar import Calendar

        calendar = Calendar()
        calendar.add("VERSION", "2.0")
        calendar.add("PRODID", PRODID)
        calendar.add("METHOD", "PUBLISH")
        calendar.add("REFRESH-INTERVAL", _duration(REFRESH))
        calendar.add("X-PUBLISHED-TTL", REFRESH)
        if len(events) != 1:  # a name makes Outlook open a new calendar for a single event
            _name_calendar(calendar, self.plan, reader)
        head = bytes(calendar.to_ical()).removesuffix(_END)
        return b"".join((head, *(self._event(event, reader) for event in events), _END))

    def _event(self, event: PlannedEvent, reader: str | None) -> bytes:
        if event.id not in self._common:
            self._common[event.id] = _event(self.plan, event, self._created[event.id])
        own = {"SUMMARY": title(self.plan, event, reader), **_busy(event, reader)}
        return self._lines.event(self._common[event.id] | own)


def _name_calendar(calendar: Calendar, plan: Plan, reader: str | None) -> None:
    from icalendar import vText

    programme = plan.scenario.programme
    name = one_line(programme.title) or programme.id
    office = programme.coordinator
    contact = f" Ask {one_line(office.name)}." if office and one_line(office.name) else ""
    whose = f"{name}: {name_of(plan.scenario, reader)}" if reader else name
    about = f"Events of {whose}, revision {plan.revision} of the plan.{contact}"
    for key, text in (("NAME", whose), ("X-WR-CALNAME", whose), ("DESCRIPTION", about), ("X-WR-CALDESC", about)):
        calendar.add(key, vText(text))  # given as plain text, the library would not escape names it does not know


def _event(plan: Plan, event: PlannedEvent, created_in: int) -> dict[str, Any]:
    """What an event says to every reader."""
    changed = _time(plan, event.changed_in)
    told: dict[str, Any] = {
        "UID": f"{event.id}@{plan.scenario.programme.id}.mentoring",
        "SEQUENCE": event.sequence,
        "DTSTAMP": changed,
        "LAST-MODIFIED": changed,
        "CREATED": _time(plan, created_in),
        "DTSTART": event.first,
        "DTEND": event.last + ONE_DAY,  # the end of an all-day event is outside
        "STATUS": _STATUS.get(event.status, "CONFIRMED"),
        "CATEGORIES": categories(plan, event),
        "DESCRIPTION": description(plan, event),
    }
    place, at = location(plan, event), coordinates(plan, event)
    if place:
        told["LOCATION"] = place
    if at:
        told["GEO"] = at
    stage = plan.scenario.stages.get(event.stage)  # of a cancelled event it may have gone
    link = (stage.link if stage else "") or ""
    if link.startswith(("https://", "http://")) and link == "".join(one_line(link).split()):
        told["URL"] = link
    return told | _organizer(plan)


def _busy(event: PlannedEvent, reader: str | None) -> dict[str, str]:
    """Whether the days are taken: for the cities of the event they are, for who only looks on they are not."""
    if reader is None or event.status == "cancelled":
        busy = "FREE"
    elif event.status == "proposed":
        busy = "TENTATIVE"
    else:
        busy = "OOF" if role(event, reader) == "traveller" else "BUSY"
    return {"TRANSP": "TRANSPARENT" if busy == "FREE" else "OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS": busy}


def _organizer(plan: Plan) -> dict[str, Any]:
    """The programme office, if its mail address is known: without `mailto:` some programs refuse the file."""
    from icalendar import vCalAddress

    office = plan.scenario.programme.coordinator
    mail = one_line(office.email or "") if office else ""
    if not office or not mail:
        return {}
    address = vCalAddress(f"mailto:{mail}")
    name = one_line(office.name).replace('"', "'")
    if name:
        address.params["CN"] = name
    return {"ORGANIZER": address}


def _duration(text: str) -> Any:
    """A duration that carries VALUE=DURATION, which RFC 7986 wants and the library leaves out."""
    from icalendar import vText

    value = vText(text)
    value.params["VALUE"] = "DURATION"
    return value


def _created(plan: Plan) -> dict[str, int]:
    """The revision in which each event came into the plan without a break since."""
    found = {event.id: plan.revision for event in plan.events}
    there = set(found)
    for back, patch in enumerate(plan.history, start=1):
        # A past revision's patch holds its whole list of events, or none when they were the same as in the next one.
        listed = patch.get("events", ...)
        if listed is not ...:
            entries = listed if isinstance(listed, list) else []
            there &= {str(entry.get("id")) for entry in entries if isinstance(entry, dict)}
        for event in there:
            found[event] = plan.revision - back
    return {event.id: min(found[event.id], event.changed_in) for event in plan.events}


def _time(plan: Plan, revision: int) -> datetime:
    """When a revision was made, in UTC; midnight of the day the plan counts as today where the plan does not say."""
    known = {plan.revision: str(plan.run.get("made_at", ""))} | {past.number: past.made_at for past in plan.revisions}
    said = known.get(revision, "")
    try:
        time = datetime.fromisoformat(said)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):  # the year 1 or 9999, seen from another time zone
        day = plan.scenario.planned_on
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
