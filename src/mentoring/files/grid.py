"""Spreadsheets as they stand: rows of cells, each with the address by which people find it.

A workbook is read by its last results, never by its formulas; comma-separated values with commas, semicolons or tabs.
Nothing is guessed: a cell that cannot be read is a problem with its sheet and address.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.errors import Place, Problem
from mentoring.files.formula import unguard
from mentoring.files.text import FORBIDDEN, LARGEST, control_message, decode, read_bytes, too_large

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS = 50_000
MOST_COLUMNS = 1_000
MOST_CELLS = 2_000_000
"""Cells of a table with the empty ones in it: one stray cell far out makes all before it a part of the table."""

LARGEST_UNPACKED = 200_000_000
"""Bytes; a workbook is packed, and a small file can become a huge one."""

_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")

ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})

LONGEST = 2_000
"""Characters of a cell: the longest text that a scenario takes."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell (days as 2027-03-01, truth values as yes and no) and where it stands; columns from 0."""

    text: str
    place: Place
    column: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number from 1; it has as many cells as the widest row of its sheet."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a workbook, or a file of comma-separated values (`sheet` is then empty)."""

    file: str
    sheet: str
    rows: tuple[Row, ...]

    def source(self, row: int) -> str:
        """Where a row stands, for people: `availability.xlsx, sheet Ghent, row 7`."""
        return ", ".join((Path(self.file).name, *([f"sheet {self.sheet}"] if self.sheet else []), f"row {row}"))


def read_grids(path: Path) -> tuple[list[Grid], list[Problem]]:
    """Every sheet of a workbook or CSV file, and every cell that cannot be read.

    Raises UsageError if there is no such file or it may not be read.
    """
    name = path.as_posix()
    data = read_bytes(path)
    if len(data) > LARGEST:
        return [], [too_large(name, path.stat().st_size)]
    return _read_workbook(data, name) if data[:2] == b"PK" else _read_commas(data, name)


