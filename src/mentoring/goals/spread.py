"""Goal: spread."""

from __future__ import annotations

from collections import Counter

from mentoring.domain.dates import iso_week
from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.goals.base import Goal
from mentoring.language.declaration import Measure, Peak, Term
from mentoring.language.fact import Held
from mentoring.language.frame import Frame, Part


class Spread(Goal):
    """Events do not crowd: the most events that begin in one ISO week, least."""

    slug = "spread"
    unit = "events"

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        return Peak({"programme": tuple(Term(Held(event.id)) for event in frame.events)}, per="week")

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        return max(Counter(iso_week(event.first) for event in plan.held).values(), default=0)
