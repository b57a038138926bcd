"""What is told of a plan's revisions, and of what was decided by hand and still holds."""

from __future__ import annotations

import json
from datetime import date

import pytest

from mentoring.api.event_decision import cancel, move, pin
from mentoring.api.event_status import Status, set_status
from mentoring.api.past import history, revert
from mentoring.api.replan import replan
from mentoring.domain.plan import Plan
from mentoring.views.block import Table
from mentoring.views.history import history_blocks, history_record
from tests.builders import PAIRING, VISIT, plan_of, scenario

TALK = "talk"


def made() -> Plan:
    stages = {
        "visit": {"gathers": "pairing", "host": "mentee"},
        TALK: {"gathers": "all", "host": "oslo", "title": "The talk"},
    }
    return plan_of(scenario(stages=stages), [PAIRING], {VISIT: "2024-02-06", TALK: "2024-03-05"})


def decided(plan: Plan) -> list[tuple[str, ...]]:
    """The table of what holds, row by row; the record says the same."""
    chapters = [(one.number, one.made_at, one.why, one.difference) for one in history(plan)]
    tables = [block for block in history_blocks(plan, chapters) if isinstance(block, Table)]
    records = json.loads(json.dumps(history_record(plan, chapters)))["decisions"]
    assert [(one["decided"], one["why"], str(one["revision"])) for one in records] == [
        row[1:] for row in tables[1].rows
    ]
    assert [one["about"] for one in records] == [row[0].rpartition("[")[2].rstrip("]") for row in tables[1].rows]
    assert tables[1].empty == "Nothing that holds now was decided by hand."
    return list(tables[1].rows)


def test_what_was_announced_confirmed_or_done_by_hand_is_among_what_holds():
    announced = set_status(made(), [TALK], "announced", why="the mayor: is told").plan
    assert decided(announced) == [("The talk [talk]", "announced", "the mayor: is told", "2")]
    both = set_status(announced, [TALK, VISIT], "confirmed").plan
    assert [row[1:] for row in decided(both)] == [("confirmed", "", "3"), ("confirmed", "", "3")]
    assert [row[1] for row in decided(pin(both, [VISIT]).plan)] == ["on 6 Feb 2024, in ghent", "confirmed", "confirmed"]
    back = revert(both, 2).plan
    assert decided(back) == [("The talk [talk]", "announced", "", "4")]
    gone = cancel(revert(back, 1).plan, [TALK], why="no money").plan
    assert [row[1:] for row in decided(gone)] == [("cancelled", "no money", "6")]


@pytest.mark.parametrize("status", ["announced", "confirmed"])
def test_a_status_holds_from_the_revision_it_was_given_in_until_the_event_moves(status: Status):
    given = set_status(made(), [VISIT], status, why="agreed").plan
    later = replan(set_status(given, [TALK], "announced").plan).require_plan()
    assert [row[1:] for row in decided(later)] == [(status, "agreed", "2"), ("announced", "", "3")]
    moved = move(given, VISIT, date(2024, 2, 13), may_move=["confirmed"]).plan
    assert [row[1] for row in decided(moved)] == ["on 13 Feb 2024"]


def test_what_is_done_only_because_it_is_over_nobody_has_decided():
    over = made().model_copy(update={"scenario": scenario(programme={"planned_on": "2024-03-01"}, stages={
        "visit": {"gathers": "pairing", "host": "mentee"}, TALK: {"gathers": "all", "host": "oslo"},
    })})  # fmt: skip
    again = replan(made(), over.scenario).require_plan()
    assert again.by_id[VISIT].status == "done"
    assert decided(again) == []
    by_hand = set_status(made(), [VISIT], "done", ahead=True, why="held early").plan
    assert [row[1:] for row in decided(by_hand)] == [("done", "held early", "2")]
    assert decided(made()) == []
