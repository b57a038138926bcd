"""Two solvers for one question: whoever settles it stops the other, and nothing that either has found is lost."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from ortools.sat.python import cp_model

from benchmarks.made_up import make_programme
from mentoring.engine.model import race
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.race import Runner
from mentoring.engine.model.solving import solve
from mentoring.engine.planner import plan


class Solver:
    """Answers when it is told to stop, or at once; what it raises comes first."""

    def __init__(self, status: Any, *, waits: bool = False, value: float = 0.0, raises: int = 0) -> None:
        self.parameters = cp_model.SatParameters()
        self.parameters.num_workers = 1
        self.objective_value = value
        self.hints: list[bool] = []
        self.stopped = threading.Event()
        self._status, self._waits, self._raises = status, waits, raises

    def solve(self, model: cp_model.CpModel, _: object) -> Any:
        self.hints.append(len(model.proto.solution_hint.vars) > 0)
        if self._raises:
            self._raises -= 1
            raise IndexError
        if self._waits:
            assert self.stopped.wait(20)
        return self._status

    def stop_search(self) -> None:
        self.stopped.set()


def hinted() -> cp_model.CpModel:
    model = cp_model.CpModel()
    one = model.new_bool_var("one")
    model.add_hint(one, True)
    model.minimize(one)
    return model


def runner(*given: Any, **more: Any) -> Any:
    return Runner(Solver(*given, **more), hinted(), None)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(race, "ALONE_SECONDS", 0.0)


@pytest.mark.parametrize("status", [cp_model.OPTIMAL, cp_model.INFEASIBLE])
def test_whoever_settles_it_stops_the_other(status: Any):
    slow: Any = runner(cp_model.UNKNOWN, waits=True)
    quick: Any = runner(status)
    assert race.run(slow, Clock(), lambda: quick)[0] is quick
    assert slow.solver.stopped.is_set()


def test_the_better_solution_is_kept_where_none_settles_it():
    worse, better = runner(cp_model.FEASIBLE, value=7.0), runner(cp_model.FEASIBLE, value=5.0)
    nothing = runner(cp_model.UNKNOWN)
    for one in (worse, better, nothing):
        one.run()
    assert sorted([worse, nothing, better], key=race._worth, reverse=True) == [better, worse, nothing]


def test_a_question_answered_soon_has_one_solver(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(race, "ALONE_SECONDS", 30.0)
    asked: list[int] = []
    first = runner(cp_model.OPTIMAL)
    assert race.run(first, Clock(), lambda: asked.append(1)) == [first]  # type: ignore[arg-type,return-value]
    assert not asked


def test_both_are_stopped_when_somebody_asks():
    slow: Any = runner(cp_model.FEASIBLE, waits=True, value=3.0)
    other: Any = runner(cp_model.UNKNOWN, waits=True)
    begun = threading.Event()
    clock = Clock(should_stop=begun.is_set)
    made: list[int] = []

    def second() -> Any:
        made.append(1)
        begun.set()
        return other

    assert race.run(slow, clock, second)[:1] == [slow]
    assert made
    assert slow.solver.stopped.is_set()
    assert other.solver.stopped.is_set()


@pytest.mark.parametrize(("raises", "hints", "presolve"), [(1, [True, False], True), (2, [True, False, False], False)])
def test_who_stumbles_tries_without_hint_and_then_without_simplifying(raises: int, hints: list[bool], presolve: bool):
    one = runner(cp_model.OPTIMAL, raises=raises)
    assert one.run() == cp_model.OPTIMAL
    assert one.solver.hints == hints
    assert one.solver.parameters.cp_model_presolve == presolve


def test_a_solver_that_goes_on_stumbling_raises():
    with pytest.raises(IndexError):
        runner(cp_model.OPTIMAL, raises=3).run()


def test_what_the_first_raises_stops_the_other_and_is_raised():
    other: Any = runner(cp_model.FEASIBLE, waits=True)
    first: Any = runner(cp_model.OPTIMAL, raises=3)
    begun = threading.Event()
    solve_first = first.solver.solve
    first.solver.solve = lambda *given: begun.wait(20) and solve_first(*given)

    def second() -> Any:
        begun.set()
        return other

    with pytest.raises(IndexError):
        race.run(first, Clock(), second)
    assert other.solver.stopped.is_set()


def test_another_that_fails_takes_nothing_away():
    first: Any = runner(cp_model.OPTIMAL)
    failed = threading.Event()
    first.solver.solve = lambda *given: failed.wait(20) and cp_model.OPTIMAL
    other: Any = runner(cp_model.OPTIMAL)

    def fail(*given: object) -> Any:
        failed.set()
        raise ValueError

    other.solver.solve = fail
    assert race.run(first, Clock(), lambda: other) == [first]
    assert first.status == cp_model.OPTIMAL


def test_a_listener_that_fails_is_heard_and_nobody_goes_on():
    slow: Any = runner(cp_model.FEASIBLE, waits=True)

    def fail() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        race.run(slow, Clock(should_stop=fail))
    assert slow.solver.stopped.is_set()


def test_a_solution_in_hand_is_worth_more_than_the_word_that_there_is_none():
    found, none = runner(cp_model.FEASIBLE, value=3.0), runner(cp_model.INFEASIBLE)
    best = runner(cp_model.OPTIMAL, value=3.0)
    for one in (found, none, best):
        one.run()
    assert sorted([none, found, best], key=race._worth, reverse=True) == [best, found, none]


def test_several_workers_have_no_hint_and_leave_the_hint_of_the_one_alone():
    model = hinted()
    solver: Any = Solver(cp_model.OPTIMAL)
    solver.parameters.num_workers = 3
    Runner(solver, model.clone(), None).run()
    assert solver.hints == [False]
    assert len(model.proto.solution_hint.vars) == 1


@pytest.mark.parametrize("workers", [2, 3])
def test_two_solvers_find_what_one_finds(workers: int):
    found = plan(make_programme(14), workers=workers)
    assert found.status == "optimal"
    assert [(goal.goal, goal.value) for goal in found.goals] == [
        (goal.goal, goal.value) for goal in plan(make_programme(14)).goals
    ]


def test_an_answer_of_two_has_the_better_bound_and_is_told_once():
    model = cp_model.CpModel()
    numbers = [model.new_int_var(0, 9, str(number)) for number in range(6)]
    model.add_all_different(numbers)
    model.minimize(cp_model.LinearExpr.sum(numbers))
    clock = Clock(workers=2)
    answer = solve(model, clock, goal="least")
    assert (answer.status, answer.objective, answer.bound) == ("optimal", 15, 15)
    told = [step.best for step in clock.told if step.best is not None]
    assert told
    assert told == sorted(set(told), reverse=True)
