"""A price list: what one more of each thing would change in every goal."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.analysis.addition import Addition
from mentoring.analysis.difference import Difference, compare
from mentoring.analysis.trial import Trial, judge
from mentoring.domain.plan import Plan


@dataclass(frozen=True, slots=True)
class Price:
    """One thing more, and what the best plan with it has otherwise than the best plan as things are."""

    addition: Addition
    trial: Trial

    @property
    def is_worth(self) -> bool:
        """Whether some goal is better and none that counts more is worse."""
        return self.trial.verdict == "better"


@dataclass(frozen=True, slots=True)
class PriceList:
    """Everything one could have one more of, the best first.

    `plan` is the plan asked about, `as_is` the best plan as things are, which every price is measured from. `left` were
    not planned to an answer, as the time was too short or somebody stopped it. `is_whole`: nothing was left out.
    """

    plan: Plan
    as_is: Plan
    prices: tuple[Price, ...]
    left: int = 0
    is_whole: bool = True

    @property
    def from_plan(self) -> Difference:
        """What the best plan as things are has otherwise than the plan asked about."""
        goals = tuple(goal for goal in self.plan.goals if goal.goal != "changes")
        return compare(self.plan.model_copy(update={"goals": goals}), self.as_is)

    @property
    def is_plan_best(self) -> bool:
        """Whether the plan asked about is as good in every goal."""
        return judge(self.from_plan) == "same"
