"""Where a declaration comes from: keys that are in the scenario, and pieces that say the same as the whole."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from mentoring.api import load
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Days
from mentoring.language.frame import Frame
from mentoring.rules import RULES
from mentoring.rules.origin import find_keys, holds
from tests.builders import scenario
from tests.strategies import random_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = sorted(SCENARIOS.glob("*.yaml")) + sorted((SCENARIOS / "what-if").glob("*.yaml"))


def wrong_keys(of: Scenario) -> list[str]:
    """Declarations without a key, or with one that the scenario does not have, and pieces that cannot be told."""
    frame = Frame(of, of.conceivable)
    found = []
    for rule in RULES:
        for way in (rule.declare, rule.itemise) if rule.applies(of) else ():
            for subject in {declared.subject for declared in way(frame)}:
                keys = rule.where(of, subject)
                wrong = [key for key in keys if not holds(of, key)]
                if not keys or wrong or not rule.say(of, subject):
                    found.append(f"{rule.slug} {subject}: {keys}")
    return found


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_declaration_of_a_shipped_scenario_comes_from_keys_that_exist(path: Path):
    assert wrong_keys(load(path).require()) == []


@pytest.mark.parametrize("number", range(40))
def test_every_declaration_comes_from_keys_that_exist(number: int):
    assert wrong_keys(random_scenario(Random(number), bites=number % 4)) == []


@pytest.mark.parametrize("number", range(40))
def test_days_in_pieces_leave_the_same_days(number: int):
    of = random_scenario(Random(f"pieces {number}"), bites=3)
    frame = Frame(of, of.conceivable)
    for rule in RULES:
        if rule.applies(of):
            assert _left(frame, rule.declare(frame)) == _left(frame, rule.itemise(frame)), rule.slug


def _left(frame, declared):
    """For each event, and what it hangs on, the days left."""
    left: dict[tuple[str, object], int] = {}
    for one in declared:
        if isinstance(one, Days):
            left[one.event, one.when] = left.get((one.event, one.when), frame.every_day) & one.mask
    return {key: mask for key, mask in left.items() if mask != frame.every_day}


def test_a_default_stands_at_the_nearest_entry_around_it():
    assert find_keys(scenario(), ("cities.*.at_once",), ("oslo",)) == ("cities.oslo",)
    assert find_keys(scenario(), ("cities.*.offers.*.mentees",), ("oslo", "housing")) == ("cities.oslo.offers.housing",)


def test_an_event_names_its_stage_and_its_cities():
    keys = find_keys(scenario(), ("stages.*.host", "cities.*.country"), ("", "visit/oslo/ghent/housing"))
    assert keys == ("stages.visit.host", "cities.oslo.country", "cities.ghent.country")


def test_what_stands_nowhere_is_told_by_its_section():
    assert find_keys(scenario(), ("programme.closed", "limits.events_at_once"), ()) == ("programme",)