def column_letters(column: int) -> str:
    """The letters of a column, counted from 0: A, B, ..., Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _read_commas(data: bytes, name: str) -> tuple[list[Grid], list[Problem]]:
    text, problems = decode(data, name)
    if problems or not text.strip():
        return [], problems or [Problem("", "the file is empty", "", Place(name))]
    begin = text.splitlines()[:20]
    # Programs set to a language with decimal commas write semicolons.
    delimiter = max(",;\t", key=lambda sign: max(line.count(sign) for line in begin))
    try:
        read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        lines = [line[: MOST_COLUMNS + 1] for line in islice(read, MOST_ROWS + 1)]
    except csv.Error as error:
        said = f"this is no table of comma-separated values: {error}"
        return [], [Problem("", said, "save it again from the spreadsheet program as CSV", Place(name))]
    plain = ([(column, unguard(text)) for column, text in enumerate(line)] for line in lines)
    return _grid(name, "", enumerate(plain, start=1))


def _read_workbook(data: bytes, name: str) -> tuple[list[Grid], list[Problem]]:
    refused = "this is no workbook that can be read"
    hint = "open it in a spreadsheet program and save it as .xlsx without a password"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
                return [], [Problem("", "the workbook is far too large when unpacked", "split it", Place(name))]
            sheets = [part for part in parts.namelist() if part.startswith("xl/worksheets/")]
            if sum(1 for part in sheets for _ in _CELL.finditer(parts.read(part))) > MOST_CELLS:
                return [], [Problem("", f"the workbook has more than {MOST_CELLS} cells", "split it", Place(name))]
            has_formulas = any(b"<f" in parts.read(part) for part in sheets)
        book = _load(data, is_result=True)
        formulas = _load(data, is_result=False) if has_formulas else None
    except Exception as error:  # noqa: BLE001 - whatever the library meets in a broken file
        return [], [Problem("", f"{refused}: {' '.join(str(error).split())[:200]}", hint, Place(name))]
    grids: list[Grid] = []
    problems: list[Problem] = []
    for page in book.worksheets:
        title = page.title
        if _is_too_wide(page.max_row, page.max_column):  # before the library makes a cell of every empty one
            problems.append(_too_wide(name, title))
            continue
        rows = ((number, _values(row)) for number, row in enumerate(page.iter_rows(), start=1))
        found, wrong = _grid(name, title, rows)
        grids += found
        problems += wrong
        if formulas is not None:
            problems += _without_result(formulas[title], page, name)
    return grids, problems


def _load(data: bytes, *, is_result: bool) -> Workbook:
    import warnings

    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are of no interest here
        return openpyxl.load_workbook(io.BytesIO(data), data_only=is_result)


def _values(row: Any) -> list[tuple[int, Any]]:
    return [(number, cell.value) for number, cell in enumerate(row)]


def _without_result(formulas: Any, results: Any, name: str) -> Iterator[Problem]:
    """Formulas that no program has worked out: their cells look empty, and would be lost without a word."""
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type == "f" and results[cell.coordinate].value is None:
                said = "the formula in this cell has no result yet"
                hint = "open the file in a spreadsheet program and save it, or write the value itself"
                yield Problem("", said, hint, _place(name, formulas.title, cell.row, cell.column - 1))


def _grid(name: str, sheet: str, rows: Any) -> tuple[list[Grid], list[Problem]]:
    problems: list[Problem] = []
    read: list[Row] = []
    told = 0
    for number, values in rows:
        told += len(values)
        if number > MOST_ROWS or len(values) > MOST_COLUMNS or told > MOST_CELLS:
            return [], [_too_wide(name, sheet)]
        cells = []
        for column, value in values:
            place = _place(name, sheet, number, column)
            text, wrong = _text(value)
            if wrong:
                problems.append(Problem("", wrong, "mend the cell, or empty it", place))
            cells.append(Cell("" if wrong else text, place, column))
        read.append(Row(number, tuple(cells)))
    while read and read[-1].is_empty:
        read.pop()
    widest = max((cell.column + 1 for row in read for cell in row.cells if cell.text), default=0)
    if _is_too_wide(len(read), widest):
        return [], [_too_wide(name, sheet)]
    rows_ = tuple(Row(row.number, _filled(row, widest, name, sheet)) for row in read)
    return ([Grid(name, sheet, rows_)] if rows_ else []), problems


def _is_too_wide(rows: int, columns: int) -> bool:
    return rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS


def _too_wide(name: str, sheet: str) -> Problem:
    said = f"the table has more than {MOST_ROWS} rows, {MOST_COLUMNS} columns or {MOST_CELLS} cells"
    hint = "delete what is not needed: one cell far out, or empty cells with a format, are enough"
    return Problem("", said, hint, Place(f"{name}, sheet {sheet}" if sheet else name))


def _filled(row: Row, width: int, name: str, sheet: str) -> tuple[Cell, ...]:
    more = range(len(row.cells), width)
    return (*row.cells[:width], *(Cell("", _place(name, sheet, row.number, one), one) for one in more))


def _text(value: Any) -> tuple[str, str]:
    """The text of a value, and what is wrong with it."""
    if value is None:
        return "", ""
    if isinstance(value, bool):
        return ("yes" if value else "no"), ""
    if isinstance(value, datetime):
        return (value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")), ""
    if isinstance(value, date | time):
        return value.isoformat(), ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value)), ""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if text in ERRORS:
        return "", f"the cell holds an error of the spreadsheet program: {text}"
    if (found := FORBIDDEN.search(text)) is not None:
        return "", control_message(found.group())
    if len(text) > LONGEST:
        return "", f"the cell holds more than {LONGEST} characters"
    return text, ""


def _place(name: str, sheet: str, row: int, column: int) -> Place:
    address = f"cell {column_letters(column)}{row}"
    return Place(", ".join((name, *([f"sheet {sheet}"] if sheet else []), address)))
