"""How long the engine may go on, how it is stopped, and what it tells while it works."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from mentoring.domain.result import Progress


@dataclass(slots=True)
class Clock:
    """One planning's time, seed, workers and listeners.

    `seconds` is wall time for everything together. `work` limits each single solve in the solver's own units, which
    are the same on every machine: a run that ends by it can be repeated to the byte.
    """

    seconds: float | None = None
    work: float | None = None
    seed: int = 1
    workers: int = 1
    on_progress: Callable[[Progress], None] | None = None
    should_stop: Callable[[], bool] | None = None
    started: float = field(default_factory=time.monotonic)
    told: list[Progress] = field(default_factory=list)
    held: float = 0.0  # seconds at the end that are kept for a later part of the planning
    is_partial: bool = False  # whether one choice of several is looked at: what bounds it bounds not the others
    _ended: float | None = None

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds left for this part; infinite without a limit, 0 once somebody asked to stop."""
        if self.should_stop is not None and self.should_stop():
            self._end()
            return 0.0
        if self.seconds is None:
            return float("inf")
        left = self.seconds - self.elapsed
        if left <= 0:
            self._end()
        return max(0.0, left - self.held)

    def _end(self) -> None:
        if self._ended is None:
            self._ended = time.monotonic()

    @property
    def overdue(self) -> float:
        """Seconds since the time was first found to be up; 0 as long as some is left."""
        return 0.0 if self.left > 0 or self._ended is None else time.monotonic() - self._ended

    def hold(self, share: float) -> None:
        """Keep a share of the seconds left for later; 0 gives all that is held free."""
        self.held = 0.0
        if self.seconds is not None and share:
            self.held = share * self.left

    @contextmanager
    def partly(self, share: float) -> Iterator[None]:
        """Only a share of the seconds left is there while this lasts."""
        before = self.held
        if self.seconds is not None:
            self.held += (1 - share) * self.left
        try:
            yield
        finally:
            self.held = before

    def tell(self, goal: str, best: int | None, bound: int | None, note: str = "") -> None:
        """Record one step of the search and pass it on; no bound while only one choice of several is looked at."""
        bound = None if self.is_partial else bound
        step = Progress(round(self.elapsed, 3), goal, best, bound, note)
        self.told.append(step)
        if self.on_progress is not None:
            self.on_progress(step)
