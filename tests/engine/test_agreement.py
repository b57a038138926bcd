"""Both engines against each other and against all plans, on numbered random programmes of up to 8 cities."""

from __future__ import annotations

import pytest

from mentoring.domain.plan import Plan
from mentoring.engine.reference import solve_reference
from mentoring.goals.early import Early
from tests.agreement import Programme, compare, look, programme
from tests.builders import scenario

NUMBERS = range(200, 400)
IN_BATCH = 10
MOST_PLANS = 20_000


@pytest.mark.parametrize("first", NUMBERS[::IN_BATCH])
def test_both_engines_and_all_plans_agree(first: int):
    told: list[str] = []
    seen = look(range(first, first + IN_BATCH), MOST_PLANS, told.append)
    assert told == []
    assert seen["programmes"] == IN_BATCH
    assert seen["tried all plans"] > 0


def test_the_programmes_are_worth_it():
    given = [programme(number) for number in NUMBERS]
    plans = [solve_reference(one.scenario, against=one.against, seconds=10.0).plan for one in given]
    planned = [found for found in plans if found is not None]
    assert len(given) > len(planned)  # some are impossible
    assert sum(1 for found in planned if found.pairings) > len(given) * 2 // 3
    assert sum(1 for found in planned if len(found.events) > 1) > len(given) * 2 // 5
    assert sum(1 for one in given if one.against is not None) > len(given) // 4
    assert max(len(one.scenario.cities) for one in given) == 8
    kinds = {"list" if stage.cities else stage.gathers for one in given for stage in one.scenario.stages.values()}
    assert kinds == {"pairing", "mentee", "mentor", "theme", "all", "list"}


def test_a_difference_is_told(monkeypatch: pytest.MonkeyPatch):
    given = Programme(0, scenario(), None)
    assert compare(given, MOST_PLANS) == ([], True)
    measure = Early.measure
    monkeypatch.setattr(Early, "measure", lambda self, plan, part, against: measure(self, plan, part, against) + 1)
    assert compare(given, MOST_PLANS)[0] != []


def test_a_number_is_the_same_programme_everywhere():
    one, two = programme(201), programme(201)
    assert one.scenario == two.scenario
    assert isinstance(one.against, Plan)
    assert one.against == two.against
