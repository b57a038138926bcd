"""Who could go to what before any day is known, and budgets that leave people too little."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from ortools.sat.python import cp_model

from benchmarks.made_up import make_document, make_programme
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision, plan_of
from mentoring.engine.model.ladder import Climb, Step
from mentoring.engine.model.order import levels_of
from mentoring.engine.model.solving import solve
from mentoring.engine.planner import Planner, plan
from mentoring.engine.when.betterment import Betterment
from mentoring.engine.when.crew import Task
from mentoring.engine.when.first_dates import FirstDates
from mentoring.engine.when.repair import Repair
from mentoring.engine.when.roster import find_roster
from mentoring.engine.when.season import Season
from mentoring.engine.when.sending import Budget
from mentoring.engine.who.fare import Purse
from mentoring.engine.who.opening import begin
from mentoring.engine.who.pairing import PairingModel
from mentoring.engine.who.selection import hold_bounds
from mentoring.files.resolution import Resolver
from mentoring.language.declaration import Cost
from mentoring.language.fact import Hosts, Paired
from mentoring.language.frame import Frame
from mentoring.rules import check_plan


def chosen(scenario: Scenario) -> tuple[Planner, Decision]:
    """The first choice of pairings."""
    maker = Planner(begin(scenario, None, Clock()), Clock())
    outcome, _ = maker.selection.climb(once=True)
    assert outcome.answer is not None
    return maker, maker.pairing.read(outcome.answer)


@pytest.fixture(scope="module")
def made() -> tuple[Planner, Decision]:
    return chosen(make_programme(14, form="every-rule"))


@pytest.fixture
def season(made: tuple[Planner, Decision]) -> Season:
    maker, decision = made
    scenario = maker.candidates.frame.scenario
    return Season(Frame(scenario, decision.pairs), decision, Clock(), levels_of(scenario, "dates"))


def least(repair: Repair, budget: Budget) -> int:
    """What the cheapest people come to who could go, task by task."""
    total = 0
    for task in repair._crew.tasks:
        able = repair._crew.able(task)
        fares = sorted(sum(budget.fares.get((event.id, who), 0) for event in task.events) for who in able)
        total += sum(fares[: task.count])
    return total


def test_a_roster_sends_the_right_people_within_budgets(season: Season):
    repair = Repair(season, season.bound.grid.allowed)
    assert repair._budgets
    roster = find_roster(repair._crew, repair._budgets, Clock())
    asked = Counter(event.id for task in repair._crew.tasks for event in task.events for _ in range(task.count))
    assert {event: len(who) for event, who in roster.items()} == asked
    for task in repair._crew.tasks:
        assert all(len(set(roster[event.id]) & set(repair._crew.able(task))) >= task.count for event in task.events)
    for budget in repair._budgets:
        spent = sum(budget.fares.get((event, who), 0) for event, persons in roster.items() for who in persons)
        assert least(repair, budget) <= spent <= budget.most - budget.known


def test_without_money_everybody_has_about_as_much_to_do(season: Season):
    repair = Repair(season, season.bound.grid.allowed)
    roster = find_roster(repair._crew, [], Clock())
    facilitators = [
        who for who, person in season.frame.scenario.people.items()
        if "facilitator" in person.roles and person.left_on is None
    ]  # fmt: skip
    loads = Counter(who for persons in roster.values() for who in persons)
    busy = [loads[who] for who in facilitators]
    assert max(busy) <= 1.5 * sum(busy) / len(busy) + 3


def test_whoever_has_hardly_a_day_is_sent_all_the_same_where_nobody_else_can(season: Season, monkeypatch: Any):
    monkeypatch.setattr("mentoring.engine.when.roster.free_starts", lambda *_: 1)
    repair = Repair(season, season.bound.grid.allowed)
    assert find_roster(repair._crew, repair._budgets, Clock())


def test_a_pinned_person_takes_one_of_two_roles(monkeypatch: Any):
    monkeypatch.setattr("mentoring.engine.when.roster.free_starts", lambda *_: 7)
    event: Any = SimpleNamespace(id="visit")
    both = frozenset(("ada", "ben"))
    crew: Any = SimpleNamespace(
        tasks=[Task([event], both, 1), Task([event], both, 1)], able=lambda task: sorted(task.persons),
        wanted={"visit": {"ada"}}, frame=SimpleNamespace(horizon=7),
    )  # fmt: skip
    assert find_roster(crew, [], Clock()) == {"visit": ("ada", "ben")}


def test_a_budget_below_the_cheapest_people_has_no_roster(season: Season):
    repair = Repair(season, season.bound.grid.allowed)
    money = repair._budgets[-1]
    enough = Budget(money.known + least(repair, money), money.known, money.fares)
    assert find_roster(repair._crew, [enough], Clock())
    short = Budget(enough.most - 1, money.known, money.fares)
    assert find_roster(repair._crew, [short], Clock()) == {}


def test_the_least_fares_of_a_choice_are_those_of_people_who_could_go(made: tuple[Planner, Decision], season: Season):
    maker, decision = made
    repair = Repair(season, season.bound.grid.allowed)
    literals = maker.pairing.compiled.literals
    true = {literals.sure(Paired(pair)) for pair in decision.pairs}
    true |= {
        literals.sure(Hosts(event, place))
        for event, place in decision.hosts.items()
        if event in season.decided.agenda.events
    }
    indices = {lit.index for lit in true if not isinstance(lit, bool)}
    for budget in repair._budgets:
        purse = next(one for one in maker.pairing.purses if one.most == budget.most)
        fares = sum(
            weight for lit, weight in purse.fares if lit is True or (not isinstance(lit, bool) and lit.index in indices)
        )
        assert 0 < fares <= least(repair, budget)
        assert fares >= 0.9 * least(repair, budget)


@pytest.mark.parametrize("work", [0.5, 0.0])
def test_dates_found_with_the_roster_keep_every_rule(season: Season, monkeypatch: Any, work: float):
    """All together at once, and by parts where that was not answered."""
    monkeypatch.setattr("mentoring.engine.when.outline.EVERYBODY_WORK", work)
    monkeypatch.setattr("mentoring.engine.when.outline.PART", 30)
    asked: list[int] = []
    arrange = Repair._arrange

    def spy(self: Repair, trees: list[int], *rest: Any) -> int | None:
        asked.append(len(self.grove.events(trees)))
        return arrange(self, trees, *rest)

    monkeypatch.setattr(Repair, "_arrange", spy)
    assert FirstDates(season).together()
    assert bool(asked) == (not work)
    assert season.is_sending
    assert check_plan(plan_of(season.frame, season.read())) == []


def test_more_than_can_be_dated_at_once_are_dated_by_parts(season: Season, monkeypatch: Any):
    """They are left to parts that choose persons too, from the start."""
    monkeypatch.setattr("mentoring.engine.when.outline.EVERYBODY", 1)
    monkeypatch.setattr("mentoring.engine.when.outline.WHOLE", 1)
    first = FirstDates(season)
    assert not first.together()
    assert first._without is None
    assert first.repair()
    assert season.is_sending
    assert check_plan(plan_of(season.frame, season.read())) == []


def test_dates_of_everybody_that_may_not_be_are_given_other_people(season: Season, monkeypatch: Any):
    monkeypatch.setattr(Season, "accept", lambda *rest: False)
    first = FirstDates(season)
    assert not first.together()
    assert (first._without, first._sent) == (set(), None)


def test_events_that_the_same_person_goes_to_are_dated_together():
    """Here a theme meeting comes between two visits of a pairing, and a large one binds no trees."""
    document = make_document(24, themes=1)
    stages = document["stages"]
    for stage in stages.values():
        if stage.get("people"):
            stage["people"] = {"facilitator": {"count": 1, "same_for": "pairing"}}
    first, second, cluster = (dict(stages[name]) for name in ("first-visit", "second-visit", "cluster"))
    cluster["after"], second["after"] = {"first-visit": {"min": "1w"}}, {"cluster": {"min": "2w"}}
    cluster.pop("programme_weeks", None)
    document["stages"] = {"first-visit": first, "cluster": cluster, "second-visit": second}
    maker, decision = chosen(Resolver(Scenario.model_validate(document)).resolve())
    frame = Frame(maker.candidates.frame.scenario, decision.pairs)
    season = Season(frame, decision, Clock(), levels_of(frame.scenario, "dates"))
    repair = Repair(season, season.bound.grid.allowed)
    grove, number = repair.grove, season.bound.grid.number
    assert any(len(task.events) > 1 for task in repair._crew.tasks)
    for task in repair._crew.tasks:
        assert len({grove.tree_of[number[event.id]] for event in task.events}) == 1
    assert sorted(grove.events(range(len(grove.trees)))) == list(range(len(season.bound.grid.events)))
    assert season.feasible() == "optimal"
    assert check_plan(plan_of(season.frame, season.read())) == []


def test_parts_begin_with_people_who_are_known(season: Season, monkeypatch: Any):
    """Who is sent already is not chosen again; only those left out are asked for."""
    assert FirstDates(season).together()
    best, grid = season.read(), season.bound.grid
    at = np.searchsorted(grid.axis, np.array([best.starts[event] for event in grid.events]))
    asked: list[list[int]] = []
    monkeypatch.setattr(Repair, "_arrange", lambda self, trees, *rest: asked.append(trees))
    repair = Repair(season, grid.allowed)
    assert repair.run(at, set(), dict(best.people))
    repair.bring_in()
    assert not asked
    assert not repair.lost
    assert (repair.at == at).all()
    assert repair.sent == {event: best.people.get(event, ()) for event in grid.events}


def test_large_meetings_move_with_what_hangs_on_their_days(season: Season, monkeypatch: Any):
    assert FirstDates(season).together()
    better = Betterment(season, 0)
    measure = season.bound.measure(season.levels[0])
    assert isinstance(measure, Cost)
    better.begin(measure)
    grove, large = better._repair.grove, set(better._repair.grove.large)
    assert large
    for _ in range(10):
        tree, *others = better._around_meeting()
        assert tree in large
        near = {grove.tree_of[other] for event in grove.trees[tree] for other, _ in better._repair.draft.lags[event]}
        assert set(others) <= near - {tree}
    monkeypatch.setattr("mentoring.engine.when.betterment.WIDE", 1)
    assert len(better._around_meeting()) == 1
    seen: list[list[int]] = []
    search = Repair.better

    def spy(self: Repair, trees: list[int], *rest: Any) -> Any:
        seen.append(trees)
        return search(self, trees, *rest)

    monkeypatch.setattr(Repair, "better", spy)
    by_small_parts(monkeypatch, IDLE=6, WIDE_EACH=2, WIDE_WORK=0.02)
    better.run()
    assert any(large & set(trees) for trees in seen)
    assert any(not large & set(trees) for trees in seen)
    assert check_plan(plan_of(season.frame, season.read())) == []


def test_dates_never_get_worse_by_parts(season: Season):
    assert FirstDates(season).together()
    better = Betterment(season, 0, 0)
    measure = season.bound.measure(season.levels[0])
    assert isinstance(measure, Cost)
    better.begin(measure)
    before = season.cost(0)
    found = better._repair.better(list(range(len(better._repair.grove.trees))), partial(better._aim, measure), 0.02)
    assert found is None or (season.accept(*found[:2]) and season.cost(0) <= before)


def by_small_parts(monkeypatch: Any, **constants: float):
    monkeypatch.setattr("mentoring.engine.when.repair.AT_ONCE", 20)
    for name, value in {"WORK": 0.02, **constants}.items():
        monkeypatch.setattr(f"mentoring.engine.when.betterment.{name}", value)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_dates_get_better_by_parts_without_a_limit_of_time(season: Season, monkeypatch: Any, index: int):
    by_small_parts(monkeypatch, IDLE=4, TRIES=2, CHECKED=1000)  # only at the end
    assert FirstDates(season).together()
    before = [season.cost(number) for number in range(3)]
    for number in range(index):
        season.cap(number, before[number])
    Betterment(season, index).run()
    assert season.cost(index) < before[index]
    assert all(season.cost(number) <= before[number] for number in range(index))
    assert not check_plan(plan_of(season.frame, season.read()))


def test_dates_by_parts_that_break_a_rule_are_given_up(season: Season, monkeypatch: Any):
    """The last that were accepted are gone on with, and from then on each is held against the rules."""
    assert FirstDates(season).together()
    accept, answers = Season.accept, [True, False, False, True, True, True]
    kept: list[bytes] = []

    def judge(self: Season, at: Any, people: Any = None) -> bool:
        is_fine = answers.pop(0) if answers else True
        if is_fine:
            kept.append(at.tobytes())
        return is_fine and accept(self, at, people)

    by_small_parts(monkeypatch, IDLE=6, CHECKED=2)
    monkeypatch.setattr(Season, "accept", judge)
    better = Betterment(season, 2)
    better.run()
    assert not answers
    assert better._checked == 1
    assert better._at.tobytes() == kept[-1]
    grid = season.bound.grid
    assert [season.read().starts[event] for event in grid.events] == grid.axis[better._at].tolist()


def test_where_no_bound_would_count_dates_get_better_without_one(season: Season):
    assert season.feasible() == "optimal"
    season.is_open = season.is_sending = True
    before = season.cost(0)
    answer = season.minimise(0)
    assert (answer.status, answer.bound, season.bound.last) == ("feasible", None, None)
    assert answer.objective == season.cost(0) < before
    assert not check_plan(plan_of(season.frame, season.read()))


# --- budgets that leave people too little ---------------------------------------------------------------------------


def test_a_purse_keeps_so_many_hundredths_more_for_people():
    model = cp_model.CpModel()
    cheap, dear = model.new_bool_var(""), model.new_bool_var("")
    model.add_exactly_one(cheap, dear)
    purse = Purse([(cheap, 50), (dear, 80)], [(cheap, 40), (dear, 20)], 100)
    for spare, is_dear in ((0, True), (1, False), (25, False), (26, None)):
        kept = model.clone()
        purse.keep(kept, spare)
        kept.maximize(dear)
        answer = solve(kept, Clock())
        assert (bool(answer.value(dear)) if answer.has_solution else None) is is_dear, spare
        over = model.clone()
        over.minimize(purse.over(over, spare))
        found = solve(over, Clock())
        assert (found.objective == 0) is (is_dear is not None)
        assert purse.is_tight(found, spare) is (is_dear is None)


def tight() -> Scenario:
    """A programme whose best choice leaves people just what the cheapest of them take."""
    scenario = make_programme(14, form="every-rule")
    _, decision = chosen(scenario)
    season = Season(Frame(scenario, decision.pairs), decision, Clock(), levels_of(scenario, "dates"))
    repair = Repair(season, season.bound.grid.allowed)
    budget = repair._budgets[-1]
    assert scenario.limits.co2_kg.programme == budget.most
    caps = scenario.limits.co2_kg.model_copy(update={"programme": budget.known + least(repair, budget)})
    return scenario.model_copy(update={"limits": scenario.limits.model_copy(update={"co2_kg": caps})})


@pytest.fixture(scope="module")
def tight_one() -> Scenario:
    return tight()


def test_another_choice_leaves_people_room(tight_one: Scenario):
    maker, decision = chosen(tight_one)
    assert maker.selection.may_leave_room
    best = [step.cost for step in maker.selection._known]
    maker.selection.leave_room()
    outcome, _ = maker.selection.climb()
    assert outcome.answer is not None
    assert not any(purse.is_tight(outcome.answer, 1) for purse in maker.pairing.purses)
    assert maker.pairing.read(outcome.answer) != decision
    costs = [step.cost for step in outcome.steps]
    assert costs > best  # in the order of the goals
    for step, known in zip(outcome.steps, maker.selection._known, strict=True):
        assert step.bound is None or step.bound == known.bound


def test_where_dates_are_not_found_the_plan_leaves_room_and_says_what_is_proven(tight_one: Scenario, monkeypatch: Any):
    best = plan(tight_one, seconds=6)
    tried: list[Decision] = []
    feasible = Season.feasible

    def give_up_once(self: Season, *, grace: float = 0.0) -> str:
        tried.append(self.decision)
        return "unknown" if len(tried) == 1 else feasible(self, grace=grace)

    monkeypatch.setattr(Season, "feasible", give_up_once)
    found = plan(tight_one, seconds=6)
    assert found.plan is not None
    assert tried[1] != tried[0]
    for goal, other in zip(found.goals, best.goals, strict=True):
        if goal.bound is None or goal.part == "dates":
            continue
        assert goal.bound <= max(goal.value, other.value) if goal.direction == "least" else goal.bound >= goal.value
        if goal.value != other.value:
            assert not goal.proven
            break


def test_where_no_choice_leaves_room_the_tight_one_is_dated(tight_one: Scenario, monkeypatch: Any):
    tried: list[tuple[Decision, bool]] = []
    feasible, climb = Season.feasible, PairingModel.climb

    def climb_without_room(self: PairingModel, *given: Any, spare: int = 0) -> Any:
        outcome, capped = climb(self, *given, spare=spare)
        return (Climb("unknown") if spare else outcome), capped

    monkeypatch.setattr(PairingModel, "climb", climb_without_room)

    def tell(self: Season, *, grace: float = 0.0) -> str:
        tried.append((self.decision, self.may_give_up))
        self.is_short = True
        return "unknown" if self.may_give_up else feasible(self, grace=grace)

    monkeypatch.setattr(Season, "feasible", tell)
    found = plan(tight_one, seconds=8)
    assert tried[0][1]
    assert tried[1] == (tried[0][0], False)
    assert found.plan is not None
    assert all(goal.bound is not None for goal in found.goals if goal.part == "pairing")


def test_where_room_rules_out_every_choice_that_is_the_answer(tight_one: Scenario, monkeypatch: Any):
    monkeypatch.setattr("mentoring.engine.who.opening.LISTED", -1)
    maker, _ = chosen(tight_one)
    assert maker.selection.network is not None
    maker.selection.leave_room()
    given = iter([Climb("infeasible")])
    monkeypatch.setattr(PairingModel, "climb", lambda self, *_, spare: (next(given), self.model))
    outcome, _ = maker.selection.climb()
    assert (outcome.status, outcome.answer) == ("infeasible", None)


def test_a_choice_with_room_is_not_held_to_what_was_reached_but_not_proven(made: tuple[Planner, Decision]):
    selection = begin(made[0].candidates.frame.scenario, None, Clock())
    selection._known = [Step(level, 10, 9) for level in selection.pairing.levels[:2]]
    selection.leave_room()
    assert [selection._least(costs) for costs in ([], [10], [11], [10, 10])] == [9, 9, None, None]


def test_bounds_known_before_hold_up_to_the_first_goal_missed(made: tuple[Planner, Decision]):
    levels = made[0].pairing.levels
    known = [Step(level, 10, 9) for level in levels]
    missed = [replace(step, cost=cost, bound=99) for step, cost in zip(known, (10, 12, 10, 10, 10), strict=True)]
    assert [step.bound for step in hold_bounds(known, missed)] == [9, 9, None, None, None]
    assert [step.bound for step in hold_bounds(known, known)] == [9] * 5
    assert [step.bound for step in hold_bounds([], known)] == [None] * 5
