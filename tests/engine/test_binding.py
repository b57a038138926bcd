"""No rule and no goal is there for nothing in the programmes on which engines are compared."""

from __future__ import annotations

import pytest

from mentoring.goals import GOALS
from mentoring.rules import RULES
from tests.agreement import programme
from tests.binding import STRUCTURAL, differ, does_bind, worth
from tests.engine.test_agreement import NUMBERS

# For each rule a programme in which it decides something, for each goal one in which there is something to win.
# `python -m tests.binding` finds others when programmes have been dealt anew.
BINDS = {
    "all-within": 221, "at-once": 237, "budget": 216, "capacity": 200, "closed": 255, "co2": 220,
    "country": 205, "distance": 246, "events-at-once": 229, "events-per-month": 207, "flight": 249,
    "holiday": 228, "host": 205, "hours": 250, "in-or-out": 222, "language": 223, "lead-time": 236,
    "least-fit": 213, "left": 206, "order": 226, "people": 206, "person-free": 226, "person-gap": 211,
    "person-language": 206, "pin": 219, "refusal": 200, "reserve": 299, "same-person": 226, "similarity": 216,
    "trip-gap": 234, "unavailable": 206, "weekday": 202, "window": 202,
}  # fmt: skip
WORTH = {
    "pairing needs": 200, "pairing changes": 249, "pairing preferences": 210, "pairing blocking": 207,
    "pairing fit": 236, "pairing travel_km": 211, "pairing cost_eur": 222, "pairing co2_kg": 213,
    "pairing hosting": 290, "pairing hosting leximin": 247, "pairing away": 239, "pairing away leximin": 255,
    "dates changes": 237, "dates wishes": 210, "dates spread": 212, "dates early": 202, "dates finish": 213,
    "dates travel_km": 214, "dates cost_eur": 202,
}  # fmt: skip


@pytest.mark.parametrize("slug", BINDS)
def test_a_rule_decides_something(slug: str):
    given = programme(BINDS[slug])
    assert does_bind(slug, given.scenario, given.against)


@pytest.mark.parametrize("name", WORTH)
def test_a_goal_is_worth_something(name: str):
    given = programme(WORTH[name])
    assert name in worth(given.scenario, given.against)


def test_every_rule_and_goal_has_its_programme():
    assert set(BINDS) | STRUCTURAL == {rule.slug for rule in RULES}
    assert {name.split()[1] for name in WORTH} == {goal.slug for goal in GOALS}
    assert {*BINDS.values(), *WORTH.values()} <= set(NUMBERS)


def test_what_is_not_proven_is_no_difference():
    assert not differ(("possible", None, 3), ("possible", 2, 4))
    assert differ(("possible", 2, 3), ("possible", 2, 4))
    assert differ(("infeasible",), ("possible", 2))
