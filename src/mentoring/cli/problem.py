"""How a problem of a file is told in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.errors import Problem


def say_problem(problem: Problem) -> str:
    """The problem in one line; editors find the place at its beginning."""
    parts = [str(problem.place)] if problem.place else []
    parts += ["warning"] if problem.warning else []
    parts += [part for part in (problem.path, problem.message, problem.hint) if part]
    return ": ".join(parts)
