"""Rows over start days: each is a sum of "this event starts within these positions", with coefficients.

Busy days, lags, months and weeks are all of this form, so that one mechanism prices them, weighs whole dates in them
and finds where they are broken.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mentoring.engine.prices.reach import NEVER, Costs, Ints

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Side by side: the row, the event, its first and last position (both inside) and the coefficient."""

    row: Ints
    event: Ints
    first: Ints
    last: Ints
    weight: Floats

    def __len__(self) -> int:
        return len(self.row)

    @staticmethod
    def of(entries: list[tuple[int, int, int, int, float]]) -> Parts:
        """Parts from tuples in the order of the fields."""
        table = np.array(entries, dtype=np.float64).reshape(-1, 5)
        row, event, first, last = table[:, :4].astype(np.int64).T
        return Parts(row, event, first, last, table[:, 4].copy())

    @staticmethod
    def join(many: list[Parts]) -> Parts:
        """All of them in one."""
        names = ("row", "event", "first", "last", "weight")
        if not many:
            return Parts.of([])
        return Parts(*(np.concatenate([getattr(one, name) for one in many]) for name in names))

    def kept(self, keep: NDArray[np.bool_]) -> Parts:
        """Those for which `keep` is true."""
        return Parts(self.row[keep], self.event[keep], self.first[keep], self.last[keep], self.weight[keep])

    def charge(self, prices: Floats, shape: tuple[int, int]) -> Costs:
        """What the rows' prices make each event's positions cost: [events, positions]."""
        events, size = shape
        fee = prices[self.row] * self.weight
        some = fee != 0
        base = self.event[some] * (size + 1)
        change: Floats = np.bincount(base + self.first[some], fee[some], events * (size + 1)).astype(np.float64)
        change -= np.bincount(base + self.last[some] + 1, fee[some], events * (size + 1))
        summed: Costs = np.cumsum(change.reshape(events, size + 1), axis=1)[:, :-1]
        return summed

    def weigh(self, entries: Entries) -> tuple[Ints, Ints, Floats]:
        """(row, column, coefficient) for all columns whose dates lie in a row; a column's events are added up."""
        order = np.argsort(self.event, kind="stable")
        events = self.event[order]
        first_of = np.searchsorted(events, entries.event)
        counts = np.searchsorted(events, entries.event, side="right") - first_of
        entry = np.repeat(np.arange(len(entries.event)), counts)
        inside = np.arange(len(entry)) - np.repeat(np.cumsum(counts) - counts, counts)
        part = order[np.repeat(first_of, counts) + inside]
        at = entries.position[entry]
        hit = (self.first[part] <= at) & (at <= self.last[part])
        row, column, weight = self.row[part[hit]], entries.column[entry[hit]], self.weight[part[hit]]
        if not len(row):
            return row, column, weight
        width = int(column.max()) + 1
        keys, place = np.unique(row * width + column, return_inverse=True)
        return keys // width, keys % width, np.bincount(place, weight).astype(np.float64)


@dataclass(slots=True, eq=False)
class Entries:
    """Dates of columns, side by side: column, event, position."""

    column: Ints
    event: Ints
    position: Ints


ENTRY = ("column", "event", "position")


@dataclass(slots=True)
class Columns:
    """Dates of whole trees, each known once: `tree` and `cost` of each column, and the positions of its events."""

    tree: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    cost: Floats = field(default_factory=lambda: np.zeros(0))
    known: dict[tuple[int, bytes], None] = field(default_factory=dict)  # tree and positions, in the order of columns
    _entries: list[Entries] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.tree)

    def all(self) -> Entries:
        """The dates of all columns so far."""
        if len(self._entries) != 1:
            none = np.zeros(0, dtype=np.int64)
            joined = (np.concatenate([none, *(getattr(one, name) for one in self._entries)]) for name in ENTRY)
            self._entries = [Entries(*joined)]
        return self._entries[0]

    def add(self, tree: Ints, cost: Floats, entries: Entries) -> None:
        """Take new columns, whose dates `known` has already."""
        self.tree, self.cost = np.concatenate((self.tree, tree)), np.concatenate((self.cost, cost))
        self._entries.append(entries)

    def cheapest(self, priced: Costs, most: int, always: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which are possible and among the `most` cheapest of their tree, or marked in `always`.

        `priced` are the costs of events, [events, positions].
        """
        entries = self.all()
        total = np.bincount(entries.column, priced[entries.event, entries.position], len(self))
        order = np.lexsort((total, self.tree))
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order)) - np.searchsorted(self.tree[order], self.tree[order])
        found: NDArray[np.bool_] = ((rank < most) | always) & (total < NEVER / 2)
        return found

    def using(self, at: Ints) -> NDArray[np.bool_]:
        """Which consist of these dates, the positions of all events."""
        entries = self.all()
        found = np.ones(len(self), dtype=bool)
        np.logical_and.at(found, entries.column, at[entries.event] == entries.position)
        return found

    def kept(self, keep: NDArray[np.bool_]) -> Columns:
        """Those for which `keep` is true, as columns of their own."""
        place, entries = np.cumsum(keep) - 1, self.all()
        inside = keep[entries.column]
        known = [key for key, is_kept in zip(self.known, keep.tolist(), strict=True) if is_kept]
        dates = Entries(place[entries.column[inside]], entries.event[inside], entries.position[inside])
        return Columns(self.tree[keep], self.cost[keep], dict.fromkeys(known), [dates])
