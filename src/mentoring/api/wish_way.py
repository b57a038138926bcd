"""What stands against a wish that is hopeless at first sight, and what to ask for so that it can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring.api.trial import ASKED, explain_trial, pin, try_out
from mentoring.domain.dates import each_day

if TYPE_CHECKING:
    from mentoring.analysis.wish import Wish
    from mentoring.domain.impasse import Cause, Conflict, Impasse, WayOut
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.plan import Plan
    from mentoring.engine.model.clock import Clock

Changes = dict[str, Any]


def explain_missing(base: Plan, said: str, pairs: Sequence[Pairing], clock: Clock, file: str) -> Impasse | None:
    """Which offers or needs are missing so that one of the pairings could be, and whether it could be with them.

    Each way out makes one of the pairings conceivable, with whatever else has to give way besides, and was tried. None
    where one of the pairings lacks neither.
    """
    from mentoring.domain.consistency.amount import missing_halves
    from mentoring.domain.impasse import Conflict, Impasse

    lacks = [list(missing_halves(base.scenario, pair)) for pair in pairs]
    if not lacks or not all(lacks):
        return None
    asked = _asked(said)
    causes = [[_fact(base, *half) for half in halves] for halves in lacks]
    if len(pairs) == 1:
        conflicts = [Conflict((asked, one)) for one in causes[0]]
    else:
        conflicts = [Conflict((asked, *dict.fromkeys(halves[0] for halves in causes)))]
    ways: list[WayOut] = []
    for number, pair in enumerate(pairs):
        more, found = _with_both(base, said, pair, clock, clock.left / (len(pairs) - number), file)
        ways += found
        conflicts += more if len(pairs) == 1 else ()
    ways.sort(key=lambda way: (way.cost, len(way.asks), way.asks))
    cut = clock.left <= 0 and not ways
    return Impasse(base.scenario, "infeasible", tuple(conflicts), tuple(ways), is_cut_short=cut)


def open_month(base: Plan, wish: Wish, clock: Clock, file: str) -> Impasse | None:
    """The cheapest ways out for an event that can begin on no day of a month, wherever in the month it would then be.

    Without the facts that clash: day by day these are told in `WishReport.obstacles`. None where there is no telling.
    """
    from mentoring.analysis.trial import Trial
    from mentoring.analysis.wish import being_held
    from mentoring.api.way_out import lengthen

    months = {(day.year, day.month) for day in each_day(*base.scenario.span) if wish.is_meant(day)}
    days = (day for day in each_day(*lengthen(base.scenario).span) if (day.year, day.month) not in months)
    away = [{"not": {"event": wish.event, "first": day.isoformat()}} for day in days]
    asked = pin(base, *being_held(base.scenario, wish.event), *away)
    found = explain_trial(base, Trial(wish.said, asked, "infeasible"), seconds=max(0.5, clock.left), file=file)
    if found is None:
        return None
    stage = wish.event.split("/", maxsplit=1)[0]  # not to hold it at all is no way in which it could begin
    ways = tuple(way for way in found.ways if way.changes.get("stages", {}).get(stage, stage) is not None)
    return replace(found, conflicts=(), ways=ways)


def _with_both(
    base: Plan, said: str, pair: Pairing, clock: Clock, seconds: float, file: str
) -> tuple[tuple[Conflict, ...], list[WayOut]]:
    """What stands against a pairing besides, once both cities offer and need the theme; and the ways out there are."""
    from mentoring.domain.impasse import WayOut
    from mentoring.rules.asking import Asking

    requests = list(_requests(base, pair))
    asks = tuple(ask for ask, _ in requests)
    changes: Changes = {}
    for _, change in requests:
        changes = _merged(changes, change)
    cost = Asking.CITY * len(requests)
    trial = try_out(base, {**changes, **pin(base, {"pairing": str(pair)})}, said, seconds=seconds / 2, gently=False)
    if trial.difference is not None:
        return (), [WayOut(asks, changes, cost)]
    found = explain_trial(base, trial, seconds=max(0.5, min(seconds / 2, clock.left)), file=file)
    if found is None:
        return (), []
    ways = [
        replace(way, asks=(*asks, *way.asks), changes=_merged(changes, way.changes), cost=cost + way.cost)
        for way in found.ways
    ]
    return found.conflicts, ways


def _requests(base: Plan, pair: Pairing) -> Iterator[tuple[str, Changes]]:
    """What to ask the two cities for so that an offer meets a need, each with the change that it means."""
    from mentoring.domain.naming import theme_of

    scenario, theme = base.scenario, theme_of(base.scenario, pair.theme)
    if pair.theme not in scenario.cities[pair.mentor].offers:
        ask = f"let {scenario.name(pair.mentor)} offer {theme}"
        yield ask, {"cities": {pair.mentor: {"offers": {pair.theme: {}}}}}
    if pair.theme not in scenario.cities[pair.mentee].needs:
        ask = f"let {scenario.name(pair.mentee)} ask for a mentor in {theme}"
        yield ask, {"cities": {pair.mentee: {"needs": {pair.theme: {}}}}}


def _asked(said: str) -> Cause:
    from mentoring.domain.impasse import Cause

    return Cause(f"it is asked that {said}", ASKED)


def _fact(base: Plan, said: str, path: Sequence[object]) -> Cause:
    """What a city does not offer or need, where its offers or needs stand."""
    from mentoring.analysis.reason import find_place
    from mentoring.domain.impasse import Cause

    key = ".".join(map(str, path))
    place = find_place((key,), base.positions)
    return Cause(said, "theme-role", (key,), (place,) if place else ())


def _merged(one: Changes, two: Changes) -> Changes:
    """Both changes; where both speak of the same, the second."""
    found = dict(one)
    for key, value in two.items():
        both = isinstance(value, dict) and isinstance(found.get(key), dict)
        found[key] = _merged(found[key], value) if both else value
    return found
