"""Who is sent stays the same where no rule and no goal speaks against it."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.domain.account import list_journeys
from mentoring.domain.plan import Plan
from mentoring.engine import steadiness
from mentoring.engine.model.clock import Clock
from mentoring.engine.steadiness import keep_people
from mentoring.goals.changes import EVENT_WEIGHTS
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


def test_without_the_quick_way_the_model_keeps_them_too(monkeypatch):
    monkeypatch.setattr(steadiness, "MOST_ROUNDS", 0)
    before = visits("anna", "anna", "2024-02-13")
    assert sent(keep_people(visits("berta", "berta", "2024-02-13"), before)) == ["anna"] * 2


def test_beyond_the_size_of_a_model_the_quick_way_is_all(monkeypatch):
    monkeypatch.setattr(steadiness, "MOST_CREWS", 0)
    assert sent(keep_people(visits("berta", "anna"), visits("anna", "berta"))) == ["anna", "berta"]
    monkeypatch.setattr(steadiness, "MOST_ROUNDS", 0)
    assert sent(keep_people(visits("berta", "anna"), visits("anna", "berta"))) == ["berta", "anna"]


def test_out_of_time_the_quick_way_is_all(monkeypatch):
    monkeypatch.setattr(steadiness, "MOST_ROUNDS", 0)
    late = Clock(seconds=0.0)
    assert sent(keep_people(visits("berta", "anna"), visits("anna", "berta"), late)) == ["berta", "anna"]


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


def three(days: list[int], crew: tuple[str, ...], *, third: bool, away: dict[str, list[int]] | None = None) -> Plan:
    """Oslo's visits to Ghent, Liège and (when `third`) Namur on days of February, each with one person."""
    names = ("ghent", "liege", "namur")[: 3 if third else 2]
    of = scenario(
        cities={
            "oslo": city("NO", (59.9, 10.7), at_once=3, offers={"housing": {"mentees": 3}}),
            **{name: city("BE", (51.0, 4.0), needs={"housing": {}}) for name in ("ghent", "liege", "namur")},
        },
        people={
            who: {
                "roles": ["facilitator"],
                "unavailable": [
                    {"first": f"2024-02-{day:02}", "last": f"2024-02-{day:02}"} for day in (away or {}).get(who, [])
                ],
            }
            for who in ("anna", "berta", "carla")
        },
        stages={"visit": {"gathers": "pairing", "host": "mentee", "people": {"facilitator": 1}}},
    )
    held = {
        f"visit/oslo/{name}/housing": (f"2024-02-{day:02}", name, [who])
        for name, day, who in zip(names, days, crew, strict=False)
    }
    made = plan_of(of, [f"oslo > {name} in housing" for name in names], held)
    return made.model_copy(
        update={"events": tuple(one.model_copy(update={"journeys": list_journeys(made, one)}) for one in made.events)}
    )


def test_a_new_event_takes_somebody_else_where_it_is_in_the_way():
    before = three([6, 7], ("anna", "berta"), third=False)
    made = three([6, 7, 6], ("berta", "berta", "anna"), third=True)
    assert check_plan(made) == []
    found = keep_people(made, before)
    assert sent(found)[:2] == ["anna", "berta"]
    assert check_plan(found) == []


PERSONS = ["anna", "berta", "carla"]
DAYS = st.lists(st.sampled_from([5, 6, 7]), min_size=3, max_size=3)
CREWS = st.tuples(*[st.sampled_from(PERSONS)] * 3)
STATUSES = st.tuples(*[st.sampled_from(["proposed", "announced", "confirmed"])] * 2)


@settings(max_examples=40, deadline=None)
@given(DAYS, CREWS, CREWS, STATUSES, st.dictionaries(st.sampled_from(["anna", "berta"]), DAYS, max_size=2))
def test_of_all_who_could_be_sent_those_are_that_change_least(days, old, new, told, away):
    made = three(days, new, third=True, away=away)
    if check_plan(made):
        return
    before = three(days, old, third=False)
    events = [one.model_copy(update={"status": status}) for one, status in zip(before.events, told, strict=True)]
    found = keep_people(made, before.model_copy(update={"events": tuple(events)}))
    assert check_plan(found) == []
    assert [(one.id, one.first, one.host) for one in found.events] == [
        (one.id, one.first, one.host) for one in made.events
    ]

    def weigh(crew: tuple[str, ...]) -> int:
        return sum(EVENT_WEIGHTS[is_] for was, now, is_ in zip(old, crew, told, strict=False) if was != now)

    could = [crew for crew in product(PERSONS, repeat=3) if not check_plan(three(days, crew, third=True, away=away))]
    assert weigh(tuple(sent(found))) == min(map(weigh, could))
