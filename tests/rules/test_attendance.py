"""Who clashes with whom, passed along a calendar instead of compared in twos."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from mentoring.domain.dates import free_days
from mentoring.domain.plan import PlannedEvent
from mentoring.rules.attendance import MOST_CLASHES, pass_neighbours
from mentoring.rules.trip_gap import TripGap
from tests.builders import city, plan_of, scenario

FIRST = date(2024, 1, 1)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=12)


def events(spans: list[tuple[int, int]]) -> list[PlannedEvent]:
    dated = [(FIRST + timedelta(days=start), days) for start, days in sorted(spans)]
    return [
        PlannedEvent(id=f"e{number}", stage="visit", first=first, last=first + timedelta(days=days - 1))
        for number, (first, days) in enumerate(dated)
    ]


@given(SPANS, st.integers(0, 12))
def test_neighbours_are_all_that_are_near_and_no_others(spans: list[tuple[int, int]], days: int):
    passed = [(one.id, two.id) for two, near in pass_neighbours(events(spans), days) for one in near]
    near = [(one.id, two.id) for one, two in combinations(events(spans), 2) if free_days(one.last, two.first) < days]
    assert len(passed) == len(set(passed))
    assert set(passed) == set(near)


def test_a_plan_full_of_clashes_is_told_in_lines_not_in_squares():
    mentees = {f"city-{number}": city("BE", needs={"housing": {}}) for number in range(40)}
    of = scenario(cities={"oslo": city("NO", offers={"housing": {"mentees": 40}}), **mentees})
    full = plan_of(
        of,
        [f"oslo > {mentee} in housing" for mentee in mentees],
        {f"visit/oslo/{mentee}/housing": "2024-02-05" for mentee in mentees},
    )
    clashes = list(TripGap().check(full))
    ids = sorted(event.id for event in full.events)
    assert {clash.subject[1] for clash in clashes} == set(ids[1:])  # each with some before it
    assert len(clashes) <= MOST_CLASHES * len(mentees)
