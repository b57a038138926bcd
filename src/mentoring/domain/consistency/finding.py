"""One thing in a scenario that cannot be right, or is doubtful, told so that it can be mended."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, and what to do about it.

    `path` leads to the value as written in the file (`("cities", "graz", "unavailable", 0, "last")`; a `not` pin's
    key is `not`); `also` are other places that the message is about. A `warning` stops nothing. A `clash` is between
    things each of which could be so: what would have to give way can be looked for.
    """

    path: Path
    message: str
    hint: str = ""
    also: tuple[Path, ...] = ()
    warning: bool = False
    clash: bool = False


_MANY = 300  # comparing a name with more takes so long that only those with the same first letter are looked at


def suggest(name: str, known: Iterable[str]) -> str:
    """The known names nearest to a misspelt one: `did you mean oslo?`; what there is when none is near."""
    names = sorted(set(known))
    alike = names if len(names) <= _MANY else [one for one in names if one[:1] == name[:1]][:_MANY]
    near = difflib.get_close_matches(name[:100], alike, n=2, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    if not names:
        return ""
    shown = ", ".join(names[:12])
    return f"known are {shown} and {len(names) - 12} more" if len(names) > 12 else f"known are {shown}"


def say_list(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def repeated(names: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of entries that stand in a list before: (where again, where first)."""
    first: dict[str, int] = {}
    again = []
    for position, name in enumerate(names):
        if name in first:
            again.append((position, first[name]))
        first.setdefault(name, position)
    return again
