"""Polls as people fill them in and as programs export them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from mentoring import api
from mentoring.api.intake import import_tables
from mentoring.domain.dates import Span
from mentoring.domain.scenario import Scenario
from mentoring.errors import ScenarioError
from mentoring.files.slot import read_slot
from tests.builders import scenario_data

BRUSSELS = ZoneInfo("Europe/Brussels")


def imported(folder: Path, poll: str | list[list[object]]) -> Scenario:
    """The smallest programme, with a poll of Ghent, Oslo and a guide called Anna Berg read into it."""
    people = {"anna": {"name": "Anna Berg", "home": "oslo", "roles": ["guide"]}}
    base = folder / "base.yaml"
    base.write_text(json.dumps(scenario_data(people=people)), encoding="utf-8")
    if isinstance(poll, str):
        path = folder / "poll.csv"
        path.write_text(poll, encoding="utf-8")
    else:
        path = folder / "poll.xlsx"
        book = openpyxl.Workbook()
        for row in poll:
            book.worksheets[0].append(row)
        book.save(path)
    import_tables([path], folder / "out.yaml", into=base)
    return api.load(folder / "out.yaml").require()


def spans(scenario: Scenario, city: str, kind: str = "unavailable") -> list[tuple[str, str]]:
    record = scenario.people[city] if city in scenario.people else scenario.cities[city]
    return [(str(period.first), str(period.last)) for period in getattr(record, kind)]


def test_words_signs_and_figures_are_answers(tmp_path):
    found = imported(tmp_path, "who,2024-01-08,2024-01-09,2024-01-10,2024-01-11\nGhent,yes,No,no,maybe\n"
                     "oslo,✔,❌,❔,\nAnna Berg,1,0,x,\n")  # fmt: skip
    assert spans(found, "ghent") == [("2024-01-09", "2024-01-10")]
    assert spans(found, "ghent", "if_needed") == [("2024-01-11", "2024-01-11")]
    assert spans(found, "oslo") == [("2024-01-09", "2024-01-09")]
    assert spans(found, "oslo", "if_needed") == [("2024-01-10", "2024-01-10")]
    assert spans(found, "anna") == [("2024-01-09", "2024-01-09")]
    assert found.cities["ghent"].unavailable[0].why == "answered no [poll.csv, row 2]"


def test_weeks_run_from_monday_to_sunday(tmp_path):
    found = imported(tmp_path, "who,2024-W03,2024-W04\nGhent,no,no\n")
    assert spans(found, "ghent") == [("2024-01-15", "2024-01-28")]


def test_of_several_rows_of_a_city_the_strictest_answer_counts(tmp_path):
    found = imported(tmp_path, "who,2024-01-08,2024-01-09\nGhent,yes,maybe\nGent,maybe,no\n")
    assert spans(found, "ghent") == [("2024-01-09", "2024-01-09")]
    assert spans(found, "ghent", "if_needed") == [("2024-01-08", "2024-01-08")]


def test_nextcloud_csv_gives_times_in_utc(tmp_path):
    # A whole day in Brussels, and a meeting of two hours, as that program writes them.
    heads = '"Participants","Email address","2024-01-07T23:00:00.000Z - 2024-01-08T23:00:00.000Z"'
    times = '"2024-01-10T09:00:00.000Z - 2024-01-10T11:00:00.000Z"'
    found = imported(tmp_path, f'{heads},{times}\n"Ghent","g@example.org","no","no"\n')
    assert spans(found, "ghent") == [("2024-01-08", "2024-01-08"), ("2024-01-10", "2024-01-10")]


def test_nextcloud_workbooks_have_a_title_and_two_rows_of_heads(tmp_path):
    found = imported(tmp_path, [
        ["When do we visit?"], ["Please answer by Friday"],
        ["From", "Mon, Jan 8, 2024, 12:00 AM", "Tue, Jan 9, 2024, 12:00 AM"],
        ["To", "Tue, Jan 9, 2024, 12:00 AM", "Wed, Jan 10, 2024, 12:00 AM"], ["Ghent", "❌", "❔"], ["Oslo", "✔", "❌"],
    ])  # fmt: skip
    assert (spans(found, "ghent"), spans(found, "oslo")) == (
        [("2024-01-08", "2024-01-08")], [("2024-01-09", "2024-01-09")],
    )  # fmt: skip


def test_framadate_has_a_row_of_times_and_closing_commas(tmp_path):
    heads = ',"Monday 8 January 2024","Monday 8 January 2024","mardi 9 janvier 2024",\n,"10:00","14:00","10:00",\n'
    found = imported(tmp_path, f'{heads}"Ghent","Yes","No","Under reserve",\n"Oslo","Unknown","Yes","Oui",\n')
    assert spans(found, "ghent") == [("2024-01-08", "2024-01-08")]
    assert spans(found, "ghent", "if_needed") == [("2024-01-09", "2024-01-09")]
    assert spans(found, "oslo") == []


def test_doodle_has_months_over_days_and_means_no_by_nothing(tmp_path):
    found = imported(tmp_path, [
        ["Poll \"Visit\""], ["https://doodle.example"], [], ["", "January 2024", "", "February 2024"],
        ["", "Mon 8", "Tue 9", "Thu 1"], ["", "10:00 – 12:00", "10:00 – 12:00", "10:00 – 12:00"],
        ["Ghent", "OK", "(OK)", None], ["Oslo", None, "OK", "OK"], ["Count", 1, 2, 1],
    ])  # fmt: skip
    assert spans(found, "ghent") == [("2024-02-01", "2024-02-01")]
    assert spans(found, "ghent", "if_needed") == [("2024-01-09", "2024-01-09")]
    assert spans(found, "oslo") == [("2024-01-08", "2024-01-08")]


def test_every_wrong_head_answer_and_name_is_told_with_its_cell(tmp_path):
    with pytest.raises(ScenarioError) as told:
        imported(tmp_path, "who,2024-01-08,01/02/2024,2024-W60\nGhent,perhaps not,yes,yes\nAtlantis,no,,\n,no,,\n")
    said = [str(problem).partition("poll.csv, ")[2] for problem in told.value.problems]
    assert [line.partition(":")[0] for line in said] == ["cell C1", "cell D1", "cell B2", "cell A3", "cell B4"]
    assert "'01/02/2024' is no date" in said[0]
    assert "2024 has no week 60" in said[1]
    assert "'perhaps not' is no answer: write yes, no or maybe" in said[2]
    assert not (tmp_path / "out.yaml").exists()


@pytest.mark.parametrize(
    ("head", "first", "last"),
    [
        ("2024-03-01", "2024-03-01", "2024-03-01"),
        ("2024-W09", "2024-02-26", "2024-03-03"),
        ("2024-03-01 - 2024-03-05", "2024-03-01", "2024-03-05"),
        ("2024-03-01/2024-03-05", "2024-03-01", "2024-03-05"),
        ("2024-03-01 10:00", "2024-03-01", "2024-03-01"),
        ("Fri, Mar 1, 2024, 12:00 AM", "2024-03-01", "2024-03-01"),
        ("Freitag, 1. März 2024", "2024-03-01", "2024-03-01"),
        ("vendredi 1 mars 2024", "2024-03-01", "2024-03-01"),
        ("2024-03-01T23:30:00Z", "2024-03-02", "2024-03-02"),  # after midnight in Brussels
    ],
)
def test_heads_are_read_in_one_way_only(head, first, last):
    assert read_slot(head, BRUSSELS) == Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("head", ["03/04/2024", "3.4.2024", "2024-03-05 - 2024-03-01", "2024-13-01", "W09", "Monday"])
def test_heads_that_could_mean_two_days_or_none_are_refused(head):
    with pytest.raises(ValueError, match=r"\w"):
        read_slot(head, BRUSSELS)
