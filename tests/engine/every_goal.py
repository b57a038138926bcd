"""Programmes with something at stake in every goal, each goal in turn the last one: what is found and proven.

`python -m tests.engine.every_goal 14 30 60 dates` prints value, bound and what is known without a search.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from random import Random

from benchmarks.made_up import make_programme
from mentoring.domain.plan import GoalValue, Plan
from mentoring.domain.programme import DATE_GOALS, PAIRING_GOALS, GoalUse
from mentoring.domain.result import Result
from mentoring.domain.scenario import Scenario
from mentoring.engine.planner import plan
from mentoring.goals import BY_SLUG

WORK = 0.5  # solver units for a single solve
SECONDS = 120.0  # a guard for one planning: what ends a search is its work
PLACES = [
    *(("pairing", goal, False) for goal in PAIRING_GOALS),
    *(("pairing", goal, True) for goal in ("hosting", "away")),
    *(("dates", goal, False) for goal in DATE_GOALS),
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One goal first in one of the lists, and what became of it."""

    scenario: Scenario
    against: Plan | None
    result: Result

    @property
    def goal(self) -> GoalValue:
        """The goal in question: the last one."""
        return self.result.goals[-1]

    @property
    def beyond(self) -> int:
        """What no plan can pass, known without a search."""
        return BY_SLUG[self.goal.goal].beyond(self.scenario)

    @property
    def is_trivial(self) -> bool:
        """Whether the bound says no more than that, though the value is another."""
        return self.goal.bound is None or (self.goal.bound == self.beyond != self.goal.value)


@cache
def base(cities: int) -> Scenario:
    """A made-up programme whose cities have wishes and preferences too."""
    told = make_programme(cities).model_dump(by_alias=True, exclude_defaults=True) | {"format": 1}
    rng = Random(cities)
    first = told["programme"]["first"]
    names = sorted(told["cities"])
    for name, city in told["cities"].items():
        begin = first + timedelta(days=rng.randint(0, 300))
        city["wishes"] = [{"first": begin, "last": begin + timedelta(days=120)}]
        city["if_needed"] = [{"first": begin + timedelta(days=40), "last": begin + timedelta(days=80)}]
        for side in (*city.get("offers", {}).values(), *city.get("needs", {}).values()):
            side["prefers"] = rng.sample([other for other in names if other != name], 3)
    bands = [{"from_km": 100, "eur": 211}, {"from_km": 500, "eur": 309}, {"from_km": 2000, "eur": 395}]
    told["resolution"] = told.get("resolution", {}) | {
        "rates": {"name": "own", "source": "made up", "bands": bands, "to_km": 7999},
        "co2": {"name": "example", "source": "made up", "rail_g": 19, "flight_g": 160},
    }
    return Scenario.model_validate(told)


def with_goal(scenario: Scenario, part: str, goal: str, leximin: bool) -> Scenario:
    """The scenario with that goal last: behind `needs`, or, among dates, behind `needs`, `fit` and `travel_km`."""
    use = GoalUse(goal=goal, leximin=leximin)
    before = ("needs",) if part == "pairing" else ("needs", "fit", "travel_km")
    pairing = tuple(GoalUse(goal=name) for name in before if name != goal or part == "dates")
    pairing = pairing if part == "dates" else (*pairing, use)
    goals = scenario.goals.model_copy(update={"pairing": pairing, "dates": (use,) if part == "dates" else ()})
    return scenario.model_copy(update={"goals": goals})


@cache
def earlier(cities: int) -> Plan:
    """The plan that `changes` is counted against."""
    return plan(with_goal(base(cities), "pairing", "needs", False), seconds=SECONDS).require_plan()


def disturbed(cities: int) -> Scenario:
    """The programme once the days of the earlier plan's first events are closed, and a mentor in it cannot host."""
    before = earlier(cities)
    first = sorted(event.first for event in before.events)[: max(3, cities // 5)]
    told = base(cities).model_dump(by_alias=True, exclude_defaults=True) | {"format": 1}
    told["programme"]["closed"] = [
        *told["programme"].get("closed", ()),
        *({"first": day, "last": day} for day in first),
    ]
    told["cities"][before.pairings[0].key.mentor]["can_host"] = False
    return Scenario.model_validate(told)


@cache
def case(cities: int, part: str, goal: str, leximin: bool) -> Case:
    """Plan the programme with that goal."""
    against = earlier(cities) if goal == "changes" else None
    scenario = with_goal(base(cities) if against is None else disturbed(cities), part, goal, leximin)
    return Case(scenario, against, plan(scenario, against=against, seconds=SECONDS, work=WORK))


def main() -> None:
    """Print a line for each goal and size."""
    parts = [argument for argument in sys.argv[1:] if not argument.isdigit()] or ["pairing", "dates"]
    for cities in (int(argument) for argument in sys.argv[1:] if argument.isdigit()):
        for part, goal, leximin in (place for place in PLACES if place[0] in parts):
            begun = time.perf_counter()
            found = case(cities, part, goal, leximin)
            took = time.perf_counter() - begun
            name = f"{part} {goal}{' leximin' if leximin else ''}"
            if not found.result.goals:
                print(f"{cities:3} {name:24} {found.result.status}  {took:.1f} s", flush=True)  # noqa: T201
                continue
            goals = ", ".join(f"{one.goal} {one.value} [{one.bound}]" for one in found.result.goals)
            note = "TRIVIAL" if found.is_trivial else ""
            print(f"{cities:3} {name:24} {goals}  beyond {found.beyond}  {took:.1f} s {note}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
