"""What a rule declares and what it checks is the same, on random programmes and any plan that is whole."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from mentoring.domain.event import Agenda
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Declaration
from mentoring.rules import RULES
from mentoring.rules.base import Rule
from mentoring.rules.whole import Whole
from tests.builders import plan_of
from tests.rules.declared import broken, frame_of
from tests.strategies import random_day, random_scenario

PROGRAMMES = 60
PLANS_EACH = 8


def wild_plan(scenario: Scenario, rng: Random) -> Plan:
    """Any pairings, hosts, people and days; only the events follow from the pairings."""
    share = rng.choice((0.1, 0.4, 0.8))
    pairs = [pair for pair in scenario.conceivable if rng.random() < share]
    agenda = Agenda(scenario, pairs)
    events: dict[str, Any] = {}
    for event in agenda.events.values():
        hosts, people = agenda.hosts(event), scenario.people_for(event.stage)
        base = agenda.base(event)
        host = events[base.id][1] if base and base.id in events else rng.choice(hosts) if hosts else None
        sent = rng.sample(people, rng.randint(0, min(2, len(people))))
        events[event.id] = (random_day(rng, scenario, event.stage), host, tuple(sent))
    return plan_of(scenario, pairs, events)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_declarations_and_check_agree(rule: Rule):
    verdicts: Counter[bool] = Counter()
    for seed in range(PROGRAMMES):
        rng = Random(seed)
        scenario = random_scenario(rng)
        for number in range(PLANS_EACH):
            plan = wild_plan(scenario, rng)
            if list(Whole().check(plan)):
                continue  # an event that nobody can host: no fact says so
            frame = frame_of(plan)
            declared: list[Declaration] = broken(rule, plan, frame)
            checked = list(rule.check(plan))
            assert bool(declared) == bool(checked), f"programme {seed}, plan {number}: {declared} but {checked}"
            verdicts[bool(checked)] += 1
    assert verdicts[False]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_every_declaration_can_be_said(rule: Rule):
    for seed in range(PROGRAMMES):
        rng = Random(seed)
        scenario = random_scenario(rng)
        plan = wild_plan(scenario, rng)
        frame = frame_of(plan)
        subjects = {declaration.subject for declaration in rule.declare(frame)} if rule.applies(scenario) else set()
        subjects |= {violation.subject for violation in rule.check(plan)}
        for subject in sorted(subjects):
            sentence = rule.say(scenario, subject)
            assert sentence
            assert not sentence.endswith(".")
            assert "None" not in sentence, f"programme {seed}: {subject}: {sentence}"
