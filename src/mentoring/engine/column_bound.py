"""The column LP: what no dates of a decision can undercut, and mean days close to the best.

A column is all dates of one tree of events. Each tree takes columns in shares that sum to 1; crowds, lags between
trees and limits join the trees by rows, added when a solution breaks them. New columns are the cheapest dates at the
rows' prices, and with every set of prices comes a bound (Dantzig-Wolfe; Lagrange). Whatever is left out only makes
the bound weaker, never wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from mentoring.engine.clock import Clock
from mentoring.engine.forest import Forest
from mentoring.engine.part import Columns, Entries, Floats, Parts
from mentoring.engine.reach import NEVER, Costs, Flags, Ints
from mentoring.engine.separation import Key, Separation

SLIGHT = 1e-4  # less than the last digits of a bound that is rounded up
ROUNDING = 1e-6  # what sums of costs may be off; far below the distance of two whole values
MOST_ROUNDS = 60
KEPT = 10  # columns of each tree that a renewed LP begins with
SMOOTH = 0.5  # share of the best prices so far in those that columns are looked for with
OPTIMAL = 0  # the wrapper's status of a solve that ended with a proof


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
    _solver: Any = None
    _rows: list[Any] = field(default_factory=list)
    _trees: list[Any] = field(default_factory=list)
    _variables: list[Any] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)  # the rows, in order
    _most: list[float] = field(default_factory=list)
    _is_peak: list[bool] = field(default_factory=list)
    _peak: Any = None

    def __post_init__(self) -> None:
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        infinity = self._solver.infinity()
        objective = self._solver.Objective()
        objective.SetMinimization()
        self._peak = self._solver.NumVar(0.0, infinity, "")
        objective.SetCoefficient(self._peak, 1.0 if self.separation.sides.is_peak.any() else 0.0)
        dear = 10.0 * float(self.costs[self.costs < NEVER / 2].max(initial=1.0)) * max(1, self.costs.shape[1])
        for _ in self.forest.roots:
            row = self._solver.Constraint(1.0, infinity)
            missing = self._solver.NumVar(0.0, infinity, "")
            row.SetCoefficient(missing, 1.0)
            objective.SetCoefficient(missing, dear)
            self._trees.append(row)

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
                self.columns.known.add(key)
                chosen.append((tree, events))
        if chosen:
            self._add_columns(chosen, at)
        return len(chosen)

    def _add_columns(self, chosen: list[tuple[int, Ints]], at: Ints) -> None:
        first = len(self._variables)
        objective, infinity = self._solver.Objective(), self._solver.infinity()
        entries = Entries(
            np.repeat(np.arange(first, first + len(chosen)), [len(events) for _, events in chosen]),
            np.concatenate([events for _, events in chosen]),
            at[np.concatenate([events for _, events in chosen])],
        )
        costs = np.bincount(entries.column - first, self.costs[entries.event, entries.position], len(chosen))
        for (tree, _), cost in zip(chosen, costs.tolist(), strict=True):
            variable = self._solver.NumVar(0.0, infinity, "")
            self._trees[tree].SetCoefficient(variable, 1.0)
            objective.SetCoefficient(variable, cost)
            self._variables.append(variable)
            self.columns.tree.append(tree)
            self.columns.cost.append(cost)
        self.columns.entries.append(entries)
        self._fill(self.parts, entries)

    def _fill(self, parts: Parts, entries: Entries) -> None:
        for row, column, weight in zip(*(one.tolist() for one in parts.weigh(entries)), strict=True):
            self._rows[row].SetCoefficient(self._variables[column], weight)

    def begin(self, keys: list[Key], prices: Floats) -> None:
        """Take rows with prices found elsewhere; they give the first bound."""
        self.separation.taken.update(keys)
        self.add_rows(keys)
        self._price(prices)

    def add_rows(self, keys: list[Key]) -> None:
        """Take rows into the LP."""
        made = [self.separation.row(key) for key in keys]
        first, infinity = len(self._rows), self._solver.infinity()
        for key, (most, _) in zip(keys, made, strict=True):
            self._rows.append(self._solver.Constraint(-infinity, most))
            self.keys.append(key)
            self._most.append(most)
            self._is_peak.append(self.separation.is_peak(key))
            if self._is_peak[-1]:
                self._rows[-1].SetCoefficient(self._peak, -1.0)
        parts = Parts.join([Parts(one.row + first + number, one.event, one.first, one.last, one.weight)
                            for number, (_, one) in enumerate(made)])  # fmt: skip
        self.parts = Parts.join([self.parts, parts])
        self.prices = np.concatenate((self.prices, np.zeros(len(made))))
        self._fill(parts, self.columns.all())

    def solve(
        self,
        clock: Clock,
        *,
        until: float = math.inf,
        rounds: int = MOST_ROUNDS,
        grace: float = 0.0,
        patience: float = 0.6,
    ) -> None:
        """Rounds of rows and columns until the bound is the LP's value, or reaches `until`, or the time is up.

        Of the time that is left it takes at most the share `patience`: the rest is for better dates.
        """
        reserve = 0.0 if math.isinf(clock.left) else (1 - patience) * clock.left
        for _ in range(rounds):
            left = max(clock.left - reserve, grace)
            if left <= 0:
                return
            self._solver.SetTimeLimit(0 if math.isinf(left) else max(1, int(left * 1000)))
            if self._solver.Solve() != OPTIMAL:
                return
            self.value = self._solver.Objective().Value()
            duals = self._read()
            broken = self.separation.find(self.shares, self.peak)
            self.add_rows(broken)
            duals = np.concatenate((duals, np.zeros(len(broken))))
            added = self._price(SMOOTH * self.prices + (1 - SMOOTH) * duals) if self.bound > -math.inf else 0
            if not added:
                added = self._price(duals)
            if self.bound >= until or (not broken and not added):
                return
            if not broken and math.ceil(self.bound - SLIGHT) >= math.ceil(self.value - SLIGHT):
                return  # goals are whole numbers

    def _read(self) -> Floats:
        """The last solution into `shares`; returns the rows' prices in it. Both are lost as soon as the LP changes."""
        duals = np.array([max(0.0, -row.dual_value()) for row in self._rows], dtype=np.float64)
        shares = np.array([variable.solution_value() for variable in self._variables])
        self.peak = self._peak.solution_value()
        entries = self.columns.all()
        size = self.costs.shape[1]
        flat = np.bincount(entries.event * size + entries.position, shares[entries.column], self.costs.size)
        self.shares = flat.astype(np.float64).reshape(self.costs.shape)
        return duals

    def _price(self, prices: Floats) -> int:
        """The cheapest dates at these prices as columns; says how many were new. May raise the bound."""
        under = prices[np.array(self._is_peak, dtype=bool)].sum() if len(prices) else 0.0
        if under > 1.0:  # more would make an endless peak free of charge
            prices = np.where(self._is_peak, prices / under, prices)
        passed = self.forest.pass_up(self.costs + self.parts.charge(prices, self.costs.shape))
        bound = float(self.forest.values(passed).sum()) - float(prices @ self.most)
        if bound > self.bound:
            self.bound, self.prices = bound, prices
        return self.add_dates(self.forest.trace(passed))

    @property
    def most(self) -> Floats:
        """What each row may come to."""
        return np.array(self._most, dtype=np.float64)

    def renewed(self, allowed: Flags, costs: Costs) -> ColumnBound:
        """A new LP on these days, with the rows that bind and the cheapest columns of each tree at the same prices."""
        fresh = ColumnBound(self.forest, self.separation.again(), allowed, np.where(allowed, costs, NEVER))
        entries = self.columns.all()
        priced = fresh.costs + self.parts.charge(self.prices, costs.shape)
        reduced = np.bincount(entries.column, priced[entries.event, entries.position], len(self.columns.tree))
        trees = np.array(self.columns.tree, dtype=np.int64)
        order = np.lexsort((reduced, trees))
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order)) - np.searchsorted(trees[order], trees[order])
        for number in range(KEPT):
            at = np.full(len(self.forest.tree), -1, dtype=np.int64)
            mine = (rank == number)[entries.column]
            at[entries.event[mine]] = entries.position[mine]
            fresh.add_dates(at)
        binding = np.flatnonzero(self.prices > ROUNDING)
        fresh.begin([self.keys[row] for row in binding.tolist()], self.prices[binding])
        return fresh

    def priced(self) -> Costs:
        """What each event costs on each position with the best prices on top."""
        return self.costs + self.parts.charge(self.prices, self.costs.shape)

    def using(self, at: Ints) -> Flags:
        """The columns that consist of these dates: [columns]."""
        entries = self.columns.all()
        same = at[entries.event] == entries.position
        found = np.ones(len(self.columns.tree), dtype=bool)
        np.logical_and.at(found, entries.column, same)
        return found

    def through(self) -> Costs:
        """At the best prices, the least that all dates cost with an event on a position, less the bound: never < 0."""
        passed = self.forest.pass_up(self.priced())
        return self.forest.through(passed) - self.forest.values(passed)[self.forest.tree][:, None]
