"""Ways out of a clash: found one after the other, each confirmed by a plan that keeps every rule, or ruled out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mentoring.api.amendment import compose
from mentoring.domain.impasse import WayOut

if TYPE_CHECKING:
    from mentoring.api.plan_pin import PlanPins
    from mentoring.domain.plan import Plan
    from mentoring.domain.result import Result
    from mentoring.domain.scenario import Scenario
    from mentoring.engine.model.clock import Clock
    from mentoring.engine.why.claim import Claim
    from mentoring.engine.why.relief import Levers, Relief, Way
    from mentoring.rules.asking import Asking

MOST_TRIED = 20
"""So many ways out are tried at most, those that turn out to be none included."""

FAR = 365
"""Days after its last day that a programme may at most be made longer by, to find a way out."""


@dataclass(frozen=True, slots=True)
class Part:
    """One request of a way out: what it changes, by dotted key, and the keys whose rules give way for it."""

    ask: str
    values: Mapping[str, Any]
    levers: frozenset[Levers]


@dataclass(frozen=True, slots=True)
class Found:
    """A way out with the scenario it leads to, and a plan of that; None: the time was too short to try it."""

    out: WayOut
    way: Way
    varied: Scenario
    plan: Plan | None
    parts: tuple[Part, ...]


Confirm = Callable[["Scenario"], tuple["bool | None", "Plan | None"]]
"""Whether a scenario has a plan, and which; None: not known in time."""


def list_confirmed(
    relief: Relief, pins: PlanPins, clock: Clock, most: int, only: Asking | None = None
) -> Iterator[Found]:
    """So many ways out, the cheapest first; what turns out to be no way is ruled out, and the next is tried instead.

    None asks for more days than it needs.
    """
    from mentoring.api.least_days import ask_least

    def confirm(varied: Scenario) -> tuple[bool | None, Plan | None]:
        result = plan_at_all(varied, clock)
        return (None if result.status == "unknown" else result.plan is not None), result.plan

    tried: list[tuple[Claim, ...]] = []
    told: list[tuple[str, ...]] = []
    while most and len(tried) < MOST_TRIED and (way := relief.next(only)) is not None:
        found = try_way(pins, way, clock, confirm) if way.claims not in tried else None
        tried.append(way.claims)
        if found is None:
            relief.refute(way)
        else:
            least = ask_least(pins, found, clock, confirm)
            if least.out.asks not in told:
                told.append(least.out.asks)
                most -= 1
                yield least


def try_way(pins: PlanPins, way: Way, clock: Clock, confirm: Confirm, base: Scenario | None = None) -> Found | None:
    """The way with a plan that shows it; None when it cannot be said in a scenario file, or proven leads to no plan.

    The plan found while looking for it is checked, rule by rule, against the scenario with the way; if that will not
    do, `confirm` is asked. `base` is the scenario that is changed, unless it is that of the pins.
    """
    parts = list_parts(pins, way)
    made = write_out(pins, way, parts, base) if parts is not None else None
    if parts is None or made is None:
        return None
    out, varied = made
    plan = way.plan.model_copy(update={"scenario": varied})
    if is_kept(plan):
        return Found(out, way, varied, plan, parts)
    is_so, other = confirm(varied) if clock.left > 0 else (None, None)
    return None if is_so is False else Found(out, way, varied, other, parts)


def list_parts(pins: PlanPins, way: Way) -> tuple[Part, ...] | None:
    """The requests of a way; None when one of them cannot be said in a scenario file."""
    parts: dict[str, Part] = {}
    for claim, subject in ((one, subject) for one in way.claims for subject in one.samples):
        loosening = claim.voice.loosen(pins.scenario, subject, way.plan)
        if loosening is None:
            return None
        decision = pins.find(claim.keys)
        ask = loosening.sentence if decision is None else pins.say_way(decision)
        known = parts.get(ask, Part(ask, {}, frozenset()))
        parts[ask] = Part(ask, {**dict(loosening.changes), **known.values}, known.levers | {claim.levers})
    return tuple(parts.values())


def write_out(
    pins: PlanPins, way: Way, parts: Sequence[Part], base: Scenario | None = None
) -> tuple[WayOut, Scenario] | None:
    """These requests as sentences and as what a what-if file would change, and the scenario with that; None: no such.

    Where two of them speak of the same value, the first counts.
    """
    from mentoring.files.variant import vary

    changes: dict[str, Any] = {}
    for part in parts:
        changes = {**part.values, **changes}
    out = WayOut(
        tuple(part.ask for part in parts), compose(pins.scenario, changes.items()), way.cost,
        is_cheapest=way.is_cheapest,
    )  # fmt: skip
    varied = vary(base or pins.scenario, out.changes).scenario
    return (out, varied) if varied is not None else None


def as_told(pins: PlanPins, found: Found) -> WayOut:
    """The way out as it is told: what stands in an earlier plan and in no scenario is not among its changes."""
    out = replace(found.out, is_confirmed=found.plan is not None)
    return pins.without(out, (key for claim in found.way.claims for key in claim.keys))


def is_kept(plan: Plan) -> bool:
    """Whether a plan keeps every rule of its scenario, and the limits of its goals."""
    from mentoring.engine.model.order import levels_of, limited
    from mentoring.rules import check_plan

    levels = limited([*levels_of(plan.scenario, "pairing"), *levels_of(plan.scenario, "dates")])
    if any(level.goal.slug == "changes" for level in levels):
        return False  # it counts against an earlier plan
    values = [(level.sign * level.goal.measure(plan, level.part, None), level.limit) for level in levels]
    return all(limit is None or cost <= limit for cost, limit in values) and not check_plan(plan)


def plan_at_all(scenario: Scenario, clock: Clock) -> Result:
    """Any plan of the scenario: of its goals only the limits are kept."""
    from mentoring.engine import planner

    goals = scenario.goals
    kept = {part: tuple(use for use in getattr(goals, part) if use.limit is not None) for part in ("pairing", "dates")}
    bare = scenario.model_copy(update={"goals": goals.model_copy(update=kept)})
    left = None if clock.seconds is None else max(0.1, clock.left)
    return planner.plan(bare, seconds=left, seed=clock.seed, should_stop=clock.should_stop)


def lengthen(scenario: Scenario) -> Scenario:
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
