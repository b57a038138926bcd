"""The step LP: a bound on date goals that CP-SAT alone does not find.

One variable for each event and allowed start day, "has started by this day". Lags, windows and absences are then
differences of two variables, and their bound equals that of whole chains of dates. Limits, separations and the pool
of people enter as rows when a solution breaks them. Whatever is left out only makes the bound weaker, never wrong.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from ortools.linear_solver import pywraplp

from mentoring.engine.clock import Clock
from mentoring.engine.compiled import Compiled
from mentoring.engine.literal import Lit
from mentoring.engine.mask import after, before, lag_table, numbers
from mentoring.engine.order import Level
from mentoring.language.declaration import (
    Apart,
    Choose,
    Cost,
    DayCost,
    Declaration,
    Finish,
    Lag,
    Limit,
    Measure,
    Peak,
)
from mentoring.language.fact import Held, TakesPart, event_of

MOST_ROUNDS = 12  # times that broken limits are added before the bound is taken as it is
ROUNDING = 1e-6  # what the LP's answer may be off; far below the distance of two whole values

Busy = tuple[str, int, int, int]  # event, first busy day counted from its start, number of busy days, weight
Row = tuple[tuple[Busy, ...], int]  # on each day these weigh at most so much


class DateBound:
    """The LP of one date model with decided pairings and hosts; kept over all date goals."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.frame = compiled.frame
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.is_empty = False
        self._lits: dict[int, pywraplp.Variable] = {}
        self._rows: list[Row] = []
        self._added: set[tuple[int, int]] = set()
        self._values: dict[str, list[float]] = {}
        lags = [one for one in compiled.declarations if isinstance(one, Lag) and self._binds(one)]
        self.days = self._windows(lags)
        if self.is_empty:
            return
        self.by = {event: self._steps(event) for event in self.days}
        for lag in lags:
            self._lag(lag)
        self._collect(compiled.declarations)

    def _binds(self, lag: Lag) -> bool:
        """Every pairing is decided here, so a lag binds or does not."""
        there = self.frame.agenda.events
        chosen = set(self.frame.pairs)
        return lag.earlier in there and lag.later in there and (lag.when is None or bool(chosen & set(lag.when)))

    def _windows(self, lags: list[Lag]) -> dict[str, list[int]]:
        """The start days that lags leave, by passing them on until nothing changes."""
        calendar = self.compiled.calendar
        masks = dict(calendar.masks) if calendar else {}
        tables = [(lag, *self._tables(lag)) for lag in lags]
        changed = True
        while changed and all(masks.values()):
            changed = False
            for lag, least, most in tables:
                old = (masks[lag.earlier], masks[lag.later])
                masks[lag.later] = after(masks[lag.earlier], masks[lag.later], least, most)
                masks[lag.earlier] = before(masks[lag.earlier], masks[lag.later], least, most)
                changed = changed or old != (masks[lag.earlier], masks[lag.later])
        self.is_empty = not all(masks.values())
        return {event: numbers(mask) for event, mask in masks.items()}

    def _tables(self, lag: Lag) -> tuple[list[int] | None, list[int] | None]:
        days = self._length(lag.earlier)
        return (
            None if lag.min is None else lag_table(self.frame, days, lag.min),
            None if lag.max is None else lag_table(self.frame, days, lag.max),
        )

    def _length(self, event: str) -> int:
        return self.frame.scenario.stages[self.frame.agenda.events[event].stage].days

    def _steps(self, event: str) -> list[pywraplp.Variable]:
        """Rising shares of "has started by"; the last is 1."""
        count = len(self.days[event])
        steps = [self.solver.NumVar(0.0, 1.0, "") for _ in range(count)]
        steps[-1].SetLb(1.0)
        for one, two in pairwise(steps):
            self.solver.Add(one <= two)
        return steps

    def _started(self, event: str, day: int) -> pywraplp.Variable | float:
        """The share of the event that has started by a day."""
        place = bisect_right(self.days[event], day)
        return self.by[event][place - 1] if place else 0.0

    def _lag(self, lag: Lag) -> None:
        least, most = self._tables(lag)
        early, late = self.days[lag.earlier], self.days[lag.later]
        if least is not None:
            reach = [least[day] for day in early]
            last = -1
            for position, day in reversed(list(enumerate(late))):
                allowed = bisect_right(reach, day)
                if allowed != last and allowed < len(early):
                    before_it = self.by[lag.earlier][allowed - 1] if allowed else 0.0
                    self.solver.Add(self.by[lag.later][position] <= before_it)
                last = allowed
        if most is not None:
            for position, day in enumerate(early):
                if most[day] < late[-1]:
                    self.solver.Add(self._started(lag.later, most[day]) - self.by[lag.earlier][position] >= 0.0)

    def _collect(self, declarations: Iterable[Declaration]) -> None:
        """What can be broken on single days, as rows to be added when needed; who is chosen, as variables."""
        literals, calendar = self.compiled.literals, self.compiled.calendar
        pools: dict[frozenset[str], list[Busy]] = defaultdict(list)
        people = self.frame.scenario.people
        for one in declarations:
            match one:
                case Limit(per="day", at_most=int(most)) if calendar is not None:
                    busy = [
                        (event_of(term.fact), offset, size, term.weight)
                        for term in one.terms
                        if literals.literal(term.fact) is True
                        for offset, size in calendar.busy(term)
                    ]
                    self._rows.append((tuple(busy), most))
                case Apart():
                    self._apart(one)
                case Choose(when=Held(event)) if event in self.days:
                    sent = [fact.who for fact in one.facts if isinstance(fact, TakesPart) and fact.who in people]
                    if len(sent) == len(one.facts):
                        pools[frozenset(sent)].append((event, 0, self._length(event), one.count))
                        self._choose(one)
        self._rows += [(tuple(busy), len(pool)) for pool, busy in pools.items()]

    def _apart(self, apart: Apart) -> None:
        """Stays that never overlap, each made longer by what any two of them need between them."""
        literals = self.compiled.literals
        there = [stay for stay in apart.stays if literals.literal(stay.fact) is True and stay.trip == stay.event]
        gaps = [apart.needed(one, two) for one in there for two in there if one.event < two.event]
        extra = min((gap for gap in gaps if gap is not None), default=0)
        self._rows.append((tuple((stay.event, 0, self._length(stay.event) + extra, 1) for stay in there), 1))

    def _variable(self, lit: Lit) -> pywraplp.Variable | float:
        if isinstance(lit, bool):
            return float(lit)
        if lit.index < 0:
            return 1.0 - self._variable(~lit)
        if lit.index not in self._lits:
            self._lits[lit.index] = self.solver.NumVar(0.0, 1.0, "")
        return self._lits[lit.index]

    def _choose(self, choose: Choose) -> None:
        lits = [self.compiled.literals.literal(fact) for fact in choose.facts]
        total = sum(self._variable(lit) for lit in lits if lit is not None)
        if lits and not isinstance(total, float | int):
            self.solver.Add(total == float(choose.count))

    def _active(self, busy: Busy, day: int) -> pywraplp.LinearExpr | float:
        """The share of an event that keeps its people busy on a day."""
        event, offset, size, weight = busy
        return weight * (self._started(event, day - offset) - self._started(event, day - offset - size))

    def _share(self, busy: Busy, day: int) -> float:
        """The same in the last solution."""
        event, offset, size, weight = busy
        return weight * (self._solved(event, day - offset) - self._solved(event, day - offset - size))

    def _solved(self, event: str, day: int) -> float:
        place = bisect_right(self.days[event], day)
        return self._values[event][place - 1] if place else 0.0

    def value(self, measure: Measure) -> pywraplp.LinearExpr | float | None:
        """A goal in the LP; None when it says nothing there."""
        match measure:
            case Cost():
                total = float(measure.constant)
                for fact, weight in measure.facts:
                    lit = self.compiled.literals.literal(fact)
                    if isinstance(lit, bool) or (lit is not None and weight > 0 and lit.index in self._lits):
                        total = total + weight * self._variable(lit)
                for share in measure.days:
                    total = total + self._day_cost(share)
                return total
            case Finish(lengths):
                return self._largest(
                    self._sum(event, [day + days - 1 for day in self.days[event]])
                    for event, days in lengths
                    if event in self.days
                )
            case Peak(per="week"):
                return self._largest(self._weeks(measure))
        return None

    def _day_cost(self, share: DayCost) -> pywraplp.LinearExpr | float:
        when = True if share.when is None else self.compiled.literals.literal(share.when)
        if when is not True or share.event not in self.days:
            return 0.0
        return self._sum(share.event, [share.costs[day] for day in self.days[share.event]])

    def _sum(self, event: str, costs: list[int]) -> pywraplp.LinearExpr | float:
        """The cost of an event's start day, by the differences of its steps."""
        steps = self.by[event]
        changes = [(step, cost - after_it) for step, (cost, after_it) in zip(steps, pairwise(costs), strict=False)]
        return sum((change * step for step, change in changes if change), start=float(costs[-1]))

    def _weeks(self, peak: Peak) -> Iterable[pywraplp.LinearExpr | float]:
        events = [
            (event_of(term.fact), term.weight)
            for terms in peak.loads.values()
            for term in terms
            if self.compiled.literals.literal(term.fact) is True
        ]
        first = self.frame.scenario.programme.first.weekday()
        for monday in range(-first, self.frame.horizon, 7):
            begun = [w * (self._started(event, monday + 6) - self._started(event, monday - 1)) for event, w in events]
            parts = [part for part in begun if not isinstance(part, float) or part]
            if parts:
                yield sum(parts)

    def _largest(self, loads: Iterable[pywraplp.LinearExpr | float]) -> pywraplp.Variable:
        peak = self.solver.NumVar(0.0, self.solver.infinity(), "")
        for load in loads:
            self.solver.Add(peak >= load)
        return peak

    def cap(self, level: Level, most: int) -> None:
        """Keep a settled goal at `most` from now on."""
        if not self.is_empty:
            value = self.value(level.goal.declare(self.frame, level.part, level.use))
            if value is not None and not isinstance(value, float) and level.sign > 0:
                self.solver.Add(value <= most + ROUNDING)

    def least(self, level: Level, clock: Clock) -> int | None:
        """A cost that no dates of this decision can undercut; None when nothing is known."""
        if self.is_empty or level.sign < 0:
            return None
        value = self.value(level.goal.declare(self.frame, level.part, level.use))
        if value is None or isinstance(value, float):
            return None if value is None else math.ceil(value - ROUNDING)
        self.solver.Minimize(value)
        found: int | None = None
        for _ in range(MOST_ROUNDS):
            if clock.left <= 0:
                break
            if not math.isinf(clock.left):
                self.solver.SetTimeLimit(max(1, int(clock.left * 1000)))
            if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
                break
            objective = self.solver.Objective().Value()
            found = math.ceil(objective - ROUNDING * max(1.0, abs(objective)))
            if not self._add_broken():
                break
        return found

    @property
    def means(self) -> dict[str, float]:
        """The mean start day of each event in the last solution; empty when there is none."""
        found: dict[str, float] = {}
        for event, values in self._values.items():
            shares = [value - before_it for before_it, value in pairwise([0.0, *values])]
            found[event] = sum(day * share for day, share in zip(self.days[event], shares, strict=True))
        return found

    def _add_broken(self) -> bool:
        """Add a row for every limit that the last solution breaks on some day."""
        self._values = {event: [step.solution_value() for step in steps] for event, steps in self.by.items()}
        broken = False
        for number, (busy, most) in enumerate(self._rows):
            if sum(weight for *_, weight in busy) <= most:
                continue
            for day in self._worst_days(busy, most):
                if (number, day) not in self._added:
                    self._added.add((number, day))
                    self.solver.Add(sum(self._active(one, day) for one in busy) <= most)
                    broken = True
        return broken

    def _worst_days(self, busy: tuple[Busy, ...], most: int) -> list[int]:
        loads: dict[int, float] = defaultdict(float)
        for one in busy:
            event, offset, size, _ = one
            first, last = self.days[event][0] + offset, self.days[event][-1] + offset + size
            for day in range(first, last):
                share = self._share(one, day)
                if share > ROUNDING:
                    loads[day] += share
        return [day for day, load in loads.items() if load > most + 1e-5]
