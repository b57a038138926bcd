"""When: the dates of one choice of pairings and hosts, by CP-SAT with the bound of the column LP."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from mentoring.domain.pairing import Pairing
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.compiled import Compiled
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.implied import speaks_of_people
from mentoring.engine.model.ladder import Rung, minimise
from mentoring.engine.model.mask import numbers
from mentoring.engine.model.order import Level
from mentoring.engine.model.row import add_within
from mentoring.engine.model.solving import Answer, solve
from mentoring.engine.prices.date_bound import MOST_ROUNDS, DateBound
from mentoring.engine.when.polish import Polish
from mentoring.language.declaration import Choose, Declaration, Forbid, Limit, Require
from mentoring.language.fact import Fact, Hosts, Paired, TakesPart
from mentoring.language.frame import Frame
from mentoring.rules import RULES
from mentoring.rules.base import declare_all

Known = Callable[[Fact], bool | None]

QUICK_WORK = 0.5  # solver units for a first try; small programmes are proven within it
SMALL = 40  # events; more of them are dated near the LP's days first
LONG_WORK = 4.0  # solver units for the last try as a whole


@dataclass(slots=True)
class Timetable:
    """The date model of one decision: pairings and hosts are facts, days and people are open.

    With `relaxed` a second event of a trip never counts for itself, so that what is impossible here stays impossible
    whatever other pairings join.
    """

    frame: Frame
    decision: Decision
    clock: Clock
    levels: list[Level]
    relaxed: bool = False
    compiled: Compiled = field(init=False)
    rungs: list[Rung] = field(init=False)
    best: Answer | None = None
    _lp: DateBound | None = None
    _least: dict[int, int | None] = field(default_factory=dict)
    _caps: list[tuple[Level, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.compiled = compile_dates(self.frame, self.decision, relaxed=self.relaxed)
        # All at once: a solution can only be asked for the value of a goal whose variables it knew.
        self.rungs = [self.compiled.rung(level) for level in self.levels]

    @property
    def model(self) -> cp_model.CpModel:
        """The model with the caps of the goals settled so far."""
        return self.compiled.model

    @property
    def _is_small(self) -> bool:
        return len(self.compiled.frame.agenda.events) <= SMALL

    def feasible(self, *, grace: float = 0.0) -> str:
        """Whether there are dates at all: `optimal` (yes), `infeasible` or `unknown`.

        What does not show at once is looked for near the mean days of the LP of the first goal, then everywhere.
        """
        answer = Answer("unknown", lambda _: 0)
        if self._is_small:
            answer = solve(self.model, self.clock, grace=grace, work=QUICK_WORK)
        if answer.status == "unknown" and self.rungs:
            least = self.least(0, rounds=1, grace=grace)
            means = self._lp.means if self._lp is not None else {}
            polish = Polish(self.compiled, self.model, self.rungs[0], self.clock, least)
            answer = polish.near(means, any_will_do=True, grace=grace) or answer
        if answer.status == "unknown":
            answer = solve(self.model, self.clock, grace=grace)
        if answer.status == "infeasible" and not self.relaxed:  # a cut is for ever: one run alone is not believed
            answer = solve(self.model, self.clock, other_settings=True, grace=grace)
        if answer.has_solution:
            self._keep(answer)
        return answer.status

    def is_surely_impossible(self) -> bool:
        """Whether a run with other settings finds no dates either."""
        return solve(self.model, self.clock, other_settings=True).status == "infeasible"

    def _keep(self, answer: Answer) -> None:
        self.best = answer
        self._hint(self.model, answer)

    def minimise(self, index: int, below: int | None = None, *, thorough: bool = True) -> Answer:
        """The least cost of a goal, under `below` if given: a quick try, then with the LP's help.

        Without `thorough` the LP is only asked for its bound.
        """
        rung = self.rungs[index]
        if isinstance(rung.cost, int) and below is not None and rung.cost > below:
            return Answer("infeasible", lambda _: 0)
        model = self.model.clone()
        if below is not None and not isinstance(rung.cost, int):
            model.add(rung.cost <= below)
        answer = Answer("unknown", lambda _: 0)
        if self._is_small or not thorough:
            answer = minimise(model, rung, self.clock, work=QUICK_WORK)
        if answer.status in ("feasible", "unknown"):
            answer = self._work_on(model, index, answer, below, thorough)
        if answer.has_solution:
            self._keep(answer)
        return answer

    def _work_on(
        self, model: cp_model.CpModel, index: int, answer: Answer, below: int | None, thorough: bool
    ) -> Answer:
        """More than a quick try: near the LP's days, then part by part, then once more as a whole."""
        rung, least = self.rungs[index], self.least(index)
        if below is not None and least is not None and least > below:
            return Answer("infeasible", lambda _: 0)
        if not thorough:
            return replace(answer, bound=max((one for one in (least, answer.bound) if one is not None), default=None))
        if least is not None and not isinstance(rung.cost, int):
            model.add(rung.cost >= least)
        polish = Polish(self.compiled, model, rung, self.clock, least)
        near = polish.near(self._lp.means) if least is not None and self._lp is not None else None
        tries = [one for one in (answer, near) if one is not None and one.objective is not None]
        if not tries and self.best is not None and (below is None or self.cost(index) <= below):
            tries = [replace(self.best, objective=self.cost(index), status="feasible")]
        if tries:
            best = polish.improve(min(tries, key=lambda one: one.objective or 0))
            best = replace(best, bound=None)  # what is known of a part says nothing of the whole
            self._hint(model, best)
            tries.append(best)
        reached = min((one.objective for one in tries if one.objective is not None), default=None)
        if reached is None or reached != least:
            most = below if reached is None else reached - 1
            closed = most is not None and self._narrow(model, index, most)
            last = Answer("infeasible", lambda _: 0)
            if not closed:
                last = minimise(model, rung, self.clock, work=LONG_WORK if self.clock.seconds is None else None)
            if last.status == "infeasible" and reached is None:
                return last
            tries.append(replace(last, bound=reached) if last.status == "infeasible" else last)
        bound = max((one for one in (least, answer.bound, tries[-1].bound) if one is not None), default=None)
        found = [one for one in tries if one.objective is not None]
        if not found:
            return Answer("unknown", lambda _: 0, None, bound)
        best = min(found, key=lambda one: one.objective or 0)
        return replace(best, bound=bound, status="optimal" if best.objective == bound else "feasible")

    def _narrow(self, model: cp_model.CpModel, index: int, most: int) -> bool:
        """Keep to the days on which the goal can still be `most` or less; says whether some event has none."""
        days = self._lp.days_below(self.levels[index], most) if self._lp is not None else None
        for event, mask in (days or {}).items():
            if not mask:
                return True
            domain = cp_model.Domain.from_values(numbers(mask))
            model.add_linear_expression_in_domain(self.compiled.calendar.start[event], domain)  # type: ignore[union-attr]
        if not isinstance(self.rungs[index].cost, int):
            model.add(self.rungs[index].cost <= most)
        return False

    def cap(self, index: int, most: int) -> None:
        """Keep a settled goal at `most` from now on; dates at hand that break it are forgotten."""
        if self.best is not None and self.cost(index) > most:
            self.best = None
            self.model.clear_hints()
        add_within(self.model, self.rungs[index].cost, None, most)
        self._caps.append((self.levels[index], most))
        if self._lp is not None:
            self._lp.cap(self.levels[index], most)

    def least(self, index: int, rounds: int = MOST_ROUNDS, grace: float = 0.0) -> int | None:
        """What the column LP says no dates of this decision can undercut, within the caps."""
        if self._lp is None:
            self._lp = DateBound(self.compiled.literals, self.compiled.declarations)
            for settled, most in self._caps:
                self._lp.cap(settled, most)
        found = self._lp.least(self.levels[index], self.clock, rounds, grace)
        self._least[index] = max((one for one in (found, self._least.get(index)) if one is not None), default=None)
        return self._least[index]

    def cost(self, index: int) -> int:
        """What a goal comes to in the best dates found so far.

        Raises:
            ValueError: when none were found.
        """
        cost = self.rungs[index].cost
        if isinstance(cost, int):
            return cost
        if self.best is None:
            raise ValueError("no dates were found")
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
    decided, known = decide(frame, decision, relaxed=relaxed)
    declarations = [one for one in declare_all(RULES, decided) if not is_settled(one, decided)]
    return Compiled(decided, declarations, known=known, forget_without=relaxed)


def decide(frame: Frame, decision: Decision, *, relaxed: bool = False) -> tuple[Frame, Known]:
    """The frame of a choice of pairings and hosts, and what it makes of facts: true, false, or None for open."""
    around = frame.agenda if relaxed else None
    bare = Frame(frame.scenario, decision.pairs, against=frame.against, around=around)
    events = bare.agenda.events.values()
    hosts = {
        event.id: place
        for event in events
        if (place := decision.hosts.get(event.id)) and bare.agenda.root(event) is event
    }
    decided = Frame(frame.scenario, decision.pairs, against=frame.against, around=around, hosts=hosts)
    chosen = frozenset(decision.pairs)

    def known(fact: Fact) -> bool | None:
        if isinstance(fact, Paired):
            return fact.pair in chosen
        if isinstance(fact, Hosts) and fact.event in decided.agenda.events:
            base = decided.agenda.root(decided.agenda.events[fact.event])
            return decision.hosts.get(base.id) == fact.place
        return None

    return decided, known


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
