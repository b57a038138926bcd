"""First dates, placed one tree of events after the other: shared events first, each tree on its cheapest free days.

What is placed stays. The draft keeps everything that a grid and its declarations say about days; people come later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from mentoring.domain.dates import iso_week, month_of
from mentoring.engine.forest import Forest
from mentoring.engine.grid import Grid
from mentoring.engine.reach import NEVER, Costs, Flags, Ints, Reach
from mentoring.language.declaration import Declaration, Limit
from mentoring.language.fact import event_of


class Draft:
    """Places events one by one; `at` has the position of each, -1 for those without a day so far."""

    def __init__(self, grid: Grid, declarations: Sequence[Declaration], *, spare: int = 0) -> None:
        """`spare`: days kept free between two events of one person, for the way."""
        self.grid = grid
        count = len(grid.events)
        self.at: Ints = np.full(count, -1, dtype=np.int64)
        self.loads = [np.zeros(grid.frame.horizon + 1, dtype=np.int64) for _ in grid.crowds]
        self.crowds: list[list[tuple[int, int, int, int]]] = [[] for _ in range(count)]
        for number, crowd in enumerate(grid.crowds):
            for one in crowd.members:
                size = one.size + spare * crowd.of_people
                self.crowds[one.event].append((number, one.offset, size, one.weight))
        self.lags: list[list[tuple[int, Reach]]] = [[] for _ in range(count)]
        for edges in grid.edges:
            for one, two in zip(edges.earlier.tolist(), edges.later.tolist(), strict=True):
                self.lags[one].append((two, edges.from_later))
                self.lags[two].append((one, edges.from_earlier))
        self.periods: list[list[tuple[int, Ints, int, int]]] = [[] for _ in range(count)]
        self.counts: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self._collect(declarations)

    def _collect(self, declarations: Iterable[Declaration]) -> None:
        is_true = self.grid.literals.literal
        number = self.grid.number
        dates = [self.grid.frame.date(int(day)) for day in self.grid.axis]
        names = {"week": [iso_week(day) for day in dates], "month": [month_of(day) for day in dates]}
        numbered = {
            per: np.unique(np.array(of_day), return_inverse=True)[1].astype(np.int64) for per, of_day in names.items()
        }
        for place, one in enumerate(declarations):
            if isinstance(one, Limit) and one.per in numbered and one.at_most is not None:
                for term in one.terms:
                    if is_true(term.fact) is True:
                        entry = (place, numbered[one.per], term.weight, one.at_most)
                        self.periods[number[event_of(term.fact)]].append(entry)

    def free(self, event: int, allowed: Flags) -> Flags:
        """The positions still open to an event beside all that is placed: [positions]."""
        grid = self.grid
        axis = grid.axis
        mask: Flags = allowed[event].copy()
        for crowd, offset, size, weight in self.crowds[event]:
            full = self.loads[crowd][:-1] + weight > grid.crowds[crowd].most
            if full.any():
                counts = np.concatenate(([0], np.cumsum(full)))
                first = np.clip(axis + offset, 0, len(full))
                mask &= counts[np.clip(axis + offset + size, 0, len(full))] == counts[first]
        for limit, period, weight, most in self.periods[event]:
            full_periods = [name for name, load in self.counts[limit].items() if load + weight > most]
            if full_periods:
                mask &= ~np.isin(period, full_periods)
        for other, reach in self.lags[event]:
            position = self.at[other]
            if position >= 0:
                mask &= (reach.first <= position) & (position <= reach.last)
        return mask

    def place(self, event: int, position: int) -> None:
        """Put an event on a day."""
        self.at[event] = position
        day = int(self.grid.axis[position])
        for crowd, offset, size, weight in self.crowds[event]:
            first, last = max(0, day + offset), max(0, day + offset + size)
            self.loads[crowd][first:last] += weight
        for limit, period, weight, _ in self.periods[event]:
            self.counts[limit][int(period[position])] += weight

    def remove(self, event: int) -> None:
        """Take an event off its day again."""
        position = int(self.at[event])
        day = int(self.grid.axis[position])
        for crowd, offset, size, weight in self.crowds[event]:
            self.loads[crowd][max(0, day + offset) : max(0, day + offset + size)] -= weight
        for limit, period, weight, _ in self.periods[event]:
            self.counts[limit][int(period[position])] -= weight
        self.at[event] = -1

    def make(self, whole: Forest, own: Forest, costs: Costs, first: Collection[int] = ()) -> list[int]:
        """Place everything; `costs` hold the prices of busy days. Returns the trees of `own` that found no days.

        Trees in `first` are placed before others.
        """
        allowed = self.grid.allowed.copy()
        trees: list[list[int]] = [[] for _ in range(len(own.roots))]
        for event, tree in enumerate(own.tree.tolist()):
            trees[tree].append(event)
        agenda = self.grid.frame.agenda.events
        many = {number: len(agenda[event].pairs) for number, event in enumerate(self.grid.events)}
        shared = [tree[0] for tree in trees if len(tree) == 1 and many[tree[0]] != 1]
        through = whole.through(whole.pass_up(costs)) if shared else costs
        lost: list[int] = []
        for event in sorted(shared, key=lambda event: (int(own.tree[event]) not in first, -many[event])):
            row = np.where(self.free(event, allowed), through[event], NEVER)
            if row.min() >= NEVER / 2:
                lost.append(int(own.tree[event]))
                continue
            self.place(event, int(row.argmin()))
            if many[event] > FEW_PAIRS:
                narrow = allowed.copy()
                narrow[event] = False
                narrow[event, self.at[event]] = True
                allowed = narrow if self.grid.propagate(narrow) else allowed
        room = allowed.sum(axis=1)
        shared_events = set(shared)
        rest = [tree for tree in trees if tree and not (len(tree) == 1 and tree[0] in shared_events)]
        small = SmallTree(self, own)
        for events in sorted(rest, key=lambda tree: (int(own.tree[tree[0]]) not in first, int(room[tree].min()), tree)):
            if not small.place(events, costs, allowed):
                lost.append(int(own.tree[events[0]]))
        return lost


FEW_PAIRS = 6  # a shared event of more pairings narrows everybody's days at once


class SmallTree:
    """Places one tree of events at a time."""

    def __init__(self, draft: Draft, own: Forest) -> None:
        self.draft = draft
        self.parent: dict[int, tuple[int, Reach]] = {}
        self.depth = np.zeros(len(own.tree), dtype=np.int64)
        for layer in own.layers:
            self.depth[layer.children] = self.depth[layer.parents] + 1
            for child, parent in zip(layer.children.tolist(), layer.parents.tolist(), strict=True):
                self.parent[child] = (parent, layer.up)

    def place(self, tree: list[int], costs: Costs, allowed: Flags) -> bool:
        """Place all events of a tree on its cheapest free days; False (and nothing placed) when there are none."""
        order = sorted(tree, key=lambda event: (int(self.depth[event]), event))
        fixed: dict[int, int] = {}
        masks = {event: self.draft.free(event, allowed) for event in order}
        wanted = self._cheapest(order, masks, costs, fixed)
        done: list[int] = []
        for event in order:
            if event in done:
                continue
            if wanted is None:
                break
            self.draft.place(event, wanted[event])
            done.append(event)
            fixed[event] = wanted[event]
            rest = [other for other in order if other not in fixed]
            for other in rest:
                masks[other] = self.draft.free(other, allowed)
            if any(not masks[other][wanted[other]] for other in rest):
                wanted = self._cheapest(order, masks, costs, fixed)
        if wanted is None:
            for event in done:
                self.draft.remove(event)
            return False
        return True

    def _cheapest(
        self, order: list[int], masks: dict[int, Flags], costs: Costs, fixed: dict[int, int]
    ) -> dict[int, int] | None:
        """The cheapest positions of a tree's events within the masks, beside those fixed; None without any."""
        least = {event: np.where(masks[event], costs[event], NEVER) for event in order}
        for event, position in fixed.items():
            least[event] = np.full(len(costs[event]), NEVER)
            least[event][position] = 0.0
        for event in reversed(order):
            if event in self.parent:
                parent, up = self.parent[event]
                least[parent] = least[parent] + up.cheapest(least[event][None])[0]
        found: dict[int, int] = {}
        for event in order:
            row = least[event]
            if event in self.parent:
                parent, up = self.parent[event]
                first, last = int(up.first[found[parent]]), int(up.last[found[parent]])
                if last < first:
                    return None
                position = first + int(row[first : last + 1].argmin())
            else:
                position = int(row.argmin())
            if row[position] >= NEVER / 2:
                return None
            found[event] = position
        return found
