"""Rows of known tables into a draft, each value with its cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mentoring.domain.value import ID_PATTERN
from mentoring.files.draft import Draft
from mentoring.files.grid import Cell
from mentoring.files.place_table import fold_name
from mentoring.files.table import COLUMNS, KINDS_OF_DAYS, NEEDED, Table
from mentoring.files.who import Directory


def read_table(table: Table, draft: Draft, who: Directory) -> None:
    """Everything in a table into the draft; what is wrong becomes a problem with its cell."""
    reader = {
        "programme": _programme, "themes": _theme, "cities": _city, "people": _person, "offers": _offer_or_need,
        "needs": _offer_or_need, "availability": _days,
    }[table.kind]  # fmt: skip
    refused = {problem.place for problem in draft.problems}
    for row, cells in table.entries():
        lacking = [name for name in NEEDED[table.kind] if name not in cells]
        if lacking:
            if any(row.cell(table.columns[name]).place in refused for name in lacking if name in table.columns):
                continue  # it is there and cannot be read, which is told already
            said = f"{' and '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} missing in this row"
            draft.problem(said, "fill it in, or empty the row", next(iter(cells.values())).place)
            continue
        title = table.grid.sheet or Path(table.grid.file).stem
        line = _Line(table.kind, table.grid.source(row.number), title, cells, {}, draft, who)
        line.read()
        reader(line)


def with_source(why: str, source: str) -> str:
    """A reason that says where it comes from: `elections [availability.xlsx, sheet Ghent, row 7]`.

    One that came from a table before, and stands in this one as it was, is left as it is.
    """
    if re.search(r"\[[^\[\]]+, (row|line) \d+\]$", why):
        return why
    return f"{why[:1800]} [{source}]" if why else f"[{source}]"


@dataclass(slots=True)
class _Line:
    """One row: where it stands, the name of its sheet or file, its cells, what they mean, and what it is read into."""

    kind: str
    source: str
    title: str
    cells: dict[str, Cell]
    values: dict[str, Any]
    draft: Draft
    who: Directory

    def read(self) -> None:
        """The cells as values; one that cannot be read is a problem, and left out."""
        for name, cell in self.cells.items():
            try:
                self.values[name] = COLUMNS[self.kind][name](cell.text)
            except ValueError as error:
                self.draft.problem(str(error), "", cell.place)

    def id_in(self, column: str) -> str:
        """The id in a cell, or the one that follows from the name in it; empty, with a problem, if none does."""
        text = str(self.values[column])
        found = text if re.fullmatch(ID_PATTERN, text) else fold_name(text)
        if re.fullmatch(ID_PATTERN, found) and len(found) <= 60:
            return found
        hint = "write one in small letters a-z, as in athens"
        self.draft.problem(f"no id follows from {text[:40]!r}", hint, self.cells[column].place)
        return ""

    def put_all(self, steps: tuple[str, ...], named_by: str, *leave: str) -> None:
        """Every value but that of the column that names the entry, and those to leave out."""
        self.draft.ensure(steps, self.cells[named_by].place)
        for name, value in self.values.items():
            if name not in (named_by, *leave):
                self.draft.put((*steps, name), value, self.cells[name].place)


def _programme(line: _Line) -> None:
    key = "_".join(line.values["key"].casefold().split())
    value: object = line.values["value"]
    steps = {"coordinator": ("coordinator", "name"), "email": ("coordinator", "email")}.get(key, (key,))
    if key == "working_days":
        value = COLUMNS["cities"]["languages"](line.values["value"])
    line.draft.put(("programme", *steps), value, line.cells["value"].place)


def _theme(line: _Line) -> None:
    theme = line.id_in("theme")
    if theme:
        line.put_all(("themes", theme), "theme")


def _city(line: _Line) -> None:
    known = line.who.find(line.values["city"])
    city = line.id_in("city") if isinstance(known, str) else known.id
    if not city:
        return
    if isinstance(known, str) and city != line.values["city"]:
        line.values.setdefault("name", line.values["city"])
        line.cells.setdefault("name", line.cells["city"])
    if isinstance(known, str) and line.who.ids:  # a new city is told, as a known one may have been misspelt
        line.draft.notes.append(f"{city} is a new city ({line.source})")
    line.draft.ensure(("cities", city), line.cells["city"].place)
    for column, key in (("contact", "name"), ("email", "email"), ("phone", "phone")):
        if column in line.values:
            line.draft.put(("cities", city, "contact", key), line.values[column], line.cells[column].place)
    line.put_all(("cities", city), "city", "contact", "email", "phone")


def _person(line: _Line) -> None:
    person = line.id_in("person")
    if person:
        line.put_all(("people", person), "person")


def _offer_or_need(line: _Line) -> None:
    city = line.who.find(line.values["city"])
    theme = line.who.find_theme(line.values["theme"]) or line.id_in("theme")
    if isinstance(city, str) or city.kind != "cities":
        said = city if isinstance(city, str) else f"{city.id} is a person, and only cities offer and need"
        line.draft.problem(said, "", line.cells["city"].place)
        return
    for column in ("prefers", "refuses"):
        if column in line.values:
            line.values[column] = _cities_in(line, column)
    if theme:
        line.put_all(("cities", city.id, line.kind, theme), "theme", "city")


def _cities_in(line: _Line, column: str) -> list[str]:
    found = []
    for name in line.values[column]:
        one = line.who.find_city(name)
        if isinstance(one, str):
            line.draft.problem(one, "separate several with commas", line.cells[column].place)
        else:
            found.append(one.id)
    return found


def _days(line: _Line) -> None:
    values, cells, draft = line.values, line.cells, line.draft
    if "city" not in values:  # a sheet for each city needs no column for it
        own = Cell(line.title, cells["first"].place)
        values, cells = values | {"city": own.text}, cells | {"city": own}
    found = line.who.find(values["city"])
    kind = KINDS_OF_DAYS.get(values.get("kind", "unavailable").casefold())
    if isinstance(found, str):
        draft.problem(found, "", cells["city"].place)
    if kind is None:
        hint = "write unavailable, if_needed or wish"
        draft.problem(f"{values['kind'][:40]!r} is no kind of days", hint, cells["kind"].place)
    if isinstance(found, str) or kind is None or "first" not in values or "last" not in values:
        return
    if found.kind == "people" and kind != "unavailable":
        hint = "write unavailable, or leave the row out"
        draft.problem("a person has only days that are unavailable", hint, cells["kind"].place)
        return
    period = {"first": values["first"], "last": values["last"], "why": with_source(values.get("why", ""), line.source)}
    places = {name: cell.place for name, cell in cells.items()}
    draft.add((found.kind, found.id, f"{kind}+"), period, cells["first"].place, places)
