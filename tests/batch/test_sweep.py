"""Sweeps: the rows are those of single plans, nothing finished is planned again, and a kill loses nothing."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import pytest

from mentoring import api
from mentoring.analysis.comparison import figures_of
from mentoring.batch import study
from mentoring.batch.study import Finding
from mentoring.batch.sweep import TABLE, choose, sweep, write_parquet
from mentoring.domain.plan import Plan
from mentoring.errors import ScenarioError
from mentoring.files.hearing import hearing
from mentoring.files.plan import plan_text, read_plan
from mentoring.files.sweep import read_sweep
from mentoring.files.variant import vary
from tests.batch.inline import Inline
from tests.builders import scenario_data

AT = "2024-01-01T00:00:00Z"

VARY: dict[str, Any] = {
    "length": [{"label": "one day"}, {"label": "three days", "change": {"stages": {"visit": {"days": 3}}}}],
    "closed": [
        {"label": "never", "change": {}},
        {"label": "January",
         "change": {"programme": {"closed": [{"first": "2024-01-01", "last": "2024-01-31"}]}}},
        {"label": "always",
         "change": {"programme": {"closed": [{"first": "2024-01-01", "last": "2024-03-31"}]},
                    "pins": {"must": {"pairing": "oslo > ghent in housing"}}}},
    ],
}  # fmt: skip


def write_sweep(folder: Path, **more: Any) -> Path:
    (folder / "base.yaml").write_text(json.dumps(scenario_data()), encoding="utf-8")
    path = folder / "sweep.yaml"
    path.write_text(json.dumps({"scenario": "base.yaml", "vary": VARY, **more}), encoding="utf-8")
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def bare(plan: Plan) -> str:
    return plan_text(plan.model_copy(update={"run": {}}))


def test_rows_and_plans_are_those_of_single_plans(tmp_path: Path):
    asked = read_sweep(write_sweep(tmp_path))
    table = sweep(asked, tmp_path / "out", jobs=2)
    assert table.left == 0
    assert [(row["length"], row["closed"], row["status"]) for row in table.records()] == [
        ("one day", "never", "optimal"), ("one day", "January", "optimal"), ("one day", "always", "infeasible"),
        ("three days", "never", "optimal"), ("three days", "January", "optimal"),
        ("three days", "always", "infeasible"),
    ]  # fmt: skip
    for number, row in enumerate(table.records()):
        scenario = asked.scenario
        for choice in asked.choose(number):
            scenario = vary(scenario, choice.change).require()
        alone = api.plan(scenario, at=AT)
        assert row["status"] == alone.status
        if alone.plan is None:
            assert str(row["reason"]).replace(f"{tmp_path.as_posix()}/", "") == (
                "these cannot all hold: the programme lasts from 1 January 2024 to 31 March 2024 (base.yaml:1:75); "
                "the programme is closed 1 January to 31 March 2024 (sweep.yaml:1:350); "
                "the pin must fixes Oslo > Ghent in housing (sweep.yaml:1:416)"
            )
            assert row["plan"] is None
            continue
        assert {goal.goal: row[f"{goal.part}_{goal.goal}"] for goal in alone.goals} == {
            goal.goal: goal.value for goal in alone.goals
        }
        assert row["total_travel_km"] == figures_of(alone.plan)["travel"]
        kept = read_plan(tmp_path / "out" / str(row["plan"]))
        assert bare(kept.model_copy(update={"positions": {}})) == bare(alone.plan)
        file = "sweep.yaml" if row["length"] == "three days" else "base.yaml"
        days = kept.positions.get("stages.visit.days", kept.positions["stages.visit"])
        assert Path(days.rsplit(":", 2)[0]).name == file
    written = rows_of(tmp_path / "out" / TABLE)
    assert [row["status"] for row in written] == [row["status"] for row in table.records()]
    assert [row["dates_early"] for row in written] == ["1", "31", "", "3", "37", ""]


def test_what_is_finished_is_not_planned_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = write_sweep(tmp_path)
    first = sweep(path, tmp_path / "out", executor=Inline())
    asked: list[object] = []

    def plan_many(scenarios: Iterable[object], **_: object) -> Iterator[object]:
        asked.extend(scenarios)
        yield from ()

    monkeypatch.setattr(study, "plan_many", plan_many)
    heard: list[Finding] = []
    again = sweep(path, tmp_path / "out", on_finding=lambda found, done, of: heard.append(found))
    assert asked == []
    assert again == first
    assert all(found.was_there for found in heard)


def test_variants_that_come_to_the_same_are_planned_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    vary = {"twice": [{"label": "as it is"}, {"label": "so too", "change": {"stages": {"visit": {"days": 1}}}}]}
    table = sweep(write_sweep(tmp_path, vary=vary), tmp_path / "out", executor=Inline())
    assert [row["plan"] for row in table.records()] == [table.records()[0]["plan"]] * 2
    assert len(list((tmp_path / "out" / "plans").iterdir())) == 1


def test_a_variant_that_cannot_be_is_a_row_with_its_reason(tmp_path: Path):
    first = [{"label": "pinned", "change": {"pins": {"must": {"pairing": "oslo > ghent in housing"}}}}]
    then = [{"label": "ruled out", "change": {"pins": {"never": {"not": {"pairing": "oslo > ghent in housing"}}}}}]
    table = sweep(write_sweep(tmp_path, vary={"a": first, "b": then}), tmp_path / "out", executor=Inline())
    (row,) = table.records()
    assert row["status"] == "failed"
    assert "which the pin must fixes" in str(row["reason"])
    assert row["plan"] is None


def test_a_choice_beside_which_the_scenario_cannot_be_is_rows_with_the_reason_and_stops_no_other(tmp_path: Path):
    who = [
        {"label": "nobody"},
        {"label": "without oslo", "change": {"cities": {"oslo": None}}},
        {"label": "three at least", "change": {"cities": {"oslo": {"offers": {"housing": {"min_mentees": 3}}}}}},
        {"label": "on a Sunday", "change": {"stages": {"fair": {"first": "2024-03-10"}}}},
    ]
    path = write_sweep(tmp_path, vary={"who": who, "length": VARY["length"]})
    base = scenario_data(stages={**scenario_data()["stages"], "fair": {"gathers": "all", "host": "oslo"}})
    (tmp_path / "base.yaml").write_text(json.dumps(base, indent=1), encoding="utf-8")
    doubts: list[str] = []
    with hearing(lambda problem: doubts.append(str(problem))):
        rows = sweep(path, tmp_path / "out", executor=Inline()).records()
    assert [row["status"] for row in rows] == ["optimal"] * 2 + ["failed"] * 6
    reasons = [str(row["reason"]) for row in rows[2::2]]
    assert "base.yaml:" in reasons[0]
    assert "stages.fair.host: the host of this stage" in reasons[0]
    assert "at least 3 mentees, but at most 1" in reasons[1]
    assert "includes Sunday, no working day" in reasons[2]
    told = [one for one in doubts if "can have a plan" in one]
    assert [one.partition("no variant with ")[2].partition(" can")[0] for one in told] == [
        "'without oslo'", "'three at least'", "'on a Sunday'",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"cities": {"oslo": {"offers": {"hosing": {}}}}},
        {"stages": {"visit": {"host": "nowhereville"}}},
        {"stages": {"visit": {"dys": 3}}},
        {"stages": {"visit": {"days": "three"}}},
    ],
)
def test_what_a_choice_says_wrongly_itself_is_refused_at_once(tmp_path: Path, change: dict[str, Any]):
    vary = {"a": [{"label": "as it is"}, {"label": "misspelt", "change": change}]}
    with pytest.raises(ScenarioError, match=r"vary\.a\.1\.change"):
        sweep(write_sweep(tmp_path, vary=vary), tmp_path / "out", executor=Inline())
    assert not (tmp_path / "out").exists()


def test_a_sample_is_the_same_for_the_same_seed(tmp_path: Path):
    numbers = [choose(read_sweep(write_sweep(tmp_path, sample=3, seed=seed))) for seed in (5, 5, 6, 7, 8)]
    assert numbers[0] == numbers[1]
    assert len({tuple(one) for one in numbers}) > 1
    assert all(len(set(one)) == 3 and set(one) <= set(range(6)) for one in numbers)
    assert list(choose(read_sweep(write_sweep(tmp_path, sample=9)))) == list(range(6))


def test_a_stopped_sweep_tells_what_is_left_and_goes_on(tmp_path: Path):
    path = write_sweep(tmp_path)
    heard: list[Finding] = []
    some = sweep(path, tmp_path / "out", executor=Inline(), on_finding=lambda found, done, of: heard.append(found),
                 should_stop=lambda: len(heard) >= 1)  # fmt: skip
    assert some.left == 6 - len(some.rows) > 0
    whole = sweep(path, tmp_path / "out", executor=Inline())
    assert whole.left == 0
    assert set(some.rows) <= set(whole.rows)


def test_the_table_as_parquet_is_the_table(tmp_path: Path, requires_system: Any):
    requires_system("the package pyarrow", find_spec("pyarrow"))
    parquet = import_module("pyarrow.parquet")
    table = sweep(write_sweep(tmp_path, vary={"one": [{"label": "=1+1"}]}), tmp_path / "out", executor=Inline())
    read = parquet.read_table(write_parquet(table, tmp_path / "table.parquet"))
    assert tuple(read.column_names) == tuple(table.columns)
    assert [tuple(row[name] for name in table.columns) for row in read.to_pylist()] == [
        tuple(row) for row in table.rows
    ]


def test_parquet_needs_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    table = sweep(write_sweep(tmp_path, vary={"one": [{"label": "only"}]}), tmp_path / "out", executor=Inline())
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError):
        write_parquet(table, tmp_path / "table.parquet")
    assert not (tmp_path / "table.parquet").exists()


def plans_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.json")}


def is_running(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether a process runs for so long still."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def run_killed(arguments: list[str], plans: Path, after: float, *, is_early: bool = False) -> int:
    """Start the program, kill it so long after it wrote its first plan (or after it began), wait until it is gone."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mentoring", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    before = len(plans_in(plans))
    while not is_early and is_running(process, 0.02) and len(plans_in(plans)) == before:
        pass
    is_running(process, after)
    process.kill()
    return process.wait(timeout=30)


