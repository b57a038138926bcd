"""When: the dates of one choice of pairings and hosts, by CP-SAT with the bound of the step LP."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from mentoring.domain.pairing import Pairing
from mentoring.engine.clock import Clock
from mentoring.engine.compiled import Compiled
from mentoring.engine.date_bound import DateBound
from mentoring.engine.decision import Decision
from mentoring.engine.implied import speaks_of_people
from mentoring.engine.ladder import Rung, minimise
from mentoring.engine.order import Level
from mentoring.engine.polish import Polish
from mentoring.engine.solving import Answer, solve
from mentoring.language.declaration import Choose, Declaration, Forbid, Limit, Require
from mentoring.language.fact import Fact, Hosts, Paired, TakesPart
from mentoring.language.frame import Frame
from mentoring.rules import RULES
from mentoring.rules.base import declare_all

QUICK_WORK = 1.0  # solver units for a first try; small programmes are proven within it
LONG_WORK = 8.0  # solver units for the last try as a whole


@dataclass(slots=True)
class Timetable:
    """The date model of one decision: pairings and hosts are facts, days and people are open.

    With `relaxed` a second event of a trip never counts for itself, so that what is impossible here stays impossible
    whatever other pairings join.
    """

    frame: Frame
    decision: Decision
    clock: Clock
    relaxed: bool = False
    compiled: Compiled = field(init=False)
    rungs: dict[int, Rung] = field(default_factory=dict)
    best: Answer | None = None
    _lp: DateBound | None = None
    _caps: list[tuple[Level, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.compiled = compile_dates(self.frame, self.decision, relaxed=self.relaxed)

    @property
    def model(self) -> cp_model.CpModel:
        """The model with the caps of the goals settled so far."""
        return self.compiled.model

    def feasible(self, level: Level | None = None, *, grace: float = 0.0) -> str:
        """Whether there are dates at all: `optimal` (yes), `infeasible` or `unknown`.

        What does not show at once is looked for near the mean days of the LP of `level`, then everywhere.
        """
        answer = solve(self.model, self.clock, grace=grace, work=QUICK_WORK)
        if answer.status == "unknown" and level is not None and self.clock.left > 0:
            least = self.least(level)
            means = self._lp.means if self._lp is not None else {}
            near = Polish(self.compiled, self.model, self.rung(0, level), self.clock, least).near(means)
            answer = near or answer
        if answer.status == "unknown":
            answer = solve(self.model, self.clock, grace=grace)
        if answer.has_solution:
            self._keep(answer)
        return answer.status

    def _keep(self, answer: Answer) -> None:
        self.best = answer
        self._hint(self.model, answer)

    def rung(self, index: int, level: Level) -> Rung:
        """The cost of one date goal, compiled once."""
        if index not in self.rungs:
            self.rungs[index] = self.compiled.rung(level)
        return self.rungs[index]

    def minimise(self, index: int, level: Level, below: int | None, least: int | None) -> Answer:
        """The least cost of a goal, under `below` if given; `least` is a bound known from elsewhere."""
        rung = self.rung(index, level)
        model = self.model.clone()
        if not isinstance(rung.cost, int):
            if below is not None:
                model.add(rung.cost <= below)
            if least is not None:
                model.add(rung.cost >= least)
        elif below is not None and rung.cost > below:
            return Answer("infeasible", lambda _: 0)
        answer = minimise(model, rung, self.clock, work=QUICK_WORK)
        if answer.status in ("feasible", "unknown") and self.clock.left > 0:
            answer = self._work_on(model, rung, answer, least)
        if answer.has_solution:
            self._keep(answer)
        return answer

    def _work_on(self, model: cp_model.CpModel, rung: Rung, answer: Answer, least: int | None) -> Answer:
        """More than one quick solve: near the LP's days, then part by part, then once more as a whole."""
        polish = Polish(self.compiled, model, rung, self.clock, least)
        if least is not None and self._lp is not None:
            near = polish.near(self._lp.means)
            if near is not None and (answer.objective is None or (near.objective or 0) < answer.objective):
                answer = replace(near, bound=answer.bound, status="feasible")
        if answer.has_solution:
            better = polish.improve(answer)
            answer = replace(better, bound=answer.bound, status="feasible")
            if answer.objective == least:
                return replace(answer, status="optimal", bound=least)
            self._hint(model, answer)
        last = minimise(model, rung, self.clock, work=LONG_WORK)
        if last.status == "infeasible":
            return last
        bound = max((one.bound for one in (last, answer) if one.bound is not None), default=None)
        if last.has_solution and (answer.objective is None or (last.objective or 0) <= answer.objective):
            return replace(last, bound=bound)
        return replace(answer, bound=bound)

    def cap(self, index: int, level: Level, most: int) -> None:
        """Keep a settled goal at `most` from now on."""
        cost = self.rung(index, level).cost
        if not isinstance(cost, int):
            self.model.add(cost <= most)
        self._caps.append((level, most))
        if self._lp is not None:
            self._lp.cap(level, most)

    def least(self, level: Level) -> int | None:
        """What the step LP says no dates of this decision can undercut, within the caps."""
        if self._lp is None:
            self._lp = DateBound(self.compiled)
            for settled, most in self._caps:
                self._lp.cap(settled, most)
        return self._lp.least(level, self.clock)

    def cost(self, index: int, level: Level) -> int:
        """What a goal comes to in the best dates found so far."""
        cost = self.rung(index, level).cost
        if isinstance(cost, int) or self.best is None:
            return cost if isinstance(cost, int) else 0
        return self.best.value(cost)

    def _hint(self, model: cp_model.CpModel, answer: Answer) -> None:
        model.clear_hints()
        for variable in self.compiled.variables:
            model.add_hint(variable, answer.value(variable))

    def read(self) -> Decision:
        """The decision with the best dates found so far.

        Raises:
            ValueError: when none were found.
        """
        if self.best is None:
            raise ValueError("no dates were found")
        return self.compiled.read(self.best)


