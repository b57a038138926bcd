"""What each further change buys: proven is said only where every row is."""

from __future__ import annotations

import pytest

from mentoring.domain.plan import GoalValue
from mentoring.views.gentleness import Row, curve_blocks, say_gentleness
from tests.builders import plan_of, scenario

NONE = Row(0, None, (), "infeasible", "no plan in which at most 0 events change keeps all rules")
LATE = Row(1, None, (), "unknown", "no plan in which at most 1 event changes was found in the time given")
GOAL = GoalValue(
    goal="early", part="dates", value=3, bound=3, gap=0.0, unit="days", direction="least", tolerance=0, proven=True
)
MADE = Row(2, 1, (GOAL,), "optimal")


def test_proven_is_said_only_where_every_row_is():
    assert "Proven: within each bound" in str(curve_blocks([NONE, MADE]))
    open_rows = str(curve_blocks([NONE, LATE, MADE]))
    assert "no plan found in time" in open_rows
    assert "Not everything here is proven" in open_rows
    assert "Not everything here is proven" in str(curve_blocks([LATE]))
    assert "proven" not in str(curve_blocks([NONE])).lower()


@pytest.mark.parametrize("sent", [{}, {"facilitator": 1}])
def test_that_people_are_no_part_of_the_proof_is_said_where_people_are_sent(sent: dict[str, int]):
    changes = GOAL.model_copy(update={"goal": "changes"})
    stages = {"visit": {"gathers": "pairing", "host": "mentee", "people": sent}}
    of = scenario(stages=stages, people={"eva": {"roles": ["facilitator"]}})
    told = say_gentleness(plan_of(of, goals=(changes,)))
    assert "Proven to change least" in told
    assert told.endswith("who is sent is not counted, and no part of the proof.") == bool(sent)


@pytest.mark.parametrize(
    ("bound", "ends"),
    [
        (0, "Whether less would do is not known."),
        (None, "Whether less would do is not known."),
        (2, "is not known: for days the weight is 3 here, and cannot be below 2."),
    ],
)
def test_what_need_not_change_is_told_by_what_is_known(bound: int | None, ends: str):
    loose = GOAL.model_copy(update={"goal": "changes", "bound": bound, "proven": False})
    made = plan_of(scenario(), goals=(loose,))
    assert say_gentleness(made).endswith(ends)
    assert "roven" not in say_gentleness(made)
    assert say_gentleness(made, is_bounded=True).endswith("a confirmed event 100.")
