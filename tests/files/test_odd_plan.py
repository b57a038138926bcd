"""Plan files that no run of ours has written: they are refused in words, or read, and every later verb bears them."""

from __future__ import annotations

import json
import time

import pytest

from mentoring.errors import PlanFileError, UsageError
from mentoring.exports.ics import calendars
from mentoring.files.moment import moment
from mentoring.files.plan import parse_plan, plan_text
from tests.builders import smallest_plan


def content(**changes: object) -> bytes:
    """The smallest plan's file with some keys replaced."""
    return json.dumps({**json.loads(plan_text(smallest_plan())), **changes}).encode()


def test_a_key_that_stands_twice_among_many_is_found_at_once():
    keys = [f'"k{number}": 1' for number in range(60_000)]
    began = time.monotonic()
    with pytest.raises(PlanFileError, match="the key 'k59999' stands twice in one mapping"):
        parse_plan(f'{{"scenario": {{{", ".join([*keys, keys[-1]])}}}}}'.encode(), "plan.json")
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1738281600", "2024-01-08T00:00:00"])
def test_an_event_lies_in_our_times(day):
    event = json.loads(plan_text(smallest_plan()))["events"][0]
    with pytest.raises(PlanFileError, match=r"plan\.json: events\.0\.last: "):
        parse_plan(content(events=[{**event, "last": day}]), "plan.json")


@pytest.mark.parametrize(
    "odd",
    [
        {"revision": 2, "history": [{"events": 5}]},
        {"revision": 2, "history": [{"events": [{"id": ["visit"]}, 7]}]},
        {"run": {"made_at": "0001-01-01T00:00:00+14:00"}},
        {"run": {"made_at": "9999-12-31T23:59:59-14:00"}},
        {"run": {"made_at": ["now"]}},
    ],
)
def test_an_odd_past_still_gives_calendars(odd):
    assert b"BEGIN:VEVENT" in calendars(parse_plan(content(**odd), "plan.json"))["all.ics"]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_that_utc_does_not_have_is_no_time(at):
    with pytest.raises(UsageError, match="is no time: write it as 2013-02-01T09:00:00Z"):
        moment(at)
