"""What the planner answers: statuses and what they rest on, stopping, repeatable plans, reasons, order of goals."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ortools.sat.python import cp_model

from benchmarks.made_up import make_document, make_programme
from mentoring.domain.plan import GoalValue, Plan
from mentoring.domain.result import Progress, Result
from mentoring.domain.scenario import Scenario
from mentoring.engine.model import ladder
from mentoring.engine.model.candidates import find_candidates
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.order import levels_of
from mentoring.engine.model.solving import Answer, solve
from mentoring.engine.planner import Planner, plan
from mentoring.engine.rescue import Rescue
from mentoring.engine.when import timetable
from mentoring.engine.who.opening import begin
from mentoring.errors import ModelDisagreement
from mentoring.files.resolution import Resolver
from mentoring.goals import BY_SLUG
from mentoring.language.declaration import Together
from mentoring.language.frame import Frame
from mentoring.rules import RULES, check_plan
from mentoring.rules.all_within import AllWithin
from mentoring.rules.base import Violation
from tests.builders import PAIRING, VISIT, city, scenario

WORK = 0.2  # solver units for one solve: enough for a plan of some cities, not for every proof
CLOSED_DAYS = [{"first": "2024-01-01", "last": "2024-03-31"}]
NOWHERE: Callable[[object], int] = lambda _: 0  # noqa: E731


def is_possible(goal: GoalValue) -> bool:
    """Whether the bound leaves room for the value."""
    if goal.bound is None:
        return True
    return goal.value <= goal.bound if goal.direction == "most" else goal.value >= goal.bound


def measured(result: Result) -> dict[str, int]:
    return {goal.goal: goal.value for goal in result.goals}


# --- statuses -----------------------------------------------------------------------------------------------------


def test_optimal_when_every_goal_is_proven():
    result = plan(scenario())
    assert result.status == "optimal"
    assert result.require_plan().status == "optimal"
    assert [pairing.pairing for pairing in result.require_plan().pairings] == [PAIRING]
    assert all(goal.is_proven and goal.gap == 0 for goal in result.goals)


def test_a_need_that_cannot_be_met_is_no_reason_for_having_no_plan():
    result = plan(scenario(programme={"closed": CLOSED_DAYS}))
    assert result.status == "optimal"
    assert result.require_plan().pairings == ()
    assert measured(result)["needs"] == 1


def test_infeasible_when_what_must_happen_has_no_day():
    stages = {"kick-off": {"gathers": "all", "host": "oslo"}}
    result = plan(scenario(stages=stages, programme={"closed": CLOSED_DAYS}))
    assert (result.status, result.plan) == ("infeasible", None)
    assert result.message == "kick off finds no day: the programme is closed 1 January to 31 March 2024"


def lying(times: int, status: str = "infeasible") -> Callable[..., Answer]:
    """A solver whose first answers are all the same, whatever it is asked; then it tells the truth."""
    told = 0

    def solve_or_lie(*given: Any, **settings: Any) -> Answer:
        nonlocal told
        told += 1
        return Answer(status, NOWHERE) if told <= times else solve(*given, **settings)

    return solve_or_lie


def test_infeasible_is_believed_only_when_a_second_run_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ladder, "solve", lying(1))
    result = plan(scenario())
    assert (result.status, result.plan) == ("unknown", None)


def test_dates_called_impossible_once_are_looked_for_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(timetable, "solve", lying(1))
    result = plan(scenario())
    assert result.status in ("optimal", "unknown")  # never a plan without its pairing, nor none at all
    assert [pairing.pairing for pairing in result.require_plan().pairings] == [PAIRING]


@pytest.mark.parametrize("lie", [2, 3, 4, 5])
def test_a_lie_while_a_cut_is_sought_rules_out_nothing_else(lie: int, monkeypatch: pytest.MonkeyPatch):
    told = 0

    def solve_or_lie(*given: Any, **settings: Any) -> Answer:
        nonlocal told
        told += 1
        lies = told in (lie, lie + 1) and not settings.get("other_settings")
        return Answer("infeasible", NOWHERE) if lies else solve(*given, **settings)

    monkeypatch.setattr(timetable, "solve", solve_or_lie)
    result = plan(two_short_days())
    assert measured(result)["needs"] == 1  # one of the two, not none
    assert told > lie


def test_unknown_when_the_solver_finds_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ladder, "solve", lying(1000, "unknown"))
    result = plan(scenario())
    assert (result.status, result.plan) == ("unknown", None)
    assert result.message == "no plan was found in the time given"


# --- stopping -----------------------------------------------------------------------------------------------------


def test_asked_to_stop_it_returns_the_best_plan_so_far():
    heard: list[Progress] = []
    result = plan(
        make_programme(14), on_progress=heard.append, should_stop=lambda: any(p.goal == "early" for p in heard)
    )
    assert result.status in ("feasible", "optimal")
    assert check_plan(result.require_plan()) == []
    assert all(is_possible(goal) for goal in result.goals)
    assert list(result.progress) == heard


def test_asked_to_stop_at_once_it_claims_nothing():
    result = plan(make_programme(14), should_stop=lambda: True)
    assert result.status in ("unknown", "feasible")
    assert (result.plan is None) == (result.status == "unknown")


def test_without_any_time_a_small_plan_is_still_found():
    result = plan(scenario(), seconds=0.0)
    assert check_plan(result.require_plan()) == []
    assert all(is_possible(goal) for goal in result.goals)
    assert (result.status == "optimal") == all(goal.is_proven for goal in result.goals)


@pytest.mark.parametrize("work", [0.01, 0.05, WORK])
def test_a_bound_is_never_better_than_the_value(work: float):
    result = plan(make_programme(14), work=work)
    assert all(is_possible(goal) for goal in result.goals)
    assert (result.status == "optimal") == all(goal.is_proven for goal in result.goals)


# --- honesty ------------------------------------------------------------------------------------------------------


def test_a_plan_that_a_check_rejects_is_an_error_that_keeps_the_plan(monkeypatch: pytest.MonkeyPatch):
    rule = next(rule for rule in RULES if rule.slug == "closed")
    told = Violation("closed", (VISIT,), "this check is broken on purpose")
    monkeypatch.setattr(type(rule), "check", lambda self, plan: iter([told]))
    with pytest.raises(ModelDisagreement, match="broken on purpose") as caught:
        plan(scenario())
    kept = caught.value.plan
    assert isinstance(kept, Plan)
    assert [event.id for event in kept.events] == [VISIT]


def test_a_rule_that_declares_too_little_is_found_out(monkeypatch: pytest.MonkeyPatch):
    rule = next(rule for rule in RULES if rule.slug == "weekday")
    monkeypatch.setattr(type(rule), "declare", lambda self, frame: iter(()))
    with pytest.raises(ModelDisagreement, match="weekday"):
        plan(scenario(programme={"working_days": ["fri"]}))


def test_a_goal_measured_better_than_its_bound_is_found_out(monkeypatch: pytest.MonkeyPatch):
    from mentoring.goals.early import Early

    monkeypatch.setattr(Early, "measure", lambda self, plan, part, against: -5)
    with pytest.raises(ModelDisagreement, match="a bound of the engine is wrong"):
        plan(scenario())


# --- repeatable ---------------------------------------------------------------------------------------------------

PRINT_PLANS = """
import sys
from benchmarks.made_up import make_programme
from mentoring.engine.planner import plan

