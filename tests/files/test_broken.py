"""Bad scenario files, one mistake each (in `broken/`), with what a coordinator is told beside each.

`danube.yaml` and `circle.yaml` in that folder are what the what-ifs among them are based on.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mentoring.errors import ScenarioError
from mentoring.files.scenario import load_scenario

FOLDER = Path(__file__).parent / "broken"
BROKEN = sorted(path.stem for path in FOLDER.glob("[0-9][0-9]-*.yaml"))


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)


@pytest.mark.parametrize("name", BROKEN)
def test_the_message_is_the_one_beside_the_file(name: str) -> None:
    loaded = load_scenario(f"{name}.yaml")
    told = "".join(f"{'warning: ' if problem.warning else ''}{problem}\n" for problem in loaded.problems)
    assert told == Path(f"{name}.txt").read_text(encoding="utf-8")
    assert len(loaded.errors) == 1  # one mistake, one message: no consequences are told
    with pytest.raises(ScenarioError) as caught:
        loaded.require()
    assert caught.value.exit_code == 1


def test_there_are_at_least_fifty_and_each_has_its_message() -> None:
    assert len(BROKEN) >= 50
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == BROKEN


def test_without_the_mistakes_nothing_is_told() -> None:
    loaded = load_scenario("danube.yaml")
    assert loaded.problems == ()
    assert loaded.require().programme.id == "danube"


def test_all_mistakes_of_a_file_are_told_at_once_and_consequences_are_not(tmp_path: Path) -> None:
    text = Path("danube.yaml").read_text(encoding="utf-8")
    for right, wrong in (
        ("languages: [sl, en]", "langauges: [sl, en]"),
        ("country: HU", "country: Hungary"),
        ("first: 2027-02-02", "first: 2027-02-30"),
        ("days: 3", "days: three"),
        ("{kick-off: {min", "{kickoff: {min"),
        ("prefers: [graz]", "prefers: [gratz]"),
        ("title: Danube", "tite: Danube"),
        ("stages:", "themes: {}\nstages:"),
    ):
        assert right in text
        text = text.replace(right, wrong, 1)
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    told = [(problem.path, problem.place.line if problem.place else 0) for problem in load_scenario(path).problems]
    assert told == [
        ("programme.tite", 4),
        ("cities.maribor.langauges", 20),
        ("cities.pecs.country", 24),
        ("cities.pecs.needs.flood.prefers.0", 26),
        ("themes", 29),
        ("stages.kick-off.first", 34),
        ("stages.visit.days", 39),
        ("stages.visit.after.kickoff", 42),
    ]
