"""Events and pairings as people name them: `visit/milan`, `Oslo > Milan`, `genoa > riga in perception`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import UsageError

if TYPE_CHECKING:
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.plan import Plan, PlannedEvent


def find_pairs(plan: Plan, text: str) -> tuple[Pairing, ...]:
    """The pairings that `Oslo > Milan`, with or without ` in THEME`, may mean: those of the plan, if there are any.

    Empty for a text that is no pairing at all. Raises UsageError for a city or theme that is not there.
    """
    from mentoring.analysis.wish import parse_wish
    from mentoring.api.known import spelling_of

    if ">" not in text:
        return ()
    mentor, _, rest = text.partition(">")
    is_whole = " in " in f" {rest.lower()} "
    line = text if is_whole else f"{mentor.strip()} for {rest.strip()}"
    found = parse_wish(plan, line, spelling_of(plan.scenario)).pairs
    return tuple(one for one in found if one in plan.paired) or found


def find_one_pair(plan: Plan, text: str) -> Pairing | None:
    """The one pairing that the text means; None for a text that is no pairing.

    Raises UsageError when it may be several, or a city or theme is not there.
    """
    found = find_pairs(plan, text)
    if len(found) > 1:
        raise UsageError(f"{text!r} may be one of {len(found)} pairings, name one: {', '.join(map(str, found))}")
    return found[0] if found else None


def find_short(plan: Plan, text: str) -> PlannedEvent | None:
    """The event, cancelled or not, that a short name means; None when it means none.

    Raises UsageError when it may be several, with their ids, or a city or theme is not there.
    """
    if ">" in text:
        pairs = set(find_pairs(plan, text))
        found = [event for event in plan.events if (event.mentor, event.mentee, event.theme) in pairs]
    else:
        parts = [part for part in text.strip().casefold().split("/") if part]
        found = [event for event in plan.events if parts and _holds(event.id, parts)] or [
            event for event in plan.events if parts and _holds(event.id, parts, begun=True)
        ]
    if len(found) > 1:
        raise UsageError(
            f"{text!r} may be one of {len(found)} events, name one: {', '.join(event.id for event in found[:6])}"
            + (f" and {len(found) - 6} more" if len(found) > 6 else "")
        )
    return found[0] if found else None


def _holds(event: str, parts: list[str], *, begun: bool = False) -> bool:
    """Whether the parts stand in the event's id in this order; `begun`: their beginnings are enough."""
    rest = iter(event.split("/"))
    return all(any(whole == part or (begun and whole.startswith(part)) for whole in rest) for part in parts)
