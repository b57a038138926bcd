"""First dates, placed one tree of events after the other: shared events first, each tree on its cheapest free days.

What is placed stays. The draft keeps everything that a grid and its declarations say about days; people come later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from mentoring.domain.dates import iso_week, month_of
from mentoring.engine.prices.corner import Corner
from mentoring.engine.prices.forest import Forest
from mentoring.engine.prices.grid import Grid, flags_of
from mentoring.engine.prices.layer import Triangle
from mentoring.engine.prices.reach import NEVER, Costs, Flags, Ints, Reach
from mentoring.engine.when.room import Room, always_full, starts_that_touch
from mentoring.language.declaration import Declaration, Limit
from mentoring.language.fact import event_of


class Draft:
    """Places events one by one; `at` has the position of each, -1 for those without a day so far.

    Sets of days are masks: bit i is day i, counted from `programme.first`.
    """

    def __init__(self, grid: Grid, declarations: Sequence[Declaration], *, spare: int = 0) -> None:
        """`spare`: days kept free between two events of one person, for the way."""
        self.grid = grid
        count = len(grid.events)
        self.at: Ints = np.full(count, -1, dtype=np.int64)
        self.axis = grid.axis.tolist()
        days = [1 << day for day in range(grid.frame.horizon)]
        self.crowds: list[list[tuple[Room, int, int, int]]] = [[] for _ in range(count)]
        most = {id(one): one.tolist() for one in {id(crowd.most): crowd.most for crowd in grid.crowds}.values()}
        full: dict[tuple[int, int], int] = {}  # many crowds share what may be busy on each day
        for crowd in grid.crowds:
            key = id(crowd.most)
            weights = {one.weight for one in crowd.members}
            for weight in weights:
                if (key, weight) not in full:
                    full[key, weight] = always_full(most[key], days, weight)
            own = {weight: full[key, weight] for weight in weights}
            room = Room(most[key], days, own, of_people=crowd.of_people)
            for one in crowd.members:
                size = one.size + spare * crowd.of_people
                self.crowds[one.event].append((room, one.offset, size, one.weight))
        self.lags: list[list[tuple[int, Reach]]] = [[] for _ in range(count)]  # for positions of the other event
        for edges in grid.edges:
            for one, two in zip(edges.earlier.tolist(), edges.later.tolist(), strict=True):
                self.lags[one].append((two, edges.from_earlier))
                self.lags[two].append((one, edges.from_later))
        self.periods: list[list[tuple[Room, list[int], int]]] = [[] for _ in range(count)]
        self._collect(declarations)

    def _collect(self, declarations: Iterable[Declaration]) -> None:
        """Limits over weeks and months."""
        is_true = self.grid.literals.literal
        dates = [self.grid.frame.date(day) for day in range(self.grid.frame.horizon)]
        names = {"week": [iso_week(day) for day in dates], "month": [month_of(day) for day in dates]}
        for one in declarations:
            if isinstance(one, Limit) and one.per in names and one.at_most is not None:
                terms = [term for term in one.terms if is_true(term.fact) is True]
                number = {name: place for place, name in enumerate(dict.fromkeys(names[one.per]))}
                period = [number[name] for name in names[one.per]]
                days = [0] * len(number)
                for day, place in enumerate(period):
                    days[place] |= 1 << day
                most = [one.at_most] * len(days)
                room = Room(most, days, {term.weight: always_full(most, days, term.weight) for term in terms})
                for term in terms:
                    self.periods[self.grid.number[event_of(term.fact)]].append((room, period, term.weight))

    def free(self, event: int) -> int:
        """The days still open to an event beside all that is placed; days that it may never have are not left out."""
        closed = 0
        for room, offset, size, weight in self.crowds[event]:
            if room.full[weight]:
                closed |= starts_that_touch(room.full[weight], offset, size)
        for limit, _, weight in self.periods[event]:
            closed |= limit.full[weight]
        mask = ~closed
        for other, reach in self.lags[event]:
            position = self.at[other]
            if position >= 0:
                first, last = reach.first[position], reach.last[position]
                if last < first:
                    return 0
                mask &= (2 << self.axis[last]) - (1 << self.axis[first])
        return mask

    def place(self, event: int, position: int) -> None:
        """Put an event on a day."""
        self.at[event] = position
        self._count(event, self.axis[position], 1)

    def remove(self, event: int) -> None:
        """Take an event off its day again."""
        self._count(event, self.axis[self.at[event]], -1)
        self.at[event] = -1

    def _count(self, event: int, day: int, sign: int) -> None:
        horizon = self.grid.frame.horizon
        for room, offset, size, weight in self.crowds[event]:
            room.add(range(max(0, day + offset), min(horizon, day + offset + size)), sign * weight)
        for limit, period, weight in self.periods[event]:
            limit.add((period[day],), sign * weight)

    def make(self, whole: Forest, own: Forest, costs: Costs, room: Flags, first: Collection[int] = ()) -> list[int]:
        """Place everything on days of `room`; `costs` hold the prices of busy days. Returns the trees of `own`
        that are left over.

        Trees in `first` are placed before others.
        """
        grid = self.grid
        allowed = room
        trees: list[list[int]] = [[] for _ in range(len(own.roots))]
        for event, tree in enumerate(own.tree.tolist()):
            trees[tree].append(event)
        agenda = grid.frame.agenda.events
        many = {number: len(agenda[event].pairs) for number, event in enumerate(grid.events)}
        shared = [tree[0] for tree in trees if len(tree) == 1 and many[tree[0]] != 1]
        through = whole.through(whole.pass_up(costs)) if shared else costs
        lost: list[int] = []
        for event in sorted(shared, key=lambda event: (int(own.tree[event]) not in first, -many[event])):
            row = np.where(flags_of([self.free(event)], grid.axis)[0] & allowed[event], through[event], NEVER)
            if row.min() >= NEVER / 2:
                lost.append(int(own.tree[event]))
                continue
            self.place(event, int(row.argmin()))
            if many[event] > FEW_PAIRS:
                narrow = allowed.copy()
                narrow[event] = False
                narrow[event, self.at[event]] = True
                allowed = narrow if grid.propagate(narrow, [event]) else allowed
        room = allowed.sum(axis=1)
        shared_events = set(shared)
        rest = [tree for tree in trees if tree and not (len(tree) == 1 and tree[0] in shared_events)]
        small = SmallTree(self, own, np.where(allowed, costs, NEVER))
        for events in sorted(rest, key=lambda tree: (int(own.tree[tree[0]]) not in first, int(room[tree].min()), tree)):
            if not small.place(events):
                lost.append(int(own.tree[events[0]]))
        return lost


FEW_PAIRS = 6  # a shared event of more pairings narrows everybody's days at once


class SmallTree:
    """Places one tree of events at a time; a day that an event may never have costs `NEVER`."""

    def __init__(self, draft: Draft, own: Forest, costs: Costs) -> None:
        self.draft = draft
        self.costs = costs
        self.parent: dict[int, tuple[int, Reach]] = {}
        self.both: dict[int, tuple[int, int, int, Corner]] = {}  # by the smaller of two children bound to each other
        self.depth = np.zeros(len(own.tree), dtype=np.int64)
        for layer in own.layers:
            self.depth[layer.children] = self.depth[layer.parents] + 1
            ends = zip(layer.parents.tolist(), layer.children.tolist(), strict=True)
            if isinstance(layer, Triangle):
                self.depth[layer.middles] = self.depth[layer.parents] + 1
                for (parent, child), middle in zip(ends, layer.middles.tolist(), strict=True):
                    self.both[min(child, middle)] = parent, child, middle, layer.up
            else:
                self.parent.update((child, (parent, layer.up)) for parent, child in ends)
        passed = own.pass_up(costs)
        self.is_possible = (own.values(passed) < NEVER / 2)[own.tree]
        self.cheapest = own.trace(passed).tolist()  # if every tree were alone

    def place(self, tree: list[int]) -> bool:
        """Place all events of a tree on its cheapest free days; False (and nothing placed) when there are none."""
        draft, axis = self.draft, self.draft.axis
        if not self.is_possible[tree[0]]:
            return False
        order = sorted(tree, key=lambda event: (int(self.depth[event]), event))
        wanted: dict[int, int] | None = {event: self.cheapest[event] for event in order}
        for done, event in enumerate(order):
            free = {other: draft.free(other) for other in order[done:]}
            if wanted is None or any(not free[other] >> axis[wanted[other]] & 1 for other in free):
                wanted = self._cheapest(order, free)
            if wanted is None:
                for other in order[:done]:
                    draft.remove(other)
                return False
            draft.place(event, wanted[event])
        return True

    def _cheapest(self, order: list[int], free: dict[int, int]) -> dict[int, int] | None:
        """The cheapest positions of a tree's events on free days, beside those placed; None without any."""
        least: dict[int, Costs] = {}
        for event in order:
            if event in free:
                least[event] = np.where(flags_of([free[event]], self.draft.grid.axis)[0], self.costs[event], NEVER)
            else:
                least[event] = np.full(len(self.draft.axis), NEVER)
                least[event][self.draft.at[event]] = 0.0
        for event in reversed(order):
            if event in self.parent:
                parent, up = self.parent[event]
                least[parent] = least[parent] + up.cheapest(least[event][None])[0]
            elif event in self.both:
                parent, child, middle, corner = self.both[event]
                wanted = least[parent] < NEVER / 2
                least[parent] = least[parent] + corner.cheapest(least[child][None], least[middle][None], wanted)[0]
        found: dict[int, int] = {}
        for event in order:
            if event in self.parent:
                parent, up = self.parent[event]
                first, last = int(up.first[found[parent]]), int(up.last[found[parent]])
                if last < first:
                    return None
                found[event] = first + int(least[event][first : last + 1].argmin())
            elif event in self.both:
                parent, child, middle, corner = self.both[event]
                at = np.array([found[parent]])
                places = corner.trace(least[child][None], least[middle][None], at)
                found[child], found[middle] = int(places[0][0]), int(places[1][0])
            elif event not in found:
                found[event] = int(least[event].argmin())
            if least[event][found[event]] >= NEVER / 2:
                return None
        return found
