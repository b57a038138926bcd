"""Busy calendars of cities: days on which somebody cannot come, read from .ics files, or from the web when asked to.

No titles are kept, as calendars are private. Short meetings do not count, or every civil servant would always be busy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from mentoring.domain.dates import ONE_DAY, Span, each_day, parse_day, weekday
from mentoring.errors import Place, UsageError
from mentoring.files.deadline import Deadline
from mentoring.files.draft import Draft
from mentoring.files.occurrence import Stay, bounds, original_time, stays
from mentoring.files.series import Effort
from mentoring.files.table_row import with_source
from mentoring.files.text import LARGEST, decode, read_bytes
from mentoring.files.who import Who

if TYPE_CHECKING:
    from mentoring.domain.scenario import Scenario

DaysKind = Literal["unavailable", "if_needed", "wishes"]

_LINE = re.compile(r"[A-Za-z0-9-]+[;:]")
_BEGIN = re.compile(r"BEGIN:(VEVENT|VFREEBUSY|VAVAILABILITY)[ \t]*$", re.IGNORECASE)
_WORDS = {"unavailable": "busy", "if_needed": "perhaps busy", "wishes": "in its calendar"}
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, OverflowError, OSError)
"""What the calendar library raises on broken entries; OSError for a zone named like a folder."""

MOST_DAYS = 500_000
"""Days of entries counted in one calendar; one that a whole working life is kept in has about fifty thousand."""

_PATIENCE = 20.0  # seconds for a server on the web to say something
_WHOLE_PATIENCE = 120.0  # and to say it all


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """How busy calendars are read: what their days become, and how many hours make a day one of them."""

    kind: DaysKind = "unavailable"
    min_hours: float = 4
    may_fetch: bool = False


def is_calendar(source: str) -> bool:
    """Whether the name is one of a calendar: a file `.ics`, or an address on the web."""
    target = source.partition("=")[2] or source
    return target.lower().endswith((".ics", ".ical", ".ifb")) or "://" in target


def say_source(source: str) -> str:
    """A source for people: addresses of calendars often hold a secret, so only the host is told."""
    if "://" not in source:
        return Path(source.partition("=")[2] or source).name
    return "calendar at " + re.split(r"[/?#]", source.partition("://")[2])[0].rpartition("@")[2]


def read_calendar(source: str, who: Who, rules: CalendarRules, draft: Draft, base: Scenario | None) -> None:
    """The busy days of a calendar into the draft, from the first to the last day of the programme.

    Raises UsageError when the file is not there, or stands on the web and may not be, or cannot be, fetched.
    """
    is_web = "://" in source
    data = _fetch(source, rules) if is_web else read_bytes(Path(source))
    name = say_source(source) if is_web else Path(source).as_posix()
    text, problems = decode(data, name)
    within = _programme_days(draft, base)
    if within is None and not problems:
        hint = "name the scenario with --into"
        draft.problem("a calendar is read for the days of a programme, and there are none", hint, Place(name))
    if problems or within is None:
        draft.problems += problems
        return
    days = _Days(within, rules)
    zone = _zone(who, base)
    entries = _entries(text, name, draft)
    moved: dict[str, list[datetime]] = {}
    for component, line in entries:
        try:
            original = original_time(component, zone)
            if original is not None:
                moved.setdefault(str(component.get("UID")), []).append(original)
        except _BROKEN as error:
            draft.problem(_say(error), "export the calendar again", Place(name, line, 1))
    for component, line in entries:
        uid = "" if "RECURRENCE-ID" in component else str(component.get("UID"))
        try:
            if component.name == "VAVAILABILITY":
                days.close_around(component, line, zone, base)
                continue
            for stay in stays(component, within, zone, days.effort, moved.get(uid, ())):
                days.count(stay, line)
        except _BROKEN as error:
            draft.problem(_say(error), "export the calendar again", Place(name, line, 1))
        if days.counted > MOST_DAYS or days.effort.is_spent:
            return
    for kind, line, span in days.spans():
        if who.kind == "people" and kind != "unavailable":
            continue
        why = with_source(_WORDS[kind], f"{say_source(source)}, line {line}")
        period = {"first": span.first.isoformat(), "last": span.last.isoformat(), "why": why}
        draft.add((who.kind, who.id, f"{kind}+"), period, Place(name, line, 1), {})


@dataclass(slots=True)
class _Days:
    """What is known of each day: closed as a whole by an entry, or busy for some hours."""

    within: Span
    rules: CalendarRules
    closed: dict[date, tuple[DaysKind, int]] = field(default_factory=dict)
    hours: dict[date, list[tuple[datetime, datetime, bool, int]]] = field(default_factory=dict)
    counted: int = 0
    effort: Effort = field(default_factory=Effort)

    def count(self, stay: Stay, line: int) -> None:
        """One stay on each of its days."""
        day = max(stay.begins.date(), self.within.first)
        while day <= self.within.last and datetime.combine(day, time()) < stay.ends:
            begins = max(stay.begins, datetime.combine(day, time()))
            ends = min(stay.ends, datetime.combine(day + ONE_DAY, time()))
            if stay.is_whole or stay.how == "away":
                self._close(day, stay.how == "tentative", line)
            else:
                self.hours.setdefault(day, []).append((begins, ends, stay.how == "tentative", line))
            day += ONE_DAY
            self.counted += 1
            if self.counted > MOST_DAYS:
                raise ValueError("this calendar holds far more than anybody has to do: export only the days needed")

    def close_around(self, component: Any, line: int, zone: ZoneInfo, base: Scenario | None) -> None:
        """Working days on which somebody who lists the hours of work (VAVAILABILITY, RFC 7953) has none at all."""
        working = base.programme.working_days if base else ("mon", "tue", "wed", "thu", "fri")
        first, last = bounds(component, self.within, zone)
        open_: set[date] = set()
        for hours in component.walk("AVAILABLE"):
            for stay in stays(hours, self.within, zone, self.effort):
                open_ |= set(each_day(stay.begins.date(), max(stay.begins, stay.ends - timedelta(seconds=1)).date()))
        is_tentative = str(component.get("BUSYTYPE", "")).upper() == "BUSY-TENTATIVE"
        for day in each_day(first, last):
            if day not in open_ and weekday(day) in working:
                self._close(day, is_tentative, line)

    def _close(self, day: date, is_tentative: bool, line: int) -> None:
        kind: DaysKind = "if_needed" if is_tentative else self.rules.kind
        known = self.closed.get(day)
        if known is None or (known[0] == "if_needed" and kind == "unavailable"):
            self.closed[day] = (kind, line)

    def spans(self) -> Iterator[tuple[DaysKind, int, Span]]:
        """Days of a kind that follow each other, with the line of the first entry that closes them."""
        for day, busy in self.hours.items():
            firm = [one for one in busy if not one[2]]
            for told, is_tentative in ((firm, False), (busy, True)):
                if _length(told) >= timedelta(hours=self.rules.min_hours):
                    self._close(day, is_tentative, told[0][3])
                    break
        open_: tuple[DaysKind, int, Span] | None = None
        for day in sorted(self.closed):
            kind, line = self.closed[day]
            if open_ and open_[0] == kind and day == open_[2].last + ONE_DAY:
                open_ = (kind, open_[1], Span(open_[2].first, day))
                continue
            if open_:
                yield open_
            open_ = (kind, line, Span(day, day))
        if open_:
            yield open_


def _length(busy: list[tuple[datetime, datetime, bool, int]]) -> timedelta:
    """How long somebody is busy; what lies over each other counts once."""
    total = timedelta(0)
    end: datetime | None = None
    for begins, ends, _, _ in sorted(busy):
        total += max(timedelta(0), ends - (max(begins, end) if end else begins))
        end = max(end, ends) if end else ends
    return total


def _entries(text: str, name: str, draft: Draft) -> list[tuple[Any, int]]:
    """Every entry of the calendar with its line; nothing, and a problem, when a part of the file is broken."""
    from icalendar import Calendar

    lines = text.splitlines()
    wrong = next((number for number, line in enumerate(lines, 1) if line.strip() and line[0] not in " \t"
                  and not _LINE.match(line)), 0)  # fmt: skip
    if wrong or not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        said = "this line is none of a calendar" if wrong else "this is no calendar: BEGIN:VCALENDAR is missing"
        draft.problem(said, "export it again as iCalendar (.ics)", Place(name, wrong or 1, 1))
        return []
    try:
        found = [part for one in Calendar.from_ical(text, multiple=True) for part in one.walk()]
    except _BROKEN as error:
        draft.problem(_say(error), "export it again as iCalendar (.ics)", Place(name))
        return []
    entries = [part for part in found if part.name in ("VEVENT", "VFREEBUSY", "VAVAILABILITY")]
    starts = [number for number, line in enumerate(lines, 1) if _BEGIN.match(line)]
    if len(starts) != len(entries):
        draft.problem("the calendar ends in the middle of an entry", "export it again", Place(name, len(lines), 1))
        return []
    told = list(zip(entries, starts, strict=True))
    for part, line in told:
        for key, wrong_with_it in part.errors:
            draft.problem(
                f"{key or 'a line'}: {_say(wrong_with_it)}", "mend the entry that begins here", Place(name, line, 1)
            )
    return [] if any(part.errors for part in entries) else told


def _programme_days(draft: Draft, base: Scenario | None) -> Span | None:
    if base is not None:
        return base.span
    told = draft.value.get("programme", {})
    try:
        return Span(parse_day(told.get("first")), parse_day(told.get("last")))
    except ValueError:
        return None


def _zone(who: Who, base: Scenario | None) -> ZoneInfo:
    """The zone of the city, or of a person's home; that of the programme when it is not known."""
    if base is None:
        return ZoneInfo("Europe/Brussels")
    home = base.people[who.id].home if who.kind == "people" and who.id in base.people else who.id
    site = base.site(home) if home and (home in base.cities or who.kind == "people") else None
    return ZoneInfo((site.time_zone if site else None) or base.programme.time_zone)


