"""What an earlier plan has settled stays: done, confirmed and past events."""

from __future__ import annotations

import pytest

from mentoring import api
from mentoring.domain.plan import Plan
from mentoring.domain.settled import keep_settled
from mentoring.errors import ScenarioError
from tests.builders import PAIRING, VISIT, plan_of, scenario


def earlier(status: str = "proposed", first: str = "2024-02-06") -> Plan:
    found = plan_of(scenario(), [PAIRING], {VISIT: first})
    events = tuple(event.model_copy(update={"status": status}) for event in found.events)
    return found.model_copy(update={"events": events})


def visit_of(plan: Plan) -> str:
    return plan.by_id[VISIT].first.isoformat()


@pytest.mark.parametrize("status", ["done", "confirmed"])
def test_done_and_confirmed_events_stay_where_a_better_day_is_free(status: str):
    assert visit_of(api.plan(scenario()).require_plan()) == "2024-01-01"
    again = api.plan(scenario(), against=earlier(status)).require_plan()
    assert visit_of(again) == "2024-02-06"
    assert again.by_id[VISIT].status == status
    assert api.check(again) == []


def test_what_is_over_by_the_day_of_planning_counts_as_done():
    later = scenario(programme={"planned_on": "2024-03-01"})
    assert visit_of(api.plan(later, against=earlier()).require_plan()) == "2024-02-06"


def test_what_is_only_proposed_may_move():
    busy = scenario(programme={"closed": [{"first": "2024-02-01", "last": "2024-02-29"}]})
    assert visit_of(api.plan(busy, against=earlier()).require_plan()) != "2024-02-06"


def test_an_event_whose_city_has_gone_binds_nobody():
    kept = keep_settled(scenario(cities={"oslo": {"country": "NO"}}), earlier("done"))
    assert kept.pins == {}


def test_nothing_is_planned_where_plan_and_scenario_disagree():
    pinned = scenario(pins={"mine": {"event": VISIT, "first": "2024-01-10"}})
    with pytest.raises(ScenarioError, match=r"6 February 2024 .* pin mine fixes 10 January 2024"):
        api.plan(pinned, against=earlier("confirmed"))
