"""Better dates for one goal of a season, and what none can undercut: by prices, by parts, by exact search, in turn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentoring.engine.model.decision import plan_of
from mentoring.engine.model.order import Level
from mentoring.engine.model.solving import Answer
from mentoring.engine.prices.date_bound import MOST_ROUNDS
from mentoring.engine.prices.separation import named
from mentoring.engine.when.betterment import Betterment, measured
from mentoring.engine.when.date_search import DateSearch
from mentoring.errors import ModelDisagreement

if TYPE_CHECKING:
    from mentoring.engine.when.season import Season

QUICK_EVENTS = 1000  # with more of them dates are looked for before the bound is at its best
QUICK_ROUNDS = 14  # of the LP, until then
ROUGH_ROUNDS = 5  # the same where large meetings have a choice of days
PARTED_ROUNDS = 15  # of the LP, where dates get better by parts, before they do
PARTED_EVENTS = 120  # with more of them nothing exact is asked after that: with 240 it found nothing
MODEL_SHARE = 0.2  # of the time left, for what is exact after that


@dataclass(slots=True)
class Descent:
    """One goal of a season; dates count only if they cost `below` or less, where that is given."""

    season: Season
    index: int
    below: int | None = None

    def run(self, *, thorough: bool = True) -> Answer:
        """The least cost; without `thorough` its bound alone.

        Raises:
            ModelDisagreement: when dates are better than is proven to be possible: our bug.
        """
        season, below = self.season, self.below
        if season.bound.is_empty:
            return Answer("infeasible", _nothing)
        is_parted = season.is_sending and season.best is not None and thorough
        if is_parted and season.is_open and measured(season, self.index) is not None:
            if season.clock.left > 0:
                Betterment(season, self.index).run()
            return Answer("feasible", _nothing, season.cost(self.index))
        least = self._bound(self._rounds(is_parted=is_parted) if thorough else MOST_ROUNDS)
        if below is not None and least is not None and least > below:
            return Answer("infeasible", _nothing, None, least)
        if thorough and least is not None and (self._reached is None or self._reached > least):
            if is_parted:
                Betterment(season, self.index, least).run()
                more = self._bound(MOST_ROUNDS)
                least = least if more is None else max(least, more)
            if not is_parted or len(season.bound.grid.events) <= PARTED_EVENTS:
                with season.clock.partly(MODEL_SHARE if is_parted else 1.0):
                    least = self._search(least)
        return self._answer(least)

    @property
    def _level(self) -> Level:
        return self.season.levels[self.index]

    @property
    def _reached(self) -> int | None:
        return self.season.cost(self.index) if self.season.best is not None else None

    def _rounds(self, *, is_parted: bool) -> int:
        """Of the LP, before better dates are looked for."""
        grid = self.season.bound.grid
        if len(grid.events) <= QUICK_EVENTS:
            return PARTED_ROUNDS if is_parted else MOST_ROUNDS
        if grid.meetings:
            return ROUGH_ROUNDS  # good dates are sooner found once some days are chosen for these
        self._sketch()
        return PARTED_ROUNDS if is_parted else MOST_ROUNDS

    def _sketch(self) -> None:
        """Better dates soon: from the columns after some rounds, long before the bound is at its best."""
        bound, level = self.season.bound, self._level
        least = bound.least(level, self.season.clock, rounds=QUICK_ROUNDS, target=self._reached)
        if least is not None and self._is_exact:
            DateSearch(self.season, self.index, least, self.below).sketch()

    @property
    def _is_exact(self) -> bool:
        """Whether dates alone decide the goal, and it is to be small."""
        bound, level = self.season.bound, self._level
        return level.sign > 0 and bound.is_exact(bound.measure(level))

    def _bound(self, rounds: int) -> int | None:
        """What the LP says that no dates of this decision can undercut; its prices are noted."""
        season, reached = self.season, self._reached
        known = [one for one in (reached, None if self.below is None else self.below + 1) if one is not None]
        least = season.bound.least(
            self._level, season.clock, rounds, until=float(min(known, default=math.inf)), target=reached
        )
        last = season.bound.last
        season.lists = [] if last is None else [named(last.keys, last.prices, season.bound.grid.crowds)]
        return least

    def _search(self, least: int) -> int:
        """Exact search for better dates, in columns and in the whole model; returns what no dates undercut."""
        season, below = self.season, self.below
        if self._is_exact:
            search = DateSearch(season, self.index, least, below)
            least, season.lists = search.run(), search.lists
        is_best = self._reached is not None and self._reached <= least
        if (below is None or least <= below) and not is_best and not season.has_rivals:
            least = season.ask_whole(self.index, below, least)
        return least

    def _answer(self, least: int | None) -> Answer:
        reached, below = self._reached, self.below
        if reached is not None and least is not None and least > max(reached, -1 if below is None else below + 1):
            told = f"{self._level.goal.slug} is {reached}, but was proven to be no better than {least}"
            plan = plan_of(self.season.frame, self.season.read())
            raise ModelDisagreement(f"a bound of the engine is wrong: {told}", plan)
        if reached is None or (below is not None and reached > below):
            closed = least is not None and below is not None and least > below
            return Answer("infeasible" if closed else "unknown", _nothing, None, least)
        return Answer("optimal" if reached == least else "feasible", _nothing, reached, least)


def _nothing(_: object) -> int:
    return 0
