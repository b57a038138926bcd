"""The dates of decided pairings as arrays: what each event costs on each day, lags, and who is busy when.

No solver here. A grid holds what bounds and first dates need; whatever it leaves out makes it looser, never tighter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mentoring.domain.dates import Lag as Length
from mentoring.engine.model.day_row import narrowed
from mentoring.engine.model.literal import Literals
from mentoring.engine.model.mask import lag_table, numbers
from mentoring.engine.prices.clique import find_cliques, large_events
from mentoring.engine.prices.crowd import Crowd, find_crowds
from mentoring.engine.prices.reach import Flags, Ints, Reach
from mentoring.language.declaration import Declaration, Lag, Together
from mentoring.language.frame import Frame

FEW_PAIRS = 6  # an event of more pairings is large: it is dated before all others
LagKind = tuple[int, Length | None, Length | None]  # days of the earlier event, least and most


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """All lags of one kind: `earlier` and `later` are event numbers, side by side."""

    earlier: Ints
    later: Ints
    from_earlier: Reach  # for positions of the later event, those of the earlier one
    from_later: Reach  # for positions of the earlier event, those of the later one
    low: Ints  # for positions of the earlier event the first start day of the later one
    high: Ints  # and its last


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Events that lie together: within the positions from one `first` to its `last`, both inside."""

    events: Ints
    first: Ints
    last: Ints


class Grid:
    """The events of a decision as numbers, their possible start days as positions on one axis.

    `allowed` is [events, positions]; `axis` holds the start day (counted from `programme.first`) of each position.
    `days` are the events' lengths. `is_empty` says that windows and lags alone leave some event no day. Events
    that lie together are no `edges` but `stretches`; `allowed` knows nothing of these. `crowds`
    are the `simple` ones, as declared, and then cliques of large events, whose numbers are `meetings`. Events are
    `shared` by several pairings, `large` if these are many, and `apart` from the dates of single pairings.
    """

    def __init__(self, literals: Literals, declarations: Sequence[Declaration]) -> None:
        frame = literals.frame
        self.frame = frame
        self.literals = literals
        self.events = [event.id for event in frame.events]
        self.number = {event: number for number, event in enumerate(self.events)}
        self.shared = [event.always or len(event.pairs) != 1 for event in frame.events]
        self.large = [event.always or not 0 < len(event.pairs) <= FEW_PAIRS for event in frame.events]
        stages = frame.scenario.stages
        self.days = np.array([stages[event.stage].days for event in frame.events], dtype=np.int64)
        masks = narrowed(literals, declarations)
        used = 0
        for mask in masks.values():
            used |= mask
        self.axis = np.array(numbers(used) or [0], dtype=np.int64)
        self.allowed: Flags = flags_of([masks[event] for event in self.events], self.axis)
        self.edges = self._edges(one for one in declarations if isinstance(one, Lag))
        self.apart = self._find_apart()
        together = [one for one in declarations if isinstance(one, Together)]
        self.stretches = [stretch for one in together if (stretch := self._stretch(one)) is not None]
        self.is_empty = not self.propagate(self.allowed)
        self.meetings = large_events(list(frame.events), self.allowed)
        self.simple = find_crowds(literals, declarations, self.number)
        self.crowds: list[Crowd] = [*self.simple, *find_cliques(self.simple, self.meetings, self.events)]

    def _edges(self, lags: Iterable[Lag]) -> list[Edges]:
        """Lags that bind here, by kind; months are kept as tables of days, like all others."""
        chosen = frozenset(self.frame.pairs)
        groups: dict[LagKind, list[tuple[int, int]]] = defaultdict(list)
        for lag in lags:
            ends = self.number.get(lag.earlier), self.number.get(lag.later)
            if ends[0] is None or ends[1] is None or (lag.when is not None and chosen.isdisjoint(lag.when)):
                continue
            groups[int(self.days[ends[0]]), lag.min, lag.max].append((ends[0], ends[1]))
        return [edges_of(self.frame, self.axis, kind, ends) for kind, ends in groups.items()]

    def _find_apart(self) -> list[bool]:
        """Which events are shared and no part of a pairing's own dates: all but those of few, between their visits."""
        count = len(self.events)
        before, behind = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
        for edges in self.edges:
            before[edges.earlier], behind[edges.later] = True, True
        around_one = [event.mentor is not None or event.mentee is not None for event in self.frame.events]
        inside = (before & behind & np.array(around_one, dtype=bool)).tolist()
        return [
            large or (shared and not is_inside)
            for large, shared, is_inside in zip(self.large, self.shared, inside, strict=True)
        ]

    def _stretch(self, together: Together) -> Stretch | None:
        """Events that lie together: for each position the stretch that begins there, or in months ends there."""
        events = sorted(self.number[event] for event in together.events if event in self.number)
        if len(events) < 2:
            return None
        edges = edges_of(self.frame, self.axis, (int(self.days[events[0]]), together.min, together.max), [(0, 0)])
        position = np.arange(len(self.axis))
        if together.max is None:
            return Stretch(np.array(events), edges.from_later.first, position)
        return Stretch(np.array(events), position, edges.from_later.last)

    def propagate(self, allowed: Flags, changed: Sequence[int] | None = None) -> bool:
        """Narrow the days by the lags until nothing changes; False as soon as some event has none left.

        `changed` are the events with other days than when this was done last; None: all.
        """
        fresh = np.zeros(len(allowed), dtype=bool)
        fresh[slice(None) if changed is None else changed] = True
        while fresh.any():
            again = np.zeros(len(allowed), dtype=bool)
            for edges in self.edges:
                for source, target, reach in (
                    (edges.earlier, edges.later, edges.from_earlier),
                    (edges.later, edges.earlier, edges.from_later),
                ):
                    some = np.flatnonzero(fresh[source])
                    again[_keep(allowed, target[some], reach.possible(allowed[source[some]]))] = True
            if not allowed[again].any(axis=1).all():
                return False
            fresh = again
        return bool(allowed.any(axis=1).all())

    def masks(self, allowed: Flags) -> dict[str, int]:
        """The allowed days of each event as bit masks."""
        bits = [1 << int(day) for day in self.axis]
        return {
            event: sum(bits[position] for position in np.flatnonzero(row))
            for event, row in zip(self.events, allowed, strict=True)
        }


