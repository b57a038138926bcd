"""What is said while the engine works: best so far, what no plan can pass, and what could still be gained."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from mentoring.cli.console import Console

if TYPE_CHECKING:
    from mentoring.domain.result import Progress

EVERY_SECONDS = 5.0
"""Where lines cannot be overwritten, a goal in work is told only this often; one that is settled always."""


class ProgressLine:
    """Tells each step: one line that is overwritten, or now and then a plain line where that is impossible."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._told_at = clock()

    def __call__(self, step: Progress) -> None:
        """Tell a step of the search."""
        text = say_step(step)
        if self._console.can_overwrite:
            self._console.status(text)
        elif step.note or self._clock() - self._told_at >= EVERY_SECONDS:
            self._told_at = self._clock()
            self._console.say(text)


def say_step(step: Progress) -> str:
    """`fit: best 677, cannot be above 690, at most 1.9 % to gain (3 s)`."""
    from mentoring.domain.result import SETTLED
    from mentoring.views.wording import figure, goal_name, say_gain

    said = [f"best {figure(step.best)}"] if step.best is not None else ["no plan yet"]
    if step.bound is not None:
        said.append(f"cannot be {_side(step.goal)} {figure(step.bound)}")
        if step.best is not None:
            gap = abs(step.best - step.bound) / max(1, abs(step.best))
            said.append(say_gain(gap) if gap else "proven")
    told = f"{goal_name(step.goal)}: {', '.join(said)}" if step.goal else ", ".join(said)
    return f"{told} ({step.seconds:.0f} s)" + (f", {step.note}" if step.note not in ("", SETTLED) else "")


def _side(goal: str) -> str:
    from mentoring.goals import BY_SLUG

    return "above" if goal in BY_SLUG and BY_SLUG[goal].direction == "most" else "below"
