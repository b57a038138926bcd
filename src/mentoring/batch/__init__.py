"""Many plans at once: each in a process of its own, told in the order given; the failure of one is nobody else's.

Every plan has its share of the cores and no more. What it comes to does not depend on how many others are made beside
it. Of a scenario given by its path only the path travels to the process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.batch.outcome import NOT_BEGUN, Outcome, Task, portable
from mentoring.errors import MentoringError, UsageError

if TYPE_CHECKING:
    from mentoring.batch.pool import Guest, Processes
    from mentoring.domain.result import Progress
    from mentoring.domain.scenario import Scenario

__all__ = ["Outcome", "plan_many"]

Hear = Callable[[int, "Progress"], None]

TICK_SECONDS = 0.2
"""So often progress is passed on, and whoever wants to stop is heard."""
AHEAD = 2
"""Scenarios given out for each process: one in work and one waiting, so that none is ever idle."""


def plan_many(
    scenarios: Iterable[Scenario | Path | str],
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    on_progress: Hear | None = None,
    should_stop: Callable[[], bool] | None = None,
    in_order: bool = True,
    **options: Any,
) -> Iterator[Outcome]:
    """Plan every scenario (or file), several at once, each in a process of its own; outcomes come in the order given.

    With `in_order=False` they come as they are ready, so that none that is finished has to wait for a slower one.

    `jobs` plans are made at once, by default one for each core, and each has `workers` = cores // jobs, by default one.
    Then it is to the byte the plan that `api.plan` makes by itself (but for `run`, which tells when it was made and how
    fast). `options` are those of `api.plan`: `against`, `seconds`, `work`, `seed`, `at`, and `workers` for another
    share than this.

    `on_progress` hears the position and the step. Once `should_stop` says true, plans in work end with the best so
    far, and those not begun with an error that says so. Ctrl-C, and leaving the loop early, end everything.

    Given an `executor` (of threads, of other machines), that one makes the plans, `jobs` of them at once if it can;
    progress is told when a plan is ready, and what was begun is made to its end.

    A script that calls this needs `if __name__ == "__main__":` around what it does, as its processes read it anew.

    Raises:
        UsageError: for `jobs` below 1.
    """
    from mentoring.domain.scenario import Scenario

    cores = count_cores()
    if jobs is not None and jobs < 1:
        raise UsageError(f"jobs is {jobs}: at least 1 plan is made at once")
    jobs = jobs or cores
    options = {"workers": max(1, cores // jobs), **options}
    bare = (one.model_copy() if isinstance(one, Scenario) else one for one in scenarios)  # not what was worked out
    tasks = (Task(number, source, options) for number, source in enumerate(bare))
    return _Round(tasks, jobs, on_progress, should_stop, in_order).outcomes(executor)


def count_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):  # Linux, where a container may have fewer than the machine
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Round:
    """One call of `plan_many`: what is given out, what has come back, and whose turn it is."""

    def __init__(
        self,
        tasks: Iterator[Task],
        jobs: int,
        on_progress: Hear | None,
        should_stop: Callable[[], bool] | None,
        in_order: bool,
    ) -> None:
        self.tasks = tasks
        self.jobs = jobs
        self.on_progress = on_progress
        self.should_stop = should_stop
        self.in_order = in_order
        self.waiting: dict[Future[Outcome], Task] = {}
        self.ready: dict[int, Outcome] = {}
        self.turn = 0
        self.is_drained = False

    def outcomes(self, executor: Executor | None) -> Iterator[Outcome]:
        """All outcomes, in the order of the tasks."""
        from mentoring.batch.pool import Guest, Processes

        is_heard = self.on_progress is not None
        with closing(Guest(executor) if executor is not None else Processes(self.jobs, is_heard)) as pool:
            while not self.is_drained or self.waiting or self.ready:
                self._give_out(pool)
                finished, _ = wait(self.waiting, TICK_SECONDS, FIRST_COMPLETED)
                if self.should_stop is not None and self.should_stop():
                    pool.stop()
                self._take_in(pool, finished)
                for number, step in pool.steps():
                    self._tell(number, step)
                while (due := self._next()) is not None:
                    outcome = self.ready.pop(due)
                    for step in outcome.result.progress if outcome.result and not pool.is_live else ():
                        self._tell(due, step)
                    self.turn += self.in_order
                    yield outcome
            pool.is_done = True

    def _next(self) -> int | None:
        """The outcome to be told now: the one whose turn it is, or any that is ready."""
        if self.in_order:
            return self.turn if self.turn in self.ready else None
        return min(self.ready, default=None)

    def _give_out(self, pool: Processes | Guest) -> None:
        while not self.is_drained and len(self.waiting) < AHEAD * self.jobs:
            task = next(self.tasks, None)
            if task is None:
                self.is_drained = True
            else:
                self.waiting[pool.submit(task)] = task

    def _take_in(self, pool: Processes | Guest, finished: Iterable[Future[Outcome]]) -> None:
        is_broken = False
        for future in finished:
            task = self.waiting[future]
            try:
                self.ready[task.number] = future.result()
            except BrokenExecutor:
                is_broken = True
                continue
            except CancelledError:
                self.ready[task.number] = Outcome(task.number, error=MentoringError(NOT_BEGUN))
            except Exception as error:  # noqa: BLE001 - one plan's failure, whatever it is, is not the others'
                self.ready[task.number] = Outcome(task.number, error=portable(error))
            del self.waiting[future]
        if is_broken:  # one process died and the pool with it: whose fault it was shows when they are made one by one
            again = sorted(self.waiting.values(), key=lambda task: task.number)
            self.waiting.clear()
            self.ready |= {made.number: made for made in pool.retry(again)}

    def _tell(self, number: int, step: Progress) -> None:
        if self.on_progress is not None and number >= self.turn:
            self.on_progress(number, step)
