"""The step LP: a bound on date goals that CP-SAT alone does not find.

Lags, windows and absences are differences of steps, and their bound equals that of whole chains of dates. Limits,
separations and the pool of people enter as rows when a solution breaks them. Whatever is left out only makes the
bound weaker, never wrong.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from mentoring.engine.clock import Clock
from mentoring.engine.compiled import Compiled
from mentoring.engine.literal import Lit
from mentoring.engine.order import Level
from mentoring.engine.pool import find_pools
from mentoring.engine.step import Expr, Steps
from mentoring.language.declaration import Apart, Choose, Cost, DayCost, Finish, Lag, Limit, Measure, Peak
from mentoring.language.fact import event_of

MOST_ROUNDS = 12  # times that broken limits are added before the bound is taken as it is
ROUNDING = 1e-6  # what the LP's answer may be off; far below the distance of two whole values
OPTIMAL = 0  # the wrapper's status of a solve that ended with a proof

Busy = tuple[str, int, int, int]  # event, first busy day counted from its start, number of busy days, weight
Row = tuple[tuple[Busy, ...], int]  # on each day these weigh at most so much


class DateBound:
    """The LP of one date model with decided pairings and hosts; kept over all date goals."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.frame = compiled.frame
        lags = [one for one in compiled.declarations if isinstance(one, Lag)]
        self.steps = Steps(self.frame, dict(compiled.calendar.masks) if compiled.calendar else {}, lags)
        self.solver = self.steps.solver
        self._lits: dict[int, Expr] = {}
        self._rows: list[Row] = []
        self._added: set[tuple[int, int]] = set()
        if not self.steps.is_empty:
            self._collect()

    @property
    def means(self) -> dict[str, float]:
        """The mean start day of each event in the last solution; empty when there is none."""
        return self.steps.means

    def _collect(self) -> None:
        """What can be broken on single days, as rows to be added when needed; who is chosen, as variables."""
        literals, calendar = self.compiled.literals, self.compiled.calendar
        for one in self.compiled.declarations:
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
                case Choose():
                    self._choose(one)
        pools = find_pools(self.frame.scenario, self.compiled.declarations)
        for pool, asked in pools.items():
            busy = [(event, 0, self.steps.length(event), count) for event, count in asked if event in self.steps.days]
            self._rows.append((tuple(busy), len(pool)))

    def _apart(self, apart: Apart) -> None:
        """Stays that never overlap, each made longer by what any two of them need between them."""
        literals = self.compiled.literals
        there = [stay for stay in apart.stays if literals.literal(stay.fact) is True and stay.trip == stay.event]
        gaps = [apart.needed(one, two) for one in there for two in there if one.event < two.event]
        extra = min((gap for gap in gaps if gap is not None), default=0)
        busy = tuple((stay.event, 0, self.steps.length(stay.event) + extra, 1) for stay in there)
        self._rows.append((busy, 1))

    def _variable(self, lit: Lit) -> Expr:
        if isinstance(lit, bool):
            return float(lit)
        if lit.index < 0:
            return 1.0 - self._variable(~lit)
        if lit.index not in self._lits:
            self._lits[lit.index] = self.solver.NumVar(0.0, 1.0, "")
        return self._lits[lit.index]

    def _choose(self, choose: Choose) -> None:
        """Somebody is sent: so many of them, each at least in part."""
        lits = [self.compiled.literals.literal(fact) for fact in choose.facts]
        when = True if choose.when is None else self.compiled.literals.literal(choose.when)
        total = sum(self._variable(lit) for lit in lits if lit is not None)
        if when is True and not isinstance(total, float | int):
            self.solver.Add(total == float(choose.count))

    def value(self, measure: Measure) -> Expr | None:
        """A goal in the LP, or a part of it that is never more; None when it says nothing there."""
        match measure:
            case Cost():
                total: Expr = float(measure.constant)
                for fact, weight in measure.facts:
                    lit = self.compiled.literals.literal(fact)
                    if isinstance(lit, bool):
                        total = total + weight * lit
                    elif weight < 0:
                        total = total + weight  # not decided here: reckoned as if it were saved
                    elif lit is not None and lit.index in self._lits:
                        total = total + weight * self._variable(lit)
                return total + sum(self._day_cost(share) for share in measure.days)
            case Finish(lengths):
                return self._largest(
                    self.steps.cost(event, [day + days - 1 for day in self.steps.days[event]])
                    for event, days in lengths
                    if event in self.steps.days
                )
            case Peak(per="week"):
                return self._largest(self._weeks(measure))
        return None

    def _day_cost(self, share: DayCost) -> Expr:
        when = True if share.when is None else self.compiled.literals.literal(share.when)
        if when is not True or share.event not in self.steps.days:
            return 0.0
        return self.steps.cost(share.event, [share.costs[day] for day in self.steps.days[share.event]])

    def _weeks(self, peak: Peak) -> Iterable[Expr]:
        events = [
            (event_of(term.fact), term.weight)
            for terms in peak.loads.values()
            for term in terms
            if self.compiled.literals.literal(term.fact) is True
        ]
        started = self.steps.started
        first = self.frame.scenario.programme.first.weekday()
        for monday in range(-first, self.frame.horizon, 7):
            begun = [w * (started(event, monday + 6) - started(event, monday - 1)) for event, w in events]
            parts = [part for part in begun if not isinstance(part, float) or part]
            if parts:
                yield sum(parts)

    def _largest(self, loads: Iterable[Expr]) -> Expr:
        peak = self.solver.NumVar(0.0, self.solver.infinity(), "")
        for load in loads:
            self.solver.Add(peak >= load)
        return peak

    def cap(self, level: Level, most: int) -> None:
        """Keep a settled goal at `most` from now on."""
        if not self.steps.is_empty and level.sign > 0:
            value = self.value(level.goal.declare(self.frame, level.part, level.use))
            if value is not None and not isinstance(value, float):
                self.solver.Add(value <= most + ROUNDING)

    def least(self, level: Level, clock: Clock, rounds: int = MOST_ROUNDS, grace: float = 0.0) -> int | None:
        """A cost that no dates of this decision can undercut; None when nothing is known.

        Broken limits are added at most so many `rounds`; fewer give a weaker bound sooner. `grace` seconds are granted
        when the time is up.
        """
        if self.steps.is_empty or level.sign < 0:
            return None
        value = self.value(level.goal.declare(self.frame, level.part, level.use))
        if value is None or isinstance(value, float):
            return None if value is None else math.ceil(value - ROUNDING)
        self.solver.Minimize(value)
        found: int | None = None
        for _ in range(rounds):
            left = max(clock.left, grace)
            if left <= 0:
                break
            if not math.isinf(left):
                self.solver.SetTimeLimit(max(1, int(left * 1000)))
            if self.solver.Solve() != OPTIMAL:
                break
            objective = self.solver.Objective().Value()
            found = math.ceil(objective - ROUNDING * max(1.0, abs(objective)))
            self.steps.keep_solution()
            if not self._add_broken():
                break
        return found

    def _add_broken(self) -> bool:
        """Add a row for every limit that the last solution breaks on some day."""
        broken = False
        for number, (busy, most) in enumerate(self._rows):
            if sum(weight for *_, weight in busy) <= most:
                continue
            for day in self._worst_days(busy, most):
                if (number, day) not in self._added:
                    self._added.add((number, day))
                    self.solver.Add(sum(self._active(one, day, self.steps.started) for one in busy) <= most)
                    broken = True
        return broken

    def _active(self, busy: Busy, day: int, started: Expr) -> Expr:
        """The share of an event that keeps its people busy on a day."""
        event, offset, size, weight = busy
        return weight * (started(event, day - offset) - started(event, day - offset - size))

    def _worst_days(self, busy: tuple[Busy, ...], most: int) -> list[int]:
        loads: dict[int, float] = defaultdict(float)
        for one in busy:
            event, offset, size, _ = one
            first, last = self.steps.days[event][0] + offset, self.steps.days[event][-1] + offset + size
            for day in range(first, last):
                share = self._active(one, day, self.steps.solved)
                if share > ROUNDING:
                    loads[day] += share
        return [day for day, load in loads.items() if load > most + 1e-5]
