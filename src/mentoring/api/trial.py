"""One change to what a plan was made of, planned anew and compared: the answer to every "what would that cost?"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from mentoring.analysis.trial import Trial

if TYPE_CHECKING:
    from mentoring.domain.impasse import Cause, Impasse
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.plan import Plan
    from mentoring.domain.scenario import Scenario

ASKED = "asked"
HELD = "held"
"""How the names of pins begin that are added for what is asked, and for what is held as the plan has it."""


def ground(plan: Plan) -> Plan:
    """The plan as a change is measured from: what is settled in it is fixed, and moving the rest costs nothing."""
    from mentoring.domain.by_hand import with_decisions, without_decisions
    from mentoring.domain.settled import keep_settled, without_settled

    plain = without_settled(without_decisions(plan.scenario, plan.decisions))
    scenario = keep_settled(with_decisions(plain, plan.decisions), plan)
    goals = tuple(goal for goal in plan.goals if goal.goal != "changes")
    return plan.model_copy(update={"scenario": scenario, "goals": goals})


def _as_asked(scenario: Scenario, *, gently: bool) -> Scenario:
    """The scenario for which moving events costs nothing; `gently` those move that must, of dates that are as good.

    Where a goal has a tolerance nothing may come after it, as that would be given away for it.
    """
    from mentoring.domain.programme import Goals, GoalUse

    pairing, dates = (
        tuple(use for use in uses if use.goal != "changes") for uses in (scenario.goals.pairing, scenario.goals.dates)
    )
    if gently and not any(use.tolerance for use in (*pairing, *dates)):
        dates = (*dates, GoalUse(goal="changes"))
    return scenario.model_copy(update={"goals": Goals(pairing=pairing, dates=dates)})


def try_out(
    base: Plan,
    changes: Mapping[str, Any],
    said: str = "",
    *,
    seconds: float | None = None,
    seed: int = 1,
    gently: bool = True,
) -> Trial:
    """The best plan with the changes, next to `base` (of `ground`); nothing else is held but what is settled.

    Of plans that are equal in every goal it is one whose events move the least; not so `gently` any of them, which is
    found sooner.

    Raises ModelDisagreement when the engine's plan breaks a rule's own check: a bug of ours.
    """
    from mentoring.analysis.difference import compare
    from mentoring.engine import planner
    from mentoring.engine.model.clock import Clock
    from mentoring.engine.steadiness import keep_people
    from mentoring.files.variant import vary

    loaded = vary(base.scenario, changes, said or "the change", base.positions)
    if loaded.scenario is None:
        return Trial(said, changes, "infeasible", problems=loaded.errors)
    clock = Clock(seconds)
    asked = _as_asked(loaded.scenario, gently=gently)
    result = planner.plan(asked, against=base, seconds=seconds, seed=seed)
    if result.plan is None:
        return Trial(said, changes, result.status)
    goals = tuple(goal for goal in result.plan.goals if goal.goal != "changes")
    made = result.plan.model_copy(update={"goals": goals, "scenario": loaded.scenario})
    return Trial(said, changes, result.status, compare(base, keep_people(made, base, clock) if gently else made))


def pin(base: Plan, *bodies: Mapping[str, Any], held: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Changes that add what is asked for as pins, and what is `held` (unless it is asked for), under free names."""
    added: dict[str, Any] = {}
    for kind, those in ((ASKED, bodies), (HELD, [body for body in held if body not in bodies])):
        names = (name for number in count(1) if (name := f"{kind}-{number}") not in base.scenario.pins)
        added |= {next(names): dict(body) for body in those}
    return {"pins": added}


