"""How many events change: what is declared and what is counted is one number."""

from __future__ import annotations

from random import Random

import pytest

from mentoring.domain.programme import GoalUse
from mentoring.goals.change_count import ChangeCount
from mentoring.language.frame import Frame
from mentoring.rules.whole import Whole
from tests.agreement import earlier_plan
from tests.builders import PAIRING, VISIT, plan_of, scenario, smallest_plan
from tests.goals.test_declared import declared_value
from tests.strategies import random_plan, random_scenario

USE = GoalUse(goal=ChangeCount.slug)


def test_what_is_declared_is_what_is_counted():
    seen = 0
    for number in range(150):
        rng = Random(number)
        of = random_scenario(rng)
        before, now = earlier_plan(of, rng), random_plan(of, rng, tries=2)
        if list(Whole().check(now)):
            continue
        frame = Frame(of, of.conceivable, against=before)
        counted = ChangeCount().measure(now, "dates", before)
        assert declared_value(ChangeCount().declare(frame, "dates", USE), now, frame) == counted, number
        seen += 0 < counted < len(before.held)
    assert seen > 5


@pytest.mark.parametrize(
    ("now", "counted"),
    [
        (smallest_plan("2024-01-08"), 0),
        (smallest_plan("2024-01-09"), 1),
        (plan_of(scenario(), [PAIRING], {VISIT: ("2024-01-08", "oslo")}), 1),
        (plan_of(scenario(), [PAIRING], {VISIT: ("2024-01-09", "oslo")}), 1),
        (plan_of(scenario()), 1),
    ],
)
def test_an_event_counts_once_whatever_changes_about_it(now, counted):
    assert ChangeCount().measure(now, "dates", smallest_plan("2024-01-08")) == counted


def test_new_events_count_nothing():
    assert ChangeCount().measure(smallest_plan(), "dates", plan_of(scenario())) == 0
    assert ChangeCount().measure(smallest_plan(), "dates", None) == 0
