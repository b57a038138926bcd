"""`mentoring form` and `mentoring import` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import scenario_data


@pytest.fixture
def base(tmp_path: Path) -> str:
    (tmp_path / "base.yaml").write_text(json.dumps(scenario_data()), encoding="utf-8")
    return "base.yaml"


def test_a_form_goes_out_and_comes_back(run, base):
    sent = run("form", base, "--city", "ghent", "-o", "ghent.xlsx")
    assert sent.stdout.splitlines()[1] == "Next: mentoring import ghent.xlsx --into base.yaml -o with-ghent.yaml"
    back = run("import", "ghent.xlsx", "--into", base, "-o", "with-ghent.yaml")
    assert back.stdout.splitlines()[0] == "with-ghent.yaml: nothing new."
    assert "note: 1 row says what is in the scenario already" in back.stderr
    assert "is sound" in run("check", "with-ghent.yaml").stdout


def test_what_was_read_is_told_in_words_and_as_json(run, base, tmp_path):
    rows = "city,first,last,kind\nghent,2024-01-08,2024-01-09,unavailable\noslo,2024-01-08,2024-01-09,wish\n"
    (tmp_path / "days.csv").write_text(rows, encoding="utf-8")
    told = run("import", "days.csv", "--into", base, "-o", "out.yaml")
    assert told.stdout.splitlines()[0] == "out.yaml: 2 cities, 1 span of days closed and 1 span wished."
    record = json.loads(run("import", "days.csv", "--into", base, "-o", "out.yaml", "--json").stdout)
    assert record == {"file": "out.yaml", "sources": ["days.csv"], "into": "base.yaml",
                      "read": {"cities": 2, "unavailable": 1, "wishes": 1}, "notes": [], "warnings": []}  # fmt: skip


def test_problems_end_with_exit_code_1_and_nothing_is_written(run, base, tmp_path):
    (tmp_path / "days.csv").write_text("city,first,last\nghent,8.1.2024,2024-01-09\n", encoding="utf-8")
    told = run("import", "days.csv", "--into", base, "-o", "out.yaml", code=1)
    assert told.stderr.startswith("days.csv, cell B2: '8.1.2024' is no date")
    assert not (tmp_path / "out.yaml").exists()


def test_an_earlier_import_of_other_files_is_not_lost(run, base, tmp_path):
    for name, city in (("their days.csv", "ghent"), ("more.csv", "oslo")):
        rows = f"city,first,last,kind\n{city},2024-01-08,2024-01-09,unavailable\n"
        (tmp_path / name).write_text(rows, encoding="utf-8")
    run("import", "their days.csv", "--into", base, "-o", "mine yet.yaml")
    kept = (tmp_path / "mine yet.yaml").read_bytes()
    told = run("import", "more.csv", "--into", base, "-o", "mine yet.yaml", code=5).stderr
    assert "mine yet.yaml holds what was imported from their days.csv, which would be lost; it stays as it is" in told
    assert 'mentoring import more.csv --into "mine yet.yaml" -o "mine yet-more.yaml"' in told
    assert (tmp_path / "mine yet.yaml").read_bytes() == kept
    run("import", "more.csv", "--into", "mine yet.yaml", "-o", "mine yet-more.yaml")  # as was told
    both = run("import", "more.csv", "their days.csv", "--into", base, "-o", "mine yet.yaml")
    assert both.stdout.splitlines()[-1] == 'Next: mentoring check "mine yet.yaml"'
    assert "oslo" in (tmp_path / "mine yet.yaml").read_text(encoding="utf-8")
