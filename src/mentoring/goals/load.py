"""What the two goals of a fair load have in common: days of each city, of which the largest counts."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter, defaultdict
from collections.abc import Iterable

from mentoring.domain.dates import Span
from mentoring.domain.event import Event
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.programme import GoalUse
from mentoring.goals.base import Goal
from mentoring.language.declaration import Measure, Peak, Term
from mentoring.language.fact import Fact
from mentoring.language.frame import Frame, Part


class Load(Goal):
    """The largest number of days of one city, least; with `leximin` then the next largest, and so on."""

    unit = "days"
    reads = ("stages.*.host", "stages.*.days")

    @abstractmethod
    def borne(self, frame: Frame, event: Event) -> Iterable[tuple[str, Fact]]:
        """The cities that an event may burden, each with the fact that it does."""

    @abstractmethod
    def bearing(self, event: PlannedEvent) -> Iterable[str]:
        """Those that an event of a finished plan burdens; others than cities do not count."""

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        loads: dict[str, list[Term]] = defaultdict(list)
        for event in frame.events:
            for city, fact in self.borne(frame, event):
                loads[city].append(Term(fact, frame.scenario.stages[event.stage].days))
        return Peak({city: tuple(loads[city]) for city in sorted(loads)}, leximin=use.leximin)

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        return max(self.loads(plan).values(), default=0)

    def loads(self, plan: Plan) -> dict[str, int]:
        """Days that each city bears; 0 for a city that bears none."""
        days: Counter[str] = Counter(dict.fromkeys(plan.scenario.cities, 0))
        for event in plan.held:
            for city in self.bearing(event):
                if city in days:
                    days[city] += Span(event.first, event.last).days
        return dict(days)

    def ranked(self, plan: Plan) -> list[int]:
        """The same days, the largest first: what `leximin` compares, one after the other."""
        return sorted(self.loads(plan).values(), reverse=True)
