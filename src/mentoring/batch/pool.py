"""Where many plans are made: processes of our own, which can be stopped and listened to, or somebody's executor."""

from __future__ import annotations

import multiprocessing
import queue
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

from mentoring.batch.outcome import DIED, NOT_BEGUN, Outcome, Task
from mentoring.batch.process import begin, plan_one
from mentoring.errors import MentoringError

if TYPE_CHECKING:
    from mentoring.domain.result import Progress

MOST_PROCESSES = 61 if sys.platform == "win32" else 1024
"""Windows waits for no more than 61 at once."""

GRACE_SECONDS = 5.0
"""So long a process may take to end by itself when everything is stopped."""


class Processes:
    """Processes started afresh, as on every system, and all ended with this pool."""

    is_live = True  # steps are heard while plans are made

    def __init__(self, jobs: int, is_heard: bool) -> None:
        self._jobs = jobs
        self._context = multiprocessing.get_context("spawn")
        self._stopped = self._context.Event()
        self._told: Any = self._context.Queue() if is_heard else None
        self._others = {child.pid for child in multiprocessing.active_children()}
        self._pool = self._open(jobs)
        self.is_done = False

    def _open(self, jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(min(jobs, MOST_PROCESSES), self._context, begin, (self._told, self._stopped))

    def submit(self, task: Task) -> Future[Outcome]:
        """Give out a task; when a process has died, its future says so."""
        try:
            return self._pool.submit(plan_one, task)
        except BrokenExecutor as error:
            broken: Future[Outcome] = Future()
            broken.set_exception(error)
            return broken

    def retry(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Make the plans one by one in a new process; the one with which that dies too is what kills it."""
        self._reopen(1)
        for task in tasks:
            try:
                yield self._pool.submit(plan_one, task).result()
            except BrokenExecutor:
                yield Outcome(task.number, error=MentoringError(DIED))
                self._reopen(1)
        self._reopen(self._jobs)

    def _reopen(self, jobs: int) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._open(jobs)

    def steps(self) -> Iterator[tuple[int, Progress]]:
        """What plans in work have told since this was last asked."""
        while self._told is not None:
            try:
                yield self._told.get_nowait()
            except queue.Empty:
                return

    def stop(self) -> None:
        """Let plans in work end with the best so far."""
        self._stopped.set()

    def close(self) -> None:
        """End all processes: after their work when it is done, else as soon as may be."""
        if self.is_done:
            self._pool.shutdown(wait=True)
            return
        self.stop()
        children = [child for child in multiprocessing.active_children() if child.pid not in self._others]
        # The pool's own thread waits for its processes. Waited for from here as well, an ended one would for a moment
        # be unknown to the system and still be counted as alive by Python: so only that thread is waited for.
        ending = threading.Thread(target=self._pool.shutdown, kwargs={"cancel_futures": True}, daemon=True)
        ending.start()
        ending.join(GRACE_SECONDS)
        if ending.is_alive():
            for child in children:
                child.terminate()
            ending.join(GRACE_SECONDS)


class Guest:
    """Somebody else's executor: it is used, and neither stopped nor closed."""

    is_live = False

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._given: list[Future[Outcome]] = []
        self._is_stopped = False
        self.is_done = False

    def submit(self, task: Task) -> Future[Outcome]:
        """Give out a task, unless nothing more is to begin."""
        if self._is_stopped:
            refused: Future[Outcome] = Future()
            refused.set_result(Outcome(task.number, error=MentoringError(NOT_BEGUN)))
            return refused
        given = self._executor.submit(plan_one, task)
        self._given = [future for future in self._given if not future.done()] + [given]
        return given

    def retry(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Nothing is tried again where it is not known how."""
        return (Outcome(task.number, error=MentoringError(DIED)) for task in tasks)

    def steps(self) -> Iterator[tuple[int, Progress]]:
        """Nothing is heard from there before a plan is ready."""
        return iter(())

    def stop(self) -> None:
        """Begin nothing more; plans in work are made to their end."""
        self._is_stopped = True

    def close(self) -> None:
        """Take back what was not begun."""
        for future in self._given:
            future.cancel()
