"""The days of large shared events: the few choices on which the dates of everybody else hang.

Prices that are good for one choice of days say for every other choice at least how much it costs, event by event
(Benders cuts from Lagrange prices). The next choice is the cheapest under all that is known so far; when even that
costs as much as what was reached, nothing is better.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from ortools.sat.python import cp_model

from mentoring.engine.model.clock import Clock
from mentoring.engine.model.solving import solve
from mentoring.engine.prices.column_bound import ColumnBound
from mentoring.engine.prices.date_bound import DateBound
from mentoring.engine.prices.part import Floats
from mentoring.engine.prices.reach import NEVER, Costs, Flags, Ints
from mentoring.engine.prices.separation import Key
from mentoring.engine.when.shortlist import Shortlist

Filled = tuple[int, tuple[int, int]]  # a meeting (its place), and what it fills: first day from its start, days
Chosen = list[list[cp_model.IntVar]]  # for each meeting a literal for each option

LONGEST = 7  # days of one run
GAP = 4  # free days that end a run
CHOICE_WORK = 2.0  # solver units for the choice of days
SCALE = 100  # costs are rounded down to hundredths
NEARLY = 1e-5  # by so much of it more, a choice costs the same


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """For every choice of days, what all dates cost at least: `rest`, and what the tree of each meeting costs.

    `rows` and `prices` are those it comes from.
    """

    rest: float
    costs: Costs  # [meetings, ways, positions]
    rows: list[Key]
    prices: Floats


class Meetings:
    """The large shared events of a grid, and what is known of their days; `events` are their numbers.

    The `options` of each are runs of days; where what hangs on it can be in one of several ways, for each such way.
    """

    def __init__(self, bound: DateBound, ways: Sequence[int] | None = None) -> None:
        self.bound = bound
        grid = bound.grid
        self.events = grid.meetings
        runs = [_runs(np.flatnonzero(grid.allowed[event]), grid.axis) for event in self.events]
        counts = ways or [1] * len(self.events)
        self.options = [[(way, run) for way in range(count) for run in own]
                        for count, own in zip(counts, runs, strict=True)]  # fmt: skip
        self.cuts: list[Cut] = []
        self._liked: list[list[float]] | None = None
        self._done: dict[tuple[int, ...], float] = {}  # choices that were tried, and what they cost at least
        self._never: list[list[Flags]] = []  # options of each meeting in ways that do not go together
        self._kept = self._still_loose()
        self._apart = self._find_apart(runs, counts)
        self._known: list[tuple[float, list[Floats]]] = []  # by cut: its rest, and what each option costs at least
        sizes = [len(options) for options in self.options]
        self._shortlist = Shortlist(bound.whole.tree[self.events], sizes, self._apart)

    def _still_loose(self) -> set[tuple[int, int]]:
        """Lags that no tree of the whole forest has: their prices go on to count."""
        return {
            (int(edges.earlier[one]), int(edges.later[one]))
            for edges, which in self.bound.whole.loose
            for one in which.tolist()
        }

    def learn(self, lp: ColumnBound, costs: Costs) -> None:
        """What the prices of an LP say about every choice of days; `costs` are those of all days allowed at all."""
        lags = lp.separation.lags
        counts = [kind in ("day", "side") or lags[number] in self._kept for kind, number, _ in lp.keys]
        prices = np.where(counts, lp.prices, 0.0)
        whole = self.bound.whole
        passed = whole.pass_up(costs + lp.parts.charge(prices, costs.shape))
        values = whole.values(passed)
        trees = whole.tree[self.events]
        rest = float(np.delete(values, np.unique(trees)).sum()) - float(prices @ lp.most)
        self.add(Cut(rest, whole.through(passed)[self.events][:, None], lp.keys, lp.prices))

    def add(self, cut: Cut) -> None:
        """Take in what other prices say."""
        self.cuts.append(cut)
        least = [
            np.array([own[way, run].min() for way, run in options])
            for own, options in zip(cut.costs, self.options, strict=True)
        ]
        self._known.append((cut.rest, least))
        self._shortlist.learn(cut.rest, least)

    def like(self, lp: ColumnBound) -> None:
        """Of choices that may cost the same take those that the solution of this LP takes most of, from now on."""
        if lp.shares is not None:
            self._liked = [
                [float(lp.shares[event, run].sum()) for _, run in options]
                for event, options in zip(self.events, self.options, strict=True)
            ]

    def finish(self, picked: tuple[int, ...], least: float) -> None:
        """Ask for this choice no more: dates with it cost at least so much."""
        self._done[picked] = least

    def rule_out(self, picked: tuple[int, ...]) -> None:
        """The ways of this choice do not go together, on whatever days."""
        never = self._with([options[option][0] for options, option in zip(self.options, picked, strict=True)])
        self._never.append(never)
        self._shortlist.forbid(never)

    def _with(self, ways: Sequence[int]) -> list[Flags]:
        """Which options of each meeting have this way."""
        return [np.array([own == way for own, _ in options], dtype=bool)
                for options, way in zip(self.options, ways, strict=True)]  # fmt: skip

    def take_back(self, most: float) -> tuple[int, ...] | None:
        """The finished choice that may cost least, if that is `most` or less; it is asked for again."""
        waiting = [(least, picked) for picked, least in self._done.items() if least <= most]
        if not waiting:
            return None
        _, picked = min(waiting)
        del self._done[picked]
        return picked

    def nearest(self, picked: tuple[int, ...]) -> Cut:
        """The cut that says most about a choice: its prices are good to begin with."""
        trees = self.bound.whole.tree[self.events]

        def value(number: int) -> float:
            shares: dict[int, float] = defaultdict(lambda: -math.inf)
            rest, least = self._known[number]
            for tree, option, own in zip(trees.tolist(), picked, least, strict=True):
                shares[tree] = max(shares[tree], float(own[option]))
            return rest + sum(shares.values())

        return self.cuts[max(range(len(self.cuts)), key=value)]

    def cheapest(
        self, clock: Clock, most: int | None, *, ways: Sequence[int] | None = None, grace: float = 0.0
    ) -> tuple[float, tuple[int, ...] | None] | None:
        """What no choice of days undercuts, and a choice (an option each) that may cost little more; in these `ways`.

        There is no choice when all that are not finished cost more than `most`; None when that was not found out.
        """
        if most is not None and self._shortlist.lists(self._known, most):
            return self._cheapest_listed(most, ways)
        model = cp_model.CpModel()
        chosen: Chosen = [[model.new_bool_var("") for _ in options] for options in self.options]
        for lits in chosen:
            model.add_exactly_one(lits)
        for (one, two), bad in self._apart.items():
            for option, other in np.argwhere(bad).tolist():
                model.add_at_most_one([chosen[one][option], chosen[two][other]])
        for done in self._done:
            model.add_bool_or([~lits[option] for lits, option in zip(chosen, done, strict=True)])
        for never in self._never:
            model.add_bool_or(_some(chosen, [~own for own in never]))
        if ways is not None:
            for lit in _some(chosen, [~own for own in self._with(ways)]):
                model.add_bool_and([~lit])
        total = model.new_int_var(-(10**15), 10**15 if most is None else SCALE * (most + 1) - 1, "")
        for rest, least in self._known:
            self._add_cut(model, chosen, total, rest, least)
        model.minimize(total)
        answer = solve(model, clock, work=CHOICE_WORK, grace=grace)
        if answer.has_solution and self._liked is not None:
            model.add(total <= answer.value(total) + math.floor(abs(answer.value(total)) * NEARLY))
            weights = [round(SCALE * share) for shares in self._liked for share in shares]
            model.maximize(cp_model.LinearExpr.weighted_sum([lit for lits in chosen for lit in lits], weights))
            liked = solve(model, clock, work=CHOICE_WORK, grace=grace)
            answer = replace(liked, bound=answer.bound) if liked.has_solution else answer
        waiting = min(self._done.values(), default=math.inf)
        if answer.status == "infeasible":
            return None if most is None else (min(most + 1.0, waiting), None)
        if not answer.has_solution or answer.bound is None:
            return None
        picked = tuple(next(option for option, lit in enumerate(lits) if answer.value(lit)) for lits in chosen)
        return min(answer.bound / SCALE, waiting), picked

    def _cheapest_listed(self, most: int, ways: Sequence[int] | None) -> tuple[float, tuple[int, ...] | None]:
        """The cheapest choice of the list, as `cheapest` gives it."""
        listed = self._shortlist
        waiting = min(self._done.values(), default=math.inf)
        least = listed.least
        if self._done:
            done = listed.coded(np.array(list(self._done), dtype=np.int64))
            least = np.where(np.isin(listed.code, done), math.inf, least)
        if ways is not None:
            least = np.where(listed.having(self._with(ways)), least, math.inf)
        low = float(least.min(initial=math.inf))
        if math.isinf(low):
            return min(most + 1.0, waiting), None
        nearly = np.flatnonzero(least <= low + (abs(low) * NEARLY if self._liked is not None else 0.0))
        options = listed.options(nearly)
        liked = np.zeros(len(nearly))
        for event, shares in enumerate(self._liked or ()):
            liked += np.array(shares)[options[:, event]]
        return min(low, waiting), tuple(options[int(np.argmax(liked))].tolist())

    def _find_apart(self, runs: Sequence[list[Ints]], ways: Sequence[int]) -> dict[tuple[int, int], Flags]:
        """Of two meetings (the first has the smaller number) which options do not go together."""
        found: dict[tuple[int, int], Flags] = {}
        for (one, busy), (two, other_busy) in self._find_clashes():
            meet = np.array([[self._always_meet(run, busy, other, other_busy) for other in runs[two]]
                             for run in runs[one]])  # fmt: skip
            found[one, two] = np.tile(meet, (ways[one], ways[two])) | found.get((one, two), False)
        return found

    def _add_cut(
        self, model: cp_model.CpModel, chosen: Chosen, total: cp_model.IntVar, rest: float, of_options: list[Floats]
    ) -> None:
        """Whatever is chosen costs what the cut says: of meetings of one tree the one that says most."""
        trees = self.bound.whole.tree[self.events].tolist()
        shares = {tree: model.new_int_var(-(10**14), 10**14, "") for tree, count in Counter(trees).items() if count > 1}
        lits: list[cp_model.IntVar] = []
        weights: list[int] = []
        for tree, own, known in zip(trees, chosen, of_options, strict=True):
            least = known.tolist()
            for low, lit in zip(least, own, strict=True):
                if low >= NEVER / 2:
                    model.add_bool_and([~lit])
            costs = [math.floor(SCALE * low) if low < NEVER / 2 else 0 for low in least]
            if tree in shares:
                model.add(shares[tree] >= cp_model.LinearExpr.weighted_sum(own, costs))
            else:
                lits += own
                weights += costs
        asked = cp_model.LinearExpr.weighted_sum(lits, weights) + math.floor(SCALE * rest)
        model.add(total >= cp_model.LinearExpr.sum(list(shares.values())) + asked)

    def open(self, picked: tuple[int, ...], everywhere: Flags) -> Flags | None:
        """The days of all events once the meetings keep to their runs; None when somebody has none left."""
        allowed = everywhere.copy()
        allowed[self.events] = False
        for event, options, option in zip(self.events, self.options, picked, strict=True):
            _, run = options[option]
            allowed[event, run] = everywhere[event, run]
        return allowed if self.bound.grid.propagate(allowed) else None

    def _find_clashes(self) -> list[tuple[Filled, Filled]]:
        """Two meetings each, with the days that they fill in one calendar, which has room for one of them only."""
        members = self.bound.members
        number = {event: place for place, event in enumerate(self.events)}
        mine = np.flatnonzero(np.isin(members.event, self.events))
        tight = mine[members.most.max(axis=1, initial=0)[members.crowd[mine]] < 2 * members.weight[mine]]
        filled: dict[int, list[Filled]] = defaultdict(list)
        for one in tight.tolist():
            busy = (int(members.offset[one]), int(members.size[one]))
            filled[int(members.crowd[one])].append((number[int(members.event[one])], busy))
        pairs = {two for crowd in filled.values() for two in combinations(sorted(crowd), 2) if two[0][0] != two[1][0]}
        return sorted(pairs)

    def _always_meet(self, run: Ints, busy: tuple[int, int], other: Ints, other_busy: tuple[int, int]) -> bool:
        """Whether what is filled (first day counted from the start, days) overlaps on all days of the two runs."""
        axis = self.bound.grid.axis
        (offset, size), (other_offset, other_size) = busy, other_busy
        is_before = axis[run[-1]] + offset < axis[other[0]] + other_offset + other_size
        return bool(is_before and axis[other[-1]] + other_offset < axis[run[0]] + offset + size)


def _some(chosen: Chosen, options: Sequence[Flags]) -> list[cp_model.IntVar]:
    """The literals of some options of each meeting."""
    return [
        lit for lits, own in zip(chosen, options, strict=True) for lit, is_it in zip(lits, own, strict=True) if is_it
    ]


def _runs(places: Ints, axis: Ints) -> list[Ints]:
    """Days close to each other, at most `LONGEST` days from first to last."""
    found: list[list[int]] = []
    for place in places.tolist():
        if found and axis[place] - axis[found[-1][-1]] < GAP and axis[place] - axis[found[-1][0]] < LONGEST:
            found[-1].append(place)
        else:
            found.append([place])
    return [np.array(run, dtype=np.int64) for run in found]
