"""What a way out costs in mentors: told where needs that could have a mentor lack one, and not where none could be."""

from __future__ import annotations

from typing import Any

from mentoring.api.explain import explain
from mentoring.domain.impasse import Impasse
from mentoring.domain.scenario import Scenario
from mentoring.views.block import Table
from mentoring.views.explanation import impasse_blocks, impasse_record
from tests.builders import city, scenario_data

CLOSED = [{"first": "2024-01-01", "last": "2024-03-31", "why": "floods"}]


def explained(limit: int, *others: str, needs: dict[str, Any] | None = None, **more: Any) -> Impasse:
    """All needs but so much priority must be served, and Ghent is closed; the others need what Oslo offers too."""
    data = scenario_data(goals={"pairing": [{"goal": "needs", "limit": limit}], "dates": ["early"]})
    data["cities"]["oslo"]["offers"]["housing"] = {"mentees": 9}
    data["cities"]["ghent"] |= {"unavailable": CLOSED, "needs": {"housing": {}} | (needs or {})}
    data["cities"] |= {name: city("IT", (45.0, 9.0), needs={"housing": {}}) for name in others}
    return explain(Scenario.model_validate(data | more))


def ways(found: Impasse) -> list[str]:
    (table,) = [block for block in impasse_blocks(found) if isinstance(block, Table)][-1:]
    return [row[1] for row in table.rows]


def test_a_way_says_which_needs_go_without():
    found = explained(0, "milan")
    assert {way.asks[0]: (way.lacking, way.has_pairings) for way in found.ways} == {
        "allow 1 priority in the goal needs": (1, True),
        "let the programme run to 2 April 2024 (2 days longer)": (0, True),
    }
    assert "Allow 1 priority in the goal needs, but 1 need that could have a mentor lacks one" in ways(found)
    assert impasse_record(found)["ways_out"][0]["lacking"] == 1


def test_what_nobody_could_serve_is_not_held_against_a_way():
    found = explained(1, "milan", needs={"parks": {}}, themes={"housing": {}, "parks": {}})
    assert {way.asks[0]: way.lacking for way in found.ways}["allow 2 priority in the goal needs"] == 1


def test_a_way_without_any_pairing_goes_last_however_easy_it_is():
    found = explained(0)
    assert [way.has_pairings for way in found.ways] == [True] * (len(found.ways) - 1) + [False]
    assert len(found.ways) > 1
    assert found.ways[-1].cost < found.ways[0].cost
    assert ways(found)[-1] == "Allow 1 priority in the goal needs, but then nobody mentors anybody"


def test_without_the_goal_of_needs_nothing_is_said_of_them():
    meeting = {"gathers": ["ghent", "oslo"], "host": "oslo", "between": {"first": "2024-03-04", "last": "2024-03-05"}}
    data = scenario_data(stages={"meeting": meeting}, goals={"pairing": ["fit"], "dates": ["early"]})
    data["cities"]["ghent"]["unavailable"] = CLOSED
    found = explain(Scenario.model_validate(data))
    assert found.ways
    assert {way.lacking for way in found.ways} == {None}
