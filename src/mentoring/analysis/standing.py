"""How good a changed plan is: every goal counted anew, with as much of what was proven before as still holds."""

from __future__ import annotations

from collections.abc import Sequence

from mentoring.domain.plan import CHANGED_BY_HAND, GoalValue, Plan
from mentoring.domain.programme import GoalUse
from mentoring.goals import BY_SLUG
from mentoring.goals.load import Load
from mentoring.goals.score import score


def is_as_fair(use: GoalUse, one: Plan, other: Plan | None) -> bool:
    """Whether a goal with `leximin` is the same in both plans down to the last city; true for goals without."""
    goal = BY_SLUG[use.goal]
    if not use.leximin or not isinstance(goal, Load):
        return True
    return other is not None and goal.ranked(one) == goal.ranked(other)


def with_goals(
    plan: Plan, against: Plan | None, known: Sequence[GoalValue], best: Plan | None, *, with_idle: bool = True
) -> Plan:
    """The plan with its goals counted, `changes` against the earlier plan given.

    `known` are the goals of a plan (`best`) of which more is proven, for the same scenario or one with more freedom: a
    bound holds for this plan too as long as all goals before it have the same values, with `leximin` the same loads of
    all cities. Elsewhere nothing is known but what no plan of any kind can pass: such a bound is told if the plan
    reaches it, and else only `with_idle`.
    """
    proven = {(goal.goal, goal.part): goal for goal in known}
    is_same, goals = True, []
    for use, part, value in score(plan, against):
        goal, before = BY_SLUG[use.goal], proven.get((use.goal, part))
        beyond = goal.beyond(plan.scenario)
        bound: int | None = beyond
        if is_same and before is not None and before.bound is not None:
            bound = before.bound
        elif not with_idle and value != beyond:
            bound = None
        is_same = is_same and before is not None and before.value == value and is_as_fair(use, plan, best)
        is_reached = bound == value and (value == beyond or not use.leximin)
        is_proven = is_reached or (is_same and before is not None and before.is_proven)
        goals.append(
            GoalValue(
                goal=goal.slug, part=part, value=value, bound=bound,
                gap=None if bound is None else abs(value - bound) / max(1, abs(value)),
                unit=goal.unit, direction=goal.direction, tolerance=use.tolerance, proven=is_proven,
                note=before.note if is_same and before is not None else "",
            )
        )  # fmt: skip
    status = "optimal" if all(goal.is_proven for goal in goals) else "feasible"
    return plan.model_copy(update={"goals": tuple(goals), "status": status})


def with_goals_by_hand(plan: Plan, before: Plan, known: Sequence[GoalValue]) -> Plan:
    """The plan that a decision by hand made of the one before, with its goals counted as `with_goals` does.

    What no plan of any kind can pass (no journey is shorter than 0 km) says nothing of how good this one is: such a
    bound is not told of a goal that the decision changed, or of which it let go what was proven.
    """
    was = {(goal.goal, goal.part): goal for goal in before.goals}
    made = with_goals(plan, before, known, before)
    goals = tuple(_by_hand(goal, was.get((goal.goal, goal.part)), plan) for goal in made.goals)
    return made.model_copy(update={"goals": goals})


def _by_hand(now: GoalValue, before: GoalValue | None, plan: Plan) -> GoalValue:
    was_open = before is not None and not before.is_proven and before.note != CHANGED_BY_HAND
    if now.is_proven or (was_open and before is not None and (now.value, now.bound) == (before.value, before.bound)):
        return now
    is_idle = now.bound == BY_SLUG[now.goal].beyond(plan.scenario)
    lost = {"bound": None, "gap": None} if is_idle else {}
    return now.model_copy(update={"note": CHANGED_BY_HAND, "proven": False, **lost})
