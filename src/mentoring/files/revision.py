"""A new plan takes its place after an earlier one: its number, what has changed since, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mentoring.domain.by_hand import ByHand
from mentoring.domain.city import Location, Site
from mentoring.domain.plan import Plan, PlannedEvent, Revision
from mentoring.domain.scenario import Scenario
from mentoring.domain.settled import agreed_pairings
from mentoring.files.retelling import Retold, tell_apart

NOT_IN_HISTORY = {"history", "run", "positions"}
"""What a past revision is kept without: it says nothing about what was planned."""

ORDER = "order"
"""What a merge patch cannot say: the order of keys of a mapping (by its path), where it was another."""

FREE = {
    "themes", "cities", "people", "places", "countries", "stages", "pins", "offers", "needs", "after", "over_km",
    "between", "modes", "holidays", "sources", "words",
}  # fmt: skip
FREE_TWICE = {"between", "modes", "holidays"}
"""Mappings whose keys are names of the user's, and those that hold mappings of names again."""


def follow(
    new: Plan,
    earlier: Plan | None,
    positions: dict[str, str],
    *,
    why: str = "",
    decisions: tuple[ByHand, ...] | None = None,
    is_by_hand: bool = False,
) -> Plan:
    """The new plan as revision 1, or as the revision after `earlier`.

    An event that ended before `planned_on` is done; a pairing that a pin fixes is accepted, but
    not where only one of its events was moved or pinned by hand. Events that stay as they
    were keep status, sequence and the revision they last changed in. One that moved, or has another host or other
    people, goes up by one and is proposed anew; one with other cities, hours or another venue goes up by one; one of
    which only the words are other has changed in this revision. One that is no longer held stays in the plan as
    cancelled, unless it has taken place. With `is_by_hand` statuses count as given. Times of past revisions are in
    `revisions`; that of this one is in `run`, as it differs from run to run. `decisions` are the earlier plan's unless
    given.
    """
    new = new if is_by_hand else _with_statuses(new)
    if earlier is None:
        return new.model_copy(update={"positions": positions, "why": why})
    number = earlier.revision + 1
    old_events = {event.id: event for event in earlier.events}
    old_pairings = {} if is_by_hand else {pairing.pairing: pairing.status for pairing in earlier.pairings}
    dropped = _dropped(new, earlier, number)
    made = new.model_copy(
        update={
            "scenario": _with_sites(new.scenario, earlier.scenario, (*earlier.events, *dropped)),
            "revision": number,
            "why": why,
            "revisions": (*earlier.revisions, _past(earlier)),
            "events": (
                *(
                    _carried(
                        event,
                        old_events.get(event.id),
                        number,
                        tell_apart(event, new.scenario, earlier.scenario),
                        is_by_hand=is_by_hand,
                    )
                    for event in new.events
                ),
                *dropped,
            ),
            "pairings": tuple(
                pairing.model_copy(update={"status": old_pairings.get(pairing.pairing, pairing.status)})
                if pairing.status == "proposed"
                else pairing
                for pairing in new.pairings
            ),
            "decisions": earlier.decisions if decisions is None else decisions,
            "positions": positions,
        }
    )
    now, before = _kept(made), _kept(earlier)
    way_back = difference(now, before)
    order = dict(_misordered(patched(now, way_back), before))
    way_back |= {ORDER: order} if order else {}
    return made.model_copy(update={"history": (way_back, *earlier.history)})


def past_plan(plan: Plan, number: int) -> Plan:
    """The plan as it was in an earlier revision, with the history it had then; places in files are not kept.

    Raises:
        ValueError: when the plan has no such revision.
    """
    if number == plan.revision:
        return plan
    back = plan.revision - number
    if not 0 < back <= len(plan.history):
        raise ValueError(f"the plan has no revision {number}")
    value = _kept(plan)
    for patch in plan.history[:back]:
        value = patched(value, {key: part for key, part in patch.items() if key != ORDER})
        _reorder(value, patch.get(ORDER, {}))
    value["format"] = plan.format
    value["scenario"]["format"] = plan.scenario.format
    found = Plan.model_validate(value)
    run = {"made_at": made_at} if (made_at := plan.made_at(number)) else {}
    return found.model_copy(update={"history": plan.history[back:], "run": run})


