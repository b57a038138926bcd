"""What can go wrong, and how it is told: problems are values, exceptions end an operation.

Every exception carries the exit code of the command line (see `docs/reference/exit-codes.md`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a value stands: file, line and column, both counted from 1 (0: not known)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong (or doubtful) in an input, told so that it can be mended.

    `path` is the dotted key (`cities.graz.unavailable.0.last`), `message` what is wrong, `hint` what to do.
    A `warning` does not stop the reading. `rule` is the slug of the rule that says so: people read its sentence alone.
    A `clash` is between things each of which could be so: `explain` tells what would have to give way.
    """

    path: str
    message: str
    hint: str = ""
    place: Place | None = None
    warning: bool = False
    rule: str = ""
    clash: bool = False

    def __str__(self) -> str:
        parts = [str(self.place)] if self.place else []
        parts += [part for part in (self.path, self.message, self.hint) if part]
        return ": ".join(parts)


class MentoringError(Exception):
    """Base of everything this package raises on purpose; it may pass from one process to another."""

    exit_code = 70

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.args, self.__dict__)


def _restore(kind: type[MentoringError], args: tuple[Any, ...], state: dict[str, Any]) -> MentoringError:
    """The exception as it was; its own `__init__` takes other arguments than its message."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class ScenarioError(MentoringError):
    """A scenario has problems; all of them are in `problems`."""

    exit_code = 1

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class ForbiddenError(ScenarioError):
    """A decision made by hand would break what must hold; all of it is in `problems`, and nothing was done.

    `free` are the first days on which the event could be instead, with everything else as it is.
    """

    def __init__(self, problems: list[Problem], free: tuple[date, ...] = ()) -> None:
        super().__init__(problems)
        self.free = free


class PlanFileError(ScenarioError):
    """A plan file cannot be read, or is not a plan; all problems are in `problems`."""


class UsageError(MentoringError):
    """The command or call itself makes no sense: a missing file, an unknown name."""

    exit_code = 2


class RefusedError(MentoringError):
    """The command would have replaced or changed what is not its own; everything stays as it is."""

    exit_code = 5


class NoPlanError(MentoringError):
    """A plan was required, but the answer is `infeasible` (exit code 3) or `unknown` (4)."""

    def __init__(self, status: str, message: str) -> None:
        self.status = status
        self.exit_code = 3 if status == "infeasible" else 4
        super().__init__(message)


class ModelDisagreement(MentoringError):
    """Engine and check (or a bound and a plan) contradict each other: a bug of ours; `plan` is kept for the report."""

    exit_code = 70

    def __init__(self, message: str, plan: object = None) -> None:
        self.plan = plan
        super().__init__(message)
