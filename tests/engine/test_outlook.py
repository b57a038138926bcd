"""What the outlook says no dates of any choice undercut holds for the best plan there is."""

from __future__ import annotations

from random import Random

import pytest

from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.ladder import Step
from mentoring.engine.model.order import levels_of
from mentoring.engine.planner import plan
from mentoring.engine.ties.outlook import Outlook, find_outlook
from mentoring.engine.when.season import Season
from mentoring.engine.who import opening
from mentoring.language.frame import Frame
from tests.strategies import random_scenario

NUMBERS = range(9000, 9150)
ROUNDS = 12


def best_of(number: int) -> Plan | None:
    """The best plan of a random programme with every goal that is to be small, if there is one with pairings."""
    result = plan(random_scenario(Random(number)), work=2.0)
    is_sure = result.plan is not None and all(goal.proven for goal in result.goals)
    return result.plan if is_sure and result.require_plan().pairings else None


def outlook_of(scenario: Scenario, found: Plan, monkeypatch: pytest.MonkeyPatch) -> Outlook | None:
    monkeypatch.setattr(opening, "LISTED", -1)
    steps = [
        Step(level, level.sign * level.goal.measure(found, level.part, None), None)
        for level in levels_of(scenario, "pairing")
    ]
    return find_outlook(opening.begin(scenario, None, Clock()), steps)


def bounds_of(found: Plan, outlook: Outlook) -> list[tuple[int, int]]:
    """What the outlook says of each date goal, and what the best plan has."""
    scenario = found.scenario
    pairs = tuple(sorted(found.paired))
    frame = Frame(scenario, pairs)
    hosts = {event.id: event.host for event in found.held if event.host is not None}
    levels = levels_of(scenario, "dates")
    season = Season(frame, Decision(pairs, hosts), Clock(), levels)
    told = []
    for index, level in enumerate(levels):
        value = level.sign * level.goal.measure(found, level.part, None)
        season.bound.least(level, Clock(), ROUNDS)
        bound = outlook.least(level, season.bound)
        if bound is not None:
            told.append((bound, value))
        season.cap(index, level.cap(value))
    return told


def test_no_plan_undercuts_the_outlook(monkeypatch: pytest.MonkeyPatch):
    told: list[tuple[int, int]] = []
    for number in NUMBERS:
        found = best_of(number)
        if found is None:
            continue
        with monkeypatch.context() as patch:
            outlook = outlook_of(found.scenario, found, patch)
        if outlook is not None:
            told += bounds_of(found, outlook)
            assert all(bound <= value for bound, value in told), number
    assert sum(bound > 0 for bound, _ in told) >= 20
