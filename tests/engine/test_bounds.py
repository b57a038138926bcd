"""Nothing the engine says early is wrong: candidates, implied totals, gates, cuts and bounds against all plans.

Each random programme is laid out in every way: sets of pairings with hosts. Those that can be dated, by trial of all
days and people, are what no part of the engine may cut off.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random
from types import ModuleType
from typing import Any

import pytest

from benchmarks.made_up import make_programme
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine import planner
from mentoring.engine.model.candidates import find_candidates
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.order import Level, levels_of
from mentoring.engine.model.row import add_within, linear
from mentoring.engine.model.solving import solve
from mentoring.engine.planner import Planner, plan
from mentoring.engine.ties import face, joint
from mentoring.engine.ties.core import find_cut
from mentoring.engine.when import polish, timetable
from mentoring.engine.when.timetable import Timetable
from mentoring.engine.who import pairing
from mentoring.engine.who.pairing import Cut, PairingModel
from mentoring.goals.score import order
from mentoring.language.fact import Fact, Hosts, Paired
from mentoring.rules import check_plan
from tests.brute import Best, Layout, Search, count_plans, is_within, solve_brute
from tests.strategies import random_scenario

NUMBERS = range(60)
MOST_PLANS = 4_000


@cache
def programme(number: int) -> Scenario:
    """A programme that has something to choose and few enough plans to try them all."""
    rng = Random(7_000_000 + number)
    while True:
        scenario = random_scenario(rng, horizon=(8, 25))
        if scenario.stages and scenario.conceivable and 20 <= count_plans(scenario) <= MOST_PLANS:
            return scenario


@cache
def search(number: int) -> Search:
    return Search(programme(number), None)


@cache
def possible(number: int) -> tuple[Layout, ...]:
    """Every layout that some days and people make a plan."""
    return tuple(layout for layout in search(number).lay_out() if search(number).can_be_dated(layout))


def decision_of(layout: Layout) -> Decision:
    return Decision(layout.agenda.pairs, {event: place for event, place in layout.hosts.items() if place is not None})


def holds(fact: Fact, layout: Layout) -> bool:
    match fact:
        case Paired(pair):
            return pair in layout.agenda.pairs
        case Hosts(event, place):
            return layout.hosts.get(event) == place
    raise AssertionError(f"a cut speaks of {fact}")


@pytest.mark.parametrize("number", NUMBERS)
def test_no_possible_pair_falls_out(number: int):
    alive = set(find_candidates(programme(number)).alive)
    for layout in possible(number):
        assert set(layout.agenda.pairs) <= alive


@pytest.mark.parametrize("number", NUMBERS)
def test_totals_and_gates_leave_every_possible_choice(number: int):
    pairing = PairingModel(find_candidates(programme(number)), Clock())
    literals = pairing.compiled.literals
    for layout in possible(number):
        model = pairing.model.clone()
        chosen = set(layout.agenda.pairs)
        facts: dict[Fact, bool] = {Paired(pair): pair in chosen for pair in pairing.candidates.frame.pairs}
        facts |= {Hosts(event, place): True for event, place in decision_of(layout).hosts.items()}
        for fact, value in facts.items():
            add_within(model, linear([(literals.sure(fact), 1)]), int(value), int(value))
        assert solve(model, Clock()).has_solution, (layout.agenda.pairs, layout.hosts)


def learnt_cuts(number: int) -> Iterator[Cut]:
    """What the planner would learn from every choice that has no dates."""
    maker = Planner(find_candidates(programme(number)), Clock())
    frame = maker.candidates.frame
    for layout in search(number).lay_out():
        if set(layout.agenda.pairs) <= set(frame.pairs):
            found = Timetable(frame, decision_of(layout), Clock(), []).feasible()
            if found == "infeasible":
                yield find_cut(maker.pairing, decision_of(layout), maker._has_no_dates)


@pytest.mark.parametrize("number", NUMBERS)
def test_cuts_exclude_no_possible_choice(number: int):
    for cut in set(learnt_cuts(number)):
        for layout in possible(number):
            assert not all(holds(fact, layout) == value for fact, value in cut), (
                cut,
                layout.agenda.pairs,
                layout.hosts,
            )


@pytest.mark.parametrize("number", NUMBERS)
def test_every_possible_choice_is_dated(number: int):
    frame = find_candidates(programme(number)).frame
    for layout in possible(number):
        assert Timetable(frame, decision_of(layout), Clock(), []).feasible() == "optimal"


def dated(number: int, layout: Layout) -> Iterator[Plan]:
    return (found for found in search(number).date(layout) if not check_plan(found))


def measure(level: Level, plan: Plan) -> int:
    return level.goal.measure(plan, level.part, None)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_lp_of_dates_never_claims_more_than_the_best_dates_cost(number: int):
    scenario = programme(number)
    frame = find_candidates(scenario).frame
    levels = levels_of(scenario, "dates")
    for layout in possible(number)[-3:]:
        table = Timetable(frame, decision_of(layout), Clock(), levels)
        plans = list(dated(number, layout))
        for index, level in enumerate(levels):
            best = min(measure(level, found) for found in plans)
            least = table.least(index)
            assert least is None or least <= best, (level.goal.slug, least, best)
            table.cap(index, level.cap(best))
            plans = [found for found in plans if measure(level, found) <= level.cap(best)]


# Small programmes never need what large ones do: the planner is made to believe that they are large.
WAYS: dict[str, list[tuple[ModuleType, str, Any]]] = {
    "near the days of the LP, then part by part": [(timetable, "SMALL", -1)],
    "hardly better than the first dates": [
        (timetable, "SMALL", -1), (polish, "WINDOWS", (0, 2, 60)), (polish, "MOST_ROUNDS", 2),
    ],
    "ties one by one": [(pairing, "WHOLE_EVENTS", -1), (face, "FEW_TIES", 0)],
    "ties together": [(face, "FEW_TIES", 0)],
    "all at once": [(timetable, "SMALL", -1), (pairing, "WHOLE_EVENTS", -1)],
    "all dates from the first cut on": [(planner, "MANY_CUTS", 1)],
    "no time to try": [(timetable, "QUICK_WORK", 1e-6), (timetable, "LONG_WORK", 1e-6), (joint, "JOINT_WORK", 1e-6)],
}  # fmt: skip


@cache
def best(number: int) -> Best:
    return solve_brute(programme(number))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", NUMBERS[::2])
def test_every_way_through_the_planner_claims_only_what_is_true(number: int, way: str, monkeypatch: pytest.MonkeyPatch):
    for module, name, value in WAYS[way]:
        assert hasattr(module, name)
        monkeypatch.setattr(module, name, value)
    result, truth = plan(programme(number)), best(number)
    told = f"{[(goal.goal, goal.value, goal.bound) for goal in result.goals]}, but the best is {truth.values}"
    if truth.plan is None:
        assert result.status in ("infeasible", "unknown")
        return
    assert check_plan(result.require_plan()) == []
    before = True  # whether the goals so far are as good as they can be: only then the next one's best is comparable
    for (use, _), goal, least in zip(order(programme(number)), result.goals, truth.values, strict=True):
        if before and goal.bound is not None:
            assert goal.bound >= least if goal.direction == "most" else goal.bound <= least, told
        before = before and goal.value == least and use.tolerance == 0
        if result.status == "optimal":
            assert is_within(use, least, goal.value), told


def test_what_is_best_for_a_part_of_the_dates_is_no_bound_for_all(monkeypatch: pytest.MonkeyPatch):
    scenario = make_programme(14)
    result = plan(scenario)
    best = next(goal.value for goal in result.goals if goal.goal == "early" and goal.is_proven)
    events = result.require_plan().events
    decision = Decision(
        tuple(sorted(result.require_plan().paired)), {event.id: event.host for event in events if event.host}
    )
    monkeypatch.setattr(timetable, "SMALL", -1)
    monkeypatch.setattr(polish, "FIRST_WORK", 0.02)
    table = Timetable(find_candidates(scenario).frame, decision, Clock(), levels_of(scenario, "dates"))
    for rounds in (1, 3):
        monkeypatch.setattr(polish, "MOST_ROUNDS", rounds)
        answer = table.minimise(0)
        assert answer.bound is not None
        assert answer.objective is not None
        assert answer.bound <= best <= answer.objective
