"""Conflicts and ways out on random tiny programmes, held against every plan there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from random import Random

import pytest

from mentoring.domain.programme import Goals
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.clock import Clock
from mentoring.engine.why.claim import Claim
from mentoring.engine.why.conflict import Clash, find_conflicts
from mentoring.engine.why.relief import Relief, Way
from mentoring.engine.why.scope import survey
from tests.every_plan import broken_sets, count_plans
from tests.strategies import random_scenario

MOST_PLANS = 1500
PROGRAMMES = 24
Broken = set[frozenset[tuple[str, str]]]


def longer(scenario: Scenario) -> Scenario:
    """The same with four days more."""
    programme = scenario.programme
    return scenario.model_copy(
        update={"programme": programme.model_copy(update={"last": programme.last + timedelta(days=4)})}
    )


def tiny() -> Iterator[Scenario]:
    """Programmes without a plan, and few plans that break something."""
    rng = Random("conflicts")
    while True:
        found = random_scenario(rng, horizon=(4, 9), cities=(2, 3), bites=rng.choice((1, 2, 3)))
        found = found.model_copy(update={"goals": Goals(pairing=(), dates=())})
        if found.stages and len(found.conceivable) <= 3 and count_plans(longer(found)) <= MOST_PLANS:
            yield found


def key(claim: Claim) -> tuple[str, str]:
    return claim.slug, claim.sentence


@cache
def looked_at() -> list[tuple[Scenario, Clash, Broken, list[Claim]]]:
    """Programmes that have no plan, what clashes in them, and what their plans break."""
    found: list[tuple[Scenario, Clash, Broken, list[Claim]]] = []
    for scenario in tiny():
        clash = find_conflicts(scenario, longer(scenario), Clock())
        if clash.status == "infeasible":
            claims = survey(scenario, longer(scenario)).claims
            sets = broken_sets(longer(scenario), claims)
            found.append((scenario, clash, {frozenset(key(claims[n]) for n in one) for one in sets}, claims))
        if len(found) == PROGRAMMES:
            return found
    raise AssertionError


@pytest.mark.parametrize("number", range(PROGRAMMES))
def test_a_conflict_is_true_and_none_of_it_is_idle(number: int):
    _, clash, broken, _ = looked_at()[number]
    assert all(broken)  # no plan breaks nothing
    for conflict in clash.conflicts:
        members = {key(claim) for claim in conflict.claims}
        assert conflict.is_confirmed
        assert all(one & members for one in broken)
        for member in members:
            assert any(one & members == {member} for one in broken), member


@pytest.mark.parametrize("number", range(PROGRAMMES))
def test_conflicts_are_independent_of_each_other(number: int):
    _, clash, _, _ = looked_at()[number]
    asked: set[str] = set()
    for conflict in clash.conflicts:
        levers = {lever for claim in conflict.claims for lever in claim.levers if claim.slug != "whole"}
        assert not asked & levers
        asked |= levers


@pytest.mark.parametrize("number", range(PROGRAMMES))
def test_ways_out_come_cheapest_first_and_none_is_left_out(number: int):
    scenario, _, broken, claims = looked_at()[number]
    known = {key(claim): claim for claim in claims}
    levers = {name: claim.levers for name, claim in known.items()}
    cost = {one: max(c.asking for c in claims if c.levers == one) for one in set(levers.values())}
    # Of what each plan breaks, the requests that would allow it; none where nobody can be asked.
    choices = {frozenset(levers[name] for name in one) for one in broken if all(levers[name] for name in one)}
    told: list[frozenset[tuple[str, ...]]] = []
    relief = Relief(survey(scenario, longer(scenario)), Clock())
    for _ in range(8):
        left = [one for one in choices if not any(before <= one for before in told)]
        way = relief.next()
        if not left:
            assert way is None
            return
        assert way is not None
        assert way.is_cheapest
        assert way.cost == min(sum(cost[one] for one in choice) for choice in left)
        told.append(asked_in(way))


def asked_in(way: Way) -> frozenset[tuple[str, ...]]:
    return frozenset(claim.levers for claim in way.claims)


@pytest.mark.parametrize("number", range(PROGRAMMES))
def test_the_plan_of_a_way_breaks_only_what_gives_way(number: int):
    scenario, _, _, claims = looked_at()[number]
    relief = Relief(survey(scenario, longer(scenario)), Clock())
    way = relief.next()
    if way is None:
        assert not any(claim.levers for claim in claims if claim.slug == "whole")
        return
    gone = {key(claim) for claim in way.claims}
    assert gone
    kept = [claim for claim in claims if key(claim) not in gone]
    assert broken_by(way, kept) == []


def broken_by(way: Way, claims: list[Claim]) -> list[str]:
    from mentoring.language.frame import Frame
    from tests.rules.declared import holds

    frame = Frame(way.plan.scenario, way.plan.scenario.conceivable)
    return [
        claim.sentence
        for claim in claims
        if not all(holds(declared, way.plan, frame) for declared in claim.declarations)
    ]
