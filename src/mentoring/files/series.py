"""When a repeating entry of a calendar happens (RRULE), found within bounds whatever its rule says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime, time
from math import prod
from typing import Any

MOST = 5_000
"""Times that one series is followed within a programme."""

MOST_WALKED = 20_000_000
"""Days that all series of a calendar are walked along, each from its own begin; an office's have about a million, and
these take some twenty seconds."""

_MOST_A_DAY = 24

_CYCLE = 400  # years after which the calendar repeats itself: leap days, weekdays and weeks


@dataclass(slots=True)
class Effort:
    """How far the series of one calendar were walked along, in days."""

    walked: int = 0

    @property
    def is_spent(self) -> bool:
        """Whether nothing more is followed in this calendar."""
        return self.walked > MOST_WALKED

    def spend(self, days: int) -> None:
        """Raises ValueError when that is more than any honest calendar takes."""
        self.walked += days
        if self.is_spent:
            raise ValueError("the series of this calendar take too long to follow: export only the days needed")


def follow(rule: Any, own: datetime, home: Any, low: datetime, high: datetime, effort: Effort) -> list[datetime]:
    """The times of a series that begins at `own`, from `low` to `high` (both inside), all by the clock of its zone.

    `home` is the zone, in which a last time in UTC (UNTIL) is understood.

    Raises ValueError when the rule makes no sense, or following it takes too long.
    """
    said = rule.to_ical().decode("ascii")
    a_day = prod(len(rule.get(part) or [0]) for part in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if re.search(r"FREQ=(SECONDLY|MINUTELY|HOURLY)", said) or a_day > _MOST_A_DAY:
        raise ValueError("a series that repeats by the hour is not followed")
    if re.search(r"INTERVAL=-?0*(;|$)|BYEASTER", said):
        raise ValueError("this series does not say when it repeats")
    if own > high:
        return []
    # A rule that never comes true is tried to the end of time, so that is brought near: all moves on by whole cycles.
    ahead = (MAXYEAR - high.year) // _CYCLE * _CYCLE
    until = (rule.get("UNTIL") or [None])[0]
    last = min(high, _local_end(until, home)) if until is not None else high
    begin, low, last = _later(own, ahead), _later(max(low, own), ahead), _later(last, ahead)
    effort.spend(max(0, (last - begin).days) * a_day)
    return [_later(one, -ahead) for one in _walk(re.sub(r";?UNTIL=[^;]*", "", said), begin, low, last, effort)]


def _walk(rule: str, begin: datetime, low: datetime, last: datetime, effort: Effort) -> list[datetime]:
    from dateutil.rrule import rrulestr

    found: list[datetime] = []
    seen = 0
    series: Any = rrulestr(rule, dtstart=begin)
    for one in series:
        if one > last or len(found) == MOST:
            return found
        seen += 1
        if one >= low:
            found.append(one)
    count = re.search(r"COUNT=(\d+)", rule)
    if count is None or seen < int(count[1]):
        effort.spend((MAXYEAR - last.year) * 366)  # it was tried to the end
    return found


def _local_end(until: Any, home: Any) -> datetime:
    """The last time of a series by the clock of its own zone; a day without a time counts to its end."""
    if not isinstance(until, datetime):
        return datetime.combine(until, time.max)
    return until.astimezone(home).replace(tzinfo=None) if until.tzinfo and home else until.replace(tzinfo=None)


def _later(moment: datetime, years: int) -> datetime:
    """The same moment so many whole cycles later."""
    return moment.replace(year=max(MINYEAR, moment.year + years))
