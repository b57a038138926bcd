"""Three events that lags bind each to each other: the cheapest days of two of them for every day of the third.

A visit, the next visit, and what has to lie between them are such three. Passing costs along single lags would let
the one in the middle and the next visit forget about each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentoring.engine.prices.reach import NEVER, Costs, Flags, Ints, Reach


@dataclass(frozen=True, slots=True, eq=False)
class Corner:
    """How far two events, a `second` and a `third`, reach from each day of a first one, and from each other."""

    second: Reach  # for positions of the first event, those of the second
    third: Reach  # for positions of the first event, those of the third
    between: Reach  # for positions of the second event, those of the third

    def cheapest(self, second: Costs, third: Costs, wanted: Flags) -> Costs:
        """For each `wanted` position of the first event the least cost of the other two: [events, positions].

        `second` and `third` are the costs of these events, side by side.
        """
        found = np.full(second.shape, NEVER)
        some = np.flatnonzero((second < NEVER / 2).any(axis=0))
        windows = _Windows(third)
        for place in np.flatnonzero(wanted).tolist():
            sources, low, high = self._reached(place, some)
            if len(sources):
                found[:, place] = (second[:, sources] + windows.least(low, high)).min(axis=1)
        return found

    def trace(self, second: Costs, third: Costs, at: Ints) -> tuple[Ints, Ints]:
        """The cheapest positions of the two events, the earliest of equals, where the first event is `at`."""
        chosen, others = np.zeros(len(at), dtype=np.int64), np.zeros(len(at), dtype=np.int64)
        some = np.flatnonzero((second < NEVER / 2).any(axis=0))
        for place in np.unique(at).tolist():
            rows = np.flatnonzero(at == place)
            sources, low, high = self._reached(place, some)
            if not len(sources):
                continue
            total = second[rows[:, None], sources] + _Windows(third[rows]).least(low, high)
            best = total.argmin(axis=1)
            chosen[rows] = sources[best]
            for row, one in zip(rows.tolist(), best.tolist(), strict=True):
                others[row] = low[one] + int(third[row, low[one] : high[one] + 1].argmin())
        return chosen, others

    def thirds(self, place: int, source: int) -> tuple[int, int]:
        """The first and the last position of the third event that go with these of the other two."""
        low = max(int(self.third.first[place]), int(self.between.first[source]))
        return low, min(int(self.third.last[place]), int(self.between.last[source]))

    def _reached(self, place: int, some: Ints) -> tuple[Ints, Ints, Ints]:
        """Of `some` positions of the second event those that go with one of the first, and for each the first and
        last position of the third."""
        begin, end = np.searchsorted(some, (self.second.first[place], self.second.last[place] + 1))
        sources = some[begin:end]
        low = np.maximum(self.between.first[sources], self.third.first[place])
        high = np.minimum(self.between.last[sources], self.third.last[place])
        fits = low <= high
        return sources[fits], low[fits], high[fits]


class _Windows:
    """Least costs within windows of positions."""

    def __init__(self, costs: Costs) -> None:
        self.costs = costs
        self._tables: Costs | None = None  # [powers, positions, events]: the least of the next 1, 2, 4 ... positions

    def least(self, low: Ints, high: Ints) -> Costs:
        """For each window, both ends inside and none empty, the least cost in it: [events, windows]."""
        if (low == low[0]).all():
            run = np.minimum.accumulate(self.costs[:, low[0] : int(high.max()) + 1], axis=1)
            return run[:, high - low[0]]
        if (high == high[0]).all():
            first = int(low.min())
            run = np.minimum.accumulate(self.costs[:, first : high[0] + 1][:, ::-1], axis=1)
            return run[:, high[0] - low]
        if self._tables is None:
            self._tables = self._double()
        power = np.frexp(high - low + 1)[1] - 1
        least: Costs = np.minimum(self._tables[power, low], self._tables[power, high - (1 << power) + 1]).T
        return least

    def _double(self) -> Costs:
        table = np.ascontiguousarray(self.costs.T)
        found, step = [table], 1
        while 2 * step <= len(table):
            longer = table.copy()
            longer[:-step] = np.minimum(table[:-step], table[step:])
            found.append(longer)
            table, step = longer, 2 * step
        return np.stack(found)
