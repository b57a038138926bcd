"""A small part of `make soak`, and its own machinery: what it finds wrong, what a crash leaves, how it goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mentoring.domain.result import Result
from mentoring.engine.planner import plan
from tests import soak
from tests.builders import VISIT, plan_of, scenario
from tests.soak import Options, Worker, contradictions, examine, faults

SMALL = Options(cities=12, seconds=60.0, work=0.2)
NUMBERS = range(24)


@pytest.mark.parametrize("number", NUMBERS)
def test_nothing_is_wrong_with_any_programme(number: int):
    assert examine(number, SMALL)[1] == []


def test_the_programmes_are_of_every_size():
    sizes = {len(soak.programme(number, 40).cities) for number in range(200)}
    assert min(sizes) == 2
    assert max(sizes) == 40


@pytest.fixture(scope="module")
def best() -> Result:
    return plan(scenario())


def with_goal(result: Result, index: int, **changes: object) -> Result:
    goals = [*result.goals]
    goals[index] = goals[index].model_copy(update=changes)
    return replace(result, goals=tuple(goals))


def test_a_good_answer_has_no_faults(best: Result):
    assert faults(best, None) == []
    assert contradictions(best, best) == []


def test_a_broken_plan_and_a_broken_bound_are_faults(best: Result):
    saturday = plan_of(scenario(), ["oslo > ghent in housing"], {VISIT: "2024-01-06"})
    assert any(told.startswith("weekday: ") for told in faults(replace(best, plan=saturday), None))
    assert faults(with_goal(best, 0, bound=5), None) == ["needs is 0, better than its bound 5"]
    assert faults(with_goal(best, 0, value=1), None) != []
    assert faults(with_goal(best, 0, proven=False), None) == ["optimal, but not every goal is proven"]


def test_answers_that_contradict_each_other_are_found(best: Result):
    none = Result(best.scenario, "infeasible")
    assert contradictions(none, best) == ["called infeasible, but there is a plan"]
    assert contradictions(best, none) == []
    worse = with_goal(best, 0, value=1, bound=1)
    assert "bound 1, but a plan has 0" in contradictions(worse, best)[0]
    assert contradictions(best, worse) == []  # it claims no more than it found


def test_what_is_done_is_noted_and_not_done_again(tmp_path: Path):
    tiny = Options(cities=3, seconds=60.0, work=0.1)
    first = soak.soak(range(3), tiny, 2, tmp_path)
    assert (first["done"], first["wrong"]) == (0, 0)
    noted = [json.loads(line) for line in (tmp_path / "done.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted(one["number"] for one in noted) == [0, 1, 2]
    assert not (tmp_path / "failures.txt").exists()
    with (tmp_path / "done.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"number": 7, "opt')  # stopped while it wrote
    assert soak.soak(range(3), tiny, 2, tmp_path)["done"] == 3
    assert soak.soak(range(3), replace(tiny, work=0.2), 1, tmp_path)["done"] == 0  # other limits are another run
    assert soak.soak(range(3), tiny, 1, tmp_path)["done"] == 3


def test_a_failure_is_written_down_with_the_command_that_repeats_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def one_fails(numbers: range, options: Options, jobs: int) -> Iterator[tuple[int, str, list[str]]]:
        yield from ((number, "optimal", ["too good"] if number == 5 else []) for number in numbers)

    monkeypatch.setattr(soak, "examine_all", one_fails)
    assert soak.soak(range(4, 7), SMALL, 1, tmp_path)["wrong"] == 1
    command, told = (tmp_path / "failures.txt").read_text(encoding="utf-8").splitlines()
    assert command.startswith("python -m tests.soak --start 5 --count 1 --jobs 1 --again --cities 12 --seconds 60 ")
    assert told == "  too good"


def test_a_process_that_dies_or_hangs_is_a_finding():
    worker = Worker(SMALL)
    worker.begin(0)
    worker.process.kill()
    worker.process.join()
    answer = worker.answer(60.0)
    assert answer is not None
    assert answer[0] == "crash"
    late = Worker(SMALL)
    late.begin(0)
    answer = late.answer(-1.0)
    assert answer is not None
    assert answer[0] == "hang"
    assert not late.process.is_alive()
