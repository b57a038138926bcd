"""The same people where they will do as well: who is sent changes only where it must."""

from __future__ import annotations

from collections.abc import Iterable

from mentoring.domain.account import list_journeys
from mentoring.domain.plan import Plan
from mentoring.goals.score import score
from mentoring.rules import check_plan

MOST_ROUNDS = 20  # in which those who cannot be sent as before are found
FEW = 40  # events so few that each is tried by itself


def keep_people(plan: Plan, earlier: Plan) -> Plan:
    """The plan with the people of the earlier plan at every event where no rule and no goal speaks against it.

    Why: no goal asks who is sent, so the search may as well send somebody else; but calendars would change for
    nothing. Pairings, days, hosts and every goal's value stay as they are.
    """
    names = [
        event.id
        for event in plan.held
        for before in [earlier.by_id.get(event.id)]
        if before is not None and before.people != event.people and set(before.people) <= plan.scenario.people.keys()
    ]
    if not names:
        return plan
    values = score(plan, earlier)
    kept = set(names)
    for _ in range(MOST_ROUNDS):
        tried = _with_people(plan, earlier, kept)
        broken = check_plan(tried)
        if not broken:
            break
        named = {part for violation in broken for part in violation.subject} & kept
        kept -= named or kept
    best = _with_people(plan, earlier, kept)
    if score(best, earlier) != values:
        kept, best = set(), plan
    for name in names if len(names) <= FEW else ():
        if name not in kept:
            tried = _with_people(plan, earlier, {*kept, name})
            if not check_plan(tried) and score(tried, earlier) == values:
                kept, best = {*kept, name}, tried
    return best


def _with_people(plan: Plan, earlier: Plan, names: Iterable[str]) -> Plan:
    changed = {name: earlier.by_id[name].people for name in names}
    if not changed:
        return plan
    events = tuple(
        event.model_copy(update={"people": changed[event.id]}) if event.id in changed else event
        for event in plan.events
    )
    moved = plan.model_copy(update={"events": events})
    # A person already on a trip travels no second time: whose journeys they are hangs on the other events too.
    counted = tuple(event.model_copy(update={"journeys": list_journeys(moved, event)}) for event in moved.events)
    return moved.model_copy(update={"events": counted})
