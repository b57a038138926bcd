"""All dates of a tree that are nearly as cheap as its cheapest, at given prices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from mentoring.engine.forest import Forest, Passed
from mentoring.engine.reach import Ints, Reach


class NearDates:
    """Lists dates of single trees with what they cost more than the tree's cheapest."""

    def __init__(self, forest: Forest, passed: Passed) -> None:
        self.forest = forest
        self.least = passed.least
        self.children: dict[int, list[tuple[int, Reach]]] = defaultdict(list)
        for layer in forest.layers:
            for child, parent in zip(layer.children.tolist(), layer.parents.tolist(), strict=True):
                self.children[parent].append((child, layer.up))

    def list(self, tree: int, slack: float, most: int) -> tuple[list[dict[int, int]], bool]:
        """Dates (position by event) that cost at most `slack` more, at most so many; whether these are all."""
        root = int(self.forest.roots[tree])
        row = self.least[root]
        found: list[dict[int, int]] = []
        excess = row - row.min()
        for position in np.argsort(excess, kind="stable").tolist():
            if excess[position] > slack:
                return found, True
            for _, dates in self._below(root, position, slack - float(excess[position])):
                if len(found) == most:
                    return found, False
                found.append(dates)
        return found, True

    def _below(self, event: int, position: int, slack: float) -> Iterator[tuple[float, dict[int, int]]]:
        """What is left of the slack, and the dates of the event (on this position) and all below it."""
        yield from self._with_children(self.children[event], position, slack, {event: position})

    def _with_children(
        self, children: Sequence[tuple[int, Reach]], position: int, slack: float, dates: dict[int, int]
    ) -> Iterator[tuple[float, dict[int, int]]]:
        """The same with dates for these children of an event on this position; one way at a time, as there may be
        millions of them."""
        if not children:
            yield slack, dates
            return
        (child, up), *others = children
        first, last = int(up.first[position]), int(up.last[position])
        row = self.least[child, first : last + 1]
        excess = row - row.min(initial=np.inf)
        for place in np.flatnonzero(excess <= slack).tolist():
            for rest, below in self._below(child, first + place, slack - float(excess[place])):
                yield from self._with_children(others, position, rest, {**dates, **below})


def as_positions(dates: dict[int, int], count: int) -> Ints:
    """One tree's dates among `count` events; -1 elsewhere."""
    at = np.full(count, -1, dtype=np.int64)
    for event, position in dates.items():
        at[event] = position
    return at
