"""When clocks change in a time zone: by the rule at the end of its entry in the IANA database, and day by day.

Python's `zoneinfo` knows every change but tells no rule, and calendars need the rule. It is read from the same file
that `zoneinfo` would read, and held against `zoneinfo` before anybody relies on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

MONDAY_FIRST = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAME = r"<[^>]+>|[A-Za-z]{3,}"
_OFFSET = r"[+-]?\d{1,3}(?::\d{2}){0,2}"
_FOOTER = re.compile(
    rf"(?P<standard>{_NAME})(?P<offset>{_OFFSET})"
    rf"(?:(?P<summer>{_NAME})(?P<ahead>{_OFFSET})?,(?P<begin>M[^,]+),(?P<end>M[^,]+))?"
)
_DAY = re.compile(rf"M(\d{{1,2}})\.([1-5])\.([0-6])(?:/({_OFFSET}))?")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the clocks: the moment (UTC), and how far local time is ahead of UTC before and after it."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str


@dataclass(frozen=True, slots=True)
class Onset:
    """The day of every year on which clocks change: the `week`-th weekday of a month (5: the last), at a local time."""

    month: int
    week: int
    weekday: int  # 0: Monday
    time: timedelta

    def local(self, year: int) -> datetime:
        """The local time of that year's change, on the clock that is in force before it."""
        if self.week == 5:
            last = date(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)
            day = last - timedelta(days=(last.weekday() - self.weekday) % 7)
        else:
            first = date(year, self.month, 1)
            day = first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.week - 1))
        return datetime.combine(day, time()) + self.time

    @property
    def is_on_its_day(self) -> bool:
        """Whether the change lies on the day named, and not hours before or after it."""
        return timedelta(0) <= self.time < timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """How the clocks of a zone go for ever: one offset, or standard and summer time.

    Summer time is always the one that is ahead; Ireland's law says it the other way round, which telephones misread.
    """

    standard: str
    offset: timedelta
    summer: str = ""
    ahead: timedelta = timedelta(0)
    begin: Onset | None = None
    end: Onset | None = None

    def changes(self, year: int) -> list[Change]:
        """The changes of a year by local reckoning, in order."""
        if self.begin is None or self.end is None:
            return []
        spring = Change(_utc(self.begin.local(year), self.offset), self.offset, self.ahead, self.summer)
        autumn = Change(_utc(self.end.local(year), self.ahead), self.ahead, self.offset, self.standard)
        return sorted((spring, autumn), key=lambda change: change.at)


@cache
def read_rule(zone: str) -> Rule | None:
    """The rule by which the zone goes from now on; None when there is none that a calendar could say."""
    footer = _footer(zone)
    found = _FOOTER.fullmatch(footer)
    if found is None:
        return None
    standard, offset = found["standard"].strip("<>"), -_length(found["offset"])
    if found["summer"] is None:
        return Rule(standard, offset)
    ahead = -_length(found["ahead"]) if found["ahead"] else offset + timedelta(hours=1)
    begin, end = _onset(found["begin"]), _onset(found["end"])
    if begin is None or end is None:
        return None
    rule = Rule(standard, offset, found["summer"].strip("<>"), ahead, begin, end)
    return rule if ahead > offset else Rule(rule.summer, ahead, rule.standard, offset, end, begin)


def list_changes(zone: str, first: int, last: int) -> list[Change]:
    """Every change of the clocks in the years (both inside), as `zoneinfo` knows them.

    Raises KeyError when this computer has no such zone.
    """
    from zoneinfo import ZoneInfo

    place = ZoneInfo(zone)
    found = []
    # A day of leeway, as the year begins at another moment there.
    moment, until = datetime(max(first, 2) - 1, 12, 31, tzinfo=UTC), datetime(last + 1, 1, 2, tzinfo=UTC)
    while moment < until:
        following = moment + timedelta(days=1)
        before, after = (each.astimezone(place).utcoffset() or timedelta(0) for each in (moment, following))
        if before != after:
            low, high = moment, following
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
                low, high = (middle, high) if middle.astimezone(place).utcoffset() == before else (low, middle)
            if first <= (high + before).year <= last:
                found.append(Change(high, before, after, high.astimezone(place).tzname() or ""))
        moment = following
    return found


def offset_at(zone: str, moment: datetime) -> tuple[timedelta, str]:
    """How far local time is ahead of UTC at a moment, and what it is called then."""
    from zoneinfo import ZoneInfo

    there = moment.astimezone(ZoneInfo(zone))
    return there.utcoffset() or timedelta(0), there.tzname() or zone


def _footer(zone: str) -> str:
    """The last line of the zone's file: where `zoneinfo` looks, and in its order."""
    from zoneinfo import TZPATH

    for folder in TZPATH:
        path = Path(folder) / zone
        if path.is_file():
            return _last_line(path.read_bytes())
    from importlib import resources

    *above, name = zone.split("/")
    try:
        return _last_line((resources.files(".".join(("tzdata", "zoneinfo", *above))) / name).read_bytes())
    except (ImportError, OSError):  # the package is not there, or has no such zone
        return ""


def _last_line(content: bytes) -> str:
    lines = content.rstrip(b"\n").rsplit(b"\n", 1)
    return lines[-1].decode("ascii", "replace") if content.startswith(b"TZif") and len(lines) == 2 else ""


def _onset(text: str) -> Onset | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    time = _length(found[4]) if found[4] else timedelta(hours=2)
    return Onset(int(found[1]), int(found[2]), (int(found[3]) - 1) % 7, time)


def _length(text: str) -> timedelta:
    """`-1:30` as a length of time; in a footer offsets count westwards, which the caller turns round."""
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    length = sum((timedelta(seconds=part * 60 ** (2 - at)) for at, part in enumerate(parts)), timedelta(0))
    return -length if text.startswith("-") else length


def _utc(local: datetime, offset: timedelta) -> datetime:
    return (local - offset).replace(tzinfo=UTC)
