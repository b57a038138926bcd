"""What is kept of plans made by the dozen: a run that had too little time decides nothing for the next."""

from __future__ import annotations

from pathlib import Path

from mentoring.batch.store import Store
from mentoring.domain.result import Result
from tests.builders import scenario, smallest_plan


def test_what_was_proven_impossible_is_finished(tmp_path: Path):
    store = Store(tmp_path)
    store.keep("one", Result(scenario(), "infeasible"), "no plan keeps all rules")
    kept = store.find("one")
    assert kept is not None
    assert (kept.status, kept.reason) == ("infeasible", "no plan keeps all rules")


def test_what_found_no_plan_in_time_is_tried_again(tmp_path: Path):
    store = Store(tmp_path)
    late = store.keep("one", Result(scenario(), "unknown"), "no plan was found in the time given")
    assert late.path.exists()
    assert store.find("one") is None
    plan = smallest_plan()
    store.keep("one", Result(plan.scenario, "feasible", plan), "")
    kept = store.find("one")
    assert kept is not None
    assert kept.plan == plan
    assert [path.name for path in tmp_path.iterdir()] == ["one.plan.json"]
