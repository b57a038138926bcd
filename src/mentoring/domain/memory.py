"""Python's memory: when its collector of garbage may rest."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def rest_collector() -> Iterator[None]:
    """The collector of circular garbage rests meanwhile; also to be written above a function.

    While a file of ten thousand cities becomes a million values, it would look through all of them again and again
    and find nothing: half of the time of reading. What is no longer used is still freed, but for values in circles.
    """
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()
