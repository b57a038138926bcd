"""The same people where they will do as well: who is sent changes only where it must."""

from __future__ import annotations

from collections.abc import Mapping

from mentoring.domain.account import list_journeys
from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.compiled import Compiled
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.order import Level, levels_of
from mentoring.engine.model.row import add_within
from mentoring.engine.model.solving import solve
from mentoring.engine.when.timetable import decide, is_settled
from mentoring.errors import ModelDisagreement
from mentoring.goals.same_people import SamePeople
from mentoring.goals.score import score
from mentoring.language.frame import Frame
from mentoring.rules import RULES, check_plan
from mentoring.rules.base import declare_all

MOST_ROUNDS = 20  # in which those who cannot be sent as before are found
MOST_CREWS = 20_000  # events x persons, up to which one model of all of them is asked
WORK = 10.0  # solver units for it, the same on every machine


def keep_people(plan: Plan, earlier: Plan, clock: Clock | None = None) -> Plan:
    """The plan with the people of the earlier plan at as many events as can be, the most public first.

    Why: no goal asks who is sent, so the search may as well send somebody else; but calendars would change for
    nothing. Events that are new take other people where that lets the old ones stay. Pairings, days, hosts and every
    goal's value stay as they are. Once the time of the clock is up only the quick way is taken.

    Raises:
        ModelDisagreement: when the people found break a rule's own check: a bug of ours.
    """
    changed = [
        event.id
        for event in plan.held
        for before in [earlier.by_id.get(event.id)]
        if before is not None and before.people != event.people
    ]
    if not any(earlier.by_id[name].people for name in changed):
        return plan
    able = {name for name in changed if set(earlier.by_id[name].people) <= plan.scenario.people.keys()}
    kept, quick = _keep_most(plan, earlier, able)
    if kept == set(changed):
        return quick
    clock = Clock() if clock is None else clock
    is_small = len(plan.held) * len(plan.scenario.people) <= MOST_CREWS
    found = _keep_best(quick, earlier, clock) if is_small and clock.left > 0 else None
    return quick if found is None else found


def _keep_most(plan: Plan, earlier: Plan, able: set[str]) -> tuple[set[str], Plan]:
    """The events that have their people back once those that a rule speaks against are let go."""
    kept = able
    best = plan
    for _ in range(MOST_ROUNDS):
        best = _with_people(plan, {name: earlier.by_id[name].people for name in kept})
        broken = check_plan(best)
        if not broken:
            break
        named = {part for violation in broken for part in violation.subject} & kept
        kept = kept - (named or kept)
    else:
        return set(), plan
    return (kept, best) if score(best, earlier) == score(plan, earlier) else (set(), plan)


def _keep_best(plan: Plan, earlier: Plan, clock: Clock) -> Plan | None:
    """The plan whose people are proven to be most like the earlier ones; None when there is nothing better in time."""
    frame = Frame(plan.scenario, tuple(sorted(plan.paired)), against=earlier)
    hosts = {event.id: event.host for event in plan.held if event.host is not None}
    decided, known = decide(frame, Decision(frame.pairs, hosts))
    declarations = [one for one in declare_all(RULES, decided) if not is_settled(one, decided)]
    days = {event.id: 1 << frame.day(event.first) for event in plan.held}
    compiled = Compiled(decided, declarations, narrow=days, known=known)
    for level in levels_of(plan.scenario, "dates"):
        reached = level.sign * level.goal.measure(plan, "dates", earlier)
        add_within(compiled.model, compiled.rung(level).cost, None, reached)
    goal = SamePeople()
    cost = compiled.rung(Level("dates", GoalUse(goal=goal.slug), goal)).cost
    if isinstance(cost, int):
        return None  # everybody is given
    compiled.model.minimize(cost)
    found = solve(compiled.model, clock, work=WORK, linear=0, probe=False)  # no sums decide here, but who is free
    if not found.has_solution or found.objective is None or found.objective >= goal.measure(plan, "dates", earlier):
        return None
    best = _with_people(plan, compiled.read(found).people)
    broken = [violation for rule in RULES for violation in rule.check(best)]
    if broken or goal.measure(best, "dates", earlier) != found.objective:
        told = "\n".join(f"  {violation.rule}: {violation.message}" for violation in broken[:10])
        raise ModelDisagreement(f"the people found are not what was asked for:\n{told}", best)
    return best if score(best, earlier) == score(plan, earlier) else None


def _with_people(plan: Plan, people: Mapping[str, tuple[str, ...]]) -> Plan:
    events = tuple(
        event.model_copy(update={"people": people[event.id]}) if event.id in people else event for event in plan.events
    )
    moved = plan.model_copy(update={"events": events})
    # A person already on a trip travels no second time: whose journeys they are hangs on the other events too.
    counted = tuple(event.model_copy(update={"journeys": list_journeys(moved, event)}) for event in moved.events)
    return moved.model_copy(update={"events": counted})
