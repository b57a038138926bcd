"""Every sentence of every rule is one that a coordinator reads: names, titles, and dates as people write them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from mentoring import api
from mentoring.api.decide import say_violation
from mentoring.api.event_decision import move
from mentoring.api.event_status import set_status
from mentoring.api.pairing_decision import decline
from mentoring.domain.consistency import find_problems
from mentoring.domain.dates import each_day
from mentoring.domain.pin import Pin
from mentoring.domain.plan import Plan
from mentoring.errors import ForbiddenError
from mentoring.rules import RULES
from mentoring.rules.base import Rule
from tests.rules.case import Case, read_cases
from tests.sentence import find_faults, named
from tests.strategies import random_scenario

BY_SLUG: dict[str, Rule] = {rule.slug: rule for rule in RULES}
REJECTED = [case for case in read_cases() if not case.accepts]


@pytest.mark.parametrize("case", REJECTED, ids=lambda case: f"{case.slug}: {case.name}")
def test_what_a_rule_has_against_a_plan_is_said_in_names(case: Case):
    plan = case.plan.model_copy(update={"scenario": named(case.plan.scenario)})
    violations = list(BY_SLUG[case.slug].check(plan))
    assert violations
    for one in violations:
        said = [str(say_violation(plan, one)), BY_SLUG[case.slug].say(plan.scenario, one.subject)]
        assert [find_faults(text, plan.scenario, [plan]) for text in said] == [[], []]


def test_faults_are_found():
    plan = next(case.plan for case in REJECTED if case.slug == "closed")
    read = named(plan.scenario)
    for text in (
        "rule closed: it lies in closed days", "at-once is broken", "oslo is busy", "visit/oslo/ghent/housing is off",
        "on 2024-01-05", "at least 6w", "starts on mon", "no solution", "travel_km is 5", "the pin by-hand-1",
        "in housing", "in week 2024-W03", "asks for ['a']",
    ):  # fmt: skip
        assert find_faults(text, read, [plan]), text
    for text in (
        "The Oslo is busy on 5 January 2024", "write `at_once: 2`", "mentoring unpin PLAN visit/oslo/ghent/housing",
        "Next: mentoring move plan.json visit/oslo/ghent/housing --to 2024-01-05", "small.yaml:5:1: The Oslo is away",
    ):  # fmt: skip
        assert find_faults(text, read, [plan]) == [], text


def planted(rng: Random, plan: Plan) -> Plan:
    """The plan with days, hosts, people and a pairing that nobody has asked any rule about."""
    days = list(each_day(*plan.scenario.span))
    places, people = [*plan.scenario.cities, *plan.scenario.places], list(plan.scenario.people)
    events = []
    for event in plan.events:
        first = rng.choice(days)
        moved: dict[str, Any] = {"first": first, "last": first + (event.last - event.first)}
        if rng.random() < 0.3:
            moved["host"] = rng.choice(places)
        if people and rng.random() < 0.3:
            moved["people"] = tuple(sorted(rng.sample(people, rng.randint(0, len(people)))))
        events.append(event.model_copy(update=moved) if rng.random() < 0.6 else event)
    return plan.model_copy(update={"events": tuple(events)})


def decisions(rng: Random, plan: Plan) -> list[str]:
    """What is said of decisions by hand that may or may not be, and of pins that are planted beside them."""
    told: list[str] = []
    days = list(each_day(*plan.scenario.span))
    for event in plan.events[:4]:
        pair = f"{event.mentor} > {event.mentee} in {event.theme}" if event.mentor and event.mentee else ""
        for decide in (
            lambda event=event: move(plan, event.id, rng.choice(days)),
            lambda event=event: set_status(plan, [event.id], "done", at="2000-01-01"),
            lambda pair=pair: decline(plan, [pair], why="no staff") if pair else None,
        ):
            try:
                decided = decide()
            except ForbiddenError as error:
                told += map(str, error.problems)
            else:
                told += (*decided.said, *(one.message for one in decided.broken)) if decided is not None else ()
        pins = {f"pin-{number}": Pin(event=event.id, first=rng.choice(days)) for number in range(2)}
        pinned = plan.scenario.model_copy(update={"pins": {**plan.scenario.pins, **pins}})
        told += [finding.message for finding in find_problems(pinned) if finding.path[0] == "pins"]
    return told


def test_of_random_programmes_with_planted_violations_too():
    slugs: set[str] = set()
    for number in range(60):
        rng = Random(number)
        plan = api.plan(named(random_scenario(rng, bites=3)), seconds=5, at="2024-01-01").plan
        if plan is None:
            continue
        for _ in range(6):
            wrong = planted(rng, plan)
            for one in {found for rule in RULES for found in rule.check(wrong)}:
                slugs.add(one.rule)
                said = (one.message, BY_SLUG[one.rule].say(plan.scenario, one.subject))
                assert [find_faults(text, plan.scenario, [plan]) for text in said] == [[], []], (number, one)
        for text in decisions(rng, plan):
            assert find_faults(text, plan.scenario, [plan]) == [], (number, text)
    assert len(slugs) > 10
