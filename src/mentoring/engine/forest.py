"""The cheapest days of events that lags join into trees: exact, for all trees at once, by passing costs along the lags.

A pairing's own events form a chain; shared events join chains. Lags that would close a circle, and in a forest of
`own` events those to shared ones, are left out: they are `loose`, and someone else has to see to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from mentoring.engine.grid import Edges, Grid
from mentoring.engine.reach import NEVER, Costs, Ints, Reach


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Tree edges of one kind and depth: children and their parents side by side."""

    children: Ints
    parents: Ints
    up: Reach  # for positions of the parent, those of the child
    down: Reach  # for positions of the child, those of the parent
    is_simple: bool  # no parent comes twice


@dataclass(slots=True)
class Passed:
    """Costs passed from leaves to roots: `least` is [events, positions], the least below an event on each day."""

    least: Costs
    messages: list[Costs] = field(default_factory=list)


class Forest:
    """Trees of events. `tree` numbers the tree of each event; `roots` has the root of each tree."""

    def __init__(self, grid: Grid, *, own: bool) -> None:
        """With `own`, events of several pairings stand alone."""
        self.grid = grid
        count = len(grid.events)
        agenda = grid.frame.agenda
        shared = [event.always or len(event.pairs) != 1 for event in agenda.events.values()]
        self.loose: list[tuple[Edges, Ints]] = []  # lags left out: their kind, and which of it
        leader = list(range(count))

        def find(event: int) -> int:
            while leader[event] != event:
                leader[event] = leader[leader[event]]
                event = leader[event]
            return event

        links: list[list[tuple[int, Edges, bool]]] = [[] for _ in range(count)]
        for edges in grid.edges:
            left_out = []
            for place, (one, two) in enumerate(zip(edges.earlier.tolist(), edges.later.tolist(), strict=True)):
                ends = find(one), find(two)
                if ends[0] == ends[1] or (own and (shared[one] or shared[two])):
                    left_out.append(place)
                    continue
                leader[ends[0]] = ends[1]
                links[one].append((two, edges, True))
                links[two].append((one, edges, False))
            if left_out:
                self.loose.append((edges, np.array(left_out, dtype=np.int64)))
        self._grow(links, shared)

    def _grow(self, links: list[list[tuple[int, Edges, bool]]], shared: list[bool]) -> None:
        """Number the trees, shared events as roots where there are some, and sort their edges by depth and kind."""
        count = len(links)
        self.tree = np.full(count, -1, dtype=np.int64)
        roots: list[int] = []
        layers: dict[tuple[int, int, bool], tuple[Edges, list[int], list[int]]] = {}
        for root in sorted(range(count), key=lambda event: (not shared[event], event)):
            if self.tree[root] >= 0:
                continue
            self.tree[root] = len(roots)
            front, depth = [root], 0
            while front:
                depth, following = depth + 1, []
                for parent in front:
                    for child, edges, is_later in links[parent]:
                        if self.tree[child] < 0:
                            self.tree[child] = len(roots)
                            key = (depth, id(edges), is_later)
                            layer = layers.setdefault(key, (edges, [], []))
                            layer[1].append(child)
                            layer[2].append(parent)
                            following.append(child)
                front = following
            roots.append(root)
        self.roots = np.array(roots, dtype=np.int64)
        order = {id(edges): number for number, edges in enumerate(self.grid.edges)}
        ranked = sorted(layers.items(), key=lambda one: (one[0][0], order[one[0][1]], one[0][2]))
        self.layers = [
            Layer(
                np.array(children), np.array(parents),
                edges.from_later if is_later else edges.from_earlier,
                edges.from_earlier if is_later else edges.from_later,
                len(set(parents)) == len(parents),
            )
            for (_, _, is_later), (edges, children, parents) in ranked
        ]  # fmt: skip

    def pass_up(self, costs: Costs) -> Passed:
        """Costs of the cheapest trees for each day of the roots; a day that is not allowed costs `NEVER` or more."""
        passed = Passed(costs.copy())
        for layer in reversed(self.layers):
            message = layer.up.cheapest(passed.least[layer.children])
            if layer.is_simple:
                passed.least[layer.parents] += message
            else:
                np.add.at(passed.least, layer.parents, message)
            passed.messages.append(message)
        passed.messages.reverse()
        return passed

    def values(self, passed: Passed) -> Costs:
        """The least cost of each tree."""
        least: Costs = passed.least[self.roots].min(axis=1)
        return least

    def trace(self, passed: Passed) -> Ints:
        """The positions of all events in the cheapest trees, the earliest of equals."""
        at = np.zeros(len(self.tree), dtype=np.int64)
        at[self.roots] = passed.least[self.roots].argmin(axis=1)
        for layer in self.layers:
            at[layer.children] = layer.up.trace(passed.least[layer.children], at[layer.parents])
        return at

    def through(self, passed: Passed) -> Costs:
        """For each event and day the least cost of its whole tree with the event on that day: [events, positions]."""
        whole = passed.least.copy()
        for layer, message in zip(self.layers, passed.messages, strict=True):
            rest = np.where(message < NEVER / 2, whole[layer.parents] - message, NEVER)
            whole[layer.children] = passed.least[layer.children] + layer.down.cheapest(rest)
        return whole
