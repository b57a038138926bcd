"""Work grows hardly faster than programmes: counted in models and their size, never in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from ortools.sat.python import cp_model

from benchmarks.made_up import make_programme
from mentoring.engine.planner import plan

SMALL, LARGE = 14, 50
WORK = 0.1  # solver units for a single solve, the same on every machine
POWER = 1.5  # of the number of cities


@dataclass
class Count:
    """Models solved exactly, and the rows of the largest."""

    models: int = 0
    most_rows: int = 0


def count_work(cities: int, monkeypatch: pytest.MonkeyPatch) -> Count:
    count = Count()
    solve = cp_model.CpSolver.solve

    def watch(self: cp_model.CpSolver, model: cp_model.CpModel, *given: Any, **settings: Any) -> Any:
        count.models += 1
        count.most_rows = max(count.most_rows, len(model.proto.constraints))
        return solve(self, model, *given, **settings)

    with monkeypatch.context() as patch:
        patch.setattr(cp_model.CpSolver, "solve", watch)
        result = plan(make_programme(cities), work=WORK)
    assert result.plan is not None
    return count


def test_the_largest_model_and_the_number_of_models_grow_with_a_power_under_one_and_a_half(
    monkeypatch: pytest.MonkeyPatch,
):
    small, large = count_work(SMALL, monkeypatch), count_work(LARGE, monkeypatch)
    most = (LARGE / SMALL) ** POWER
    assert 0 < large.most_rows <= most * small.most_rows
    assert 0 < large.models <= most * small.models
