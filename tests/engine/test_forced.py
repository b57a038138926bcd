"""Every large way through the planner on small programmes: what it finds is a plan, and what it claims is true."""

from __future__ import annotations

import pytest

from mentoring.engine.planner import plan
from mentoring.engine.when import timetable
from tests.agreement import look
from tests.builders import city, scenario
from tests.forced import WAYS, forced

FIRST, COUNT = 400, 12  # each way looks at other programmes, so that many are looked at in all
MOST_PLANS = 2_000


@pytest.mark.parametrize("name", WAYS)
def test_a_large_way_claims_only_what_is_true(name: str):
    first = FIRST + COUNT * list(WAYS).index(name)
    told: list[str] = []
    with forced(name) as way:
        look(range(first, first + COUNT), MOST_PLANS, told.append, exact=way.exact)
    assert told == []


def test_a_way_is_left_again():
    before = timetable.SMALL
    with forced("all at once"):
        assert timetable.SMALL == -1
    assert before == timetable.SMALL


def test_a_person_away_before_the_programme_is_free_in_it():
    """The bound of the dates once took such a person for busy on all days but the last."""
    away = [{"first": "2023-12-01", "last": "2023-12-29"}]
    programme = scenario(
        cities={
            "ghent": city(needs={"housing": {}}),
            "liege": city(needs={"housing": {}}),
            "oslo": city("NO", offers={"housing": {"mentees": 2}}, at_once=2),
        },
        people={"ann": {"roles": ["expert"], "unavailable": away}, "bob": {"roles": ["expert"]}},
        stages={"visit": {"gathers": "pairing", "host": "mentee", "people": {"expert": 1}}},
        programme={"public_holidays": "none"},
        goals={"pairing": ["needs"], "dates": ["early"]},
    )
    with forced("season alone"):
        found = plan(programme)
    assert found.status == "optimal"
    assert [(goal.goal, goal.value) for goal in found.goals] == [("needs", 0), ("early", 0)]
