"""Where time goes: the stack of the planning thread, looked at every few milliseconds."""

from __future__ import annotations

import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from types import FrameType, TracebackType

EVERY = 0.004  # seconds
DEEPEST = 60

Stack = tuple[str, ...]
"""Names from the outermost function to the innermost: `engine/planner.run`."""


class Sampler:
    """Looks at the thread that made it, while a `with` block runs; `stacks` are seconds by stack.

    A look waits while a C function keeps the interpreter to itself, and then counts as long as it waited."""

    def __init__(self) -> None:
        self.stacks: dict[Stack, float] = defaultdict(float)
        self._watched = threading.get_ident()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Sampler:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        last = time.perf_counter()
        while not self._over.wait(EVERY):
            now = time.perf_counter()
            frame = sys._current_frames().get(self._watched)
            if frame is not None:
                self.stacks[_stack(frame)] += now - last
            last = now

    def parts(self) -> dict[str, float]:
        """Seconds by the innermost module of this project on the stack, the longest first."""
        found: dict[str, float] = defaultdict(float)
        for stack, seconds in self.stacks.items():
            own = next((name for name in reversed(stack) if "/" in name), "start")
            found[own.rsplit(".", 1)[0]] += seconds
        return {name: round(seconds, 3) for name, seconds in sorted(found.items(), key=lambda item: -item[1])}


def _stack(frame: FrameType | None) -> Stack:
    names: list[str] = []
    while frame is not None and len(names) < DEEPEST:
        file = Path(frame.f_code.co_filename)
        inside = "mentoring" in file.parts
        where = f"{file.parent.name}/{file.stem}" if inside else file.stem
        names.append(f"{where}.{frame.f_code.co_name}")
        frame = frame.f_back
    return tuple(reversed(names))
