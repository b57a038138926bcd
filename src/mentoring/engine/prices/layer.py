"""How costs pass between events of a tree: along single lags, and through three events bound each to each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentoring.engine.prices.corner import Corner
from mentoring.engine.prices.reach import NEVER, Costs, Flags, Ints, Reach


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Tree edges of one kind and depth: children and their parents side by side."""

    children: Ints
    parents: Ints
    up: Reach  # for positions of the parent, those of the child
    down: Reach  # for positions of the child, those of the parent
    is_simple: bool  # no parent comes twice

    def message(self, least: Costs) -> Costs:
        """What a child and all below it cost at least, for each position of its parent."""
        return self.up.cheapest(least[self.children])

    def trace(self, least: Costs, at: Ints) -> None:
        """Put the children on their cheapest positions; the parents are there already."""
        at[self.children] = self.up.trace(least[self.children], at[self.parents])

    def spread(self, whole: Costs, least: Costs, message: Costs) -> None:
        """What the whole tree costs at least with a child on a position; for the parents `whole` is known."""
        rest = _without(whole[self.parents], message)
        whole[self.children] = least[self.children] + self.down.cheapest(rest)


@dataclass(frozen=True, slots=True, eq=False)
class Triangle:
    """Events bound each to each other, of one kind and depth: parents with two children each, side by side."""

    parents: Ints
    children: Ints
    middles: Ints
    up: Corner  # from the parent to the child and the middle
    to_child: Corner  # from the child to the parent and the middle
    to_middle: Corner  # from the middle to the parent and the child
    is_simple: bool  # no parent comes twice

    def message(self, least: Costs) -> Costs:
        """What both children and all below them cost at least, for each position of their parent."""
        wanted = _used(least[self.parents])
        return self.up.cheapest(least[self.children], least[self.middles], wanted)

    def trace(self, least: Costs, at: Ints) -> None:
        """Put both children on their cheapest positions; the parents are there already."""
        found = self.up.trace(least[self.children], least[self.middles], at[self.parents])
        at[self.children], at[self.middles] = found

    def spread(self, whole: Costs, least: Costs, message: Costs) -> None:
        """What the whole tree costs at least with a child on a position; for the parents `whole` is known."""
        rest = _without(whole[self.parents], message)
        child: Costs = least[self.children]
        middle: Costs = least[self.middles]
        for corner, events, own, other in (
            (self.to_child, self.children, child, middle), (self.to_middle, self.middles, middle, child),
        ):  # fmt: skip
            whole[events] = own + corner.cheapest(rest, other, _used(own))


def _without(whole: Costs, message: Costs) -> Costs:
    return np.where(message < NEVER / 2, whole - message, NEVER)


def _used(costs: Costs) -> Flags:
    """The positions that some event can have: [positions]."""
    used: Flags = np.asarray((costs < NEVER / 2).any(axis=0))
    return used
