"""What holds of a changed plan of that which was proven of the best one, where loads are to be fair to the last."""

from __future__ import annotations

from mentoring.analysis.standing import with_goals, with_goals_by_hand
from mentoring.api.event_decision import cancel
from mentoring.domain.plan import CHANGED_BY_HAND, Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine.planner import plan
from mentoring.views.wording import say_proof
from tests.builders import city, plan_of, scenario

WORK = ["turin > rome in work", "turin > athens in work"]


def shared() -> Scenario:
    """Turin hosts two days in any case; Oslo, which fits better, and Bergen are to share the other two fairly."""
    cities = {
        "oslo": city("NO", (59.9, 10.7), offers={"housing": {"mentees": 2, "strength": 90}}),
        "bergen": city("NO", (60.4, 5.3), offers={"housing": {"mentees": 2, "strength": 50}}),
        "turin": city("IT", (45.1, 7.7), offers={"work": {"mentees": 2}}),
        "ghent": city("BE", (51.1, 3.7), needs={"housing": {}}),
        "turku": city("FI", (60.4, 22.3), needs={"housing": {}}),
        "rome": city("IT", (41.9, 12.5), needs={"work": {}}),
        "athens": city("GR", (38, 23.7), needs={"work": {}}),
    }
    return scenario(
        cities=cities,
        themes={"housing": {}, "work": {}},
        stages={"visit": {"gathers": "pairing", "host": "mentor"}},
        goals={"pairing": ["needs", {"hosting": {"leximin": True}}, "fit"], "dates": ["spread"]},
    )


def made(*housing: str) -> Plan:
    pairs = [*WORK, *(f"{one} in housing" for one in housing)]
    days = {f"visit/{one.replace(' > ', '/').replace(' in ', '/')}": f"2024-01-{8 + 7 * number:02}"
            for number, one in enumerate(pairs)}  # fmt: skip
    return plan_of(shared(), pairs, days)


def test_what_was_proven_of_fair_loads_is_not_said_of_others_with_the_same_largest():
    best = plan(shared()).require_plan()
    assert [(goal.value, goal.is_proven) for goal in best.goals] == [(0, True), (2, True), (340, True), (1, True)]
    as_fair = with_goals(made("oslo > turku", "bergen > ghent"), best, best.goals, best)
    assert as_fair.status == "optimal"
    unfair = with_goals(made("oslo > turku", "oslo > ghent"), best, best.goals, best)
    assert [goal.value for goal in unfair.goals] == [0, 2, 380, 1]
    assert [goal.is_proven for goal in unfair.goals] == [True, False, False, False]
    assert unfair.goals[2].bound == 400  # not the best plan's 340, which it passes


def test_after_a_decision_by_hand_no_bound_is_told_that_says_nothing():
    best = plan(shared()).require_plan()
    decided = cancel(best, [next(event.id for event in best.held if event.theme == "housing")]).plan
    told = {goal.goal: (goal.value, goal.bound, goal.gap, goal.note) for goal in decided.goals}
    assert told["needs"] == (0, 0, 0.0, "")  # nothing is better than no need left open
    assert told["hosting"][1:] == (None, None, CHANGED_BY_HAND)
    assert say_proof(decided.goals) == "changed by hand since it was planned: what is proven holds for needs only"


def test_a_bound_that_still_holds_after_a_decision_by_hand_is_kept():
    best = plan(shared()).require_plan()
    worse = made("oslo > turku", "oslo > ghent")
    decided = with_goals_by_hand(worse, best, best.goals)
    assert [(goal.bound, goal.note) for goal in decided.goals] == [
        (0, ""),
        (best.goals[1].bound, CHANGED_BY_HAND),
        (None, CHANGED_BY_HAND),
        (None, CHANGED_BY_HAND),
    ]
