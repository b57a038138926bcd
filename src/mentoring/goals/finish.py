"""Goal: finish."""

from __future__ import annotations

from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.goals.base import Goal
from mentoring.language.declaration import Finish as LastDay
from mentoring.language.declaration import Measure
from mentoring.language.frame import Frame, Part


class Finish(Goal):
    """The programme ends soon: the last day of all events, in days since the programme's first, least.

    The programme's first day counts 0, and so does a plan without events."""

    slug = "finish"
    unit = "days"
    reads = ("programme.first",)

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        return LastDay(tuple((event.id, frame.scenario.stages[event.stage].days) for event in frame.events))

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        return max(((event.last - plan.scenario.programme.first).days for event in plan.held), default=0)
