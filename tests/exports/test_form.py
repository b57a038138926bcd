"""The form that a city fills in: what is known stands in it, and what is filled in comes back without loss."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mentoring import api
from mentoring.api.form import write_form
from mentoring.api.intake import import_tables
from mentoring.domain.city import Need, Offer
from mentoring.errors import RefusedError, UsageError
from mentoring.exports.form import form_bytes
from tests.builders import scenario, scenario_data

DAYS = [{"first": "2024-01-08", "last": "2024-01-12", "why": "=vote"}, {"first": "2024-02-01", "last": "2024-02-01"}]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    data = scenario_data(themes={"housing": {"title": "Housing for all"}, "parks": {}})
    data["cities"]["ghent"] |= {
        "unavailable": DAYS,
        "wishes": [{"first": "2024-03-04", "last": "2024-03-08"}],
        "contact": {"name": "Els", "email": "els@example.org"},
    }
    data["cities"]["ghent"]["needs"]["housing"] = {"level": 70, "mentors": 2, "prefers": ["oslo"]}
    (tmp_path / "base.yaml").write_text(json.dumps(data), encoding="utf-8")
    return tmp_path / "base.yaml"


def fill(path: Path, **rows: list[tuple[Any, ...]]) -> None:
    """Fill in the first free rows of sheets, as somebody would with a spreadsheet program."""
    book = openpyxl.load_workbook(path)
    for name, new in rows.items():
        page = book[name]
        free = next(row for row in range(2, page.max_row + 1) if page.cell(row, 2).value is None)
        for number, row in enumerate(new, start=free):
            for column, value in enumerate(row, start=2):  # the city stands there already
                page.cell(number, column, value)
    book.save(path)


def test_an_untouched_form_brings_nothing_new(base, tmp_path):
    form = write_form(base, "ghent", tmp_path / "ghent.xlsx")
    found = import_tables([form], tmp_path / "out.yaml", into=base)
    assert found.counts == {}
    assert found.notes == ("4 rows say what is in the scenario already",)
    assert api.load(tmp_path / "out.yaml").require() == api.load(base).require()


def test_a_form_filled_in_is_read_without_loss(base, tmp_path):
    form = write_form(base, "ghent", tmp_path / "ghent.xlsx")
    fill(
        form,
        availability=[
            (datetime.date(2024, 2, 12), datetime.date(2024, 2, 16), "if_needed", 'school, "break"'),
            ("2024-03-18", "2024-03-19", "unavailable", None),
        ],
        offers=[("parks", "high", 2, "oslo", None)],
        needs=[("parks", 40, 1, None, "oslo")],
    )
    import_tables([form], tmp_path / "out.yaml", into=base)
    before, after = (api.load(path).require().cities["ghent"] for path in (base, tmp_path / "out.yaml"))
    assert after.unavailable[:2] == before.unavailable
    assert [(str(one.first), str(one.last), one.why) for one in (*after.unavailable[2:], *after.if_needed)] == [
        ("2024-03-18", "2024-03-19", "[ghent.xlsx, sheet availability, row 6]"),
        ("2024-02-12", "2024-02-16", 'school, "break" [ghent.xlsx, sheet availability, row 5]'),
    ]
    assert after.wishes == before.wishes
    assert after.offers == {"parks": Offer(strength=90, mentees=2, prefers=("oslo",))}
    assert after.needs == before.needs | {"parks": Need(level=40, mentors=1, refuses=("oslo",))}
    assert after.contact == before.contact


def test_what_came_from_a_form_and_goes_out_again_keeps_where_it_came_from(base, tmp_path):
    form = write_form(base, "ghent", tmp_path / "ghent.xlsx")
    fill(form, availability=[("2024-03-18", "2024-03-19", "unavailable", "fair")])
    import_tables([form], tmp_path / "one.yaml", into=base)
    again = write_form(tmp_path / "one.yaml", "ghent", tmp_path / "again.xlsx")
    import_tables([again], tmp_path / "two.yaml", into=tmp_path / "one.yaml")
    one, two = (api.load(tmp_path / name).require().cities["ghent"] for name in ("one.yaml", "two.yaml"))
    assert one.unavailable[-1].why == "fair [ghent.xlsx, sheet availability, row 5]"
    assert two == one


def test_cells_offer_what_may_stand_in_them(base, tmp_path):
    book = openpyxl.load_workbook(write_form(base, "ghent", tmp_path / "ghent.xlsx"))
    rules = {str(rule.sqref)[0]: rule for rule in book["availability"].data_validations.dataValidation}
    assert rules["D"].formula1 == '"unavailable,if_needed,wish"'
    assert (rules["B"].type, rules["B"].operator or "between") == ("date", "between")
    themes = {str(rule.sqref)[0]: rule for rule in book["needs"].data_validations.dataValidation}["B"]
    assert themes.formula1 == "Lists!$A$2:$A$3"
    assert [row[0].value for row in book["Lists"].iter_rows(min_row=2, max_col=1)] == ["housing", "parks"]
    assert "Housing for all" in {row[1].value for row in book["Lists"].iter_rows()}
    assert "1 January to 31 March 2024" in str(book["Instructions"]["A2"].value)


def test_a_form_holds_no_mail_address_no_formula_and_is_the_same_twice(base, tmp_path):
    form = write_form(base, "ghent", tmp_path / "ghent.xlsx")
    cells = [cell for page in openpyxl.load_workbook(form) for row in page.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if "@" in str(cell.value)]
    assert "=vote" in {cell.value for cell in cells if cell.data_type == "s"}
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert form.read_bytes() == form_bytes(api.load(base).require(), "ghent")


def test_a_form_that_may_be_filled_in_is_not_replaced(base, tmp_path):
    form = write_form(base, "ghent", tmp_path / "ghent.xlsx")
    write_form(base, "ghent", form)  # the same once more is no loss
    fill(form, availability=[("2024-03-18", "2024-03-19", "unavailable", "fair")])
    before = form.read_bytes()
    with pytest.raises(RefusedError, match="perhaps filled in"):
        write_form(base, "ghent", form)
    assert form.read_bytes() == before


def test_unknown_cities_and_other_endings_are_refused(base, tmp_path):
    with pytest.raises(UsageError, match="did you mean ghent"):
        write_form(base, "ghnt", tmp_path / "x.xlsx")
    with pytest.raises(UsageError, match="a form is a workbook"):
        write_form(scenario(), "ghent", tmp_path / "x.csv")
