"""What became of one change to what a plan was made of: the plan it leads to, and how that differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from mentoring.analysis.difference import Difference, GoalChange, Verdict
from mentoring.domain.impasse import Impasse
from mentoring.domain.plan import PlanStatus
from mentoring.errors import Problem
from mentoring.goals import BY_SLUG
from mentoring.goals.load import Load


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one change: the best plan with it and what that has otherwise, or why there is none.

    `changes` are written as in a what-if file. With status `infeasible` no plan keeps every rule, or the change
    contradicts the scenario (`problems` say where); `impasse` may tell which facts clash. With `unknown` the time was
    too short.
    """

    said: str
    changes: Mapping[str, Any]
    status: PlanStatus
    difference: Difference | None = None
    problems: tuple[Problem, ...] = ()
    impasse: Impasse | None = None

    @property
    def is_proven(self) -> bool:
        """Whether every figure is exact: nothing is better in any goal, given the goals before it."""
        if self.status == "infeasible":
            return True
        return self.difference is not None and all(goal.is_proven for goal in self.difference.after.goals)

    @property
    def verdict(self) -> Verdict:
        """Better or worse in the first goal, in the scenario's order, that is not the same; `unlike` without a plan."""
        return judge(self.difference) if self.difference is not None else "unlike"

    @property
    def rank(self) -> tuple[int, ...]:
        """The smaller the better, goal by goal in the scenario's order; what has no plan comes last."""
        return (1,) if self.difference is None else (0, *weigh(self.difference))

    @property
    def hurt(self) -> tuple[tuple[str, str], ...]:
        """Needs (city, theme) that lack more mentors than before."""
        needs = self.difference.needs if self.difference is not None else ()
        return tuple((one.city, one.theme) for one in needs if one.after > one.before)


def judge(difference: Difference) -> Verdict:
    """Better, worse or the same: the first figure that differs decides."""
    first = next((figure for figure in weigh(difference) if figure), 0)
    return "same" if first == 0 else "worse" if first > 0 else "better"


def weigh(difference: Difference) -> tuple[int, ...]:
    """How much worse each goal becomes (below 0: better), in their order; only goals that both plans were asked for.

    A goal that is to be fair down to the last city counts as many figures as there are cities.
    """
    found: list[int] = []
    for one in difference.goals:
        if one.before is not None and one.after is not None:
            found.append(one.change * (1 if one.after.direction == "least" else -1))
            found += weigh_loads(difference, one)
    return tuple(found)


def weigh_loads(difference: Difference, one: GoalChange) -> list[int]:
    """For a goal with `leximin`: how much more the most loaded city bears, the next, and so on; nothing for others."""
    goals = difference.after.scenario.goals
    uses = goals.pairing if one.part == "pairing" else goals.dates
    goal = BY_SLUG.get(one.goal)
    if not isinstance(goal, Load) or not any(use.goal == one.goal and use.leximin for use in uses):
        return []
    before, after = goal.ranked(difference.before), goal.ranked(difference.after)
    return [new - old for new, old in zip_longest(after, before, fillvalue=0)]
