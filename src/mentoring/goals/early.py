"""Goal: early."""

from __future__ import annotations

from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.goals.base import Goal
from mentoring.language.declaration import Cost, DayCost, Measure
from mentoring.language.frame import Frame, Part


class Early(Goal):
    """Everything is done soon: the sum of the events' last days, in days since the programme's first, least.

    The programme's first day counts 0. What is left for delays at the end grows with it."""

    slug = "early"
    unit = "days"
    reads = ("programme.first",)

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        stages = frame.scenario.stages
        last_days = {
            days: tuple(range(days - 1, days - 1 + frame.horizon)) for days in {stage.days for stage in stages.values()}
        }
        return Cost(days=tuple(DayCost(event.id, last_days[stages[event.stage].days]) for event in frame.events))

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        return sum((event.last - plan.scenario.programme.first).days for event in plan.held)