def patched(value: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """The value with a merge patch (RFC 7396) applied; the value itself stays as it is."""
    found = {key: below for key, below in value.items() if patch.get(key, ...) is not None}
    for key, part in patch.items():
        if isinstance(part, dict):
            below = found.get(key)
            found[key] = patched(below if isinstance(below, dict) else {}, part)
        elif part is not None:
            found[key] = part
    return found


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


def _misordered(found: dict[str, Any], wanted: dict[str, Any], path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Mappings, by their path, whose keys stand in another order than they should; a value's own keys do not."""
    *_, around, name = ("", *path.split("/"))
    if (name in FREE or around in FREE_TWICE) and list(found) != list(wanted):
        yield path, list(wanted)
    for key, value in wanted.items():
        if isinstance(value, dict):
            yield from _misordered(found[key], value, f"{path}/{key}")


def _reorder(value: dict[str, Any], order: dict[str, list[str]]) -> None:
    """Put the keys of mappings into the order given for them."""
    for path, keys in order.items():
        at = value
        for key in path.split("/")[1:]:
            at = at[key]
        ordered = {key: at[key] for key in keys}
        at.clear()
        at.update(ordered)


def _with_statuses(plan: Plan) -> Plan:
    """The plan with the statuses that follow from the day it is made and from pins."""
    agreed = agreed_pairings(plan.scenario)
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
                pairing.model_copy(update={"status": "accepted"}) if pairing.key in agreed else pairing
                for pairing in plan.pairings
            ),
        }
    )


def _kept(plan: Plan) -> dict[str, Any]:
    return plan.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=NOT_IN_HISTORY)


def _past(plan: Plan) -> Revision:
    return Revision(number=plan.revision, made_at=str(plan.run.get("made_at", "")), why=plan.why)


def _carried(
    event: PlannedEvent, old: PlannedEvent | None, number: int, retold: Retold, *, is_by_hand: bool
) -> PlannedEvent:
    if old is None:
        return event.model_copy(update={"changed_in": number})
    status = event.status
    if not is_by_hand and status == "proposed" and old.status != "cancelled" and _facts(event) == _facts(old):
        status = old.status
    # For a city that comes or stays away it is another event, though nothing has to be agreed anew with the others.
    has_others = set(event.participants) != set(old.participants)
    if (*_facts(event), status) != (*_facts(old), old.status) or has_others or retold == "facts":
        return event.model_copy(update={"status": status, "sequence": old.sequence + 1, "changed_in": number})
    changed_in = old.changed_in if event.participants == old.participants and not retold else number
    return event.model_copy(update={"status": status, "sequence": old.sequence, "changed_in": changed_in})


def _facts(event: PlannedEvent) -> tuple[object, ...]:
    """What a change of makes calendars show the event anew."""
    return event.first, event.last, event.host, event.people


def _dropped(new: Plan, earlier: Plan, number: int) -> tuple[PlannedEvent, ...]:
    """Events of the earlier plan that are not in the new one, as cancelled; what has taken place is not called off."""
    there = {event.id for event in new.events}
    found = []
    for old in earlier.events:
        is_over = old.status == "done" or (old.last < new.scenario.planned_on and old.status != "cancelled")
        if old.id in there or is_over:
            continue
        people = tuple(person for person in old.people if person in new.scenario.people)
        update: dict[str, Any] = {"people": people, "journeys": ()}
        if old.status != "cancelled":
            update |= {"status": "cancelled", "sequence": old.sequence + 1, "changed_in": number}
        found.append(old.model_copy(update=update))
    return tuple(found)


def _with_sites(scenario: Scenario, earlier: Scenario, events: tuple[PlannedEvent, ...]) -> Scenario:
    """The scenario, still knowing by name the cities and places of earlier events that it has lost otherwise."""
    named = {city for event in events for city in (*event.participants, event.mentor, event.mentee, event.host) if city}
    known = {*scenario.cities, *scenario.places, *scenario.resolution.places}
    lost = {name: earlier.site(name) for name in sorted(named - known)}
    if not lost:
        return scenario
    sites = {
        name: Site.model_validate({key: getattr(place, key) for key in Location.model_fields})
        for name, place in lost.items()
    }
    places = {**scenario.resolution.places, **sites}
    return scenario.model_copy(update={"resolution": scenario.resolution.model_copy(update={"places": places})})
