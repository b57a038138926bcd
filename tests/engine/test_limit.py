"""Limits of goals: both engines against each other and against all plans."""

from __future__ import annotations

from random import Random

import pytest

from mentoring.domain.plan import Plan
from mentoring.domain.result import Result
from mentoring.domain.scenario import Scenario
from mentoring.engine.planner import plan
from mentoring.engine.reference import solve_reference
from mentoring.goals import BY_SLUG
from mentoring.goals.score import order, score
from tests.agreement import programme
from tests.brute import TooManyPlans, solve_brute
from tests.builders import scenario
from tests.forced import forced

MOST_PLANS = 20_000


def with_limit(given: Scenario, best: Plan, against: Plan | None, rng: Random) -> Scenario:
    """The programme with a limit on one of its goals, somewhat better than the best plan has it, or just so."""
    uses = [(part, number, value) for number, (use, part, value) in enumerate(score(best, against))]
    part, number, value = rng.choice(uses)
    use = order(given)[number][0]
    step = rng.choice((0, 1, 1, max(1, value // 10), max(1, value // 4)))
    limit = value + step if BY_SLUG[use.goal].direction == "most" else max(0, value - step)
    place = number if part == "pairing" else number - len(given.goals.pairing)
    goals = list(getattr(given.goals, part))
    goals[place] = use.model_copy(update={"limit": limit})
    return given.model_copy(update={"goals": given.goals.model_copy(update={part: tuple(goals)})})


def values(result: Result) -> list[int | None]:
    """The best values, as proven; what a tolerance gave away of them may differ."""
    return [goal.bound for goal in result.goals]


def compare_all(number: int) -> int:
    """Compare the engines on one programme with a limit; 1 when all its plans were tried too."""
    found = programme(number)
    best = solve_reference(found.scenario, against=found.against, seconds=20.0).plan
    if best is None or not best.goals:
        return 0
    given = with_limit(found.scenario, best, found.against, Random(number))
    ours = plan(given, against=found.against, seconds=60.0)
    other = solve_reference(given, against=found.against, seconds=60.0)
    assert "unknown" in (ours.status, other.status) or (ours.plan is None) == (other.plan is None), number
    if ours.status == other.status == "optimal":
        assert values(ours) == values(other), number
    try:
        brute = solve_brute(given, found.against, MOST_PLANS)
    except TooManyPlans:
        return 0
    assert (ours.plan is None) == (brute.status == "infeasible"), number
    if ours.status == "optimal" and not any(use.tolerance or use.leximin for use, _ in order(given)):
        assert tuple(goal.value for goal in ours.goals) == brute.values, number
    return 1


@pytest.mark.parametrize("first", range(200, 230, 15))
def test_with_a_limit_both_engines_and_all_plans_agree(first: int):
    assert sum(compare_all(number) for number in range(first, first + 15)) > 2


@pytest.mark.parametrize("name", ["network", "season", "season, ties by prices alone, seen by the network"])
def test_limits_hold_on_the_ways_of_large_programmes(name: str):
    for number in range(200, 210):
        found = programme(number)
        best = solve_reference(found.scenario, against=found.against, seconds=20.0).plan
        if best is None or not best.goals:
            continue
        given = with_limit(found.scenario, best, found.against, Random(number))
        other = solve_reference(given, against=found.against, seconds=60.0)
        with forced(name):
            ours = plan(given, against=found.against, seconds=60.0)
        assert (ours.status, other.status) not in (("infeasible", "optimal"), ("optimal", "infeasible")), number
        if ours.status == other.status == "optimal":
            assert values(ours) == values(other), number


def test_a_limit_takes_what_goals_before_would_win():
    """Near Bergen fits badly: with a limit on travel it mentors Oslo all the same."""
    cities = {
        "oslo": {"country": "NO", "latitude": 59.9, "longitude": 10.7, "needs": {"housing": {}}},
        "bergen": {"country": "NO", "latitude": 60.4, "longitude": 5.3, "offers": {"housing": {"strength": 40}}},
        "athens": {"country": "GR", "latitude": 38.0, "longitude": 23.7, "offers": {"housing": {"strength": 90}}},
    }
    free = {"pairing": ["needs", "fit", "travel_km"], "dates": ["early"]}
    far = plan(scenario(cities=cities, goals=free))
    assert [pairing.pairing for pairing in far.require_plan().pairings] == ["athens > oslo in housing"]
    near = plan(scenario(cities=cities, goals={**free, "pairing": ["needs", "fit", {"travel_km": {"limit": 1000}}]}))
    assert [pairing.pairing for pairing in near.require_plan().pairings] == ["bergen > oslo in housing"]
    assert near.status == "optimal"


def test_no_plan_within_limits_is_told():
    goals = {"pairing": [{"needs": {"limit": 0}}, {"travel_km": {"limit": 1}}], "dates": []}
    found = plan(scenario(goals=goals))
    assert found.status == "infeasible"
    assert found.message == "no plan keeps all rules and the limits of needs, travel_km"
