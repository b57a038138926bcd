"""Two solvers for one question where there are cores for both: the first that settles it stops the other.

Solver workers that share what they learn may not have a hint (OR-Tools 9.15 can take the process down), and a hint is
worth more than a second worker. So one solver has one worker and the hint, and a second one has the other workers.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from ortools.sat.python import cp_model

from mentoring.engine.model.clock import Clock

ALONE_SECONDS = 1.0  # most questions are answered by then, and two solvers at once are slower each
SETTLED = (cp_model.OPTIMAL, cp_model.INFEASIBLE, cp_model.MODEL_INVALID)


@dataclass(slots=True)
class Runner:
    """One solver with its own model, and who hears of its solutions."""

    solver: cp_model.CpSolver
    model: cp_model.CpModel
    watch: cp_model.CpSolverSolutionCallback | None
    status: cp_model.CpSolverStatus = cp_model.UNKNOWN

    def run(self) -> cp_model.CpSolverStatus:
        """Solve.

        OR-Tools 9.15 can stumble over a hint in its presolve (google/or-tools #5091, #5288): it raises IndexError, or,
        with several workers, takes the process down. So hints go with one worker only, and are dropped when it
        stumbles. A presolve that the end of the time interrupts can stumble without hints too: then it is left out.
        """
        if self.solver.parameters.num_workers > 1:
            self.model.clear_hints()
        mends: list[Callable[[], object]] = [self._leave_out_presolve, self.model.clear_hints]
        while True:
            try:
                self.status = self.solver.solve(self.model, self.watch)
            except IndexError:
                if not mends:
                    raise
                mends.pop()()
            else:
                return self.status

    def _leave_out_presolve(self) -> None:
        self.solver.parameters.cp_model_presolve = False

    @property
    def has_solution(self) -> bool:
        """Whether values can be read."""
        return self.status in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def run(first: Runner, clock: Clock, other: Callable[[], Runner] | None = None) -> list[Runner]:
    """Let the first one solve, and another beside it once that takes long; the one with the best answer comes first.

    Where somebody may ask to stop it is in threads, so that the asking is heard while solvers work. Of another that
    fails nothing is kept; what the first raises is raised.
    """
    if other is None and clock.should_stop is None:
        first.run()
        return [first]
    runners, began = [first], time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(first.run)]
        try:
            while not all(one.done() for one in running):
                wait([one for one in running if not one.done()], timeout=0.05, return_when=FIRST_COMPLETED)
                if (clock.should_stop is not None and clock.should_stop()) or _is_over(running):
                    _stop(runners)
                elif other is not None and not running[0].done() and time.monotonic() - began > ALONE_SECONDS:
                    runners.append(other())
                    running.append(pool.submit(runners[-1].run))
                    other = None
        except BaseException:
            _stop(runners)  # else leaving the pool would wait for them
            raise
    running[0].result()  # raises what it has raised
    sound = [one for one, future in zip(runners, running, strict=True) if future.exception() is None]
    return sorted(sound, key=_worth, reverse=True)


def _is_over(running: list[Future[cp_model.CpSolverStatus]]) -> bool:
    """Whether one has settled the question, or the first has failed."""
    failed = running[0].done() and running[0].exception() is not None
    return failed or any(one.done() and not one.exception() and one.result() in SETTLED for one in running)


def _stop(runners: list[Runner]) -> None:
    for one in runners:
        one.solver.stop_search()


def _worth(runner: Runner) -> tuple[bool, bool, bool, float]:
    """A solution in hand is worth more than the word of a single solver that there is none."""
    is_settled = runner.status in SETTLED
    has_objective = runner.has_solution and runner.model.has_objective()
    cost = runner.solver.objective_value if has_objective else 0.0
    return is_settled and runner.has_solution, runner.has_solution, is_settled, -cost
