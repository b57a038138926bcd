"""All dates of a tree that are nearly as cheap as its cheapest, at given prices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from mentoring.engine.prices.corner import Corner
from mentoring.engine.prices.forest import Forest, Passed
from mentoring.engine.prices.layer import Triangle
from mentoring.engine.prices.reach import NEVER, Reach

Branch = tuple[int, Reach] | tuple[int, int, Corner]  # a child, or two bound to each other; how far they reach

Places = tuple[float, list[tuple[int, int]]]  # what is left of the slack, and positions of one or two events


class NearDates:
    """Lists dates of single trees with what they cost more than the tree's cheapest."""

    def __init__(self, forest: Forest, passed: Passed) -> None:
        self.forest = forest
        self.least = passed.least
        self.branches: dict[int, list[Branch]] = defaultdict(list)
        for layer in forest.layers:
            ends = zip(layer.parents.tolist(), layer.children.tolist(), strict=True)
            if isinstance(layer, Triangle):
                for (parent, child), middle in zip(ends, layer.middles.tolist(), strict=True):
                    self.branches[parent].append((child, middle, layer.up))
            else:
                for parent, child in ends:
                    self.branches[parent].append((child, layer.up))

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
        yield from self._with_branches(self.branches[event], position, slack, {event: position})

    def _with_branches(
        self, branches: Sequence[Branch], position: int, slack: float, dates: dict[int, int]
    ) -> Iterator[tuple[float, dict[int, int]]]:
        """The same with dates for these children of an event on this position; one way at a time, as there may be
        millions of them."""
        if not branches:
            yield slack, dates
            return
        branch, *others = branches
        for left, places in self._places(branch, position, slack):
            for rest, below in self._all_below(places, left):
                yield from self._with_branches(others, position, rest, {**dates, **below})

    def _places(self, branch: Branch, position: int, slack: float) -> Iterator[Places]:
        """Positions of the children that cost little more than their cheapest, and what is left of the slack."""
        if len(branch) == 2:
            child, up = branch
            first, last = int(up.first[position]), int(up.last[position])
            row = self.least[child, first : last + 1]
            excess = row - row.min(initial=np.inf)
            for place in np.flatnonzero(excess <= slack).tolist():
                yield slack - float(excess[place]), [(child, first + place)]
            return
        child, middle, corner = branch
        first, last = int(corner.second.first[position]), int(corner.second.last[position])
        pieces = []
        for place in range(first, last + 1):
            low, high = corner.thirds(position, place)
            if low <= high and self.least[child, place] < NEVER / 2:
                pieces.append((place, low, self.least[child, place] + self.least[middle, low : high + 1]))
        least = min((float(row.min()) for _, _, row in pieces), default=0.0)
        for place, low, row in pieces:
            for other in np.flatnonzero(row - least <= slack).tolist():
                yield slack - float(row[other] - least), [(child, place), (middle, low + other)]

    def _all_below(self, places: Sequence[tuple[int, int]], slack: float) -> Iterator[tuple[float, dict[int, int]]]:
        """Dates of these events (on these positions) and all below them."""
        if not places:
            yield slack, {}
            return
        (event, position), *others = places
        for rest, dates in self._below(event, position, slack):
            for left, more in self._all_below(others, rest):
                yield left, {**dates, **more}
