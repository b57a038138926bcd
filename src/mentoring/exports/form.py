"""The workbook that a coordinator mails to a city: what is known of it, and empty rows for what is not.

`mentoring import` reads it back; heads of columns are those of `files/table.py`, and lists in the cells offer only what
it takes. It holds no mail addresses.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mentoring.domain.city import City
from mentoring.domain.dates import say_span
from mentoring.domain.scenario import Scenario
from mentoring.exports.entry import name_of
from mentoring.exports.sheet import Cell
from mentoring.exports.text import one_line
from mentoring.exports.workbook import DATES, new_workbook, write_cell
from mentoring.views.wording import theme_title

EMPTY_ROWS = 40
"""Rows to fill in under what is known; more may be added."""

_DAYS = ("unavailable", "if_needed", "wishes")
_KIND_OF = {"wishes": "wish"}


@dataclass(frozen=True, slots=True)
class _Part:
    """One sheet of the form: heads with their widths and what they mean, and the rows that are known."""

    name: str
    heads: tuple[tuple[str, int, str], ...]
    rows: tuple[tuple[Cell, ...], ...]


def form_bytes(scenario: Scenario, city: str) -> bytes:
    """The form of one city; the same scenario gives the same bytes.

    Raises KeyError when the scenario has no such city.
    """
    record = scenario.cities[city]
    written = io.BytesIO()
    name = name_of(scenario, city)
    book = new_workbook(written, scenario.planned_on, f"{name}: availability, offers and needs")
    _instruct(book, scenario, name)
    themes = [(theme, theme_title(scenario, theme)) for theme in scenario.themes]
    cities = [(one, name_of(scenario, one)) for one in scenario.cities]
    for part in (_availability(record, city), _offers(record, city), _needs(record, city)):
        _write(book, part, city, scenario, len(themes))
    _list(book, themes, cities)
    book.close()
    return written.getvalue()


def _availability(record: City, city: str) -> _Part:
    heads = (
        ("city", 14, "Do not change."), ("first", 13, "First day. The day itself belongs to it."),
        ("last", 13, "Last day. The day itself belongs to it."),
        ("kind", 14, "unavailable: we cannot. if_needed: only if nothing else is possible. wish: we would like it."),
        ("why", 50, "The reason, in a few words."),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (city, period.first, period.last, _KIND_OF.get(kind, kind), one_line(period.why))
        for kind in _DAYS
        for period in getattr(record, kind)
    ]
    return _Part("availability", heads, tuple(rows))


def _offers(record: City, city: str) -> _Part:
    heads = (
        ("city", 14, "Do not change."), ("theme", 24, "What you can teach: choose from the list."),
        ("strength", 10, "How good you are at it: 0 to 100, or high, good, some."),
        ("mentees", 10, "How many cities you can teach at most."),
        ("prefers", 30, "Cities you would like, as in the sheet Lists, separated with commas."),
        ("refuses", 30, "Cities you will not teach, separated with commas."),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (city, theme, one.strength, one.mentees, ", ".join(one.prefers), ", ".join(one.refuses))
        for theme, one in record.offers.items()
    ]
    return _Part("offers", heads, tuple(rows))


def _needs(record: City, city: str) -> _Part:
    heads = (
        ("city", 14, "Do not change."), ("theme", 24, "What you want to learn: choose from the list."),
        ("level", 10, "How much you need it: 0 to 100, or high, good, some."),
        ("mentors", 10, "From how many cities you would like to learn."),
        ("prefers", 30, "Cities you would like, as in the sheet Lists, separated with commas."),
        ("refuses", 30, "Cities you do not want, separated with commas."),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (city, theme, one.level, one.mentors, ", ".join(one.prefers), ", ".join(one.refuses))
        for theme, one in record.needs.items()
    ]
    return _Part("needs", heads, tuple(rows))


def _instruct(book: Any, scenario: Scenario, name: str) -> None:
    programme = scenario.programme
    page = book.add_worksheet("Instructions")
    page.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    page.hide_gridlines(2)
    office = one_line(programme.coordinator.name) if programme.coordinator else ""
    lines = [
        f"{one_line(programme.title) or programme.id}: {name}",
        f"The programme: {say_span(programme.first, programme.last)}. Please fill in the next three sheets and send "
        f"this file back{f' to {office}' if office else ''}.",
        "availability: one row for each time in which you cannot come (unavailable), would rather not (if_needed), or "
        "would like to meet (wish). First and last day both belong to it. Write days as 2027-03-01.",
        "offers: one row for each theme that you can teach. needs: one row for each theme that you want to learn.",
        "Rows that are filled in already are what we know. Add rows for what is new; to take something back, tell us.",
        "Lists: the short names of themes and cities, for the columns theme, prefers and refuses.",
        "Cells offer a list where only some words are possible. The first column stays as it is.",
    ]
    head = book.add_format({"bold": True, "font_size": 14})
    for row, line in enumerate(lines):
        page.write_string(row, 0, line, *([head] if row == 0 else []))


def _write(book: Any, part: _Part, city: str, scenario: Scenario, themes: int) -> None:
    page = book.add_worksheet(part.name)
    heading = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": DATES, "align": "left"})
    grey = book.add_format({"font_color": "#666666"})
    last_row = len(part.rows) + EMPTY_ROWS
    for column, (head, width, meaning) in enumerate(part.heads):
        page.write_string(0, column, head, heading)
        page.write_comment(0, column, meaning, {"author": "mentoring", "x_scale": 2})
        page.set_column(column, column, width, day if head in ("first", "last") else None)
        rule = _rule(head, meaning, scenario, themes)
        if rule:
            page.data_validation(1, column, last_row, column, rule)
    for number in range(1, last_row + 1):
        page.write_string(number, 0, city, grey)
    for number, row in enumerate(part.rows, start=1):
        for column, cell in enumerate(row[1:], start=1):
            write_cell(page, number, column, cell, day)
    page.freeze_panes(1, 1)


def _rule(head: str, meaning: str, scenario: Scenario, themes: int) -> dict[str, Any]:
    """What a cell under the head may hold; empty: anything."""
    told = {"input_title": head, "input_message": meaning[:255]}
    if head in ("first", "last"):
        span = scenario.span
        rule = {"validate": "date", "criteria": "between", "minimum": span.first, "maximum": span.last,
                "error_title": "No day of the programme",
                "error_message": f"Write a day from {span.first} to {span.last}."}  # fmt: skip
    elif head == "kind":
        rule = {"validate": "list", "source": ["unavailable", "if_needed", "wish"],
                "error_message": "Choose unavailable, if_needed or wish."}  # fmt: skip
    elif head == "theme" and themes:
        rule = {"validate": "list", "source": f"=Lists!$A$2:$A${themes + 1}", "error_message": "Choose from the list."}
    elif head in ("strength", "level"):
        rule = {"validate": "list", "source": ["high", "good", "some"], "error_type": "information",
                "error_message": "A number from 0 to 100 is possible too."}  # fmt: skip
    elif head in ("mentees", "mentors"):
        rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100,
                "error_message": "Write a whole number."}  # fmt: skip
    else:
        return told and {"validate": "any", **told}
    return rule | told


def _list(book: Any, themes: Sequence[tuple[str, str]], cities: Sequence[tuple[str, str]]) -> None:
    page = book.add_worksheet("Lists")
    heading = book.add_format({"bold": True, "bottom": 1})
    for column, head in enumerate(("theme", "what it is", "city", "name")):
        page.write_string(0, column, head, heading)
    for at, pairs in ((0, themes), (2, cities)):
        for number, (short, name) in enumerate(pairs, start=1):
            page.write_string(number, at, short)
            page.write_string(number, at + 1, one_line(name))
    for column, width in enumerate((24, 50, 20, 30)):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