def edges_of(frame: Frame, axis: Ints, kind: LagKind, ends: list[tuple[int, int]]) -> Edges:
    """Lags of one kind between events (earlier, later) whose start days are positions on `axis`."""
    days, least, most = kind
    size = len(axis)
    low = np.full(size, -(10**9)) if least is None else np.array(lag_table(frame, days, least))[axis]
    high = np.full(size, 10**9) if most is None else np.array(lag_table(frame, days, most))[axis]
    from_later = Reach(np.searchsorted(axis, low), np.searchsorted(axis, high, side="right") - 1)
    from_earlier = Reach(np.searchsorted(high, axis), np.searchsorted(low, axis, side="right") - 1)
    pairs = np.array(ends, dtype=np.int64)
    return Edges(pairs[:, 0], pairs[:, 1], from_earlier, from_later, low, high)


def flags_of(masks: Sequence[int], axis: Ints) -> Flags:
    """Which positions are days of each mask: [masks, positions]."""
    size = int(axis[-1]) // 8 + 1
    known = (1 << 8 * size) - 1
    packed = b"".join((mask & known).to_bytes(size, "little") for mask in masks)
    bits = np.unpackbits(np.frombuffer(packed, dtype=np.uint8).reshape(-1, size), axis=1, bitorder="little")
    found: Flags = bits[:, axis].view(np.bool_)
    return found


def _keep(allowed: Flags, events: Ints, possible: Flags) -> Ints:
    """Meet the events' days with `possible`; returns those that lose some. An event may stand there several times."""
    losing = (allowed[events] & ~possible).any(axis=1)
    np.logical_and.at(allowed, events[losing], possible[losing])
    return events[losing]
