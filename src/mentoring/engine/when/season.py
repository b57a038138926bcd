"""When, for many events: dates by prices of busy days, people after the dates.

First dates come from a draft along the prices, better ones from the columns of the LP, chosen by a small exact model;
then all dates that could still be better are listed and asked for together. What is found is given people and checked
before it counts. Goals that hang on people, and small programmes that this way cannot date, go to the whole model.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from mentoring.domain.memory import rest_collector
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision, plan_of
from mentoring.engine.model.literal import Literals
from mentoring.engine.model.order import Level
from mentoring.engine.model.solving import Answer
from mentoring.engine.prices.crowd import Prices
from mentoring.engine.prices.date_bound import DateBound, rounded_up
from mentoring.engine.prices.layer import Triangle
from mentoring.engine.prices.reach import Flags, Ints
from mentoring.engine.when.crew import PEOPLE_RULES, Crew
from mentoring.engine.when.descent import Descent
from mentoring.engine.when.first_dates import FirstDates
from mentoring.engine.when.repair import Repair
from mentoring.engine.when.stretch import room_of
from mentoring.engine.when.timetable import Timetable, decide, is_settled
from mentoring.language.frame import Frame
from mentoring.rules import RULES, check_plan
from mentoring.rules.base import declare_all

ENTANGLED = 0.5  # lags between trees for each event, from which on the whole model is asked before the LP
LP_SHARE = 0.3  # of the time left, kept for the LP then
Sent = dict[str, tuple[str, ...]]  # persons by event

WHOLE_PEOPLE = 20_000  # persons x events, up to which the whole model is built
WHOLE_SECONDS = 0.015  # that this takes for each event, at most: with less time left it is not begun


@dataclass(slots=True)
class Season:
    """The dates of one decision, like `Timetable`, for more events than one solver model can hold."""

    frame: Frame
    decision: Decision
    clock: Clock
    levels: list[Level]
    relaxed: bool = False
    best: Decision | None = None
    hint: dict[str, int] = field(default_factory=dict)  # start days that may do for the events
    hint_people: Sent | None = None  # who may be sent then
    lost: tuple[Pairing, ...] = ()  # pairings that first dates were not found for
    kept: dict[str, int] = field(default_factory=dict)  # start days that the others could have
    sent: Sent | None = None  # who could be sent then
    may_give_up: bool = False  # where budgets leave too little for people: another choice is asked then
    is_short: bool = False  # whether they do
    has_rivals: bool = False  # choices as good: all are proven together later, and the whole model is not asked now
    is_open: bool = False  # choices that were not looked at may be as good: no bound of this one's dates would count
    is_sending: bool = False  # people are so few that they are sent by an exact choice where a quick one fails
    room: Flags | None = None  # the days among which better dates are looked for; None: all
    lists: list[Prices] = field(default_factory=list)  # prices that bound the goal looked at last
    bound: DateBound = field(init=False)
    decided: Frame = field(init=False)
    _plan: Plan | None = None
    _caps: list[tuple[int, int]] = field(default_factory=list)
    _whole: Timetable | None = None

    @rest_collector()
    def __post_init__(self) -> None:
        self.decided, known = decide(self.frame, self.decision, relaxed=self.relaxed)
        rules = [rule for rule in RULES if rule.slug not in PEOPLE_RULES]
        declarations = [one for one in declare_all(rules, self.decided) if not is_settled(one, self.decided)]
        literals = Literals(
            cp_model.CpModel(), self.decided, known=known, with_people=False, forget_without=self.relaxed
        )
        self.bound = DateBound(literals, declarations)

    def feasible(self, *, grace: float = 0.0) -> str:
        """Whether there are dates at all: `optimal` (yes), `infeasible` or `unknown`."""
        if self.bound.is_empty:
            return "infeasible"
        first = FirstDates(self)
        if first.draft():
            return "optimal"
        is_asked = self.is_entangled and self._is_whole_possible and self.clock.left > 0
        if self.is_entangled and first.together():
            return "optimal"
        if self.has_given_up:
            return "unknown"
        if self.is_entangled and first.repair():
            return "optimal"
        if is_asked:
            self.clock.hold(LP_SHARE)
            status = self._ask_table(grace)
            self.clock.hold(0.0)
            if status != "unknown":
                return status
        if self.sent and not self._is_whole_possible:
            return "unknown"
        if first.choose():
            return "optimal"
        if not self.sent:
            self.lost, self.kept = first.lost, first.kept
        if self.bound.is_impossible(self.clock):
            return "infeasible"
        if is_asked or not self._is_whole_possible or (self.lost and self.clock.left <= 0):
            return "unknown"  # out of time it is quicker to leave out those who found no dates
        return self._ask_table(grace)

    @property
    def has_given_up(self) -> bool:
        """Whether dates were not looked for, as another choice may leave people more."""
        return self.is_short and self.may_give_up

    @property
    def is_entangled(self) -> bool:
        """Whether lags bind events so that dates of single trees hardly fit together."""
        loose = sum(len(which) for _, which in self.bound.own.loose)
        is_bound = any(isinstance(layer, Triangle) for layer in self.bound.own.layers)
        return is_bound or loose > ENTANGLED * len(self.bound.grid.events)

    def _ask_table(self, grace: float) -> str:
        status = self._table().feasible(grace=grace)
        self._adopt()
        return status

    def is_surely_impossible(self) -> bool:
        """Whether the whole model, asked with other settings, finds no dates either; or else windows and lags."""
        if self._is_whole_possible:
            return self._table().is_surely_impossible()
        return self.bound.is_empty

    @property
    def _is_whole_possible(self) -> bool:
        return len(self.decided.agenda.events) * (1 + len(self.frame.scenario.people)) <= WHOLE_PEOPLE

    def _table(self) -> Timetable:
        """The whole model, with the caps so far."""
        if self._whole is None:
            self._whole = Timetable(self.frame, self.decision, self.clock, self.levels, relaxed=self.relaxed)
            for index, most in self._caps:
                self._whole.cap(index, most)
        return self._whole

    def _adopt(self) -> None:
        """Take over what the whole model has found."""
        if self._whole is not None and self._whole.best is not None:
            self.best, self._plan = self._whole.read(), None
            grid = self.bound.grid
            days = np.array([self.best.starts[event] for event in grid.events], dtype=np.int64)
            self.room = room_of(grid, np.searchsorted(grid.axis, days))

    def accept(self, at: Ints, people: Sent | None = None) -> bool:
        """Give dates (positions) people, if these are not known; they count if they keep every rule and all caps."""
        axis = self.bound.grid.axis
        starts = {event: int(axis[place]) for event, place in zip(self.bound.grid.events, at.tolist(), strict=True)}
        if people is None:
            first = Crew(self.decided, self.bound.declarations, self.decision.hosts, starts).assign()
            if first is not None and self._counts(at, starts, first):
                return True
            people = Repair(self, self.bound.grid.allowed).send(at) if self.is_sending else None
        return people is not None and self._counts(at, starts, people)

    def _counts(self, at: Ints, starts: dict[str, int], people: Sent) -> bool:
        """Whether dates with these people keep every rule and all caps; they are the best so far then."""
        found = Decision(self.decision.pairs, self.decision.hosts, starts, people)
        plan = plan_of(self.frame, found)
        if check_plan(plan) or any(self._measure(index, plan) > most for index, most in self._caps):
            return False
        self.best, self._plan = found, plan
        self.bound.add_dates(at)
        return True

    def _measure(self, index: int, plan: Plan) -> int:
        level = self.levels[index]
        return level.sign * level.goal.measure(plan, level.part, self.frame.against)

    def cost(self, index: int) -> int:
        """What a goal comes to in the best dates found so far.

        Raises:
            ValueError: when none were found.
        """
        if self._plan is None:
            self._plan = plan_of(self.frame, self.read())
        return self._measure(index, self._plan)

    def read(self) -> Decision:
        """The decision with the best dates found so far.

        Raises:
            ValueError: when none were found.
        """
        if self.best is None:
            raise ValueError("no dates were found")
        return self.best

    def cap(self, index: int, most: int) -> None:
        """Keep a settled goal at `most` from now on; dates at hand that break it are forgotten."""
        if self.best is not None and self.cost(index) > most:
            self.best = self._plan = None
        self._caps.append((index, most))
        self.bound.cap(self.levels[index], most)
        if self._whole is not None:
            self._whole.cap(index, most)

    def least(self, index: int) -> int | None:
        """What no dates of this decision can undercut, within the caps."""
        return self.bound.least(self.levels[index], self.clock)

    def minimise(self, index: int, below: int | None = None, *, thorough: bool = True) -> Answer:
        """The least cost of a goal, under `below` if given; without `thorough` its bound alone.

        Raises:
            ModelDisagreement: when dates are better than is proven to be possible: our bug.
        """
        return Descent(self, index, below).run(thorough=thorough)

    def ask_whole(self, index: int, below: int | None, least: int) -> int:
        """Ask the whole model, where that is possible, for better dates; returns what no dates undercut."""
        is_time = self._whole is not None or self.clock.left > WHOLE_SECONDS * len(self.decided.agenda.events)
        if not is_time or not self._is_whole_possible:
            return least
        known = [one for one in (below, self.cost(index) - 1 if self.best is not None else None) if one is not None]
        most = min(known, default=None)
        answer = self._table().minimise(index, most)
        if answer.has_solution:
            self._adopt()
        if answer.status == "infeasible" and most is not None:
            return most + 1
        bound = answer.bound if answer.bound is None or most is None else min(most + 1, answer.bound)
        return least if bound is None else max(least, bound)

    def rounded(self, index: int, bound: float) -> int:
        """A bound of the LP of a goal as a bound of the goal."""
        return self.bound.constant(self.bound.measure(self.levels[index])) + rounded_up(bound)
