"""Why there is no plan: the facts that clash, where they stand, and what to ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.api.plan_pin import PlanPins
    from mentoring.domain.impasse import Cause, Impasse, WayOut
    from mentoring.domain.plan import Plan
    from mentoring.domain.result import Result
    from mentoring.domain.scenario import Scenario
    from mentoring.engine.claim import Claim
    from mentoring.engine.clock import Clock
    from mentoring.engine.conflict import Clash
    from mentoring.engine.relief import Way
    from mentoring.errors import Place
    from mentoring.files.scenario import Loaded

SECONDS = 60.0
"""Longest time to search unless somebody says otherwise."""

MOST_WAYS = 5
"""So many of the cheapest ways out are told at most; for each kind of asking that is not among them one more."""

FIRST_SHARE = 0.3
"""Of the time, to find out whether there is a plan at all."""

FAR = 365
"""Days after its last day that a programme may at most be made longer by, to find a way out."""


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
    a plan is told so, with the status `feasible`. With `against`, an earlier plan, what that has settled and what was
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
    from mentoring.domain.impasse import Conflict, Impasse
    from mentoring.domain.plan import Plan
    from mentoring.domain.scenario import Scenario
    from mentoring.engine.clock import Clock
    from mentoring.engine.conflict import find_conflicts
    from mentoring.errors import ModelDisagreement

    places: Mapping[str, Place] = {}
    if isinstance(scenario, Plan):
        places = read_places(scenario)
        scenario = own_scenario(scenario)
    elif not isinstance(scenario, Scenario):
        loaded = load(scenario) if isinstance(scenario, Path | str) else scenario
        scenario = loaded.require()
        places = loaded.positions
    earlier = load_plan(against) if isinstance(against, Path | str) else against
    carried = carry_over(scenario, earlier, places, may_move)
    scenario = carried.scenario
    pins = pins_of_plan(scenario, carried.decisions, str(against) if isinstance(against, Path | str) else "PLAN")
    clock = Clock(seconds=seconds, seed=seed, should_stop=should_stop)
    with clock.partly(FIRST_SHARE):
        first = _plan_at_all(scenario, clock)
    if first.plan is not None:
        return Impasse(scenario, "feasible", seconds=round(clock.elapsed, 3))
    clash = find_conflicts(scenario, _longer(scenario), clock)
    if clash.status == "feasible" and first.status == "infeasible":
        raise ModelDisagreement("one model finds a plan where another proves that there is none", scenario)
    status = "infeasible" if "infeasible" in (clash.status, first.status) else clash.status
    conflicts = tuple(Conflict(_causes(found.claims, places, pins), found.is_confirmed) for found in clash.conflicts)
    ways = sorted(
        _find_ways(pins, clash, clock, with_toll) if with_ways else (),
        key=lambda way: (not way.has_pairings, way.cost, len(way.asks), way.asks),
    )
    note = "" if conflicts or status == "feasible" else _say_unknown(clash, first)
    return Impasse(scenario, status, conflicts, tuple(ways), note, round(clock.elapsed, 3))


def _say_unknown(clash: Clash, first: Result) -> str:
    """Why nothing smaller can be told, and what is known all the same."""
    told = "The time was too short to tell which facts clash."
    if clash.scope is None:
        told = "The programme is too large to tell which few facts clash."
    is_known = first.status == "infeasible" and first.message and not first.message.startswith("no plan")
    return f"{told} What is known: {first.message}." if is_known else told


def _plan_at_all(scenario: Scenario, clock: Clock) -> Result:
    """Any plan of the scenario: of its goals only the limits are kept."""
    from mentoring.engine import planner

    goals = scenario.goals
    kept = {part: tuple(use for use in getattr(goals, part) if use.limit is not None) for part in ("pairing", "dates")}
    bare = scenario.model_copy(update={"goals": goals.model_copy(update=kept)})
    left = None if clock.seconds is None else max(0.1, clock.left)
    return planner.plan(bare, seconds=left, seed=clock.seed, should_stop=clock.should_stop)


def _longer(scenario: Scenario) -> Scenario:
    """The same programme with more days at its end; as it is where that cannot be."""
    from datetime import timedelta

    from mentoring.files.variant import vary

    more = timedelta(days=min(FAR, max(28, scenario.span.days // 2)))
    changes = {"programme": {"last": (scenario.programme.last + more).isoformat()}}
    found = vary(scenario, changes).scenario
    if found is None:
        return scenario
    # What the scenario itself says of its days stays, wherever it has it from.
    known, later = scenario.resolution.holidays, found.resolution.holidays
    holidays = {
        place: {day: said for day, said in later.get(place, {}).items() if day not in scenario.span}
        | known.get(place, {})
        for place in (*known, *later)
    }
    return scenario.model_copy(
        update={
            "programme": found.programme,
            "resolution": scenario.resolution.model_copy(update={"holidays": holidays}),
        }
    )


def _find_ways(pins: PlanPins, clash: Clash, clock: Clock, with_toll: bool) -> Iterator[WayOut]:
    """Ways out that were tried and do: the cheapest, and of each kind of asking the cheapest by itself."""
    from mentoring.api.toll import Toll
    from mentoring.engine.relief import Relief
    from mentoring.files.variant import vary
    from mentoring.rules.asking import Asking

    if clash.scope is None or clash.status != "infeasible":
        return
    toll = Toll(pins.scenario, clock)
    relief = Relief(clash.scope, clock)
    told: list[frozenset[Asking]] = []
    for only in (None, *(kind for kind in Asking if kind.is_possible)):
        most = MOST_WAYS if only is None else 0 if frozenset((only,)) in told else 1
        while most and (way := relief.next(only)) is not None:
            found = _way_out(pins, way)
            varied = vary(pins.scenario, found.changes).scenario if found is not None else None
            plan = _plan_at_all(varied, clock).plan if varied is not None and clock.left > 0 else None
            if found is not None and varied is not None and plan is not None:
                if with_toll:
                    lacking, has_pairings = toll.weigh(varied, plan)
                    found = replace(found, lacking=lacking, has_pairings=has_pairings)
                most -= 1
                told.append(way.whom)
                yield pins.without(found, (key for claim in way.claims for key in claim.keys))


def _way_out(pins: PlanPins, way: Way) -> WayOut | None:
    """The way as requests and changes; None when one of them cannot be said in a scenario file."""
    from mentoring.api.amendment import compose
    from mentoring.domain.impasse import WayOut

    asks: list[str] = []
    changes: dict[str, object] = {}
    for claim, subject in ((one, subject) for one in way.claims for subject in one.samples):
        loosening = claim.voice.loosen(pins.scenario, subject, way.plan)
        if loosening is None:
            return None
        for key, value in loosening.changes:
            changes.setdefault(key, value)
        decision = pins.find(claim.keys)
        ask = loosening.sentence if decision is None else pins.say_way(decision)
        if ask not in asks:
            asks.append(ask)
    return WayOut(tuple(asks), compose(pins.scenario, changes.items()), way.cost)


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
