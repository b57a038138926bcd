"""Better dates for many events: choices among the columns of the LP, and the proof that there are no better ones."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from mentoring.engine.prices.column_bound import ColumnBound
from mentoring.engine.prices.column_choice import ColumnChoice
from mentoring.engine.prices.crowd import Prices
from mentoring.engine.prices.date_bound import ROUNDING
from mentoring.engine.prices.near_dates import NearDates
from mentoring.engine.prices.reach import NEVER, Costs, Flags, Ints
from mentoring.engine.prices.rounding import WHOLE, rounded, undecided
from mentoring.engine.prices.separation import named
from mentoring.engine.when.draft import Draft
from mentoring.engine.when.meeting import Meetings

if TYPE_CHECKING:
    from mentoring.engine.when.season import Season

CHOICE_WORK = 4.0  # solver units for one choice among columns of so many trees or fewer; of more in proportion
FEW_TREES = 2500
PART_WORK = 1.0  # the same for a part of the trees
NEAR = (400, 12)  # dates listed for each tree, the cheapest first; few, where together they would be too many
SMALL = 1e-4  # far more than rounding takes away, far less than a whole value
MOST_COLUMNS = 40_000  # listed for one choice
IMPOSSIBLE = 10**12  # more than any dates cost
MOST_TRIES = 200  # choices of days for the meetings
FEW_TRIES = 4  # of them, where any dates will do
IDLE_TRIES = 3  # without better dates, where more of them are left to what looks at all choices as good
NARROW_ROUNDS = 120  # of the LP on some days only
IDLE_ROUNDS = 12  # parts dated anew without gain, then the dates are taken as they are
FEW_OPEN = 400  # trees between whose dates an exact choice is quick
SPARE = 1  # days between two events of one person that are kept free where dates are placed, for the way
NUDGE = 0.5  # what a date costs less that the LP takes, where others cost the same
PART = 40  # trees dated anew at once


@dataclass(slots=True)
class DateSearch:
    """One goal of one season; `least` is what no dates undercut, as known so far; only `below` or less is wanted."""

    season: Season
    index: int
    least: int
    below: int | None
    any_will_do: bool = False  # the first dates end the search
    lp: ColumnBound = field(init=False)
    lists: list[Prices] = field(default_factory=list)  # all prices that bound it
    _known: int = field(init=False)

    def __post_init__(self) -> None:
        self._known = self.least
        self.lp = self.season.bound.open(self.season.levels[self.index], self.season.clock)
        if self._is_narrow and self.season.room is not None:
            self.lp = self.lp.renewed(self.season.room, self.lp.costs)

    @property
    def proven(self) -> int:
        """What no dates undercut, on whatever days."""
        return self._known if self._is_narrow else self.least

    @property
    def _is_narrow(self) -> bool:
        """Whether better dates are only looked for among some days: then what is proven is proven for these."""
        return bool(self.season.bound.grid.stretches)

    @property
    def _reached(self) -> int | None:
        return self.season.cost(self.index) if self.season.best is not None else None

    def run(self) -> int:
        """Look for better dates as long as there is time and hope; returns what no dates undercut."""
        if self._is_narrow:
            self.lp.solve(self.season.clock, rounds=NARROW_ROUNDS)
        meetings = Meetings(self.season.bound)
        if meetings.events:
            self._meet(meetings)
        else:
            self.sketch()
            self.lp = self.lp.renewed(self.lp.allowed, self.lp.costs)
            self.least = max(self.least, self._settle())
        crowds = self.season.bound.grid.crowds
        cuts = [(cut.rows, cut.prices) for cut in meetings.cuts] or [(self.lp.keys, self.lp.prices)]
        self.lists = [named(rows, prices, crowds) for rows, prices in cuts]
        if not self._is_over and not self.season.has_rivals:
            self._improve()
        return self.proven

    def sketch(self) -> None:
        """One choice among the columns of the last solution."""
        if not self._is_over:
            self._round(self.least)

    def _meet(self, meetings: Meetings) -> None:
        """Try days for the large shared events, the most promising first, until no others can be better."""
        everywhere, costs, first = self.lp.allowed, self.lp.costs, self.lp
        meetings.learn(first, costs)
        meetings.like(first)
        self.lp = first.renewed(everywhere, costs)
        constant = self.season.rounded(self.index, 0.0)
        idle = 0
        for number in range(FEW_TRIES if self.any_will_do else MOST_TRIES):
            if number == 1 and not first.is_tight and not self._is_over:  # good dates came first
                first.solve(self.season.clock)
                meetings.learn(first, costs)
                meetings.like(first)
            most = None if self._most is None else self._most - constant
            found = None if self._is_over else meetings.cheapest(self.season.clock, most)
            if found is None:
                break
            low, picked = found
            self.least = max(self.least, self.season.rounded(self.index, low))
            is_last = picked is None
            if picked is None:
                picked = None if most is None else meetings.take_back(most)
            if self._is_over or picked is None or (self.season.has_rivals and idle == IDLE_TRIES):
                break
            before = self._reached
            if number:  # the LP over all days knows more than that of the choice before
                self.lp = first.renewed(everywhere, costs)
            least = self._try(meetings, picked, everywhere, costs, thorough=is_last)
            meetings.finish(picked, least - constant)
            idle = 0 if self._reached != before else idle + 1
            if is_last and not self._is_over and self._most is not None and least <= self._most:
                break
        self.lp = self.lp.renewed(everywhere, costs)

    def _try(
        self, meetings: Meetings, picked: tuple[int, ...], everywhere: Flags, costs: Costs, *, thorough: bool = False
    ) -> int:
        """The best dates with these days for the meetings, soon or (`thorough`) to the end; what none undercuts."""
        allowed = meetings.open(picked, everywhere)
        if allowed is None:
            return IMPOSSIBLE
        nearest = meetings.nearest(picked)
        self.lp.recall(nearest.rows, nearest.prices)
        least = self.look(allowed, costs, thorough=thorough)
        meetings.learn(self.lp, costs)
        return least

    def look(self, allowed: Flags, costs: Costs, *, thorough: bool = False) -> int:
        """The best dates on these days, from the LP's prices on, soon or to the end; what none undercuts."""
        self.lp.move(allowed, costs)
        most = self._most
        rest = math.inf if most is None else float(most - self.season.rounded(self.index, 0.0))
        until = rest + SMALL + 2 * ROUNDING * max(1.0, abs(rest))  # so that it is more once it is rounded
        self.lp.solve(self.season.clock, until=until)
        least = self.season.rounded(self.index, self.lp.bound)
        if self.lp.bound < until and not self._is_over:
            self._round(least)
            if thorough:
                return self._settle()
        return least

    def _settle(self) -> int:
        """The best dates on the days open to the LP, and what none of them undercut.

        Whatever is better than what was reached consists of dates that cost little more than the cheapest of each
        tree: when all of these are listed and none of their choices will do, there is nothing better.
        """
        least = self.season.rounded(self.index, self.lp.bound)
        while not self._is_over and (goal := self._most) is not None and goal >= least:
            slack = goal - self.season.rounded(self.index, 0.0) - self.lp.bound + SMALL
            is_complete = next((found for most in NEAR if (found := self._list_near(most, slack)) is not None), None)
            if is_complete is None:
                break
            status = self._choose(self._all, least)
            if status == "infeasible" and is_complete:
                return goal + 1
            if status != "optimal" or self._most == goal:
                break
        return least

    @property
    def _all(self) -> Flags:
        return np.ones(len(self.lp.columns), dtype=bool)

    @property
    def _is_over(self) -> bool:
        most = self._most
        if self.any_will_do and self.season.best is not None:
            return True
        return self.season.clock.left <= 0 or (most is not None and most < self.least)

    @property
    def _most(self) -> int | None:
        """What better dates may cost; None as long as any will do."""
        reached = self._reached
        known = [one for one in (self.below, None if reached is None else reached - 1) if one is not None]
        return min(known, default=None)

    def _round(self, least: int) -> None:
        """Dates close to the last solution of the LP: rounded mostly, and if that fails, as little as can be."""
        before = self._reached
        few = rounded(self.lp, self.season.clock, FEW_OPEN)
        if not self._is_over:
            self._choose(undecided(few), least, lp=few)
        if few is not self.lp and self._reached == before and not self._is_over:
            self._choose(undecided(self.lp), least)
        if self._reached == before and not self._is_over:
            self._place()

    def _place(self) -> None:
        """Dates placed tree after tree along the prices of the LP and close to its last solution: sure, if not best."""
        lp, bound = self.lp, self.season.bound
        if lp.shares is None:
            return
        costs = np.where(lp.allowed, lp.priced() - NUDGE * lp.shares, NEVER)
        first = set(lp.columns.tree[lp.taken > WHOLE].tolist())
        draft = Draft(bound.grid, bound.declarations, spare=SPARE)
        if draft.make(bound.whole, bound.own, costs, lp.allowed, first):
            return
        cost = self.season.rounded(self.index, float(lp.costs[np.arange(len(draft.at)), draft.at].sum()))
        if (self._most is None or cost <= self._most) and self.season.accept(draft.at):
            self._tell()

    def _choose(self, keep: Flags, least: int, work: float | None = None, lp: ColumnBound | None = None) -> str:
        """The best choice among some columns, if it is better than what was reached."""
        clock = self.season.clock
        constant = self.season.rounded(self.index, 0.0)
        most = self._most
        choice = ColumnChoice(lp or self.lp, keep)
        work = work or CHOICE_WORK * max(1.0, len(self.lp.forest.roots) / FEW_TREES)
        answer = choice.solve(clock, least=least - constant, below=None if most is None else most - constant, work=work)
        if answer.has_solution and self.season.accept(choice.read(answer)):
            self._tell()
        return answer.status

    def _tell(self) -> None:
        level = self.season.levels[self.index]
        reached = level.sign * self.season.cost(self.index)
        self.season.clock.tell(level.goal.slug, reached, level.sign * self.proven)

    def _list_near(self, most: int, slack: float) -> bool | None:
        """Take dates into the LP's columns that cost little more than the cheapest; says whether these are all.

        None: they were too many, and none was taken.
        """
        forest = self.lp.forest
        near = NearDates(forest, forest.pass_up(self.lp.priced()))
        found: list[list[dict[int, int]]] = []
        count, is_complete = 0, True
        for tree in range(len(forest.roots)):
            dates, are_all = near.list(tree, slack, most)
            found.append(dates)
            count += len(dates)
            is_complete = is_complete and are_all
            if count > MOST_COLUMNS:
                return None
        for rank in range(max(map(len, found), default=0)):
            at = np.full(len(forest.tree), -1, dtype=np.int64)
            for dates in found:
                if rank < len(dates):
                    at[list(dates[rank])] = list(dates[rank].values())
            self.lp.add_dates(at)
        return is_complete

    def _improve(self) -> None:
        """Date some trees anew, those that lie close to each other, while all others stay where they are."""
        chance = random.Random(self.season.clock.seed)
        idle = 0
        while idle < IDLE_ROUNDS and not self._is_over and self._reached is not None:
            before = self._reached
            status = self._choose(self._around(chance), self.least, PART_WORK)
            if status == "infeasible" and len(self.lp.forest.roots) <= PART:
                break  # all trees were dated anew
            idle = 0 if self._reached != before else idle + 1

    def _around(self, chance: random.Random) -> Flags:
        """The columns in use, and all columns of trees that begin near some day."""
        grid, forest = self.season.bound.grid, self.lp.forest
        starts = self.season.read().starts
        at = np.array([int(np.searchsorted(grid.axis, starts[event])) for event in grid.events])
        self.lp.add_dates(at)
        first: Ints = np.full(len(forest.roots), len(grid.axis), dtype=np.int64)
        np.minimum.at(first, forest.tree, at)
        middle = chance.randrange(len(grid.axis))
        free = np.zeros(len(forest.roots), dtype=bool)
        free[np.argsort(np.abs(first - middle), kind="stable")[:PART]] = True
        columns: Flags = self.lp.columns.using(at) | free[self.lp.columns.tree]
        return columns
