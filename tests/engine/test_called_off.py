"""Events called off by hand: both engines and brute force plan without them, on random small programmes."""

from __future__ import annotations

from random import Random

import pytest

from mentoring.domain.event import Agenda
from mentoring.domain.scenario import Scenario
from mentoring.engine.planner import plan
from tests.agreement import Programme, compare, programme
from tests.builders import PAIRING, VISIT, scenario
from tests.forced import forced

NUMBERS = (*range(700, 706), *range(707, 716), *range(718, 722))  # the others take seconds
SIDES = {"network": range(800, 806), "season": range(830, 833)}


def called_off(of: Scenario, rng: Random) -> Scenario | None:
    """The scenario with some of its events called off that no pin names; None when there is none."""
    named = {event for pin in of.pins.values() for event in (pin.body.event, *(pin.body.same_days or ())) if event}
    events = [event for event in Agenda(of, of.conceivable).events if event not in named]
    if not events:
        return None
    chosen = tuple(sorted(rng.sample(events, rng.randint(1, min(3, len(events))))))
    return of.model_copy(update={"resolution": of.resolution.model_copy(update={"cancelled": chosen})})


def without_some(number: int) -> Programme | None:
    given = programme(number)
    changed = called_off(given.scenario, Random(number))
    return Programme(number, changed, given.against) if changed is not None else None


def test_what_is_called_off_is_not_held_and_its_pairing_stays():
    found = plan(scenario(resolution={"cancelled": [VISIT]})).plan
    assert found is not None
    assert [one.pairing for one in found.pairings] == [PAIRING]
    assert found.events == ()


def test_planner_reference_and_brute_force_agree_without_what_is_called_off():
    seen = 0
    for number in NUMBERS:
        given = without_some(number)
        if given is not None:
            differs, tried = compare(given, 800)
            assert differs == [], number
            seen += tried
    assert seen > 5


@pytest.mark.parametrize("way", sorted(SIDES))
def test_the_large_ways_agree_too(way: str):
    with forced(way) as forcing:
        for number in SIDES[way]:
            given = without_some(number)
            if given is not None:
                assert compare(given, 0, exact=forcing.exact)[0] == [], number


def test_what_shares_the_host_of_a_called_off_event_goes_with_it():
    stages = {
        "visit": {"gathers": "pairing", "host": "mentee"},
        "talk": {"gathers": "pairing", "host": {"same_as": "visit"}, "after": {"visit": {"min": "0d", "max": "6w"}}},
        "report": {"gathers": "pairing", "host": {"same_as": "talk"}, "after": {"talk": {"min": "0d", "max": "6w"}}},
        "closing": {"gathers": "all", "host": "ghent", "after": {"report": {"min": "0d"}}},
    }
    off = scenario(stages=stages, resolution={"cancelled": [VISIT]})
    assert list(Agenda(off, off.conceivable).events) == ["closing"]
