"""The history of a plan, and the way back."""

from __future__ import annotations

import json
from datetime import date
from random import Random

import pytest

from mentoring.api.decide import Decided
from mentoring.api.event_decision import cancel, free_days, move, pin
from mentoring.api.event_status import set_status
from mentoring.api.pairing_decision import accept, decline
from mentoring.api.past import history, revert
from mentoring.api.replan import replan
from mentoring.domain.plan import Plan
from mentoring.engine import planner
from mentoring.errors import ForbiddenError, UsageError
from mentoring.files.plan import plan_text
from mentoring.files.revision import follow, past_plan
from mentoring.files.variant import vary
from tests.agreement import programme
from tests.builders import PAIRING, VISIT, city, plan_of, scenario, scenario_data

AT = "2024-01-01T09:00:00Z"
OF_A_REVISION = ("revision", "why", "revisions", "history", "run")


def visit() -> Plan:
    found = plan_of(scenario(), [PAIRING], {VISIT: "2024-02-06"})
    return found.model_copy(update={"run": {"made_at": AT}, "positions": {"pins": "small.yaml:3:1"}})


def content(plan: Plan, *, with_numbers: bool = False) -> bytes:
    """The plan's file but for what numbers its revisions."""
    told = json.loads(plan_text(plan))
    for key in OF_A_REVISION:
        told.pop(key, None)
    for event in told.get("events", ()) if not with_numbers else ():
        event.pop("sequence", None)
        event.pop("changed_in", None)
    return json.dumps(told).encode()


def decide(plan: Plan, rng: Random) -> Decided | None:
    """Some decision by hand; None where it is forbidden."""
    held = [event.id for event in plan.held]
    pairs = [one.pairing for one in plan.pairings]
    if not held or not pairs:
        return None
    event = rng.choice(held)
    try:
        match rng.randrange(6):
            case 0:
                days = free_days(plan, event)
                return move(plan, event, rng.choice(days), at=AT) if days else None
            case 1:
                return pin(plan, [event], at=AT)
            case 2:
                return set_status(plan, [event], "announced", at=AT)
            case 3:
                return cancel(plan, [event], at=AT)
            case 4:
                return accept(plan, [rng.choice(pairs)], at=AT)
            case _:
                return decline(plan, [rng.choice(pairs)], why="no staff", at=AT)
    except ForbiddenError:
        return None


def test_every_revision_is_given_back_byte_for_byte_whatever_was_decided_since():
    seen = 0
    for number in range(25):
        rng = Random(number)
        made = planner.plan(programme(3 * number + 1).scenario, seconds=60).plan
        if made is None:
            continue
        plans = [made]
        for _ in range(4):
            decided = decide(plans[-1], rng)
            if decided is not None and decided.said:
                plans.append(decided.plan)
        last = plans[-1]
        for past in plans[:-1]:
            assert content(past_plan(last, past.revision), with_numbers=True) == content(past, with_numbers=True)
            back = revert(last, past.revision, at=AT).plan
            assert content(back) == content(past), number
            assert back.revision == last.revision + 1
            now = {event.id: event for event in last.events}
            for event in back.events:  # what calendars know of an event never counts down
                assert event.sequence >= now[event.id].sequence
            seen += 1
    assert seen > 20


def test_a_decision_leaves_every_other_event_as_it_was_to_the_byte():
    for number in range(25, 37):
        rng = Random(number)
        made = planner.plan(programme(3 * number + 1).scenario, seconds=60).plan
        decided = decide(made, rng) if made is not None else None
        if made is None or decided is None:
            continue
        old = {event.id: event for event in made.events}
        for event in decided.plan.events:
            before = old[event.id]
            if event.changed_in <= made.revision:
                assert event.model_copy(update={"journeys": before.journeys}) == before
            else:
                assert event.model_copy(update={"changed_in": before.changed_in}) != before


def test_the_history_tells_what_each_revision_was_for():
    first = visit()
    second = move(first, VISIT, date(2024, 2, 13), why="their wish", at="2024-01-02").plan
    third = replan(second, at="2024-01-03", why="a new year").require_plan()
    told = history(third)
    assert [(one.number, one.made_at[:10], one.why) for one in told] == [
        (1, "2024-01-01", ""),
        (2, "2024-01-02", "Visit (oslo > ghent) moves from 6 February 2024 to 13 February 2024: their wish"),
        (3, "2024-01-03", "a new year"),
    ]
    assert [one.difference and one.difference.count("moved") for one in told] == [None, 1, 0]


def test_going_back_is_a_revision_of_its_own_that_can_be_taken_back_too():
    second = move(visit(), VISIT, date(2024, 2, 13), at=AT).plan
    back = revert(second, 1, why="a mistake", at=AT)
    assert back.said == ("The plan is again as in revision 1",)
    assert (back.plan.revision, back.plan.why) == (3, "The plan is again as in revision 1: a mistake")
    assert (back.plan.by_id[VISIT].first, back.plan.by_id[VISIT].sequence) == (date(2024, 2, 6), 2)
    assert back.plan.decisions == ()
    forth = revert(back.plan, 2, at=AT).plan
    assert (forth.by_id[VISIT].first, forth.decisions) == (date(2024, 2, 13), second.decisions)


def test_it_is_said_how_many_events_the_cities_were_told_of_are_proposed_again():
    pairs = [PAIRING, "oslo > genoa in housing"]
    days = {VISIT: "2024-02-06", "visit/oslo/genoa/housing": "2024-02-20"}
    cities = scenario_data()["cities"] | {"genoa": city("IT", (44.4, 8.9), needs={"housing": {}})}
    cities["oslo"]["offers"]["housing"] = {"mentees": 2}
    first = plan_of(scenario(cities=cities), pairs, days)
    told = set_status(first, list(days), "announced", at=AT).plan
    assert revert(told, 1).said[1:] == ("2 events that were announced are proposed again",)
    one = set_status(told, [VISIT], "confirmed", at=AT).plan
    assert revert(one, 1).said[1:] == (
        "1 event that was announced is proposed again",
        "1 event that was confirmed is proposed again",
    )
    assert revert(one, 2).said[1:] == ()  # it is announced again, not merely proposed


def test_what_has_come_since_stays_as_cancelled():
    before = plan_of(scenario())
    planned = replan(before).require_plan()
    assert [event.status for event in planned.events] == ["proposed"]
    assert [event.status for event in revert(planned, 1).plan.events] == ["cancelled"]


def test_revisions_that_are_not_there():
    with pytest.raises(UsageError, match="the plan has no revision 7: it has 1 to 1"):
        revert(visit(), 7)
    assert revert(visit(), 1).said == ()
    with pytest.raises(ValueError, match="the plan has no revision 0"):
        past_plan(visit(), 0)


def test_the_way_back_keeps_where_values_stand_that_are_the_same():
    """A reason is told with its line after a revert to another scenario, and after planning anew from there."""
    before = visit()
    longer = vary(before.scenario, {"programme": {"title": "Longer"}, "cities": {"ghent": {"name": "Gent"}}}).require()
    places = {
        "programme.first": "small.yaml:3:5",
        "programme.title": "late.yaml:2:3",
        "cities.ghent.name": "late.yaml:3:3",
    }
    after = follow(before.model_copy(update={"scenario": longer}), before, places, why="longer")
    back = revert(after, 1, at=AT).plan
    assert back.scenario == before.scenario
    assert back.positions == {"programme.first": "small.yaml:3:5"}
