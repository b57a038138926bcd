"""What is doubtful in a scenario that somebody is about to use is told, whichever verb reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.errors import Problem

_EAR: ContextVar[Callable[[Problem], None] | None] = ContextVar("ear", default=None)


@contextmanager
def hearing(ear: Callable[[Problem], None]) -> Iterator[None]:
    """Meanwhile `ear` hears every warning about a scenario that is used: each once, however often it is read."""
    told: set[Problem] = set()

    def hear(problem: Problem) -> None:
        if problem not in told:
            told.add(problem)
            ear(problem)

    token = _EAR.set(hear)
    try:
        yield
    finally:
        _EAR.reset(token)


def tell(warnings: Iterable[Problem]) -> None:
    """Tell the warnings to whoever is listening; to nobody if nobody is."""
    ear = _EAR.get()
    if ear is not None:
        for warning in warnings:
            ear(warning)
