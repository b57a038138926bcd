"""Roles that persons share: whether they can be filled is found at once, however many there are."""

from __future__ import annotations

import time

import pytest

from mentoring.rules.people import People
from tests.builders import PAIRING, VISIT, plan_of, scenario

EACH = 10


@pytest.mark.parametrize("lacking", [0, 1])
def test_many_persons_with_two_roles_share_them(lacking):
    both = {f"a{number}": {"roles": ["expert", "guide"]} for number in range(EACH - lacking)}
    guides = {f"b{number}": {"roles": ["guide"]} for number in range(EACH + lacking)}
    asked = {"guide": EACH, "expert": EACH}
    stages = {"visit": {"gathers": "pairing", "host": "mentee", "people": asked}}
    found = scenario(people=both | guides, stages=stages)
    plan = plan_of(found, [PAIRING], {VISIT: ("2024-01-08", "ghent", tuple(both | guides))})
    began = time.monotonic()
    assert len(list(People().check(plan))) == lacking
    assert time.monotonic() - began < 2
