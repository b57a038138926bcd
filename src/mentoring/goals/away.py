"""Goal: away."""

from __future__ import annotations

from collections import Counter, defaultdict

from mentoring.domain.dates import Span
from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.goals.base import Goal
from mentoring.language.declaration import Measure, Peak, Term
from mentoring.language.fact import Goes
from mentoring.language.frame import Frame, Part


class Away(Goal):
    """Nobody is away much more than the others: the largest number of days that one city attends elsewhere, least.

    Online events do not count, nor do travel days. With `leximin: true` the next largest counts next, and so on."""

    slug = "away"
    unit = "days"
    reads = ("stages.*.host", "stages.*.days")

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        loads: dict[str, list[Term]] = defaultdict(list)
        for event in frame.events:
            days = frame.scenario.stages[event.stage].days
            for place in frame.agenda.hosts(event):
                for city in event.members:
                    if city != place:
                        loads[city].append(Term(Goes(event.id, city, place), days))
        return Peak({city: tuple(loads[city]) for city in sorted(loads)}, leximin=use.leximin)

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        return max(self.loads(plan).values(), default=0)

    def loads(self, plan: Plan) -> dict[str, int]:
        """Days of events that each city attends elsewhere; 0 for a city that attends none."""
        days: Counter[str] = Counter(dict.fromkeys(plan.scenario.cities, 0))
        for event in plan.held:
            if event.host is not None:
                for city in event.participants:
                    if city != event.host:
                        days[city] += Span(event.first, event.last).days
        return dict(days)