def test_a_killed_sweep_loses_nothing_finished_and_leaves_no_half_file(tmp_path: Path):
    days = [{"label": f"{one} days", "change": {"stages": {"visit": {"days": one}}}} for one in range(1, 6)]
    last = [{"label": f"March {one}", "change": {"programme": {"last": f"2024-03-{one}"}}} for one in range(20, 26)]
    path = write_sweep(tmp_path, vary={"days": days, "last": last})
    plans = tmp_path / "out" / "plans"
    arguments = ["sweep", str(path), "-o", str(tmp_path / "out"), "--jobs", "2"]
    chance = Random(7)
    kept: dict[str, bytes] = {}
    for number in range(4):
        is_early = number == 1  # while it looks at what is there, and starts processes
        run_killed(arguments, plans, chance.uniform(0, 1 if is_early else 0.15), is_early=is_early)
        now = plans_in(plans)
        assert kept.items() <= now.items()  # nothing finished is lost, or made again
        for name in now:
            assert read_plan(plans / name).pairings
        kept = now
    assert 0 < len(kept) < 30
    assert not (tmp_path / "out" / TABLE).exists()
    whole = sweep(path, tmp_path / "out", jobs=2)
    assert whole.left == 0
    assert kept.items() <= plans_in(plans).items()
    assert [path.name for path in plans.iterdir() if path.suffix != ".json"] == []


def test_processes_end_when_the_one_that_started_them_is_killed(tmp_path: Path, requires_system: Any):
    requires_system("the package psutil", find_spec("psutil"))
    psutil = import_module("psutil")
    days = [{"label": f"{one} days", "change": {"stages": {"visit": {"days": one}}}} for one in range(1, 6)]
    path = write_sweep(tmp_path, vary={"days": days})
    process = subprocess.Popen([sys.executable, "-m", "mentoring", "sweep", str(path), "-o", str(tmp_path / "out")],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    children: list[Any] = []
    while is_running(process, 0.02) and not plans_in(tmp_path / "out" / "plans"):
        children = psutil.Process(process.pid).children(recursive=True) or children
    process.kill()
    process.wait(timeout=30)
    assert children
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []
