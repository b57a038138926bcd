"""Which rows a solution of the column LP breaks: crowded days, lags between trees, full months."""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import copy
from typing import Literal

import numpy as np

from mentoring.engine.prices.crowd import Crowd, Prices
from mentoring.engine.prices.day_price import Members
from mentoring.engine.prices.forest import Forest
from mentoring.engine.prices.part import Floats, Parts
from mentoring.engine.prices.reach import Costs, Ints
from mentoring.engine.prices.side import Sides

Key = tuple[Literal["day", "least", "most", "side"], int, int]
BROKEN = 1e-5  # by more than this a row must be exceeded
MOST_NEW = 4000  # rows taken in at once
SLIGHT = 1e-9  # shares below are rounding
PEOPLE_FEE, CITY_FEE = 1 / 12, 1 / 48  # what one too many of a pool costs at first, and in a calendar or out of order


def named(keys: Sequence[Key], prices: Floats, crowds: Sequence[Crowd]) -> Prices:
    """Prices of rows that are days of crowds, as any grid of the programme knows them; the others are left out."""
    rows = zip(keys, prices.tolist(), strict=True)
    return [(crowds[key[1]].name, key[2], price) for key, price in rows if key[0] == "day" and price > 0]


class Separation:
    """Knows every row that could be broken, as (kind, number, place); `find` gives each at most once."""

    def __init__(self, forest: Forest, members: Members, sides: Sides) -> None:
        self.members = members
        self.axis = members.axis
        self.loose = [
            (edges.earlier[which], edges.later[which], edges.from_earlier, edges.from_later)
            for edges, which in forest.loose
        ]
        self.sides = sides
        self.taken: set[Key] = set()
        self._starts = np.searchsorted(members.crowd, np.arange(len(members.most) + 1))
        self._by_event = np.argsort(members.event, kind="stable")
        self._sorted_events = members.event[self._by_event]

    def again(self) -> Separation:
        """The same rows, with those taken already, for another LP."""
        other = copy(self)
        other.taken = set(self.taken)
        return other

    def find(self, shares: Costs | None, peak: float = 0.0, *, people_only: bool = False) -> list[Key]:
        """New rows that a solution breaks; `shares` is [events, positions], `peak` the value of the peak.

        With `people_only` the calendars of cities, and whatever else few events share, are not looked at.
        """
        if shares is None:
            return []
        begun = np.zeros((shares.shape[0], shares.shape[1] + 1))
        np.cumsum(shares, axis=1, out=begun[:, 1:])
        found = [
            *self._crowded(shares, people_only=people_only),
            *self._out_of_order(begun),
            *self._beside(begun, peak),
        ]
        new = [one for one in found if one[1] not in self.taken]
        new.sort(key=lambda one: (-one[0], one[1]))
        keys = [key for _, key in new[:MOST_NEW]]
        self.taken.update(keys)
        return keys

    def _crowded(self, shares: Costs, *, people_only: bool) -> list[tuple[float, Key]]:
        """Days on which a crowd is too large; of neighbouring days the worst, as the others mostly follow."""
        members, horizon = self.members, self.members.horizon
        event, place = np.nonzero(shares > SLIGHT)
        first_of = np.searchsorted(self._sorted_events, event)
        counts = np.searchsorted(self._sorted_events, event, side="right") - first_of
        entry = np.repeat(np.arange(len(event)), counts)
        inside = np.arange(len(entry)) - np.repeat(np.cumsum(counts) - counts, counts)
        member = self._by_event[np.repeat(first_of, counts) + inside]
        if people_only:
            some = members.of_people[members.crowd[member]]
            entry, member = entry[some], member[some]
        crowd, weight = members.crowd[member], members.weight[member] * shares[event[entry], place[entry]]
        first = self.axis[place[entry]] + members.offset[member]
        last = np.clip(first + members.size[member], 0, horizon)
        first = np.clip(first, 0, horizon)
        base = crowd * members.stride
        ends = np.concatenate((base + first, base + last))
        order = np.argsort(ends, kind="stable")
        ends = ends[order]
        load = np.cumsum(np.concatenate((weight, -weight))[order])  # until the next end; 0 after the last of a crowd
        over = np.flatnonzero(load > members.least[ends // members.stride] + BROKEN)
        over = over[over + 1 < len(ends)]
        lengths = ends[over + 1] - ends[over]
        cells = np.arange(lengths.sum()) + np.repeat(ends[over] - np.cumsum(lengths) + lengths, lengths)
        excess = np.repeat(load[over], lengths) - members.room(cells)
        cells, excess = cells[excess > BROKEN], excess[excess > BROKEN]
        near = np.diff(cells) == 1
        before = np.concatenate(([-np.inf], np.where(near, excess[:-1], -np.inf)))[: len(cells)]
        after = np.concatenate((np.where(near, excess[1:], -np.inf), [-np.inf]))[: len(cells)]
        worst = (excess > before + BROKEN) & (excess >= after - BROKEN)
        crowds, days = cells[worst] // members.stride, cells[worst] % members.stride
        rows = zip(excess[worst].tolist(), crowds.tolist(), days.tolist(), strict=True)
        return [(much, ("day", which, when)) for much, which, when in rows]

    def _out_of_order(self, begun: Costs) -> list[tuple[float, Key]]:
        """The position at which each lag between two trees is broken most."""
        found: list[tuple[float, Key]] = []
        number = 0
        for earlier, later, from_earlier, from_later in self.loose:
            early, late = begun[earlier], begun[later]
            least = late[:, 1:] - early[:, from_earlier.last + 1]
            most = early[:, 1:] - late[:, from_later.last + 1]
            for kind, excess in (("least", least), ("most", most)):
                worst = excess.argmax(axis=1)
                for edge in np.flatnonzero(excess[np.arange(len(worst)), worst] > BROKEN):
                    place = int(worst[edge])
                    key: Key = (kind, number + int(edge), place)  # type: ignore[assignment]
                    found.append((float(excess[edge, place]), key))
            number += len(earlier)
        return found

    def _beside(self, begun: Costs, peak: float) -> list[tuple[float, Key]]:
        """Side rows are few enough to be looked at all together."""
        parts, most = self.sides.parts, self.sides.most + peak * self.sides.is_peak
        busy = (begun[parts.event, parts.last + 1] - begun[parts.event, parts.first]) * parts.weight
        excess = np.bincount(parts.row, busy, len(most)) - most
        return [(float(excess[row]), ("side", int(row), 0)) for row in np.flatnonzero(excess > BROKEN)]

    def is_peak(self, key: Key) -> bool:
        """Whether the row may come to as much as the peak."""
        return key[0] == "side" and bool(self.sides.is_peak[key[1]])

    def fees(self, keys: Sequence[Key]) -> Floats:
        """What it costs at first to exceed rows by one, in units of the dearest tree left without dates.

        That is little, so that prices stay tame. Budgets and peaks are never exceeded.
        """
        of_people = self.members.of_people
        fees = [math.inf if kind == "side" else PEOPLE_FEE if kind == "day" and of_people[number] else CITY_FEE
                for kind, number, _ in keys]  # fmt: skip
        return np.array(fees, dtype=np.float64)

    @property
    def lags(self) -> list[tuple[int, int]]:
        """The earlier and the later event of each lag between trees."""
        return [
            ends for earlier, later, _, _ in self.loose for ends in zip(earlier.tolist(), later.tolist(), strict=True)
        ]

    def row(self, key: Key) -> tuple[float, Parts]:
        """What a row may come to at most, and its parts, all numbered 0."""
        kind, number, place = key
        if kind == "day":
            return self._day_row(number, place)
        if kind == "side":
            return self.sides.row(number)
        for earlier, later, from_earlier, from_later in self.loose:
            if number < len(earlier):
                ends = (int(later[number]), int(earlier[number]))
                reach = from_earlier
                if kind == "most":
                    ends, reach = ends[::-1], from_later
                entries = [(0, ends[0], 0, place, 1.0)]
                if reach.last[place] >= 0:
                    entries.append((0, ends[1], 0, int(reach.last[place]), -1.0))
                return 0.0, Parts.of(entries)
            number -= len(earlier)
        raise KeyError(key)

    def _day_row(self, crowd: int, day: int) -> tuple[float, Parts]:
        members = self.members
        inside = slice(self._starts[crowd], self._starts[crowd + 1])
        offset, size = members.offset[inside], members.size[inside]
        first: Ints = np.searchsorted(self.axis, day - offset - size, side="right")
        last: Ints = np.searchsorted(self.axis, day - offset, side="right") - 1
        some = last >= first
        count = int(some.sum())
        parts = Parts(
            np.zeros(count, dtype=np.int64), members.event[inside][some], first[some], last[some],
            members.weight[inside][some].astype(np.float64),
        )  # fmt: skip
        return float(members.most[crowd, day]), parts
