"""Fifty cities with three visits a pairing: what is proven, and in which way. Limited by work, so always the same."""

from __future__ import annotations

import pytest

from benchmarks.made_up import make_programme
from mentoring.domain.result import Result
from mentoring.engine import reference
from mentoring.engine.compiled import Compiled
from mentoring.engine.planner import plan
from mentoring.rules import check_plan

CITIES = 50
WORK = 0.3  # solver units for a single solve
LARGEST_GAP = 0.10


@pytest.fixture(scope="module")
def made() -> tuple[Result, list[int]]:
    """The plan of the decomposed path, and the events of each model that chose pairings and dates at once."""
    joint: list[int] = []
    build = Compiled.__init__

    def watched(self: Compiled, *given: object, **settings: object) -> None:
        build(self, *given, **settings)  # type: ignore[arg-type]
        if self.calendar is not None and not self.frame.decided:
            joint.append(len(self.frame.agenda.events))

    def refuse(*given: object, **settings: object) -> None:
        raise AssertionError("the reference model was asked")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compiled, "__init__", watched)
        patch.setattr(reference, "solve_reference", refuse)
        return plan(make_programme(CITIES), work=WORK), joint


def test_three_visits_for_each_pairing_and_a_meeting_for_each_theme(made: tuple[Result, list[int]]):
    found = made[0].require_plan()
    assert len(found.scenario.cities) == CITIES
    assert len(found.pairings) > CITIES // 2
    assert len(found.events) == 3 * len(found.pairings) + len(found.scenario.themes)


def test_the_plan_keeps_every_rule(made: tuple[Result, list[int]]):
    assert check_plan(made[0].require_plan()) == []


def test_every_pairing_goal_is_proven(made: tuple[Result, list[int]]):
    pairing = [goal for goal in made[0].goals if goal.part == "pairing"]
    assert [goal.goal for goal in pairing] == ["needs", "fit", "travel_km"]
    assert [goal.goal for goal in pairing if not goal.is_proven] == []


def test_the_gap_of_the_dates_is_stated_and_small(made: tuple[Result, list[int]]):
    (early,) = [goal for goal in made[0].goals if goal.part == "dates"]
    assert early.bound is not None
    assert early.gap is not None
    assert early.bound <= early.value
    assert early.gap < LARGEST_GAP


def test_no_model_chose_pairings_and_dates_at_once(made: tuple[Result, list[int]]):
    assert made[1] == []
