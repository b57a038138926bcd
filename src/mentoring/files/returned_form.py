"""A form that a city sends back speaks of that city alone: rows of another one are most likely a slip."""

from __future__ import annotations

from collections.abc import Sequence

from mentoring.files.draft import Draft
from mentoring.files.grid import Grid
from mentoring.files.table import Table
from mentoring.files.who import Directory, Who


def check_form(grids: Sequence[Grid], tables: Sequence[Table], draft: Draft, who: Directory) -> None:
    """A problem for every cell of a form that names another city than the form was made for; elsewhere nothing."""
    name = _made_for(grids)
    own = who.find(name) if name else ""
    if not isinstance(own, Who):
        return
    for table in tables:
        for _, cells in table.entries():
            cell = cells.get("city")
            found = who.find(cell.text) if cell is not None else own
            if cell is not None and isinstance(found, Who) and found != own:
                said = f"this is the form of {name}, and this row speaks of {cell.text[:60]}"
                hint = f"write {own.id}, or move the row to a table of its own"
                draft.problem(said, hint, cell.place)


def _made_for(grids: Sequence[Grid]) -> str:
    """The city that a form was made for, as its first line tells (`Rivers and squares: Porto`); empty for no form."""
    sheets = {grid.sheet.casefold(): grid for grid in grids}
    if not {"instructions", "lists"} <= sheets.keys() or not sheets["instructions"].rows:
        return ""
    return sheets["instructions"].rows[0].cell(0).text.rpartition(": ")[2]
