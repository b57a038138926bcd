"""What is asked of one process, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mentoring.errors import MentoringError

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan
    from mentoring.domain.result import Result
    from mentoring.domain.scenario import Scenario

NOT_BEGUN = "stopped before it began"
DIED = "the process that made this plan died, perhaps for want of memory"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of many scenarios: the result of planning it, or why there is none.

    `number` is its position in what was given, from 0. "No plan" is a result; an `error` is a file that is wrong, a
    mistake of ours, a process that died.
    """

    number: int
    result: Result | None = None
    error: MentoringError | None = None

    @property
    def reason(self) -> str:
        """Why there is no plan; empty when there is one."""
        if self.error is not None:
            return str(self.error)
        if self.result is None or self.result.plan is not None:
            return ""
        return self.result.message or f"no plan: {self.result.status}"

    def require_plan(self) -> Plan:
        """The plan.

        Raises:
            MentoringError: the error, if there is one; NoPlanError when planning found no plan.
        """
        if self.result is None:
            raise self.error or MentoringError(NOT_BEGUN)
        return self.result.require_plan()


class Task(NamedTuple):
    """One planning to do: a scenario or its file, its position, and the options of `api.plan`."""

    number: int
    source: Scenario | Path | str
    options: dict[str, Any]


def portable(error: Exception) -> MentoringError:
    """The error as one of ours, which may pass from one process to another; others keep their traceback as a note."""
    if isinstance(error, MentoringError):
        return error
    import traceback

    ours = MentoringError(f"{type(error).__name__}: {error}")
    ours.add_note("".join(traceback.format_exception(error)))
    return ours
