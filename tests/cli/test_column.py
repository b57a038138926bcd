"""Tables in a terminal of any width: every word whole, nothing outside."""

from __future__ import annotations

import pytest

from mentoring.cli.console import Console
from mentoring.views.block import Column, Table
from mentoring.views.wording import width_of

GOALS = Table(
    (Column("Goal", style="strong"), Column("About"), Column("Value", figures=True), Column("Bound")),
    (("preferences", "who and where", "14", "not above 14"), ("travel_km", "who and where", "151 542",
     "not below 151 542"), ("東京へ", "when", "2 992", "not below 2 992")),
)  # fmt: skip


def drawn(capsys, monkeypatch, table: Table, width: int) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    Console().show([table])
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("width", range(24, 90))
def test_no_word_is_cut_and_nothing_stands_outside(capsys, monkeypatch, width):
    lines = drawn(capsys, monkeypatch, GOALS, width)
    assert max(map(width_of, lines)) <= width
    text = "\n".join(lines)
    for word in ("preferences", "travel_km", "where", "東京へ", "151 542", "2 992"):
        assert word in text
    assert "…" not in text


def test_a_wide_terminal_has_one_line_a_row_with_figures_to_the_right(capsys, monkeypatch):
    head, rule, *rows = drawn(capsys, monkeypatch, GOALS, 80)
    assert set(rule) == {"─"}
    assert len(rows) == 3
    end = head.index("Value") + len("Value")
    assert rows[0][:end].endswith("  14")
    assert rows[1].index("151 542") + len("151 542") == rows[0].index("14") + len("14")


def test_a_narrow_one_tells_each_row_under_its_first_cell(capsys, monkeypatch):
    lines = drawn(capsys, monkeypatch, GOALS, 30)
    assert lines[0] == "preferences"
    assert lines[1].startswith("  About: who and where; Value:")
    assert all(line.startswith("  ") for line in lines[1:3])


def test_so_it_does_where_a_cell_would_be_very_high(capsys, monkeypatch):
    long = Table((Column("When"), Column("Who")), (("9 Jun 2013", "and so forth " * 30),))
    lines = drawn(capsys, monkeypatch, long, 40)
    assert lines[0] == "9 Jun 2013"
    assert drawn(capsys, monkeypatch, long, 120)[0].startswith("When")


def test_a_terminal_without_lines_gets_hyphens(capsys, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    lines = drawn(capsys, monkeypatch, GOALS, 80)
    assert set(lines[1]) == {"-"}
