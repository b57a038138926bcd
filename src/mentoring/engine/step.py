"""Steps: for each event and allowed start day one LP variable, "has started by this day"."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import Any

from ortools.linear_solver import pywraplp

from mentoring.engine.mask import Bound, bound_of, numbers, pass_on
from mentoring.language.declaration import Lag
from mentoring.language.frame import Frame

Expr = Any  # a variable or linear expression of the LP wrapper, which carries no types, or a plain number


class Steps:
    """The events of decided pairings as rising steps that end at 1, with their lags as rows.

    A lag compares two steps: the later event has started by a day only if the earlier one has by the day before it
    that leaves room. `is_empty` says that lags and windows alone leave some event no day.
    """

    def __init__(self, frame: Frame, masks: dict[str, int], lags: list[Lag]) -> None:
        self.frame = frame
        self.solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        bounds = [bound_of(frame, lag) for lag in lags if self._binds(lag)]
        narrowed = dict(masks)
        pass_on(narrowed, bounds)
        self.is_empty = not all(narrowed.values())
        self.days = {} if self.is_empty else {event: numbers(mask) for event, mask in narrowed.items()}
        self.by: dict[str, list[Expr]] = {event: self._rising(len(days)) for event, days in self.days.items()}
        self._solved: dict[str, list[float]] = {}
        if not self.is_empty:
            for bound in bounds:
                self._add(bound)

    def _binds(self, lag: Lag) -> bool:
        """Every pairing is decided here, so a lag binds or does not."""
        there = self.frame.agenda.events
        return (
            lag.earlier in there
            and lag.later in there
            and (lag.when is None or not set(lag.when).isdisjoint(self.frame.pairs))
        )

    def length(self, event: str) -> int:
        """Days of an event."""
        return self.frame.scenario.stages[self.frame.agenda.events[event].stage].days

    def _rising(self, count: int) -> list[Expr]:
        steps = [self.solver.NumVar(0.0, 1.0, "") for _ in range(count)]
        steps[-1].SetLb(1.0)
        for one, two in pairwise(steps):
            self.solver.Add(one <= two)
        return steps

    def _add(self, lag: Bound) -> None:
        least, most = lag.least, lag.most
        early, late = self.days[lag.earlier], self.days[lag.later]
        if least is not None:
            reach = [least[day] for day in early]
            last = -1
            for position, day in reversed(list(enumerate(late))):
                allowed = bisect_right(reach, day)
                if allowed != last and allowed < len(early):
                    room = self.by[lag.earlier][allowed - 1] if allowed else 0.0
                    self.solver.Add(self.by[lag.later][position] <= room)
                last = allowed
        if most is not None:
            for position, day in enumerate(early):
                if most[day] < late[-1]:
                    self.solver.Add(self.started(lag.later, most[day]) - self.by[lag.earlier][position] >= 0.0)

    def started(self, event: str, day: int) -> Expr:
        """The share of the event that has started by a day."""
        place = bisect_right(self.days[event], day)
        return self.by[event][place - 1] if place else 0.0

    def cost(self, event: str, costs: list[int]) -> Expr:
        """What an event's start day costs; `costs` has one number for each allowed day."""
        changes = [(step, cost - later) for step, (cost, later) in zip(self.by[event], pairwise(costs), strict=False)]
        return sum((change * step for step, change in changes if change), start=float(costs[-1]))

    def keep_solution(self) -> None:
        """Remember the last solution, for `solved` and `means`."""
        self._solved = {event: [step.solution_value() for step in steps] for event, steps in self.by.items()}

    def solved(self, event: str, day: int) -> float:
        """The share that has started by a day in the last solution."""
        place = bisect_right(self.days[event], day)
        return self._solved[event][place - 1] if place else 0.0

    @property
    def means(self) -> dict[str, float]:
        """The mean start day of each event in the last solution; empty when there is none."""
        found: dict[str, float] = {}
        for event, values in self._solved.items():
            shares = [value - earlier for earlier, value in pairwise([0.0, *values])]
            found[event] = sum(day * share for day, share in zip(self.days[event], shares, strict=True))
        return found
