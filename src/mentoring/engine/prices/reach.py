"""How far a lag reaches: for each start day of one event the days of another that it allows, and the cheapest of them.

Days are positions on the axis of a `Grid`: rising start days that at least one event can use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Costs = NDArray[np.float64]  # [events, positions]
Flags = NDArray[np.bool_]  # [events, positions]
Ints = NDArray[np.int64]

NEVER = 1e12  # the cost of a day that is not allowed; anything from half of it on means "not at all"


@dataclass(frozen=True, eq=False)
class Reach:
    """For each position of a target event the first and the last position of the source event that goes with it.

    Both rise along the axis; where `last` < `first` nothing goes with it.
    """

    first: Ints
    last: Ints

    @cached_property
    def _some(self) -> Ints:
        """The positions that anything goes with."""
        return np.flatnonzero(self.last >= self.first)

    @cached_property
    def _windows(self) -> list[tuple[Ints, Ints, Ints]]:
        """For 1, 2, 4 ... positions: windows covered by two runs of so many, as target and where the runs begin."""
        width = self.last[self._some] - self.first[self._some] + 1
        powers = np.frexp(width)[1] - 1
        found = []
        for power in range(int(powers.max()) + 1):
            here = self._some[powers == power]
            found.append((here, self.first[here], self.last[here] - (1 << power) + 1))
        return found

    def cheapest(self, costs: Costs) -> Costs:
        """For each target position the least cost of a source position that goes with it: [events, positions]."""
        found = np.full(costs.shape, NEVER)
        some = self._some
        if not len(some):
            return found
        if not self.first[some].any():
            found[:, some] = np.minimum.accumulate(costs, axis=1)[:, self.last[some]]
        elif (self.last[some] == costs.shape[1] - 1).all():
            later = np.minimum.accumulate(costs[:, ::-1], axis=1)[:, ::-1]
            found[:, some] = later[:, self.first[some]]
        else:
            table = costs
            for power, (here, first, last) in enumerate(self._windows):
                if power:
                    half = 1 << power - 1
                    table = np.minimum(table[:, :-half], table[:, half:])
                if len(here):
                    found[:, here] = np.minimum(table.take(first, axis=1), table.take(last, axis=1))
        return found

    def possible(self, allowed: Flags) -> Flags:
        """For each target position whether some allowed source position goes with it."""
        counts = np.zeros((allowed.shape[0], allowed.shape[1] + 1), dtype=np.int32)
        np.cumsum(allowed, axis=1, out=counts[:, 1:])
        some = self.last >= self.first
        found = np.zeros(allowed.shape, dtype=bool)
        found[:, some] = counts[:, self.last[some] + 1] > counts[:, self.first[some]]
        return found

    def trace(self, costs: Costs, at: Ints) -> Ints:
        """For each event the cheapest source position (the first of equals) that goes with its target position `at`."""
        first, last = self.first[at], self.last[at]
        widest = max(1, int((last - first).max(initial=0)) + 1)
        window = first[:, None] + np.arange(widest)
        values = np.take_along_axis(costs, np.minimum(window, costs.shape[1] - 1), axis=1)
        values = np.where(window <= last[:, None], values, 2 * NEVER)
        found: Ints = first + values.argmin(axis=1)
        return found
