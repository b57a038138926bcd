"""Slips in what cities send back: heads in another language, rows of another city, and what was sent before."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from mentoring.api.form import write_form
from mentoring.api.intake import import_tables
from mentoring.errors import ScenarioError
from tests.builders import scenario_data


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.yaml"
    data = scenario_data(people={"tom": {"name": "Tom", "home": "oslo"}})
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def refused(folder: Path, name: str, text: str) -> list[str]:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as told:
        import_tables([folder / name], folder / "out.yaml", into=folder / "base.yaml")
    return [str(one).replace(folder.as_posix() + "/", "") for one in told.value.problems]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stadt,von,bis\nGhent,2024-02-01,2024-02-05\n", "the heads stadt, von, bis are not known"),
        ("stadt,von,bis\nGnt,2024-02-01,2024-02-05\nOslu,2024-02-01,2024-02-05\n", "the heads stadt, von, bis are"),
        ("Ghent,2024-02-01,2024-02-05\n", "there are no heads"),
    ],
)
def test_days_under_heads_that_nobody_knows_are_no_poll(tmp_path, base, text, said):
    (told,) = refused(tmp_path, "days.csv", text)
    assert told.startswith(f"days.csv, cell A1: {said}")
    assert told.endswith("write above the columns: city, first, last")


@pytest.mark.parametrize("answers", ["ghent,no,\n", ""])
def test_words_over_the_days_of_a_poll_leave_it_one(tmp_path, base, answers):
    (tmp_path / "poll.csv").write_text(f",Thu,Fri\n,2024-02-01,2024-02-02\n{answers}", encoding="utf-8")
    found = import_tables([tmp_path / "poll.csv"], tmp_path / "out.yaml", into=base)
    assert found.counts == ({"cities": 1, "unavailable": 1} if answers else {})
    assert any("nobody has answered" in note for note in found.notes) == (not answers)


def test_a_form_that_speaks_of_another_city_is_refused(tmp_path, base):
    form = write_form(base, "ghent", tmp_path / "ghent.xlsx")
    book = openpyxl.load_workbook(form)
    for column, value in enumerate(("oslo", "2024-02-01", "2024-02-05"), start=1):
        book["availability"].cell(3, column, value)
    book["availability"].cell(4, 1, "oslo")  # nothing is said of it
    book.save(form)
    with pytest.raises(ScenarioError) as told:
        import_tables([form], tmp_path / "out.yaml", into=base)
    (problem,) = told.value.problems
    assert "sheet availability, cell A3: this is the form of Ghent, and this row speaks of oslo" in str(problem)
    assert not (tmp_path / "out.yaml").exists()


def test_what_was_sent_before_is_nothing_new_though_it_is_written_in_words(tmp_path, base):
    form = write_form(base, "ghent", tmp_path / "ghent.xlsx")
    book = openpyxl.load_workbook(form)
    book["needs"].cell(2, 3, "some")
    book["availability"].cell(2, 2, "2024-02-01")
    book["availability"].cell(2, 3, "2024-02-05")
    book.save(form)
    first = import_tables([form], tmp_path / "one.yaml", into=base)
    assert first.counts == {"cities": 1, "needs": 1, "unavailable": 1}
    again = import_tables([form], tmp_path / "two.yaml", into=tmp_path / "one.yaml")
    assert again.counts == {}


def test_only_cities_are_offered_where_only_cities_count(tmp_path, base):
    (told,) = refused(tmp_path, "needs.csv", "city,theme,level,prefers\nghent,housing,high,Tom\n")
    assert '"Tom" is no city of the programme: known: ghent, oslo' in told


def test_a_number_that_is_too_large_is_told_so(tmp_path, base):
    (told,) = refused(tmp_path, "needs.csv", "city,theme,level,mentors\nghent,housing,high,100000000000\n")
    assert "100000000000 is too large a number: at most 999999999 is read" in told
