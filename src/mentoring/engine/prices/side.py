"""Rows beside the calendar: months and weeks with a limit, goals kept at what they reached, and peaks to be small."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mentoring.domain.dates import iso_week, month_of
from mentoring.engine.prices.grid import Grid
from mentoring.engine.prices.part import Floats, Parts
from mentoring.engine.prices.reach import Costs, Ints
from mentoring.language.declaration import Declaration, Finish, Limit, Peak, Term
from mentoring.language.fact import event_of


class Sides:
    """Rows side by side: `parts` (numbered by row), what each may come to at `most`, or (`is_peak`) the peak."""

    def __init__(self, rows: Sequence[tuple[float, bool, Parts]]) -> None:
        self.most: Floats = np.array([most for most, _, _ in rows], dtype=np.float64)
        self.is_peak: NDArray[np.bool_] = np.array([is_peak for _, is_peak, _ in rows], dtype=bool)
        numbered = [_as_row(parts, number) for number, (_, _, parts) in enumerate(rows)]
        self.parts = Parts.join(numbered)
        self._ends = np.searchsorted(self.parts.row, np.arange(len(rows) + 1))

    def row(self, number: int) -> tuple[float, Parts]:
        """What a row may come to at most, and its parts, all numbered 0."""
        inside = np.zeros(len(self.parts), dtype=bool)
        inside[self._ends[number] : self._ends[number + 1]] = True
        return float(self.most[number]), _as_row(self.parts.kept(inside), 0)


def _as_row(parts: Parts, number: int) -> Parts:
    return Parts(np.full(len(parts), number, dtype=np.int64), parts.event, parts.first, parts.last, parts.weight)


def limit_rows(grid: Grid, declarations: Sequence[Declaration]) -> list[tuple[Limit, Parts]]:
    """Limits for each week or month, a row for each of these."""
    rows: list[tuple[Limit, Parts]] = []
    for one in declarations:
        if isinstance(one, Limit) and one.per in ("week", "month") and one.at_most is not None:
            weights = _weights(grid, one.terms)
            if sum(weights.values()) > one.at_most:
                rows += [(one, parts) for parts in _periods(grid, weights, one.per)]
    return rows


def peak_rows(grid: Grid, measure: Peak | Finish) -> list[tuple[float, bool, Parts]]:
    """The sums of which the largest is the goal."""
    if isinstance(measure, Finish):
        return [(0.0, True, _last_day(grid, event, days)) for event, days in measure.lengths if event in grid.number]
    if measure.per != "week":
        return []
    weights = _weights(grid, [term for terms in measure.loads.values() for term in terms])
    return [(0.0, True, parts) for parts in _periods(grid, weights, "week")]


def day_in(grid: Grid, parts: Parts) -> int:
    """A day of the programme in the week or month that a row is of."""
    return int(grid.axis[parts.first[0]]) if len(parts) else 0


def cost_parts(costs: Costs, allowed: NDArray[np.bool_]) -> Parts:
    """What every event costs on every position, as one row; equal neighbours are one part."""
    entries = []
    for event, row in enumerate(np.where(allowed, costs, 0.0)):
        ends = np.flatnonzero(np.diff(row)) + 1
        for first, last in zip(np.concatenate(([0], ends)), np.concatenate((ends, [len(row)])), strict=True):
            if row[first]:
                entries.append((0, event, int(first), int(last) - 1, float(row[first])))
    return Parts.of(entries)


def _weights(grid: Grid, terms: Sequence[Term]) -> dict[int, int]:
    """The events that certainly count, with their weights."""
    found: dict[int, int] = {}
    for term in terms:
        if grid.literals.literal(term.fact) is True:
            number = grid.number[event_of(term.fact)]
            found[number] = found.get(number, 0) + term.weight
    return found


def _periods(grid: Grid, weights: dict[int, int], per: str) -> list[Parts]:
    """For each ISO week or month its share of the events."""
    name = iso_week if per == "week" else month_of
    names = [name(grid.frame.date(int(day))) for day in grid.axis]
    ends: Ints = np.array([0, *(i for i in range(1, len(names)) if names[i] != names[i - 1]), len(names)])
    events = np.array(sorted(weights), dtype=np.int64)
    heavy = np.array([weights[event] for event in events.tolist()], dtype=np.float64)
    rows = []
    for first, end in pairwise(ends.tolist()):
        can = grid.allowed[events, first:end].any(axis=1)
        size = int(can.sum())
        if size:
            zeros = np.zeros(size, dtype=np.int64)
            rows.append(Parts(zeros, events[can], zeros + first, zeros + end - 1, heavy[can]))
    return rows


def _last_day(grid: Grid, event: str, days: int) -> Parts:
    number = grid.number[event]
    positions = np.flatnonzero(grid.allowed[number])
    zeros = np.zeros(len(positions), dtype=np.int64)
    return Parts(zeros, zeros + number, positions, positions, (grid.axis[positions] + days - 1).astype(np.float64))
