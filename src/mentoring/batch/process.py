"""What happens inside a process that makes plans for another."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring.batch.outcome import NOT_BEGUN, Outcome, Task, portable
from mentoring.errors import MentoringError

if TYPE_CHECKING:
    from mentoring.domain.result import Progress

_told: Any = None  # in a process of ours: the queue that steps are told to
_stopped: Any = None  # and the event that says to stop


def begin(told: Any, stopped: Any) -> None:
    """The first thing done in a process of ours: it listens to its parent alone, which hears Ctrl-C for all."""
    global _told, _stopped
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # the solver's workers are counted; threads of other libraries come on top
    if told is not None:
        told.cancel_join_thread()  # what nobody reads any more must not keep the process from ending
    _told, _stopped = told, stopped
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Nobody is left to hear of the plan: a process whose parent was killed would otherwise wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def plan_one(task: Task) -> Outcome:
    """Make one plan, in whatever process this is; nothing that goes wrong leaves it but as an outcome."""
    from mentoring import api

    should_stop: Callable[[], bool] | None = None if _stopped is None else _stopped.is_set
    try:
        if should_stop is not None and should_stop():
            raise MentoringError(NOT_BEGUN)
        made = api.plan(task.source, on_progress=_teller(task.number), should_stop=should_stop, **task.options)
    except Exception as error:  # noqa: BLE001 - one plan's failure, whatever it is, is not the others'
        return Outcome(task.number, error=portable(error))
    plain = made.scenario.model_copy()  # without what was worked out from it, which may be much and is not needed
    plan = made.plan
    if plan is not None:  # its own scenario may know more: names of those who have left
        plan = plan.model_copy(update={"scenario": plan.scenario.model_copy()})
    return Outcome(task.number, replace(made, scenario=plain, plan=plan))


def _teller(number: int) -> Callable[[Progress], None] | None:
    told = _told
    return None if told is None else lambda step: told.put((number, step))
