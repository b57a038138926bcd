"""What is doubtful in a scenario is told by every verb that uses it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from mentoring.batch.sweep import sweep
from mentoring.files.hearing import hearing
from mentoring.files.sweep import read_sweep

ROOT = Path(__file__).parents[2]
SAID = "gone.yaml:2:10: warning: cities.osloo: there is nothing of this name to remove: did you mean `oslo`?"


@pytest.fixture
def gone(scenario_file: Path) -> Path:
    """A what-if on the smallest scenario that misspells the city it leaves out."""
    path = scenario_file.with_name("gone.yaml")
    path.write_text(f"based_on: {scenario_file.name}\ncities: {{osloo: null}}\n", encoding="utf-8")
    return path


VERBS = [
    "plan gone.yaml -o new.json",
    "replan plan.json gone.yaml -o new.json",
    "replan plan.json gone.yaml --changes 0,1",
    "compare plan.json gone.yaml",
    "tradeoff gone.yaml --between needs,fit -o traded",
    "explain gone.yaml",
    "form gone.yaml --city oslo -o oslo.xlsx",
    "candidates gone.yaml --city oslo",
    "graph gone.yaml",
]


@pytest.mark.parametrize("verb", VERBS)
def test_a_misspelt_city_is_told_once_by_every_verb(run, plan_file, gone, verb):
    assert run(*verb.split(), code=None).stderr.count(SAID) == 1


@pytest.mark.parametrize("verb", VERBS)
def test_programs_are_told_too(run, plan_file, gone, verb):
    (told,) = json.loads(run(*verb.split(), "--json", code=None).stdout)["warnings"]
    assert told == {
        "file": "gone.yaml", "line": 2, "column": 10, "path": "cities.osloo", "hint": "did you mean `oslo`?",
        "message": "there is nothing of this name to remove",
    }  # fmt: skip


@pytest.mark.parametrize("verb", ["worth plan.json", "drill plan.json --jobs 1", "show plan.json", "explain plan.json"])
def test_where_nothing_is_doubtful_the_list_is_there_and_empty(run, plan_file, verb):
    assert json.loads(run(*verb.split(), "--json", code=None).stdout)["warnings"] == []


def test_what_a_verb_itself_finds_doubtful_is_in_the_list(run, plan_file, scenario_file):
    goals = "goals: {pairing: [needs], dates: [early]}"
    scenario_file.with_name("other.yaml").write_text(f"based_on: {scenario_file.name}\n{goals}\n", encoding="utf-8")
    answer = run("plan", "other.yaml", "-o", "new.json", "--against", "plan.json", "--json")
    (told,) = json.loads(answer.stdout)["warnings"]
    assert (told["path"], told["hint"]) == ("goals", "add it")
    assert answer.stderr.count("warning: goals: `changes` is not among them") == 1


def test_nobody_is_told_where_nobody_listens(gone, capsys):
    from mentoring import load

    assert load(gone).require().programme.id == "small"
    assert capsys.readouterr() == ("", "")


def test_a_sweep_tells_what_changes_nothing(run, gone, tmp_path):
    path = tmp_path / "sweep.yaml"
    path.write_text(
        "scenario: gone.yaml\nvary:\n  out:\n    - {label: nobody}\n"
        "    - {label: Ghent, change: {cities: {gent: null}}}\n",
        encoding="utf-8",
    )
    told = run("sweep", path, "-o", "out", "--jobs", "1").stderr
    assert told.count(SAID) == 1
    assert "sweep.yaml:5:40: warning: vary.out.1.change.cities.gent: there is nothing of this name to remove" in told
    assert "sweep.yaml:5:22: warning: vary.out.1.change: 'Ghent' changes nothing" in told


def test_each_variant_of_the_example_is_another(tmp_path):
    page = (ROOT / "docs/reference/sweep.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml file=sweep.yaml\n(.*?)```", page, re.S)
    assert example is not None
    path = tmp_path / "sweep.yaml"
    path.write_text(example[1].replace("scenarios/", f"{(ROOT / 'scenarios').as_posix()}/"), encoding="utf-8")
    heard = []
    with hearing(lambda problem: heard.append(problem.message)):
        asked = read_sweep(path)
    assert not [said for said in heard if "nothing of this name" in said or "changes nothing" in said]
    sweep(asked, tmp_path / "swept", jobs=1)
    with (tmp_path / "swept" / "table.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    told = {tuple(value for name, value in row.items() if name.startswith(("pairing_", "dates_"))) for row in rows}
    assert len(told) == len(rows) == 4
