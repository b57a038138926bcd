"""Better dates where persons are few: some trees at a time are dated anew, persons included, all others stay.

What is found keeps every rule at once, so that the plan only ever gets better.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from mentoring.engine.prices.reach import Ints
from mentoring.engine.prices.side import peak_rows
from mentoring.engine.when.rearrangement import Rearrangement
from mentoring.engine.when.repair import Repair
from mentoring.language.declaration import Cost, Peak

if TYPE_CHECKING:
    from mentoring.engine.when.season import Season

WORK = 0.3  # solver units for some trees
SHARE = 0.7  # of what is left for each goal
FEWEST = 16  # events at once
LESS, FEWER, MORE = 0.6, 0.8, 1.2  # times as many: after nothing was found, was not proven best, was best already
IDLE = 20  # times in a row without gain
FIRST_OF = 3  # trees at hand by chance, of which the dearest is dated anew


def measured(season: Season, index: int) -> Cost | Peak | None:
    """The goal, if dates can be made better for it part by part."""
    level, measure = season.levels[index], season.bound.measure(season.levels[index])
    is_plain = level.sign > 0 and season.bound.is_exact(measure)
    return measure if is_plain and isinstance(measure, Cost | Peak) else None


@dataclass(slots=True)
class Betterment:
    """One goal of one season that has dates; `least` is what no dates undercut, if that is known."""

    season: Season
    index: int
    least: int | None = None
    _repair: Repair = field(init=False)
    _chance: random.Random = field(init=False)
    _at: Ints = field(init=False)
    _once: float = field(init=False)  # events dated anew at once: fewer where they are too many, more where all is best

    def __post_init__(self) -> None:
        room = self.season.room
        self._repair = Repair(self.season, self.season.bound.grid.allowed if room is None else room)
        self._chance = random.Random(self.season.clock.seed)

    def run(self) -> None:
        """Date trees anew as long as there is time and gain."""
        season, clock = self.season, self.season.clock
        level, measure = season.levels[self.index], measured(season, self.index)
        if measure is None:
            return
        grid, best = season.bound.grid, season.read()
        self._at = np.searchsorted(grid.axis, np.array([best.starts[event] for event in grid.events]))
        self._repair.load(self._at, best.people)
        idle, until = 0, clock.elapsed + SHARE * clock.left / (len(season.levels) - self.index)
        self._once = float(self._repair.size.once)
        fewest = min(FEWEST, self._once)
        while idle < IDLE and clock.left > 0 and clock.elapsed < until and season.cost(self.index) != self.least:
            before = self._standing(measure)
            found = self._repair.better(self._trees(measure), partial(self._aim, measure), WORK)
            if found is None:  # most likely too much at once
                idle += self._once <= fewest
                self._once = max(fewest, LESS * self._once)
                continue
            at, people, is_best = found
            if not season.accept(at, people):
                self._repair = Repair(season, self._repair.room)
                self._repair.load(self._at, season.read().people)
                idle += 1
                continue
            self._at = at
            has_gained = self._standing(measure) < before
            idle = 0 if has_gained else idle + 1
            if not is_best:
                self._once = max(fewest, FEWER * self._once)
            elif not has_gained:
                self._once = min(self._repair.size.once, MORE * self._once)
            clock.tell(level.goal.slug, season.cost(self.index), self.least)  # costs, as the goal is to be small

    def _standing(self, measure: Cost | Peak) -> tuple[int, int]:
        """How good dates are: the goal, and how many weeks are at the peak."""
        if isinstance(measure, Cost):
            return self.season.cost(self.index), 0
        loads = self._loads(measure)
        return int(loads.max(initial=0)), int((loads == loads.max(initial=0)).sum())

    def _loads(self, peak: Peak) -> Ints:
        rows = peak_rows(self.season.bound.grid, peak)
        at = self._at
        there = [(one.first <= at[one.event]) & (at[one.event] <= one.last) for _, _, one in rows]
        sums = [round(float(one.weight[here].sum())) for (_, _, one), here in zip(rows, there, strict=True)]
        return np.array(sums, dtype=np.int64)

    def _aim(self, measure: Cost | Peak, dates: Rearrangement) -> cp_model.LinearExprT | None:
        """The goal in the model, which keeps what is settled."""
        bound, at = self.season.bound, self._at
        for most, _, parts in bound.caps:
            dates.keep_row(most, parts, at)
        if isinstance(measure, Cost):
            costs = bound.costs(measure)
            cost = dates.charge(costs)
            dates.model.add(cost <= int(sum(costs[event, at[event]] for event in dates.events)))
            return cost
        most = int(self._loads(measure).max(initial=0))
        over = [dates.keep_row(most - 1, parts, at, over=True) for _, _, parts in peak_rows(bound.grid, measure)]
        known = [one for one in over if one is not None]
        return cp_model.LinearExpr.sum(known) if known else None

    def _trees(self, measure: Cost | Peak) -> list[int]:
        """A tree with much to gain, and those near it."""
        bound, at = self.season.bound, self._at
        if isinstance(measure, Cost):
            costs = bound.costs(measure)
            excess = costs[np.arange(len(at)), at] - costs.min(axis=1)
            worth = [int(event) for event in np.flatnonzero(excess > 0)]
            drawn = self._chance.sample(worth, min(FIRST_OF, len(worth)))
            drawn.sort(key=lambda event: -excess[event])
        else:
            loads, rows = self._loads(measure), peak_rows(bound.grid, measure)
            full = [parts for load, (_, _, parts) in zip(loads, rows, strict=True) if load == loads.max(initial=0)]
            week = self._chance.choice(full)
            drawn = week.event[(week.first <= at[week.event]) & (at[week.event] <= week.last)].tolist()
            self._chance.shuffle(drawn)
        grove = self._repair.grove
        trees = [tree for event in drawn if grove.pairs[tree := grove.tree_of[event]]]
        if isinstance(measure, Peak):
            return grove.some(dict.fromkeys(trees), int(self._once))
        return grove.some(grove.near(trees[0]), int(self._once)) if trees else []
