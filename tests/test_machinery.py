"""The tests' own machinery: random programmes are sound, and trying all plans leaves none out wrongly."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings

from mentoring.domain.consistency import find_problems
from mentoring.domain.programme import GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.rules import RULES, check_plan
from mentoring.rules.whole import Whole
from tests import brute
from tests.builders import PAIRING, VISIT, plan_of, scenario, smallest_plan
from tests.strategies import random_plan, random_scenario, scenarios

PRUNING = ("OF_PAIRINGS", "OF_FEWER_PAIRINGS", "OF_ONE_EVENT", "OF_PEOPLE", "OF_SEVERAL")


@settings(max_examples=30)
@given(scenarios())
def test_random_programmes_have_no_problems_and_survive_writing(found):
    assert [problem.message for problem in find_problems(found) if not problem.warning] == []
    assert Scenario.model_validate(found.model_dump(by_alias=True, exclude_defaults=True) | {"format": 1}) == found


def test_random_programmes_use_the_whole_format():
    found = [random_scenario(Random(seed)) for seed in range(300)]
    stages = [stage for one in found for stage in one.stages.values()]
    kinds = {"list" if stage.cities else stage.gathers for stage in stages}
    assert kinds == {"pairing", "mentee", "mentor", "theme", "all", "list"}
    assert {rule.slug for rule in RULES if not any(rule.applies(one) for one in found)} == set()
    assert any(stage.same_as for stage in stages)
    assert any(use.leximin for one in found for use in one.goals.pairing)
    assert any(pin.negated for one in found for pin in one.pins.values())
    assert {kind for one in found for pin in one.pins.values() for kind in pin.body.kinds} == {
        "pairing", "first", "host", "people", "same_days",
    }  # fmt: skip


def test_random_plans_are_whole_and_some_keep_every_rule():
    broken = Counter[bool]()
    for seed in range(100):
        plan = random_plan(random_scenario(Random(seed)), Random(seed))
        if all(event.host or not plan.agenda.hosts(plan.agenda.events[event.id]) for event in plan.events):
            torn = [found.message for found in Whole().check(plan) if "has no host" not in found.message]
            assert torn == []
        broken[bool(check_plan(plan))] += 1
    assert min(broken.values()) > 10


def test_every_rule_that_leaves_plans_out_exists():
    named = set().union(*(getattr(brute, name) for name in PRUNING))
    assert named <= {rule.slug for rule in RULES}


@pytest.mark.parametrize("batch", range(8))
def test_leaving_plans_out_unseen_changes_nothing(batch, monkeypatch):
    small = [
        random_scenario(Random(seed), horizon=(5, 12), cities=(2, 3)) for seed in range(25 * batch, 25 * batch + 25)
    ]
    with monkeypatch.context() as unpruned:
        for name in PRUNING:
            unpruned.setattr(brute, name, set())
        tried = [found for found in small if brute.count_plans(found, 3000) <= 3000]
        slow = [brute.solve_brute(found) for found in tried]
    fast = [brute.solve_brute(found) for found in tried]
    assert len(tried) > 10
    assert [(one.status, one.values) for one in fast] == [(one.status, one.values) for one in slow]


def test_the_count_is_of_plans():
    # No pairing, or one with a visit on one of 65 working days from 1 January to 31 March 2024.
    assert brute.count_plans(scenario()) == 1 + 65


def test_brute_force_finds_the_best_by_hand():
    goals = {"pairing": ["needs"], "dates": ["early"]}
    best = brute.solve_brute(
        scenario(goals=goals, programme={"closed": [{"first": "2024-01-01", "last": "2024-01-05"}]})
    )
    assert (best.status, best.values) == ("optimal", (0, 7))
    assert best.plan is not None
    assert best.plan.events == smallest_plan("2024-01-08").events


def test_brute_force_says_when_nothing_is_possible():
    pins = {"must": {"pairing": PAIRING}, "never": {"not": {"event": VISIT, "host": "ghent"}}}
    assert brute.solve_brute(scenario(pins=pins)).status == "infeasible"


def test_too_many_plans_are_refused():
    with pytest.raises(brute.TooManyPlans):
        brute.solve_brute(scenario(), most=65)


@pytest.mark.parametrize(
    ("goal", "share", "best", "worst_allowed"),
    [
        ("needs", 0, 10, 10), ("needs", 200, 10, 10), ("needs", 1000, 10, 11), ("needs", 500, 39, 40),
        ("needs", 5000, 0, 0), ("fit", 200, 100, 98), ("fit", 200, 99, 98), ("fit", 150, 10, 10), ("fit", 5000, 3, 2),
    ],
)  # fmt: skip
def test_a_tolerance_is_rounded_to_the_strict_side(goal, share, best, worst_allowed):
    use = GoalUse(goal=goal, tolerance=share)
    step = -1 if goal == "fit" else 1
    assert brute.is_within(use, best, worst_allowed)
    assert not brute.is_within(use, best, worst_allowed + step)


def test_a_broken_plan_is_not_silently_accepted():
    assert check_plan(plan_of(scenario(), [PAIRING], {VISIT: "2024-01-06"})) != []  # a Saturday
    assert check_plan(smallest_plan()) == []
