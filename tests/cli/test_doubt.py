"""What is doubtful in a scenario is told by every verb that uses it."""

from __future__ import annotations

import csv
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


@pytest.mark.parametrize(
    "verb",
    [
        "plan gone.yaml -o new.json",
        "replan plan.json gone.yaml -o new.json",
        "replan plan.json gone.yaml --changes 0,1",
        "compare plan.json gone.yaml",
        "tradeoff gone.yaml --between needs,fit -o traded",
        "explain gone.yaml",
        "form gone.yaml --city oslo -o oslo.xlsx",
        "candidates gone.yaml --city oslo",
        "graph gone.yaml",
    ],
)
def test_a_misspelt_city_is_told_once_by_every_verb(run, plan_file, gone, verb):
    assert run(*verb.split(), code=None).stderr.count(SAID) == 1


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
