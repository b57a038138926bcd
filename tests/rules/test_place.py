"""The place told for a fact holds just that fact: read with YAML alone, in shipped, changed and random files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from mentoring.api import load
from mentoring.api.carry import nearest
from mentoring.engine.why.claim import list_claims
from mentoring.files.scenario import Loaded
from mentoring.language.frame import Frame
from tests.place import find_misplaced
from tests.strategies import random_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = sorted(SCENARIOS.glob("*.yaml")) + sorted((SCENARIOS / "what-if").glob("*.yaml"))
IMPLEMENTORING = (SCENARIOS / "implementoring-2013.yaml").as_posix()

VARIANTS: dict[str, dict[str, Any]] = {
    "a lead time, and a city's days beside those of its country": {
        "programme": {"planned_on": "2013-01-20"},
        "stages": {"visit": {"lead_time": "6w"}, "kick-off": {"lead_time": "2w"}},
        "cities": {
            "milan": {"visa_weeks": 3, "unavailable+": [{"first": "2013-10-10", "last": "2013-10-30", "why": "works"}]},
            "riga": {"languages": ["lv", "ru"], "at_once": 1},
            "genoa": {"offers": {"perception": {"mentees": 2, "min_mentees": 2}}, "mentees": 3},
        },
        "people": {"third": {"name": "Third", "roles": ["facilitator"], "languages": ["lv"]}},
    },
    "limits": {
        "limits": {"budget_eur": {"programme": 90000, "per_city": 9000}, "rail_only_below_km": 300},
        "pairing": {"max_km": 1500, "min_fit": 40, "same_country": False},
        "cities": {"athens": {"left_on": "2014-02-01", "can_host": False}, "oslo": {"events_per_month": 3}},
        "people": {"lukes": {"unavailable": [{"first": "2013-05-06", "last": "2013-05-10", "why": "away"}]}},
    },
}  # fmt: skip


def misplaced(loaded: Loaded) -> Iterator[tuple[str, str]]:
    """Every fact of a scenario that is told, and what is wrong with its place: empty where nothing is."""
    of, places = loaded.require(), loaded.positions
    for claim in list_claims(Frame(of, of.conceivable)):
        at = next(((key, place) for key in claim.keys if (place := nearest(key, places)) is not None), None)
        if at is None:
            yield claim.sentence, f"{claim.sentence}: no place for {claim.keys}"
            continue
        key, place = at
        while key not in places:
            key = key.rpartition(".")[0]
        yield claim.sentence, find_misplaced(of, claim.sentence, claim.keys, str(place), key)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_fact_of_a_shipped_scenario_stands_where_it_is_told(path: Path):
    found = list(misplaced(load(path)))
    assert len(found) > 20
    assert [wrong for _, wrong in found if wrong] == []


@pytest.mark.parametrize("changes", VARIANTS.values(), ids=VARIANTS.keys())
def test_a_fact_of_a_what_if_stands_in_the_file_that_says_it(changes: dict[str, Any], tmp_path: Path):
    file = tmp_path / "what-if.yaml"
    file.write_text(yaml.safe_dump({"based_on": IMPLEMENTORING, **changes}), encoding="utf-8")
    found = list(misplaced(load(file)))
    assert [wrong for _, wrong in found if wrong] == []


def test_a_fact_of_a_random_programme_stands_where_it_is_told(tmp_path: Path):
    told = looked = 0
    for number in range(40):
        of = random_scenario(Random(f"place {number}"), bites=number % 4)
        is_short = bool(number % 2)  # what is left to its default is left out
        value = of.model_dump(mode="json", by_alias=True, exclude={"resolution"}, exclude_none=True,
                              exclude_defaults=is_short, exclude_unset=not is_short)  # fmt: skip
        file = tmp_path / f"{number}.yaml"
        file.write_text(yaml.safe_dump(value, allow_unicode=True, default_flow_style=None), encoding="utf-8")
        loaded = load(file)
        if loaded.scenario is not None:  # not all can be written: some name places that only the program knows
            found = list(misplaced(loaded))
            assert [wrong for _, wrong in found if wrong] == [], number
            told, looked = told + len(found), looked + 1
    assert looked >= 30
    assert told >= 800
