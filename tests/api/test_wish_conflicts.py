"""A wish that several things stand against is told all of them, not the first alone."""

from __future__ import annotations

from mentoring.api.wish import weigh_wish
from mentoring.domain.scenario import Scenario
from mentoring.engine import planner
from mentoring.views.block import Heading
from mentoring.views.wish import wish_blocks
from tests.builders import scenario_data


def test_each_thing_that_a_way_out_asks_for_is_among_the_facts():
    data = scenario_data(stages={"meeting": {"title": "Meeting", "gathers": ["ghent", "oslo"], "host": "oslo"}})
    data["cities"]["ghent"]["unavailable"] = [{"first": "2024-03-05", "last": "2024-03-05", "why": "elections"}]
    data["cities"]["oslo"]["unavailable"] = [{"first": "2024-03-04", "last": "2024-03-06", "why": "marathon"}]
    plan = planner.plan(Scenario.model_validate(data)).require_plan()
    report = weigh_wish(plan, "meeting on 2024-03-05")
    assert report.free is not None
    impasse = report.free.impasse
    assert impasse is not None
    told = [{cause.sentence for cause in conflict.causes} for conflict in impasse.conflicts]
    asked = "it is asked that Meeting begins on 5 March 2024"
    assert all(asked in facts for facts in told)
    against = set().union(*told) - {asked}
    assert {"Ghent is unavailable 5 March 2024 (elections)", "Oslo is unavailable 4-6 March 2024 (marathon)"} <= against
    assert len(impasse.ways[0].asks) == len(impasse.conflicts)
    titles = [one.text for one in wish_blocks(report) if isinstance(one, Heading)]
    assert "What clashes besides with what is asked, even if the rest of that gave way" in titles
