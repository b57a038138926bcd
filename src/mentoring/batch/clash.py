"""Why one of many plannings has no plan: the facts that clash, in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.domain.impasse import Cause
    from mentoring.domain.plan import Plan
    from mentoring.files.scenario import Loaded

LONGEST_SECONDS = 20.0
"""Longest time to find out which facts clash where no plan keeps every rule."""


def say_clash(
    loaded: Loaded, seconds: float | None, should_stop: Callable[[], bool] | None, *, against: Plan | None = None
) -> str:
    """The first few facts that cannot all hold, each with its place; nothing when that is not known in time.

    `seconds` is the longest time, if that is shorter than usual.
    """
    from mentoring.api.explain import explain
    from mentoring.files.hearing import hearing

    longest = LONGEST_SECONDS if seconds is None else min(seconds, LONGEST_SECONDS)
    with hearing(lambda problem: None):  # what went with a city is no news in a study of what goes without it
        found = explain(
            loaded, against=against, seconds=longest, should_stop=should_stop, with_ways=False, with_toll=False
        )
    told = [
        f"{cause.sentence} ({place})" if (place := _place(cause)) else cause.sentence
        for conflict in found.conflicts[:1]
        for cause in conflict.causes
    ]
    return f"these cannot all hold: {'; '.join(told)}" if told else ""


def _place(cause: Cause) -> str:
    """The first line of a file that the fact is known to stand in; empty: none is."""
    return next((place for place in cause.places if place.rpartition(":")[2].isdigit()), "")
