"""Goals in order: optimise one, cap it at what was reached, go on to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from mentoring.domain.result import SETTLED
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.order import Level
from mentoring.engine.model.row import Sum, add_within
from mentoring.engine.model.solving import GRACE_SECONDS, Answer, solve


@dataclass(slots=True)
class Rung:
    """A level ready to be climbed: its value as a cost to be small, and the single loads for leximin."""

    level: Level
    cost: Sum
    loads: list[Sum] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """What one level came to: `cost` reached and `bound` proven (None: nothing), both as costs to be small."""

    level: Level
    cost: int
    bound: int | None
    answer: Answer | None = None  # the solution that reached it, where one did
    is_exact: bool = True  # False: leximin's next loads may still be lower

    @property
    def is_proven(self) -> bool:
        """Whether nothing can be better at this level, given the levels before it."""
        return self.is_exact and self.bound == self.cost


@dataclass(slots=True)
class Climb:
    """The outcome of a whole ladder: the last answer with a solution, and a step for each level climbed."""

    status: str
    answer: Answer | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether every level climbed is proven."""
        return all(step.is_proven for step in self.steps)


LEAP_WORK = 6.0  # solver units for several levels at once
LEVEL_SHARE = 0.5  # of the time left, for one level; what is not proven then is left for later ones
Least = Callable[[Sequence[int]], int | None]  # what the next level cannot undercut, given the costs of those before


def climb(
    model: cp_model.CpModel,
    rungs: list[Rung],
    clock: Clock,
    *,
    keep: list[cp_model.IntVar],
    least: Least = lambda costs: None,
    start: Answer | None = None,
) -> Climb:
    """Optimise the rungs one after the other; each stays capped for those after it.

    `keep` are the variables whose values hint the next level, so that no level starts from nothing.
    `start` is a solution to begin with: a level at which it cannot be undercut is not solved.
    """
    if not rungs:
        answer = solve(model, clock, grace=GRACE_SECONDS)
        return Climb(answer.status, answer if answer.has_solution else None)
    leapt, solved = list[int](), None
    if start is None:
        leapt, start = _leap(model, rungs, clock, least)
        solved = start if start is not None and start.status == "optimal" else None
    outcome = Climb("unknown", start)
    if start is not None:
        _hint(model, start, keep)
    for rung in rungs:
        first = outcome.answer is None
        bound = least([step.cost for step in outcome.steps])
        if bound is not None and outcome.answer is not None and _evaluate(outcome.answer, rung.cost) == bound:
            answer = replace(outcome.answer, status="optimal", objective=bound, bound=bound)
        elif solved is not None and [step.cost for step in outcome.steps] == leapt:
            answer = solved
        else:
            if bound is not None and not isinstance(rung.cost, int):
                model.add(rung.cost >= bound)
            with clock.partly(LEVEL_SHARE):
                answer = minimise(model, rung, clock)
            if first and not answer.has_solution and answer.status != "infeasible":
                answer = minimise(model, rung, clock, grace=GRACE_SECONDS)
            answer = _no_worse(answer, outcome.answer, rung, is_start=outcome.answer is start)
        if first and not answer.has_solution:
            return Climb(answer.status)
        # Out of time on a later level, the plan found so far stands.
        reached = answer if answer.has_solution else None
        outcome.answer = reached or outcome.answer
        bounds = [one for one in (bound, answer.bound) if one is not None]
        step = Step(rung.level, _evaluate(outcome.answer, rung.cost), max(bounds, default=None), reached)
        _cap(model, rung, step.cost)
        if reached is not None:
            _hint(model, reached, keep)
            if rung.level.use.leximin and rung.loads:
                outcome.answer, is_exact = _lower_next(model, rung, step.cost, clock, reached, keep)
                step = replace(step, is_exact=is_exact)
        outcome.steps.append(step)
        sign = rung.level.sign
        told = None if step.bound is None else sign * step.bound
        clock.tell(rung.level.goal.slug, sign * step.cost, told, SETTLED)
    outcome.status = "optimal" if outcome.is_complete else "feasible"
    return outcome


