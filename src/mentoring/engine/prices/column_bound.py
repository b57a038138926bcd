"""The column LP: what no dates of a decision can undercut, and mean days close to the best.

A column is all dates of one tree of events. Each tree takes columns in shares that sum to 1; crowds, lags between
trees and limits join the trees by rows, added when a solution breaks them, those of large crowds (people) first, and
dropped when they have long stopped to bind. To exceed a row costs a fee, more and more until none is exceeded. New
columns are the cheapest dates at the rows' prices, and with every set of prices comes a bound (Dantzig-Wolfe,
Lagrange). Whatever is left out only makes the bound weaker, never wrong.
"""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass, field

import numpy as np

from mentoring.engine.model.clock import Clock
from mentoring.engine.prices.forest import Forest
from mentoring.engine.prices.linear import LinearProgram
from mentoring.engine.prices.part import Columns, Entries, Floats, Parts
from mentoring.engine.prices.reach import NEVER, Costs, Flags, Ints
from mentoring.engine.prices.separation import Key, Separation

SLIGHT = 1e-4  # less than the last digits of a bound that is rounded up
ROUNDING = 1e-6  # what sums of costs may be off; far below the distance of two whole values
MOST_ROUNDS = 60
KEPT = 10  # columns of each tree that a renewed LP begins with
NEARER = (0.5, 0.25, 0.125)  # share of the last prices in those that columns are looked for with; the rest: the best
FAINT = 1e-3  # prices below are dropped from such mixtures
CLOSE = 1e-3  # relative gap from which on the rows of small crowds are worth their while
SETTLED_ROUNDS = 3  # with the bound at the value although rows are broken: no more will come of it
STALE = 2  # solves that a row has not bound in before it is dropped
MOST_STALE = 100  # rows are dropped when there are more stale ones
DEAR = 4.0  # what a tree without dates costs, in units of its dearest dates
DEARER = 8.0  # what that is multiplied by while the LP rather leaves trees without dates
DEAREST = 1e7
FEE_FACTOR = 2.0  # what it costs at least to exceed a row, in units of its best price so far


