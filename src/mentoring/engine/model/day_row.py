"""Declared days: which start days an event has whenever it is held, and what hangs on more than that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mentoring.engine.model.literal import Lit, Literals
from mentoring.language.declaration import Days, Declaration
from mentoring.language.fact import Held


def list_day_rows(literals: Literals, declared: Iterable[Declaration]) -> Iterator[tuple[Days, Lit]]:
    """Declarations about days with the literal they hang on; those that never bind are left out."""
    for days in declared:
        if isinstance(days, Days) and days.event in literals.frame.agenda.events:
            when = literals.literal(days.when or Held(days.event))
            if when is not None and when is not False:
                yield days, when


def narrowed(literals: Literals, declared: Iterable[Declaration]) -> dict[str, int]:
    """For each event the start days that hold whenever it is held."""
    masks = {event.id: literals.frame.every_day for event in literals.frame.events}
    for days, when in list_day_rows(literals, declared):
        if when is True or _is_same(when, literals.sure(Held(days.event))):
            masks[days.event] &= days.mask
    return masks


def _is_same(one: Lit, other: Lit) -> bool:
    """Whether two literals that are still open are the same."""
    return not isinstance(one, bool) and not isinstance(other, bool) and one.index == other.index
