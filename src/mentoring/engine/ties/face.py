"""Dates over all tied pairings: every choice of pairings and hosts that reaches the pairing goals may be the best.

Level by level: the least cost over the choices known so far; then the pairing model is asked for another choice,
which must be able to do better; when there is none left, the level is proven. What cannot do better is cut with the
few pairings that prevent it, for this level only. Where there are many ties, one model asks for all of them together;
where there are many events, days of meetings and ways to serve needs are searched over all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from ortools.sat.python import cp_model

from mentoring.domain.result import SETTLED
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.ladder import Step
from mentoring.engine.model.order import Level
from mentoring.engine.model.solving import GRACE_SECONDS, solve
from mentoring.engine.network.swap import Swaps
from mentoring.engine.ties.core import find_cut
from mentoring.engine.ties.joint import Joint, is_possible
from mentoring.engine.ties.outlook import Outlook
from mentoring.engine.ties.tie import Ties, find_ties, ties_of_two
from mentoring.engine.ties.tie_bound import TieBound, ask_ties
from mentoring.engine.ties.tie_search import TieSearch, can_search
from mentoring.engine.when.dates import Dates, open_dates
from mentoring.engine.when.season import Season
from mentoring.engine.who.pairing import PairingModel, exclude, face_bound, whole_cut
from mentoring.errors import ModelDisagreement

PLAIN_TIES = 3  # tied choices ruled out as they are; from then on with the few pairings that prevent them
FEW_TIES = 8  # tied choices looked at one by one before all are asked together
MOST_TIES = 400  # looked at one by one where they cannot be asked together
MANY_EVENTS = 200  # of which ties are searched together, not looked at one after the other
MOST_UNSETTLED = 8  # tied choices that are only bounded by the LP, not dated to the end
TIE_WORK = 5.0  # solver units for finding one more tied choice
NEVER = 10**12  # the cost of what has no dates at all


@dataclass(slots=True)
class Face:
    """The search for the best dates over every choice that the capped pairing model still allows.

    Without `is_whole` other choices may be as good that the model does not know: then nothing is proven of dates.
    """

    pairing: PairingModel
    capped: cp_model.CpModel
    before: list[Step]
    clock: Clock
    levels: list[Level]
    known: list[Dates] = field(default_factory=list)
    settled: list[tuple[int, int]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    is_whole: bool = True
    is_single: bool = False
    joint: Joint | None = None
    ties: Ties | None = None
    other: Decision | None = None  # a choice as good as the first, if one is known
    is_tied_known: bool = False
    is_many: bool = False  # so many events that all tied choices are searched together first
    _asked: dict[str, TieBound | None] = field(default_factory=dict)  # by goal: what prices say of all tied choices
    find_swaps: Callable[[Decision], Swaps | None] = lambda _: None
    find_outlook: Callable[[], Outlook | None] = lambda: None  # of choices that were not looked at
    _outlook: Outlook | None = None

    def search(self, first: Dates) -> Dates:
        """Settle every date goal in order; returns the timetable that holds the best dates."""
        if isinstance(first, Season):
            first.is_open = not self.is_whole
        self._outlook = self.find_outlook() if self.levels and not self.is_whole else None
        self.is_single = not _stands_alone(first) and self._is_only(first)
        if self.is_whole and not self.is_single and len(first.read().starts) > MANY_EVENTS:
            self.is_many = self._tied(first) is not None  # asked now: later there may be no time
        self.known, best = [first], first
        for index, level in enumerate(self.levels):
            best = self._settle(index, level, best)
        return best

    def _is_only(self, table: Dates) -> bool:
        """Whether no other choice reaches the pairing goals; known before much time is spent on its dates."""
        tied = self.capped.clone()
        exclude(tied, self.pairing.compiled, whole_cut(self.pairing, table.decision))
        answer = solve(tied, self.clock, grace=GRACE_SECONDS, work=TIE_WORK)
        self.other = self.pairing.read(answer) if answer.has_solution else None
        return answer.status == "infeasible"

    def _settle(self, index: int, level: Level, holder: Dates) -> Dates:
        """Settle one goal: `least` is what no choice looked at can undercut, `best` what was reached."""
        self.clock.is_partial = not (self.is_single and self.is_whole)
        _tell_rivals(self.known, are_many=self.is_many)
        best, holder, least = self._date_known(index, NEVER, holder)
        if best == NEVER:  # out of time: the dates at hand stand
            best = holder.cost(index)
        closed, best, holder, least = self._explore(index, best, holder, least)
        if not closed and self.is_whole:
            everywhere = self._everywhere(level, holder)
            if everywhere > best:
                told = (
                    f"{level.goal.slug} is {best}, but over all equally good pairings was proven to be no better than"
                )
                raise ModelDisagreement(f"a bound of the engine is wrong: {told} {everywhere}")
            least = max(least, everywhere)
        bound = min(best, least) if self.is_whole else self._look_out(level, holder)
        self.clock.is_partial = False
        self.steps.append(Step(level, best, None if bound == -NEVER else bound))
        self.clock.tell(level.goal.slug, level.sign * best, None if bound == -NEVER else level.sign * bound, SETTLED)
        if index + 1 == len(self.levels):
            return holder
        self.settled.append((index, level.cap(best)))
        for table in self.known:
            table.cap(index, level.cap(best))
        if self.joint is not None:
            self.joint.cap(index, level.cap(best))
        return holder

    def _look_out(self, level: Level, holder: Dates) -> int:
        """What no dates of any choice undercut, where most choices were not looked at; -NEVER when nothing is known."""
        if self._outlook is None or not isinstance(holder, Season):
            return -NEVER
        least = self._outlook.least(level, holder.bound, self.clock, is_last=level is self.levels[-1])
        return -NEVER if least is None else least

    def _date_known(self, index: int, best: int, holder: Dates) -> tuple[int, Dates, int]:
        """The best dates of all choices known, who has them, and what none of these choices can undercut."""
        least = NEVER
        for table in sorted(self.known, key=lambda one: one is not holder):
            cost, bound = self._optimise(table, index, best)
            if cost == best == NEVER and table is holder:
                bound = -NEVER  # it has dates: whoever says that it has none is not to be believed
            least = min(least, bound)
            if cost < best:
                best, holder = cost, table
        return best, holder, least

    def _tied(self, holder: Dates) -> Ties | None:
        """What all tied choices have in common; the same whichever of them is at hand."""
        if not self.is_tied_known and isinstance(holder, Season):
            swaps = self.find_swaps(holder.decision)
            if swaps is None and self.other is not None and self._are_two(holder.decision, self.other):
                self.ties = ties_of_two(self.pairing, holder.decision, self.other)
            else:
                self.ties = find_ties(self.pairing, self.capped, holder.decision, swaps)
            self.is_tied_known = True
        return self.ties

    def _are_two(self, one: Decision, other: Decision) -> bool:
        """Whether no third choice reaches the pairing goals: mostly soon known where ties are not."""
        tied = self.capped.clone()
        for decision in (one, other):
            exclude(tied, self.pairing.compiled, whole_cut(self.pairing, decision))
        return solve(tied, self.clock, work=TIE_WORK).status == "infeasible"

    def _ask_ties(self, level: Level, holder: Dates) -> TieBound | None:
        """What prices say of all tied choices."""
        if level.goal.slug not in self._asked:
            ties = self._tied(holder)
            self._asked[level.goal.slug] = (
                ask_ties(self.pairing.candidates, ties, self.clock, level, holder)
                if ties is not None and isinstance(holder, Season)
                else None
            )
        return self._asked[level.goal.slug]

    def _search_ties(self, index: int, best: int, holder: Dates) -> tuple[bool, int, Dates]:
        """Better dates over all tied choices at once; whether there are surely none left."""
        bound = self._ask_ties(self.levels[index], holder) if self.clock.left > 0 else None
        if bound is None or not isinstance(holder, Season) or not can_search(bound, holder, index):
            return False, best, holder
        closed, best, found = TieSearch(self, bound, index).run(best, holder)
        if all(found is not one for one in self.known):
            self.known.append(found)
        return closed, best, found

    def _everywhere(self, level: Level, holder: Dates) -> int:
        """What no dates of any choice that is as good undercut; -NEVER when nothing is known."""
        known: list[int | None] = []
        ties, bound = self._tied(holder), self._ask_ties(level, holder)
        if bound is not None:
            least = bound.cheapest(self.clock, None, grace=GRACE_SECONDS)
            known.append(bound.known if least is None else least[0])
        if ties is None or not ties.are_served:  # then even the cheapest days of events may say more
            known.append(face_bound(self.pairing, self.capped, level))
        return max((one for one in known if one is not None), default=-NEVER)

    def _optimise(self, table: Dates, index: int, best: int, *, thorough: bool = True) -> tuple[int, int]:
        """The cost reached (NEVER: none below `best`), and what this table cannot undercut (-NEVER: not known)."""
        answer = table.minimise(index, None if best == NEVER else best - 1, thorough=thorough)
        if answer.status == "infeasible":
            return NEVER, best
        cost = answer.objective if answer.objective is not None else NEVER
        return cost, -NEVER if answer.bound is None else answer.bound

    def _explore(self, index: int, best: int, holder: Dates, least: int) -> tuple[bool, int, Dates, int]:
        """Ask for other choices until none can do better; says whether that was reached."""
        if self.is_single:
            return True, best, holder, least
        if _stands_alone(holder):
            return False, best, holder, -NEVER
        if self.is_many:
            closed, best, holder = self._search_ties(index, best, holder)
            if closed:
                return True, best, holder, best
            if self.clock.left <= 0:
                return False, best, holder, -NEVER
            _tell_rivals(self.known, are_many=False)
            best, holder, least = self._date_known(index, best, holder)
            tied_bound = self._asked.get(self.levels[index].goal.slug)
            if tied_bound is not None and isinstance(holder, Season):  # its prices are better now
                tied_bound.learn(tied_bound.calendars(holder.bound.grid), holder.lists)
        together = is_possible(self.pairing.candidates, self.before)
        tied = self.capped.clone()
        for table in self.known:
            exclude(tied, self.pairing.compiled, whole_cut(self.pairing, table.decision))
        unsettled = 0
        for number in range(FEW_TIES if together else MOST_TIES):
            answer = solve(tied, self.clock, work=TIE_WORK)
            if answer.status == "infeasible":
                return True, best, holder, least
            if not answer.has_solution or unsettled > MOST_UNSETTLED:
                break
            other = self.pairing.read(answer)
            table = self.open(other)
            if isinstance(table, Season) and isinstance(holder, Season):
                table.bound.take_over(self.levels[index], holder.bound.opened(self.levels[index]), holder.bound.grid)
            cost, bound = self._optimise(table, index, best, thorough=False)
            if cost >= best > bound and unsettled < FEW_TIES:
                cost, bound = self._optimise(table, index, best)
            cut = whole_cut(self.pairing, other)
            if cost < best:
                best, holder = cost, table
                self.known.append(table)
            elif bound >= best and number >= PLAIN_TIES:
                cut = find_cut(self.pairing, other, partial(self._cannot, index, best - 1))
            elif bound < best:
                unsettled += 1
            least = min(least, bound)
            exclude(tied, self.pairing.compiled, cut)
        if together:
            return self._together(index, best, holder)
        closed, best, holder = (False, best, holder) if self.is_many else self._search_ties(index, best, holder)
        return closed, best, holder, best if closed else -NEVER

    def _together(self, index: int, best: int, holder: Dates) -> tuple[bool, int, Dates, int]:
        """All ties in one model: better dates as long as there are some, then the proof that there are none."""
        if self.joint is None:
            self.joint = Joint(self.pairing.candidates, self.before, self.levels, self.pairing.cuts, self.clock)
            for settled, most in self.settled:
                self.joint.cap(settled, most)
        while True:
            status, found, bound = self.joint.better(index, best - 1)
            if status == "infeasible":
                return True, best, holder, best
            if found is None:
                return False, best, holder, -NEVER if bound is None else bound
            table = self.open(Decision(found.pairs, found.hosts))
            cost, _ = self._optimise(table, index, best)
            if cost >= best:  # out of time before the choice was dated again
                return False, best, holder, -NEVER
            best, holder = cost, table
            self.known.append(table)
            if status == "optimal" and bound is not None and bound >= best:
                return True, best, holder, best

    def open(self, decision: Decision, *, relaxed: bool = False) -> Dates:
        """The dates of a choice, with the caps of all goals settled before."""
        table = open_dates(self.pairing.candidates.frame, decision, self.clock, self.levels, relaxed=relaxed)
        for index, most in self.settled:
            table.cap(index, most)
        return table

    def _cannot(self, index: int, below: int, part: Decision) -> bool:
        """Whether a part of a choice surely has no dates within the caps and under `below`.

        Once the time is up nothing is sure: of a large programme only to set up each question takes a second.
        """
        if self.clock.left <= 0:
            return False
        table = self.open(part, relaxed=True)
        return table.minimise(index, below, thorough=False).status == "infeasible"


def _tell_rivals(tables: list[Dates], *, are_many: bool) -> None:
    """Whether what proves the dates of these choices is left to what looks at all choices as good."""
    for table in tables:
        if isinstance(table, Season):
            table.has_rivals = are_many


def _stands_alone(table: Dates) -> bool:
    """Whether no other choice is dated: with few persons that takes long, and proves nothing while more are open."""
    return isinstance(table, Season) and table.is_open and table.is_sending
