"""Who is sent stays the same where no rule and no goal speaks against it."""

from __future__ import annotations

from typing import Any

from mentoring.analysis import steadiness
from mentoring.analysis.steadiness import keep_people
from mentoring.domain.account import list_journeys
from mentoring.domain.plan import Plan
from mentoring.rules import check_plan
from tests.builders import city, plan_of, scenario

PAIRS = ["oslo > ghent in housing", "oslo > liege in housing"]
TO_GHENT, TO_LIEGE = "visit/oslo/ghent/housing", "visit/oslo/liege/housing"


def visits(ghent: str, liege: str, day: str = "2024-02-06", **people: dict[str, Any]) -> Plan:
    """Two visits of Oslo, which has two teams: one on 6 February to Ghent, one to Liège."""
    of = scenario(
        cities={
            "oslo": city("NO", (59.9, 10.7), at_once=2, offers={"housing": {"mentees": 2}}),
            "ghent": city("BE", (51.1, 3.7), needs={"housing": {}}),
            "liege": city("BE", (50.6, 5.6), needs={"housing": {}}),
        },
        people={name: {"roles": ["facilitator"], **people.get(name, {})} for name in ("anna", "berta")},
        stages={"visit": {"gathers": "pairing", "host": "mentee", "people": {"facilitator": 1}}},
    )
    made = plan_of(of, PAIRS, {TO_GHENT: ("2024-02-06", "ghent", [ghent]), TO_LIEGE: (day, "liege", [liege])})
    return made.model_copy(
        update={"events": tuple(one.model_copy(update={"journeys": list_journeys(made, one)}) for one in made.events)}
    )


def sent(plan: Plan) -> list[str]:
    return [event.people[0] for event in plan.events]


def test_two_who_were_exchanged_for_nothing_are_exchanged_back():
    assert check_plan(visits("anna", "berta")) == []
    assert sent(keep_people(visits("berta", "anna"), visits("anna", "berta"))) == ["anna", "berta"]


def test_who_can_no_longer_be_sent_is_not_and_the_others_stay():
    away = {"anna": {"unavailable": [{"first": "2024-02-06", "last": "2024-02-06"}]}}
    before = visits("anna", "anna", "2024-02-13")
    assert sent(keep_people(visits("berta", "berta", "2024-02-13", **away), before)) == ["berta", "anna"]


def test_each_is_tried_by_itself_where_all_together_are_too_many(monkeypatch):
    monkeypatch.setattr(steadiness, "MOST_ROUNDS", 0)
    assert (
        sent(keep_people(visits("berta", "berta", "2024-02-13"), visits("anna", "anna", "2024-02-13"))) == ["anna"] * 2
    )


def test_where_a_goal_would_be_worse_nobody_is_exchanged():
    homes = {"anna": {"home": "oslo"}, "berta": {"home": "ghent"}}
    goals = {"pairing": ["needs"], "dates": ["travel_km"]}
    made, before = visits("berta", "berta", "2024-02-13", **homes), visits("anna", "anna", "2024-02-13", **homes)
    with_goals = made.model_copy(
        update={"scenario": made.scenario.model_copy(update={"goals": scenario(goals=goals).goals})}
    )
    assert sent(keep_people(with_goals, before)) == ["berta", "berta"]


def test_a_person_who_is_gone_is_nobody_to_come_back():
    made = visits("berta", "berta", "2024-02-13")
    alone = made.scenario.model_copy(update={"people": {"berta": made.scenario.people["berta"]}})
    there = made.model_copy(update={"scenario": alone})
    assert keep_people(there, visits("anna", "anna", "2024-02-13")) == there
