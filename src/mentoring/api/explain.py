"""Why there is no plan: the facts that clash, where they stand, and what to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.domain.impasse import Cause, Impasse
    from mentoring.domain.scenario import Scenario
    from mentoring.engine.claim import Claim
    from mentoring.files.scenario import Loaded

SECONDS = 60.0
"""Longest time to search unless somebody says otherwise."""


def explain(
    scenario: Scenario | Loaded | Path | str,
    *,
    seconds: float | None = SECONDS,
    seed: int = 1,
    should_stop: Callable[[], bool] | None = None,
) -> Impasse:
    """Why a scenario has no plan: facts that cannot all hold, none of which is idle, and the cheapest ways out.

    Given a file (or what `load` made of it), each fact is told with where in the file it stands. A scenario that has
    a plan is told so, with the status `feasible`.

    Raises UsageError or ScenarioError when a file given by path is missing or wrong.
    """
    from mentoring.api import load
    from mentoring.domain.impasse import Conflict, Impasse
    from mentoring.domain.scenario import Scenario
    from mentoring.engine.clock import Clock
    from mentoring.engine.conflict import find_conflicts

    places: Mapping[str, object] = {}
    if not isinstance(scenario, Scenario):
        loaded = load(scenario) if isinstance(scenario, Path | str) else scenario
        scenario = loaded.require()
        places = loaded.positions
    clock = Clock(seconds=seconds, seed=seed, should_stop=should_stop)
    clash = find_conflicts(scenario, clock)
    conflicts = tuple(
        Conflict(tuple(_cause(claim, places) for claim in found.claims), found.is_confirmed)
        for found in clash.conflicts
    )
    return Impasse(scenario, clash.status, conflicts, seconds=round(clock.elapsed, 3))


def _cause(claim: Claim, places: Mapping[str, object]) -> Cause:
    from mentoring.domain.impasse import Cause

    found = dict.fromkeys(place for key in claim.keys if (place := _place(key, places)))
    return Cause(claim.sentence, claim.rule.slug, claim.keys, tuple(found), claim.asking.is_possible)


def _place(key: str, places: Mapping[str, object]) -> str:
    """Where a key stands, or the nearest one around it; empty when no file is known."""
    while key and key not in places:
        key = key.rpartition(".")[0]
    return str(places.get(key, ""))
