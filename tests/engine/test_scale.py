"""Fifty cities with three visits a pairing: what is proven, and in which way. Limited by work, so always the same."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.made_up import make_programme
from mentoring.domain.plan import Plan
from mentoring.domain.result import Result
from mentoring.engine.model.compiled import Compiled
from mentoring.engine.planner import plan
from mentoring.language.fact import Paired
from mentoring.rules import check_plan

CITIES = 50
WORK = 0.3  # solver units for a single solve
LARGEST_GAP = 0.10


def test_the_decomposed_path_proves_every_pairing_goal_and_states_the_gap_of_the_dates(
    monkeypatch: pytest.MonkeyPatch,
):
    both_at_once: list[int] = []  # events of each model that chose pairings and dates together
    build = Compiled.__init__

    def watch(self: Compiled, *given: Any, **settings: Any) -> None:
        build(self, *given, **settings)
        is_open = any(self.literals.known(Paired(pair)) is None for pair in self.frame.pairs)
        if self.calendar is not None and is_open:
            both_at_once.append(len(self.frame.agenda.events))

    monkeypatch.setattr(Compiled, "__init__", watch)
    result = plan(make_programme(CITIES), work=WORK)
    assert both_at_once == []
    look_at_plan(result.require_plan())
    look_at_goals(result)


def look_at_plan(found: Plan) -> None:
    """Three visits for each pairing, a meeting for each theme, and no rule broken."""
    assert len(found.scenario.cities) == CITIES
    assert len(found.pairings) > CITIES // 2
    assert len(found.events) == 3 * len(found.pairings) + len(found.scenario.themes)
    assert check_plan(found) == []


def look_at_goals(result: Result) -> None:
    """Pairing goals proven; the dates' bound stated and near."""
    *pairing, early = result.goals
    assert [goal.goal for goal in pairing] == ["needs", "fit", "travel_km"]
    assert [goal.goal for goal in pairing if not goal.is_proven] == []
    assert (early.goal, early.part) == ("early", "dates")
    assert early.bound is not None
    assert early.gap is not None
    assert early.bound <= early.value
    assert early.gap < LARGEST_GAP
