"""Tables with a heading: cities, offers, needs, people, themes, the programme, and days on which somebody cannot come.

Which table it is, is told by the name of the sheet or file (`offers`, `needs.csv`) or else by the heads of its columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mentoring.domain.dates import parse_day
from mentoring.files.draft import Draft
from mentoring.files.grid import Cell, Grid, Row

Read = Callable[[str], Any]

_YES = frozenset({"yes", "true", "x", "1", "ja", "oui", "si", "sí", "sì"})
_NO = frozenset({"no", "false", "0", "nein", "nee", "non"})


def _text(text: str) -> str:
    return text


def _whole(text: str) -> int:
    if re.fullmatch(r"\d{10,}", text):
        raise ValueError(f"{text[:40]} is too large a number: at most 999999999 is read")
    if not re.fullmatch(r"\d{1,9}", text):
        raise ValueError(f"{text[:40]!r} is no whole number: write digits only, as in 12")
    return int(text)


def _degrees(text: str) -> float:
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,12})?", text):
        raise ValueError(f"{text[:40]!r} are no degrees: write them with a point, as in 51.05")
    return float(text)


def _level(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def _truth(text: str) -> bool:
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    raise ValueError(f"{text[:40]!r} is neither yes nor no")


def _listed(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]


def read_day(text: str) -> str:
    """A day written as 2027-03-01, checked and as it was.

    Raises ValueError when it is none; 03/04/2027 is read in two ways in Europe, and so in none here.
    """
    return parse_day(text).isoformat()


PREFERRED: dict[str, Read] = {"prefers": _listed, "refuses": _listed}
COLUMNS: dict[str, dict[str, Read]] = {
    "programme": {"key": _text, "value": _text},
    "themes": {"theme": _text, "title": _text, "min_cities": _whole, "min_countries": _whole},
    "cities": {
        "city": _text, "name": _text, "country": _text, "region": _text, "latitude": _degrees, "longitude": _degrees,
        "time_zone": _text, "population": _whole, "languages": _listed, "region_type": _text, "represented_by": _text,
        "contact": _text, "email": _text, "phone": _text, "code": _text, "can_host": _truth, "visa_weeks": _whole,
        "at_once": _whole, "events_per_month": _whole, "rest_days": _whole, "mentees": _whole, "left_on": read_day,
    },
    "people": {
        "person": _text, "name": _text, "home": _text, "languages": _listed, "roles": _listed, "email": _text,
        "left_on": read_day,
    },
    "offers": {
        "city": _text, "theme": _text, "strength": _level, "mentees": _whole, "min_mentees": _whole, "hours": _whole,
        "reserve": _truth, **PREFERRED,
    },
    "needs": {
        "city": _text, "theme": _text, "level": _level, "priority": _whole, "mentors": _whole, "min_mentors": _whole,
        **PREFERRED,
    },
    "availability": {"city": _text, "first": read_day, "last": read_day, "kind": _text, "why": _text},
}  # fmt: skip
"""Every table with its columns and how their cells are read; the first column says what a row is about."""

NEEDED: dict[str, tuple[str, ...]] = {
    "programme": ("key", "value"), "themes": ("theme",), "cities": ("city",), "people": ("person",),
    "offers": ("city", "theme"), "needs": ("city", "theme"), "availability": ("first", "last"),
}  # fmt: skip
_TELLING = {
    "programme": {"key"}, "availability": {"first", "last"}, "people": {"person"},
    "offers": {"strength", "min_mentees", "hours", "reserve"}, "needs": {"level", "priority", "mentors", "min_mentors"},
    "themes": {"min_cities", "min_countries"},
}  # fmt: skip
_SAME = {"id": "city", "who": "city", "until": "last", "to": "last", "from": "first", "note": "why", "reason": "why"}
KINDS_OF_DAYS = {
    "unavailable": "unavailable", "not": "unavailable", "no": "unavailable", "cannot": "unavailable",
    "if_needed": "if_needed", "if needed": "if_needed", "maybe": "if_needed", "rather not": "if_needed",
    "wish": "wishes", "wishes": "wishes", "yes": "wishes",
}  # fmt: skip
"""What may stand under `kind`."""


@dataclass(frozen=True, slots=True)
class Table:
    """A grid that is known to be a table of a kind: which column is which, and the rows under the heading."""

    kind: str
    grid: Grid
    columns: dict[str, int]
    rows: tuple[Row, ...]

    def entries(self) -> Iterator[tuple[Row, dict[str, Cell]]]:
        """Every row that is not empty, with its cells that are not empty by column."""
        for row in self.rows:
            cells = {name: cell for name, at in self.columns.items() if (cell := row.cell(at)).text}
            # Forms come with the city written into empty rows.
            if cells.keys() - {"city"} or (cells and self.kind == "cities"):
                yield row, cells


def find_table(grid: Grid, draft: Draft) -> Table | None:
    """The table in a grid, with a problem for every head that it should not have; None if it is none of ours."""
    for number, row in enumerate(grid.rows[:20]):
        heads = {plain_head(cell.text): cell for cell in row.cells if cell.text}
        kind = _kind(set(heads), grid)
        if kind is None:
            continue
        columns = COLUMNS[kind]
        for head, cell in heads.items():
            if head not in columns:
                known = ", ".join(columns)
                draft.problem(f"{cell.text[:40]!r} is no column of the table {kind}", f"known: {known}", cell.place)
        at = {head: cell.column for head, cell in heads.items() if head in columns}
        return Table(kind, grid, at, grid.rows[number + 1 :])
    return None


def lacks_heads(grid: Grid, draft: Draft) -> bool:
    """Whether the grid is meant as a table but lacks heads, so that its days would be taken for those of a poll.

    It is when a sheet has the name of a table, or some heads of one; that is a problem, which is told here.
    """
    name = plain_head(grid.sheet or Path(grid.file).stem)
    best: tuple[int, str, Row] = (0, name, grid.rows[0])
    for row in grid.rows[:20]:
        heads = {plain_head(text) for text in row.texts if text}
        for kind in [name] if name in COLUMNS else COLUMNS:
            best = max(best, (len(heads & COLUMNS[kind].keys()), kind, row), key=lambda one: one[0])
    fitting, kind, row = best
    if name in COLUMNS and (fitting > 1 or grid.sheet):
        lacking = [head for head in NEEDED[name] if head not in {plain_head(text) for text in row.texts}]
        said = f"the table {name} has no column {' and no column '.join(lacking)}"
    elif fitting > 2:
        said = f"this looks like the table {kind}, but lacks {' and '.join(NEEDED[kind])}"
    else:
        return False
    draft.problem(said, f"write the heads above the columns: {', '.join(COLUMNS[kind])}", row.cell(0).place)
    return True


def plain_head(text: str) -> str:
    """A head as it is compared: small letters, `_` between words, and the usual word where there are several."""
    plain = "_".join(text.casefold().split())
    return _SAME.get(plain, plain)


def _kind(heads: set[str], grid: Grid) -> str | None:
    name = plain_head(grid.sheet or Path(grid.file).stem)
    fitting = [kind for kind, needed in NEEDED.items() if set(needed) <= heads]
    if name in fitting:
        return name
    for kind in fitting:
        if heads & _TELLING.get(kind, set()):
            return kind
    return fitting[0] if len(fitting) == 1 and len(heads & COLUMNS[fitting[0]].keys()) > 1 else None
