"""What dates cost at least over all tied choices: prices found for some of them, asked of all.

Prices of busy days bound the dates of every choice (Lagrange). What all choices have in common is charged exactly. To
that comes the cheapest way to serve the needs whose pairings are in question: their own events pay the same prices, on
the best days that go with the meeting of their theme.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import numpy as np

from mentoring.domain.pairing import Pairing
from mentoring.engine.model.candidates import Candidates
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.order import Level
from mentoring.engine.prices.crowd import PEOPLE, Name, Prices
from mentoring.engine.prices.date_bound import DateBound, rounded_up
from mentoring.engine.prices.grid import Grid
from mentoring.engine.prices.part import Floats
from mentoring.engine.prices.reach import NEVER, Costs
from mentoring.engine.ties.strand import Strands, charge
from mentoring.engine.ties.tie import Group, Ties
from mentoring.engine.ties.tie_calendar import TiedCalendar, find_calendars, find_limits
from mentoring.engine.when.meeting import Cut, Meetings
from mentoring.engine.when.season import Season
from mentoring.language.declaration import Cost

MOST_WAYS = 64  # in which the needs that hang on one meeting can be served, that are told apart

Picked = tuple[int, ...]  # an option for each meeting


def ask_ties(candidates: Candidates, ties: Ties, clock: Clock, level: Level, holder: Season) -> TieBound | None:
    """What the prices of one tied choice say of all; None when they say nothing."""
    frame = candidates.frame
    bound = Season(frame, ties.fixed, clock, [level], relaxed=True).bound
    measure, every = bound.measure(level), level.goal.declare(frame, level.part, level.use)
    if bound.is_empty or not isinstance(measure, Cost) or not isinstance(every, Cost):
        return None
    if level.sign < 0 or _has_gains(every) or not holder.lists:
        return None
    found = TieBound(bound, measure, every, ties, candidates)
    found.learn(found.calendars(holder.bound.grid), holder.lists)
    return found


def _has_gains(measure: Cost) -> bool:
    """Whether something that is not looked at could make the goal smaller."""
    return any(weight < 0 for _, weight in measure.facts) or any(min(one.costs) < 0 for one in measure.days)


class TieBound:
    """One goal over all tied choices: `bound` and `common` are of what they have in common, `measure` is of all."""

    def __init__(self, bound: DateBound, common: Cost, measure: Cost, ties: Ties, candidates: Candidates) -> None:
        self.bound, self.measure, self.ties, self.candidates = bound, measure, ties, candidates
        self.costs, self.constant = bound.costs(common), bound.constant(common)
        self.days = np.zeros(bound.grid.frame.horizon)
        names = [bound.grid.events[event] for event in bound.grid.meetings]
        self.strands = Strands(candidates, ties, names)
        self._hung, self._free = self._hang(names)
        told = [math.prod(len(group) for group in groups) <= MOST_WAYS for groups in self._hung]
        self._ways = [
            list(product(*groups)) if is_told else [] for groups, is_told in zip(self._hung, told, strict=True)
        ]
        self.is_telling = all(told) and not self._free
        self.meetings = Meetings(bound, [max(1, len(ways)) for ways in self._ways])
        self.limits = find_limits(candidates, bound.grid, self.strands)
        self.limits |= {(PEOPLE, pool): busy for pool, busy in self.strands.pools.items()}
        self.crowds = {crowd.name: place for place, crowd in enumerate(bound.grid.crowds)}
        self._known = -math.inf  # what no choice undercuts without the constant, as known so far
        self.lists: list[Prices] = []  # those that were learnt
        self._least: list[float] = []  # what no choice undercuts by each of them, where there is no meeting

    def _hang(self, meetings: Sequence[str]) -> tuple[list[list[Group]], list[Group]]:
        """The groups that hang on each meeting, and those that hang on none, or on several."""
        place = {name: number for number, name in enumerate(meetings)}
        meeting = dict(zip(self.strands.pairs, self.strands.meeting, strict=True))
        hung: list[list[Group]] = [[] for _ in meetings]
        free: list[Group] = []
        for group in self.ties.groups:
            names = {meeting[pair] for state in group for pair in state}
            name = names.pop() if len(names) == 1 else None
            (free if name is None else hung[place[name]]).append(group)
        return hung, free

    def calendars(self, known: Grid) -> dict[Name, TiedCalendar]:
        """What prices of calendars mean that come from this grid: that of one tied choice."""
        return find_calendars(self.candidates, self.bound.grid, self.strands, known)

    def learn(self, calendars: Mapping[Name, TiedCalendar], lists: Iterable[Prices]) -> None:
        """Take in prices."""
        for prices in lists:
            cut = self._cut(prices, calendars)
            self.lists.append(prices)
            self.meetings.add(cut)
            self._least.append(cut.rest)

    def cheapest(self, clock: Clock, most: int | None, *, grace: float = 0.0) -> tuple[int, Picked | None] | None:
        """What no dates of any tied choice undercut, and a choice of options that may cost little more.

        There is none when all that are not finished cost more than `most`; None when that was not found out.
        """
        if not self.meetings.events:
            return self.constant + rounded_up(max(self._least)), None
        found = self.meetings.cheapest(clock, None if most is None else most - self.constant, grace=grace)
        if found is None:
            return None
        self._known = max(self._known, found[0])
        return self.constant + rounded_up(self._known), found[1]

    @property
    def known(self) -> int | None:
        """What no dates of any tied choice were found to undercut so far."""
        return None if math.isinf(self._known) else self.constant + rounded_up(self._known)

    def nearest(self, picked: Picked) -> Prices:
        """The prices that say most of such a choice."""
        return self.lists[self.meetings.cuts.index(self.meetings.nearest(picked))]

    def pairs_of(self, picked: Picked) -> tuple[Pairing, ...]:
        """The pairings of such a choice; only where it `is_telling`."""
        chosen = list(self.ties.fixed.pairs)
        for ways, options, option in zip(self._ways, self.meetings.options, picked, strict=True):
            chosen += [pair for state in ways[options[option][0]] for pair in state]
        return tuple(sorted(chosen))

    def cheapest_of(self, pairs: Sequence[Pairing], clock: Clock, most: int) -> Picked | None:
        """Of the choice with these pairings the options that may cost least, if that is `most` or less."""
        ways = self._ways_of(pairs)
        found = None if ways is None else self.meetings.cheapest(clock, most - self.constant, ways=ways)
        return None if found is None else found[1]

    def _ways_of(self, pairs: Sequence[Pairing]) -> list[int] | None:
        """The way in which this choice serves what hangs on each meeting."""
        chosen, found = set(pairs), list[int]()
        for ways in self._ways:
            served = [{pair for state in way for pair in state} for way in ways] or [set[Pairing]()]
            mine = chosen & set[Pairing]().union(*served)
            found += [number for number, own in enumerate(served) if own == mine][:1]
        return found if len(found) == len(self._ways) else None

    def days_of(self, picked: Picked) -> dict[str, set[int]]:
        """The days of the programme on which each meeting begins then."""
        grid = self.bound.grid
        runs = [options[option][1] for options, option in zip(self.meetings.options, picked, strict=True)]
        return {grid.events[event]: set(grid.axis[run].tolist())
                for event, run in zip(self.meetings.events, runs, strict=True)}  # fmt: skip

    def _cut(self, prices: Prices, calendars: Mapping[Name, TiedCalendar]) -> Cut:
        """What these prices say of all choices, by the options of the meetings."""
        members, whole = self.bound.members, self.bound.whole
        known: dict[int, float] = {}  # prices of cells
        of_calendar: dict[Name, Floats] = defaultdict(self.days.copy)
        of_limit: dict[Name, Floats] = defaultdict(self.days.copy)
        for name, day, price in prices:
            if name in calendars:
                of_calendar[name][day] = price
            elif name in self.crowds:
                known[self.crowds[name] * members.stride + day] = price
                of_limit[name][day] = price
        cells = np.array(sorted(known), dtype=np.int64)
        values = np.array([known[cell] for cell in cells.tolist()])
        costs = members.charge_cells(self.costs, cells, values)
        rest = -float(values @ members.room(cells))
        paid = [(self.limits[name], by_day) for name, by_day in of_limit.items() if name in self.limits]
        for name, by_day in of_calendar.items():
            charge(costs, self.bound.grid.axis, calendars[name].fixed, by_day)
            paid.append((calendars[name].own, by_day))
            rest -= float(by_day.sum())
        passed = whole.pass_up(costs)
        least = self.strands.least(self.measure, paid)
        anywhere = least.min(axis=1, keepdims=True)
        rest += sum(float(self._cheapest(group, anywhere)[0]) for group in self._free)
        trees = whole.tree[self.meetings.events]
        rest += float(np.delete(whole.values(passed), np.unique(trees)).sum())
        added = self._added(least)
        shares = whole.through(passed)[self.meetings.events][:, None] + added
        for one, tree in enumerate(trees.tolist()):
            for other in np.flatnonzero(trees == tree).tolist():
                if other != one:
                    shares[one] += added[other].min()
        return Cut(rest, np.minimum(shares, NEVER), [], np.zeros(0))

    def _added(self, least: Costs) -> Costs:
        """What tied pairings add at least on each day of their meeting: [meetings, ways, positions]."""
        added = np.full((len(self._ways), max(map(len, self._ways), default=0) or 1, least.shape[1]), NEVER)
        for place, (groups, ways) in enumerate(zip(self._hung, self._ways, strict=True)):
            for number, way in enumerate(ways):
                added[place, number] = sum((self._together(state, least) for state in way), self.days)
            if not ways:
                added[place, 0] = sum((self._cheapest(group, least) for group in groups), self.days)
        return added[:, :, self.bound.grid.axis]

    def _cheapest(self, group: Group, least: Costs) -> Floats:
        """The cheapest of the group's sets, day by day if costs are."""
        found: Floats = np.min([self._together(state, least) for state in group], axis=0)
        return found

    def _together(self, state: Sequence[Pairing], least: Costs) -> Floats:
        found: Floats = least[[self.strands.number[pair] for pair in state]].sum(axis=0)
        return found
