"""Random programmes are told the truth about why they have no plan: status, conflicts, ways out, and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count, islice
from random import Random
from typing import Any

import pytest

from mentoring.api.explain import explain
from mentoring.domain.impasse import Impasse
from mentoring.domain.programme import Goals
from mentoring.domain.scenario import Scenario
from mentoring.engine.reference import solve_reference
from mentoring.engine.why.claim import list_claims
from mentoring.files.variant import vary
from mentoring.language.frame import Frame
from mentoring.rules import RULES
from tests.brute import count_plans, solve_brute
from tests.strategies import random_scenario

INSIDE = re.compile(
    r"solution|constraint|literal|infeasib|\bmodel\b|objective|variable|interval|guard|\bNone\b|_|stage-0/|"
    r"\d{4}-\d{2}-\d{2}|\d[dwm]\b"
)
"""Words of the program's inside, ids of events, and dates and lengths of time as no person writes them."""

MOST_PLANS = 3000


def told(found: Impasse) -> list[str]:
    return [cause.sentence for conflict in found.conflicts for cause in conflict.causes]


NUMBERS = range(60)
MOST_DRAWS = 10
"""Programmes drawn for a number, at most; left to chance only every seventh has no plan."""


@cache
def tiny(number: int) -> tuple[Scenario, bool]:
    """A random programme of which all plans can be tried, goals left out, and whether it has one: most have none."""
    rng = Random(f"explain {number}")
    drawn = (_draw(rng) for _ in count())
    tried = ((given, solve_brute(given, None, MOST_PLANS).plan is not None) for given in drawn if given is not None)
    found = list(_until_one_has_none(tried, 1 if number % 5 == 0 else MOST_DRAWS))
    return found[-1]


def _until_one_has_none(tried: Iterator[tuple[Scenario, bool]], most: int) -> Iterator[tuple[Scenario, bool]]:
    """Programmes up to the first without a plan, at most so many."""
    for given, has_plan in islice(tried, most):
        yield given, has_plan
        if not has_plan:
            return


def _draw(rng: Random) -> Scenario | None:
    drawn = random_scenario(rng, horizon=(5, 14), cities=(2, 3), bites=rng.choice((1, 2, 4)))
    found = vary(drawn.model_copy(update={"goals": Goals(pairing=(), dates=())}), {}).scenario
    return found if found is not None and found.stages and count_plans(found, MOST_PLANS) <= MOST_PLANS else None


def test_most_of_the_programmes_have_no_plan_and_some_have_one():
    have = [has_plan for _, has_plan in map(tiny, NUMBERS)]
    assert have.count(False) >= 40
    assert have.count(True) >= 8


@pytest.mark.parametrize("number", NUMBERS)
def test_random_programmes_are_told_the_truth(number: int):
    given, has_plan = tiny(number)
    found = explain(given)
    assert found.status == ("feasible" if has_plan else "infeasible")
    assert bool(found.conflicts) is (found.status == "infeasible")
    for way in found.ways:
        changed = vary(given, way.changes).require()
        if count_plans(changed, MOST_PLANS) <= MOST_PLANS:
            assert solve_brute(changed, None, MOST_PLANS).plan is not None, way.asks
    for sentence in (*told(found), *(one for way in found.ways for one in way.asks)):
        assert not INSIDE.search(sentence), sentence


def one_less(way: tuple[str, ...], value: Any) -> Any:
    """The same request made smaller by one day, event, EUR or kg; None where it is not counted so."""
    if way[-1] == "last":
        return (date.fromisoformat(value) - timedelta(days=1)).isoformat()
    if way[-2:] == ("between", "first"):
        return (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    if way[-1] in ("programme", "per_city", "events_at_once", "events_per_month", "hours", "max_km"):
        return value - 1
    if way[-1] in ("min", "lead_time") and value is not None:
        return f"{int(value[:-1]) + 1}d"
    if way[-1] in ("max", "all_within") and value not in (None, "0d"):
        return f"{int(value[:-1]) - 1}d"
    return None


def only_value(changes: Any, way: tuple[str, ...] = ()) -> tuple[tuple[str, ...], Any]:
    """The one value that is changed and where; () if there are more."""
    while isinstance(changes, dict):
        if len(changes) != 1:
            return (), None
        ((key, changes),) = changes.items()
        way = (*way, key)
    return way, changes


def test_nothing_less_would_do():
    tried: set[str] = set()
    for number in range(110):
        rng = Random(f"w{number}")
        drawn = random_scenario(rng, bites=rng.choice((1, 2, 3)))
        given = vary(drawn.model_copy(update={"goals": Goals(pairing=(), dates=())}), {}).scenario
        for way in explain(given).ways if given is not None else ():
            path, value = only_value(way.changes)
            less = one_less(path, value) if path else None
            if given is None or less is None:
                continue
            for key in reversed(path):
                less = {key: less}
            changed = vary(given, less).scenario
            if changed is not None:
                assert solve_reference(changed).status == "infeasible", (number, way.asks)
                tried.add(path[-1])
    assert {"last", "programme"} <= tried


@pytest.mark.parametrize("number", range(40))
def test_no_sentence_speaks_of_the_inside(number: int):
    given = random_scenario(Random(f"words {number}"), bites=3)
    frame = Frame(given, given.conceivable)
    assert [claim.sentence for claim in list_claims(frame) if INSIDE.search(claim.sentence)] == []


@pytest.mark.parametrize("number", range(40))
def test_who_can_be_asked_has_something_to_change(number: int):
    given = random_scenario(Random(f"levers {number}"), bites=3)
    frame = Frame(given, given.conceivable)
    for rule in RULES:
        for subject in {one.subject for one in rule.itemise(frame)} if rule.applies(given) else ():
            assert bool(rule.levers(given, subject)) is rule.whom_to_ask(given, subject).is_possible, rule.slug
