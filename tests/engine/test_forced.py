"""Every large way through the planner on small programmes: what it finds is a plan, and what it claims is true."""

from __future__ import annotations

import pytest

from tests.agreement import look
from tests.forced import WAYS, forced

FIRST, COUNT = 400, 12  # each way looks at other programmes, so that many are looked at in all
MOST_PLANS = 2_000


@pytest.mark.parametrize("name", WAYS)
def test_a_large_way_claims_only_what_is_true(name: str):
    first = FIRST + COUNT * list(WAYS).index(name)
    told: list[str] = []
    with forced(name) as way:
        look(range(first, first + COUNT), MOST_PLANS, told.append, exact=way.exact)
    assert told == []


def test_a_way_is_left_again():
    from mentoring.engine import timetable

    before = timetable.SMALL
    with forced("all at once"):
        assert timetable.SMALL == -1
    assert before == timetable.SMALL
