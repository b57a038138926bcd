"""Prices of busy days: what makes events keep out of each other's way without being told one by one.

Every crowd has a price for each day. With given prices the cheapest dates of every tree are exact, and their sum,
less what the crowds may have at these prices, is a bound that no dates undercut (Lagrange relaxation). Prices rise
where dates crowd and fall where there is room (subgradient steps).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mentoring.engine.model.clock import Clock
from mentoring.engine.prices.crowd import Crowd
from mentoring.engine.prices.forest import Forest
from mentoring.engine.prices.grid import Grid
from mentoring.engine.prices.part import Parts
from mentoring.engine.prices.reach import NEVER, Costs, Ints

EASED = 0.65  # what the step length is multiplied by when the bound has not risen for a while
PATIENCE = 4  # steps without a better bound before that
GRAIN = 2.0**-16  # prices are multiples of it, so that sums are exact in whatever order they are added
MANY = 100  # members; larger crowds are charged for all members of one length at once


class Members:
    """The members of crowds of a grid, side by side in arrays sorted by crowd.

    Days of crowds are numbered as cells: crowd times `stride` plus day.
    """

    def __init__(self, grid: Grid, crowds: Sequence[Crowd]) -> None:
        members = [
            (number, one.event, one.offset, one.size, one.weight)
            for number, crowd in enumerate(crowds)
            for one in crowd.members
        ]
        table = np.array(members, dtype=np.int64).reshape(-1, 5)
        self.crowd, self.event, self.offset, self.size, self.weight = table.T.copy()
        self.most = np.array([crowd.most for crowd in crowds], dtype=np.float64).reshape(-1, grid.frame.horizon)
        self.of_people = np.array([crowd.of_people for crowd in crowds], dtype=bool)
        self.axis = grid.axis
        self.horizon = grid.frame.horizon
        self.stride = self.horizon + 1
        self.least = self.most.min(axis=1, initial=math.inf)
        self._starts = np.searchsorted(self.crowd, np.arange(len(self.most) + 1))

    def room(self, cells: Ints) -> Costs:
        """What may be busy in each cell."""
        most: Costs = self.most[cells // self.stride, cells % self.stride]
        return most

    def excess(self, at: Ints, cells: Ints) -> tuple[Ints, Costs]:
        """These cells, and all that are too full with the events at these positions: rising, with what is too much.

        Where there is room left it is below 0.
        """
        first = self.axis[at[self.event]] + self.offset
        days = np.clip(np.concatenate((first, first + self.size)), 0, self.horizon)
        ends = days + np.tile(self.crowd * self.stride, 2)
        order = np.argsort(ends)
        ends = ends[order]
        load = np.cumsum(np.concatenate((self.weight, -self.weight))[order])  # until the next end; 0 after the last
        over = np.flatnonzero(load > self.least[ends // self.stride])
        lengths = ends[over + 1] - ends[over]
        full = np.arange(lengths.sum()) + np.repeat(ends[over] - np.cumsum(lengths) + lengths, lengths)
        both = np.sort(np.concatenate((cells, full)), kind="stable")
        found = both[np.diff(both, prepend=-1) > 0]
        return found, load[np.searchsorted(ends, found, side="right") - 1] - self.room(found)

    def charge(self, costs: Costs, prices: Costs) -> Costs:
        """The costs with what the days of each event cost on top; `prices` are [crowds, days]."""
        crowd, day = np.nonzero(prices)
        return self.charge_cells(costs, crowd * self.stride + day, prices[crowd, day])

    def charge_cells(self, costs: Costs, cells: Ints, prices: Costs) -> Costs:
        """The same; `prices` are those of the cells."""
        crowd, day = cells // self.stride, cells % self.stride
        few = self._starts[crowd + 1] - self._starts[crowd] <= MANY
        priced: Costs = costs + self._parts(crowd[few], day[few]).charge(prices[few], costs.shape)
        for large in np.unique(crowd[~few]).tolist():
            of_day = np.zeros(self.stride)
            of_day[day[crowd == large] + 1] = prices[crowd == large]
            self._charge_large(priced, large, np.cumsum(of_day))
        return priced

    def _parts(self, crowd: Ints, day: Ints) -> Parts:
        """One row for each cell: who is busy then."""
        counts = self._starts[crowd + 1] - self._starts[crowd]
        row = np.repeat(np.arange(len(crowd)), counts)
        member = np.arange(len(row)) + np.repeat(self._starts[crowd] - np.cumsum(counts) + counts, counts)
        latest = day[row] - self.offset[member]  # start days of those who are busy: `size` days up to this one
        first = np.searchsorted(self.axis, latest - self.size[member], side="right")
        last = np.searchsorted(self.axis, latest, side="right") - 1
        return Parts(row, self.event[member], first, last, self.weight[member].astype(np.float64))

    def _charge_large(self, priced: Costs, crowd: int, before: Costs) -> None:
        """Charge a crowd with few kinds of members; `before` are the prices of all days before each."""
        inside = slice(self._starts[crowd], self._starts[crowd + 1])
        kind = np.stack((self.offset[inside], self.size[inside]))
        for offset, size in np.unique(kind, axis=1).T.tolist():
            some = (kind[0] == offset) & (kind[1] == size)
            weight = np.bincount(self.event[inside][some], self.weight[inside][some], len(priced))
            first, last = self.axis + offset, self.axis + offset + size
            fee = before[np.clip(last, 0, self.horizon)] - before[np.clip(first, 0, self.horizon)]
            events = np.flatnonzero(weight)
            priced[events] += np.outer(weight[events], fee)


@dataclass(slots=True)
class DayPrices:
    """The search for good prices over one forest; `bound` is the best so far, `cells` and `values` gave it."""

    forest: Forest
    members: Members
    costs: Costs
    bound: float = -NEVER
    cells: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))  # of the days with a price
    values: Costs = field(default_factory=lambda: np.zeros(0))  # their prices
    seen: list[Ints] = field(default_factory=list)  # dates of the last steps

    @property
    def prices(self) -> Costs:
        """The prices as [crowds, days]."""
        prices = np.zeros(self.members.most.shape)
        prices[self.cells // self.members.stride, self.cells % self.members.stride] = self.values
        return prices

    def improve(self, steps: int, target: float, clock: Clock | None = None) -> None:
        """Some subgradient steps towards `target`, a cost that dates are known or hoped to have."""
        length, idle = 1.0, 0
        cells, values = self.cells, self.values
        for number in range(steps):
            if number and clock is not None and clock.left <= 0:
                break
            passed = self.forest.pass_up(self.members.charge_cells(self.costs, cells, values))
            bound = float(self.forest.values(passed).sum()) - float((values * self.members.room(cells)).sum())
            at = self.forest.trace(passed)
            self.seen = [*self.seen[-7:], at]
            if bound > self.bound + 1e-9:
                self.bound, self.cells, self.values, idle = bound, cells, values, 0
            else:
                idle += 1
            if idle >= PATIENCE:
                length, idle, cells, values = length * EASED, 0, self.cells, self.values
            found, excess = self.members.excess(at, cells)
            prices = np.zeros(len(found))
            prices[np.searchsorted(found, cells)] = values
            step = np.where((prices > 0) | (excess > 0), excess, 0.0)
            norm = float((step * step).sum())
            if norm == 0 or bound >= target or target == math.inf:
                break
            prices = np.round((prices + length * (target - bound) / norm * step) / GRAIN) * GRAIN
            cells, values = found[prices > 0], prices[prices > 0]
