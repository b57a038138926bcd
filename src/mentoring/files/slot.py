"""The head of a poll's column: a day, some days or a week, written so that it can be read in one way only."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mentoring.domain.dates import ONE_DAY, Span, parse_day

_MONTHS = (
    "january januar januari janvier enero gennaio jan janv jän ene gen",
    "february februar februari février fevrier febrero febbraio feb fév févr",
    "march märz maart mars marzo mar mär mrt",
    "april avril abril aprile apr avr abr",
    "may mai mei mayo maggio mag",
    "june juni juin junio giugno jun giu",
    "july juli juillet julio luglio jul juil lug",
    "august augustus août aout agosto aug ago",
    "september septembre septiembre settembre sep sept set",
    "october oktober octobre octubre ottobre oct okt ott",
    "november novembre noviembre nov",
    "december dezember décembre decembre diciembre dicembre dec dez déc dic",
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}
"""Months by their names and short names in six languages."""

_NAME = r"[^\W\d_]+"
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}):(\d{2})(?::[\d.]+)?\s*(Z|[+-]\d{2}:?\d{2})?")
_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})\s*(?:-|–|/|to|until|\.\.)\s*(\d{4}-\d{2}-\d{2})")
_WEEK = re.compile(r"(\d{4})-?\s*W(\d{1,2})", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"(?:{_NAME}\.?,?\s+)?(\d{{1,2}})\.?\s+({_NAME})\.?\s+(\d{{4}})(?:[, ].*)?")
_MONTH_FIRST = re.compile(rf"(?:{_NAME}\.?,?\s+)?({_NAME})\.?\s+(\d{{1,2}}),?\s+(\d{{4}})(?:[, ].*)?")
_MONTH = re.compile(rf"({_NAME})\.?\s+(\d{{4}})")
_BARE_DAY = re.compile(rf"(?:{_NAME}\.?,?\s+)?(\d{{1,2}})\.?")
_LOOKS = re.compile(r"\d{1,4}[./-]\d{1,2}([./-]\d{1,4})?$|W\d{1,2}$|\d{4}-|.*\b\d{1,2}\b.*\b\d{4}\b")


def read_slot(text: str, zone: ZoneInfo) -> Span:
    """The days that a head means, both inside; times are those of the zone.

    Raises ValueError, with what to write instead, when it means none, or could mean two.
    """
    plain = " ".join(text.split())
    if (week := _WEEK.fullmatch(plain)) is not None:
        return _week(int(week[1]), int(week[2]))
    if (span := _SPAN.fullmatch(plain)) is not None:
        first, last = parse_day(span[1]), parse_day(span[2])
        if first > last:
            raise ValueError(f"{first} lies after {last}: swap them")
        return Span(first, last)
    times = list(_TIME.finditer(plain))
    if times and plain.startswith(times[0].group()):
        return _between(times, zone)
    if (day := _named(plain)) is not None:
        return Span(day, day)
    day = parse_day(plain)
    return Span(day, day)


def looks_like_slot(text: str) -> bool:
    """Whether somebody meant a date or a week, rightly written or not."""
    return bool(_LOOKS.match(" ".join(text.split())))


def read_month(text: str) -> tuple[int, int] | None:
    """Year and month of a head such as `March 2027`; None when it is no such head."""
    found = _MONTH.fullmatch(" ".join(text.split()))
    month = MONTHS.get(found[1].casefold()) if found else None
    return (int(found[2]), month) if found and month else None


def read_day_of(text: str, month: tuple[int, int]) -> date | None:
    """The day of a head such as `Mon 1` under a month; None when it is no such head.

    Raises ValueError when the month has no such day.
    """
    found = _BARE_DAY.fullmatch(" ".join(text.split()))
    return parse_day(f"{month[0]:04d}-{month[1]:02d}-{int(found[1]):02d}") if found else None


def _named(text: str) -> date | None:
    """A day whose month is a word: `Monday 1 March 2027`, `Mar 1, 2027, 10:00`."""
    for pattern, day, month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        found = pattern.fullmatch(text)
        number = MONTHS.get(found[month].casefold()) if found else None
        if found and number:
            return parse_day(f"{found[3]}-{number:02d}-{int(found[day]):02d}")
    return None


def _week(year: int, week: int) -> Span:
    try:
        first = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise ValueError(f"{year} has no week {week}") from None
    return Span(first, first + timedelta(days=6))


def _between(times: list[re.Match[str]], zone: ZoneInfo) -> Span:
    """The days from one time to another; one that ends at midnight does not count the day that begins then."""
    first, last = (_local(found, zone) for found in (times[0], times[-1]))
    is_midnight = last.hour == last.minute == 0 and last > first
    end = last.date() - ONE_DAY if is_midnight else last.date()
    if end < first.date():
        raise ValueError(f"{first:%Y-%m-%d %H:%M} lies after {last:%Y-%m-%d %H:%M}: swap them")
    return Span(first.date(), end)


def _local(found: re.Match[str], zone: ZoneInfo) -> datetime:
    day = parse_day(found[1])
    if int(found[2]) > 23 or int(found[3]) > 59:
        raise ValueError(f"{found.group()!r} is no time")
    offset = (found[4] or "").replace("Z", "+00:00")
    at = f"{day.isoformat()}T{int(found[2]):02d}:{found[3]}:00{offset}"
    time = datetime.fromisoformat(at)
    return time.astimezone(zone) if offset else time.replace(tzinfo=zone)
