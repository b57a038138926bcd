"""Small files that would become huge tables are refused, and soon."""

from __future__ import annotations

import time
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from mentoring.files import grid
from mentoring.files.grid import read_grids


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_CELLS", 20_000, raising=False)


def refuse(path: Path) -> None:
    tracemalloc.start()
    began = time.monotonic()
    try:
        found, problems = read_grids(path)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert not found
    assert [problem for problem in problems if "has more than" in problem.message]
    assert most < 60_000_000
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("stray", ["NTP900", "CV49000"])
def test_a_stray_cell_far_out_does_not_fill_the_memory(tmp_path: Path, stray: str) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page[stray] = "city", 2
    book.save(tmp_path / "stray.xlsx")
    refuse(tmp_path / "stray.xlsx")


def test_a_formula_without_result_far_out_is_told_in_little_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["CV49000"] = "city", "=1+1"
    book.save(tmp_path / "stray.xlsx")
    tracemalloc.start()
    _, problems = read_grids(tmp_path / "stray.xlsx")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [str(problem.place).rpartition(" ")[2] for problem in problems] == ["CV49000"]
    assert most < 20_000_000


def test_a_large_workbook_is_read_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_CELLS", 100_000)
    book = openpyxl.Workbook(write_only=True)
    for sheet in ("one", "two"):
        page = book.create_sheet(sheet)
        for row in range(800):
            page.append([f"city {row}", *["x"] * 9])
    book.save(tmp_path / "large.xlsx")
    read_grids(tmp_path / "large.xlsx")  # the library itself is read in once
    tracemalloc.start()
    found, problems = read_grids(tmp_path / "large.xlsx")
    kept, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not problems
    assert [len(one.rows) for one in found] == [800, 800]
    assert str(found[1].rows[799].cell(9).place).endswith("sheet two, cell J800")
    assert kept < 2_500_000  # 16 000 cells, each with its place, would take some 6 millions
    assert most < 20_000_000


def test_the_sheets_of_a_workbook_share_one_limit(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    for sheet in ("one", "two", "three"):
        page = book.create_sheet(sheet)
        for _ in range(900):
            page.append(["x"] * 10)
    book.save(tmp_path / "three.xlsx")
    found, problems = read_grids(tmp_path / "three.xlsx")
    assert [one.sheet for one in found] == ["one", "two"]
    assert [str(problem.place).partition(", ")[2] for problem in problems] == ["sheet three"]


def test_a_formula_that_gives_an_empty_text_has_a_result(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "empty.xlsx")
    page = book.add_worksheet("availability")
    page.write_row(0, 0, ["city", "first", "last", "why"])
    page.write_row(1, 0, ["ghent", "2027-03-01", "2027-03-02"])
    page.write_formula(1, 3, '=IF(1=1,"","x")', None, "")
    page.write_formula(2, 3, "=A1", None, "Gent")
    book.close()
    with zipfile.ZipFile(tmp_path / "empty.xlsx") as plain, zipfile.ZipFile(tmp_path / "typed.xlsx", "w") as typed:
        for part in plain.namelist():  # a spreadsheet program says that the result is a text
            typed.writestr(part, plain.read(part).replace(b'<c r="D2">', b'<c r="D2" t="str">'))
    found, problems = read_grids(tmp_path / "typed.xlsx")
    assert not problems
    assert found[0].rows[2].cell(3).text == "Gent"


def test_cells_outside_a_size_that_a_program_wrote_wrong_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["C3"] = "city", "Gent"
    book.save(tmp_path / "sound.xlsx")
    with zipfile.ZipFile(tmp_path / "sound.xlsx") as sound, zipfile.ZipFile(tmp_path / "wrong.xlsx", "w") as wrong:
        for part in sound.namelist():
            wrong.writestr(part, sound.read(part).replace(b'<dimension ref="A1:C3"', b'<dimension ref="A1"'))
    found, _ = read_grids(tmp_path / "wrong.xlsx")
    assert found[0].rows[2].cell(2).text == "Gent"


def test_one_wide_row_does_not_widen_thousands(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("," * 99 + "x\n" + "a\n" * 9_000, encoding="utf-8")
    refuse(path)


def test_very_many_cells_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text((",\n" * 10 + "," * 900 + "\n") * 40, encoding="utf-8")
    refuse(path)
