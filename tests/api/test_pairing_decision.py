"""Cities agree to a pairing or decline it; what is decided so, later planning keeps."""

from __future__ import annotations

from random import Random

import pytest

from mentoring import api
from mentoring.analysis.standing import with_goals
from mentoring.api.event_decision import pin, unpin
from mentoring.api.event_status import set_status
from mentoring.api.pairing_decision import accept, decline
from mentoring.api.replan import replan
from mentoring.domain.pairing import parse_pairing
from mentoring.domain.plan import Plan
from mentoring.engine import planner
from mentoring.errors import ForbiddenError, UsageError
from mentoring.files.plan import parse_plan, plan_text
from mentoring.rules import check_plan
from tests.agreement import programme
from tests.builders import PAIRING, VISIT, plan_of, scenario, scenario_data


def visit(**more: object) -> Plan:
    return plan_of(scenario(**more), [PAIRING], {VISIT: "2024-02-06"})


def test_accepted_pairings_stay_and_declined_ones_go_whatever_is_planned_later():
    seen = 0
    for number in range(60, 80):
        rng = Random(number)
        made = planner.plan(programme(3 * number + 1).scenario, seconds=60).plan
        if made is None or len(made.pairings) < 2:
            continue
        yes, no = (one.pairing for one in rng.sample(made.pairings, 2))
        try:
            decided = decline(accept(made, [yes]).plan, [no], why="no staff").plan
        except ForbiddenError:
            continue  # the scenario fixes it, or it has begun
        assert parse_plan(plan_text(decided).encode(), "again.json") == decided, number
        assert api.recount(decided) == []
        assert parse_pairing(no) not in decided.paired
        again = replan(decided, seconds=60)
        if again.plan is not None:
            assert parse_pairing(yes) in again.plan.paired
            assert parse_pairing(no) not in again.plan.paired
            assert check_plan(again.plan) == []
        seen += 1
    assert seen > 4


def test_a_pair_that_is_ruled_out_would_not_rather_work_with_each_other():
    """What was proven of `blocking` was proven of other pairs; the goal before it is as it was."""
    given = scenario(goals={"pairing": ["needs", "blocking"], "dates": ["early"]})
    made = plan_of(given, [], {})
    found = {goal.goal: goal.value for goal in api.plan(given).require_plan().goals}
    assert found["blocking"] == 0
    goals = with_goals(made, None, (), None).goals
    before = made.model_copy(update={"goals": goals})
    assert [(goal.goal, goal.value) for goal in before.goals] == [("needs", 1), ("blocking", 1), ("early", 0)]
    after = decline(before, [PAIRING], why="they met before").plan
    assert [(goal.goal, goal.value) for goal in after.goals] == [("needs", 1), ("blocking", 0), ("early", 0)]
    assert api.recount(after) == []


@pytest.mark.parametrize("name", [PAIRING, "oslo/ghent/housing"])
def test_a_pairing_is_accepted(name: str):
    decided = accept(visit(), [name])
    assert decided.said == ("oslo > ghent in housing is accepted",)
    assert decided.plan.pairings[0].status == "accepted"
    assert decided.plan.events == visit().events
    assert accept(decided.plan, [name]).plan is decided.plan
    assert unpin(decided.plan, [name]).plan.pairings[0].status == "proposed"


def test_a_declined_pairing_goes_with_its_events_and_the_need_is_open():
    decided = decline(pin(visit(), [VISIT]).plan, [PAIRING], why="no staff")
    plan = decided.plan
    assert (plan.pairings, plan.held) == ((), ())
    assert [(event.status, event.sequence) for event in plan.events] == [("cancelled", 1)]
    assert [(one.city, one.missing, one.reason) for one in plan.unserved] == [("ghent", 1, "declined: oslo (no staff)")]
    assert [(one.city, one.free, one.reason) for one in plan.unused] == [("oslo", 1, "declined: ghent")]
    assert [(one.subject, one.reason) for one in plan.decisions] == [(PAIRING, "no staff")]
    assert decline(plan, [PAIRING], why="still none").plan is plan
    back = f"mentoring unpin PLAN {PAIRING!r}, then replan"
    with pytest.raises(UsageError, match=f"oslo > ghent in housing is declined: {back}"):
        accept(plan, [PAIRING])
    with pytest.raises(ForbiddenError, match=f"is cancelled: {back}"):
        set_status(plan, [VISIT], "announced")
    free = unpin(plan, [PAIRING]).plan
    with pytest.raises(ForbiddenError, match="is cancelled: mentoring replan PLAN, which holds it again where it fits"):
        pin(free, [VISIT])
    assert replan(free).require_plan().by_id[VISIT].status == "proposed"


@pytest.mark.parametrize("name", [PAIRING, "oslo/ghent/housing", "Oslo > Ghent"])
def test_what_was_decided_about_a_pairing_of_several_events_is_taken_back_by_its_name(name: str):
    two, talk = {"talk": {"gathers": "pairing", "host": "mentor"}}, VISIT.replace("visit", "talk")
    given = scenario(stages={**scenario_data()["stages"], **two})
    before = plan_of(given, [PAIRING], {VISIT: "2024-02-06", talk: "2024-02-13"})
    assert check_plan(before) == []
    declined = decline(before, [name], why="no staff").plan
    assert unpin(declined, [name]).plan.decisions == ()
    with pytest.raises(UsageError, match="nothing was decided by hand about oslo > ghent in housing"):
        unpin(before, [PAIRING])
    pinned = pin(before, [talk]).plan
    assert unpin(pinned, [PAIRING]).plan.decisions == ()
    with pytest.raises(UsageError, match="may be one of 2 events, name one: "):
        unpin(pin(pinned, [VISIT]).plan, [PAIRING])


