"""Small files that would become huge tables are refused, and soon."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import openpyxl
import pytest

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
    page["A1"], page[stray] = "city", "=1+1"
    book.save(tmp_path / "stray.xlsx")
    refuse(tmp_path / "stray.xlsx")


def test_one_wide_row_does_not_widen_thousands(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("," * 99 + "x\n" + "a\n" * 9_000, encoding="utf-8")
    refuse(path)


def test_very_many_cells_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text((",\n" * 10 + "," * 900 + "\n") * 40, encoding="utf-8")
    refuse(path)
