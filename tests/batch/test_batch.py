"""Many plans at once: in order, the same as one by one, and the failure of one is nobody else's."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import mentoring
from mentoring import api, batch
from mentoring.batch import plan_many, pool
from mentoring.batch.outcome import DIED, NOT_BEGUN, Outcome
from mentoring.domain.scenario import Scenario
from mentoring.errors import MentoringError, NoPlanError, Place, PlanFileError, Problem, ScenarioError, UsageError
from mentoring.files.plan import plan_text
from tests.builders import scenario, scenario_data

AT = "2024-01-01T00:00:00Z"


class Poison:
    """Something that kills the process that opens it, as running out of memory does."""

    def __reduce__(self):
        return os._exit, (3,)


def lasting(days: int) -> Scenario:
    """The smallest scenario with a longer visit, so that its plan tells which one it is."""
    return scenario(stages={"visit": {"gathers": "pairing", "host": "mentee", "days": days}})


def text(plan: mentoring.Plan) -> str:
    return plan_text(plan.model_copy(update={"run": {}}))


def test_the_plans_are_those_made_one_by_one_and_come_in_their_order(tmp_path: Path):
    path = tmp_path / "small.yaml"
    path.write_text(json.dumps(scenario_data()), encoding="utf-8")
    sources: list[Scenario | Path | str] = [lasting(3), path, lasting(1), str(path), lasting(2)]
    steps: list[tuple[int, str]] = []
    made = list(
        plan_many(sources, jobs=2, workers=1, at=AT, on_progress=lambda number, step: steps.append((number, step.note)))
    )
    assert [one.number for one in made] == [0, 1, 2, 3, 4]
    assert [text(one.require_plan()) for one in made] == [text(api.plan(one, at=AT).require_plan()) for one in sources]
    assert {number for number, _ in steps} <= {0, 1, 2, 3, 4}
    assert steps
    assert multiprocessing.active_children() == []


def test_one_that_fails_stops_no_other_and_says_why(tmp_path: Path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: 1\ncities: [\n", encoding="utf-8")
    impossible = scenario(programme={"closed": [{"first": "2024-01-01", "last": "2024-03-31"}]},
                          pins={"must": {"pairing": "oslo > ghent in housing"}})  # fmt: skip
    sources = [lasting(1), broken, tmp_path / "nowhere.yaml", Poison(), impossible, lasting(2)]
    made = list(plan_many(sources, jobs=2, at=AT))  # type: ignore[arg-type]
    assert [bool(one.reason) for one in made] == [False, True, True, True, True, False]
    assert isinstance(made[1].error, ScenarioError)
    assert made[1].error.problems[0].place is not None
    assert isinstance(made[2].error, UsageError)
    assert made[3].reason == DIED
    assert made[4].result is not None
    assert made[4].result.status == "infeasible"
    assert made[4].reason == made[4].result.message
    with pytest.raises(NoPlanError):
        made[4].require_plan()
    with pytest.raises(UsageError):
        made[2].require_plan()


def test_leaving_early_ends_every_process():
    asked: list[int] = []

    def endless():
        while True:
            asked.append(1)
            yield lasting(1)

    outcomes = plan_many(endless(), jobs=1)
    assert next(outcomes).reason == ""
    outcomes.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []
    assert len(asked) <= 1 + 2 * batch.AHEAD  # no more is taken than is worked on soon


def test_who_wants_to_stop_gets_what_was_begun_and_is_told_of_the_rest():
    made = list(plan_many([lasting(1)] * 4, jobs=1, should_stop=lambda: True))
    assert [one.number for one in made] == [0, 1, 2, 3]
    assert made[-1].reason == NOT_BEGUN


def test_any_executor_will_do():
    steps: list[int] = []
    with ThreadPoolExecutor(2) as threads:
        made = list(
            plan_many([lasting(1), "nowhere.yaml", lasting(2)], executor=threads, jobs=2, workers=1, at=AT,
                      on_progress=lambda number, step: steps.append(number))
        )  # fmt: skip
        assert threads.submit(int, "3").result() == 3  # it is left as it was
    assert [bool(one.reason) for one in made] == [False, True, False]
    assert text(made[2].require_plan()) == text(api.plan(lasting(2), at=AT).require_plan())
    assert steps == sorted(steps)
    assert set(steps) == {0, 2}


class Backwards(Executor):
    """Makes plans at once, but for the first, which is ready only when three others are."""

    def __init__(self) -> None:
        self.first: list[tuple[Future[Outcome], Outcome]] = []
        self.given = 0

    def submit(self, function: Any, /, *arguments: Any, **options: Any) -> Future[Any]:
        made: Future[Any] = Future()
        self.given += 1
        if self.given == 1:
            self.first.append((made, function(*arguments)))
        else:
            made.set_result(function(*arguments))
        if self.given == 4:
            late, outcome = self.first.pop()
            late.set_result(outcome)
        return made


def test_outcomes_come_as_they_are_ready_where_that_is_asked():
    sources = [lasting(days) for days in (1, 2, 3, 1)]
    numbers = [one.number for one in plan_many(sources, executor=Backwards(), jobs=1, in_order=False, at=AT)]
    assert sorted(numbers) == [0, 1, 2, 3]
    assert numbers[0] == 1
    assert [one.number for one in plan_many(sources, executor=Backwards(), jobs=2, at=AT)] == [0, 1, 2, 3]


def test_each_plan_has_its_share_of_the_cores(monkeypatch: pytest.MonkeyPatch):
    asked: list[dict[str, object]] = []

    def plan(source: object, **options: object):
        asked.append(options)
        raise MentoringError("enough")

    monkeypatch.setattr(api, "plan", plan)
    monkeypatch.setattr(batch, "count_cores", lambda: 8)
    for jobs, workers in ((None, 1), (2, 4), (3, 2), (16, 1)):
        with ThreadPoolExecutor(1) as threads:
            assert [one.reason for one in plan_many(["x"], executor=threads, jobs=jobs)] == ["enough"]
        assert asked.pop()["workers"] == workers


def test_no_jobs_are_a_wrong_call():
    with pytest.raises(UsageError, match="jobs is 0"):
        plan_many([], jobs=0)
    assert list(plan_many([], jobs=1)) == []


@pytest.mark.parametrize(
    "error",
    [
        ScenarioError([Problem("a.b", "is wrong", "mend it", Place("x.yaml", 1, 2))]),
        PlanFileError([Problem("a", "is wrong")]),
        NoPlanError("infeasible", "no plan: infeasible"),
        UsageError("there is no such file"),
        mentoring.ModelDisagreement("a bug", scenario()),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_error_passes_from_process_to_process(error: MentoringError):
    passed = pickle.loads(pickle.dumps(error))
    assert (type(passed), str(passed), passed.__dict__) == (type(error), str(error), error.__dict__)
    assert passed.exit_code == error.exit_code


def test_a_mistake_of_ours_keeps_where_it_came_from(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(api, "plan", lambda *_, **__: 1 / 0)
    with ThreadPoolExecutor(1) as threads:
        (made,) = plan_many(["x"], executor=threads)
    assert made.reason == "ZeroDivisionError: division by zero"
    assert made.error is not None
    assert "test_batch.py" in made.error.__notes__[0]


def test_an_outcome_without_anything_has_no_plan():
    with pytest.raises(MentoringError):
        Outcome(0).require_plan()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
def test_ctrl_c_ends_all(tmp_path: Path):
    script = tmp_path / "sweep.py"
    script.write_text(
        "import os, signal, sys, mentoring\n"
        "from tests.builders import scenario\n"
        "def interrupt(number, step):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "if __name__ == '__main__':\n"
        "    try:\n"
        "        list(mentoring.plan_many([scenario()] * 50, jobs=2, on_progress=interrupt))\n"
        "    except KeyboardInterrupt:\n"
        "        import multiprocessing\n"
        "        sys.exit(f'stopped, {len(multiprocessing.active_children())} left')\n",
        encoding="utf-8",
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)])},
    )  # fmt: skip
    assert done.stderr.strip().splitlines()[-1] == "stopped, 0 left"


def test_a_process_that_hears_nothing_is_ended(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pool, "GRACE_SECONDS", 2.0)
    others = set(multiprocessing.active_children())
    processes = pool.Processes(1, is_heard=False)
    asleep = processes._pool.submit(time.sleep, 600)
    processes.close()
    assert set(multiprocessing.active_children()) <= others
    assert asleep.done()