def _leap(model: cp_model.CpModel, rungs: list[Rung], clock: Clock, least: Least) -> tuple[list[int], Answer | None]:
    """The best of a level where all before it are at their bounds, as far as these are known; and these bounds.

    Mostly they can be, and one question is then answered instead of one for each level.
    """
    known: list[int] = []
    for rung in rungs:
        bound = None if rung.level.use.tolerance or rung.level.use.leximin else least(known)
        if bound is None or (isinstance(rung.cost, int) and rung.cost != bound):
            break
        known.append(bound)
    known = known[:-1]  # of the last the bound is known, but mostly not reached: it is what is asked about
    if not known:
        return known, None
    trial, rung = model.clone(), rungs[len(known)]
    for before, bound in zip(rungs, known, strict=False):
        if not isinstance(before.cost, int):
            trial.add(before.cost <= bound)
    with clock.partly(LEVEL_SHARE):
        answer = minimise(trial, rung, clock, work=LEAP_WORK)
    return known, answer if answer.has_solution else None


def _no_worse(answer: Answer, known: Answer | None, rung: Rung, *, is_start: bool) -> Answer:
    """The solution known before where a level's own is worse: out of time a hint alone may not be followed.

    One to begin with stays as long as nothing is better.
    """
    if known is None or answer.status == "infeasible":
        return answer
    cost = _evaluate(known, rung.cost)
    found = answer.objective if answer.has_solution else None
    if found is not None and (found < cost or (found == cost and not is_start)):
        return answer
    status = "optimal" if cost == answer.bound else "feasible"
    return replace(known, status=status, objective=cost, bound=answer.bound)


def hold_limits(model: cp_model.CpModel, rungs: Iterable[Rung]) -> None:
    """Keep every goal within the limit that it may have."""
    for rung in rungs:
        if rung.level.limit is not None:
            add_within(model, rung.cost, None, rung.level.limit)


def minimise(
    model: cp_model.CpModel, rung: Rung, clock: Clock, *, grace: float = 0.0, work: float | None = None
) -> Answer:
    """The least cost of one level under everything the model holds."""
    if isinstance(rung.cost, int):
        model.clear_objective()
        answer = solve(model, clock, grace=grace, work=work)
        bound = rung.cost if answer.status != "unknown" else None
        status = "optimal" if answer.has_solution else answer.status
        return Answer(status, answer.value, rung.cost if answer.has_solution else None, bound)
    model.minimize(rung.cost)
    answer = solve(model, clock, goal=rung.level.goal.slug, sign=rung.level.sign, grace=grace, work=work)
    model.clear_objective()
    return answer


def _evaluate(answer: Answer | None, cost: Sum) -> int:
    if isinstance(cost, int):
        return cost
    if answer is None:
        raise ValueError("no solution to read a value from")
    return answer.value(cost)


def _cap(model: cp_model.CpModel, rung: Rung, cost: int) -> None:
    if not isinstance(rung.cost, int):
        model.add(rung.cost <= rung.level.cap(cost))


def _hint(model: cp_model.CpModel, answer: Answer, keep: list[cp_model.IntVar]) -> None:
    model.clear_hints()
    for variable in keep:
        model.add_hint(variable, answer.value(variable))


def _lower_next(
    model: cp_model.CpModel, rung: Rung, largest: int, clock: Clock, answer: Answer, keep: list[cp_model.IntVar]
) -> tuple[Answer, bool]:
    """Leximin: for falling levels, as few loads as possible that reach the level; each count stays capped.

    Also says whether every count is proven to be the least.
    """
    is_exact = True
    for level in range(largest, 0, -1):
        reach: list[cp_model.IntVar] = []
        for load in rung.loads:
            if isinstance(load, int):
                continue
            high = model.new_bool_var("")
            model.add(load <= level - 1).only_enforce_if(~high)
            reach.append(high)
        if not reach:
            continue
        model.minimize(cp_model.LinearExpr.sum(reach))
        found = solve(model, clock)
        model.clear_objective()
        if not found.has_solution:
            return answer, False
        is_exact = is_exact and found.status == "optimal"
        answer = found
        model.add(cp_model.LinearExpr.sum(reach) <= sum(found.value(high) for high in reach))
        _hint(model, answer, keep)
    return answer, is_exact
