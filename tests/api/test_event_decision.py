"""Decisions by hand about events: what they change, what forbids them, and which days are free."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from mentoring import api
from mentoring.api.event_decision import cancel, free_days, move, pin, unpin
from mentoring.api.event_status import Status, set_status
from mentoring.api.pairing_decision import decline
from mentoring.api.replan import replan
from mentoring.domain.dates import each_day
from mentoring.domain.pin import Pin
from mentoring.domain.plan import Plan
from mentoring.engine import planner
from mentoring.errors import ForbiddenError, UsageError
from mentoring.files.plan import parse_plan, plan_text
from mentoring.rules import check_plan
from mentoring.views.city import partner_table
from mentoring.views.table import pairing_table
from tests.agreement import programme
from tests.builders import PAIRING, VISIT, plan_of, scenario

AT = "2024-01-01T09:00:00Z"


def visit(status: str = "proposed", first: str = "2024-02-06", **more: object) -> Plan:
    found = plan_of(scenario(**more), [PAIRING], {VISIT: first})
    events = tuple(event.model_copy(update={"status": status}) for event in found.events)
    return found.model_copy(update={"events": events})


def again(plan: Plan) -> Plan:
    """The plan as another program would read it."""
    return parse_plan(plan_text(plan).encode(), "again.json")


def test_the_days_offered_are_exactly_those_that_the_checks_accept():
    seen = offered = 0
    for number in range(40):
        rng = Random(number)
        made = planner.plan(programme(3 * number + 1).scenario, seconds=60).plan
        movable = [event for event in made.held if event.last >= made.scenario.planned_on] if made else []
        if made is None or not movable:
            continue
        event = rng.choice(movable)
        told = free_days(made, event.id)
        free = set()
        for day in each_day(made.scenario.programme.first, made.scenario.programme.last):
            days = event.last - event.first
            moved = event.model_copy(update={"first": day, "last": day + days})
            pins = {**made.scenario.pins, "now": Pin(event=event.id, first=day)}
            tried = made.model_copy(
                update={
                    "scenario": made.scenario.model_copy(update={"pins": pins}),
                    "events": tuple(moved if one.id == event.id else one for one in made.events),
                }
            )
            if day != event.first and not check_plan(tried):
                free.add(day)
        assert told == tuple(sorted(free)), number
        seen, offered = seen + 1, offered + len(told)
        for day in [*told[:2], *sorted(set(each_day(*made.scenario.span)) - free - {event.first})[:2]]:
            if day in free:
                decided = move(made, event.id, day, at=AT).plan
                assert check_plan(decided) == []
                assert api.recount(decided) == []
                assert again(decided) == decided
            else:
                with pytest.raises(ForbiddenError) as told_why:
                    move(made, event.id, day, at=AT)
                assert told_why.value.free == told, number
    assert (seen > 10, offered > 30) == (True, True)


def test_what_is_claimed_after_a_move_holds_for_the_best_plan_with_that_day_fixed():
    seen = 0
    for number in range(40, 65):
        made = planner.plan(programme(3 * number + 1).scenario, seconds=60).plan
        movable = [event for event in made.held if event.last >= made.scenario.planned_on] if made else []
        days = free_days(made, movable[0].id) if made is not None and movable else ()
        if made is None or not days:
            continue
        decided = move(made, movable[0].id, days[-1], at=AT).plan
        best = planner.plan(decided.scenario, against=made, seconds=60)
        for told, true in zip(decided.goals, best.goals, strict=True):
            sign = 1 if told.direction == "least" else -1
            assert told.bound is None or sign * told.bound <= sign * true.value, (number, told.goal)
            if told.value != true.value:
                assert not told.is_proven or told.tolerance, (number, told.goal)
                break
        seen += 1
    assert seen > 5


def test_a_move_is_a_new_revision_that_later_planning_keeps():
    before = visit("announced")
    decided = move(before, VISIT, date(2024, 2, 13), why="their wish", at=AT)
    event = decided.plan.by_id[VISIT]
    assert decided.said == ("Visit (oslo > ghent) moves from 6 February 2024 to 13 February 2024",)
    assert (event.status, event.sequence, event.changed_in) == ("proposed", 1, 2)
    assert (decided.plan.revision, decided.plan.why) == (2, f"{decided.said[0]}: their wish")
    assert decided.plan.run == {"made_at": AT}
    assert [(one.subject, one.revision) for one in decided.plan.decisions] == [(VISIT, 2)]
    assert decided.plan.pairings[0].status == "proposed"  # kept with its event, but nobody has agreed to it
    assert [row[-1] for row in pairing_table(decided.plan).rows] == ["fixed by hand"]
    assert [row[-1] for row in partner_table(decided.plan, "oslo").rows] == ["fixed by hand"]
    assert again(decided.plan) == decided.plan
    assert replan(decided.plan).require_plan().by_id[VISIT].first == date(2024, 2, 13)


def test_a_move_to_where_it_is_changes_nothing():
    before = visit()
    assert move(before, VISIT, date(2024, 2, 6)).plan is before


def test_the_rule_in_the_way_is_named_and_the_free_days_offered():
    closed = [{"first": "2024-02-12", "last": "2024-02-16"}]
    with pytest.raises(ForbiddenError) as told:
        move(visit(programme={"closed": closed}), VISIT, date(2024, 2, 14))
    assert [str(problem) for problem in told.value.problems] == [
        "visit (oslo > ghent) lies in the programme's closed days, 12-16 February 2024"
    ]
    assert date(2024, 2, 9) in told.value.free
    assert not any(day in told.value.free for day in each_day(date(2024, 2, 10), date(2024, 2, 18)))
    assert told.value.exit_code == 1


def test_a_plan_that_is_not_whole_still_lets_no_event_break_a_rule():
    cities = {
        "oslo": {"country": "NO", "offers": {"housing": {}}},
        "bergen": {"country": "NO", "offers": {"housing": {}}},
        "ghent": {
            "country": "BE",
            "needs": {"housing": {}},
            "unavailable": [{"first": "2024-02-12", "last": "2024-02-12"}],
        },
        "liege": {"country": "BE", "needs": {"housing": {}}},
    }
    stages = {"visit": {"gathers": "pairing", "host": "mentee"}, "school": {"gathers": "theme", "host": "participant"}}
    days = {VISIT: "2024-02-06", "visit/bergen/liege/housing": "2024-02-20", "school/housing": ("2024-03-05", "liege")}
    before = plan_of(scenario(cities=cities, stages=stages), [PAIRING, "bergen > liege in housing"], days)
    assert check_plan(before) == []
    torn = decline(before, ["bergen > liege in housing"], why="no").plan
    assert [one.rule for one in check_plan(torn)] == ["whole"]
    with pytest.raises(ForbiddenError) as told:
        move(torn, VISIT, date(2024, 2, 12))
    assert [problem.rule for problem in told.value.problems] == ["unavailable"]
    assert told.value.free == free_days(torn, VISIT)
    assert date(2024, 2, 13) in told.value.free
    assert move(torn, VISIT, date(2024, 2, 13)).plan.by_id[VISIT].first == date(2024, 2, 13)


def test_an_event_after_one_that_is_called_off_is_free_of_it():
    stages = {
        "visit": {"gathers": "pairing", "host": "mentee"},
        "fair": {"gathers": "all", "host": "oslo", "first": "2024-03-05"},
        "talk": {"gathers": "all", "host": "ghent", "after": {"fair": {"max": "0d"}}},
    }
    days = {VISIT: "2024-02-06", "fair": "2024-03-05", "talk": "2024-03-06"}
    before = plan_of(scenario(stages=stages), [PAIRING], days)
    with pytest.raises(
        ForbiddenError, match=r"talk begins on 7 March 2024, later than the day after fair, which ends on 5 March"
    ):
        move(before, "talk", date(2024, 3, 7))
    off = cancel(before, ["fair"]).plan
    assert move(off, "talk", date(2024, 3, 7)).plan.by_id["talk"].first == date(2024, 3, 7)


def test_a_day_by_hand_need_not_keep_its_lead_time():
    stages = {"visit": {"gathers": "pairing", "host": "mentee", "lead_time": "4w"}}
    decided = move(visit(stages=stages), VISIT, date(2024, 1, 2))
    assert check_plan(decided.plan) == []


def test_a_pin_of_the_scenarios_file_is_named_with_its_place():
    before = visit(pins={"fixed": {"event": VISIT, "first": "2024-02-06"}})
    placed = before.model_copy(update={"positions": {"pins": "small.yaml:7:1", "pins.fixed": "small.yaml:8:3"}})
    with pytest.raises(
        ForbiddenError, match=r"small\.yaml:8:3: visit .oslo > ghent. begins .* not on 6 February 2024 .the pin fixed."
    ):
        move(placed, VISIT, date(2024, 2, 13))


@pytest.mark.parametrize("status", ["done", "confirmed", "cancelled"])
def test_what_is_settled_or_cancelled_does_not_move(status: str):
    with pytest.raises(ForbiddenError, match={"done": "taken place", "confirmed": "is confirmed"}.get(status, status)):
        move(visit(status), VISIT, date(2024, 2, 13))


def test_confirmed_events_move_if_they_may_even_where_an_earlier_planning_pinned_them():
    kept = replan(visit("confirmed")).require_plan()
    decided = move(kept, VISIT, date(2024, 2, 13), may_move=["confirmed"])
    assert decided.plan.by_id[VISIT].first == date(2024, 2, 13)
    assert [name for name in decided.plan.scenario.pins if name.startswith("kept-")] == []


def test_pinned_events_stay_and_are_free_again():
    pinned = pin(visit(), [VISIT], why="the hall is booked").plan
    assert pinned.events == visit().events
    assert pin(pinned, [VISIT]).said == ()
    free = unpin(pinned, [VISIT])
    assert (free.plan.decisions, free.plan.scenario.pins) == ((), {})
    assert free.said == ("Visit (oslo > ghent) is free again",)
    assert free.plan.pairings[0].status == "proposed"
    with pytest.raises(UsageError, match=r"nothing was decided by hand about Visit \(oslo > ghent\)"):
        unpin(free.plan, [VISIT])


def test_only_the_scenario_takes_back_its_own_pins():
    before = visit(pins={"fixed": {"event": VISIT, "first": "2024-02-06"}})
    with pytest.raises(UsageError, match="is fixed by the scenario's pin fixed: take it out there, and replan"):
        unpin(before, [VISIT])


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("announced", r"nothing was decided by hand about Visit \(oslo > ghent\)"),
        ("confirmed", rf"Visit \(oslo > ghent\) is confirmed: mentoring announce PLAN {VISIT} lets it move again"),
        ("done", r"Visit \(oslo > ghent\) has taken place: what is done does not change"),
    ],
)
def test_what_keeps_an_event_that_was_not_pinned_is_told(status: Status, said: str):
    kept = replan(set_status(visit(), [VISIT], status, ahead=True).plan).require_plan()
    with pytest.raises(UsageError, match=said):
        unpin(kept, [VISIT])


def test_a_status_changes_only_what_it_is_about():
    told = set_status(visit(), [VISIT, VISIT], "announced")
    event = told.plan.by_id[VISIT]
    assert (event.status, event.sequence, event.changed_in) == ("announced", 1, 2)
    assert told.plan.goals == visit().goals
    assert set_status(told.plan, [VISIT], "announced").plan is told.plan
    confirmed = set_status(told.plan, [VISIT], "confirmed").plan
    back = set_status(confirmed, [VISIT], "announced")
    assert back.said == ("Visit (oslo > ghent) is announced again: it was confirmed, and may move now",)
    done = set_status(confirmed, [VISIT], "done").plan
    with pytest.raises(ForbiddenError, match="has taken place: what is done does not change"):
        set_status(done, [VISIT], "announced")


def test_a_cancelled_event_leaves_its_pairing_and_is_not_held_again():
    off = cancel(visit(), [VISIT], why="a strike")
    assert off.plan.events[0].status == "cancelled"
    assert off.plan.paired == visit().paired
    assert (check_plan(off.plan), off.broken) == ([], ())
    assert again(off.plan) == off.plan
    assert cancel(off.plan, [VISIT]).said == ()
    with pytest.raises(ForbiddenError, match=f"is cancelled: mentoring unpin PLAN {VISIT}, then replan"):
        set_status(off.plan, [VISIT], "announced")
    back = replan(unpin(off.plan, [VISIT]).plan).require_plan().by_id[VISIT]
    assert (back.status, back.sequence) == ("proposed", 2)


def test_that_a_cancelled_event_was_confirmed_is_told():
    said = "Visit (oslo > ghent), which was confirmed, is cancelled"
    assert cancel(visit("confirmed"), [VISIT]).said == (said,)


def test_an_event_that_the_scenario_fixes_is_not_cancelled_by_hand():
    with pytest.raises(ForbiddenError, match="is fixed by the pin fixed: take the pin out of the scenario, and replan"):
        cancel(visit(pins={"fixed": {"event": VISIT, "first": "2024-02-06"}}), [VISIT])
    with pytest.raises(ForbiddenError, match="has taken place"):
        cancel(visit("done"), [VISIT])


def test_what_shares_the_host_of_a_cancelled_event_is_cancelled_with_it():
    stages = {
        "visit": {"gathers": "pairing", "host": "mentee"},
        "talk": {"gathers": "pairing", "host": {"same_as": "visit"}, "after": {"visit": {"min": "0d"}}},
    }
    talk = VISIT.replace("visit", "talk")
    before = plan_of(scenario(stages=stages), [PAIRING], {VISIT: "2024-02-06", talk: "2024-02-07"})
    off = cancel(before, [VISIT])
    assert {event.status for event in off.plan.events} == {"cancelled"}
    assert off.said == (
        "Visit (oslo > ghent) is cancelled",
        "Talk (oslo > ghent) is cancelled too: it is held where visit (oslo > ghent) is held, and not without it",
    )
    assert cancel(before, [VISIT, talk]).said[1] == "Talk (oslo > ghent) is cancelled"
    with pytest.raises(ForbiddenError, match=r"Talk .* would be cancelled too, as it is held where visit .* by hand"):
        cancel(pin(before, [talk]).plan, [VISIT])


def test_an_event_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(UsageError, match=f"the plan has no event 'oslo/gent': did you mean {VISIT}?"):
        pin(visit(), ["oslo/gent"])
    with pytest.raises(UsageError, match="the plan has no event 'zzz': `mentoring show PLAN events` lists them"):
        move(visit(), "zzz", date(2024, 2, 6) + timedelta(days=1))
