"""One call of the CP-SAT solver: limits, reproducibility, and what may be believed of the answer."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from ortools.sat.python import cp_model

from mentoring.engine.model.clock import Clock
from mentoring.engine.model.race import Runner, run

GRACE_SECONDS = 2.0  # what a solve gets to find any first answer once the time is up
MOST_WORK = 60.0  # solver units after which any single solve ends with what it has: minutes, not hours


@dataclass(frozen=True, slots=True)
class Answer:
    """`optimal`, `feasible`, `infeasible` or `unknown`, with a way to read values and the bound of the objective."""

    status: str
    value: Callable[[object], int]
    objective: int | None = None
    bound: int | None = None

    @property
    def has_solution(self) -> bool:
        """Whether values can be read."""
        return self.status in ("optimal", "feasible")


_STATUS = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.UNKNOWN: "unknown",
}


class _Watch(cp_model.CpSolverSolutionCallback):
    """Stops when asked to, and tells every better solution; `reached` are those told, whoever found them."""

    def __init__(self, clock: Clock, goal: str, sign: int, reached: list[int], turn: Lock) -> None:
        super().__init__()
        self._clock, self._goal, self._sign, self._reached, self._turn = clock, goal, sign, reached, turn

    def on_solution_callback(self) -> None:
        cost = round(self.objective_value)
        with self._turn:  # two solvers do not speak at once
            if not self._reached or cost < self._reached[-1]:
                self._reached.append(cost)
                low = self._sign * math.ceil(self.best_objective_bound - 1e-6)
                self._clock.tell(self._goal, self._sign * cost, low)
        if self._clock.left <= 0:
            self.stop_search()


def solve(
    model: cp_model.CpModel,
    clock: Clock,
    *,
    goal: str = "",
    sign: int = 1,
    other_settings: bool = False,
    grace: float = 0.0,
    work: float | None = None,
    linear: int = 2,
    probe: bool = True,
    is_brief: bool = False,
    is_begun: bool = False,
    in_turn: bool = False,
    cuts: bool = True,
) -> Answer:
    """Solve a model within the clock's time.

    The objective, if any, is minimised; `sign` -1 tells the listener that it stands for a value to be large.
    `other_settings` is the second opinion before anything is called impossible: another seed, no presolve.
    `linear` is how much of the model its linear program sees: less where calendars decide and sums do not.
    Without `probe` the model is not tried out beforehand, which takes longer than to answer a question without goals.
    With `is_brief` it is simplified once and not again and again, nor while it is searched: many models that are soon
    answered do not pay more. They have one worker, so that their hints are kept.
    With `in_turn` events are placed as a scheduler does, the earliest first: most first dates are found at once so.
    Without `cuts` none are looked for: where the linear program is as good as it gets, they only cost time.
    With `is_begun` the model's hint is of a solution: that is not to be lost, and better ones are likely to be near.
    `grace` seconds are granted even when the time is up. `work` limits this solve in deterministic units.
    """
    parameters = cp_model.SatParameters()
    parameters.random_seed = clock.seed + (1000 if other_settings else 0)
    parameters.catch_sigint_signal = False
    parameters.linearization_level = linear
    if not probe:
        _begin_soon(parameters)
    if is_brief:
        parameters.max_presolve_iterations = 1
        parameters.use_sat_inprocessing = False
    if in_turn:
        parameters.search_branching = cp_model.FIXED_SEARCH
    if not cuts:
        parameters.cut_level = 0
    if is_begun:
        parameters.keep_all_feasible_solutions_in_presolve = True
        parameters.cp_model_probing_level = 0
    if other_settings:
        parameters.cp_model_presolve = False
        parameters.symmetry_level = 0
        parameters.linearization_level = 1
    if max(clock.left, grace) <= 0:
        return Answer("unknown", lambda _: 0)
    parameters.max_deterministic_time = min(one for one in (work, clock.work, MOST_WORK) if one is not None)
    has_objective = model.has_objective()
    told, reached, turn = has_objective and bool(goal), list[int](), Lock()
    until = time.monotonic() + max(clock.left, grace)

    def runner(one: cp_model.CpModel, workers: int, seed: int) -> Runner:
        solver = cp_model.CpSolver()
        solver.parameters.copy_from(parameters)
        solver.parameters.num_workers, solver.parameters.random_seed = workers, seed
        if not math.isinf(until):
            solver.parameters.max_time_in_seconds = max(0.0, until - time.monotonic())
        return Runner(solver, one, _Watch(clock, goal, sign, reached, turn) if told else None)

    first, seed = runner(model, 1, parameters.random_seed), parameters.random_seed + 1
    others = 0 if is_brief else clock.workers - 1
    runners = run(first, clock, (lambda: runner(model.clone(), others, seed)) if others else None)
    best = runners[0]
    status = _STATUS.get(best.status)
    if status is None:
        raise ValueError(f"the solver refused the model: {model.validate()}")
    if status == "infeasible":
        return Answer(status, lambda _: 0)
    # 0 is also what a solver says when it was stopped before it looked at the objective at all.
    bounds = [least for one in runners if (least := one.solver.best_objective_bound) != 0 or one.has_solution]
    bound = max(filter(math.isfinite, bounds), default=None) if has_objective else None
    bound = None if bound is None else math.ceil(bound - 1e-6)
    if status == "unknown":
        return Answer(status, lambda _: 0, None, bound)
    solver, objective = best.solver, round(best.solver.objective_value) if has_objective else None
    return Answer(status, lambda item: int(solver.value(item)), objective, bound)  # type: ignore[arg-type]


def _begin_soon(parameters: cp_model.SatParameters) -> None:
    parameters.symmetry_level = 0
    parameters.cp_model_probing_level = 0


def find_clash(model: cp_model.CpModel, clock: Clock, assumed: Sequence[cp_model.IntVar]) -> tuple[str, list[int]]:
    """Whether a model without objective has a solution in which all of `assumed` are true; one worker.

    Gives the status and, when it is `infeasible`, the indices of those of them that suffice for it: not the fewest,
    and not to be believed before they were asked alone.
    """
    if clock.left <= 0:
        return "unknown", []
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = clock.seed
    parameters.catch_sigint_signal = False
    parameters.linearization_level = 0
    _begin_soon(parameters)
    if not math.isinf(clock.left):
        parameters.max_time_in_seconds = clock.left
    parameters.max_deterministic_time = MOST_WORK if clock.work is None else min(MOST_WORK, clock.work)
    model.clear_assumptions()
    model.add_assumptions(list(assumed))
    status = _STATUS.get(run(Runner(solver, model, None), clock)[0].status, "unknown")
    model.clear_assumptions()
    return status, list(solver.sufficient_assumptions_for_infeasibility()) if status == "infeasible" else []
