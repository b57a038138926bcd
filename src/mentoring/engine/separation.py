"""Which rows a solution of the column LP breaks: crowded days, lags between trees, full months."""

from __future__ import annotations

from copy import copy
from typing import Literal

import numpy as np

from mentoring.engine.day_price import Members
from mentoring.engine.forest import Forest
from mentoring.engine.part import Parts
from mentoring.engine.reach import Costs, Ints
from mentoring.engine.side import Sides

Key = tuple[Literal["day", "least", "most", "side"], int, int]
BROKEN = 1e-5  # by more than this a row must be exceeded
MOST_NEW = 4000  # rows taken in at once


class Separation:
    """Knows every row that could be broken, as (kind, number, place); `find` gives each at most once."""

    def __init__(self, forest: Forest, members: Members, sides: Sides) -> None:
        grid = forest.grid
        self.members = members
        self.axis = grid.axis
        self.loose = [
            (edges.earlier[which], edges.later[which], edges.from_earlier, edges.from_later)
            for edges, which in forest.loose
        ]
        self.sides = sides
        self.taken: set[Key] = set()
        self._starts = np.searchsorted(members.crowd, np.arange(len(members.most) + 1))
        shapes, self._shape = np.unique(np.stack((members.offset, members.size)), axis=1, return_inverse=True)
        days = np.arange(members.horizon)
        self._until = np.searchsorted(self.axis, days - shapes[0][:, None], side="right")
        self._since = np.searchsorted(self.axis, days - (shapes[0] + shapes[1])[:, None], side="right")

    def again(self) -> Separation:
        """The same rows, none of them taken yet."""
        other = copy(self)
        other.taken = set()
        return other

    def find(self, shares: Costs | None, peak: float = 0.0) -> list[Key]:
        """New rows that a solution breaks; `shares` is [events, positions], `peak` the value of the peak."""
        if shares is None:
            return []
        begun = np.zeros((shares.shape[0], shares.shape[1] + 1))
        np.cumsum(shares, axis=1, out=begun[:, 1:])
        found = [*self._crowded(begun), *self._out_of_order(begun), *self._beside(begun, peak)]
        new = [one for one in found if one[1] not in self.taken]
        new.sort(key=lambda one: (-one[0], one[1]))
        keys = [key for _, key in new[:MOST_NEW]]
        self.taken.update(keys)
        return keys

    def _crowded(self, begun: Costs) -> list[tuple[float, Key]]:
        found: list[tuple[float, Key]] = []
        members = self.members
        for low in range(0, len(members.most), 64):  # some crowds at a time: the loads of all would not fit
            high = min(low + 64, len(members.most))
            inside = slice(self._starts[low], self._starts[high])
            event, shape = members.event[inside, None], self._shape[inside]
            busy = (begun[event, self._until[shape]] - begun[event, self._since[shape]]) * members.weight[inside, None]
            loads = np.add.reduceat(busy, self._starts[low:high] - self._starts[low], axis=0)
            excess = loads - members.most[low:high]
            worst = excess > BROKEN  # of neighbouring days the worst: the others mostly follow
            worst[:, 1:] &= excess[:, 1:] > excess[:, :-1]
            worst[:, :-1] &= excess[:, :-1] >= excess[:, 1:]
            for crowd, day in zip(*np.nonzero(worst), strict=True):
                found.append((float(excess[crowd, day]), ("day", int(crowd) + low, int(day))))
        return found

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

    def ends(self, number: int) -> tuple[int, int]:
        """The earlier and the later event of a lag between trees."""
        for earlier, later, _, _ in self.loose:
            if number < len(earlier):
                return int(earlier[number]), int(later[number])
            number -= len(earlier)
        raise KeyError(number)

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
