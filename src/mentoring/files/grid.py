"""Spreadsheets as they stand: rows of cells, each with the address by which people find it.

A workbook is read by its last results, never by its formulas; comma-separated values with commas, semicolons or tabs.
Nothing is guessed: a cell that cannot be read is a problem with its sheet and address.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.errors import Place, Problem
from mentoring.files.foreign import AS_WORKBOOK, say_foreign
from mentoring.files.formula import unguard
from mentoring.files.text import FORBIDDEN, LARGEST, control_message, decode, read_bytes, too_large

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS = 50_000
MOST_COLUMNS = 1_000
MOST_CELLS = 1_000_000
"""Cells of all sheets with the empty ones in them: one stray cell far out makes all before it a part of the table."""

LARGEST_UNPACKED = 100_000_000
"""Bytes; a workbook is packed, and a small file can become a huge one."""

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
    """One row with its number from 1; it has as many cells as the widest row of its sheet.

    `texts` are those of its cells up to the last that is not empty; `where` names the file and sheet. Cells are made
    when they are asked for: most of a large table is never looked at more than once.
    """

    number: int
    texts: tuple[str, ...]
    where: str
    width: int

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All of them, from the left."""
        return tuple(map(self.cell, range(self.width)))

    def cell(self, column: int) -> Cell:
        """The one in a column, from 0."""
        text = self.texts[column] if column < len(self.texts) else ""
        return Cell(text, _place(self.where, self.number, column), column)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.texts


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
    if (foreign := say_foreign(data, name)) is not None:
        return [], [foreign]
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
    plain = ([unguard(text) for text in line] for line in lines)
    return _grid(name, "", plain, MOST_CELLS)


def _read_workbook(data: bytes, name: str) -> tuple[list[Grid], list[Problem]]:
    refused = "this is no workbook that can be read"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
                return [], [Problem("", "the workbook is far too large when unpacked", "split it", Place(name))]
            sheets = [part for part in parts.namelist() if part.startswith("xl/worksheets/")]
            has_formulas = any(_has_formula(parts, part) for part in sheets)
        book = _load(data, is_result=True)
        formulas = _load(data, is_result=False) if has_formulas else None
        return _read_sheets(book, formulas, name)
    except Exception as error:  # noqa: BLE001 - whatever the library meets in a broken file
        return [], [Problem("", f"{refused}: {' '.join(str(error).split())[:200]}", AS_WORKBOOK, Place(name))]


def _has_formula(parts: zipfile.ZipFile, part: str) -> bool:
    with parts.open(part) as sheet:
        end = b""
        while piece := sheet.read(1 << 20):
            if b"<f" in end + piece:
                return True
            end = piece[-1:]
    return False


def _read_sheets(book: Workbook, formulas: Workbook | None, name: str) -> tuple[list[Grid], list[Problem]]:
    grids: list[Grid] = []
    problems: list[Problem] = []
    left = MOST_CELLS
    for page in book.worksheets:
        found, wrong = _grid(name, page.title, _lines(page), left)
        grids += found
        problems += wrong
        left -= sum(row.width for grid in found for row in grid.rows)
        if formulas is not None and (found or not wrong):
            problems += _without_result(formulas[page.title], page, found, name)
    return grids, problems


def _load(data: bytes, *, is_result: bool) -> Workbook:
    import warnings

    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are of no interest here
        # Row by row: a cell as the library keeps it takes a hundred times its text.
        return openpyxl.load_workbook(io.BytesIO(data), data_only=is_result, read_only=True)


def _lines(page: Any) -> Iterator[tuple[Any, ...]]:
    page.reset_dimensions()  # some programs write a wrong size, and cells outside it would be lost
    lines: Iterator[tuple[Any, ...]] = page.iter_rows(values_only=True)
    return lines


def _without_result(formulas: Any, results: Any, found: list[Grid], name: str) -> Iterator[Problem]:
    """Formulas that no program has worked out: their cells look empty, and would be lost without a word."""
    rows = found[0].rows if found else ()
    empty: dict[int, list[int]] = {}
    for number, values in enumerate(islice(_lines(formulas), MOST_ROWS), start=1):
        texts = rows[number - 1].texts if number <= len(rows) else ()
        for column, value in enumerate(values):
            if _is_formula(value) and not any(texts[column : column + 1]):
                empty.setdefault(number, []).append(column)
    if not empty:
        return
    for number, cells in enumerate(results.iter_rows(max_row=max(empty)), start=1):
        for column in empty.get(number, ()):
            if cells[column].data_type not in ("s", "str"):  # a text that came out empty is a result
                said = "the formula in this cell has no result yet"
                hint = "open the file in a spreadsheet program and save it, or write the value itself"
                yield Problem("", said, hint, _place(_where(name, formulas.title), number, column))


def _is_formula(value: Any) -> bool:
    from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

    return isinstance(value, ArrayFormula | DataTableFormula) or (isinstance(value, str) and value[:1] == "=")


def _grid(name: str, sheet: str, lines: Iterable[Any], left: int) -> tuple[list[Grid], list[Problem]]:
    """The rows of a sheet; `left` is how many cells it may have at most."""
    where = _where(name, sheet)
    problems: list[Problem] = []
    read: list[tuple[str, ...]] = []
    told = 0
    for number, values in enumerate(lines, start=1):
        told += len(values)
        if number > MOST_ROWS or len(values) > MOST_COLUMNS or told > left:
            return [], [_too_wide(where)]
        texts = []
        for column, value in enumerate(values):
            text, wrong = _text(value)
            if wrong:
                problems.append(Problem("", wrong, "mend the cell, or empty it", _place(where, number, column)))
            texts.append("" if wrong else text)
        while texts and not texts[-1]:
            texts.pop()
        read.append(tuple(texts))
    while read and not read[-1]:
        read.pop()
    widest = max(map(len, read), default=0)
    if len(read) * widest > left:
        return [], [_too_wide(where)]
    rows = tuple(Row(number, texts, where, widest) for number, texts in enumerate(read, start=1))
    return ([Grid(name, sheet, rows)] if rows else []), problems


def _too_wide(where: str) -> Problem:
    said = f"the table has more than {MOST_ROWS} rows, {MOST_COLUMNS} columns or {MOST_CELLS} cells"
    hint = "delete what is not needed: one cell far out, or empty cells with a format, are enough"
    return Problem("", said, hint, Place(where))


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


def _where(name: str, sheet: str) -> str:
    return f"{name}, sheet {sheet}" if sheet else name


def _place(where: str, row: int, column: int) -> Place:
    return Place(f"{where}, cell {column_letters(column)}{row}")
