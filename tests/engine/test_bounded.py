"""A bound on the number of changed events, against every plan of random small programmes."""

from __future__ import annotations

import pytest

from mentoring.domain.gentle import with_changes_last
from mentoring.engine import bounded
from mentoring.engine.bounded import plan_within
from mentoring.errors import UsageError
from mentoring.goals.change_count import ChangeCount
from tests.brute import TooManyPlans
from tests.builders import scenario, smallest_plan
from tests.changed_programme import LIVELY, best_values, changed_programme, try_all

NUMBERS = (*LIVELY, 1, 4, 7, 10, 24)
MOST_PLANS = 1500
BOUNDS = (0, 1, 2, 3, None)


def test_within_each_bound_no_plan_is_better():
    seen = 0
    for number in NUMBERS:
        given = changed_programme(number)
        if given is None:
            continue
        of, before = given[0].model_copy(update={"goals": with_changes_last(given[0].goals)}), given[1]
        try:
            plans = try_all(of, before, MOST_PLANS)
        except TooManyPlans:
            continue
        counts = [ChangeCount().measure(plan, "dates", before) for plan in plans]
        told = set()
        for most in BOUNDS:
            within = [plan for plan, count in zip(plans, counts, strict=True) if most is None or count <= most]
            result = plan_within(of, before, most, seconds=60)
            values = tuple(goal.value for goal in result.goals) if result.plan is not None else None
            assert values == best_values(of, within, before), (number, most)
            assert result.status == ("infeasible" if values is None else "optimal"), (number, most)
            if result.plan is not None:
                assert most is None or ChangeCount().measure(result.plan, "dates", before) <= most
            told.add(values)
        seen += len(told) > 1
    assert seen > 5


def test_no_plan_is_said_in_words():
    busy = scenario(programme={"closed": [{"first": "2024-01-08", "last": "2024-01-12"}]}, pins={"made": {
        "pairing": "oslo > ghent in housing"}})  # fmt: skip
    result = plan_within(busy, smallest_plan("2024-01-08"), 0)
    assert (result.status, result.message) == (
        "infeasible", "no plan in which at most 0 events change keeps all rules",
    )  # fmt: skip
    assert plan_within(busy, smallest_plan("2024-01-08"), 1).status == "optimal"


def test_what_is_too_large_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(bounded, "MOST_PAIRS", 0)
    with pytest.raises(UsageError, match="too large for a bound on the number of changed events"):
        plan_within(scenario(), smallest_plan(), 1)
