"""Goal: hosting."""

from __future__ import annotations

from collections import Counter, defaultdict

from mentoring.domain.dates import Span
from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.goals.base import Goal
from mentoring.language.declaration import Measure, Peak, Term
from mentoring.language.fact import Hosts
from mentoring.language.frame import Frame, Part


class Hosting(Goal):
    """Hosting is shared fairly: the largest number of days that one city hosts, least.

    Places that take no part do not count. With `leximin: true` the next largest counts next, and so on."""

    slug = "hosting"
    unit = "days"
    reads = ("stages.*.host", "stages.*.days")

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        loads: dict[str, list[Term]] = defaultdict(list)
        for event in frame.events:
            for place in frame.agenda.hosts(event):
                if place in frame.scenario.cities:
                    loads[place].append(Term(Hosts(event.id, place), frame.scenario.stages[event.stage].days))
        return Peak({city: tuple(loads[city]) for city in sorted(loads)}, leximin=use.leximin)

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        return max(self.loads(plan).values(), default=0)

    def loads(self, plan: Plan) -> dict[str, int]:
        """Days of events that each city hosts; 0 for a city that hosts none."""
        days: Counter[str] = Counter(dict.fromkeys(plan.scenario.cities, 0))
        for event in plan.held:
            if event.host is not None and event.host in days:
                days[event.host] += Span(event.first, event.last).days
        return dict(days)
