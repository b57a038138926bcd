"""The trees of events that are dated together, and which of them are dated anew at once."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence

from mentoring.domain.pairing import Pairing
from mentoring.engine.prices.forest import Forest
from mentoring.engine.prices.grid import Grid


class Grove:
    """All trees of a grid: `trees` are events by tree, `pairs` the pairings of each; none where many hang on one."""

    def __init__(self, grid: Grid, chance: random.Random, together: Iterable[Sequence[int]] = ()) -> None:
        """Events that are bound `together`, as the same person goes to them, are in one tree."""
        self._chance = chance
        self._known = [grid.frame.agenda.events[event] for event in grid.events]
        forest = Forest(grid.edges, grid.shared, grid.large, own=True)
        self.tree_of = _joined(forest.tree.tolist(), together)
        self.trees: list[list[int]] = [[] for _ in range(max(self.tree_of, default=-1) + 1)]
        for event, tree in enumerate(self.tree_of):
            self.trees[tree].append(event)
        self.pairs: list[list[Pairing]] = [
            sorted({pair for event in tree if not grid.large[event] for pair in self._known[event].pairs})
            for tree in self.trees
        ]
        self.large = [tree for tree, pairs in enumerate(self.pairs) if not pairs]
        self.everybody = frozenset(pair for pairs in self.pairs for pair in pairs)

    def events(self, trees: Iterable[int]) -> list[int]:
        """The events of some trees."""
        return [event for tree in trees for event in self.trees[tree]]

    def some(self, trees: Iterable[int], most: int) -> list[int]:
        """The first trees with so many events in all, one at least."""
        chosen: list[int] = []
        count = 0
        for tree in trees:
            if chosen and count + len(self.trees[tree]) > most:
                continue
            chosen.append(tree)
            count += len(self.trees[tree])
        return chosen

    def without(self, lost: Collection[Pairing]) -> list[int]:
        """The trees with one of these pairings."""
        return [tree for tree, pairs in enumerate(self.pairs) if any(pair in lost for pair in pairs)]

    def near(self, tree: int, first: Collection[int] = ()) -> list[int]:
        """A tree, then these, then those that share a city with it, then all others by chance."""
        cities = self._cities(tree)
        others = [other for other, pairs in enumerate(self.pairs) if pairs and other != tree]
        self._chance.shuffle(others)
        others.sort(key=lambda other: (other not in first, cities.isdisjoint(self._cities(other))))
        return [tree, *others]

    def of_theme(self, theme: str) -> list[int]:
        """All trees of a theme and its meetings."""
        own = [tree for tree, pairs in enumerate(self.pairs) if any(pair.theme == theme for pair in pairs)]
        return [tree for tree in self.large if self._known[self.trees[tree][0]].theme == theme] + own

    def _cities(self, tree: int) -> set[str]:
        return {city for pair in self.pairs[tree] for city in (pair.mentor, pair.mentee)}


def _joined(tree_of: list[int], together: Iterable[Sequence[int]]) -> list[int]:
    """The trees by event, numbered anew, when those that share events bound together are one."""
    first = list(range(max(tree_of, default=-1) + 1))

    def root(tree: int) -> int:
        while first[tree] != tree:
            tree = first[tree]
        return tree

    for events in together:
        trees = sorted({root(tree_of[event]) for event in events})
        for tree in trees[1:]:
            first[tree] = trees[0]
    number = {tree: place for place, tree in enumerate(sorted({root(tree) for tree in tree_of}))}
    return [number[root(tree)] for tree in tree_of]
