"""Ways out of a clash are confirmed by a plan, ruled out with proof, or told as not tried; never dropped unsaid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mentoring.api import way_out
from mentoring.api.explain import explain
from mentoring.api.way_out import is_kept, plan_at_all
from mentoring.domain.impasse import Impasse
from mentoring.domain.result import Result
from mentoring.domain.scenario import Scenario
from mentoring.engine import planner
from mentoring.files.variant import vary
from mentoring.views.explanation import impasse_blocks, impasse_record
from tests.api.test_explain import asks, closed_march
from tests.builders import scenario


def march(**options: float) -> Impasse:
    return explain(Scenario.model_validate(closed_march()), **options)  # type: ignore[arg-type]


@pytest.fixture
def unchecked(monkeypatch):
    """No plan found on the way is believed, so every way has to be planned: so many times with this status."""

    def answering(status: str, times: int = 100) -> None:
        left = [times]

        def planned(of: Scenario, clock: object) -> Result:
            if left[0]:
                left[0] -= 1
                return replace(plan_at_all(of, clock), status=status, plan=None)  # type: ignore[arg-type]
            return plan_at_all(of, clock)  # type: ignore[arg-type]

        monkeypatch.setattr(way_out, "is_kept", lambda plan: False)
        monkeypatch.setattr(way_out, "plan_at_all", planned)

    return answering


def test_a_plan_found_on_the_way_is_judged_by_the_rules():
    plan = planner.plan(scenario()).require_plan()
    assert is_kept(plan)
    late = vary(plan.scenario, {"programme": {"first": "2024-03-25"}}).require()
    assert not is_kept(plan.model_copy(update={"scenario": late}))
    short = {"goals": {"pairing": ["needs", {"goal": "travel_km", "limit": 3}], "dates": []}}
    assert not is_kept(plan.model_copy(update={"scenario": vary(plan.scenario, short).require()}))


def test_ways_that_there_was_no_time_to_try_are_told_as_that(unchecked):
    unchecked("unknown")
    found = march()
    assert asks(found)
    assert not any(way.is_confirmed for way in found.ways)
    said = str(impasse_blocks(found))
    assert "(not tried: the time was over)" in said
    assert "Each was tried: with it there is a plan." not in said
    assert not any(way["confirmed"] for way in impasse_record(found)["ways_out"])


def test_a_way_that_leads_to_no_plan_is_passed_over_and_the_next_is_told(unchecked):
    known = asks(march())
    unchecked("infeasible", times=2)  # the scenario itself, and its first way out
    found = march()
    assert known[0] not in asks(found)
    assert {*known[1:]} <= {*asks(found)}
    assert all(way.is_confirmed for way in found.ways)


def test_ways_are_looked_for_so_often_and_no_more(unchecked, monkeypatch):
    monkeypatch.setattr(way_out, "MOST_TRIED", 2)
    unchecked("infeasible")
    found = march()
    assert (found.status, found.ways) == ("infeasible", ())


def test_the_end_of_the_time_is_told_even_where_no_limit_was_given(monkeypatch):
    from mentoring.api import explain as module

    monkeypatch.setattr(module, "LONGEST", 0.0)
    found = explain(Scenario.model_validate(closed_march()), seconds=None)
    assert (found.conflicts, found.ways) == ((), ())
    assert "too short" in found.note
