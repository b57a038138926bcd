"""Why there is no plan: the facts that clash, where they stand, and what to ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.api.plan_pin import PlanPins
    from mentoring.domain.impasse import Cause, Impasse, WayOut
    from mentoring.domain.plan import Plan
    from mentoring.domain.result import Result
    from mentoring.domain.scenario import Scenario
    from mentoring.engine.model.clock import Clock
    from mentoring.engine.why.claim import Claim
    from mentoring.engine.why.conflict import Clash
    from mentoring.errors import Place, Problem
    from mentoring.files.scenario import Loaded

SECONDS = 60.0
"""Longest time to search unless somebody says otherwise."""

MOST_WAYS = 5
"""So many of the cheapest ways out are told at most; for each kind of asking that is not among them one more."""

FEW_ASKS, DEAR = 4, 4
"""A way of more requests than that, and so many times as dear as the first, is only told to be one of many requests."""

FIRST_SHARE = 0.3
"""Of the time, to find out whether there is a plan at all."""

LONGEST = 600.0
"""Seconds after which it ends in any case, also where no limit is given."""


def explain(
    scenario: Scenario | Loaded | Plan | Path | str,
    *,
    against: Plan | Path | str | None = None,
    may_move: Collection[str] = (),
    seconds: float | None = SECONDS,
    seed: int = 1,
    should_stop: Callable[[], bool] | None = None,
    with_ways: bool = True,
    with_toll: bool = True,
) -> Impasse:
    """Why a scenario has no plan: facts that cannot all hold, none of which is idle, and the cheapest ways out.

    Given a file (or what `load` made of it), each fact is told with where in the file it stands; given a plan, it is
    that plan's own scenario, as its files said it. A scenario that has
    a plan is told so, with the status `feasible`; one of which parts contradict each other, as a pin on a closed day,
    has none. With `against`, an earlier plan, what that has settled and what was
    decided by hand counts too; `may_move` may hold `confirmed`, as for `replan`.
    Without `with_ways` no ways out are looked for, and without `with_toll` not what they cost in mentors, which is
    sooner done.

    Raises:
        UsageError, ScenarioError, PlanFileError: when a file given by path is missing or wrong.
        ModelDisagreement: when two models disagree on whether there is a plan: a bug of ours, please report it.
    """
    from mentoring.api import load, load_plan
    from mentoring.api.carry import carry_over
    from mentoring.api.plan_pin import pins_of_plan
    from mentoring.api.replan import own_scenario, read_places
    from mentoring.domain.plan import Plan
    from mentoring.domain.scenario import Scenario
    from mentoring.engine.model.clock import Clock
    from mentoring.errors import ScenarioError

    places: Mapping[str, Place] = {}
    clashes: tuple[Problem, ...] = ()
    if isinstance(scenario, Plan):
        places = read_places(scenario)
        scenario = own_scenario(scenario)
    elif not isinstance(scenario, Scenario):
        loaded = load(scenario) if isinstance(scenario, Path | str) else scenario
        clashes = loaded.errors
        scenario = loaded.clashing or loaded.require()
        places = loaded.positions
    earlier = load_plan(against) if isinstance(against, Path | str) else against
    try:
        carried = carry_over(scenario, earlier, places, may_move)
    except ScenarioError as error:
        carried = carry_over(scenario, earlier, places, may_move, may_clash=True)
        clashes = (*clashes, *error.problems)
    file = str(against) if isinstance(against, Path | str) else "PLAN"
    pins = pins_of_plan(carried.scenario, carried.decisions, file)
    clock = Clock(seconds=LONGEST if seconds is None else seconds, seed=seed, should_stop=should_stop)
    found = find_impasse(pins, places, clock, with_ways=with_ways, with_toll=with_toll)
    if found.status != "infeasible" and clashes:
        raise ScenarioError(list(clashes))
    return found


def find_impasse(
    pins: PlanPins,
    places: Mapping[str, Place],
    clock: Clock,
    *,
    with_ways: bool = True,
    with_toll: bool = True,
    wanted: Collection[str] = (),
) -> Impasse:
    """The same for a scenario that is read and carried over; `places` say where its values stand.

    What stands at the keys `wanted` is what is asked for: it gives way to no further conflict.

    Raises ModelDisagreement when two models disagree on whether there is a plan: a bug of ours.
    """
    from mentoring.api.way_out import lengthen, plan_at_all
    from mentoring.domain.impasse import Conflict, Impasse
    from mentoring.engine.why.conflict import find_conflicts
    from mentoring.errors import ModelDisagreement

    scenario = pins.scenario
    with clock.partly(FIRST_SHARE):
        first = plan_at_all(scenario, clock)
    if first.plan is not None:
        return Impasse(scenario, "feasible", seconds=round(clock.elapsed, 3))
    clash = find_conflicts(scenario, lengthen(scenario), clock, wanted=wanted)
    if clash.status == "feasible" and first.status == "infeasible":
        raise ModelDisagreement("one model finds a plan where another proves that there is none", scenario)
    status = "infeasible" if "infeasible" in (clash.status, first.status) else clash.status
    conflicts = tuple(Conflict(_causes(found.claims, places, pins), found.is_confirmed) for found in clash.conflicts)
    told = _find_ways(pins, clash, clock, with_toll) if with_ways else Told([])
    ways = sorted(told.ways, key=lambda way: (not way.has_pairings, way.cost, len(way.asks), way.asks))
    note = "" if conflicts or status == "feasible" else _say_unknown(clash, first)
    return Impasse(
        scenario, status, conflicts, tuple(ways), note, round(clock.elapsed, 3),
        is_cut_short=told.is_cut_short, is_rest_dear=told.is_rest_dear,
    )  # fmt: skip


@dataclass(slots=True)
class Told:
    """Ways out; whether the time cut the search short, and whether it ended where a great deal would be asked for."""

    ways: list[WayOut]
    is_cut_short: bool = False
    is_rest_dear: bool = False


def _find_ways(pins: PlanPins, clash: Clash, clock: Clock, with_toll: bool) -> Told:
    """The cheapest ways out, and of each kind of asking the cheapest by itself."""
    from mentoring.api.toll import Toll
    from mentoring.api.way_out import as_told, list_confirmed
    from mentoring.engine.why.relief import Relief
    from mentoring.rules.asking import Asking

    if clash.scope is None or clash.status != "infeasible":
        return Told([])
    toll = Toll(pins.scenario, clock)
    relief = Relief(clash.scope, clock)
    ways: list[WayOut] = []
    told: list[frozenset[Asking]] = []
    is_rest_dear = False
    for only in (None, *(kind for kind in Asking if kind.is_possible)):
        most = MOST_WAYS if only is None else 0 if frozenset((only,)) in told else 1
        for found in list_confirmed(relief, pins, clock, most, only):
            out = as_told(pins, found)
            if ways and len(out.asks) > FEW_ASKS and out.cost > DEAR * ways[0].cost:
                is_rest_dear = True
                break
            if with_toll and found.plan is not None:
                lacking, has_pairings = toll.weigh(found.varied, found.plan)
                out = replace(out, lacking=lacking, has_pairings=has_pairings)
            ways.append(out)
            told.append(found.way.whom)
    return Told(ways, clock.left <= 0 and not (relief.is_done or is_rest_dear), is_rest_dear)


def _say_unknown(clash: Clash, first: Result) -> str:
    """Why nothing smaller can be told, and what is known all the same."""
    told = "The time was too short to tell which facts clash."
    if clash.scope is None:
        told = "The programme is too large to tell which few facts clash."
    return f"{told} What is known: {'; '.join(first.causes)}." if first.causes else told


def _causes(claims: Iterable[Claim], places: Mapping[str, Place], pins: PlanPins) -> tuple[Cause, ...]:
    """What the claims say, in the order of the file; what stands in no file goes last."""
    from mentoring.api.carry import nearest
    from mentoring.domain.impasse import Cause
    from mentoring.errors import Place

    found: list[tuple[bool, Place, int, Cause]] = []
    for claim in claims:
        decision = pins.find(claim.keys)
        sentence = claim.sentence if decision is None else pins.say_fact(decision)
        keys = () if pins.is_of_plan(claim.keys) else claim.keys
        at = [place for key in keys if (place := nearest(key, places)) is not None]
        cause = Cause(sentence, claim.slug, claim.keys, tuple(dict.fromkeys(map(str, at))), bool(claim.levers))
        found.append((not at, at[0] if at else Place(""), len(found), cause))
    return tuple(cause for *_, cause in sorted(found, key=lambda one: one[:3]))
