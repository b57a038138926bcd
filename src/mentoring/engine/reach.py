"""How far a lag reaches: for each start day of one event the days of another that it allows, and the cheapest of them.

Days are positions on the axis of a `Grid`: rising start days that at least one event can use.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Costs = NDArray[np.float64]  # [events, positions]
Flags = NDArray[np.bool_]  # [events, positions]
Ints = NDArray[np.int64]

NEVER = 1e12  # the cost of a day that is not allowed; anything from half of it on means "not at all"


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """For each position of a target event the first and the last position of the source event that goes with it.

    Both rise along the axis; where `last` < `first` nothing goes with it.
    """

    first: Ints
    last: Ints

    def cheapest(self, costs: Costs) -> Costs:
        """For each target position the least cost of a source position that goes with it: [events, positions]."""
        size = costs.shape[1]
        width = self.last - self.first + 1
        found = np.full(costs.shape, NEVER)
        some = width > 0
        if not some.any():
            return found
        if not self.first[some].any():
            found[:, some] = np.minimum.accumulate(costs, axis=1)[:, self.last[some]]
        elif (self.last[some] == size - 1).all():
            later = np.minimum.accumulate(costs[:, ::-1], axis=1)[:, ::-1]
            found[:, some] = later[:, self.first[some]]
        else:
            self._in_windows(costs, width, found)
        return found

    def _in_windows(self, costs: Costs, width: Ints, found: Costs) -> None:
        """Least costs in windows of any width: each is covered by two windows whose width is a power of two."""
        powers = np.where(width > 0, np.frexp(np.maximum(width, 1))[1] - 1, -1)
        table, reached = costs, 0
        for power in range(int(powers.max()) + 1):
            if power:
                table = np.minimum(table[:, :-reached], table[:, reached:])
            reached = 1 << power
            here = np.flatnonzero(powers == power)
            if len(here):
                found[:, here] = np.minimum(table[:, self.first[here]], table[:, self.last[here] - reached + 1])

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
