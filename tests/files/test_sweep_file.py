"""Sweep files: every problem at once with its place, and combinations in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mentoring.errors import ScenarioError, UsageError
from mentoring.files.sweep import read_sweep
from tests.builders import scenario_data

GOOD = """\
scenario: base.yaml
vary:
  length:
    - {label: one day}
    - {label: two days, change: {stages: {visit: {days: 2}}}}
  start:
    - {label: January}
    - {label: February, change: {programme: {first: 2024-02-01}}}
    - label: March
      change: {programme: {first: 2024-03-01}}
sample: 4
seed: 7
seconds: 1.5
"""


def write(folder: Path, text: str) -> Path:
    (folder / "base.yaml").write_text(json.dumps(scenario_data()), encoding="utf-8")
    path = folder / "sweep.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(ScenarioError) as told:
        read_sweep(write(folder, text))
    return [str(one).replace(folder.as_posix() + "/", "") for one in told.value.problems]


def test_combinations_come_in_the_order_of_the_file(tmp_path: Path):
    found = read_sweep(write(tmp_path, GOOD))
    assert (found.count, found.sample, found.seed, found.seconds) == (6, 4, 7, 1.5)
    labels = [tuple(choice.label for choice in found.choose(number)) for number in range(6)]
    assert labels[:4] == [
        ("one day", "January"), ("one day", "February"), ("one day", "March"), ("two days", "January"),
    ]  # fmt: skip
    varied = found.apply(found.choose(4)).require()
    assert varied.stages["visit"].days == 2
    assert varied.programme.first.isoformat() == "2024-02-01"
    assert found.apply(()).require().programme.id == "small"


def test_everything_wrong_is_told_at_once_with_its_place(tmp_path: Path):
    text = """\
scenario: base.yaml
vari: 3
vary:
  length:
    - {label: one day, chang: {}}
    - {label: one day, change: {stages: {visit: {dys: 2}}}}
    - {label: three days, change: 3}
    - three
  status: [{label: x}]
  nothing: []
sample: 0
seed: x
seconds: -1
"""
    assert problems(tmp_path, text) == [
        "sweep.yaml:2:1: vari: unknown key `vari`: did you mean `vary`?",
        "sweep.yaml:5:24: vary.length.0.chang: unknown key `chang`: did you mean `change`?",
        "sweep.yaml:6:8: vary.length.1.label: two choices are labelled 'one day': tell them apart",
        "sweep.yaml:6:50: vary.length.1.change.stages.visit.dys: unknown key `dys`: did you mean `days`?",
        "sweep.yaml:7:27: vary.length.2.change: a change is a mapping, as in a what-if: as in `{stages: ...}`",
        "sweep.yaml:8:7: vary.length.3: a choice has a label and a change: as in `{label: two days, change: ...}`",
        "sweep.yaml:9:3: vary.status: the table has a column of this name already: choose another name",
        "sweep.yaml:10:3: vary.nothing: a list of choices is expected: as in `- {label: two days, change: ...}`",
        "sweep.yaml:11:9: sample: '0' is no whole number from 1 on",
        "sweep.yaml:12:7: seed: 'x' is no whole number from 0 on",
        "sweep.yaml:13:10: seconds: '-1' is no time to search: write seconds, at least 0.1, as in 60",
    ]


def test_a_change_that_makes_no_sound_scenario_is_told(tmp_path: Path):
    text = (
        "scenario: base.yaml\nvary:\n  who:\n    - {label: x, change: {pins: {a: {pairing: osl > ghent in housing}}}}\n"
    )
    (told,) = problems(tmp_path, text)
    assert told.startswith("sweep.yaml:4:")
    assert "vary.who.0.change.pins.a" in told
    assert "did you mean" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n", "this is no sweep: `scenario:` and `vary:` are expected"),
        ("programme: {id: x}\n", "this is a scenario, not a sweep: a sweep file names it"),
        ("vary: {a: [{label: x}]}\n", "`scenario` is missing"),
        ("scenario: base.yaml\n", "`vary` is missing"),
        ("scenario: [x]\nvary: {a: [{label: x}]}\n", "this is no file name"),
        ("scenario: nowhere.yaml\nvary: {a: [{label: x}]}\n", "nowhere.yaml"),
        ("scenario: base.yaml\nvary: []\n", "name what varies"),
        ("scenario: base.yaml\nvary: {a: [{change: {}}]}\n", "`label` is missing"),
        ("scenario: base.yaml\nvary: {a: [{label: [x]}]}\n", "a label is a short text"),
        ("scenario: base.yaml\nvary: {a: [{label: x}\n", "sweep.yaml"),
        ("", "the file is empty"),
    ],
)
def test_what_is_missing_is_told(tmp_path: Path, text: str, said: str):
    assert any(said in one for one in problems(tmp_path, text))


def test_more_than_can_be_planned_needs_a_sample(tmp_path: Path):
    choices = ", ".join(f"{{label: '{number}'}}" for number in range(22))
    text = f"scenario: base.yaml\nvary: {{a: [{choices}], b: [{choices}], c: [{choices}]}}\n"
    (told,) = problems(tmp_path, text)
    assert "these are 10 648 combinations; at most 10 000 are planned: say `sample: 500`" in told
    assert read_sweep(write(tmp_path, text + "sample: 5\n")).sample == 5


def test_a_wrong_base_is_told_with_its_own_places(tmp_path: Path):
    path = write(tmp_path, GOOD)
    (tmp_path / "base.yaml").write_text("format: 1\ncities: {}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"base\.yaml"):
        read_sweep(path)


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(UsageError, match="nowhere"):
        read_sweep(tmp_path / "nowhere.yaml")
