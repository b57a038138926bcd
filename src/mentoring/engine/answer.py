"""From a decision to a result: the independent check, the goals with their bounds, the status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mentoring.domain.plan import GoalValue, Plan, PlanStatus
from mentoring.domain.result import Result
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision, plan_of
from mentoring.engine.model.ladder import Step
from mentoring.errors import ModelDisagreement
from mentoring.language.frame import Frame
from mentoring.rules import RULES


def checked_plan(frame: Frame, decision: Decision) -> Plan:
    """The decision as a plan that every rule's check accepts.

    Raises:
        ModelDisagreement: when one does not; the plan and what it breaks travel with the error.
    """
    plan = plan_of(frame, decision)
    violations = [violation for rule in RULES for violation in rule.check(plan)]
    if violations:
        told = "\n".join(f"  {violation.rule}: {violation.message}" for violation in violations[:10])
        raise ModelDisagreement(f"the engine made a plan that its own check rejects:\n{told}", plan)
    return plan


def goal_values(plan: Plan, steps: Sequence[Step], against: Plan | None) -> tuple[GoalValue, ...]:
    """Each goal as measured in the plan, with the bound proven for it.

    Raises:
        ModelDisagreement: when a plan is better than its bound allows: then the bound is wrong.
    """
    values: list[GoalValue] = []
    for step in steps:
        goal, sign = step.level.goal, step.level.sign
        value = goal.measure(plan, step.level.part, against)
        if step.bound is not None and sign * value < step.bound:
            told = f"{goal.slug} is {value}, but was proven to be no better than {sign * step.bound}"
            raise ModelDisagreement(f"a bound of the engine is wrong: {told}", plan)
        bound = None if step.bound is None else sign * step.bound
        if step.level.limit is not None and sign * value > step.level.limit:
            raise ModelDisagreement(f"{goal.slug} is {value}, beyond its limit of {step.level.use.limit}", plan)
        given = f"{abs(value - sign * step.cost)} given to later goals" if sign * value > step.cost else ""
        values.append(
            GoalValue(
                goal=goal.slug, part=step.level.part, value=value, bound=bound,
                gap=None if bound is None else abs(value - bound) / max(1, abs(value)),
                unit=goal.unit, direction=goal.direction, tolerance=step.level.use.tolerance, note=given,
                proven=step.is_proven or (step.is_exact and bound == value),
            )
        )  # fmt: skip
    return tuple(values)


def _bounded(step: Step, frame: Frame) -> Step:
    """The step with a bound in any case: what no plan can pass is known without a search."""
    beyond = step.level.sign * step.level.goal.beyond(frame.scenario)
    return replace(step, bound=beyond if step.bound is None else max(beyond, step.bound))


def finished(frame: Frame, decision: Decision, steps: Sequence[Step], clock: Clock) -> Result:
    """The result of a decision: checked, measured, and honest about what is proven."""
    plan = checked_plan(frame, decision)
    steps = [_bounded(step, frame) for step in steps]
    goals = goal_values(plan, steps, frame.against)
    status: PlanStatus = "optimal" if all(goal.is_proven for goal in goals) else "feasible"
    plan = plan.model_copy(update={"goals": goals, "status": status})
    return Result(
        frame.scenario, status, plan, goals,
        seconds=round(clock.elapsed, 3), progress=tuple(clock.told),
    )  # fmt: skip
