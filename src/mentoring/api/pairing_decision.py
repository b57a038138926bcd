"""Decisions by hand about pairings: a city must agree before it is matched, and may decline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mentoring.api.decide import Decided, Draft, apply, begin_with_status, decision_about
from mentoring.domain.consistency.amount import missing_half
from mentoring.domain.naming import name_event, say_names, say_pair
from mentoring.domain.pairing import Pairing, parse_pairing
from mentoring.errors import ForbiddenError, Problem, UsageError

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan, PlannedEvent, Unserved, Unused

HINT = "write it as oslo/genoa/political"


def accept(plan: Plan, pairings: Sequence[str], *, why: str = "", at: str | None = None) -> Decided:
    """Both cities of these pairings agree: later plans keep them.

    Raises UsageError when one is not in the plan.
    """
    from mentoring.domain.by_hand import ByHand
    from mentoring.domain.pin import Pin

    names = list(dict.fromkeys(read_pairing(plan, name) for name in pairings))
    there = {one.pairing: one for one in plan.pairings}
    for name in names:
        if name not in there:
            if _is_declined(plan, name):
                raise UsageError(f"{say_pairing(plan, name)} is declined: mentoring unpin PLAN {name!r}, then replan")
            raise UsageError(f"{say_pairing(plan, name)} is not in the plan: only what is proposed can be accepted")
    new = [name for name in names if not _is_accepted(plan, name)]
    if not new:
        return Decided(plan)
    added = tuple(ByHand(pin=Pin(pairing=name, why=why), revision=plan.revision + 1) for name in new)
    said = tuple(f"{say_pairing(plan, name)} is accepted" for name in new)
    return apply(plan, Draft(said, new, added), why=why, at=at)


def decline(plan: Plan, pairings: Sequence[str], *, why: str, at: str | None = None) -> Decided:
    """A city says no to these pairings: they are ruled out for good, with the reason, and their events are cancelled.

    Confirmed events go too, and each that goes is told. The rest of the plan stays until it is made anew; rules that it
    no longer keeps until then are told.

    Raises:
        ForbiddenError: when an event of the pairing has taken place, or the scenario fixes the pairing.
        UsageError: when the scenario has no such offer and need, or no reason is given.
    """
    from mentoring.domain.by_hand import ByHand
    from mentoring.domain.pin import Pin, PinBody

    if not why.strip():
        raise UsageError("say why it is declined, with --why TEXT: whoever plans again should know")
    names = list(dict.fromkeys(read_pairing(plan, name) for name in pairings))
    new = [name for name in names if not _is_declined(plan, name)]
    if not new:
        return Decided(plan)
    gone = {parse_pairing(name) for name in new}
    events = _events_without(plan, gone)
    own = [event.id for event in plan.held if event.id not in {one.id for one in events}]
    added = tuple(ByHand(pin=Pin(negated=PinBody(pairing=name), why=why), revision=plan.revision + 1) for name in new)
    draft = Draft(
        tuple(f"{say_pairing(plan, name)} is declined" for name in new),
        [*new, *own],
        added,
        follows=tuple(_say_events_gone(plan, events)),
        events=events,
        pairings=tuple(one for one in plan.pairings if one.key not in gone),
        unserved=_unserved(plan, gone, why),
        unused=_unused(plan, gone),
        is_freer=any(decision_about(plan, name) is not None for name in own),
        is_fact=True,
    )
    return apply(plan, draft, why=why, at=at)


def read_pairing(plan: Plan, text: str) -> str:
    """A pairing as plans write it, from `oslo > genoa in political`, `oslo/genoa/political` or `Oslo > Genoa`.

    An event of one pairing alone means that pairing: `visit/oslo/milan`, as plans name it.

    Raises UsageError when it is neither, may be several, or the scenario has no such offer and need.
    """
    from mentoring.api.short_name import find_one_pair, find_short

    parts = text.split("/")
    try:
        if len(parts) > 1 and parts[0].strip().casefold() in plan.scenario.stages:
            pair = _pairing_of(find_short(plan, text), text)
        else:
            pair = _named(plan, *parts) if len(parts) == 3 else find_one_pair(plan, text) or parse_pairing(text)
    except ValueError:
        raise UsageError(f"{text!r} is no event of the plan and no pairing: {HINT}") from None
    if not plan.scenario.is_conceivable(pair):
        said = f"{say_pair(plan.scenario, pair)}: the scenario has no such offer and need"
        known = {pair.mentor, pair.mentee} <= plan.scenario.cities.keys()
        missing = missing_half(plan.scenario, pair) if known else ""
        raise UsageError(f"{said}, as {missing}" if missing else said)
    return str(pair)


def _pairing_of(event: PlannedEvent | None, text: str) -> Pairing:
    """The one pairing that the event belongs to.

    Raises:
        UsageError: when it belongs to several, or to none.
        ValueError: when there is no such event.
    """
    if event is None:
        raise ValueError(text)
    if event.mentor is None or event.mentee is None or event.theme is None:
        raise UsageError(f"{text!r} is no event of one pairing alone: name the pairing, and {HINT}")
    return Pairing(event.mentor, event.mentee, event.theme)


def _named(plan: Plan, mentor: str, mentee: str, theme: str) -> Pairing:
    """The pairing of the cities and theme that are called so. Raises UsageError, with the nearest, for other names."""
    from mentoring.api.known import find_city, find_theme

    scenario = plan.scenario
    return Pairing(find_city(scenario, mentor), find_city(scenario, mentee), find_theme(scenario, theme))


def say_pairing(plan: Plan, name: str) -> str:
    """`Athens > Genova in Political participation`."""
    return say_pair(plan.scenario, parse_pairing(name))


def _is_accepted(plan: Plan, name: str) -> bool:
    old = decision_about(plan, name)
    return old is not None and old.pin is not None and old.pin.pairing is not None


def _is_declined(plan: Plan, name: str) -> bool:
    old = decision_about(plan, name)
    return old is not None and old.pin is not None and old.pin.negated is not None


def _events_without(plan: Plan, gone: set[Pairing]) -> tuple[PlannedEvent, ...]:
    """The events that are left without these pairings, with those who still take part.

    Raises ForbiddenError when one that would go has taken place.
    """
    from mentoring.domain.event import Agenda

    left = Agenda(plan.scenario, plan.paired - gone).events
    found = []
    for event in plan.events:
        if event.status == "cancelled":
            found.append(event)
        elif event.id in left:
            found.append(event.model_copy(update={"participants": left[event.id].members}))
        elif event.status == "done" or event.last < plan.scenario.planned_on:
            said = f"{name_event(plan.scenario, event.id)} has taken place: the pairing cannot be declined any more"
            raise ForbiddenError([Problem("", said, "a city that leaves gets `left_on` in the scenario")])
    return tuple(found)


def _say_events_gone(plan: Plan, events: Sequence[PlannedEvent]) -> Iterator[str]:
    """What becomes of events without a pairing: those called off, and who leaves one that cities were told of."""
    left = {event.id: event for event in events}
    for event in plan.held:
        if event.id not in left:
            yield f"{begin_with_status(plan, event)} is cancelled with it"
        elif event.status != "proposed" and (out := set(event.participants) - set(left[event.id].participants)):
            yield f"{begin_with_status(plan, event)} is held without {say_names(plan.scenario, sorted(out))}"


def _unserved(plan: Plan, gone: set[Pairing], why: str) -> tuple[Unserved, ...]:
    """Needs that lack mentors once these pairings are gone."""
    from mentoring.domain.plan import Unserved

    found = {(one.city, one.theme): one for one in plan.unserved}
    for pair in sorted(gone & plan.paired):
        need = plan.scenario.cities[pair.mentee].needs[pair.theme]
        key = (pair.mentee, pair.theme)
        missing = found[key].missing + 1 if key in found else 1
        reason = f"declined: {plan.scenario.name(pair.mentor)} ({why})"
        found[key] = Unserved(
            city=pair.mentee, theme=pair.theme, missing=missing, priority=need.priority, reason=reason
        )
    return tuple(sorted(found.values(), key=lambda one: (-one.priority * one.missing, one.city, one.theme)))


def _unused(plan: Plan, gone: set[Pairing]) -> tuple[Unused, ...]:
    """Offers with places left once these pairings are gone."""
    from mentoring.domain.plan import Unused

    found = {(one.city, one.theme): one for one in plan.unused}
    for pair in sorted(gone & plan.paired):
        key = (pair.mentor, pair.theme)
        free = found[key].free + 1 if key in found else 1
        reason = f"declined: {plan.scenario.name(pair.mentee)}"
        found[key] = Unused(city=pair.mentor, theme=pair.theme, free=free, reason=reason)
    return tuple(sorted(found.values(), key=lambda one: (one.city, one.theme)))
