"""From shares of dates to dates: trees that the column LP dates in one way are kept so, then the surest of the others.

After each few trees the LP is solved again and finds what still goes with them. What is left open in the end is few
enough for an exact choice.
"""

from __future__ import annotations

import numpy as np

from mentoring.engine.model.clock import Clock
from mentoring.engine.prices.column_bound import ColumnBound
from mentoring.engine.prices.reach import Flags

WHOLE = 1 - 1e-4  # a share that is all
AT_ONCE = (4, 8, 16)  # of the open trees a fourth is kept at once, fewer where that goes wrong
DEARER, LITTLE = 2e-5, 2.0  # it does where the LP rises by more than this share of it and this
ROUNDS = 30  # of the LP after that


def undecided(lp: ColumnBound) -> Flags:
    """The columns that go with the last solution: of trees that it dates in one way that one, else all."""
    whole = lp.taken > WHOLE
    found: Flags = whole | ~_of_trees(lp, whole)[lp.columns.tree]
    return found


def _of_trees(lp: ColumnBound, columns: Flags) -> Flags:
    marked = np.zeros(len(lp.forest.roots), dtype=bool)
    marked[lp.columns.tree[columns]] = True
    return marked


def rounded(lp: ColumnBound, clock: Clock, most: int) -> ColumnBound:
    """The LP once more with trees kept on the dates they mostly have, until `most` trees or fewer are open.

    More stay open where the others would have no dates then, as far as the LP sees.
    """
    lp.solve(clock, rounds=ROUNDS, to_the_end=True)  # what is kept must not be in each other's way
    at_once = iter(AT_ONCE)
    part = next(at_once, None)
    while part is not None and (count := int((~_of_trees(lp, lp.taken > WHOLE)).sum())) > most and clock.left > 0:
        fewer = _kept(lp, max(1, count // part))
        fewer.solve(clock, rounds=ROUNDS, to_the_end=True)
        if fewer.shares is None or fewer.is_lacking or fewer.value > lp.value + max(LITTLE, DEARER * abs(lp.value)):
            part = next(at_once, None)
        else:
            lp = fewer
    return lp


def _kept(lp: ColumnBound, number: int) -> ColumnBound:
    """A new LP in which decided trees stay where they are, and `number` more: those with the largest shares."""
    taken, tree = lp.taken, lp.columns.tree
    order = np.lexsort((-taken, tree))
    best = order[np.unique(tree[order], return_index=True)[1]]  # the column that each tree takes most of
    sure = best[np.argsort(-taken[best], kind="stable")]
    chosen = np.zeros(len(tree), dtype=bool)
    chosen[sure[: int((taken[best] > WHOLE).sum()) + number]] = True
    entries = lp.columns.all()
    inside = chosen[entries.column]
    events, positions = entries.event[inside], entries.position[inside]
    allowed = lp.allowed.copy()
    allowed[events] = False
    allowed[events, positions] = True
    return lp.renewed(allowed, lp.costs)
