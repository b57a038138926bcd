"""The large ways through the planner, forced on small programmes, where every answer can be judged.

A module constant of the engine tells small from large. Each way here sets some of them so that a small programme
is taken for a large one. Beside the ways stands what may be asked of an answer made so: `exact` ones find and prove
what the small way does; the others may end with a bound, but it must be true.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Way:
    """Constants of engine modules, as `module.NAME`, with the values they are given."""

    constants: dict[str, Any]
    exact: bool = False


LP_FIRST = {"when.timetable.SMALL": -1}
SEASON = {"when.dates.MOST_EVENTS": -1}
NETWORK = {"who.opening.LISTED": -1}
FEW_PAIRS = {"who.opening.FEW_PAIRS": 0, "who.selection.FEW_PAIRS": 0}
WAYS: dict[str, Way] = {
    # dates
    "near the days of the LP, then part by part": Way(LP_FIRST),
    "hardly better than the first dates": Way(
        {**LP_FIRST, "when.polish.WINDOWS": (0, 2, 60), "when.polish.MOST_ROUNDS": 2},
    ),
    "ties one by one": Way({"who.pairing.WHOLE_EVENTS": -1, "ties.face.FEW_TIES": 0}),
    "ties together": Way({"ties.face.FEW_TIES": 0}),
    "all at once": Way({**LP_FIRST, "who.pairing.WHOLE_EVENTS": -1}),
    "all dates from the first cut on": Way({"planner.MANY_CUTS": 1}),
    "no time to try": Way(
        {"when.timetable.QUICK_WORK": 1e-6, "when.timetable.LONG_WORK": 1e-6, "ties.joint.JOINT_WORK": 1e-6},
    ),
    # who and where
    "network": Way(NETWORK, exact=True),
    "network, few pairs at a time": Way(
        {**NETWORK, **FEW_PAIRS, "who.opening.FEW_MORE": 1000, "who.opening.MOST_ROUNDS": 2},
        exact=True,
    ),
    "network, too many pairs for the exact model": Way(
        {**NETWORK, **FEW_PAIRS, "who.selection.MOST_PAIRS": 4, "who.opening.MOST_PAIRS": 4},
    ),
    "network, pairs priced in": Way(
        {**NETWORK, "network.matching.FEW_PAIRS": 0, "network.matching.BEST_OF_EACH": 1},
        exact=True,
    ),
    "network, meetings looked at roughly": Way(
        {
            **NETWORK,
            "network.sweep.MOST_FLOWS": 1,
            "network.sweep.MOST_SCENES": 0,
            "network.gate.ALL_AT_ONCE": 0,
            "network.venue.AT_ONCE": 1,
        },
        exact=True,
    ),
    "network, goals one after the other": Way({**NETWORK, "network.precedence.MOST_MAGNITUDE": 1}, exact=True),
    "network, then the LP": Way({**NETWORK, **LP_FIRST, "who.pairing.WHOLE_EVENTS": -1}),
    "network, nothing tried as it stands": Way({**NETWORK, "who.pairing.START_WORK": 1e-6}, exact=True),
    # dates at scale
    "season": Way(SEASON),
    "season alone": Way({**SEASON, "when.season.WHOLE_PEOPLE": -1}),
    "season, the whole model first": Way({**SEASON, "when.season.ENTANGLED": -1}),
    "season, no drafts": Way(
        {**SEASON, "when.season.WHOLE_PEOPLE": -1, "when.first_dates.MOST_DRAFTS": 0, "when.date_search.FEW_OPEN": 0}
    ),
    "season after the network": Way({**SEASON, **NETWORK}),
    "season, hardly tried": Way(
        {
            **SEASON,
            "when.season.WHOLE_PEOPLE": -1,
            "when.first_dates.MOST_DRAFTS": 1,
            "when.date_search.CHOICE_WORK": 1e-6,
            "when.date_search.PART_WORK": 1e-6,
            "when.date_search.MOST_COLUMNS": 4,
            "when.date_search.MOST_TRIES": 1,
            "when.date_search.IDLE_ROUNDS": 1,
        },
    ),
    "season, by parts": Way(
        {
            **SEASON,
            "when.season.WHOLE_PEOPLE": -1,
            "when.season.ENTANGLED": -1,
            "when.first_dates.MOST_DRAFTS": 0,
            "when.repair.AT_ONCE": 3,
            "when.outline.PART": 4,
            "when.outline.EVERYBODY_WORK": 0.0,
            "when.repair.WHOLE": 0,
            "when.sending.CHEAPEST": 1,
            "when.sending.BY_CHANCE": 1,
        },
    ),
    "season, few prices": Way(
        {
            **SEASON,
            "prices.date_bound.MOST_ROUNDS": 1,
            "prices.date_bound.FIRST_STEPS": 1,
            "prices.column_bound.MOST_ROUNDS": 1,
            "prices.column_bound.KEPT": 1,
        },
    ),
    "season, ties by prices alone": Way(
        {**SEASON, "when.season.WHOLE_PEOPLE": -1, "who.pairing.WHOLE_EVENTS": -1, "ties.face.MOST_TIES": 0}
    ),
    "season, ties by prices alone, seen by the network": Way(
        {
            **SEASON,
            **NETWORK,
            "when.season.WHOLE_PEOPLE": -1,
            "who.pairing.WHOLE_EVENTS": -1,
            "ties.face.MOST_TIES": 0,
            "network.precedence.MOST_MAGNITUDE": 1,
        }
    ),
    "season, all tied choices together": Way(
        {
            **SEASON,
            "when.season.WHOLE_PEOPLE": -1,
            "who.pairing.WHOLE_EVENTS": -1,
            "ties.face.MANY_EVENTS": -1,
            "ties.face.MOST_TIES": 0,
            "when.date_search.IDLE_TRIES": 1,
            "prices.clique.FEW_PAIRS": 1,
            "when.draft.FEW_PAIRS": 1,
        },
    ),
    "season, ties by prices alone, every meeting is large": Way(
        {
            **SEASON,
            "when.season.WHOLE_PEOPLE": -1,
            "who.pairing.WHOLE_EVENTS": -1,
            "ties.face.MOST_TIES": 0,
            "prices.clique.FEW_PAIRS": 0,
            "when.draft.FEW_PAIRS": 0,
        },
    ),
    "season, every meeting is large": Way(
        {**SEASON, "prices.clique.FEW_PAIRS": 0, "when.draft.FEW_PAIRS": 0},
    ),
}


@contextmanager
def forced(name: str) -> Iterator[Way]:
    """The engine takes the way while this lasts.

    Raises:
        AttributeError: when a constant is no longer there: the way has to be told anew.
    """
    way = WAYS[name]
    before = [(module, constant, getattr(module, constant)) for module, constant, _ in _settings(way)]
    try:
        for module, constant, value in _settings(way):
            setattr(module, constant, value)
        yield way
    finally:
        for module, constant, value in before:
            setattr(module, constant, value)


def _settings(way: Way) -> Iterator[tuple[Any, str, Any]]:
    for path, value in way.constants.items():
        module, constant = path.rsplit(".", 1)
        yield import_module(f"mentoring.engine.{module}"), constant, value
