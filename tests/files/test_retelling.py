"""An event on the same days is told anew where its hours, place or words are other, and only there."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.domain.plan import Plan
from mentoring.exports.ics import calendars
from mentoring.files.revision import follow
from tests.builders import PAIRING, VISIT, city, plan_of, scenario, scenario_data

STAGE = {"gathers": "pairing", "host": "mentee", "venue": "Hall", "title": "Visit", "agenda": [{"title": "Walk"}]}


def made(stage: dict[str, Any] | None = None, **changes: Any) -> Plan:
    of = scenario(stages={"visit": STAGE | (stage or {})}, **changes)
    return plan_of(of, [PAIRING], {VISIT: "2024-01-08"}, statuses={VISIT: "confirmed"})


def moved_ghent() -> dict[str, Any]:
    return {"cities": scenario_data()["cities"] | {"ghent": city("BE", (51.2, 3.2), needs={"housing": {}})}}


@pytest.mark.parametrize(
    ("stage", "changes", "sequence", "changed_in"),
    [
        ({}, {}, 0, 1),
        ({}, {"limits": {"events_at_once": 3}}, 0, 1),
        ({"travellers": 3}, {}, 0, 1),
        ({"venue": "Library"}, {}, 1, 2),
        ({"hours": {"start": "09:00", "end": "12:00"}}, {}, 1, 2),
        ({"agenda": [{"title": "Walk", "start": "10:00"}]}, {}, 1, 2),
        ({}, moved_ghent(), 1, 2),
        ({"title": "Site visit"}, {}, 0, 2),
        ({"link": "https://example.org"}, {}, 0, 2),
        ({"agenda": [{"title": "Long walk"}]}, {}, 0, 2),
        ({}, {"themes": {"housing": {"title": "Homes"}}}, 0, 2),
        ({}, {"themes": {"housing": {"colour": "#00aa00"}}}, 0, 2),
        ({}, {"programme": {"coordinator": {"name": "Office"}}}, 0, 2),
        ({}, {"programme": {"words": {"mentee": "learner"}}}, 0, 2),
    ],
)
def test_what_is_told_anew(stage, changes, sequence, changed_in):
    before = made()
    after = follow(made(stage, **changes), before, {}, is_by_hand=True)
    (event,) = after.events
    assert (event.sequence, event.changed_in) == (sequence, changed_in)
    assert event.status == "confirmed"
    # What has not changed by its own account is the same to the byte, and the other way round.
    entries = [calendars(plan)["city/oslo.ics"].partition(b"BEGIN:VEVENT")[2] for plan in (before, after)]
    assert (entries[0] == entries[1]) == (changed_in == 1)


@pytest.mark.parametrize("other", [{"roles": ["interpreter", "guide"]}, {"home": "oslo"}])
def test_what_a_person_sees_otherwise_is_told_anew(other):
    def sent(**more: Any) -> Plan:
        anna = {"name": "Anna", "home": "ghent", "roles": ["guide"], **more}
        of = scenario(stages={"visit": STAGE | {"people": {"guide": 1, "interpreter": 1}}}, people={"anna": anna})
        return plan_of(of, [PAIRING], {VISIT: ("2024-01-08", "ghent", ("anna",))}, statuses={VISIT: "confirmed"})

    before = sent()
    after = follow(sent(**other), before, {}, is_by_hand=True)
    assert (after.events[0].sequence, after.events[0].changed_in) == (0, 2)
    entries = [content.partition(b"BEGIN:VEVENT")[2] for plan in (before, after)
               for name, content in calendars(plan, key=b"k").items() if name.startswith("person/")]  # fmt: skip
    assert entries[0] != entries[1]
