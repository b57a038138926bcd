"""Pairs that would both rather work with each other: worked examples, and the fewest of them by trying every plan."""

from __future__ import annotations

from random import Random

import pytest

from mentoring.domain.consistency import find_problems
from mentoring.domain.pairing import parse_pairing
from mentoring.domain.preference import acceptable, find_blocking
from mentoring.domain.programme import PRESETS, GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.engine.planner import plan
from mentoring.engine.reference import solve_reference
from mentoring.goals import BY_SLUG
from mentoring.language.declaration import Forbid
from mentoring.language.fact import Paired
from mentoring.language.frame import Frame
from mentoring.rules import RULES
from mentoring.rules.base import declare_all
from mentoring.views.block import Heading, Sentence, Table
from mentoring.views.blocking import blocking_blocks, blocking_records
from tests.brute import TooManyPlans, solve_brute
from tests.builders import city, plan_of, scenario
from tests.strategies import random_scenario

OF_PAIRING = {"country", "language", "distance", "similarity", "least-fit", "refusal", "reserve"}


def quarrel(**mentors: dict) -> Scenario:
    """Oslo and Riga offer, Ghent and Graz need, one place each; strengths and wishes as told."""
    told = {"strength": 80}
    return scenario(
        cities={
            "oslo": city("NO", (59.9, 10.7), offers={"housing": told | mentors.get("oslo", {})}),
            "riga": city("LV", (56.9, 24.1), offers={"housing": told | mentors.get("riga", {})}),
            "ghent": city("BE", (51.05, 3.7), needs={"housing": mentors.get("ghent", {})}),
            "graz": city("AT", (47.1, 15.4), needs={"housing": mentors.get("graz", {})}),
        },
        stages={},
    )


def blocking(of: Scenario, *pairings: str) -> list[str]:
    return [str(pair) for pair in find_blocking(plan_of(of, pairings))]


def test_two_that_prefer_each_other_and_got_others_block():
    of = quarrel(oslo={"prefers": ["ghent"]}, ghent={"prefers": ["oslo"]})
    assert blocking(of, "oslo > graz in housing", "riga > ghent in housing") == ["oslo > ghent in housing"]
    assert blocking(of, "oslo > ghent in housing", "riga > graz in housing") == []


def test_one_side_alone_does_not_block():
    of = quarrel(oslo={"prefers": ["ghent"]})
    assert blocking(of, "oslo > graz in housing", "riga > ghent in housing") == []


def test_a_free_place_is_given_to_anybody_acceptable():
    of = quarrel(graz={"refuses": ["oslo"]})
    assert blocking(of, "riga > ghent in housing") == []
    assert blocking(quarrel(), "riga > ghent in housing") == ["oslo > graz in housing"]
    assert blocking(quarrel(oslo={"mentees": 2}), "oslo > graz in housing", "oslo > ghent in housing") == []


def test_a_pin_that_rules_a_pairing_out_settles_it():
    of = quarrel()
    declined = of.model_validate(
        of.model_dump(by_alias=True, exclude_defaults=True)
        | {"format": 1, "pins": {"no": {"not": {"pairing": "oslo > graz in housing"}}}}
    )
    assert blocking(declined, "riga > ghent in housing") == []


def test_acceptable_is_what_the_rules_about_pairings_allow():
    for seed in range(200):
        of = random_scenario(Random(seed))
        bare = of.model_copy(update={"pins": {}})
        frame = Frame(bare, bare.conceivable)
        rules = [rule for rule in RULES if rule.slug in OF_PAIRING]
        fallen = {
            one.fact.pair
            for one in declare_all(rules, frame)
            if isinstance(one, Forbid) and isinstance(one.fact, Paired)
        }
        assert set(acceptable(bare)) == set(bare.conceivable) - fallen, f"seed {seed}"


def with_blocking(of: Scenario, *before: str) -> Scenario:
    uses = tuple(GoalUse(goal=slug) for slug in (*before, "blocking", "fit"))
    return of.model_copy(update={"goals": of.goals.model_copy(update={"pairing": uses, "dates": ()})})


@pytest.mark.parametrize("before", [(), ("needs",)], ids=["first", "after needs"])
def test_the_fewest_are_those_of_trying_every_plan(before: tuple[str, ...]):
    counted = set[int]()
    compared = 0
    for seed in range(60):
        of = with_blocking(random_scenario(Random(seed)), *before)
        try:
            best = solve_brute(of, most=20_000)
        except TooManyPlans:
            continue
        for solved in (plan(of, work=5.0), solve_reference(of, seconds=60)):
            assert solved.status == best.status, f"seed {seed}"
            assert tuple(goal.value for goal in solved.goals) == best.values, f"seed {seed}"
        compared += 1
        if best.plan is not None:
            counted.add(len(find_blocking(best.plan)))
            assert BY_SLUG["blocking"].measure(best.plan, "pairing", None) == best.values[len(before)]
    assert compared >= 20
    assert len(counted) > 1


def test_a_pairing_is_told_as_the_scenario_writes_it():
    (found,) = find_blocking(plan_of(quarrel(), ["riga > ghent in housing"]))
    assert found == parse_pairing("oslo > graz in housing")


def test_who_they_are_is_shown_with_what_each_has_now():
    of = quarrel(oslo={"prefers": ["ghent"]}, ghent={"prefers": ["oslo"]})
    made = plan_of(of, ["oslo > graz in housing", "riga > ghent in housing"])
    (table,) = [block for block in blocking_blocks(made) if isinstance(block, Table)]
    assert table.rows == (("Housing", "oslo", "graz", "ghent", "riga", "80"),)
    assert blocking_records(made) == [
        {
            "pairing": "oslo > ghent in housing", "mentor": "oslo", "mentee": "ghent", "theme": "housing", "fit": 80,
            "mentor_has": ["graz"], "mentee_has": ["riga"],
        }
    ]  # fmt: skip
    content = plan_of(of, ["oslo > ghent in housing", "riga > graz in housing"])
    assert [type(block) for block in blocking_blocks(content)] == [Heading, Sentence]
    assert blocking_records(content) == []


@pytest.mark.parametrize("name", PRESETS)
def test_a_named_order_is_the_list_it_stands_for(name: str):
    named = scenario(goals={"pairing": name})
    listed = scenario(goals={"pairing": list(PRESETS[name][1])})
    assert named.goals == listed.goals
    assert not [finding for finding in find_problems(named) if not finding.warning]
    assert plan(named).status == "optimal"


def test_a_misspelt_order_is_told_with_the_nearest():
    with pytest.raises(ValueError, match="did you mean everyone-first"):
        scenario(goals={"pairing": "everyone-frst"})
