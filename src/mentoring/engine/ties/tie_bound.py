"""What dates cost at least over all tied choices: prices found for one of them, asked of all.

Prices of busy days bound the dates of every choice (Lagrange). What all choices have in common is charged exactly. To
that comes the cheapest way to serve the needs whose pairings are in question: their own events pay the same prices, on
the best days that go with the meeting of their theme.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from mentoring.engine.model.candidates import Candidates
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.order import Level
from mentoring.engine.model.solving import GRACE_SECONDS
from mentoring.engine.prices.crowd import PEOPLE, Name, Prices
from mentoring.engine.prices.date_bound import DateBound, rounded_up
from mentoring.engine.prices.grid import Grid
from mentoring.engine.prices.part import Floats
from mentoring.engine.prices.reach import NEVER, Costs
from mentoring.engine.ties.strand import Strands, charge
from mentoring.engine.ties.tie import Ties
from mentoring.engine.ties.tie_calendar import find_calendars, find_limits
from mentoring.engine.when.meeting import Cut, Meetings
from mentoring.engine.when.season import Season
from mentoring.language.declaration import Cost


@dataclass(slots=True)
class TieBound:
    """The tied choices of one programme, ready to be asked with any prices."""

    candidates: Candidates
    ties: Ties
    clock: Clock

    def bound(self, level: Level, holder: Season) -> int | None:
        """What no dates of any tied choice undercut, by the prices of one of them; None when these say nothing."""
        question = self._ask(level, holder.bound.grid)
        if question is None or not holder.lists:
            return None
        cuts = [question.cut(prices) for prices in holder.lists]
        low = max(cut.rest for cut in cuts)
        if question.meetings.events:
            question.meetings.cuts = cuts
            found = question.meetings.cheapest(self.clock, None, grace=GRACE_SECONDS)
            if found is None:
                return None
            low = found[0]
        return question.constant + rounded_up(low)

    def _ask(self, level: Level, known: Grid) -> _Question | None:
        frame = self.candidates.frame
        bound = Season(frame, self.ties.fixed, self.clock, [level], relaxed=True).bound
        measure, every = bound.measure(level), level.goal.declare(frame, level.part, level.use)
        if bound.is_empty or not isinstance(measure, Cost) or not isinstance(every, Cost):
            return None
        if level.sign < 0 or _has_gains(every):
            return None
        return _Question(bound, measure, every, self.ties, self.candidates, known)


def _has_gains(measure: Cost) -> bool:
    """Whether something that is not looked at could make the goal smaller."""
    return any(weight < 0 for _, weight in measure.facts) or any(min(one.costs) < 0 for one in measure.days)


class _Question:
    """One goal over all tied choices: `bound` and `common` are of what they have in common, `measure` is of all.

    Prices are named as in the `known` grid, that of one of them.
    """

    def __init__(
        self, bound: DateBound, common: Cost, measure: Cost, ties: Ties, candidates: Candidates, known: Grid
    ) -> None:
        self.bound, self.measure, self.ties = bound, measure, ties
        self.costs, self.constant = bound.costs(common), bound.constant(common)
        self.days = np.zeros(bound.grid.frame.horizon)
        self.meetings = Meetings(bound)
        names = [bound.grid.events[event] for event in self.meetings.events]
        self.strands = Strands(candidates, ties, names)
        self.calendars = find_calendars(candidates, bound.grid, self.strands, known)
        self.limits = find_limits(candidates, bound.grid, self.strands)
        self.limits |= {(PEOPLE, pool): busy for pool, busy in self.strands.pools.items()}
        self.crowds = {crowd.name: place for place, crowd in enumerate(bound.grid.crowds)}

    def cut(self, prices: Prices) -> Cut:
        """What these prices say of all choices, by the days of the meetings."""
        members, whole = self.bound.members, self.bound.whole
        known: dict[int, float] = {}  # prices of cells
        of_calendar: dict[Name, Floats] = defaultdict(self.days.copy)
        of_limit: dict[Name, Floats] = defaultdict(self.days.copy)
        for name, day, price in prices:
            if name in self.calendars:
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
            calendar = self.calendars[name]
            charge(costs, self.bound.grid.axis, calendar.fixed, by_day)
            paid.append((calendar.own, by_day))
            rest -= float(by_day.sum())
        passed = whole.pass_up(costs)
        added, free = self._cheapest_states(self.strands.least(self.measure, paid))
        trees = whole.tree[self.meetings.events]
        rest += free + float(np.delete(whole.values(passed), np.unique(trees)).sum())
        shares = whole.through(passed)[self.meetings.events]
        for one, tree in enumerate(trees.tolist()):
            for other in np.flatnonzero(trees == tree).tolist():
                shares[one] += added[other] if one == other else added[other].min()
        return Cut(rest, np.minimum(shares, NEVER), [], np.zeros(0))

    def _cheapest_states(self, least: Costs) -> tuple[Costs, float]:
        """What tied pairings add at least: on each day of each meeting ([meetings, positions]), and to all that."""
        number = {pair: place for place, pair in enumerate(self.strands.pairs)}
        meeting = {self.bound.grid.events[event]: place for place, event in enumerate(self.meetings.events)}
        added = np.zeros((len(meeting), len(self.days)))
        rest = 0.0
        for group in self.ties.groups:
            states = [[number[pair] for pair in state] for state in group]
            hung = {self.strands.meeting[pair] for state in states for pair in state}
            name = hung.pop() if len(hung) == 1 else None
            if name is None:
                rest += min(float(least[state].min(axis=1).sum()) for state in states)
            else:
                added[meeting[name]] += np.min([least[state].sum(axis=0) for state in states], axis=0)
        return added[:, self.bound.grid.axis], rest
