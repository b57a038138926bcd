"""Entries of a calendar as stays: from when to when somebody is busy, once for each time that a series happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from mentoring.domain.dates import ONE_DAY, Span
from mentoring.files.series import Effort, follow

How = Literal["busy", "away", "tentative"]

_FREE = ("FREE", "WORKINGELSEWHERE")


@dataclass(frozen=True, slots=True)
class Stay:
    """Busy from one moment to another (outside), in local time; `is_whole` for days without hours."""

    begins: datetime
    ends: datetime
    is_whole: bool
    how: How


def stays(
    component: Any, within: Span, zone: ZoneInfo, effort: Effort, moved: Iterable[datetime] = ()
) -> Iterator[Stay]:
    """When an entry (VEVENT or VFREEBUSY) keeps somebody busy in the days given; nothing if it does not at all.

    `effort` is that of the whole calendar; `moved` are the times of a series that entries of their own replace.

    Raises ValueError when its times make no sense, or all series together take too long.
    """
    if component.name == "VFREEBUSY":
        yield from _free_busy(component, zone)
        return
    how = _how(component)
    if how is None:
        return
    start = component["DTSTART"].dt
    length = _length(component, start)
    is_whole = not isinstance(start, datetime)
    for begins in _times(component, start, length, within, zone, set(moved), effort):
        yield Stay(begins, begins + length, is_whole, how)


def bounds(component: Any, within: Span, zone: ZoneInfo) -> Span:
    """The days of an entry that need not begin or end (VAVAILABILITY), as far as they lie within others."""
    first, last = within
    if "DTSTART" in component:
        first = max(first, _local(component["DTSTART"].dt, zone).date())
    if "DTEND" in component:
        last = min(last, (_local(component["DTEND"].dt, zone) - timedelta(seconds=1)).date())
    return Span(first, last)


def original_time(component: Any, zone: ZoneInfo) -> datetime | None:
    """Which time of its series an entry replaces; None if it replaces none."""
    return _local(component["RECURRENCE-ID"].dt, zone) if "RECURRENCE-ID" in component else None


def _how(component: Any) -> How | None:
    """How an entry keeps somebody busy; None when it does not."""
    status = str(component.get("STATUS", "")).upper()
    busy = str(component.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    if status == "CANCELLED" or str(component.get("TRANSP", "")).upper() == "TRANSPARENT" or busy in _FREE:
        return None
    if status == "TENTATIVE" or busy == "TENTATIVE":
        return "tentative"
    return "away" if busy == "OOF" else "busy"


def _length(component: Any, start: date) -> timedelta:
    if "DURATION" in component:
        return _not_negative(component["DURATION"].dt)
    if "DTEND" in component:
        end = component["DTEND"].dt
        if isinstance(end, datetime) != isinstance(start, datetime):
            raise ValueError("an entry begins on a day and ends at a time, or the other way round")
        if isinstance(start, datetime):
            return _not_negative(_aware(end) - _aware(start))
        whole: timedelta = end - start
        return max(ONE_DAY, whole)  # some programs write the last day itself
    return timedelta(0) if isinstance(start, datetime) else ONE_DAY


def _times(
    component: Any, start: date, length: timedelta, within: Span, zone: ZoneInfo, moved: set[datetime], effort: Effort
) -> Iterator[datetime]:
    """The local begin of every time that touches the days."""
    first = _local(start, zone)
    # Series repeat at the wall clock of their own zone, so they are followed there and only then made local.
    own = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())
    home = start.tzinfo if isinstance(start, datetime) else None
    left_out = {_local(one, zone) for one in _listed(component.get("EXDATE"))} | moved
    low = datetime.combine(within.first, time()) - length - 2 * ONE_DAY
    high = datetime.combine(within.last, time()) + 2 * ONE_DAY
    found = {first} | {_local(one, zone) for one in _listed(component.get("RDATE"))}
    rules = component.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules is not None else []:
        for one in follow(rule, own, home, low, high, effort):
            found.add(_local(one.replace(tzinfo=home) if home else one, zone))
    inside = (one for one in found - left_out if one + length >= low and one <= high)
    yield from sorted(inside)


def _free_busy(component: Any, zone: ZoneInfo) -> Iterator[Stay]:
    periods = component.get("FREEBUSY", [])
    for period in periods if isinstance(periods, list) else [periods]:
        kind = str(period.params.get("FBTYPE", "BUSY")).upper()
        if kind == "FREE":
            continue
        begins, ends = period.dt
        end = begins + ends if isinstance(ends, timedelta) else ends
        how: How = "tentative" if kind == "BUSY-TENTATIVE" else "away" if kind == "BUSY-UNAVAILABLE" else "busy"
        yield Stay(_local(begins, zone), _local(end, zone), False, how)


def _listed(value: Any) -> Iterator[date]:
    for one in value if isinstance(value, list) else [] if value is None else [value]:
        for day in one.dts:
            yield day.dt[0] if isinstance(day.dt, tuple) else day.dt


def _local(moment: date, zone: ZoneInfo) -> datetime:
    """A moment by the clock of the zone; one without a zone is meant there."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    return (moment.astimezone(zone) if moment.tzinfo else moment).replace(tzinfo=None)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("UTC"))


def _not_negative(length: timedelta) -> timedelta:
    if length < timedelta(0):
        raise ValueError("an entry ends before it begins")
    return length
