"""Decisions by hand about events: move, pin, unpin, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from mentoring.api.decide import (
    Decided,
    Draft,
    apply,
    begin_with_status,
    check_open,
    decided_scenario,
    decision_about,
    find_event,
    say_violation,
)
from mentoring.domain.naming import begin_with_event, name_event
from mentoring.errors import ForbiddenError, Problem, UsageError

if TYPE_CHECKING:
    from mentoring.domain.by_hand import ByHand
    from mentoring.domain.pin import Pin
    from mentoring.domain.plan import Plan, PlannedEvent
    from mentoring.rules.base import Violation


def move(
    plan: Plan, event: str, to: date, *, may_move: Sequence[str] = (), why: str = "", at: str | None = None
) -> Decided:
    """The event begins on another day, which later plans keep; it is proposed anew.

    Raises:
        ForbiddenError: when a rule forbids it (with the days that are free), the event is over or cancelled, or it is
            confirmed and `may_move` does not name that.
        UsageError: when there is no such event.
    """
    from mentoring.analysis.free_day import find_broken, list_broken, moved_to
    from mentoring.domain.dates import say_span

    one = _movable(plan, event, may_move)
    if one.first == to:
        return Decided(plan)
    draft, tried = _fixed_on(plan, one, to, why)
    known = list_broken(plan)
    moved = moved_to(tried, one, to)
    broken = find_broken(moved, known)
    if broken:
        raise ForbiddenError([say_violation(plan, violation) for violation in broken], _free(tried, one, known))
    now = moved.by_id[one.id]
    days = f"from {say_span(one.first, one.last)} to {say_span(now.first, now.last)}"
    said = f"{begin_with_event(plan.scenario, one.id)} moves {days}"
    # Bounds hold on where the day would have been free without being fixed, and nobody else's visa is in question.
    visas = any(city.visa_weeks for city in plan.scenario.cities.values())
    is_freer = visas or bool(draft.is_freer or find_broken(moved_to(plan, one, to), known))
    return apply(
        plan,
        Draft((said,), draft.subjects, draft.added, events=moved.events, is_freer=is_freer),
        why=why,
        at=at,
    )


def free_days(plan: Plan, event: str, *, may_move: Sequence[str] = ()) -> tuple[date, ...]:
    """Every other first day to which the event could be moved with everything else as it is, in order.

    Raises as `move` does, but for the day.
    """
    from mentoring.analysis.free_day import list_broken

    one = _movable(plan, event, may_move)
    _, tried = _fixed_on(plan, one, one.first, "")
    return _free(tried, one, list_broken(plan))


def pin(plan: Plan, events: Sequence[str], *, why: str = "", at: str | None = None) -> Decided:
    """These events stay as they are, day, host and people, whatever is planned later.

    Raises:
        ForbiddenError: when one is over or cancelled.
        UsageError: when there is no such event.
    """
    found = find_events(plan, events)
    for one in found:
        check_open(one, plan)
    new = [one for one in found if not _is_pinned(plan, one)]
    if not new:
        return Decided(plan)
    added = tuple(_by_hand(plan, _pin_of(plan, one, why)) for one in new)
    said = tuple(f"{begin_with_event(plan.scenario, one.id)} stays as it is" for one in new)
    return apply(plan, Draft(said, [one.id for one in new], added), why=why, at=at)


def unpin(plan: Plan, names: Sequence[str], *, why: str = "", at: str | None = None) -> Decided:
    """What was decided by hand about these events or pairings is taken back: the next planning is free again.

    A cancelled event stays so until the plan is made anew.

    Raises UsageError when nothing was decided by hand about one of them, with the pin of the scenario if that fixes it.
    """
    subjects = []
    for subject in dict.fromkeys(_read_subject(plan, name) for name in names):
        if decision_about(plan, subject) is None:
            raise UsageError(_say_unpinned(plan, subject))
        subjects.append(subject)
    said = tuple(f"{say_subject(plan, one)} is free again" for one in subjects)
    return apply(plan, Draft(said, subjects, is_freer=True), why=why, at=at)


def find_events(plan: Plan, names: Sequence[str]) -> list[PlannedEvent]:
    """The events named, each once, however many names it was given."""
    return list({one.id: one for one in (find_event(plan, name) for name in names)}.values())


def _read_subject(plan: Plan, name: str) -> str:
    """The event or pairing that is meant: of a pairing its own event, where only about that something was decided."""
    from mentoring.api.pairing_decision import read_pairing
    from mentoring.api.short_name import find_short
    from mentoring.domain.pairing import Pairing

    decided = {one.subject for one in plan.decisions}
    if any(event.id == name for event in plan.events):
        return name
    parts = name.split("/")
    is_pairing = ">" in name or (len(parts) == 3 and str(Pairing(*parts)) in decided)
    meant = None if is_pairing else find_short(plan, name)
    if meant is not None and (len(parts) != 3 or parts[0] == meant.stage):
        return meant.id
    pair = read_pairing(plan, name)
    of_pair = (event for event in plan.events if f"{event.mentor} > {event.mentee} in {event.theme}" == pair)
    own = [event.id for event in of_pair if event.id in decided]
    if pair in decided or not own:
        return pair
    if len(own) > 1:
        raise UsageError(f"{name!r} may be one of {len(own)} events, name one: {', '.join(own)}")
    return own[0]


def cancel(plan: Plan, events: Sequence[str], *, why: str = "", at: str | None = None) -> Decided:
    """These events are called off: they stay in the plan as cancelled, and later plans do not hold them.

    Their pairings stay. What is held where a cancelled event would have been (`same_as`) is cancelled with it.

    Raises:
        ForbiddenError: when one is over, or fixed by a pin of the scenario.
        UsageError: when there is no such event.
    """
    from mentoring.domain.by_hand import ByHand
    from mentoring.domain.event import Agenda

    found = find_events(plan, events)
    new = [one for one in found if decision_about(plan, one.id) is None or one.status != "cancelled"]
    for one in new:
        if one.status != "cancelled":
            check_open(one, plan)
    if not new:
        return Decided(plan)
    subjects = [one.id for one in new]
    added = tuple(ByHand(cancelled=name, why=why, revision=plan.revision + 1) for name in subjects)
    scenario, _ = decided_scenario(plan, Draft((), subjects, added))
    held = Agenda(scenario, plan.paired).events
    gone = {one.id for one in plan.held if one.id not in held}
    _check_not_fixed(plan, gone, subjects)
    listed = tuple(
        one.model_copy(update={"status": "cancelled", "journeys": ()}) if one.id in gone else one for one in plan.events
    )
    said = tuple(_say_cancelled(plan, one, subjects) for one in plan.events if one.id in {*gone, *subjects})
    return apply(plan, Draft(said, subjects, added, events=listed, is_freer=True, is_fact=True), why=why, at=at)


def _say_cancelled(plan: Plan, event: PlannedEvent, subjects: Sequence[str]) -> str:
    """That an event is cancelled, and whether it was confirmed; of one that nobody named, with which other it goes."""
    name = begin_with_status(plan, event)
    if event.id in subjects:
        return f"{name} is cancelled"
    return f"{name} is cancelled too: {_say_company(plan, event.id)}"


def _say_company(plan: Plan, event: str) -> str:
    """`it is held where Visit (Oslo > Genoa) is held, and not without it`."""
    base = plan.agenda.base(plan.agenda.events[event])
    where = name_event(plan.scenario, base.id) if base is not None else "another event"
    return f"it is held where {where} is held, and not without it"


def _movable(plan: Plan, event: str, may_move: Sequence[str]) -> PlannedEvent:
    one = find_event(plan, event)
    check_open(one, plan)
    if one.status == "confirmed" and "confirmed" not in may_move:
        said = f"{begin_with_event(plan.scenario, one.id)} is confirmed, and so does not move"
        raise ForbiddenError([Problem("", said, "allow it with --may-move confirmed, or announce it again first")])
    return one


def _fixed_on(plan: Plan, event: PlannedEvent, first: date, why: str) -> tuple[Draft, Plan]:
    """What fixes the event on that day, and the plan with its scenario saying so."""
    from mentoring.domain.pin import Pin

    old = decision_about(plan, event.id)
    before = old.pin.model_dump(include={"host", "people"}) if old is not None and old.pin is not None else {}
    fixed = Pin(event=event.id, first=first, why=why, **before)
    draft = Draft((), [event.id], (_by_hand(plan, fixed),))
    scenario, _ = decided_scenario(plan, draft)
    is_freer = old is not None or any(one not in scenario.pins.values() for one in plan.scenario.pins.values())
    return Draft((), draft.subjects, draft.added, is_freer=is_freer), plan.model_copy(update={"scenario": scenario})


def _free(tried: Plan, event: PlannedEvent, known: Sequence[Violation]) -> tuple[date, ...]:
    """The free days of an event that a pin by hand fixes in the scenario of `tried`, whatever day that says."""
    from mentoring.analysis.free_day import list_free_days
    from mentoring.domain.by_hand import PREFIX

    own = next(name for name, pin in tried.scenario.pins.items() if name.startswith(PREFIX) and pin.event == event.id)
    return list_free_days(tried, event, own, known)


def _by_hand(plan: Plan, pin: Pin) -> ByHand:
    from mentoring.domain.by_hand import ByHand

    return ByHand(pin=pin, revision=plan.revision + 1)


def _pin_of(plan: Plan, event: PlannedEvent, why: str) -> Pin:
    from mentoring.domain.pin import Pin

    people = event.people if plan.scenario.stages[event.stage].people else None
    return Pin(event=event.id, first=event.first, host=event.host, people=people, why=why)


def _is_pinned(plan: Plan, event: PlannedEvent) -> bool:
    """Whether everything about the event is fixed by hand already."""
    old = decision_about(plan, event.id)
    whole = _pin_of(plan, event, "")
    return old is not None and old.pin is not None and old.pin.model_copy(update={"why": ""}) == whole


def _check_not_fixed(plan: Plan, gone: set[str], subjects: Sequence[str]) -> None:
    """Raises ForbiddenError when a pin says of one of these events that it is held."""
    from mentoring.api.carry import nearest
    from mentoring.api.replan import own_scenario, read_places

    found = []
    places = read_places(plan)
    for name, one in own_scenario(plan).pins.items():
        fixed = () if one.negated is not None else ((one.event,) if one.event else one.same_days or ())
        for event in sorted(gone & set(fixed)):
            hint = "take the pin out of the scenario, and replan"
            told = f"{begin_with_event(plan.scenario, event)} is fixed by the pin {name}"
            found.append(Problem("", told, hint, nearest(f"pins.{name}", places)))
    for one_by_hand in plan.decisions:
        if one_by_hand.pin is not None and one_by_hand.subject in gone - set(subjects):
            name = one_by_hand.subject
            goes = f"{say_subject(plan, name)} would be cancelled too, as {_say_company(plan, name)}"
            told = f"{goes}; but it is pinned by hand"
            found.append(Problem("", told, f"mentoring unpin PLAN {name}"))
    if found:
        raise ForbiddenError(found)


def _say_unpinned(plan: Plan, subject: str) -> str:
    from mentoring.api.carry import nearest
    from mentoring.api.replan import read_places
    from mentoring.domain.settled import how_kept, is_settled

    event = next((one for one in plan.held if one.id == subject), None)
    if event is not None and is_settled(event, plan.scenario, ("confirmed",)):
        return f"{say_subject(plan, subject)} has taken place: what is done does not change"
    if event is not None and event.status == "confirmed":
        return f"{say_subject(plan, subject)} is confirmed: mentoring announce PLAN {subject} lets it move again"
    for name, one in plan.scenario.pins.items():
        if subject in (one.body.event, one.body.pairing) and not how_kept(name, one):
            place = nearest(f"pins.{name}", read_places(plan))
            where = f" ({place})" if place else ""
            named = say_subject(plan, subject)
            return f"{named} is fixed by the scenario's pin {name}{where}: take it out there, and replan"
    return f"nothing was decided by hand about {say_subject(plan, subject)}"


def say_subject(plan: Plan, subject: str) -> str:
    """What a decision by hand is about, as a coordinator names it."""
    from mentoring.api.pairing_decision import say_pairing

    event = next((one for one in plan.events if one.id == subject), None)
    return begin_with_event(plan.scenario, event.id) if event is not None else say_pairing(plan, subject)
