"""Sets of start days as whole numbers: bit i set means start day i is in the set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from mentoring.domain.dates import Lag as Length
from mentoring.domain.dates import add_lag
from mentoring.language.declaration import Lag
from mentoring.language.frame import Frame


def numbers(mask: int) -> list[int]:
    """The days of a mask, rising."""
    return [number for number, bit in enumerate(bin(mask)[:1:-1]) if bit == "1"]


def lowest(mask: int) -> int:
    """The first day of a mask that is not empty."""
    return (mask & -mask).bit_length() - 1


def highest(mask: int) -> int:
    """The last day of a mask that is not empty."""
    return mask.bit_length() - 1


def at_least(day: int) -> int:
    """Every day from `day` on, as a mask to be met with another."""
    return -1 << max(0, day)


def at_most(day: int) -> int:
    """Every day up to `day`."""
    return (1 << max(0, day + 1)) - 1


def list_near(spans: Sequence[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """Which two of the spans lie fewer than `most` free days apart, by their numbers, in order; ends are outside."""
    order = sorted(range(len(spans)), key=lambda number: spans[number][0])
    found: list[tuple[int, int]] = []
    for place, one in enumerate(order):
        for other in islice(order, place + 1, None):
            if spans[other][0] - spans[one][1] >= most:
                break
            found.append((min(one, other), max(one, other)))
    return sorted(found)


def lag_table(frame: Frame, days: int, lag: Length) -> list[int]:
    """For each start day of the earlier event (of `days` days): the start day that lies `lag` after it."""
    return _table(frame.scenario.programme.first, frame.horizon, days, lag)


@lru_cache(maxsize=256)
def _table(first: date, horizon: int, days: int, lag: Length) -> list[int]:
    """Few stages share few lags: each table is made once, and nobody changes it."""
    if lag.unit != "m":
        offset = days + lag.count * (7 if lag.unit == "w" else 1)
        return [start + offset for start in range(horizon)]
    return [(add_lag(first + timedelta(days=start + days), lag) - first).days for start in range(horizon)]


@dataclass(frozen=True, slots=True)
class Bound:
    """A lag with its tables: for each start day of the earlier event the first and last start day of the later.

    `shift` is what both tables add to every day alike (None: no such bound); None where months make it differ.
    """

    earlier: str
    later: str
    least: list[int] | None
    most: list[int] | None
    said_by: Lag
    shift: tuple[int | None, int | None] | None = None

    def after(self, early: int, late: int) -> int:
        """Days of the later event that some day of the earlier one goes with."""
        if self.shift is None:
            return after(early, late, self.least, self.most)
        return late & _moved(early, *self.shift)

    def before(self, early: int, late: int) -> int:
        """Days of the earlier event that some day of the later one goes with."""
        if self.shift is None:
            return before(early, late, self.least, self.most)
        least, most = self.shift
        return early & _moved(late, None if most is None else -most, None if least is None else -least)


def _moved(mask: int, least: int | None, most: int | None) -> int:
    """Every day that lies `least` to `most` days after one of the mask; the days before day 0 are cut off."""
    if not mask:
        return 0
    if least is None and most is None:
        return -1
    if least is None or most is None:
        return at_most(highest(mask) + (most or 0)) if least is None else at_least(lowest(mask) + least)
    if most < least:
        return 0
    width, spread = 1, mask
    while width < most - least + 1:
        step = min(width, most - least + 1 - width)
        spread |= spread << step
        width += step
    return spread << least if least >= 0 else spread >> -least


def bound_of(frame: Frame, lag: Lag) -> Bound:
    """The tables of a declared lag."""
    days = frame.scenario.stages[frame.agenda.events[lag.earlier].stage].days
    least = None if lag.min is None else lag_table(frame, days, lag.min)
    most = None if lag.max is None else lag_table(frame, days, lag.max)
    ends = (None if least is None else least[0], None if most is None else most[0])
    shift = None if any(length is not None and length.unit == "m" for length in (lag.min, lag.max)) else ends
    return Bound(lag.earlier, lag.later, least, most, lag, shift)


def after(early: int, late: int, least: list[int] | None, most: list[int] | None) -> int:
    """Days of the later event that some day of the earlier one goes with."""
    if not early:
        return 0
    if least is None or most is None:
        late &= -1 if least is None else at_least(least[lowest(early)])
        return late & (-1 if most is None else at_most(most[highest(early)]))
    kept = 0
    for day in numbers(early):
        kept |= late & at_least(least[day]) & at_most(most[day])
    return kept


def before(early: int, late: int, least: list[int] | None, most: list[int] | None) -> int:
    """Days of the earlier event that some day of the later one goes with."""
    if not late:
        return 0
    last, first = highest(late), lowest(late)
    kept = 0
    for day in numbers(early):
        if least is None or most is None:
            fits = (least is None or least[day] <= last) and (most is None or most[day] >= first)
        else:
            fits = late & at_least(least[day]) & at_most(most[day]) != 0
        kept |= fits << day
    return kept


def pass_on(masks: dict[str, int], lags: Sequence[Bound]) -> Bound | None:
    """Narrow the masks by the lags until nothing changes; the lag that leaves an event no day, or None."""
    changed = True
    while changed:
        changed = False
        for lag in lags:
            old = (masks[lag.earlier], masks[lag.later])
            masks[lag.later] = lag.after(*old)
            masks[lag.earlier] = lag.before(old[0], masks[lag.later])
            if not masks[lag.earlier] or not masks[lag.later]:
                return lag
            changed = changed or old != (masks[lag.earlier], masks[lag.later])
    return None
