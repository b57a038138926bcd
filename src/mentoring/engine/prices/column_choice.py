"""Which dates of each tree: the best choice out of the columns of the LP, as a small exact model.

What the LP leaves in fractions is decided here. The model keeps every row of the LP, also those it never needed;
only columns at hand can be chosen.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from ortools.sat.python import cp_model

from mentoring.engine.model.clock import Clock
from mentoring.engine.model.solving import Answer, solve
from mentoring.engine.prices.column_bound import ColumnBound
from mentoring.engine.prices.part import Entries, Floats
from mentoring.engine.prices.reach import Flags, Ints

MOST_PEAK = 10**7  # days or events that nobody has


class ColumnChoice:
    """The model over the columns for which `keep` is true; `answer.value` reads `at`, the positions of all events.

    Trees with a number in `optional` may be left out, at that cost.
    """

    def __init__(self, bound: ColumnBound, keep: Flags, optional: Sequence[int | None] = ()) -> None:
        self.bound = bound
        self.model = cp_model.CpModel()
        entries = bound.columns.all()
        inside = keep[entries.column]
        self.entries = Entries(entries.column[inside], entries.event[inside], entries.position[inside])
        self.columns = np.flatnonzero(keep)
        self.literal = {int(column): self.model.new_bool_var("") for column in self.columns}
        self.tree = bound.columns.tree
        self.by_event = self._sorted_by_event()
        self.peak = self.model.new_int_var(0, MOST_PEAK, "")
        self.left_out = {tree: self.model.new_bool_var("") for tree, cost in enumerate(optional) if cost is not None}
        self._choose()
        self._order()
        self._rows()
        costs = [round(bound.columns.cost[column]) for column in self.columns.tolist()]
        self.cost = cp_model.LinearExpr.weighted_sum(list(self.literal.values()), costs)
        if bound.separation.sides.is_peak.any():
            self.cost = self.cost + self.peak
        if self.left_out:
            fees = [fee for fee in optional if fee is not None]
            self.cost = cp_model.LinearExpr.weighted_sum(list(self.left_out.values()), fees)

    def _sorted_by_event(self) -> list[tuple[Ints, Ints]]:
        """For each event its columns and their positions, side by side, rising by position."""
        order = np.lexsort((self.entries.column, self.entries.position, self.entries.event))
        ends = np.searchsorted(self.entries.event[order], np.arange(len(self.bound.forest.tree) + 1))
        pieces = [order[ends[event] : ends[event + 1]] for event in range(len(self.bound.forest.tree))]
        return [(self.entries.column[piece], self.entries.position[piece]) for piece in pieces]

    def _choose(self) -> None:
        by_tree: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for column in self.columns.tolist():
            by_tree[int(self.tree[column])].append(self.literal[column])
        for left, literal in self.left_out.items():
            by_tree[left].append(literal)
        for tree in range(len(self.bound.forest.roots)):
            self.model.add_exactly_one(by_tree[tree])

    def _never_both(self, one: int, position: int, columns: Ints, others: Ints) -> None:
        """Event `one` on a position and the other tree in one of these columns do not go together."""
        mine = columns[self.by_event[one][1] == position]
        if len(others):
            if self.tree[mine[0]] == self.tree[others[0]]:  # the same tree: some columns are no dates at all
                for column in np.intersect1d(mine, others).tolist():
                    self.model.add_bool_and([~self.literal[column]])
                return
            self.model.add_at_most_one([self.literal[column] for column in (*mine.tolist(), *others.tolist())])

    def _order(self) -> None:
        """Lags between trees."""
        for earlier, later, from_earlier, _ in self.bound.separation.loose:
            for one, two in zip(earlier.tolist(), later.tolist(), strict=True):
                columns, positions = self.by_event[two]
                theirs, at = self.by_event[one]
                for position in np.unique(positions).tolist():
                    bad = (at < from_earlier.first[position]) | (at > from_earlier.last[position])
                    self._never_both(two, position, columns, theirs[bad])

    def _rows(self) -> None:
        """Crowded days and full periods: those that the columns at hand could break; of equal rows one."""
        known: set[tuple[bytes, bytes, float]] = set()
        for columns, weights, most in (*self._crowded(), *self._full()):
            key = (columns.tobytes(), weights.tobytes(), most)
            if key not in known:
                known.add(key)
                self._at_most(columns, weights, most)

    def _at_most(self, columns: Ints, weights: Ints, most: float) -> None:
        lits = [self.literal[one] for one in columns.tolist()]
        if most == 1 and (weights == 1).all():
            self.model.add_at_most_one(lits)
        else:
            self.model.add(cp_model.LinearExpr.weighted_sum(lits, weights.tolist()) <= math.floor(most))

    def _crowded(self) -> Iterator[tuple[Ints, Ints, float]]:
        """Columns busy together: it is enough to look on days on which one of them begins to be, or room gets less."""
        members, axis = self.bound.separation.members, self.bound.separation.axis
        found = [(at[0], at[-1]) if len(at) else (0, 0) for _, at in self.by_event]
        ends = np.array(found, dtype=np.int64).reshape(-1, 2)
        self._busy_from = axis[ends[members.event, 0]] + members.offset
        self._busy_until = axis[ends[members.event, 1]] + members.offset + members.size
        starts = np.searchsorted(members.crowd, np.arange(len(members.most) + 1))
        for crowd, most in enumerate(members.most):
            inside = slice(starts[crowd], starts[crowd + 1])
            if not self._may_meet(inside) and members.weight[inside].max() <= most.min():
                continue
            pieces = []
            for member in range(starts[crowd], starts[crowd + 1]):
                columns, positions = self.by_event[members.event[member]]
                first = axis[positions] + members.offset[member]
                weight = np.full(len(columns), members.weight[member])
                pieces.append((columns, first, first + members.size[member], weight))
            column, first, last, weight = (np.concatenate(one) for one in zip(*pieces, strict=True))
            less = 1 + np.flatnonzero(np.diff(most) < 0)
            days = np.unique(np.concatenate((np.maximum(first, 0), less)))
            for day in days[days < members.horizon].tolist():
                there = (first <= day) & (day < last)
                if weight[there].sum() > most[day]:
                    yield self._added(column[there], weight[there], float(most[day]))

    def _may_meet(self, inside: slice) -> bool:
        """Whether two members of a crowd can be busy on one day, with the columns at hand."""
        first, last = self._busy_from[inside], self._busy_until[inside]
        order = np.argsort(first, kind="stable")
        return bool((first[order][1:] < np.maximum.accumulate(last[order])[:-1]).any())

    def _full(self) -> Iterator[tuple[Ints, Ints, float]]:
        sides = self.bound.separation.sides
        rows, columns, weights = sides.parts.weigh(self.entries)
        ends = np.searchsorted(rows, np.arange(len(sides.most) + 1))
        for number, most in enumerate(sides.most.tolist()):
            piece = slice(ends[number], ends[number + 1])
            if sides.is_peak[number]:
                self._under_peak(columns[piece], weights[piece])
            elif weights[piece].sum() > most:
                yield columns[piece], np.rint(weights[piece]).astype(np.int64), most

    def _under_peak(self, columns: Ints, weights: Floats) -> None:
        """The peak is at least this sum."""
        if len(columns):
            lits = [self.literal[one] for one in columns.tolist()]
            total = cp_model.LinearExpr.weighted_sum(lits, np.rint(weights).astype(np.int64).tolist())
            self.model.add(total <= self.peak)

    def _added(self, column: Ints, weight: Ints, most: float) -> tuple[Ints, Ints, float]:
        """A column may be busy with two of its events: their weights add up."""
        columns, place = np.unique(column, return_inverse=True)
        return columns, np.rint(np.bincount(place, weight)).astype(np.int64), most

    def solve(self, clock: Clock, *, least: int, below: int | None, work: float, grace: float = 0.0) -> Answer:
        """The cheapest choice, not under `least` and, if given, at most `below`."""
        self.model.minimize(self.cost)
        self.model.add(self.cost >= least)
        if below is not None:
            self.model.add(self.cost <= below)
        return solve(self.model, clock, work=work, grace=grace, probe=False, is_brief=True, cuts=False)

    def read(self, answer: Answer) -> Ints:
        """The positions of all events in an answer; -1 for those left out."""
        chosen = np.array([answer.value(self.literal[column]) for column in self.columns.tolist()], dtype=bool)
        mine = np.isin(self.entries.column, self.columns[chosen])
        at = np.full(len(self.bound.forest.tree), -1, dtype=np.int64)
        at[self.entries.event[mine]] = self.entries.position[mine]
        return at
