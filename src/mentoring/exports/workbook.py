"""Tables as an Excel workbook: real dates, a heading that stays in sight, filters, and no formula whatever a text says.

The same tables give the same bytes: the time of making that every workbook holds is the plan's day, never the clock.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mentoring.exports.sheet import Cell, Sheet
from mentoring.exports.text import clean

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

MAKER = "mentoring"
"""Who made the workbook, by its properties; a program in which somebody saves it writes its own name there."""

DATES = "yyyy-mm-dd"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST = 60
"""Characters; a longer text is cut in the view, not in the cell."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


def workbook_bytes(sheets: Sequence[Sheet], made_on: date, title: str) -> bytes:
    """The sheets as one file; `made_on` stands in its properties as the day of making."""
    written = io.BytesIO()
    book = new_workbook(written, made_on, title)
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": DATES, "align": "left"})
    for sheet, name in zip(sheets, sheet_names([sheet.title for sheet in sheets]), strict=True):
        page = book.add_worksheet(name)
        for column, head in enumerate(sheet.heads):
            page.write_string(0, column, clean(head), heading)
            page.set_column(column, column, _width(sheet, column))
        for number, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row):
                write_cell(page, number, column, cell, day)
        page.freeze_panes(1, 0)
        if sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
    book.close()
    return written.getvalue()


def new_workbook(target: io.BytesIO, made_on: date, title: str) -> Workbook:
    """An empty workbook with our name in its properties."""
    from xlsxwriter.workbook import Workbook

    book = Workbook(target, OPTIONS)
    made = datetime(made_on.year, made_on.month, made_on.day)  # noqa: DTZ001 - a workbook knows no time zones
    book.set_properties({"author": MAKER, "created": made, "title": clean(title)[:255]})
    return book


def write_cell(page: Any, row: int, column: int, cell: Cell, day: Any) -> None:
    """A text as text, a number as number, a day as a real date; None leaves the cell empty."""
    if isinstance(cell, date):
        page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
    elif isinstance(cell, int):
        page.write_number(row, column, cell)
    elif cell:
        page.write_string(row, column, clean(cell)[:32_767])  # Excel's own limit of a cell


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Names of sheets that Excel takes: at most 31 letters, none of `[]:*?/\\`, no two alike but for capitals."""
    taken: set[str] = {"history"}  # Excel's own
    names = []
    for title in titles:
        plain = " ".join(_FORBIDDEN.sub(" ", clean(title)).split()).strip("' ") or "Sheet"
        name, number = _cut(plain, _LONGEST_NAME), 1
        while name.casefold() in taken:
            number += 1
            end = f" ({number})"
            name = _cut(plain, _LONGEST_NAME - len(end)) + end
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, longest: int) -> str:
    """So much of the text that it fills at most `longest` places as Excel counts: an emoji fills two."""
    while len(text.encode("utf-16-le")) // 2 > longest:
        text = text[:-1]
    return text.strip("' ") or "Sheet"


def _width(sheet: Sheet, column: int) -> int:
    longest = max((len(str(row[column])) for row in sheet.rows if row[column] is not None), default=0)
    return max(8, min(WIDEST, max(longest, min(len(sheet.heads[column]), 14)) + 2))