def _fetch(source: str, rules: CalendarRules) -> bytes:
    """A calendar from the web. Raises UsageError when it may not be asked for or does not come."""
    import http.client
    import urllib.error

    if not rules.may_fetch:
        raise UsageError(f"{say_source(source)} stands on the web: add --fetch to ask for it, or name a file")
    address = re.sub(r"^webcals?://", "https://", source)
    if not address.startswith(("https://", "http://")):
        raise UsageError(f"{say_source(source)}: only https addresses are asked for")
    try:
        deadline = Deadline()
        with deadline.within(_WHOLE_PATIENCE), _opener(deadline).open(address, timeout=_PATIENCE) as answer:
            data: bytes = answer.read(LARGEST + 1)
    except (http.client.InvalidURL, UnicodeError):  # their messages hold the address
        raise UsageError(f"{say_source(source)}: this is no address that can be asked for: copy it again") from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise UsageError(f"{say_source(source)} does not give the calendar: {reason}") from None
    if len(data) > LARGEST:
        raise UsageError(f"{say_source(source)} gives more than {LARGEST // 1_000_000} MB: that is no calendar")
    return data


def _opener(deadline: Deadline) -> Any:
    """What asks the web: it follows a server to another address of its own, and nowhere else."""
    import urllib.error
    import urllib.request
    from urllib.parse import urlsplit

    class SameServer(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
            old, new = urlsplit(req.full_url), urlsplit(newurl)
            is_safer = (old.scheme, new.scheme) == ("http", "https")
            if new.hostname != old.hostname or not (is_safer or (old.scheme, old.port) == (new.scheme, new.port)):
                fp.close()
                where = re.sub(r"[^\w.:/-]", "", f"{new.scheme}://{new.hostname}")[:100]
                raise urllib.error.URLError(f"it sends on to {where}: ask there yourself if you trust it")
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    return urllib.request.build_opener(SameServer, *deadline.handlers())


def _say(error: object) -> str:
    if isinstance(error, KeyError) and error.args == ("DTSTART",):
        return "the entry does not say when it begins"
    said = " ".join(str(error).split())[:200]
    got = re.search(r"Expected (?:datetime|date)\b.* Got: (.*)", said)  # as the library says it
    return f"{got[1]} is no day and no time" if got else said
