"""Sets of start days as whole numbers: bit i set means start day i is in the set."""

from __future__ import annotations

from mentoring.domain.dates import Lag as Length
from mentoring.domain.dates import add_lag
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


def lag_table(frame: Frame, days: int, lag: Length) -> list[int]:
    """For each start day of the earlier event (of `days` days): the start day that lies `lag` after it."""
    if lag.unit != "m":
        offset = days + lag.count * (7 if lag.unit == "w" else 1)
        return [start + offset for start in range(frame.horizon)]
    return [frame.day(add_lag(frame.date(start + days), lag)) for start in range(frame.horizon)]


def after(early: int, late: int, least: list[int] | None, most: list[int] | None) -> int:
    """Days of the later event that the earlier one's earliest and latest day still allow."""
    if not early:
        return 0
    if least is not None:
        late &= at_least(least[lowest(early)])
    if most is not None:
        late &= at_most(most[highest(early)])
    return late


def before(early: int, late: int, least: list[int] | None, most: list[int] | None) -> int:
    """Days of the earlier event that leave the later one some day."""
    if not late:
        return 0
    last, first = highest(late), lowest(late)
    kept = 0
    for day in numbers(early):
        if (least is None or least[day] <= last) and (most is None or most[day] >= first):
            kept |= 1 << day
    return kept
