"""One entry of a calendar, line by line (VEVENT): what it says, and since when it says so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.exports.colour import theme_colour
from mentoring.exports.entry import coordinates
from mentoring.exports.ics_lines import EventLines
from mentoring.exports.reader import Reader, slot_categories, slot_place, slot_text, slot_title
from mentoring.exports.slot import Slot
from mentoring.exports.text import one_line

_STATUS = {"proposed": "TENTATIVE", "cancelled": "CANCELLED"}  # all others: CONFIRMED
_END = b"END:VEVENT\r\n"
_ALARM = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\nTRIGGER:-P{}D\r\nEND:VALARM\r\n"


class EventWriter:
    """Writes the entries of one plan; what is the same for all readers of an entry is worked out once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._created = _created(plan)
        self._lines = EventLines()
        self._common: dict[tuple[str, str], dict[str, Any]] = {}

    def entry(
        self, slot: Slot, reader: Reader, more: dict[str, Any] | None = None, alarm_days: int | None = None
    ) -> bytes:
        """The entry as this reader sees it, with a reminder so many days before if asked for.

        `more` are properties beside the usual ones (None: without this one).
        """
        key = (slot.event.id, slot.part)
        if slot.is_gone:
            common = self._told(slot)
        else:
            if key not in self._common:
                self._common[key] = self._told(slot)
            common = self._common[key]
        own = {"SUMMARY": slot_title(self.plan, slot, reader), **_busy(self.plan, slot, reader)}
        whole = common | own | (more or {})
        lines = self._lines.event({name: value for name, value in whole.items() if value is not None})
        if alarm_days is None or slot.part or whole["STATUS"] == "CANCELLED":
            return lines
        return lines.removesuffix(_END) + _ALARM.format(alarm_days).encode() + _END

    def _told(self, slot: Slot) -> dict[str, Any]:
        """What an entry says to every reader."""
        plan, event = self.plan, slot.event
        changed = when_made(plan, event.changed_in)
        told: dict[str, Any] = {
            "UID": uid(plan, event, slot.part),
            "SEQUENCE": event.sequence,
            "DTSTAMP": changed,
            "LAST-MODIFIED": changed,
            "CREATED": when_made(plan, self._created[event.id]),
            "DTSTART": slot.start,
            "DTEND": slot.end,
            "STATUS": "CANCELLED" if slot.is_gone else _STATUS.get(event.status, "CONFIRMED"),
            "CATEGORIES": slot_categories(plan, slot),
            "DESCRIPTION": slot_text(plan, slot),
        }
        place = slot_place(plan, slot)
        at = coordinates(plan, event) if place else None
        told |= ({"LOCATION": place} if place else {}) | ({"GEO": _geo(*at)} if at else {})
        if event.theme:
            told["COLOR"] = theme_colour(plan.scenario, event.theme)[0]
        if slot.part:
            told["RELATED-TO"] = _with("RELTYPE", "PARENT", uid(plan, event))
        stage = plan.scenario.stages.get(event.stage)  # of a cancelled event it may have gone
        link = (stage.link if stage else "") or ""
        if link.startswith(("https://", "http://")) and link == "".join(one_line(link).split()):
            told["URL"] = link
            if event.host is None:
                told["CONFERENCE"] = _with("VALUE", "URI", link)
        return told | organizer(plan)


def uid(plan: Plan, event: PlannedEvent, part: str = "") -> str:
    """What an entry is known by in every calendar, for ever."""
    return f"{event.id}{f'/{part}' if part else ''}@{plan.scenario.programme.id}.mentoring"


def when_made(plan: Plan, revision: int) -> datetime:
    """When a revision was made, in UTC; midnight of the day the plan counts as today where the plan does not say."""
    said = plan.made_at(revision) or ""
    try:
        time = datetime.fromisoformat(said)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):  # the year 1 or 9999, seen from another time zone
        day = plan.scenario.planned_on
        return datetime(day.year, day.month, day.day, tzinfo=UTC)


def organizer(plan: Plan) -> dict[str, Any]:
    """The programme office, if its mail address is known: without `mailto:` some programs refuse the file."""
    office = plan.scenario.programme.coordinator
    mail = one_line(office.email or "") if office else ""
    return {"ORGANIZER": address(mail, office.name)} if office and mail else {}


def address(mail: str, name: str) -> Any:
    """A mail address with the name of whose it is."""
    from icalendar import vCalAddress

    found = vCalAddress(f"mailto:{one_line(mail)}")
    plain = one_line(name).replace('"', "'")
    if plain:
        found.params["CN"] = plain
    return found


def _busy(plan: Plan, slot: Slot, reader: Reader) -> dict[str, str]:
    """Whether the time is taken: for those of the event it is; for who only looks on, and in its parts, it is not."""
    event = slot.event
    is_part = bool(slot.part) and not slot.is_travel
    if reader.kind == "office" or event.status == "cancelled" or slot.is_gone or is_part:
        busy = "FREE"
    elif event.status == "proposed":
        busy = "TENTATIVE"
    else:
        busy = "OOF" if reader.travels(plan, event) else "BUSY"
    return {"TRANSP": "TRANSPARENT" if busy == "FREE" else "OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS": busy}


def _geo(latitude: float, longitude: float) -> Any:
    """`51.0500;3.7167`: always four digits, as some programs want at least so many."""
    from icalendar.prop import vInline

    return vInline(f"{latitude + 0.0:.4f};{longitude + 0.0:.4f}")  # adding nothing turns -0.0 into 0.0


def _with(name: str, value: str, text: str) -> Any:
    """A text with a parameter; a web address holds nothing that a text would have to guard."""
    from icalendar import vText, vUri

    found = vUri(text) if value == "URI" else vText(text)
    found.params[name] = value
    return found


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
