"""A new plan takes its place after an earlier one: its number, what has changed since, and the way back."""

from __future__ import annotations

from typing import Any

from mentoring.domain.consistency.conflict import fixed_pairings
from mentoring.domain.plan import Plan, PlannedEvent, Revision

NOT_IN_HISTORY = {"history", "run", "positions"}
"""What a past revision is kept without: it says nothing about what was planned."""


def follow(new: Plan, earlier: Plan | None, positions: dict[str, str]) -> Plan:
    """The new plan as revision 1, or as the revision after `earlier`.

    An event that ended before `planned_on` is done; a pairing that a pin fixes is accepted. Events that stay as they
    were keep status, sequence and the revision they last changed in; one that moved, or has another host or other
    people, goes up by one and is proposed anew. Times of past revisions are in `revisions`; that of this one is in
    `run`, as it differs from run to run.
    """
    new = _with_statuses(new)
    if earlier is None:
        return new.model_copy(update={"positions": positions})
    number = earlier.revision + 1
    old_events = {event.id: event for event in earlier.events}
    old_pairings = {pairing.pairing: pairing.status for pairing in earlier.pairings}
    made_at = str(earlier.run.get("made_at", ""))
    made = new.model_copy(
        update={
            "revision": number,
            "revisions": (*earlier.revisions, Revision(number=earlier.revision, made_at=made_at)),
            "events": tuple(_carried(event, old_events.get(event.id), number) for event in new.events),
            "pairings": tuple(
                pairing.model_copy(update={"status": old_pairings.get(pairing.pairing, pairing.status)})
                if pairing.status == "proposed"
                else pairing
                for pairing in new.pairings
            ),
            "decisions": earlier.decisions,
            "positions": positions,
        }
    )
    way_back = difference(_kept(made), _kept(earlier))
    return made.model_copy(update={"history": (way_back, *earlier.history)})


def difference(source: dict[str, Any], target: dict[str, Any]) -> dict[str, Any]:
    """The merge patch (RFC 7396) that makes `target` of `source`; mappings inside are compared, lists are not."""
    patch: dict[str, Any] = {key: None for key in source if key not in target}
    for key, value in target.items():
        if key not in source:
            patch[key] = value
        elif source[key] != value:
            both = isinstance(source[key], dict) and isinstance(value, dict)
            patch[key] = difference(source[key], value) if both else value
    return patch


def _with_statuses(plan: Plan) -> Plan:
    """The plan with the statuses that follow from the day it is made and from pins."""
    pinned = fixed_pairings(plan.scenario)
    over = plan.scenario.planned_on
    return plan.model_copy(
        update={
            "events": tuple(
                event.model_copy(update={"status": "done"})
                if event.last < over and event.status != "cancelled"
                else event
                for event in plan.events
            ),
            "pairings": tuple(
                pairing.model_copy(update={"status": "accepted"}) if pairing.key in pinned else pairing
                for pairing in plan.pairings
            ),
        }
    )


def _kept(plan: Plan) -> dict[str, Any]:
    return plan.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=NOT_IN_HISTORY)


def _carried(event: PlannedEvent, old: PlannedEvent | None, number: int) -> PlannedEvent:
    if old is None:
        return event.model_copy(update={"changed_in": number})
    status = old.status if event.status == "proposed" and _facts(event) == _facts(old) else event.status
    if (*_facts(event), status) == (*_facts(old), old.status):
        return event.model_copy(update={"status": status, "sequence": old.sequence, "changed_in": old.changed_in})
    return event.model_copy(update={"status": status, "sequence": old.sequence + 1, "changed_in": number})


def _facts(event: PlannedEvent) -> tuple[object, ...]:
    """What a change of makes calendars show the event anew."""
    return event.first, event.last, event.host, event.people
