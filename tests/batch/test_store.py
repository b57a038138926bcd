"""What is kept of plans made by the dozen: a run that had too little time decides nothing for the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentoring.batch.store import LONGEST_LABEL, Store, label_of
from mentoring.domain.result import Result
from tests.builders import scenario, smallest_plan

KEY = "0123456789abcdef"
BEGINNING = KEY[:6]


def test_what_was_proven_impossible_is_finished(tmp_path: Path):
    store = Store(tmp_path)
    store.keep(KEY, Result(scenario(), "infeasible"), "no plan keeps all rules")
    kept = store.find(KEY)
    assert kept is not None
    assert (kept.status, kept.reason) == ("infeasible", "no plan keeps all rules")


def test_what_found_no_plan_in_time_is_tried_again(tmp_path: Path):
    store = Store(tmp_path)
    late = store.keep(KEY, Result(scenario(), "unknown"), "no plan was found in the time given")
    assert late.path.exists()
    assert store.find(KEY) is None
    plan = smallest_plan()
    store.keep(KEY, Result(plan.scenario, "feasible", plan), "")
    kept = store.find(KEY)
    assert kept is not None
    assert kept.plan == plan
    assert [path.name for path in tmp_path.iterdir()] == [f"{BEGINNING}.plan.json"]


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("without oslo", "without-oslo"),
        ("Without Malmö", "without-malmo"),
        ("length three days closed never", "length-three-days-closed-never"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\temp\\con", "c-temp-con"),
        ('a"b<c>|?*\x00\x1b[31m', "a-b-c-31m"),
        ("...", ""),
        ("", ""),
        ("Αθήνα", ""),
        ("x" * 500, "x" * LONGEST_LABEL),
    ],
)
def test_files_are_named_by_what_they_are_and_safely_so(words: str, label: str, tmp_path: Path):
    assert label_of(words) == label
    plan = smallest_plan()
    kept = Store(tmp_path).keep(KEY, Result(plan.scenario, "feasible", plan), "", words)
    assert kept.path == tmp_path / (f"{label}-{BEGINNING}.plan.json" if label else f"{BEGINNING}.plan.json")
    found = Store(tmp_path).find(KEY)
    assert found is not None
    assert (found.path, found.plan) == (kept.path, plan)


def test_a_file_that_is_there_is_known_by_what_was_asked_whatever_it_is_called(tmp_path: Path):
    plan = smallest_plan()
    first = Store(tmp_path).keep(KEY, Result(plan.scenario, "unknown"), "no time", "without oslo")
    store = Store(tmp_path)
    made = store.keep(KEY, Result(plan.scenario, "feasible", plan), "", "without oslo")
    assert not first.path.exists()
    again = store.keep(KEY, Result(plan.scenario, "feasible", plan), "", "called otherwise")
    assert again.path == made.path
    assert [path.name for path in tmp_path.iterdir()] == [f"without-oslo-{BEGINNING}.plan.json"]


def test_plannings_whose_digests_begin_alike_are_told_apart(tmp_path: Path):
    """Both are called the same: each is found as what it is, by the next run too."""
    other = KEY[:-1] + "0"
    one, two = smallest_plan("2024-01-08"), smallest_plan("2024-01-09")
    store = Store(tmp_path)
    store.keep(KEY, Result(one.scenario, "feasible", one), "", "without oslo")
    store.keep(other, Result(two.scenario, "feasible", two), "", "without oslo")
    for looked in (store, Store(tmp_path)):
        found = [looked.find(key) for key in (KEY, other, KEY[:-1] + "1")]
        assert [kept.plan.events[0].first.day if kept and kept.plan else None for kept in found] == [8, 9, None]
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"without-oslo-{BEGINNING}.plan.json", f"without-oslo-{other}.plan.json"]


def test_a_file_that_was_changed_by_hand_is_made_again(tmp_path: Path):
    plan = smallest_plan()
    path = Store(tmp_path).keep(KEY, Result(plan.scenario, "feasible", plan), "", "without oslo").path
    path.write_text("{}", encoding="utf-8")
    store = Store(tmp_path)
    assert store.find(KEY) is None
    assert store.keep(KEY, Result(plan.scenario, "feasible", plan), "", "without oslo").path == path
    assert Store(tmp_path).find(KEY) is not None
