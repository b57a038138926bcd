"""A copy of a value speaks of its own fields."""

from __future__ import annotations

from tests.builders import VISIT, smallest_plan


def test_a_copy_works_out_anew_what_follows_from_its_fields():
    plan = smallest_plan()
    assert list(plan.by_id) == [VISIT]
    copied = plan.model_copy(update={"events": ()})
    assert copied.held == ()
    assert plan.by_id == {VISIT: plan.events[0]}
    assert copied == plan.model_copy(update={"events": ()})
