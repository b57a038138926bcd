"""The answer to one planning question: a plan or none, and what is proven about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from mentoring.domain.appearance import drawn
from mentoring.domain.plan import GoalValue, Plan, PlanStatus
from mentoring.domain.scenario import Scenario
from mentoring.errors import NoPlanError

SETTLED = "settled"
"""Note of the last step about a goal: its value is what the plan will have."""

PLAN = "plan"
"""Note of the step at which a whole plan that keeps every rule was there for the first time."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of the search: seconds since the start, the goal in work, best value so far and bound."""

    seconds: float
    goal: str
    best: int | None
    bound: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """Status `optimal`, `feasible`, `infeasible` or `unknown`; `plan` is None for the last two.

    `causes` are facts of which each rules out every plan by itself, where such are known. `most_changes`: only plans in
    which at most so many events change were looked for.
    """

    scenario: Scenario
    status: PlanStatus
    plan: Plan | None = None
    goals: tuple[GoalValue, ...] = ()
    message: str = ""
    seconds: float = 0.0
    progress: tuple[Progress, ...] = field(default=())
    causes: tuple[str, ...] = ()
    most_changes: int | None = None

    def _repr_html_(self) -> str | None:
        """The answer in a notebook."""
        return drawn(self)

    def require_plan(self) -> Plan:
        """The plan.

        Raises:
            NoPlanError: when there is none; its exit code tells impossible (3) from not found in time (4).
        """
        if self.plan is None:
            raise NoPlanError(self.status, self.message or f"no plan: {self.status}")
        return self.plan
