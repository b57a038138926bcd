"""Goal: sameness. Not for scenario files: only alternatives to a plan are asked for it."""

from __future__ import annotations

from mentoring.domain.dates import iso_week
from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.domain.scenario import Outline
from mentoring.goals.base import Goal
from mentoring.language.declaration import Cost, DayCost, Measure, Peak, Term
from mentoring.language.fact import Paired
from mentoring.language.frame import Frame, Part


class Sameness(Goal):
    """An alternative is as different as can be from the plans that are there already.

    Who and where: the most pairings in common with one of them, least. When: events in a week in which one of them
    has the event, counted for each of them, least."""

    slug = "sameness"
    unit = "in common"

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        unlike = frame.scenario.resolution.unlike
        if part == "pairing":
            named = {str(pair): pair for pair in frame.pairs}
            return Peak(
                {
                    f"{number}": tuple(Term(Paired(named[one])) for one in outline.pairings if one in named)
                    for number, outline in enumerate(unlike)
                }
            )
        weeks = [iso_week(frame.date(day)) for day in range(frame.horizon)]
        return Cost(
            days=tuple(
                DayCost(event.id, tuple(sum(one.weeks.get(event.id) == week for one in unlike) for week in weeks))
                for event in frame.events
            )
        )

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        unlike = plan.scenario.resolution.unlike
        if part == "pairing":
            made = {str(pair) for pair in plan.paired}
            return max((len(made & set(outline.pairings)) for outline in unlike), default=0)
        return sum(outline.weeks.get(event.id) == iso_week(event.first) for outline in unlike for event in plan.held)


def outline_of(plan: Plan) -> Outline:
    """What an alternative to the plan should have otherwise: its pairings, and the week of each event."""
    return Outline(
        pairings=tuple(sorted(str(pair) for pair in plan.paired)),
        weeks={event.id: iso_week(event.first) for event in plan.held},
    )