for cities, work in ((8, None), (14, 0.05)):
    made = plan(make_programme(cities), work=work, seed=int(sys.argv[1])).require_plan()
    print(made.model_copy(update={"run": {}}).model_dump_json())
"""


def printed_plans(repository: Path, hash_seed: str, seed: int = 1) -> str:
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(repository), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", PRINT_PLANS, str(seed)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, encoding="utf-8")
    return done.stdout


def test_the_same_scenario_and_seed_give_the_same_plan_in_every_process(repository: Path):
    first = printed_plans(repository, "1")
    assert first.count("\n") == 2
    assert first == printed_plans(repository, "2")


# --- reasons ------------------------------------------------------------------------------------------------------


def unserved(result: Result) -> dict[tuple[str, str], str]:
    return {(one.city, one.theme): one.reason for one in result.require_plan().unserved}


def unused(result: Result) -> dict[tuple[str, str], str]:
    return {(one.city, one.theme): one.reason for one in result.require_plan().unused}


def test_nobody_offers_the_theme_and_nobody_needs_it():
    cities = {"ghent": city(needs={"housing": {}}), "oslo": city("NO", offers={"transport": {}})}
    result = plan(scenario(cities=cities, themes={"housing": {}, "transport": {}}, stages={}))
    assert unserved(result) == {("ghent", "housing"): "no candidate: no other city offers this theme"}
    assert unused(result) == {("oslo", "transport"): "no candidate: no other city needs this theme"}


def test_a_candidate_that_a_rule_excludes_is_named_with_the_rule():
    cities = {"ghent": city(needs={"housing": {}}), "liege": city(offers={"housing": {}})}
    result = plan(scenario(cities=cities, pairing={"same_country": False}))
    assert unserved(result)["ghent", "housing"].startswith("no candidate: liege > ghent in housing: ")
    assert unused(result)["liege", "housing"].startswith("no candidate: liege > ghent in housing: ")


def test_a_mentor_with_no_place_left():
    cities = {
        "ghent": city(needs={"housing": {"priority": 2}}),
        "liege": city(needs={"housing": {}}),
        "oslo": city("NO", name="Oslo", offers={"housing": {"mentees": 1}}),
    }
    result = plan(scenario(cities=cities))
    assert unserved(result) == {("liege", "housing"): "mentor full: Oslo"}
    assert unused(result) == {}


def two_short_days() -> Scenario:
    """Oslo is free on two days only, and between its two visits it needs a day to travel."""
    cities = {
        "ghent": city(needs={"housing": {"priority": 2}}),
        "liege": city(name="Liège", needs={"housing": {}}),
        "oslo": city("NO", name="Oslo", offers={"housing": {"mentees": 2}}),
    }
    return scenario(
        cities=cities,
        programme={"last": "2024-01-02", "public_holidays": "none"},
        travel={"days": {"between": {"ghent": {"liege": 1}}}},
    )


def test_two_visits_with_no_common_dates():
    result = plan(two_short_days())
    assert unserved(result) == {("liege", "housing"): "no common dates: Oslo"}
    assert unused(result) == {("oslo", "housing"): "no common dates: Liège"}


def test_out_of_time_before_clashing_visits_are_sorted_out_a_smaller_plan_is_kept():
    """Both pairings are wanted, their visits have no common dates, and there is no time to learn that."""
    result = plan(two_short_days(), seconds=0.0)
    assert result.status == "feasible"
    found = result.require_plan()
    assert [pairing.pairing for pairing in found.pairings] == ["oslo > ghent in housing"]
    assert check_plan(found) == []
    needs = result.goals[0]
    assert (needs.value, needs.bound) == (1, 0)  # the bound is that of pairings alone
    assert all(goal.bound == BY_SLUG[goal.goal].beyond(found.scenario) for goal in result.goals[1:])  # nothing proven
    assert unserved(result) == {
        ("liege", "housing"): "possible with Oslo, but limits or goals that come first rule it out in this plan"
    }


def test_impossible_names_the_meeting_that_has_no_day():
    """The kick-off gathers everybody, and Oslo is away as long as it may be held."""
    away = [{"first": "2024-01-08", "last": "2024-01-12", "why": "elections"}]
    kick_off = {"gathers": "all", "host": "ghent", "between": {"first": "2024-01-08", "last": "2024-01-12"}}
    cities = {"ghent": city(needs={"housing": {}}), "oslo": city("NO", offers={"housing": {}}, unavailable=away)}
    result = plan(scenario(cities=cities, stages={"kick-off": kick_off}))
    assert result.status == "infeasible"
    assert "kick off finds no day: " in result.message
    assert "elections" in result.message


@pytest.mark.parametrize("found", [7, 3, 2, None])
def test_a_choice_to_begin_with_is_only_given_up_for_a_better_one(monkeypatch: Any, found: int | None):
    model = cp_model.CpModel()
    cost = model.new_int_var(0, 9, "")
    rung = ladder.Rung(levels_of(scenario(), "pairing")[0], cost)
    answer = Answer("unknown", lambda _: 0, None, 1) if found is None else Answer("feasible", lambda _: found, found, 1)
    monkeypatch.setattr(ladder, "solve", lambda *_, **__: answer)
    start = Answer("feasible", lambda _: 3)
    outcome = ladder.climb(model, [rung], Clock(), keep=[cost], start=start)
    assert [(step.cost, step.bound) for step in outcome.steps] == [(2 if found == 2 else 3, 1)]


def test_events_that_lie_together_are_declared_at_once_for_all():
    programme = make_programme(50, form="every-rule")
    pairs = find_candidates(programme, None).alive
    frame = Frame(programme, pairs)
    together = [one for one in AllWithin().declare(frame) if isinstance(one, Together)]
    assert [len(one.events) for one in together] == [len(pairs)]


@pytest.mark.parametrize("leximin", [False, True])
def test_a_plan_that_falls_back_keeps_only_bounds_that_hold_for_it(leximin: bool):
    goals = {"pairing": ["needs", {"goal": "away", "leximin": leximin}, "travel_km"], "dates": ["early"]}
    programme = Resolver(Scenario.model_validate(make_document(14) | {"goals": goals})).resolve()
    clock = Clock()
    maker = Planner(begin(programme, None, clock), clock)
    outcome, _ = maker.selection.climb()
    assert outcome.answer is not None
    table, _ = maker._date(maker.pairing.read(outcome.answer))
    rescue = Rescue(maker.selection, clock, maker.levels)
    told = rescue.loosen(table.read(), outcome.steps, {})
    assert [step.is_proven for step in told] == [True, not leximin, not leximin, False]
    missed = [replace(outcome.steps[0], cost=outcome.steps[0].cost - 1), *outcome.steps[1:]]
    assert [step.bound is None for step in rescue.loosen(table.read(), missed, {})] == [False, True, True, True]
