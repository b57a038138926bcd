"""Tables as comma-separated values that a spreadsheet program opens as they are meant."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

LEADS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be read as a formula by spreadsheet programs."""


def csv_text(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table as text; None is an empty cell.

    A text cell that would be read as a formula gets a `'` before it, as it may come from somebody else's file; figures
    stay figures. It begins with the mark by which spreadsheet programs know UTF-8.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(titles)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return "\ufeff" + written.getvalue()


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(LEADS):
        return "'" + cell
    return "" if cell is None else cell
