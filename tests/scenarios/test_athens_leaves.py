"""Athens drops out of ImpleMentoring: who is left without a partner, and how little changes."""

from __future__ import annotations

import pytest

from mentoring import api
from mentoring.analysis.difference import compare
from mentoring.api.event_status import set_status
from mentoring.api.replan import change_curve, replan
from mentoring.domain.plan import Plan
from mentoring.exports.ics import calendars
from mentoring.files.variant import vary
from tests.scenarios.shipped import ROOT, plan_shipped

WITHOUT = ROOT / "what-if" / "athens-drops-out.yaml"
OWN = {"visit/amsterdam/athens/neighbourhoods", "visit/athens/genoa/political"}


@pytest.fixture(scope="module")
def told() -> Plan:
    """The plan as the cities know it."""
    made = plan_shipped("implementoring-2013.yaml").require_plan()
    return set_status(made, [event.id for event in made.held], "announced", at="2013-02-01").plan


@pytest.fixture(scope="module")
def after(told: Plan) -> Plan:
    return replan(told, WITHOUT, at="2013-03-01").require_plan()


def test_amsterdam_has_nobody_to_mentor_and_genoa_nobody_to_learn_from(after: Plan):
    assert [(one.city, one.theme) for one in after.unused] == [("amsterdam", "neighbourhoods")]
    assert [(one.city, one.theme) for one in after.unserved] == [("genoa", "political")]


def test_no_event_moves_that_need_not_move(told: Plan, after: Plan):
    found = compare(told, after)
    assert {change.id for change in found.events if change.kinds != ("other cities",)} == OWN
    assert [(found.count("moved"), found.count("re-hosted"), found.count("other people"))] == [(0, 0, 0)]
    changes = [goal for goal in after.goals if goal.goal == "changes"]
    # Two visits that were announced, a pairing that was agreed to (its day is documented), and one that was not.
    assert [(goal.value, goal.is_proven) for goal in changes] == [(10 + 10 + 10 + 1, True), (0, True)]
    assert api.check(after) == []


def test_dropped_visits_stay_as_cancelled_and_the_others_are_the_same_to_the_byte(told: Plan, after: Plan):
    assert {event.id for event in after.events if event.status == "cancelled"} == OWN
    before = {event.id: event for event in told.events}
    for event in after.events:
        if event.id not in OWN and event.participants == before[event.id].participants:
            assert event == before[event.id]
        is_other = event.id in OWN or event.participants != before[event.id].participants
        assert event.sequence == before[event.id].sequence + is_other


def test_calendars_show_what_is_off_and_leave_every_other_entry_alone(told: Plan, after: Plan):
    old, new = calendars(told), calendars(after)
    amsterdam = new["city/amsterdam.ics"].decode().replace("\r\n ", "")
    assert "SUMMARY:Cancelled: Amsterdam → Athens\\, neighbourhoods" in amsterdam
    # The meeting of its cluster goes on without Amsterdam, which has it in its calendar.
    assert amsterdam.count("STATUS:CANCELLED") == 2
    assert amsterdam.count("SUMMARY:Not yours any more: Thematic cluster meeting\\, neighbourhoods") == 1

    def entries(text: bytes) -> set[bytes]:
        return {entry for entry in text.split(b"BEGIN:VEVENT")[1:] if b"visit/" in entry}

    assert entries(new["city/riga.ics"]) == entries(old["city/riga.ics"])


def test_each_further_change_only_brings_dates_forward(told: Plan):
    steps = change_curve(told, WITHOUT, [1, 2, 3])
    assert [(step.most, step.changed) for step in steps[:3]] == [(1, None), (2, 2), (3, 3)]
    assert all(goal.is_proven for step in steps for goal in step.result.goals)
    two, three = ({goal.goal: goal.value for goal in step.result.goals} for step in steps[1:3])
    better = {goal for goal, value in three.items() if value != two[goal]} - {"changes"}
    assert better == {"early"}
    assert three["early"] < two["early"]


def test_in_a_running_programme_what_has_been_stays(told: Plan):
    leaves = {
        "programme": {"planned_on": "2013-09-01"},
        "cities": {"athens": {"left_on": "2013-08-31"}},
        "pins": {"athens-in-october": None},
    }
    made = replan(told, vary(api.load(ROOT / "implementoring-2013.yaml").require(), leaves)).require_plan()
    assert [event.id for event in made.events if event.status == "cancelled"] == [
        "visit/amsterdam/athens/neighbourhoods"
    ]
    assert made.by_id["visit/athens/genoa/political"].status == "done"
    assert {one.city for one in made.unserved} == {"athens"}
    assert compare(told, made).count("moved") == 0
