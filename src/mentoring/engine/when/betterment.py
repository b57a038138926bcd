"""Better dates where persons are few: some trees at a time are dated anew, persons included, all others stay.

What is found keeps every rule at once, so that the plan only ever gets better.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from mentoring.engine.prices.part import Parts
from mentoring.engine.prices.reach import Costs, Ints
from mentoring.engine.prices.side import peak_rows
from mentoring.engine.when.rearrangement import Rearrangement
from mentoring.engine.when.repair import Repair
from mentoring.engine.when.sending import Sent
from mentoring.language.declaration import Cost, Peak

if TYPE_CHECKING:
    from mentoring.engine.when.season import Season

WORK = 0.05  # solver units for some trees
SHARE = 0.7  # of what is left for each goal
FIRST, FEWEST = 24, 16  # events at once: to begin with, and at least
LESS, FEWER, MORE = 0.6, 0.8, 1.2  # times as many: after nothing was found, was not proven best, was best already
WIDE_EACH = 7  # that often without gain a meeting is dated anew, with what hangs on its days
WIDE, WIDE_WORK = 250, 0.5  # events with it, at most, and solver units for them
IDLE = 20  # times in a row without gain
TRIES = 12  # for half the way between the peak and what it cannot be below, before half of that is aimed at
CHECKED = 24  # dates found one after the other, of which the last is held against every rule
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
    _people: Sent = field(init=False)
    _sound: tuple[Ints, Sent] = field(init=False)  # the last that kept every rule
    _unchecked: int = 0  # found since
    _checked: int = field(default_factory=lambda: CHECKED)
    _costs: Costs = field(init=False)  # of a goal that is a sum: [events, positions]
    _weeks: list[Parts] = field(init=False)  # of a goal that is a peak: what counts in each
    _target: int = 1 << 62  # so much in each week is aimed at
    _floor: int = 0  # less is not
    _tried: int = 0  # times that it was aimed at
    _once: float = field(init=False)  # events dated anew at once: fewer where they are too many, more where all is best

    def __post_init__(self) -> None:
        room = self.season.room
        self._repair = Repair(self.season, self.season.bound.grid.allowed if room is None else room)
        self._chance = random.Random(self.season.clock.seed)

    def run(self) -> None:
        """Date trees anew as long as there is time and gain."""
        season, clock = self.season, self.season.clock
        measure = measured(season, self.index)
        if measure is None or (isinstance(measure, Peak) and not peak_rows(season.bound.grid, measure)):
            return
        self.begin(measure)
        until = clock.elapsed + SHARE * clock.left / (len(season.levels) - self.index)
        self._once = float(min(FIRST, self._repair.size.once))
        self._go_on(measure, until)
        while self._unchecked and not self._is_sound() and clock.elapsed < until:
            self._go_on(measure, until)

    def _go_on(self, measure: Cost | Peak, until: float) -> None:
        """Until nothing more is found for long, or the time is up."""
        clock, idle = self.season.clock, 0
        fewest = min(FEWEST, self._once)
        while clock.left > 0 and clock.elapsed < until and self._value(measure) != self.least:
            before = self._standing(measure)
            if idle >= IDLE or (self._weeks and (not before or self._tried >= TRIES)):
                if not self._aim_anew(is_reached=not before, is_idle=idle >= IDLE):
                    break
                idle = 0 if not before or idle >= IDLE else idle
                continue
            self._tried += 1
            is_wide = bool(self._repair.grove.large) and idle % WIDE_EACH == WIDE_EACH - 1
            trees = self._around_meeting() if is_wide else self._trees(measure)
            found = self._repair.better(trees, partial(self._aim, measure), WIDE_WORK if is_wide else WORK)
            if found is None:  # most likely too much at once
                idle += is_wide or self._once <= fewest
                self._once = self._once if is_wide else max(fewest, LESS * self._once)
                continue
            self._at, self._people, is_best = found
            self._unchecked += 1
            has_gained = self._standing(measure) < before
            if self._unchecked >= self._checked and not self._is_sound():
                idle += 1
                continue
            idle = 0 if has_gained else idle + 1
            if is_wide:
                continue
            if not is_best and not has_gained:
                self._once = max(fewest, FEWER * self._once)
            elif is_best and not has_gained:
                self._once = min(self._repair.size.once, MORE * self._once)

    def begin(self, measure: Cost | Peak) -> None:
        """Take over the season's dates and people."""
        grid, best = self.season.bound.grid, self.season.read()
        self._at = np.searchsorted(grid.axis, np.array([best.starts[event] for event in grid.events]))
        self._people = dict(best.people)
        self._sound = self._at, self._people
        self._costs = self.season.bound.costs(measure) if isinstance(measure, Cost) else np.zeros((0, 0))
        self._weeks = [parts for _, _, parts in peak_rows(grid, measure)] if isinstance(measure, Peak) else []
        self._floor = self.least or 0
        self._repair.load(self._at, self._people)

    def _is_sound(self) -> bool:
        """Whether the dates at hand keep every rule; if not, the last that did are at hand again."""
        season, self._unchecked = self.season, 0
        if season.accept(self._at, self._people):
            self._sound = self._at, self._people
            level = season.levels[self.index]
            season.clock.tell(level.goal.slug, season.cost(self.index), self.least)  # costs, as it is to be small
            return True
        self._at, self._people = self._sound
        self._repair = Repair(season, self._repair.room)
        self._repair.load(self._at, self._people)
        self._checked = 1
        return False

    def _value(self, measure: Cost | Peak) -> int:
        """What the goal comes to on the days at hand."""
        if isinstance(measure, Cost):
            costs = self._costs[np.arange(len(self._at)), self._at]
            return round(float(costs.sum())) + self.season.bound.constant(measure)
        return int(self._loads().max(initial=0))

    def _standing(self, measure: Cost | Peak) -> int:
        """How good dates are: the goal, or by how much weeks are above what is aimed at."""
        if isinstance(measure, Cost):
            return self._value(measure)
        return int(np.maximum(0, self._loads() - self._target).sum())

    def _loads(self) -> Ints:
        """What counts in each week."""
        at = self._at
        there = [(one.first <= at[one.event]) & (at[one.event] <= one.last) for one in self._weeks]
        sums = [round(float(one.weight[here].sum())) for one, here in zip(self._weeks, there, strict=True)]
        return np.array(sums, dtype=np.int64)

    def _aim_anew(self, *, is_reached: bool, is_idle: bool) -> bool:
        """Halve the way between the peak and what it cannot be below, or is not found to be; False: there is none."""
        if not self._weeks:
            return False
        loads, self._tried = self._loads(), 0
        peak = int(loads.max())
        self._floor = max(self._floor, math.ceil(loads.sum() / len(loads)), self._target + 1 if is_idle else 0)
        low = self._floor if is_reached or is_idle else self._target
        self._target = max(low, (low + peak) // 2)
        return self._floor < peak

    def _aim(self, measure: Cost | Peak, dates: Rearrangement) -> cp_model.LinearExprT | None:
        """The goal in the model, which keeps what is settled."""
        bound, at = self.season.bound, self._at
        for most, _, parts in bound.caps:
            dates.keep_row(most, parts, at)
        if isinstance(measure, Cost):
            costs = self._costs
            cost = dates.charge(costs)
            dates.model.add(cost <= int(sum(costs[event, at[event]] for event in dates.events)))
            return cost
        over = [
            dates.keep_row(self._target, parts, at, over=max(0, load - self._target))
            for load, parts in zip(self._loads().tolist(), self._weeks, strict=True)
        ]
        known = [one for one in over if one is not None]
        return cp_model.LinearExpr.sum(known) if known else None

    def _around_meeting(self) -> list[int]:
        """A large shared event and what hangs on its days."""
        grove, draft = self._repair.grove, self._repair.draft
        tree = self._chance.choice(grove.large)
        near = {grove.tree_of[other] for event in grove.trees[tree] for other, _ in draft.lags[event]}
        others = sorted(near - {tree})
        self._chance.shuffle(others)
        others.sort(key=lambda other: bool(grove.pairs[other]))  # other large ones first: lags may bind them to it
        return grove.some([tree, *others], WIDE)

    def _trees(self, measure: Cost | Peak) -> list[int]:
        """A tree with much to gain, and those near it."""
        at = self._at
        if isinstance(measure, Cost):
            costs = self._costs
            excess = costs[np.arange(len(at)), at] - costs.min(axis=1)
            worth = [int(event) for event in np.flatnonzero(excess > 0)]
            drawn = self._chance.sample(worth, min(FIRST_OF, len(worth)))
            drawn.sort(key=lambda event: -excess[event])
        else:
            over = np.maximum(0, self._loads() - self._target)
            week = self._chance.choices(self._weeks, over.tolist())[0]
            drawn = week.event[(week.first <= at[week.event]) & (at[week.event] <= week.last)].tolist()
            self._chance.shuffle(drawn)
        grove = self._repair.grove
        trees = [tree for event in drawn if grove.pairs[tree := grove.tree_of[event]]]
        if isinstance(measure, Peak):
            return grove.some(dict.fromkeys(trees), int(self._once))
        return grove.some(grove.near(trees[0]), int(self._once)) if trees else []
