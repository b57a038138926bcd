"""Each goal on plans small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.domain.plan import Plan
from mentoring.domain.programme import DATE_GOALS, PAIRING_GOALS
from mentoring.goals import BY_SLUG, GOALS
from mentoring.goals.hosting import Hosting
from mentoring.goals.score import score
from tests.builders import PAIRING, VISIT, city, plan_of, scenario, smallest_plan

# On the equator one degree is 111.19 km: A to B 111 km, A to C 1111 km, B to C 1000 km.
A, B, C = (0.0, 0.0), (0.0, 1.0), (0.0, 10.0)
A_B, A_C = "a > b in housing", "a > c in housing"
VISIT_B, VISIT_C = "visit/a/b/housing", "visit/a/c/housing"
RATES = {"name": "own", "source": "made up", "bands": [{"from_km": 100, "eur": 20}, {"from_km": 1000, "eur": 300}]}
CO2 = {"name": "example", "source": "made up", "rail_g": 10, "flight_g": 200}


def three(**changes: Any) -> Any:
    """City a teaches b and c; each is visited (2 days), then all three meet for a day at a place next to b."""
    cities = {
        "a": city("BE", A, offers={"housing": {"mentees": 2, "strength": 80, "prefers": ["b", "c"]}}),
        "b": city("FR", B, needs={"housing": {"priority": 3, "mentors": 2, "prefers": ["a"]}}),
        "c": city("IT", C, needs={"housing": {"level": 50}}),
    }
    stages = {
        "visit": {"gathers": "pairing", "host": "participant", "days": 2, "travellers": 2},
        "meeting": {"gathers": "all", "host": "hub"},
    }
    given = {
        "cities": {name: record | changes.pop(name, {}) for name, record in cities.items()},
        "places": {"hub": {"country": "FR", "latitude": B[0], "longitude": B[1]}},
        "people": {"x": {"home": "c", "roles": ["expert"]}, "y": {"roles": ["expert"]}},
        "stages": stages,
        "travel": {"daily_eur": 10, "rail_below_km": 500},
        "resolution": {"rates": RATES, "co2": CO2},
    }
    return scenario(**given | changes)


def whole_plan(**changes: Any) -> Plan:
    """Monday 8 January 2024 at b, Wednesday 10 January at a, Monday 15 January at the hub."""
    events = {VISIT_B: ("2024-01-08", "b", ["x"]), VISIT_C: ("2024-01-10", "a", ["y"]), "meeting": "2024-01-15"}
    return plan_of(three(**changes), [A_B, A_C], events)


def january(first: int, last: int) -> dict[str, str]:
    return {"first": f"2024-01-{first:02d}", "last": f"2024-01-{last:02d}"}


def value(slug: str, plan: Plan, part: Any = "dates", against: Plan | None = None) -> int:
    return BY_SLUG[slug].measure(plan, part, against)


def test_needs_counts_the_priority_of_each_missing_mentor():
    assert value("needs", whole_plan()) == 3  # b wants two mentors and has one
    assert value("needs", plan_of(three(), [A_C])) == 6
    assert value("needs", plan_of(three())) == 7


def test_needs_are_never_more_than_met():
    assert value("needs", smallest_plan()) == 0
    twice = plan_of(scenario(), [PAIRING, PAIRING])
    assert value("needs", twice) == 0


def test_preferences_counts_both_sides():
    assert value("preferences", whole_plan()) == 3  # a likes both, b likes a
    assert value("preferences", plan_of(three(), [A_C])) == 1
    assert value("preferences", smallest_plan()) == 0


def test_fit_adds_strength_times_level():
    assert value("fit", whole_plan()) == 80 + 40
    assert value("fit", plan_of(three())) == 0


def test_travel_km_counts_each_travelling_city_there_and_back_once():
    # a to b: 222; c to a: 2222; to the hub beside b: a 222, c 2000 and b, which is 0 km away.
    assert value("travel_km", whole_plan(), "pairing") == 222 + 2222 + 222 + 2000


def test_travel_km_counts_people_among_the_date_goals_only():
    assert value("travel_km", whole_plan()) == 222 + 2222 + 222 + 2000 + 2000  # x from c to b; y has no home


def test_cost_is_for_every_traveller_and_day():
    # Visits: two travellers, 20 EUR (111 km) or 300 EUR (1111 km) each, 2 days of 10 EUR each.
    # Meeting: one traveller each, 20 + 300 + 0 EUR (0 km lies below the table), and a day of 10 EUR.
    cities = (2 * 20 + 40) + (2 * 300 + 40) + (20 + 10) + (300 + 10) + 10
    assert value("cost_eur", whole_plan(), "pairing") == cities
    assert value("cost_eur", whole_plan()) == cities + (300 + 20) + 20  # x travels from c, y only needs its days


def test_co2_depends_on_the_mode():
    # By rail 111 km: 2 x 111 x 10 g x 2 travellers = 4.44 kg. By air 1111 km: 2 x 1111 x 200 g x 2 = 888.8 kg.
    # Meeting: a by rail 2.22 kg, c by air 2 x 1000 x 200 g = 400 kg. Each rounded half up.
    assert value("co2_kg", whole_plan(), "pairing") == 4 + 889 + 2 + 400
    assert value("co2_kg", whole_plan()) == 4 + 889 + 2 + 400 + 400


def test_co2_and_cost_are_nothing_without_tables():
    bare = whole_plan(resolution={}, travel={})
    assert value("co2_kg", bare) == value("cost_eur", bare) == 0


def test_a_trip_counts_once():
    stages = {
        "conference": {"gathers": "all", "host": "hub"},
        "joint": {"gathers": "all", "host": {"same_as": "conference"}, "after": {"conference": {"max": "0d"}}},
    }
    plan = plan_of(three(stages=stages), [], {"conference": "2024-01-08", "joint": "2024-01-09"})
    assert value("travel_km", plan, "pairing") == 222 + 2000
    assert value("cost_eur", plan, "pairing") == 20 + 300 + 2 * 3 * 10  # but each day away costs


def test_hosting_is_the_most_days_of_one_city_and_places_do_not_count():
    assert Hosting().loads(whole_plan()) == {"a": 2, "b": 2, "c": 0}
    assert value("hosting", whole_plan(), "pairing") == 2
    at_a = plan_of(three(), [A_B, A_C], {VISIT_B: ("2024-01-08", "a"), VISIT_C: ("2024-01-10", "a")})
    assert value("hosting", at_a, "pairing") == 4
    assert value("hosting", plan_of(three()), "pairing") == 0


def test_away_is_the_most_days_of_one_city_elsewhere():
    # a: 2 days at b and 1 at the hub; b: the hub; c: 2 days at a and the hub.
    assert value("away", whole_plan(), "pairing") == 3
    online = three(stages={"call": {"gathers": "all", "host": "none", "days": 4}})
    assert value("away", plan_of(online, [], {"call": "2024-01-08"}), "pairing") == 0


@pytest.mark.parametrize(
    ("changes", "missed"),
    [
        ({}, 0),
        ({"a": {"wishes": [january(8, 11)]}}, 1),  # the meeting only
        ({"a": {"wishes": [january(8, 10)]}}, 2),  # the visit to c reaches the 11th
        ({"a": {"wishes": [january(8, 8), january(9, 9)]}}, 3),
        ({"c": {"if_needed": [january(11, 15)]}}, 2),  # one day of each event
        ({"b": {"if_needed": [january(10, 11)]}}, 0),  # b is not there
        ({"b": {"if_needed": [january(1, 9), january(9, 10)]}}, 2),
    ],
)  # fmt: skip
def test_wishes(changes, missed):
    assert value("wishes", whole_plan(**changes)) == missed


def test_spread_counts_first_days_by_iso_week():
    assert value("spread", whole_plan()) == 2
    new_year = scenario(programme={"first": "2020-12-01", "last": "2021-01-31"})
    one_week = plan_of(new_year, [PAIRING], {VISIT: "2020-12-31"})
    assert value("spread", one_week) == 1
    assert value("spread", plan_of(three(), [A_B, A_C], {VISIT_B: "2023-12-31", VISIT_C: "2024-01-01"})) == 1
    assert value("spread", plan_of(three())) == 0


def test_early_adds_last_days_and_finish_takes_the_last():
    # 1 January is day 0: the visits end on the 9th and 11th, the meeting on the 15th.
    assert value("early", whole_plan()) == 8 + 10 + 14
    assert value("finish", whole_plan()) == 14
    assert value("early", plan_of(three())) == value("finish", plan_of(three())) == 0


def test_cancelled_events_count_for_nothing():
    plan = plan_of(three(), [A_B], {VISIT_B: "2024-01-08"}, statuses={VISIT_B: "cancelled"})
    slugs = ("travel_km", "cost_eur", "co2_kg", "hosting", "away", "wishes", "spread", "early", "finish")
    assert [value(slug, plan) for slug in slugs] == [0] * len(slugs)


def test_changes_are_none_without_an_earlier_plan():
    assert value("changes", whole_plan(), "pairing") == value("changes", whole_plan()) == 0


def test_changes_against_itself_are_none():
    assert value("changes", whole_plan(), "pairing", whole_plan()) == 0
    assert value("changes", whole_plan(), "dates", whole_plan()) == 0


@pytest.mark.parametrize(("status", "weight"), [("proposed", 1), ("announced", 10), ("confirmed", 100), ("done", 100)])
def test_changes_weigh_what_cities_were_told(status, weight):
    before = plan_of(three(), [A_B], {VISIT_B: ("2024-01-08", "b")}, statuses={VISIT_B: status})
    moved = plan_of(three(), [A_B], {VISIT_B: ("2024-01-09", "b")})
    elsewhere = plan_of(three(), [A_B], {VISIT_B: ("2024-01-08", "a")})
    dropped = plan_of(three())
    assert value("changes", moved, "dates", before) == weight
    assert value("changes", moved, "pairing", before) == 0
    assert value("changes", elsewhere, "pairing", before) == weight
    assert value("changes", elsewhere, "dates", before) == 0
    assert value("changes", dropped, "pairing", before) == weight + 1  # the pairing is gone too
    assert value("changes", dropped, "dates", before) == 0


def test_changes_forget_cancelled_events_and_weigh_accepted_pairings():
    before = plan_of(three(), [A_B], {VISIT_B: "2024-01-08"}, statuses={VISIT_B: "cancelled"})
    assert value("changes", plan_of(three()), "pairing", before) == 1
    accepted = before.model_copy(update={"pairings": (before.pairings[0].model_copy(update={"status": "accepted"}),)})
    assert value("changes", plan_of(three()), "pairing", accepted) == 10


def test_new_pairings_and_events_are_no_changes():
    assert value("changes", whole_plan(), "pairing", plan_of(three())) == 0


def test_score_follows_the_scenarios_order_pairing_first():
    goals = {"pairing": ["fit", {"needs": {"tolerance": "2%"}}], "dates": ["finish", "travel_km"]}
    found = score(whole_plan(goals=goals))
    assert [(use.goal, part, measured) for use, part, measured in found] == [
        ("fit", "pairing", 120), ("needs", "pairing", 3), ("finish", "dates", 14), ("travel_km", "dates", 6666),
    ]  # fmt: skip


def test_every_goal_of_the_format_exists():
    assert set(BY_SLUG) == {*PAIRING_GOALS, *DATE_GOALS}
    assert len(BY_SLUG) == len(GOALS)


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal.slug)
def test_every_goal_says_what_it_is(goal):
    assert goal.unit
    assert (goal.__doc__ or "").splitlines()[0].endswith(".")
