"""The best dates over all tied choices: the most promising days and ways to serve needs, until none are left.

What prices say of all choices names the days and pairings that may cost least. Their LP has better prices, which say
more of all choices; where it says too little, their dates are looked for to the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from mentoring.domain.pairing import Pairing
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.solving import solve
from mentoring.engine.prices.crowd import Name
from mentoring.engine.prices.reach import Costs
from mentoring.engine.prices.separation import Key, named
from mentoring.engine.ties.tie_bound import Picked, TieBound
from mentoring.engine.ties.tie_calendar import TiedCalendar
from mentoring.engine.when.date_search import IMPOSSIBLE, DateSearch
from mentoring.engine.when.season import Season
from mentoring.engine.who.pairing import add_clause, exclude, whole_cut
from mentoring.language.fact import Paired

if TYPE_CHECKING:
    from mentoring.engine.ties.face import Face

MOST_TRIES = 300  # of days and ways
MOST_UNKNOWN = 3  # tries that did not tell whether there are better dates: then dates are only rounded
MOST_OPEN = 1  # choices whose LP is kept beside that of the best: each takes some 60 MB at 800 cities
CHOICE_WORK = 5.0  # solver units to find one choice

Pairs = tuple[Pairing, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """The dates of one tied choice, ready to be asked with some days of the meetings."""

    season: Season
    search: DateSearch
    costs: Costs
    calendars: dict[Name, TiedCalendar]
    crowds: dict[Name, int]

    @property
    def pairs(self) -> Pairs:
        """The choice's pairings, in the order in which they are asked for."""
        return tuple(sorted(self.season.decision.pairs))

    @staticmethod
    def of(season: Season, index: int, bound: TieBound) -> Trial:
        """One for a goal of which nothing is known yet."""
        search = DateSearch(season, index, 0, None)
        search.lp = search.lp.renewed(search.lp.allowed, search.lp.costs)
        grid = season.bound.grid
        crowds = {crowd.name: number for number, crowd in enumerate(grid.crowds)}
        return Trial(season, search, search.lp.costs, bound.calendars(grid), crowds)


def can_search(bound: TieBound, holder: Season, index: int) -> bool:
    """Whether dates alone decide the goal, and options of meetings tell which choice is meant."""
    level, dates = holder.levels[index], holder.bound
    is_plain = level.sign > 0 and not dates.grid.stretches and dates.is_exact(dates.measure(level))
    return bound.is_telling and is_plain and bool(bound.meetings.events) and not holder.is_sending


@dataclass(slots=True)
class TieSearch:
    """The search for one goal among the choices that a face allows."""

    face: Face
    bound: TieBound
    index: int
    _trials: dict[Pairs, Trial | None] = field(default_factory=dict)  # None: no choice has just these pairings
    _decisions: dict[Pairs, Decision] = field(default_factory=dict)  # the one that was dated
    _alone: dict[Pairs, bool] = field(default_factory=dict)  # whether one choice has just these

    def run(self, best: int, holder: Season) -> tuple[bool, int, Season]:
        """Whether it was proven that nothing is better, then the best cost, and who has such dates."""
        tried: dict[Picked, int] = {}
        unknown = 0  # tries in vain since dates last got better
        last = Trial.of(holder, self.index, self.bound)
        self._trials[last.pairs], self._decisions[last.pairs] = last, holder.decision
        for _ in range(MOST_TRIES):
            found = None if self.face.clock.left <= 0 else self.bound.cheapest(self.face.clock, best - 1)
            if found is None:
                break
            low, picked = found
            if picked is None or low >= best:
                return low >= best, best, holder
            pairs = self.bound.pairs_of(picked)
            if picked in tried:
                if not self._is_only(pairs):
                    break
                self.bound.meetings.finish(picked, tried[picked] - self.bound.constant)
                continue
            if pairs not in self._trials:
                mine = self.bound.cheapest_of(last.pairs, self.face.clock, best - 1)
                if mine is not None and mine not in tried:  # what it tells may be enough for both
                    pairs, picked = last.pairs, mine
                elif not self._open(pairs, last, holder):
                    break
            trial = self._trials[pairs] = self._trials.pop(pairs)  # the last one used is the last
            if trial is None:
                self.bound.meetings.rule_out(picked)
                continue
            last = trial
            tried[picked] = self._try(trial, picked, low, best, thorough=unknown < MOST_UNKNOWN)
            unknown += tried[picked] < best
            if trial.season.best is not None and trial.season.cost(self.index) < best:
                best, holder, unknown = trial.season.cost(self.index), trial.season, 0
        return False, best, holder

    def _open(self, pairs: Pairs, last: Trial, holder: Season) -> bool:
        """Open the dates of the choice with just these pairings; False where it is not known whether there is one."""
        face = self.face
        answer = solve(self._only(pairs), face.clock, work=CHOICE_WORK)
        season = face.open(face.pairing.read(answer)) if answer.has_solution else None
        if isinstance(season, Season):
            season.bound.take_over(season.levels[self.index], last.search.lp, last.season.bound.grid)
            trial = Trial.of(season, self.index, self.bound)
            others = [known for known, one in self._trials.items() if one is not None and one.season is not holder]
            for known in others[: len(others) + 1 - MOST_OPEN]:
                del self._trials[known]
            self._trials[pairs], self._decisions[pairs] = trial, season.decision
        elif answer.status == "infeasible":
            self._trials[pairs] = None
        return pairs in self._trials

    def _only(self, pairs: Pairs) -> cp_model.CpModel:
        """The model of choices, with just these pairings."""
        model, literals = self.face.capped.clone(), self.face.pairing.compiled.literals
        model.clear_objective()
        chosen = set(pairs)
        for pair in self.face.pairing.candidates.frame.pairs:
            made = literals.sure(Paired(pair))
            add_clause(model, [made if pair in chosen else literals.negate(made)])
        return model

    def _is_only(self, pairs: Pairs) -> bool:
        """Whether no other choice has the same pairings: then what is found of these dates holds for all."""
        if pairs not in self._alone:
            model, pairing = self._only(pairs), self.face.pairing
            exclude(model, pairing.compiled, whole_cut(pairing, self._decisions[pairs]))
            self._alone[pairs] = solve(model, self.face.clock, work=CHOICE_WORK).status == "infeasible"
        return self._alone[pairs]

    def _try(self, trial: Trial, picked: Picked, low: int, best: int, *, thorough: bool) -> int:
        """What no dates of this choice undercut on these days of the meetings; all choices learn from its prices."""
        search, grid = trial.search, trial.season.bound.grid
        search.least, search.below = low, best - 1
        allowed = grid.allowed.copy()
        for name, days in self.bound.days_of(picked).items():
            allowed[grid.number[name]] &= np.isin(grid.axis, list(days))
        if not allowed.any(axis=1).all() or not grid.propagate(allowed):
            return IMPOSSIBLE
        prices = [(trial.crowds[name], day, price) for name, day, price in self.bound.nearest(picked)
                  if name in trial.crowds]  # fmt: skip
        keys: list[Key] = [("day", number, day) for number, day, _ in prices]
        search.lp.recall(keys, np.array([price for _, _, price in prices]))
        least = search.look(allowed, trial.costs, thorough=thorough)
        self.bound.learn(trial.calendars, [named(search.lp.keys, search.lp.prices, grid.crowds)])
        return least
