"""How good a changed plan is: every goal counted anew, with as much of what was proven before as still holds."""

from __future__ import annotations

from collections.abc import Sequence

from mentoring.domain.plan import GoalValue, Plan
from mentoring.goals import BY_SLUG
from mentoring.goals.score import score


def with_goals(plan: Plan, against: Plan, known: Sequence[GoalValue]) -> Plan:
    """The plan with its goals counted, `changes` against the earlier plan given.

    `known` are the goals of a plan of which more is proven, for the same scenario or one with more freedom: a bound
    holds for this plan too as long as all goals before it have the same values. Elsewhere nothing is known but what no
    plan of any kind can pass.
    """
    proven = {(goal.goal, goal.part): goal for goal in known}
    is_same, goals = True, []
    for use, part, value in score(plan, against):
        goal, before = BY_SLUG[use.goal], proven.get((use.goal, part))
        bound = goal.beyond(plan.scenario)
        if is_same and before is not None and before.bound is not None:
            bound = before.bound
        is_same = is_same and before is not None and before.value == value
        is_proven = bound == value or (is_same and before is not None and before.is_proven)
        goals.append(
            GoalValue(
                goal=goal.slug, part=part, value=value, bound=bound, gap=abs(value - bound) / max(1, abs(value)),
                unit=goal.unit, direction=goal.direction, tolerance=use.tolerance, proven=is_proven,
                note=before.note if is_same and before is not None else "",
            )
        )  # fmt: skip
    status = "optimal" if all(goal.is_proven for goal in goals) else "feasible"
    return plan.model_copy(update={"goals": tuple(goals), "status": status})