def compile_dates(frame: Frame, decision: Decision, *, relaxed: bool = False) -> Compiled:
    """The date model of a choice of pairings and hosts, or of a part of one."""
    decided = Frame(frame.scenario, decision.pairs, against=frame.against, decided=True)
    chosen = frozenset(decision.pairs)

    def known(fact: Fact) -> bool | None:
        if isinstance(fact, Paired):
            return fact.pair in chosen
        if isinstance(fact, Hosts) and fact.event in decided.agenda.events:
            base = decided.agenda.root(decided.agenda.events[fact.event])
            return decision.hosts.get(base.id) == fact.place
        return None

    declarations = [one for one in declare_all(RULES, decided) if not is_settled(one, decided)]
    return Compiled(decided, declarations, known=known, forget_without=relaxed)


def is_settled(declaration: Declaration, frame: Frame) -> bool:
    """Whether the pairing model has already answered for it: it speaks of pairings and hosts alone."""
    if isinstance(declaration, Forbid | Require):
        return not _is_open([declaration.fact], frame)
    if isinstance(declaration, Choose):
        return not _is_open(declaration.facts, frame)
    if isinstance(declaration, Limit) and declaration.per == "all":
        return not _is_open([term.fact for term in declaration.terms], frame)
    return False


def _is_open(facts: Iterable[Fact], frame: Frame) -> bool:
    people = frame.scenario.people
    return any(
        speaks_of_people(fact, people) and not (isinstance(fact, TakesPart) and fact.event not in frame.agenda.events)
        for fact in facts
    )


def part_of(decision: Decision, pairs: Sequence[Pairing]) -> Decision:
    """The same hosts for fewer pairings."""
    return Decision(tuple(pairs), decision.hosts)
