"""Dates over all tied pairings: every choice of pairings and hosts that reaches the pairing goals may be the best.

Level by level: the least cost over the choices known so far; then the pairing model is asked for another choice,
which must be able to do better; when there is none left, the level is proven. What cannot do better is cut with the
few pairings that prevent it, for this level only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from ortools.sat.python import cp_model

from mentoring.engine.clock import Clock
from mentoring.engine.core import find_cut
from mentoring.engine.decision import Decision
from mentoring.engine.ladder import Step
from mentoring.engine.literal import Lit
from mentoring.engine.order import Level
from mentoring.engine.pairing import PairingModel, clause, face_bound, whole_cut
from mentoring.engine.solving import GRACE_SECONDS, solve
from mentoring.engine.timetable import Timetable

MOST_TIES = 400  # tied choices looked at for one level before only a bound is stated


TIE_WORK = 5.0  # solver units for finding one more tied choice
NEVER = 10**12  # the cost of what has no dates at all


@dataclass(slots=True)
class Face:
    """The search for the best dates over every choice that the capped pairing model still allows."""

    pairing: PairingModel
    capped: cp_model.CpModel
    clock: Clock
    levels: list[Level]
    known: list[Timetable] = field(default_factory=list)
    settled: list[tuple[int, Level, int]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    is_single: bool = False

    def search(self, first: Timetable) -> Timetable:
        """Settle every date goal in order; returns the timetable that holds the best dates."""
        self.known = [first]
        self.is_single = self._is_only(first)
        best = first
        for index, level in enumerate(self.levels):
            best = self._settle(index, level, best)
        return best

    def _is_only(self, table: Timetable) -> bool:
        """Whether no other choice reaches the pairing goals; known before much time is spent on its dates."""
        tied = self.capped.clone()
        self._exclude(tied, clause(self.pairing.compiled, whole_cut(self.pairing, table.decision)))
        return solve(tied, self.clock, grace=GRACE_SECONDS, work=TIE_WORK).status == "infeasible"

    def _settle(self, index: int, level: Level, holder: Timetable) -> Timetable:
        least: int | None = None
        best: int | None = None
        for table in sorted(self.known, key=lambda one: one is not holder):
            cost, bound = self._optimise(table, index, level, best)
            least = bound if least is None or bound is None else min(least, bound)
            if cost is not None and (best is None or cost < best):
                best, holder = cost, table
        if best is None:
            best = holder.cost(index, level)
        closed, best, holder, least = self._explore(index, level, best, holder, least)
        bound = least if closed else self._loosest(level, least)
        bound = None if bound is None else min(bound, best)
        self.steps.append(Step(level, best, bound))
        self.clock.tell(level.goal.slug, level.sign * best, None if bound is None else level.sign * bound, "settled")
        self.settled.append((index, level, level.cap(best)))
        for table in self.known:
            table.cap(index, level, level.cap(best))
        return holder

    def _optimise(self, table: Timetable, index: int, level: Level, best: int | None) -> tuple[int | None, int | None]:
        """The cost reached (None: no better one), and what this table cannot undercut (None: nothing is known)."""
        below = None if best is None else best - 1
        from_lp = table.least(level)
        if below is not None and from_lp is not None and from_lp > below:
            return None, from_lp
        answer = table.minimise(index, level, below, from_lp)
        if answer.status == "infeasible":
            return None, best if best is not None else NEVER
        found = answer.objective if answer.has_solution else None
        bounds = [bound for bound in (answer.bound, from_lp) if bound is not None]
        return found, max(bounds, default=None)

    def _explore(
        self, index: int, level: Level, best: int, holder: Timetable, least: int | None
    ) -> tuple[bool, int, Timetable, int | None]:
        """Ask for other choices until none can do better; says whether that was reached."""
        if self.is_single:
            return True, best, holder, least
        tied = self.capped.clone()
        for table in self.known:
            self._exclude(tied, clause(self.pairing.compiled, whole_cut(self.pairing, table.decision)))
        for _ in range(MOST_TIES):
            answer = solve(tied, self.clock, work=TIE_WORK)
            if answer.status == "infeasible":
                return True, best, holder, least
            if not answer.has_solution:
                return False, best, holder, least
            other = self.pairing.read(answer)
            below = best - 1
            table = self._table(other)
            cost, bound = self._optimise(table, index, level, best)
            if cost is not None:
                best, holder = cost, table
                self.known.append(table)
                least = bound if least is None or bound is None else min(least, bound)
                self._exclude(tied, clause(self.pairing.compiled, whole_cut(self.pairing, other)))
                continue
            if bound is None or bound <= below:
                return False, best, holder, None
            cut = find_cut(self.pairing, other, partial(self._cannot, index, level, below))
            self._exclude(tied, clause(self.pairing.compiled, cut))
        return False, best, holder, least

    def _table(self, decision: Decision, *, relaxed: bool = False) -> Timetable:
        table = Timetable(self.pairing.candidates.frame, decision, self.clock, relaxed=relaxed)
        for index, level, most in self.settled:
            table.cap(index, level, most)
        return table

    def _cannot(self, index: int, level: Level, below: int, part: Decision) -> bool:
        """Whether a part of a choice surely has no dates within the caps and under `below`."""
        table = self._table(part, relaxed=True)
        return table.minimise(index, level, below, None).status == "infeasible"

    def _exclude(self, model: cp_model.CpModel, lits: list[Lit]) -> None:
        if not any(lit is True for lit in lits):
            model.add_bool_or([lit for lit in lits if not isinstance(lit, bool)])

    def _loosest(self, level: Level, least: int | None) -> int | None:
        """With ties left open: what even the cheapest day of every event costs, over all tied choices."""
        bound = face_bound(self.pairing, self.capped, level)
        return bound if least is None or bound is None else min(least, bound)
