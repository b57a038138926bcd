"""The cheapest days of events that lags join into trees: exact, for all trees at once, by passing costs along the lags.

A pairing's own events form a chain; events that few pairings share join chains. Where three events are bound each to
each other, costs pass through all three at once. Lags that would close any other circle, and in a forest of `own`
events those to events of many, are left out: they are `loose`, and someone else has to see to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from mentoring.engine.prices.corner import Corner
from mentoring.engine.prices.grid import Edges
from mentoring.engine.prices.layer import Layer, Triangle
from mentoring.engine.prices.reach import Costs, Ints, Reach

MOST_EVENTS = 60  # of one tree of own events

Side = tuple[Edges, bool]  # a lag seen from one of its events; whether the other is the later one
Kind = tuple[int, ...]


@dataclass(slots=True)
class Passed:
    """Costs passed from leaves to roots: `least` is [events, positions], the least below an event on each day."""

    least: Costs
    messages: list[Costs] = field(default_factory=list)


class Forest:
    """Trees of events. `tree` numbers the tree of each event; `roots` has the root of each tree."""

    def __init__(
        self, edges: Sequence[Edges], shared: Sequence[bool], large: Sequence[bool] | None = None, *, own: bool
    ) -> None:
        """For each event whether it is `shared` by several pairings, and whether these are many (`large`).

        With `own`, events of many pairings stand alone.
        """
        self.edges = edges
        count = len(shared)
        self._shared = shared
        self._large = shared if large is None else large
        self.loose: list[tuple[Edges, Ints]] = []  # lags left out: their kind, and which of it
        self._links: list[dict[int, Side]] = [{} for _ in range(count)]
        self._corners: list[list[tuple[int, int]]] = [[] for _ in range(count)]  # the other two of each three
        self._order = {id(one): number for number, one in enumerate(edges)}
        left_out = self._close(self._join(count, own=own))
        for number in sorted(left_out):
            self.loose.append((edges[number], np.array(sorted(left_out[number]), dtype=np.int64)))
        self._grow(count)

    def _join(self, count: int, *, own: bool) -> list[tuple[int, int]]:
        """Join events by lags, those of few pairings first; returns the lags left out: their kind, which of it."""
        leader, size = list(range(count)), [1] * count

        def find(event: int) -> int:
            while leader[event] != event:
                leader[event] = leader[leader[event]]
                event = leader[event]
            return event

        left_out: list[tuple[int, int]] = []
        for is_large, number, place, one, two in sorted(self._lags()):
            ends = find(one), find(two)
            is_full = own and (self._shared[one] or self._shared[two]) and size[ends[0]] + size[ends[1]] > MOST_EVENTS
            if ends[0] == ends[1] or (own and is_large) or is_full:
                left_out.append((number, place))
                continue
            leader[ends[0]] = ends[1]
            size[ends[1]] += size[ends[0]]
            self._link(number, one, two)
        return left_out

    def _lags(self) -> Iterator[tuple[bool, int, int, int, int]]:
        for number, edges in enumerate(self.edges):
            for place, (one, two) in enumerate(zip(edges.earlier.tolist(), edges.later.tolist(), strict=True)):
                yield self._large[one] or self._large[two], number, place, one, two

    def _link(self, number: int, one: int, two: int) -> None:
        edges = self.edges[number]
        self._links[one][two] = (edges, True)
        self._links[two][one] = (edges, False)

    def _close(self, left_out: list[tuple[int, int]]) -> dict[int, list[int]]:
        """Take in lags that bind two events which are both bound to a third; returns the others."""
        loose: dict[int, list[int]] = defaultdict(list)
        used: set[frozenset[int]] = set()  # lags that are in three already
        trees = [dict(links) for links in self._links]
        for number, place in left_out:
            one, two = int(self.edges[number].earlier[place]), int(self.edges[number].later[place])
            middles = trees[one].keys() & trees[two].keys() if two not in self._links[one] else set[int]()
            sides = [frozenset((end, middle)) for middle in middles for end in (one, two)]
            if len(middles) != 1 or not used.isdisjoint(sides):
                loose[number].append(place)
                continue
            used.update(sides)
            self._link(number, one, two)
            three = (one, two, *middles)
            for event in three:
                first, second = (other for other in three if other != event)
                self._corners[event].append((first, second))
        return loose

    def _reach(self, target: int, source: int) -> tuple[Reach, Kind]:
        """For positions of one event those of another that a lag binds it to; and what kind of lag that is."""
        edges, is_later = self._links[target][source]
        return edges.from_later if is_later else edges.from_earlier, (self._order[id(edges)], int(is_later))

    def _grow(self, count: int) -> None:
        """Number the trees, shared events as roots where there are some, and sort their edges by depth and kind."""
        self.tree = np.full(count, -1, dtype=np.int64)
        roots: list[int] = []
        layers: dict[Kind, list[tuple[int, ...]]] = defaultdict(list)  # parents with their one or two children
        for root in sorted(range(count), key=lambda event: (not self._shared[event], event)):
            if self.tree[root] >= 0:
                continue
            self.tree[root] = len(roots)
            front, depth = [root], 0
            while front:
                depth += 1
                following: list[int] = []
                for parent in front:
                    for children in self._below(parent):
                        self.tree[list(children)] = len(roots)
                        layers[depth, *self._kind(parent, children)].append((parent, *children))
                        following += children
                front = following
            roots.append(root)
        self.roots = np.array(roots, dtype=np.int64)
        self.layers = [self._layer(layers[kind]) for kind in sorted(layers)]

    def _below(self, parent: int) -> Iterator[tuple[int, ...]]:
        """The events next to one that no tree has yet: twos that are bound to each other, then single ones."""
        for two in self._corners[parent]:
            if self.tree[two[0]] < 0 and self.tree[two[1]] < 0:
                yield min((two, two[::-1]), key=lambda one: (self._width(parent, one[0]), one))
        for child in self._links[parent]:
            if self.tree[child] < 0:
                yield (child,)

    def _width(self, target: int, source: int) -> int:
        reach, _ = self._reach(target, source)
        return int(np.clip(reach.last - reach.first, 0, None).sum())

    def _kind(self, parent: int, children: tuple[int, ...]) -> Kind:
        kind = sum((self._reach(parent, child)[1] for child in children), ())
        return kind if len(children) == 1 else kind + self._reach(*children)[1]

    def _layer(self, members: list[tuple[int, ...]]) -> Layer | Triangle:
        """Parents and children of one kind as arrays."""
        table = np.array(members, dtype=np.int64).T
        is_simple = len({parent for parent, *_ in members}) == len(members)
        if len(table) == 2:
            parent, child = members[0]
            return Layer(table[1], table[0], self._reach(parent, child)[0], self._reach(child, parent)[0], is_simple)
        parent, child, middle = members[0]
        return Triangle(
            table[0], table[1], table[2], self._corner(parent, child, middle), self._corner(child, parent, middle),
            self._corner(middle, parent, child), is_simple,
        )  # fmt: skip

    def _corner(self, one: int, two: int, three: int) -> Corner:
        return Corner(self._reach(one, two)[0], self._reach(one, three)[0], self._reach(two, three)[0])

    def pass_up(self, costs: Costs) -> Passed:
        """Costs of the cheapest trees for each day of the roots; a day that is not allowed costs `NEVER` or more."""
        passed = Passed(costs.copy())
        for layer in reversed(self.layers):
            message = layer.message(passed.least)
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
            layer.trace(passed.least, at)
        return at

    def through(self, passed: Passed) -> Costs:
        """For each event and day the least cost of its whole tree with the event on that day: [events, positions]."""
        whole = passed.least.copy()
        for layer, message in zip(self.layers, passed.messages, strict=True):
            layer.spread(whole, passed.least, message)
        return whole