@dataclass(slots=True)
class ColumnBound:
    """The LP of one forest of own events; rows and columns are kept from goal to goal, prices from round to round."""

    forest: Forest
    separation: Separation
    allowed: Flags
    costs: Costs  # what each event costs on each position; NEVER where it is not allowed
    columns: Columns = field(default_factory=Columns)
    parts: Parts = field(default_factory=lambda: Parts.of([]))
    bound: float = -math.inf
    prices: Floats = field(default_factory=lambda: np.zeros(0))
    shares: Costs | None = None  # [events, positions]: how much of each event starts there in the last solution
    value: float = math.inf
    peak: float = 0.0
    keys: list[Key] = field(default_factory=list)  # the rows, in order
    most: Floats = field(default_factory=lambda: np.zeros(0))  # what each row may come to
    _dear: float = 1.0  # what the dearest tree costs at first when it is left without dates
    _lp: LinearProgram = field(default_factory=LinearProgram)
    _is_peak: Flags = field(default_factory=lambda: np.zeros(0, dtype=bool))
    _idle: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))  # solves since a row has bound

    def __post_init__(self) -> None:
        """The first column is the peak, then for each tree (the first rows) one that stands for no dates at all."""
        count = len(self.forest.roots)
        has_peak = bool(self.separation.sides.is_peak.any())
        dearest = np.bincount(self.forest.tree, np.where(self.allowed, self.costs, 0.0).max(axis=1, initial=0.0), count)
        missing = 1.0 + DEAR * dearest + (10.0 * self.costs.shape[1] if has_peak else 0.0)
        self._lp.add_columns(np.array([1.0 if has_peak else 0.0]))
        self._lp.add_columns(missing)
        self._dear = float(missing.max(initial=1.0))
        self._lp.add_rows(np.ones(count), np.full(count, np.inf))
        self._lp.fill(np.arange(count), 1 + np.arange(count), np.ones(count))

    @property
    def _count(self) -> int:
        return len(self.forest.roots)

    def add_dates(self, at: Ints) -> int:
        """Take dates of all trees as columns; says how many were new. Positions of -1 are no dates."""
        trees = self.forest.tree
        order = np.argsort(trees, kind="stable")
        ends = np.searchsorted(trees[order], np.arange(len(self.forest.roots) + 1))
        chosen: list[tuple[int, Ints]] = []
        for tree in range(len(self.forest.roots)):
            events = order[ends[tree] : ends[tree + 1]]
            positions = at[events]
            key = (tree, positions.tobytes())
            if key not in self.columns.known and positions.min() >= 0 and self.allowed[events, positions].all():
                self.columns.known[key] = None
                chosen.append((tree, events))
        if chosen:
            self._add_columns(chosen, at)
        return len(chosen)

    def _add_columns(self, chosen: list[tuple[int, Ints]], at: Ints) -> None:
        events = np.concatenate([events for _, events in chosen])
        column = np.repeat(np.arange(len(chosen)), [len(events) for _, events in chosen])
        costs = np.bincount(column, self.costs[events, at[events]], len(chosen)).astype(np.float64)
        trees = np.array([tree for tree, _ in chosen], dtype=np.int64)
        first = self._lp.add_columns(costs)
        self._lp.fill(trees, first + np.arange(len(chosen)), np.ones(len(chosen)))
        entries = Entries(column + first - 1 - self._count, events, at[events])
        self.columns.add(trees, costs, entries)
        self._fill(self.parts, entries)

    def _fill(self, parts: Parts, entries: Entries) -> None:
        row, column, weight = parts.weigh(entries)
        self._lp.fill(row + self._count, column + 1 + self._count, weight)

    def begin(self, keys: list[Key], prices: Floats) -> None:
        """Take rows with prices found elsewhere; they give the first bound."""
        self.separation.taken.update(keys)
        self.add_rows(keys)
        self._price(prices)

    def add_rows(self, keys: list[Key]) -> None:
        """Take rows into the LP."""
        if not keys:
            return
        made = [self.separation.row(key) for key in keys]
        first, most = len(self.keys), np.array([most for most, _ in made], dtype=np.float64)
        is_peak = np.array([self.separation.is_peak(key) for key in keys], dtype=bool)
        row = self._lp.add_rows(np.full(len(keys), -np.inf), most, self._dear * self.separation.fees(keys))
        under = row + np.flatnonzero(is_peak)
        self._lp.fill(under, np.zeros(len(under), dtype=np.int64), np.full(len(under), -1.0))
        parts = Parts.join([Parts(one.row + first + number, one.event, one.first, one.last, one.weight)
                            for number, (_, one) in enumerate(made)])  # fmt: skip
        self.keys = [*self.keys, *keys]
        self.most = np.concatenate((self.most, most))
        self._is_peak = np.concatenate((self._is_peak, is_peak))
        self._idle = np.concatenate((self._idle, np.zeros(len(keys), dtype=np.int64)))
        self.prices = np.concatenate((self.prices, np.zeros(len(keys))))
        self.parts = Parts.join([self.parts, parts])
        self._fill(parts, self.columns.all())

    def _drop_rows(self, duals: Floats) -> Floats:
        """Forget rows that have long not bound and have no price; returns the prices of the others."""
        keep = (self._idle < STALE) | (self.prices > 0)
        if len(keep) - int(keep.sum()) < MOST_STALE:
            return duals
        place = np.cumsum(keep) - 1
        self.separation.taken.difference_update(
            key for key, is_kept in zip(self.keys, keep, strict=True) if not is_kept
        )
        self.keys = [key for key, is_kept in zip(self.keys, keep, strict=True) if is_kept]
        kept = self.parts.kept(keep[self.parts.row])
        self.parts = Parts(place[kept.row], kept.event, kept.first, kept.last, kept.weight)
        self._lp.keep_rows(np.concatenate((np.ones(self._count, dtype=bool), keep)))
        self.most, self.prices, self._is_peak = self.most[keep], self.prices[keep], self._is_peak[keep]
        self._idle = self._idle[keep]
        return duals[keep]

    def solve(
        self,
        clock: Clock,
        *,
        until: float = math.inf,
        rounds: int = MOST_ROUNDS,
        grace: float = 0.0,
        patience: float = 0.6,
        to_the_end: bool = False,
    ) -> None:
        """Rounds of rows and columns until the bound is the LP's value, or reaches `until`, or the time is up.

        Of the time that is left it takes at most the share `patience`: the rest is for better dates. Where rows go on
        to be broken although the bound is at the value, it ends soon: the bound is what matters, unless `to_the_end`.
        """
        reserve = 0.0 if math.isinf(clock.left) else (1 - patience) * clock.left
        people_only, settled = bool(self.separation.members.of_people.any()), 0
        for _ in range(rounds):
            left = max(clock.left - reserve, grace)
            if left <= 0 or not self._lp.solve(left):
                return
            self.value = self._lp.value
            duals = self._read()
            broken = self.separation.find(self.shares, self.peak, people_only=people_only)
            if people_only and not broken and self.value - self.bound <= CLOSE * abs(self.value):
                people_only = False
                broken = self.separation.find(self.shares, self.peak)
            duals = self._drop_rows(duals)
            self.add_rows(broken)
            duals = np.concatenate((duals, np.zeros(len(broken))))
            added = self._price_near(duals) or self._price(duals)
            if self.bound >= until:
                return
            settled = settled + 1 if self.is_tight and not to_the_end else 0
            is_open = bool(broken) or people_only or not self.is_tight
            if is_open and (broken or added) and settled < SETTLED_ROUNDS:
                continue
            if people_only:
                people_only, settled = False, 0
            elif not self._raise_missing():
                return

    @property
    def is_tight(self) -> bool:
        """Whether the bound is the value, as far as goals, which are whole numbers, are concerned."""
        return math.ceil(self.bound - SLIGHT) >= math.ceil(self.value - SLIGHT)

    def _raise_missing(self) -> bool:
        """Make it dearer to leave trees without dates and to exceed rows, if the last solution does; False if that
        cannot be."""
        missing = slice(1, 1 + self._count)
        if not self.is_lacking or self._lp.cost[missing].max() > DEAREST:
            return False
        dearer = self._lp.cost.copy()
        dearer[missing] *= DEARER
        self._lp.cost, self._lp.fee = dearer, self._lp.fee * DEARER
        self._dear *= DEARER
        return True

    def _price_near(self, duals: Floats) -> int:
        """Columns at prices between the best so far and these, nearer and nearer to the best until the bound rises."""
        added, before = 0, self.bound
        for share in NEARER if before > -math.inf else ():
            mixed = (1 - share) * self.prices + share * duals
            added += self._price(np.where(mixed < FAINT, 0.0, mixed))
            if self.bound > before:
                break
        return added

    def _read(self) -> Floats:
        """The last solution into `shares`; returns the rows' prices in it."""
        entries, size = self.columns.all(), self.costs.shape[1]
        shares = self._lp.values[1 + self._count :]
        self.peak = float(self._lp.values[0])
        flat = np.bincount(entries.event * size + entries.position, shares[entries.column], self.costs.size)
        self.shares = flat.astype(np.float64).reshape(self.costs.shape)
        self._idle = np.where(self._lp.is_slack[self._count :], self._idle + 1, 0)
        duals: Floats = np.maximum(0.0, -self._lp.duals[self._count :])
        return duals

    def _price(self, prices: Floats) -> int:
        """The cheapest dates at these prices as columns; says how many were new. May raise the bound."""
        under = prices[self._is_peak].sum()
        if under > 1.0:  # more would make an endless peak free of charge
            prices = np.where(self._is_peak, prices / under, prices)
        passed = self.forest.pass_up(self.costs + self.parts.charge(prices, self.costs.shape))
        bound = float(self.forest.values(passed).sum()) - float(prices @ self.most)
        if bound > self.bound:
            self.bound, self.prices = bound, prices
        return self.add_dates(self.forest.trace(passed))

    def recall(self, keys: list[Key], prices: Floats) -> None:
        """Go on with rows and prices of another time."""
        new = [key for key in keys if key not in self.separation.taken]
        self.separation.taken.update(new)
        self.add_rows(new)
        known = dict(zip(keys, prices.tolist(), strict=True))
        self.prices = np.array([known.get(key, 0.0) for key in self.keys], dtype=np.float64)
        self.bound = -math.inf  # that of other prices

    def renewed(self, allowed: Flags, costs: Costs) -> ColumnBound:
        """A new LP on these days, with the rows, prices and cheapest columns of this one."""
        fresh = copy(self)
        fresh.separation = self.separation.again()
        fresh._lp = copy(self._lp)
        fresh.move(allowed, costs)
        return fresh

    def move(self, allowed: Flags, costs: Costs) -> None:
        """Go on with these days instead; of the columns those stay that are possible, and cheap or in use."""
        self.allowed, self.costs = allowed, np.where(allowed, costs, NEVER)
        self.bound, self.value, self.shares = -math.inf, math.inf, None
        keep = self.columns.cheapest(self.priced(), KEPT, self._lp.is_basic[1 + self._count :])
        self.columns = self.columns.kept(keep)
        self._lp.keep_columns(np.concatenate((np.ones(1 + self._count, dtype=bool), keep)))
        used = self.columns.tree[self._lp.is_basic[1 + self._count :]]
        fees = np.maximum(self._dear * self.separation.fees(self.keys), FEE_FACTOR * self.prices)
        self._lp.fee = np.concatenate((np.full(self._count, np.inf), fees))
        self._lp.enter(1 + np.setdiff1d(np.arange(self._count), used))
        self._price(self.prices)

    def priced(self) -> Costs:
        """What each event costs on each position with the best prices on top."""
        return self.costs + self.parts.charge(self.prices, self.costs.shape)

    @property
    def taken(self) -> Floats:
        """The share that each column has in the last solution; 0 for those that are new since: [columns]."""
        known = np.zeros(len(self.columns))
        values = self._lp.values[1 + self._count :]
        known[: len(values)] = values
        return known

    @property
    def is_lacking(self) -> bool:
        """Whether the last solution leaves trees without dates, or exceeds rows."""
        missing, over = self._lp.values[1 : 1 + self._count], self._lp.over
        return bool(max(missing.max(initial=0.0), over.max(initial=0.0)) > SLIGHT)

    def through(self) -> Costs:
        """At the best prices, the least that all dates cost with an event on a position, less the bound: never < 0."""
        passed = self.forest.pass_up(self.priced())
        return self.forest.through(passed) - self.forest.values(passed)[self.forest.tree][:, None]
