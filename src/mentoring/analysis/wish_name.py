"""What people call the events, cities and themes of a plan, read back into ids."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterable
from typing import NoReturn

from mentoring.domain.consistency.target import read_target
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.errors import UsageError

MOST_NAMED = 6

Spelling = Callable[[str], str | None]
"""The id of the city that another spelling of its name means; None where it means none, or several."""


def no_spelling(_name: str) -> str | None:
    """For whoever knows no other spellings."""
    return None


def find_event(plan: Plan, text: str, spelling: Spelling = no_spelling) -> str:
    """The id of an event, given whole or by some of its parts, or their beginnings, in their order: `visit/genoa`.

    Of cities in it also by another spelling: `visit/Genova`.

    Raises UsageError when no event of the plan, or more than one, is meant.
    """
    name = plain(text).replace(" ", "")
    if read_target(plan.scenario, name) is not None:
        return name
    parts = [part for part in name.split("/") if part]
    found = [event.id for event in plan.held if parts and _holds(event.id.split("/"), parts)] or [
        event.id for event in plan.held if parts and _holds(event.id.split("/"), parts, begun=True)
    ]
    if not found:
        given = [part.strip() for part in text.split("/") if part.strip()]
        meant = [spelling(part) or part for part in given]
        return find_event(plan, "/".join(meant)) if meant != given else _refuse_event(plan, text, name)
    if len(found) == 1:
        return found[0]
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    raise UsageError(f"{text!r} may be one of {len(found)} events, name one: {', '.join(found[:MOST_NAMED])}{more}")


def _refuse_event(plan: Plan, text: str, name: str) -> NoReturn:
    near = difflib.get_close_matches(name, [event.id for event in plan.held], n=1, cutoff=0.4)
    hint = f": did you mean {near[0]}?" if near else "; `mentoring show PLAN events --json` lists them"
    raise UsageError(f"the plan has no event {text!r}{hint}")


def _holds(whole: list[str], parts: list[str], *, begun: bool = False) -> bool:
    """Whether the parts stand in the whole in this order; `begun`: their beginnings are enough."""
    rest = iter(whole)
    return all(any(one == part or (begun and one.startswith(part)) for one in rest) for part in parts)


def plain(text: str) -> str:
    """The text in small letters without accents."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("ł", "l"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).strip()


def find_name(text: str, known: Iterable[str], scenario: Scenario, kind: str, spelling: Spelling) -> str:
    """The id that a name means. Raises UsageError with the nearest name when there is none."""
    ids = list(known)
    names = {plain(scenario.name(one)): one for one in reversed(ids)} | {one: one for one in ids}
    wanted = plain(text)
    if wanted in names:
        return names[wanted]
    if (meant := spelling(text.strip())) is not None:
        return meant
    near = difflib.get_close_matches(wanted, names, n=1)
    hint = f"did you mean {names[near[0]]}?" if near else _say_known(ids)
    raise UsageError(f"{text.strip()!r} is no {kind}: {hint}")


def _say_known(ids: list[str]) -> str:
    more = f" and {len(ids) - 12} more" if len(ids) > 12 else ""
    return f"known: {', '.join(sorted(ids)[:12])}{more}"


def find_theme(scenario: Scenario, text: str) -> str:
    """The id that a theme's id or title means. Raises UsageError with the nearest when there is none."""
    wanted = plain(text)
    titles = {plain(theme.title): name for name, theme in scenario.themes.items() if theme.title}
    names = titles | {name: name for name in scenario.themes}
    if wanted in names:
        return names[wanted]
    near = difflib.get_close_matches(wanted, names, n=1)
    hint = f"did you mean {names[near[0]]}?" if near else _say_known(list(scenario.themes))
    raise UsageError(f"{text.strip()!r} is no theme of the programme: {hint}")
