"""Where nothing can be written it is told which file or folder is in the way, and what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mentoring.files.plan import write_plan
from tests.builders import smallest_plan


@pytest.mark.parametrize("form", ["ics", "csv", "xlsx", "json"])
def test_a_file_is_no_folder_for_an_export(run, plan_file, scenario_file, form):
    before = scenario_file.read_bytes()
    told = run("export", plan_file, "--to", form, "-o", "small.yaml", code=2).stderr
    assert told == "Error: small.yaml: cannot be written into: this is a file, not a folder: name a folder\n"
    assert "small.yaml is a file, not a folder" in run("export", plan_file, "-o", "small.yaml/in", code=2).stderr
    assert scenario_file.read_bytes() == before


@pytest.fixture
def locked(tmp_path, monkeypatch):
    """A folder in which nothing can be made, whoever asks; a test may be run by somebody who may do everything."""
    folder = tmp_path / "locked"
    folder.mkdir()
    may, make, open_path = os.access, os.open, Path.open

    def denied(path):
        return Path(os.path.realpath(path)).parent == folder.resolve() or Path(path).resolve() == folder.resolve()

    def access(path, mode, **more):
        return may(path, mode, **more) and not (mode & os.W_OK and denied(path))

    def opened(path, flags, *rest, **more):
        if flags & os.O_CREAT and denied(path):
            raise PermissionError(13, "Permission denied")
        return make(path, flags, *rest, **more)

    def path_opened(self, mode="r", *rest, **more):
        if set(mode) & set("wxa") and denied(self):
            raise PermissionError(13, "Permission denied")
        return open_path(self, mode, *rest, **more)

    monkeypatch.setattr(os, "access", access)
    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr(Path, "open", path_opened)
    return folder


def test_a_folder_that_may_not_be_written_to_is_named(run, plan_file, scenario_file, locked, tmp_path):
    (tmp_path / "days.csv").write_text("city,first,last\nghent,2024-01-08,2024-01-09\n", encoding="utf-8")
    for order in (
        ["report", plan_file, "-o", "locked/page.html"],
        ["new", "locked/danube.yaml"],
        ["form", scenario_file, "--city", "ghent", "-o", "locked/ghent.xlsx"],
        ["import", "days.csv", "--into", scenario_file, "-o", "locked/days.yaml"],
        ["export", plan_file, "-o", "locked"],
    ):
        told = run(*order, code=2).stderr
        assert f"cannot be written: the folder {locked.as_posix()} is read-only: name another place" in told, order
    assert not list(locked.iterdir())


def test_a_key_that_cannot_be_made_says_what_it_is_for(run, locked, tmp_path):
    plan = write_plan(smallest_plan(people={"anna": {"roles": ["guide"], "home": "oslo"}}), tmp_path / "plan.json")
    inside = locked / "plan.json"
    plan.rename(inside)
    told = run("export", inside, "-o", "out", code=2).stderr
    assert "mentoring.key: the key that names the calendars of persons lies beside the plan" in told
    assert "(the folder is read-only): copy the plan into a folder of yours, and name the copy" in told
    assert not (tmp_path / "out").exists()
