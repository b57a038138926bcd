"""Goal: wishes."""

from __future__ import annotations

from functools import cache

from mentoring.domain.dates import each_day
from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.goals.base import Goal
from mentoring.language.declaration import Cost, DayCost, Measure
from mentoring.language.fact import TakesPart
from mentoring.language.frame import Frame, Part


class Wishes(Goal):
    """Cities meet when they wish: events outside a city's `wishes`, plus its days on `if_needed`, least.

    An event counts 1 for each city that has wishes and takes part, unless it lies wholly inside one of them.
    Each of its days that is on a participating city's `if_needed` counts 1 more."""

    slug = "wishes"
    unit = "wishes"
    reads = ("cities.*.wishes", "cities.*.if_needed")

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        @cache
        def costs(city: str, days: int) -> tuple[int, ...]:
            wishes, if_needed = frame.scenario.cities[city].wishes, frame.scenario.cities[city].if_needed
            found = [1 if wishes else 0] * frame.horizon
            for wish in wishes:
                for start in range(max(0, frame.day(wish.first)), min(frame.horizon, frame.day(wish.last) - days + 2)):
                    found[start] = 0
            rather_not = set[int]()
            for span in if_needed:
                rather_not.update(range(max(0, frame.day(span.first)), frame.day(span.last) + 1))
            for day in rather_not:
                for start in range(max(0, day - days + 1), min(frame.horizon, day + 1)):
                    found[start] += 1
            return tuple(found)

        return Cost(
            days=tuple(
                DayCost(event.id, costs(city, days), None if joining is None else TakesPart(event.id, city))
                for event in frame.events
                for days in [frame.scenario.stages[event.stage].days]
                for city, joining in event.joining.items()
                if any(costs(city, days))
            )
        )

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        missed = 0
        for event in plan.held:
            for name in event.participants:
                city = plan.scenario.cities[name]
                if city.wishes and not any(
                    wish.first <= event.first and event.last <= wish.last for wish in city.wishes
                ):
                    missed += 1
                for day in each_day(event.first, event.last):
                    missed += any(period.first <= day <= period.last for period in city.if_needed)
        return missed