def explain_trial(
    base: Plan, trial: Trial, *, seconds: float | None = None, with_ways: bool = True, file: str = "PLAN"
) -> Impasse | None:
    """Which facts clash where a change leaves no plan; None when there is one, or the change cannot even be read.

    Of the facts those that were asked for are told as one, first of all; ways out that would take them back are none.
    Decisions made by hand are told as such, with the command that takes them back from the plan in `file`. Without
    `with_ways` no ways out are looked for.
    """
    from dataclasses import replace

    from mentoring.api.explain import SECONDS, find_impasse
    from mentoring.api.plan_pin import pins_of_plan
    from mentoring.domain.naming import say_plainly
    from mentoring.engine.model.clock import Clock

    varied = _varied(base, trial) if trial.status == "infeasible" else None
    if varied is None:
        return None
    pins = pins_of_plan(varied, base.decisions, file)
    clock = Clock(seconds=SECONDS if seconds is None else seconds)
    added = set(trial.changes.get("pins", ())) - set(base.scenario.pins)
    wanted = {f"pins.{name}" for name in added}
    found = find_impasse(pins, {}, clock, with_ways=with_ways, with_toll=False, wanted=wanted)
    if found.status != "infeasible":
        return None
    ways = tuple(
        replace(way, asks=tuple(say_plainly(ask) for ask in way.asks))
        for way in found.ways
        if not added & way.changes.get("pins", {}).keys()
    )
    if trial.problems and any(len(one.causes) == 1 for one in found.conflicts):
        return None  # what is asked contradicts the scenario by itself, as the problems say better
    conflicts = tuple(replace(one, causes=_together(base, one.causes, trial.said, added)) for one in found.conflicts)
    return replace(found, conflicts=conflicts, ways=ways)


def _varied(base: Plan, trial: Trial) -> Scenario | None:
    """The scenario with the changes; with pins as they are, even where they contradict others at first sight."""
    from mentoring.domain.pin import Pin
    from mentoring.files.variant import vary

    others = {key: value for key, value in trial.changes.items() if key != "pins"}
    loaded = vary(base.scenario, others, trial.said, base.positions)
    if loaded.scenario is None:
        return None
    pins = {name: Pin.model_validate(body) for name, body in trial.changes.get("pins", {}).items() if body is not None}
    kept = {
        name: one
        for name, one in loaded.scenario.pins.items()
        if trial.changes.get("pins", {}).get(name, 0) is not None
    }
    return loaded.scenario.model_copy(update={"pins": kept | pins})


def _together(base: Plan, causes: tuple[Cause, ...], said: str, added: set[str]) -> tuple[Cause, ...]:
    """The facts with what was asked for as one of them, and what was held as what it is."""
    from dataclasses import replace

    from mentoring.analysis.reason import find_place
    from mentoring.domain.naming import say_plainly

    told: list[Cause] = []
    for cause in causes:
        name = cause.keys[0].split(".")[1] if cause.keys and cause.keys[0].startswith("pins.") else ""
        if name not in added:
            place = find_place(cause.keys, base.positions)
            plain = say_plainly(cause.sentence)
            told.append(replace(cause, sentence=plain, places=(place,) if place else ()))
        elif name.startswith(HELD):
            told.append(replace(cause, sentence=f"the plan has {cause.sentence.partition(' fixes ')[2]}", places=()))
        elif not any(one.rule == ASKED for one in told):
            told.insert(0, replace(cause, rule=ASKED, sentence=f"it is asked that {said}", places=()))
    return tuple(told)


def hold(base: Plan, *, pairs: Collection[Pairing] = (), events: Collection[str] = ()) -> list[dict[str, Any]]:
    """Pins for everything the plan has, as it has it, but for these pairings (with their own events) and events."""
    free = {*events, *(event for pair in pairs for event in _own_events(base, pair))}
    held: list[dict[str, Any]] = [{"pairing": str(pair)} for pair in sorted(base.paired) if pair not in pairs]
    for event in base.held:
        if event.id in free:
            continue
        body: dict[str, Any] = {"event": event.id, "first": event.first.isoformat()}
        if event.host is not None:
            body["host"] = event.host
        if base.scenario.stages[event.stage].people:
            body["people"] = list(event.people)
        held.append(body)
    return held


def _own_events(base: Plan, pair: Pairing) -> list[str]:
    """Events that only this pairing brings about."""
    return [event.id for event in base.agenda.of_pair.get(pair, ()) if event.pairs == (pair,)]
