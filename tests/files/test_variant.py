"""A scenario with some things different: the same as a what-if file that says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from mentoring.api import load
from mentoring.files.variant import vary
from tests.builders import scenario

SHIPPED = Path(__file__).parents[2] / "scenarios"
IMPLEMENTORING = SHIPPED / "implementoring-2013.yaml"

CHANGES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a city less": {"cities": {"athens": None}},
    "a city more": {"cities": {"graz": {"needs": {"political": {"priority": 7}}}}},
    "a longer programme": {"programme": {"last": "2014-09-30"}},
    "days appended": {"cities": {"oslo": {"unavailable+": [{"first": "2013-05-02", "last": "2013-05-03"}]}}},
    "other rates": {"travel": {"rates": None, "rail_below_km": 900}},
    "no holidays": {"programme": {"public_holidays": "none"}},
    "a stage less": {"stages": {"cluster": None}},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("base", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_it_is_what_a_what_if_file_says(base: Path, changes: dict[str, Any], tmp_path: Path):
    what_if = tmp_path / "what-if.yaml"
    what_if.write_text(yaml.safe_dump({"based_on": base.as_posix(), **changes}), encoding="utf-8")
    of_file, varied = load(what_if), vary(load(base).require(), changes)
    assert varied.scenario == of_file.scenario
    assert {problem.message for problem in varied.errors} == {problem.message for problem in of_file.errors}


def test_what_was_known_stays_known():
    """Holidays that the packages of today no longer tell are kept with the plan that was made with them."""
    of = load(IMPLEMENTORING).require()
    told = {**of.resolution.holidays, "oslo": {date(2013, 5, 16): "a day of its own"}}
    kept = of.model_copy(update={"resolution": of.resolution.model_copy(update={"holidays": told})})
    varied = vary(kept, {"cities": {"riga": {"at_once": 2}}}).require()
    assert varied.resolution.holidays["oslo"] == {date(2013, 5, 16): "a day of its own"}
    assert varied.cities["riga"].at_once == 2
    moved = vary(kept, {"cities": {"oslo": {"country": "SE", "name": "Malmo"}}}).require()
    assert date(2013, 5, 16) not in moved.resolution.holidays["oslo"]


def test_problems_name_the_change_or_the_place_in_the_file():
    varied = vary(
        scenario(),
        {"cities": {"oslo": {"mentes": 3, "mentees": "many"}}, "based_on": "x.yaml"},
        "sweep.yaml",
        positions={"cities.ghent": "base.yaml:7:3"},
    )
    assert varied.scenario is None
    told = [str(problem) for problem in varied.errors]
    assert any(one.startswith("sweep.yaml: cities.oslo.mentes: unknown key") for one in told), told
    assert any(one.startswith("sweep.yaml: cities.oslo.mentees:") for one in told), told
    assert any(one.startswith("based_on:") for one in told), told
    gone = vary(scenario(), {"cities": {"oslo": None}}, positions={"cities.ghent": "base.yaml:7:3"})
    assert gone.mark is not None
    assert str(gone.positions["cities.ghent"]) == "base.yaml:7:3"


def test_days_and_sequences_of_python_may_be_given():
    varied = vary(scenario(), {"programme": {"last": date(2024, 5, 31)}, "cities": {"oslo": {"languages": ("no",)}}})
    assert varied.require().programme.last == date(2024, 5, 31)
    assert varied.require().cities["oslo"].languages == ("no",)


def test_what_a_what_if_says_nothing_of_stands_where_it_stood(tmp_path: Path):
    what_if = tmp_path / "what-if.yaml"
    what_if.write_text(f"based_on: {IMPLEMENTORING.as_posix()}\ncities: {{oslo: {{at_once: 2}}}}\n", encoding="utf-8")
    before, after = load(IMPLEMENTORING).positions, load(what_if).positions
    assert after["cities.oslo"] == before["cities.oslo"]
    assert str(after["cities.oslo.at_once"]).endswith("what-if.yaml:2:26")


def test_what_a_file_says_shortly_stands_where_it_says_so():
    """`people: [lukes]` is kept as how many of whom; of a scenario that was read the key stands where the list does."""
    read = load(IMPLEMENTORING)
    places = {key: str(place) for key, place in read.positions.items()}
    assert "stages.conference.people.lukes" not in places
    varied = vary(read.require(), {"limits": {"events_at_once": 1}}, positions=places).positions
    assert str(varied["stages.conference.people.lukes"]) == places["stages.conference.people"]
