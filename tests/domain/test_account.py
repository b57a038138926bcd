"""Journeys of a finished plan: who travels where, once a trip, for how much."""

from __future__ import annotations

from typing import Any

from mentoring.domain.account import Trip, count_trips, host_event, list_journeys, trip_before
from mentoring.domain.plan import Journey, Plan
from tests.builders import PAIRING, VISIT, plan_of, scenario, scenario_data
from tests.rules.case import merge

FOLLOW_UP = "follow-up/oslo/ghent/housing"
RATES = {"name": "own", "source": "made up", "bands": [{"from_km": 100, "eur": 211}, {"from_km": 1000, "eur": 360}]}
CO2 = {"name": "example", "source": "made up", "rail_g": 10, "flight_g": 100}
# A visit of two days by two, and at once a day by three at the same host: one trip of 1079 km each way.
TWO_EVENTS: dict[str, Any] = {
    "travel": {"daily_eur": 100},
    "places": {"brussels": {"country": "BE", "latitude": 50.8505, "longitude": 4.3488}},
    "people": {"stanton": {"home": "brussels"}, "lukes": {}},
    "resolution": {"rates": RATES, "co2": CO2},
    "stages": {
        "visit": {"days": 2, "travellers": 2, "people": {"stanton": 1}},
        "follow-up": {
            "gathers": "pairing", "host": {"same_as": "visit"}, "after": {"visit": {"max": "0d"}}, "travellers": 3,
            "people": {"stanton": 1},
        },
    },
}  # fmt: skip


def plan(changes: dict[str, Any] | None = None, sent: tuple[str, ...] = ("stanton",)) -> Plan:
    told = scenario(**merge(merge(scenario_data(), TWO_EVENTS), changes or {}))
    return plan_of(told, [PAIRING], {VISIT: ("2024-01-08", "ghent", sent), FOLLOW_UP: ("2024-01-10", "ghent", sent)})


def test_a_trip_is_counted_at_its_first_event_and_days_at_every_event():
    assert count_trips(plan()) == [
        Trip(VISIT, "oslo", False, 2, 2158, "flight", 2 * 360 + 4 * 100, 432),
        Trip(VISIT, "stanton", True, 1, 98, "flight", 200, 10, in_rate_table=False),
        Trip(FOLLOW_UP, "oslo", False, 3, 0, "flight", 300, 0),
        Trip(FOLLOW_UP, "stanton", True, 1, 0, "flight", 100, 0),
    ]


def test_who_missed_the_first_event_travels_to_the_second():
    only_second = plan_of(
        plan().scenario, [PAIRING], {VISIT: ("2024-01-08", "ghent"), FOLLOW_UP: ("2024-01-10", "ghent", ("stanton",))}
    )
    assert [trip.km for trip in count_trips(only_second) if trip.who == "stanton"] == [98]


def test_a_lag_above_nothing_makes_two_trips():
    apart = plan({"stages": {"follow-up": {"after": {"visit": {"max": "1d"}}}}})
    assert [trip.km for trip in count_trips(apart) if trip.who == "oslo"] == [2158, 2158]
    assert trip_before(apart, apart.by_id[FOLLOW_UP]) is None
    assert host_event(apart, apart.by_id[FOLLOW_UP]) == apart.by_id[VISIT]


def test_a_person_without_home_pays_days_only():
    theirs = [trip for trip in count_trips(plan(sent=("lukes",))) if trip.is_person]
    assert [(trip.km, trip.eur) for trip in theirs] == [(0, 200), (0, 100)]


def test_nobody_travels_to_what_is_online_or_cancelled():
    online = scenario(stages={"visit": {"gathers": "pairing", "host": "none"}})
    assert count_trips(plan_of(online, [PAIRING], {VISIT: "2024-01-08"})) == []
    called_off = plan_of(scenario(), [PAIRING], {VISIT: "2024-01-08"}, statuses={VISIT: "cancelled"})
    assert count_trips(called_off) == []


def test_the_journeys_that_a_plan_keeps():
    assert list_journeys(plan(), plan().by_id[VISIT]) == (
        Journey(who="oslo", travellers=2, km=2158, mode="flight", eur=1120, co2_kg=432),
        Journey(who="stanton", travellers=1, km=98, mode="flight", eur=200, co2_kg=10, in_rate_table=False),
    )
    free = plan({"travel": {"daily_eur": 0}})
    assert list_journeys(free, free.by_id[FOLLOW_UP]) == ()
