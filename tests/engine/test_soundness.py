"""Claims that were once false: each test is a programme for which the engine said more than was true."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from ortools.sat.python import cp_model

from mentoring.domain.scenario import Scenario
from mentoring.engine.model import ladder
from mentoring.engine.model.candidates import find_candidates
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.order import levels_of
from mentoring.engine.model.solving import Answer, solve
from mentoring.engine.planner import Planner, plan
from mentoring.engine.reference import solve_reference
from mentoring.engine.ties import face
from mentoring.engine.when.timetable import Timetable
from tests.builders import city, scenario

AGREED = "ghent > genoa in housing"
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def meeting_then_training(online: int, **changes: Any) -> Scenario:
    """A training for all who offer or need follows on the meeting of those that have a pairing, at the same place."""
    hall = {"name": "Hall", "country": "BE", "latitude": 51.0, "longitude": 3.7}
    return scenario(
        programme={
            "first": "2025-02-24", "last": "2025-03-16", "working_days": EVERY_DAY, "public_holidays": "none",
        },
        cities={
            "ghent": city("BE", (51.05, 3.72), offers={"housing": {}}, at_once=3),
            "genoa": city("IT", (44.41, 8.93), needs={"housing": {}}, at_once=3),
            "oslo": city("NO", (59.91, 10.75), offers={"housing": {}}, **changes),
            "porto": city("PT", (41.15, -8.61), needs={"housing": {"priority": 0}}, at_once=3),
        },
        stages={
            "meeting": {"gathers": "theme", "host": "hall", "first": "2025-02-28", "travel_days": 0},
            "training": {
                "gathers": "theme", "members": "all", "host": {"same_as": "meeting"},
                "after": {"meeting": {"min": "0d", "max": "0d"}}, "travel_days": 2,
            },
            "conference": {"gathers": "all", "host": "hall", "first": "2025-03-12"},
        }
        | {f"call-{number}": {"gathers": "all", "host": "none", "first": "2025-02-27"} for number in range(online)},
        pins={"agreed": {"pairing": AGREED}},
        goals={"pairing": [{"goal": "needs"}, {"goal": "travel_km"}], "dates": []},
        resolution={"places": {"hall": hall}},
    )  # fmt: skip


@pytest.mark.parametrize(("online", "changes"), [(0, {"events_per_month": 1}), (2, {"at_once": 2})])
def test_what_fails_alone_may_go_well_with_another_pairing(online: int, changes: dict[str, Any]):
    """Oslo's trip begins with the training, in March or two days of travel before it, until a pairing of its own
    brings it to the meeting: then its trip begins there, in February."""
    programme = meeting_then_training(online, **changes)
    reference, found = solve_reference(programme), plan(programme)
    assert reference.status == found.status == "optimal"
    assert [pairing.pairing for pairing in found.require_plan().pairings] == [AGREED, "oslo > porto in housing"]


def ties() -> Scenario:
    """Two mentors for one mentee, each as good as the other; where they meet is a choice too."""
    return scenario(
        cities={
            "athens": city("GR", (37.98, 23.73), offers={"housing": {}}),
            "genoa": city("IT", (44.41, 8.93), offers={"housing": {}}),
            "oslo": city("NO", (59.91, 10.75), needs={"housing": {}}),
        },
        stages={"meeting": {"gathers": "theme", "host": "participant"}},
        goals={"pairing": [{"goal": "needs"}], "dates": [{"goal": "travel_km"}]},
    )


def test_ties_left_open_have_a_bound_that_a_tied_plan_can_reach(monkeypatch: pytest.MonkeyPatch):
    least = solve_reference(ties()).goals[1].value
    monkeypatch.setattr(face, "MOST_TIES", 0)
    found = plan(ties())
    assert found.goals[1].bound is not None
    assert found.goals[1].bound <= least <= found.goals[1].value


def test_leximin_that_ran_out_of_time_is_not_called_optimal(monkeypatch: pytest.MonkeyPatch):
    goals = {"pairing": [{"goal": "needs"}, {"goal": "hosting", "leximin": True}], "dates": []}
    programme = scenario(goals=goals)
    assert plan(programme).status == "optimal"
    late = Answer("unknown", lambda _: 0)  # the solves of leximin are those without any wish
    monkeypatch.setattr(ladder, "solve", lambda *two, **more: solve(*two, **more) if more else late)
    assert plan(programme).status == "feasible"


def test_time_is_overdue_from_the_first_time_that_it_was_found_to_be_up():
    asked: list[bool] = []
    clock = Clock(should_stop=lambda: len(asked) > 0)
    assert clock.overdue == 0.0
    asked.append(True)
    assert clock.left == 0.0
    assert clock.overdue > 0.0


def test_a_solve_that_never_began_knows_no_bound():
    """The solver then says 0, which for a goal to be large would be a proof that nothing is worth anything."""
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(30)]
    for one, two in pairwise(chosen):
        model.add_bool_or([~one, ~two])
    model.minimize(-7 * cp_model.LinearExpr.sum(chosen))
    answer = solve(model, Clock(work=0.0))
    assert answer.status == "unknown"
    assert answer.bound is None


def test_visits_that_must_lie_close_together_are_counted_before_any_date_is_tried(monkeypatch: pytest.MonkeyPatch):
    """Oslo's five visits of a day, all within three days: the pairing model alone knows that two are too many."""
    programme = scenario(
        cities={
            "oslo": city("NO", (59.91, 10.75), offers={"housing": {"mentees": 5}}),
            **{f"city-{number}": city("BE", (51.0, 4.0), needs={"housing": {}}) for number in range(5)},
        },
        stages={"visit": {"gathers": "pairing", "host": "none", "all_within": "3d"}},
        goals={"pairing": [{"goal": "needs"}], "dates": []},
    )
    learnt: list[object] = []
    monkeypatch.setattr(Planner, "_learn", lambda self, decision: learnt.append(decision))
    found = plan(programme, seconds=30.0)
    assert (found.status, [goal.value for goal in found.goals], learnt) == ("optimal", [2], [])


def test_a_wrong_cut_does_not_make_a_programme_impossible(monkeypatch: pytest.MonkeyPatch):
    """What the pairing model cannot do after its cuts is asked once more of a model that knows none of them."""
    monkeypatch.setattr(Planner, "_has_no_dates", lambda self, part: True)  # then even nothing at all has no dates
    monkeypatch.setattr(Timetable, "feasible", lambda self, **more: "infeasible")
    assert plan(scenario()).status == "unknown"


def test_dates_that_break_a_goal_settled_since_are_forgotten():
    """Else a tied choice of pairings could win a later goal with dates that an earlier goal has ruled out."""
    programme = scenario(goals={"pairing": [{"goal": "needs"}], "dates": [{"goal": "early"}]})
    frame = find_candidates(programme).frame
    levels = levels_of(programme, "dates")
    table = Timetable(frame, Decision(frame.pairs, {"visit/oslo/ghent/housing": "ghent"}), Clock(), levels)
    assert table.feasible() == "optimal"
    reached = table.cost(0)
    table.cap(0, reached)
    assert table.read().pairs == frame.pairs
    table.cap(0, reached - 1)
    with pytest.raises(ValueError, match="no dates were found"):
        table.read()
