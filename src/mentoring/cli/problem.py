"""How a problem of a file is told: in one line, and to programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mentoring.errors import Problem


def say_problem(problem: Problem) -> str:
    """The problem in one line; editors find the place at its beginning."""
    parts = [str(problem.place)] if problem.place else []
    parts += ["warning"] if problem.warning else []
    parts += [part for part in (problem.path, problem.message, problem.hint) if part]
    return ": ".join(parts)


def problem_record(problem: Problem) -> dict[str, Any]:
    """The problem for programs."""
    place = problem.place
    return {
        "file": place.file if place else None,
        "line": place.line or None if place else None,
        "column": place.column or None if place else None,
        "path": problem.path or problem.rule,
        "message": problem.message,
        "hint": problem.hint,
    }
