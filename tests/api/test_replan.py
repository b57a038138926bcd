"""Re-planning: what is settled and decided stays, of the rest as little changes as can be, against every plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mentoring import api
from mentoring.api.event_decision import cancel, pin
from mentoring.api.event_status import set_status
from mentoring.api.pairing_decision import accept, decline
from mentoring.api.replan import change_curve, replan
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.domain.settled import is_settled
from mentoring.errors import ScenarioError, UsageError
from mentoring.files.plan import parse_plan, plan_text
from mentoring.goals.change_count import ChangeCount
from mentoring.views.gentleness import say_gentleness
from tests.brute import TooManyPlans
from tests.builders import PAIRING, VISIT, plan_of, scenario, scenario_data
from tests.changed_programme import LIVELY, best_values, changed_programme, try_all

MOST_PLANS = 2500
NUMBERS = (*LIVELY, *range(30, 42))


def test_re_plans_change_provably_least_and_move_nothing_settled():
    seen = changed = 0
    for number in NUMBERS:
        given = changed_programme(number)
        if given is None:
            continue
        of, before = given
        try:
            result = replan(before, of, seconds=60)
        except ScenarioError:
            continue  # what is settled contradicts what has changed
        if result.plan is None:
            continue
        made = result.plan
        for event in before.held:
            if is_settled(event, of) and event.id in made.by_id:
                assert (made.by_id[event.id].first, made.by_id[event.id].host) == (event.first, event.host), number
        assert api.check(made) == []
        try:
            plans = try_all(made.scenario, before, MOST_PLANS)
        except TooManyPlans:
            continue
        assert tuple(goal.value for goal in made.goals) == best_values(made.scenario, plans, before), number
        weight = sum(goal.value for goal in made.goals if goal.goal == "changes")
        told = say_gentleness(made)
        assert ("Proven to change least" in told) == (weight > 0), number
        seen, changed = seen + 1, changed + (weight > 0)
    assert (seen > 10, changed > 4) == (True, True)


def test_an_event_that_stays_is_the_same_to_the_byte_and_one_that_changes_goes_up_by_one():
    for number in LIVELY:
        given = changed_programme(number)
        if given is None:
            continue
        of, before = given
        try:
            made = replan(before, of, seconds=60).plan
        except ScenarioError:
            continue
        if made is None:
            continue
        old = {event.id: event for event in before.events}
        for event in made.events:
            if event.id in old and event.changed_in <= before.revision:
                same = event.model_copy(update={"journeys": old[event.id].journeys})  # fares are the scenario's
                assert same == old[event.id], number
            elif event.id in old:
                assert event.sequence in (old[event.id].sequence, old[event.id].sequence + 1), number
        assert parse_plan(plan_text(made).encode(), "again.json") == made


def earlier(status: str = "proposed", first: str = "2024-02-06", **more: object) -> Plan:
    found = plan_of(scenario(**more), [PAIRING], {VISIT: first})
    events = tuple(event.model_copy(update={"status": status}) for event in found.events)
    return found.model_copy(update={"events": events})


def test_without_a_scenario_the_plans_own_is_planned_again_without_what_it_was_given_by_hand():
    before = earlier("confirmed")
    once = replan(before).require_plan()
    assert [name for name in once.scenario.pins if name.startswith("kept-")] == [f"kept-{VISIT.replace('/', '-')}"]
    free = set_status(once, [VISIT], "announced").plan
    twice = replan(free).require_plan()
    assert twice.scenario.pins == {}
    assert twice.by_id[VISIT].first.isoformat() == "2024-02-06"  # announced: it would cost 10 to move it


def test_confirmed_events_move_only_if_they_may():
    busy = scenario(programme={"closed": [{"first": "2024-02-06", "last": "2024-02-06"}]})
    with pytest.raises(ScenarioError, match=r"the earlier plan, visit \(oslo > ghent\)") as told:
        replan(earlier("confirmed"), busy)
    (problem,) = told.value.problems
    assert problem.message.startswith("is confirmed in revision 1; ")
    assert problem.hint.endswith(", or let it move: --may-move confirmed")
    moved = replan(earlier("confirmed"), busy, may_move=["confirmed"]).require_plan()
    assert [goal.value for goal in moved.goals if goal.goal == "changes"] == [0, 100]
    assert (moved.by_id[VISIT].status, moved.by_id[VISIT].sequence) == ("proposed", 1)
    with pytest.raises(UsageError, match="events may not move because they are done: only confirmed may"):
        replan(earlier(), may_move=["done"])


def test_what_is_done_never_moves_not_even_then():
    again = replan(earlier("done"), may_move=["confirmed"]).require_plan()
    assert again.by_id[VISIT].first.isoformat() == "2024-02-06"


def test_the_goal_that_lacks_is_put_where_it_belongs_and_that_is_said():
    goals = {"pairing": ["needs", "fit"], "dates": ["early"]}
    result = replan(earlier(), scenario(goals=goals))
    assert [goal.goal for goal in result.goals] == ["needs", "changes", "fit", "changes", "early"]
    assert result.message == (
        "The scenario does not ask for the goal `changes`; it is put after `needs` in `goals.pairing`. "
        "The scenario does not ask for the goal `changes`; it is put first in `goals.dates`."
    )
    first = replan(earlier(), scenario(goals={"pairing": ["fit"], "dates": ["changes", "early"]}))
    assert [goal.goal for goal in first.goals] == ["changes", "fit", "changes", "early"]


def test_a_bound_on_changes_gives_the_other_goals_free_play_within_it():
    before = earlier()
    assert replan(before).require_plan().by_id[VISIT].first.isoformat() == "2024-02-06"
    bounded = replan(before, changes=1)
    assert bounded.require_plan().by_id[VISIT].first.isoformat() == "2024-01-01"
    assert (
        bounded.message
        == "1 event changes here, where at most 1 may: the other goals come first, how little changes comes last. "
        "Without this bound it has its own place among the goals, and 0 events change. "
        "Proven: with at most 1 changed event no plan is better on any goal, taken in that order."
    )
    assert "Without this bound" not in replan(before, changes=0).message  # nothing more changes than without it
    # The plan stays one of its own scenario, in which less could change: nothing more is claimed.
    assert bounded.require_plan().scenario.goals == before.scenario.goals
    assert bounded.status == "feasible"
    changes = [goal for goal in bounded.goals if goal.goal == "changes" and goal.part == "dates"]
    assert [(goal.value, goal.bound, goal.is_proven) for goal in changes] == [(1, 0, False)]


def test_the_curve_tells_what_each_further_change_buys():
    steps = change_curve(earlier(), None, [1, 0, 1])
    early = [[goal.value for goal in step.result.goals if goal.goal == "early"] for step in steps]
    assert [(step.most, step.changed, value) for step, value in zip(steps, early, strict=True)] == [
        (0, 0, [36]), (1, 1, [0]), (None, 1, [0]),
    ]  # fmt: skip
    with pytest.raises(UsageError, match="-1 events cannot change: write 0 or more"):
        change_curve(earlier(), None, [-1])
    assert ChangeCount().measure(steps[1].result.require_plan(), "dates", earlier()) == 1


def test_a_city_that_leaves_takes_its_later_events_along_as_cancelled():
    data = scenario_data()
    data["cities"]["oslo"]["left_on"] = "2024-01-31"
    late = {"gathers": "pairing", "host": "mentee", "between": {"first": "2024-02-01", "last": "2024-03-01"}}
    left = Scenario.model_validate(data | {"stages": {"visit": late}})
    made = replan(earlier("confirmed"), left).require_plan()
    assert [(event.id, event.status, event.sequence) for event in made.events] == [(VISIT, "cancelled", 1)]
    again = replan(made, left).require_plan()
    assert again.events == made.events
    assert replan(again, scenario()).require_plan().by_id[VISIT].sequence == 2  # it is back


def test_a_cancelled_event_keeps_the_names_of_cities_that_are_gone():
    without = scenario(cities={"oslo": {"country": "NO", "offers": {"housing": {}}}})
    made = replan(earlier(), without).require_plan()
    assert [event.status for event in made.events] == ["cancelled"]
    assert "ghent" not in made.scenario.cities
    assert made.scenario.name("ghent") == earlier().scenario.name("ghent")
    assert parse_plan(plan_text(made).encode(), "again.json") == made


def test_what_has_taken_place_is_not_called_off_when_its_city_goes():
    without = scenario(cities={"oslo": {"country": "NO", "offers": {"housing": {}}}})
    assert replan(earlier("done"), without).require_plan().events == ()


def test_decisions_by_hand_survive():
    before = pin(earlier(), [VISIT], why="agreed").plan
    made = replan(before, scenario()).require_plan()
    assert made.decisions == before.decisions
    assert made.by_id[VISIT].first.isoformat() == "2024-02-06"
    off = replan(cancel(made, [VISIT]).plan, scenario()).require_plan()
    assert (off.held, off.paired) == ((), made.paired)
    assert replan(decline(made, [PAIRING], why="no").plan, scenario()).require_plan().paired == frozenset()
    assert replan(accept(made, [PAIRING]).plan, scenario()).require_plan().pairings[0].status == "accepted"


def test_where_scenario_and_decision_disagree_both_places_are_told_and_nothing_is_planned(tmp_path: Path):
    before = pin(earlier(), [VISIT], why="agreed").plan
    data = scenario_data()
    data["cities"]["ghent"]["unavailable"] = [{"first": "2024-02-05", "last": "2024-02-09", "why": "fair"}]
    path = tmp_path / "busy.yaml"
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    with pytest.raises(ScenarioError) as told:
        replan(before, path)
    (problem,) = told.value.problems
    assert problem.path == "the earlier plan, visit (Oslo > Ghent)"
    assert problem.message == (
        "is decided by hand in revision 2 (agreed); Ghent is not available 5-9 February 2024 (fair)"
    )
    assert problem.place is not None
    assert problem.place.file.endswith("busy.yaml")
    assert problem.place.line > 1
    assert problem.hint.endswith(f"; mentoring unpin PLAN {VISIT!r} takes the decision back")


def test_a_pin_of_the_scenario_and_a_cancellation_by_hand_disagree():
    off = cancel(earlier(), [VISIT], why="a strike").plan
    with pytest.raises(
        ScenarioError, match=r"is cancelled, decided by hand in revision 2 \(a strike\), but the scen.*mine"
    ):
        replan(off, scenario(pins={"mine": {"event": VISIT, "first": "2024-01-10"}}))


def test_another_programme_is_refused():
    with pytest.raises(
        UsageError, match=r"the plan is of the programme small, the scenario of other: nothing would stay"
    ):
        replan(earlier(), scenario(programme={"id": "other"}))


def test_people_stay_where_nothing_speaks_against_it():
    people = {name: {"roles": ["facilitator"]} for name in ("anna", "berta")}
    stages = {"visit": {"gathers": "pairing", "host": "mentee", "people": {"facilitator": 1}}}
    of = scenario(people=people, stages=stages)
    for name in people:
        before = plan_of(of, [PAIRING], {VISIT: ("2024-02-06", "ghent", [name])})
        assert replan(before).require_plan().by_id[VISIT].people == (name,)