def test_a_pairing_that_was_never_proposed_can_be_ruled_out():
    empty = plan_of(scenario())
    assert [one.subject for one in decline(empty, [PAIRING], why="they met before").plan.decisions] == [PAIRING]
    with pytest.raises(UsageError, match="is not in the plan: only what is proposed can be accepted"):
        accept(empty, [PAIRING])


def test_what_the_plan_no_longer_keeps_is_told():
    cities = {
        "oslo": {"country": "NO", "offers": {"housing": {"mentees": 2, "min_mentees": 2}}},
        "ghent": {"country": "BE", "needs": {"housing": {}}},
        "liege": {"country": "BE", "needs": {"housing": {}}},
    }
    other = VISIT.replace("ghent", "liege")
    before = plan_of(
        scenario(cities=cities), [PAIRING, "oslo > liege in housing"], {VISIT: "2024-02-06", other: "2024-02-13"}
    )
    assert check_plan(before) == []
    broken = decline(before, [PAIRING], why="no").broken
    assert [one.rule for one in broken] == ["in-or-out"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("proposed", "Visit (oslo > ghent) is cancelled with it"),
        ("announced", "Visit (oslo > ghent), which was announced, is cancelled with it"),
        ("confirmed", "Visit (oslo > ghent), which was confirmed, is cancelled with it"),
    ],
)
def test_events_that_go_with_a_declined_pairing_are_told_and_whether_they_were_confirmed(status: str, said: str):
    before = visit()
    if status == "announced":
        before = set_status(before, [VISIT], "announced").plan
    elif status == "confirmed":
        before = set_status(before, [VISIT], "confirmed").plan
    declined = decline(before, [PAIRING], why="no staff")
    assert declined.said[1:] == (said,)
    assert said not in declined.plan.why


def test_who_leaves_a_confirmed_event_of_several_cities_is_told():
    cities = {
        "oslo": {"country": "NO", "offers": {"housing": {"mentees": 2}}},
        "ghent": {"country": "BE", "needs": {"housing": {}}},
        "liege": {"country": "BE", "needs": {"housing": {}}},
    }
    stages = {"school": {"gathers": "theme", "host": "none"}}
    pairings = [PAIRING, "oslo > liege in housing"]
    before = plan_of(scenario(cities=cities, stages=stages), pairings, {"school/housing": "2024-02-06"})
    declined = decline(set_status(before, ["school/housing"], "confirmed").plan, [PAIRING], why="no")
    assert declined.said[1].lower() == "school (housing), which was confirmed, is held without ghent"
    assert declined.plan.by_id["school/housing"].participants == ("liege", "oslo")
    assert decline(before, [PAIRING], why="no").said[1:] == ()


@pytest.mark.parametrize("name", ["visit/oslo/ghent", VISIT, "visit/oslo"])
def test_an_event_of_one_pairing_alone_means_that_pairing(name: str):
    assert accept(visit(), [name]).plan.decisions[0].subject == PAIRING
    assert decline(visit(), [name], why="no").plan.pairings == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("visit/ghent/oslo", "'visit/ghent/oslo' is no event of the plan and no pairing: write it as oslo/genoa/polit"),
        ("school/housing", "'school/housing' is no event of one pairing alone: name the pairing, and write it as oslo"),
        ("osol/ghent/housing", "there is no city 'osol': did you mean oslo"),
        ("ghent > oslo in housing", "no such offer and need, as ghent offers nothing in housing"),
    ],
)
def test_what_is_no_pairing_is_told_by_names_and_with_the_nearest(name: str, said: str):
    stages = {**scenario_data()["stages"], "school": {"gathers": "theme", "host": "participant"}}
    days = {VISIT: "2024-02-06", "school/housing": "2024-03-05"}
    with pytest.raises(UsageError, match=said):
        accept(plan_of(scenario(stages=stages), [PAIRING], days), [name])


def test_what_forbids_it():
    with pytest.raises(UsageError, match="say why it is declined"):
        decline(visit(), [PAIRING], why=" ")
    with pytest.raises(
        UsageError, match="'oslo' is no event of the plan and no pairing: write it as oslo/genoa/political"
    ):
        decline(visit(), ["oslo"], why="no")
    with pytest.raises(UsageError, match="ghent > oslo in housing: the scenario has no such offer and need"):
        decline(visit(), ["ghent/oslo/housing"], why="no")
    with pytest.raises(
        ForbiddenError,
        match="this rules out oslo > ghent in housing, which the pin agreed fixes: take it out of the scenario",
    ):
        decline(visit(pins={"agreed": {"pairing": PAIRING}}), [PAIRING], why="no")
    with pytest.raises(ForbiddenError, match="has taken place: the pairing cannot be declined any more"):
        decline(set_status(visit(), [VISIT], "done").plan, [PAIRING], why="no")
