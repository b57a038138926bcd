"""The few kinds of declaration that rules make, and the three that goals make.

A start day is a number inside the engine only: days since `programme.first`, which is 0. A set of start days is a
whole number used as a bit mask: bit i set means day i is allowed.
A subject is (who, event) or a part of it: what a sentence about the declaration needs to know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations
from typing import Literal

from mentoring.domain.dates import Lag as Length
from mentoring.domain.event import When
from mentoring.language.fact import Fact

Subject = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forbid:
    """The fact is false."""

    fact: Fact
    subject: Subject = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Require:
    """The fact is true."""

    fact: Fact
    subject: Subject = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Choose:
    """Exactly `count` of the facts are true if `when` is, and none of them if it is not (None: always)."""

    facts: tuple[Fact, ...]
    count: int
    when: Fact | None = None
    subject: Subject = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One fact's share in a limit.

    Per day it counts on the days of its event (`body`), on `lead` days before and on `tail` days after.
    Per week or month it counts in that of the event's first day.
    """

    fact: Fact
    weight: int = 1
    lead: int = 0
    tail: int = 0
    body: bool = True


@dataclass(frozen=True, slots=True)
class Limit:
    """The weighted sum of true facts stays within bounds: in all, or on any day, ISO week or month.

    `at_least`, `or_none` (the sum is 0 or within) and negative weights go with per="all" only.
    """

    terms: tuple[Term, ...]
    at_most: int | None = None
    at_least: int | None = None
    or_none: bool = False
    per: Literal["all", "day", "week", "month"] = "all"
    subject: Subject = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """If `when` is true (None: whenever it is held) the event starts on a day of `mask`."""

    event: str
    mask: int
    when: Fact | None = None
    subject: Subject = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Lag:
    """Free days between two events, if both are held and one of the pairings `when` is in the plan (None: always).

    Lag = first day of the later minus the day after the last day of the earlier. Negative lengths are allowed
    here (not in files): they say "at most so long from first day to last", also in months.
    """

    earlier: str
    later: str
    min: Length | None = None
    max: Length | None = None
    when: When = None
    subject: Subject = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """All of these events that are held lie in one stretch of days: every two keep such a lag, whichever comes first.

    The events are of one length. Said once for all of them: of some hundred events every two are far too many.
    """

    events: tuple[str, ...]
    min: Length | None = None
    max: Length | None = None
    subject: Subject = ()
    rule: str = ""

    def lags(self, some: Iterable[str]) -> Iterator[Lag]:
        """The same said of every two of `some` of its events."""
        for one, two in permutations(some, 2):
            yield Lag(one, two, self.min, self.max, subject=self.subject, rule=self.rule)


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody is at an event at a place (None: online, nobody travels)."""

    fact: Fact
    event: str
    place: str | None
    trip: str
    away: bool = False
    travel_days: int = 0


@dataclass(frozen=True, slots=True)
class Apart:
    """Two stays of different trips that are both true never overlap, and lie `needed` free days apart."""

    stays: tuple[Stay, ...]
    free_days: Callable[[str, str], int]
    rest_days: int = 0
    subject: Subject = ()
    rule: str = ""

    def needed(self, one: Stay, two: Stay) -> int | None:
        """Free days between the two, whichever comes first; None when they share a trip and bind each other not."""
        if one.trip == two.trip:
            return None
        days = [0, one.travel_days + two.travel_days]
        if one.place is not None and two.place is not None:
            days.append(self.free_days(one.place, two.place))
        if one.away and two.away:
            days.append(self.rest_days)
        return max(days)


@dataclass(frozen=True, slots=True)
class Differ:
    """Two events, if both are held, begin on different days."""

    one: str
    other: str
    subject: Subject = ()
    rule: str = ""


Declaration = Forbid | Require | Choose | Limit | Days | Lag | Together | Apart | Differ


@dataclass(frozen=True, slots=True)
class DayCost:
    """What the start day of an event costs if `when` is true (None: whenever it is held); one number a start day."""

    event: str
    costs: tuple[int, ...]
    when: Fact | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """A goal's value: a constant, plus the weights of true facts, plus what start days cost."""

    facts: tuple[tuple[Fact, int], ...] = ()
    days: tuple[DayCost, ...] = ()
    constant: int = 0


@dataclass(frozen=True, slots=True)
class Peak:
    """A goal's value: the largest of several loads (per="all"), or the largest sum in one ISO week (per="week").

    With `leximin` the next largest counts next, and so on.
    """

    loads: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    per: Literal["all", "week"] = "all"
    leximin: bool = False


@dataclass(frozen=True, slots=True)
class Finish:
    """A goal's value: the last day of all events held, in days since `programme.first`; 0 when none is held."""

    lengths: tuple[tuple[str, int], ...] = ()


Measure = Cost | Peak | Finish
