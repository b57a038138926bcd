"""Decisions made by hand: how they stand in a scenario, and how they come out of it again."""

from __future__ import annotations

import pytest

from mentoring.domain.by_hand import ByHand, with_decisions, without_decisions
from mentoring.domain.gentle import with_changes, with_changes_last
from mentoring.domain.pin import Pin, PinBody
from mentoring.domain.programme import Goals
from mentoring.files.variant import vary
from tests.builders import PAIRING, VISIT, scenario

FIXED = ByHand(pin=Pin(event=VISIT, first="2024-02-06", why="agreed"), revision=2)
RULED_OUT = ByHand(pin=Pin(negated=PinBody(pairing=PAIRING)), revision=3)
TOGETHER = ByHand(pin=Pin(same_days=(VISIT, "closing")), revision=4)
OFF = ByHand(cancelled="closing", why="a strike", revision=5)


def test_what_a_decision_is_about_and_why():
    assert [one.subject for one in (FIXED, RULED_OUT, TOGETHER, OFF)] == [VISIT, PAIRING, f"{VISIT} closing", "closing"]
    assert (FIXED.reason, OFF.reason) == ("agreed", "a strike")


@pytest.mark.parametrize("told", [{}, {"pin": {"pairing": PAIRING}, "cancelled": "closing"}])
def test_a_decision_is_one_thing(told):
    with pytest.raises(ValueError, match="a decision is a pin, or the id of an event that is called off"):
        ByHand.model_validate(told)


def test_decisions_stand_in_the_scenario_as_pins_of_their_own_and_come_out_again():
    given = scenario(pins={"by-hand-visit-oslo-ghent-housing": {"event": VISIT, "host": "ghent"}})
    decided = with_decisions(given, [FIXED, OFF])
    assert list(decided.pins) == ["by-hand-visit-oslo-ghent-housing", "by-hand-visit-oslo-ghent-housing-1"]
    assert decided.resolution.cancelled == ("closing",)
    assert without_decisions(decided, [FIXED, OFF]) == given


def test_what_is_called_off_stays_so_in_what_ifs():
    varied = vary(with_decisions(scenario(), [OFF]), {"programme": {"title": "Otherwise"}}).require()
    assert varied.resolution.cancelled == ("closing",)


@pytest.mark.parametrize(
    ("pairing", "dates", "then", "missing"),
    [
        (["needs", "fit"], ["early"], (["needs", "changes", "fit"], ["changes", "early"]), ("pairing", "dates")),
        (["fit"], ["early", "changes"], (["changes", "fit"], ["early", "changes"]), ("pairing",)),
        (["fit", "changes"], ["changes"], (["fit", "changes"], ["changes"]), ()),
        ([], [], (["changes"], ["changes"]), ("pairing", "dates")),
    ],
)
def test_the_goal_of_few_changes_is_put_where_it_belongs(pairing, dates, then, missing):
    goals, told = with_changes(Goals(pairing=pairing, dates=dates))
    assert ([use.goal for use in goals.pairing], [use.goal for use in goals.dates]) == then
    assert told == missing


def test_or_last():
    goals = with_changes_last(Goals())
    assert [use.goal for use in goals.pairing] == ["needs", "preferences", "fit", "travel_km", "changes"]
    assert [use.goal for use in goals.dates] == ["wishes", "spread", "early", "changes"]
