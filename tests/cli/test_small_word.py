"""Single words that a coordinator stumbles over, and how they are said."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentoring.api import load
from mentoring.batch.alternative import alternatives
from mentoring.errors import UsageError
from mentoring.views.wording import singular
from tests.builders import plan_of, scenario


def test_the_unit_of_one_is_a_word():
    assert [singular(unit) for unit in ("wishes", "days", "points", "priority", "km")] == [
        "wish", "day", "point", "priority", "km",
    ]  # fmt: skip


def test_large_bounds_are_written_in_digits(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(
        "format: 1\nprogramme: {id: a, first: 2024-01-01, last: 2024-02-01}\n"
        "cities:\n  ghent: {country: BE, needs: {x: {priority: 100000000000}}}\nthemes: {x: {}}\n",
        encoding="utf-8",
    )
    (problem,) = [one for one in load(path).errors if "priority" in one.path]
    assert problem.hint.removeprefix("write at most ").isdecimal()


def test_a_misspelt_word_for_the_host_is_told_before_a_town_of_the_table(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(
        "format: 1\nprogramme: {id: a, first: 2024-01-01, last: 2024-02-01}\ncities: {ghent: {country: BE}}\n"
        "stages:\n  visit:\n    gathers: pairing\n    host: mentr\n",
        encoding="utf-8",
    )
    (problem,) = [one for one in load(path).errors if one.path == "stages.visit.host"]
    assert problem.hint == "did you mean mentor?"


def test_days_of_the_programme_in_the_wrong_order_are_told_at_the_first(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(
        "format: 1\nprogramme:\n  id: a\n  first: 2024-03-01\n  last: 2024-02-01\ncities: {ghent: {country: BE}}\n",
        encoding="utf-8",
    )
    (problem,) = load(path).errors
    assert (problem.path, problem.place and problem.place.line) == ("programme.first", 4)


def test_shares_are_told_with_their_limits():
    with pytest.raises(UsageError, match="write one from 0% to 100%, as in 2%"):
        alternatives(scenario(), plan_of(scenario()), 1, within="500%")


def test_a_declined_pairing_needs_its_reason(run, plan_file):
    assert "--why TEXT" in run("decline", plan_file, "oslo/ghent/housing", code=2).stderr


def test_a_file_that_may_not_be_read_is_told_in_words(run, plan_file, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    told = run("show", "plan.json", code=2).stderr
    assert told == "Error: plan.json: you are not allowed to read this file: ask whoever it belongs to\n"
