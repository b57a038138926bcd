"""Goals in order: levels whose bounds are known are leapt over where they can all be reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from ortools.sat.python import cp_model

from mentoring.engine.model import ladder
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.ladder import Climb, Rung
from mentoring.engine.model.order import levels_of
from mentoring.engine.model.row import Sum
from mentoring.engine.model.solving import solve
from tests.builders import scenario

GOALS = {"pairing": ["needs", "fit", "travel_km"], "dates": ["early"]}


def climb(monkeypatch: Any, bounds: Sequence[int], *, least_sum: int = 0) -> tuple[Climb, list[str]]:
    """Three costs of which two have known bounds; the goals that were asked about."""
    model = cp_model.CpModel()
    costs = [model.new_int_var(0, 9, "") for _ in range(3)]
    model.add(costs[0] + costs[1] >= least_sum)
    model.add(costs[1] + costs[2] >= 5)
    rungs = [Rung(level, cost) for level, cost in zip(levels_of(scenario(goals=GOALS), "pairing"), costs, strict=True)]
    asked: list[str] = []

    def counted(*args: Any, goal: str = "", **kwargs: Any) -> Any:
        asked.append(goal)
        return solve(*args, goal=goal, **kwargs)

    monkeypatch.setattr(ladder, "solve", counted)
    known = {(): bounds[0], (bounds[0],): bounds[1]}
    outcome = ladder.climb(model, rungs, Clock(), keep=costs, least=lambda before: known.get(tuple(before)))
    return outcome, asked


def test_levels_at_their_bounds_are_one_question(monkeypatch: pytest.MonkeyPatch):
    outcome, asked = climb(monkeypatch, (0, 0))
    assert [(step.cost, step.bound, step.is_proven) for step in outcome.steps] == [
        (0, 0, True),
        (0, 0, True),
        (5, 5, True),
    ]
    assert asked == ["fit", "travel_km"]


def test_bounds_that_cannot_be_reached_are_climbed_to_one_by_one(monkeypatch: pytest.MonkeyPatch):
    outcome, asked = climb(monkeypatch, (0, 0), least_sum=12)
    assert [(step.cost, step.is_proven) for step in outcome.steps] == [(3, True), (9, True), (0, True)]
    assert asked == ["fit", "needs", "fit", "travel_km"]


def test_a_question_cut_short_proves_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ladder, "LEAP_WORK", 0.0)
    outcome, _ = climb(monkeypatch, (0, 0))
    assert [(step.cost, step.is_proven) for step in outcome.steps] == [(0, True), (0, True), (5, True)]


def test_a_level_that_cannot_be_at_its_bound_is_not_leapt_over():
    """What is the same in every choice at hand may be better in one that is not: then nothing is known after it."""
    model = cp_model.CpModel()
    some = model.new_int_var(0, 10, "")
    levels = levels_of(scenario(goals=GOALS), "pairing")
    costs: list[Sum] = [5, some, 10 - some]
    rungs = [Rung(level, cost) for level, cost in zip(levels, costs, strict=True)]
    known = {(): 3, (3,): 4, (5,): 0, (3, 4): 1, (5, 0): 1}
    outcome = ladder.climb(model, rungs, Clock(), keep=[some], least=lambda before: known.get(tuple(before)))
    assert [step.cost for step in outcome.steps] == [5, 0, 10]
    assert outcome.steps[1].is_proven
