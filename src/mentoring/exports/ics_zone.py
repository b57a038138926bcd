"""Time zones inside a calendar file (VTIMEZONE), as every program reads them: rules, and never lists of dates.

Several programs read only the first date of a list (RDATE) and are an hour off from then on; two rules with a weekday
are read by all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from mentoring.files.zone_rule import MONDAY_FIRST, Change, Onset, Rule, list_changes, offset_at, read_rule

_LONG_AGO = 1970  # year from which a rule is written to hold: before any event


@cache
def zone_lines(zone: str, first: int, last: int) -> bytes:
    """The VTIMEZONE of a zone, right for all events of the years (both inside)."""
    rule = read_rule(zone)
    if rule is not None and _is_sayable(rule) and _holds(rule, zone, first, last):
        parts = list(_by_rule(rule))
    else:
        parts = list(_by_change(zone, first, last))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}", *(line for part in parts for line in part), "END:VTIMEZONE"]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _is_sayable(rule: Rule) -> bool:
    return all(onset is None or onset.is_on_its_day for onset in (rule.begin, rule.end))


def _holds(rule: Rule, zone: str, first: int, last: int) -> bool:
    """Whether the clocks went by the rule in those years: rules come and go, and the file tells only the last one."""
    told = [(change.at, change.after) for year in range(first, last + 1) for change in rule.changes(year)]
    known = [(change.at, change.after) for change in list_changes(zone, first, last)]
    if told or known:
        return told == known
    return offset_at(zone, datetime(first, 7, 1, tzinfo=UTC))[0] == rule.offset


def _by_rule(rule: Rule) -> Iterator[list[str]]:
    if rule.begin is None or rule.end is None:
        # Outlook wants a rule with a weekday even where clocks never change.
        always = Onset(1, 1, 3, timedelta(0))
        yield _part("STANDARD", always.local(_LONG_AGO), rule.offset, rule.offset, rule.standard, always)
        return
    autumn, spring = rule.end.local(_LONG_AGO), rule.begin.local(_LONG_AGO)
    yield _part("STANDARD", autumn, rule.ahead, rule.offset, rule.standard, rule.end)
    yield _part("DAYLIGHT", spring, rule.offset, rule.ahead, rule.summer, rule.begin)


def _by_change(zone: str, first: int, last: int) -> Iterator[list[str]]:
    """Every change by itself, where no rule holds for all those years."""
    begin = datetime(first - 1, 12, 1, tzinfo=UTC)
    offset, name = offset_at(zone, begin)
    changes = [change for change in list_changes(zone, first - 1, last) if change.at > begin]
    start = Change(datetime(_LONG_AGO, 1, 1, tzinfo=UTC) - offset, offset, offset, name)
    for change in (start, *changes):
        kind = "DAYLIGHT" if change.after > change.before else "STANDARD"
        local = (change.at + change.before).replace(tzinfo=None)
        yield _part(kind, local, change.before, change.after, change.name)


def _part(
    kind: str, local: datetime, before: timedelta, after: timedelta, name: str, every: Onset | None = None
) -> list[str]:
    lines = [f"BEGIN:{kind}", f"DTSTART:{local:%Y%m%dT%H%M%S}"]
    if every is not None:
        week = -1 if every.week == 5 else every.week
        lines.append(f"RRULE:FREQ=YEARLY;BYMONTH={every.month};BYDAY={week}{MONDAY_FIRST[every.weekday]}")
    return [
        *lines, f"TZOFFSETFROM:{_offset(before)}", f"TZOFFSETTO:{_offset(after)}", f"TZNAME:{name}", f"END:{kind}",
    ]  # fmt: skip


def _offset(ahead: timedelta) -> str:
    """`+0200`; with seconds where local time had some, long ago."""
    seconds = abs(ahead) // timedelta(seconds=1)
    sign = "-" if ahead < timedelta(0) else "+"
    rest = f"{seconds % 60:02}" if seconds % 60 else ""
    return f"{sign}{seconds // 3600:02}{seconds % 3600 // 60:02}{rest}"
