"""What it costs to ask somebody to give way: the order in which ways out of a conflict are offered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from mentoring.domain.dates import ONE_DAY, say_span
from mentoring.domain.value import Period


class Asking(IntEnum):
    """Whom one would have to ask for a rule to give way, the easiest first. The number is what one asking costs."""

    PIN = 4  # whoever fixed it by hand
    LIMIT = 5  # the programme office: how many, how much
    TIME = 6  # the programme office: windows, lags, lengths of time
    CLOSED = 7  # the programme: its closed days
    CITY = 9  # a city or a person: their own days, what they can bear
    LEAVE_OUT = 14  # everybody: something does not take place
    NEVER = 0  # nobody can be asked: public holidays, one place at a time

    @property
    def is_possible(self) -> bool:
        """Whether anybody can be asked at all."""
        return self is not Asking.NEVER


@dataclass(frozen=True, slots=True)
class Loosening:
    """What to ask for so that one given plan keeps a rule.

    `sentence` says it as a request, without a full stop. `changes` are values by dotted key of the scenario file; None
    takes a value out. What is given for an entry of a list (`programme.closed.0`) is a list that takes its place.
    """

    sentence: str
    changes: tuple[tuple[str, Any], ...]


def stretches(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days in a row as first and last day, both inside; rising."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if found and found[-1][1] + ONE_DAY == day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def say_stretches(days: Iterable[date]) -> str:
    """`8-11 March 2013 and 2 April 2013`."""
    return " and ".join(say_span(*stretch) for stretch in stretches(days))


def without_days(period: Period, days: Iterable[date]) -> list[dict[str, Any]]:
    """What is left of a period, as entries of a scenario file, when these days are taken out of it."""
    opened = stretches(day for day in days if day in period.span)
    return [
        {**period.model_dump(mode="json", exclude_defaults=True), "first": first.isoformat(), "last": last.isoformat()}
        for first, last in _gaps(period.first, period.last, opened)
    ]


def _gaps(first: date, last: date, opened: list[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    for begin, end in opened:
        if first < begin:
            yield first, begin - ONE_DAY
        first = end + ONE_DAY
    if first <= last:
        yield first, last
