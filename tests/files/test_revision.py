"""The place of a plan after an earlier one, and the time it says it was made."""

from __future__ import annotations

import pytest

from mentoring.errors import UsageError
from mentoring.files.moment import moment
from mentoring.files.plan import plan_text
from mentoring.files.revision import difference, follow, past_plan
from tests.builders import PAIRING, VISIT, plan_of, scenario, smallest_plan


def apply(patch, value):
    """RFC 7396, section 2, as written there."""
    if not isinstance(patch, dict):
        return patch
    value = dict(value) if isinstance(value, dict) else {}
    for key, part in patch.items():
        if part is None:
            value.pop(key, None)
        else:
            value[key] = apply(part, value.get(key))
    return value


def kept(plan):
    return plan.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"history", "run", "positions"})


def earlier_plan(status):
    """The visit on 8 January, after two changes."""
    return plan_of(scenario(), [PAIRING], {VISIT: "2024-01-08"}, changes={VISIT: {"status": status, "sequence": 2}})


def test_the_first_plan_is_revision_1():
    plan = follow(smallest_plan(), None, {"a": "b"})
    assert (plan.revision, plan.revisions, plan.history, plan.positions) == (1, (), (), {"a": "b"})
    assert plan.events[0].changed_in == 1


def test_what_did_not_change_keeps_status_sequence_and_revision():
    earlier = earlier_plan("announced")
    plan = follow(smallest_plan(), earlier, {})
    assert plan.events == earlier.events
    assert plan.revision == 2


@pytest.mark.parametrize(
    "change", [{"first": "2024-01-09", "last": "2024-01-09"}, {"host": "oslo"}, {"people": ("a",)}]
)
def test_what_changed_goes_up_by_one_and_is_proposed_anew(change):
    earlier = earlier_plan("confirmed")
    new = smallest_plan()
    event = type(new.events[0]).model_validate({**new.events[0].model_dump(), **change})
    plan = follow(new.model_copy(update={"events": (event,)}), earlier, {})
    assert (plan.events[0].sequence, plan.events[0].changed_in, plan.events[0].status) == (3, 2, "proposed")


def test_an_event_that_is_new_begins_at_0_in_this_revision():
    plan = follow(smallest_plan(), plan_of(scenario()), {})
    assert (plan.events[0].sequence, plan.events[0].changed_in) == (0, 2)


def test_a_status_given_by_the_engine_counts_as_a_change():
    new = plan_of(scenario(), [PAIRING], {VISIT: "2024-01-08"}, statuses={VISIT: "done"})
    plan = follow(new, smallest_plan(), {})
    assert (plan.events[0].status, plan.events[0].sequence) == ("done", 1)


def test_pairings_keep_their_status():
    earlier = smallest_plan()
    accepted = tuple(pairing.model_copy(update={"status": "accepted"}) for pairing in earlier.pairings)
    plan = follow(smallest_plan(), earlier.model_copy(update={"pairings": accepted}), {})
    assert plan.pairings == accepted


@pytest.mark.parametrize(
    ("name", "pin", "status"),
    [
        ("agreed", {"pairing": PAIRING}, "accepted"),
        ("agreed", {"event": VISIT, "first": "2024-01-08"}, "accepted"),
        ("agreed", {"same_days": [VISIT, VISIT]}, "accepted"),
        ("by-hand-visit", {"event": VISIT, "first": "2024-01-08"}, "proposed"),
        ("by-hand-pairing", {"pairing": PAIRING}, "accepted"),
    ],
)
def test_a_pairing_that_a_pin_fixes_is_accepted_but_not_by_moving_its_event(name, pin, status):
    pinned = smallest_plan(pins={name: pin})
    assert [one.status for one in follow(pinned, None, {}).pairings] == [status]
    assert [one.status for one in follow(pinned, smallest_plan(), {}).pairings] == [status]
    ruled_out = smallest_plan(pins={"never": {"not": {"event": VISIT, "first": "2024-01-09"}}})
    assert [one.status for one in follow(ruled_out, None, {}).pairings] == ["proposed"]


def test_an_event_that_ended_before_the_day_of_planning_is_done():
    over = follow(smallest_plan(programme={"planned_on": "2024-01-09"}), earlier_plan("announced"), {}).events[0]
    assert (over.status, over.sequence, over.changed_in) == ("done", 3, 2)
    again = smallest_plan(programme={"planned_on": "2024-01-08"})
    assert follow(again, None, {}).events[0].status == "proposed"
    cancelled = plan_of(again.scenario, [PAIRING], {VISIT: "2024-01-08"}, statuses={VISIT: "cancelled"})
    assert follow(cancelled, None, {}).events[0].status == "cancelled"


def test_the_history_leads_back_to_every_earlier_revision():
    first = smallest_plan("2024-01-08").model_copy(update={"run": {"made_at": "2024-01-01T00:00:00Z"}})
    second = follow(smallest_plan("2024-01-09", programme={"title": "Renamed"}), first, {})
    third = follow(plan_of(scenario(), [], unserved=()), second, {})
    back_to_second = apply(third.history[0], kept(third))
    assert back_to_second == kept(second)
    assert apply(third.history[1], back_to_second) == kept(first)
    assert [past.number for past in third.revisions] == [1, 2]
    assert third.made_at(1) == "2024-01-01T00:00:00Z"
    assert "Renamed" in plan_text(third)


@pytest.mark.parametrize(
    ("source", "target", "patch"),
    [
        ({}, {}, {}),
        ({"a": 1}, {}, {"a": None}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, {"a": {"c": 3}}),
        ({"a": [1, 2]}, {"a": [1]}, {"a": [1]}),
        ({"a": {"b": 1}}, {"a": 1, "d": {"e": 2}}, {"a": 1, "d": {"e": 2}}),
    ],
)
def test_differences_are_merge_patches(source, target, patch):
    assert difference(source, target) == patch
    assert apply(patch, source) == target


@pytest.mark.parametrize(
    ("at", "made_at"),
    [
        ("2013-02-01T09:00:00Z", "2013-02-01T09:00:00Z"),
        ("2013-02-01", "2013-02-01T00:00:00Z"),
        ("2013-02-01T09:00:00.9+02:00", "2013-02-01T07:00:00Z"),
    ],
)
def test_the_time_asked_for(at, made_at):
    assert moment(at) == made_at


def test_the_time_of_a_reproducible_build(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1359709200")
    assert moment() == "2013-02-01T09:00:00Z"
    assert moment("2014-01-01") == "2014-01-01T00:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(UsageError, match="it must be a number of seconds"):
        moment()


def test_the_clock_tells_otherwise(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before, now = moment("2026-01-01"), moment()
    assert len(now) == len(before)
    assert now > before


def test_what_is_no_time():
    with pytest.raises(UsageError, match="'yesterday' is no time: write it as 2013-02-01T09:00:00Z"):
        moment("yesterday")


def test_the_order_of_names_is_given_back_though_merge_patches_forget_it():
    stages = {name: {"gathers": "pairing", "host": "mentee"} for name in ("visit", "talk", "report")}
    first = plan_of(scenario(stages=stages))
    second = follow(plan_of(scenario(stages={"report": stages["report"]})), first, {})
    third = follow(plan_of(scenario()), second, {})
    assert list(past_plan(third, 1).scenario.stages) == ["visit", "talk", "report"]
    assert list(past_plan(third, 2).scenario.stages) == ["report"]
    assert plan_text(past_plan(third, 1)) == plan_text(first)
