"""Tables as comma-separated values that a spreadsheet program opens as they are meant.

RFC 4180: commas, quotes where they are needed, CRLF at the end of every row; days as 2013-02-25.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from mentoring.exports.text import clean
from mentoring.files.formula import guard


def csv_text(titles: Sequence[str], rows: Iterable[Sequence[object]], *, for_excel: bool = True) -> str:
    """The table as text; None is an empty cell.

    A text cell that would be read as a formula gets a `'` before it, as it may come from somebody else's file; figures
    stay figures. `for_excel` begins with the mark by which Excel knows UTF-8, which other programs may show as letters.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([_safe(title) for title in titles])
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return ("\ufeff" if for_excel else "") + written.getvalue()


def _safe(cell: object) -> object:
    if isinstance(cell, str):
        return guard(clean(cell))
    return "" if cell is None else cell
