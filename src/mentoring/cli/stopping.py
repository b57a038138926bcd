"""Ctrl-C while planning: the first asks the engine to stop and keeps the best plan, the second leaves at once."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from mentoring.cli.console import Console


class Stop:
    """Whether somebody asked to stop; handed to the engine, which asks it often."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        """Whether to stop."""
        return self.asked


@contextlib.contextmanager
def keeping_on_interrupt(console: Console, said: str = "Stopping: the best plan so far is kept.") -> Iterator[Stop]:
    """Ctrl-C sets the `Stop` given; a second one raises KeyboardInterrupt as usual."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop  # only the main thread hears signals
        return

    def hear(_number: int, _frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True
        console.say(f"{said} Press Ctrl-C again to leave at once.")

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
