"""Prices of busy days: what makes events keep out of each other's way without being told one by one.

Every crowd has a price for each day. With given prices the cheapest dates of every tree are exact, and their sum,
less what the crowds may have at these prices, is a bound that no dates undercut (Lagrange relaxation). Prices rise
where dates crowd and fall where there is room (subgradient steps).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from mentoring.engine.clock import Clock
from mentoring.engine.forest import Forest, Passed
from mentoring.engine.grid import Grid
from mentoring.engine.reach import NEVER, Costs, Ints

EASED = 0.65  # what the step length is multiplied by when the bound has not risen for a while
PATIENCE = 4  # steps without a better bound before that


class Members:
    """The members of all crowds of a grid, side by side in arrays sorted by crowd."""

    def __init__(self, grid: Grid) -> None:
        members = [(number, *one) for number, crowd in enumerate(grid.crowds) for one in _plain(crowd.members)]
        table = np.array(members, dtype=np.int64).reshape(-1, 5)
        self.crowd, self.event, self.offset, self.size, self.weight = table.T
        self.most = np.array([crowd.most for crowd in grid.crowds], dtype=np.float64).reshape(-1, grid.frame.horizon)
        self.of_people = np.array([crowd.of_people for crowd in grid.crowds], dtype=bool)
        self.axis = grid.axis
        self.horizon = grid.frame.horizon

    def loads(self, at: Ints) -> Costs:
        """What fills each day of each crowd with the events at these positions: [crowds, days]."""
        first = self.axis[at[self.event]] + self.offset
        change = np.zeros((len(self.most), self.horizon + 1))
        np.add.at(change, (self.crowd, np.clip(first, 0, self.horizon)), self.weight)
        np.add.at(change, (self.crowd, np.clip(first + self.size, 0, self.horizon)), -self.weight)
        loads: Costs = np.cumsum(change, axis=1)[:, :-1]
        return loads

    def charge(self, costs: Costs, prices: Costs) -> Costs:
        """The costs with what the days of each event cost on top; `prices` are [crowds, days]."""
        priced = costs.copy()
        dear = np.flatnonzero((prices > 0).max(axis=1, initial=False)[self.crowd])
        if not len(dear):
            return priced
        summed = np.zeros((len(prices), self.horizon + 1))
        np.cumsum(prices, axis=1, out=summed[:, 1:])
        crowd, first = self.crowd[dear, None], self.axis + self.offset[dear, None]
        last = first + self.size[dear, None]
        fee = summed[crowd, np.clip(last, 0, self.horizon)] - summed[crowd, np.clip(first, 0, self.horizon)]
        np.add.at(priced, self.event[dear], fee * self.weight[dear, None])
        return priced


def _plain(members: object) -> list[tuple[int, int, int, int]]:
    return [(one.event, one.offset, one.size, one.weight) for one in members]  # type: ignore[attr-defined]


@dataclass(slots=True)
class DayPrices:
    """The search for good prices over one forest; `bound` is the best bound so far, `prices` those that gave it."""

    forest: Forest
    members: Members
    costs: Costs
    prices: Costs = field(init=False)
    bound: float = -NEVER
    means: Costs = field(init=False)  # the share of steps in which an event had started by a position, smoothed
    seen: list[Ints] = field(default_factory=list)  # dates of the last steps

    def __post_init__(self) -> None:
        self.prices = np.zeros(self.members.most.shape)
        self.means = np.zeros(0)

    def improve(self, steps: int, target: float, clock: Clock | None = None) -> None:
        """Some subgradient steps towards `target`, a cost that dates are known or hoped to have."""
        length, idle = 1.0, 0
        prices = self.prices.copy()
        for number in range(steps):
            if number and clock is not None and clock.left <= 0:
                break
            passed = self.forest.pass_up(self.members.charge(self.costs, prices))
            bound = float(self.forest.values(passed).sum()) - float((prices * self.members.most).sum())
            at = self.forest.trace(passed)
            self._remember(at)
            excess = self.members.loads(at) - self.members.most
            if bound > self.bound + 1e-9:
                self.bound, self.prices, idle = bound, prices, 0
            else:
                idle += 1
            if idle >= PATIENCE:
                length, idle, prices = length * EASED, 0, self.prices
            step = np.where((prices > 0) | (excess > 0), excess, 0.0)
            norm = float((step * step).sum())
            if norm == 0 or bound >= target or target == math.inf:
                break
            prices = np.maximum(0.0, prices + length * (target - bound) / norm * step)

    def _remember(self, at: Ints) -> None:
        self.seen = [*self.seen[-7:], at]
        day = self.members.axis[at].astype(np.float64)
        self.means = day if not len(self.means) else 0.8 * self.means + 0.2 * day

    def passed(self) -> Passed:
        """The cheapest trees at the best prices."""
        return self.forest.pass_up(self.members.charge(self.costs, self.prices))
