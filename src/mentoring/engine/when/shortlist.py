"""All choices of days for the large shared events that may still cost little enough, as soon as they can be listed.

A choice has one option for each event. What a cut says of it is a sum: what is left beside, and for each tree of dates
what the most expensive of its events asks for. So the list grows tree by tree, without what costs too much already.
Then each new cut is a sum of arrays, where a solver takes longer with every cut.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mentoring.engine.prices.date_bound import ROUNDING
from mentoring.engine.prices.part import Floats
from mentoring.engine.prices.reach import Flags, Ints

MOST_CHOICES = 300_000  # listed at most, also on the way, where each takes some 200 bytes
MOST_ROWS = 20_000  # options of one tree's events together
MOST_CELLS = 40_000_000  # choices times rows of one more tree
AT_ONCE = 1_000_000  # of these cells
FEW_CUTS = 4  # those that say most leave choices out while the list grows
MOST_CODE = 2**62  # of choices more could not be numbered
SLIGHT = 0.01  # far less than a whole value: what costs so little more is left to all cuts
AGAIN = 1.5  # times the cuts there were, before a list that was too long is tried again

Rows = NDArray[np.int32]  # there are many: a row of each tree's table
Least = Sequence[Floats]  # what each option of each event costs at least, by one cut
Options = Sequence[Flags]  # some options of each event
Apart = Mapping[tuple[int, int], Flags]  # of two events which options do not go together: [options, options]


class Shortlist:
    """The choices that may cost `most` or less; `least` is what is known of each, `code` a number for each.

    `sizes` says how many options each event has; `trees` which tree it is in; `apart` has for pairs of events
    (the smaller number first) the options that do not go together.
    """

    def __init__(self, trees: Ints, sizes: Sequence[int], apart: Apart) -> None:
        self.sizes = np.array(sizes, dtype=np.int64)
        self._places = np.concatenate(([1], np.cumprod(self.sizes[:-1])))
        self.most = -math.inf
        self.least: Floats = np.zeros(0)
        self.code: Ints = np.zeros(0, dtype=np.int64)
        self._apart = apart
        self._forbidden: list[Options] = []
        self._too_many = 0  # cuts with which the list was too long
        groups = [np.flatnonzero(trees == tree) for tree in np.unique(trees)]
        can_be = math.prod(sizes) < MOST_CODE and all(
            math.prod(self.sizes[own].tolist()) <= MOST_ROWS for own in groups
        )
        self._groups = groups if can_be else []  # the events of each tree
        self._tables = [self._table(own) for own in self._groups]
        self._picked: Rows = np.zeros((0, len(self._groups)), dtype=np.int32)  # [choices, trees]: a row of its table

    def __len__(self) -> int:
        return len(self.least)

    def _table(self, events: Ints) -> Ints:
        """All options of the events of one tree that go together: [ways, events]."""
        sizes = self.sizes[events].tolist()
        table = np.stack(np.unravel_index(np.arange(math.prod(sizes)), sizes), axis=1)
        for (one, event), (two, other) in combinations(enumerate(events.tolist()), 2):
            if (event, other) in self._apart:
                table = table[~self._apart[event, other][table[:, one], table[:, two]]]
        return table

    def coded(self, options: Ints) -> Ints:
        """A number for each choice [choices, events], another for each."""
        found: Ints = options @ self._places
        return found

    def options(self, choices: Ints) -> Ints:
        """The options of some of the choices, which are given by their place: [choices, events]."""
        found = np.zeros((len(choices), len(self.sizes)), dtype=np.int64)
        for place, (events, table) in enumerate(zip(self._groups, self._tables, strict=True)):
            found[:, events] = table[self._picked[choices, place]]
        return found

    def lists(self, cuts: Sequence[tuple[float, Least]], most: float) -> bool:
        """Whether all choices are listed that may cost `most` or less by these cuts (what is left beside, options)."""
        if self.most < most and self._groups and len(cuts) >= AGAIN * self._too_many:
            self._too_many = 0 if cuts and self._grow(cuts, most) else len(cuts)
        if self.most >= most:
            self.narrow(most)
        return self.most >= most

    def learn(self, rest: float, least: Least) -> None:
        """Take in a cut."""
        if self.most > -math.inf:
            costs = self._by_tree(least)
            total = np.full(len(self), rest)
            for place, own in enumerate(costs):
                total += own[self._picked[:, place]]
            self.least = np.maximum(self.least, total)
            self.narrow(self.most)

    def narrow(self, most: float) -> None:
        """Keep what may cost `most` or less."""
        self.most = most
        self.keep(self.least - ROUNDING * np.maximum(1.0, np.abs(self.least)) <= most)

    def keep(self, which: Flags) -> None:
        """Keep these choices alone."""
        if not which.all():
            self.least, self.code, self._picked = self.least[which], self.code[which], self._picked[which]

    def forbid(self, some: Options) -> None:
        """Leave out what has one of these options of every event."""
        self._forbidden.append(some)
        self.keep(~self.having(some))

    def having(self, some: Options) -> Flags:
        """Which choices have one of these options of every event."""
        found = np.ones(len(self), dtype=bool)
        for place, (events, table) in enumerate(zip(self._groups, self._tables, strict=True)):
            inside = np.all([some[event][table[:, number]] for number, event in enumerate(events.tolist())], axis=0)
            found &= inside[self._picked[:, place]]
        return found

    def _by_tree(self, least: Least) -> list[Floats]:
        """What each row of each tree's table costs at least."""
        return [
            np.max([least[event][table[:, number]] for number, event in enumerate(events.tolist())], axis=0)
            for events, table in zip(self._groups, self._tables, strict=True)
        ]

    def _grow(self, cuts: Sequence[tuple[float, Least]], most: float) -> bool:
        """List all choices; False where they are too many."""
        low = [rest + sum(float(own.min(initial=math.inf)) for own in self._by_tree(least)) for rest, least in cuts]
        by_worth = sorted(range(len(cuts)), key=lambda cut: -low[cut])
        best = by_worth[:FEW_CUTS]
        costs = [self._by_tree(cuts[cut][1]) for cut in best]
        room = np.array([most - low[cut] for cut in best]) + ROUNDING * max(1.0, abs(most)) + SLIGHT
        picked: Rows = np.zeros((1, 0), dtype=np.int32)
        spent = np.zeros((1, len(best)))
        for place in range(len(self._groups)):
            more = np.array([own[place] - own[place].min(initial=math.inf) for own in costs]).T
            found = self._joined(picked, spent, place, more, room)
            if found is None:
                return False
            row, option = found
            picked = np.column_stack((picked[row], option.astype(np.int32)))
            spent = spent[row] + more[option]
        self._picked, self.most, self.least = picked, most, np.full(len(picked), -math.inf)
        self.code = np.zeros(len(picked), dtype=np.int64)
        for place, (events, table) in enumerate(zip(self._groups, self._tables, strict=True)):
            self.code += (table @ self._places[events])[picked[:, place]]
        for cut in by_worth:
            self.learn(*cuts[cut])
        for some in self._forbidden:
            self.keep(~self.having(some))
        return True

    def _joined(self, picked: Rows, spent: Floats, place: int, more: Floats, room: Floats) -> tuple[Ints, Ints] | None:
        """Which choices so far go with which rows of one more tree, within the room left; None where too many do.

        `spent` [choices, cuts] and `more` [rows, cuts] are what they cost beside the cheapest.
        """
        rows = np.flatnonzero((more <= room).all(axis=1))
        if len(picked) * len(rows) > MOST_CELLS:
            return None
        pieces: list[tuple[Ints, Ints]] = []
        step = max(1, AT_ONCE // max(1, len(rows)))
        for first in range(0, max(1, len(picked)), step):
            inside = slice(first, first + step)
            fits = self._fits(picked[inside], place, rows)
            for cut, left in enumerate(room):
                fits &= spent[inside, cut, None] + more[rows, cut] <= left
            row, column = np.nonzero(fits)
            pieces.append((first + row, rows[column]))
            if sum(len(row) for row, _ in pieces) > MOST_CHOICES:
                return None
        return np.concatenate([row for row, _ in pieces]), np.concatenate([option for _, option in pieces])

    def _fits(self, picked: Rows, place: int, rows: Ints) -> Flags:
        """Whether these rows of a tree's table go with what was picked before: [choices, rows]."""
        fits = np.ones((len(picked), len(rows)), dtype=bool)
        for (one, two), bad in self._apart.items():
            (first, own), (second, other) = sorted((self._where(one), self._where(two)))
            if first < second == place:
                bad = bad if self._where(one) == (first, own) else bad.T
                before = self._tables[first][picked[:, first], own]
                fits &= ~bad[before][:, self._tables[second][rows, other]]
        return fits

    def _where(self, event: int) -> tuple[int, int]:
        """The place of an event's tree, and its own place in there."""
        return next(
            (place, events.tolist().index(event)) for place, events in enumerate(self._groups) if event in events
        )
