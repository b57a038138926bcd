"""What the column LP of one decision knows that another's can use: dates of trees that both have, and rows."""

from __future__ import annotations

import numpy as np

from mentoring.engine.prices.column_bound import ColumnBound
from mentoring.engine.prices.grid import Grid
from mentoring.engine.prices.reach import Ints
from mentoring.engine.prices.separation import Key


def carry(given: ColumnBound, known: Grid, lp: ColumnBound, grid: Grid) -> None:
    """Begin an LP with the columns of another, on its own grid, whose events are one tree here too, and its rows."""
    places = {day: place for place, day in enumerate(grid.axis.tolist())}
    where = np.array([places.get(day, -1) for day in known.axis.tolist()], dtype=np.int64)
    _carry_dates(given, known, lp, grid, where)
    crowds = {crowd.name: number for number, crowd in enumerate(grid.crowds)}
    lags = {(grid.events[one], grid.events[other]): number for number, (one, other) in enumerate(lp.separation.lags)}
    rows: dict[Key, float] = {}
    ends = given.separation.lags
    for (kind, number, at), price in zip(given.keys, given.prices.tolist(), strict=True):
        if kind == "day" and (crowd := crowds.get(known.crowds[number].name)) is not None:
            rows[kind, crowd, at] = price
        elif kind in ("least", "most") and where[at] >= 0:
            one, other = ends[number]
            lag = lags.get((known.events[one], known.events[other]))
            if lag is not None:
                rows[kind, lag, int(where[at])] = price
    lp.begin(list(rows), np.array(list(rows.values())))


def _carry_dates(given: ColumnBound, known: Grid, lp: ColumnBound, grid: Grid, where: Ints) -> None:
    place = np.array([grid.number.get(name, -1) for name in known.events], dtype=np.int64)
    entries, trees, count = given.columns.all(), lp.forest.tree, len(given.columns)
    fits = (place[entries.event] >= 0) & (where[entries.position] >= 0)
    column, event, position = entries.column[fits], place[entries.event[fits]], where[entries.position[fits]]
    tree = np.full(count, -1)
    tree[column] = trees[event]
    alike = np.bincount(column[trees[event] == tree[column]], minlength=count)
    sizes = np.append(np.bincount(trees, minlength=len(lp.forest.roots)), -1)  # no column is in tree -1
    is_whole = (alike == np.bincount(entries.column, minlength=count)) & (alike == sizes[tree])
    chosen = np.flatnonzero(is_whole)
    order = chosen[np.argsort(tree[chosen], kind="stable")]
    rank = np.full(count, -1)
    rank[order] = np.arange(len(order)) - np.searchsorted(tree[order], tree[order])
    for number in range(int(rank.max(initial=-1)) + 1):
        mine = (rank == number)[column]
        at = np.full(len(trees), -1, dtype=np.int64)
        at[event[mine]] = position[mine]
        lp.add_dates(at)
