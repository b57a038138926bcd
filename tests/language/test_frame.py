"""Days as numbers and masks, against plain loops over dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.domain.dates import Span
from mentoring.domain.pairing import Pairing
from mentoring.language.fact import Goes, TakesPart, Without
from mentoring.language.frame import Frame
from tests.builders import scenario

FIRST = date(2024, 2, 20)
PAIR = Pairing("oslo", "ghent", "housing")


def frame(days: int = 30, **changes: Any) -> Frame:
    last = FIRST + timedelta(days=days - 1)
    return Frame(scenario(programme={"first": FIRST, "last": last}, **changes), [PAIR])


def dates_of(of: Frame, mask: int) -> set[date]:
    assert mask >= 0
    return {of.date(number) for number in range(mask.bit_length()) if mask >> number & 1}


def test_the_programmes_first_day_is_number_0():
    assert frame().day(FIRST) == 0
    assert frame().date(9) == date(2024, 2, 29)
    assert frame().day(FIRST - timedelta(days=2)) == -2


def test_every_day_is_first_and_last_inside():
    assert dates_of(frame(days=3), frame(days=3).every_day) == {date(2024, 2, 20), date(2024, 2, 21), date(2024, 2, 22)}


def test_days_where_asks_each_day_of_the_programme_once():
    asked: list[date] = []
    one = frame(days=10)

    def is_even(day: date) -> bool:
        asked.append(day)
        return day.day % 2 == 0

    assert dates_of(one, one.days_where("even", is_even)) == {FIRST + timedelta(days=n) for n in (0, 2, 4, 6, 8)}
    one.days_where("even", is_even)
    assert asked == [FIRST + timedelta(days=n) for n in range(10)]


def test_starts_and_days_are_remembered_apart():
    one = frame(days=10)
    free = one.days_where("odd", lambda day: day.day % 2 == 1)
    assert one.starts("odd", free, 2) == 1 << 9  # the second day lies outside the programme, which counts as free
    assert one.days_where("odd", lambda day: False) == free


@given(
    days=st.integers(1, 40),
    spans=st.lists(st.tuples(st.integers(-10, 50), st.integers(0, 12)), max_size=4),
)
def test_days_outside_spans(days: int, spans: list[tuple[int, int]]):
    one = frame(days=days)
    taken = [Span(FIRST + timedelta(days=n), FIRST + timedelta(days=n + more)) for n, more in spans]
    wanted = {day for day in (one.date(n) for n in range(days)) if not any(day in span for span in taken)}
    assert dates_of(one, one.days_outside(taken)) == wanted


@given(
    horizon=st.integers(1, 25),
    busy=st.sets(st.integers(0, 24), max_size=8),
    days=st.integers(1, 6),
    before=st.integers(0, 5),
    after=st.integers(0, 5),
)
def test_starts_leave_every_day_free(horizon: int, busy: set[int], days: int, before: int, after: int):
    one = frame(days=horizon)
    taken = {FIRST + timedelta(days=n) for n in busy if n < horizon}
    free = one.days_where("free", lambda day: day not in taken)
    wanted = set()
    for first in (one.date(n) for n in range(horizon)):
        around = [first + timedelta(days=n) for n in range(-before, days + after)]
        if not taken.intersection(around):  # days outside the programme are never taken
            wanted.add(first)
    assert dates_of(one, one.starts("free", free, days, before, after)) == wanted


def test_an_event_that_no_day_can_hold_has_no_start():
    assert frame(days=5).starts("none", 0, 1) == 0


@pytest.mark.parametrize(
    ("host", "stays"),
    [
        ("mentee", [(Goes("visit/oslo/ghent/housing", "oslo", "ghent"), "ghent")]),
        (
            "participant",
            [(Goes("visit/oslo/ghent/housing", "oslo", place), place) for place in ("ghent", "oslo")],
        ),
        ("none", [(TakesPart("visit/oslo/ghent/housing", "oslo"), None)]),
    ],
)
def test_stays_are_one_a_possible_host(host: str, stays: list[tuple[Any, str | None]]):
    one = frame(stages={"visit": {"gathers": "pairing", "host": host}})
    assert one.stays(one.agenda.events["visit/oslo/ghent/housing"], "oslo") == stays


def test_a_trip_counts_at_the_first_event_attended():
    one = frame(
        places={"brussels": {}},
        cities={
            "ghent": {"country": "BE", "needs": {"housing": {}}},
            "oslo": {"country": "NO", "offers": {"housing": {}}},
            "genoa": {"country": "IT"},
        },
        stages={
            "briefing": {"gathers": ["oslo", "genoa"], "host": "brussels"},
            "visit": {"gathers": "pairing", "host": {"same_as": "briefing"}, "after": {"briefing": {"max": "0d"}}},
        },
    )
    visit = one.agenda.events["visit/oslo/ghent/housing"]
    oslo, ghent = TakesPart(visit.id, "oslo"), TakesPart(visit.id, "ghent")
    assert one.once_a_trip(oslo, visit, "oslo") == Without(oslo, (TakesPart("briefing", "oslo"),))
    assert one.once_a_trip(ghent, visit, "ghent") == ghent
    assert one.once_a_trip(TakesPart("briefing", "oslo"), one.agenda.events["briefing"], "oslo") == TakesPart(
        "briefing", "oslo"
    )


def test_a_decided_host_is_the_only_place_of_every_event_that_shares_it():
    stages = {
        "training": {"gathers": "theme", "host": "participant"},
        "dinner": {"gathers": "theme", "host": {"same_as": "training"}},
        "visit": {"gathers": "pairing", "host": "participant"},
    }
    one = Frame(scenario(stages=stages), [PAIR], hosts={"training/housing": "oslo"})
    hosts = {name: one.agenda.hosts(event) for name, event in one.agenda.events.items()}
    assert hosts == {
        "training/housing": ("oslo",),
        "dinner/housing": ("oslo",),
        "visit/oslo/ghent/housing": ("ghent", "oslo"),
    }
    assert one.stays(one.agenda.events["dinner/housing"], "ghent") == [
        (Goes("dinner/housing", "ghent", "oslo"), "oslo"),
    ]
