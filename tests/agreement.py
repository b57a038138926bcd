"""Numbered random programmes on which both engines, and brute force where there are few plans, must agree.

The same number is the same programme everywhere. Over as many of them as you like, each difference with its number:

    python -m tests.agreement --start 0 --count 1000 --plans 1000000
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from mentoring.domain.consistency import find_problems
from mentoring.domain.event import Agenda
from mentoring.domain.plan import Plan
from mentoring.domain.programme import Goals, GoalUse
from mentoring.domain.result import Result
from mentoring.domain.scenario import Scenario
from mentoring.domain.settled import keep_settled
from mentoring.engine.planner import plan
from mentoring.engine.reference import solve_reference
from mentoring.goals.score import order, score
from mentoring.rules import check_plan
from tests.binding import does_bind
from tests.brute import Best, TooManyPlans, is_within, solve_brute
from tests.forced import WAYS, Way, forced
from tests.strategies import random_plan, random_scenario

SECONDS = 60.0  # far more than any of them takes; a solver that hangs fails instead
MOST = 30  # conceivable pairs, possible events: beyond that one model over everything may take minutes
# Rules that seldom decide anything: every fifth programme is made for one of them.
SCARCE = (
    "same-person", "flight", "events-at-once", "events-per-month", "distance", "person-language", "person-gap",
    "budget", "all-within",
)  # fmt: skip
SLOW = 20.0  # seconds for one programme that are worth a word
EASY = 0.45  # share of programmes small enough to try all their plans


@dataclass(frozen=True)
class Programme:
    """A scenario, for every third one with an earlier plan, perhaps of another version of it."""

    number: int
    scenario: Scenario
    against: Plan | None


def programme(number: int) -> Programme:
    """The random programme of that number: at most 8 cities, some rules made to decide something."""
    rng = Random(1_000_003 * number)
    if number % 5 == 1:
        scenario = _made_for(SCARCE[number // 5 % len(SCARCE)], rng)
    else:
        scenario = _scenario(rng)
        # Left to chance most programmes cannot be held or are best left alone: every fourth may be so.
        while number % 4 and not is_lively(scenario):
            scenario = _scenario(rng)
    if number % 3:
        return Programme(number, scenario, None)
    earlier = earlier_plan(scenario, rng)
    return Programme(number, *what_if(with_changes(scenario, rng), earlier, rng))


def _scenario(rng: Random, bite_of: str | None = None) -> Scenario:
    while True:
        bites = rng.choice((0, 1, 1, 1, 2, 2, 3)) if bite_of is None else 0
        if rng.random() < EASY:
            scenario = random_scenario(rng, horizon=(6, 25), cities=(2, 5), bites=bites, bite_of=bite_of)
        else:
            scenario = random_scenario(rng, cities=(2, 8), bites=bites, bite_of=bite_of)
        if len(scenario.conceivable) <= MOST and len(Agenda(scenario, scenario.conceivable).events) <= MOST:
            return scenario


def _made_for(slug: str, rng: Random) -> Scenario:
    """A programme in which the rule decides something, if one is found soon."""
    for _ in range(40):
        scenario = _scenario(rng, slug)
        if does_bind(slug, scenario):
            break
    return scenario


def is_lively(scenario: Scenario) -> bool:
    """Whether some need can be served and pairings bring events about.

    That is a fact about the programme, whichever engine is asked: numbers stay the same when engines change.
    """
    if all(stage.gathers == "all" or stage.cities for stage in scenario.stages.values()):
        return False
    goals = Goals(pairing=(GoalUse(goal="needs"),), dates=())
    found = solve_reference(scenario.model_copy(update={"goals": goals}), seconds=SECONDS)
    unserved = sum(need.priority * need.mentors for city in scenario.cities.values() for need in city.needs.values())
    return found.plan is not None and found.goals[0].value < unserved


def earlier_plan(scenario: Scenario, rng: Random) -> Plan:
    """A plan of the same programme, some of it told to the cities and accepted by them."""
    found = random_plan(scenario, rng)
    told = rng.choice((("proposed",), ("proposed", "announced"), ("proposed", "announced", "confirmed", "cancelled")))
    events = (event.model_copy(update={"status": rng.choice(told)}) for event in found.events)
    pairs = (pair.model_copy(update={"status": rng.choice(("proposed", "accepted"))}) for pair in found.pairings)
    return found.model_copy(update={"events": tuple(events), "pairings": tuple(pairs)})


def with_changes(scenario: Scenario, rng: Random) -> Scenario:
    """The scenario with the goal `changes` somewhere in both lists, if it is not there already."""
    lists: dict[str, tuple[GoalUse, ...]] = {"pairing": scenario.goals.pairing, "dates": scenario.goals.dates}
    for part, uses in lists.items():
        if all(use.goal != "changes" for use in uses) and rng.random() < 0.8:
            place = rng.randint(0, len(uses))
            lists[part] = (*uses[:place], GoalUse(goal="changes"), *uses[place:])
    return scenario.model_copy(update={"goals": scenario.goals.model_copy(update=lists)})


def what_if(scenario: Scenario, earlier: Plan, rng: Random) -> tuple[Scenario, Plan]:
    """The scenario as it is, or with something else than when the earlier plan was made; what is settled is pinned."""
    told: dict[str, Any] = scenario.model_dump(by_alias=True, exclude_defaults=True) | {"format": 1}
    change = rng.choice((_nothing, _nothing, _lose_a_side, _lose_a_host, _close_a_week, _lose_a_person))
    change(told, rng)
    changed = Scenario.model_validate(told)
    if rng.random() < 0.5:
        changed = keep_settled(changed, earlier)
    return (changed if all(problem.warning for problem in find_problems(changed)) else scenario), earlier


def _nothing(told: dict[str, Any], rng: Random) -> None:
    """The same programme is planned again."""


def _lose_a_side(told: dict[str, Any], rng: Random) -> None:
    city = told["cities"][rng.choice(sorted(told["cities"]))]
    side = rng.choice(("offers", "needs"))
    if city.get(side):
        del city[side][rng.choice(sorted(city[side]))]


def _lose_a_host(told: dict[str, Any], rng: Random) -> None:
    told["cities"][rng.choice(sorted(told["cities"]))]["can_host"] = False


def _close_a_week(told: dict[str, Any], rng: Random) -> None:
    first = told["programme"]["first"]
    begin = first + timedelta(days=rng.randint(0, (told["programme"]["last"] - first).days))
    closed = (*told["programme"].get("closed", ()), {"first": begin, "last": begin + timedelta(days=6)})
    told["programme"]["closed"] = closed


def _lose_a_person(told: dict[str, Any], rng: Random) -> None:
    people = told.get("people", {})
    if people:
        people[rng.choice(sorted(people))]["left_on"] = told["programme"]["first"]


def compare(given: Programme, most_plans: int, *, exact: bool = True) -> tuple[list[str], bool]:
    """What planner, reference and brute force do not agree on, and whether there were few enough plans to try all.

    Where goals have a tolerance, values may differ by what it gives away: then bounds are compared. Unless `exact`, the
    planner may end without a proof, or with less than the best, but must claim nothing that is not true.
    """
    reference = solve_reference(given.scenario, against=given.against, seconds=SECONDS)
    planned = plan(given.scenario, against=given.against, seconds=SECONDS)
    found = [f"reference: {told}" for told in unsound(given, reference)]
    found += [f"planner: {told}" for told in unsound(given, planned) if exact or not told.startswith("status")]
    if not exact:
        return found + overclaims(given, planned, reference), False
    if reference.status != planned.status or best_of(reference) != best_of(planned):
        found.append(f"reference: {reference.status} {shown(reference)}; planner: {planned.status} {shown(planned)}")
    try:
        best = solve_brute(given.scenario, given.against, most_plans)
    except TooManyPlans:
        return found, False
    for name, result in (("reference", reference), ("planner", planned)):
        found += [f"{name}: {told}" for told in unlike(given, result, best)]
    return found, True


def shown(result: Result) -> str:
    """Goals with value and bound, for a message."""
    return str([(goal.goal, goal.value, goal.bound) for goal in result.goals])


def best_of(result: Result) -> list[int | None]:
    """The best value of each goal given those before it, as far as it is proven."""
    return [goal.bound if goal.is_proven else None for goal in result.goals]


def unsound(given: Programme, result: Result) -> list[str]:
    """What is wrong with a result by itself."""
    found = [f"status {result.status}"] if result.status not in ("optimal", "infeasible") else []
    if result.plan is None:
        return found
    found += [f"{broken.rule}: {broken.message}" for broken in check_plan(result.plan)]
    if [value for _, _, value in score(result.plan, given.against)] != [goal.value for goal in result.goals]:
        found.append("values are not those of the plan")
    for (use, _), goal in zip(order(given.scenario), result.goals, strict=True):
        if goal.bound is not None and goal.is_proven and not is_within(use, goal.bound, goal.value):
            found.append(f"{use.goal} {goal.value} gives away more than its tolerance of {goal.bound}")
    return found


def unlike(given: Programme, result: Result, best: Best) -> list[str]:
    """Where a result is not the best of all plans, or claims what is not true."""
    if best.plan is None or result.plan is None:
        return [] if best.status == result.status else [f"{result.status}, but brute force says {best.status}"]
    told = f"{shown(result)}, but the best is {best.values}"
    for (use, _), goal, least in zip(order(given.scenario), result.goals, best.values, strict=True):
        if not is_within(use, least, goal.value) or (
            goal.bound is not None and is_better(goal.direction, least, goal.bound)
        ):
            return [told]
        if goal.is_proven and goal.bound != least:
            return [told]
    return []


def overclaims(given: Programme, result: Result, truth: Result) -> list[str]:
    """What a result claims beyond the truth: bounds that a true plan breaks, proofs of what is not best."""
    if truth.status != "optimal" or result.plan is None:
        wrong = {"infeasible": "optimal", "optimal": "infeasible"}.get(result.status)
        return [f"{result.status}, but in truth {truth.status}"] if truth.status == wrong else []
    told = f"{result.status} {shown(result)}, but in truth {shown(truth)}"
    for (use, _), goal, least in zip(order(given.scenario), result.goals, best_of(truth), strict=True):
        if least is None or (goal.bound is not None and is_better(goal.direction, least, goal.bound)):
            return [told]
        if goal.is_proven and (goal.bound != least or not is_within(use, least, goal.value)):
            return [told]
        if goal.value != least or use.tolerance:
            return []  # the goals after it were reckoned from something else
    return []


def is_better(direction: str, value: int, bound: int) -> bool:
    """Whether the value lies beyond what the bound allows."""
    return value > bound if direction == "most" else value < bound


def look(
    numbers: Sequence[int],
    most_plans: int,
    tell: Callable[[str], None],
    *,
    slow: float = math.inf,
    exact: bool = True,
) -> Counter[str]:
    """Compare on all these programmes; tells differences and what took over `slow` seconds; counts what there was."""
    seen: Counter[str] = Counter()
    for number in numbers:
        given = programme(number)
        begun = time.perf_counter()
        try:
            found, tried = compare(given, most_plans, exact=exact)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other programmes are still looked at
            found, tried = [f"{type(error).__name__}: {error}"], False
        took = time.perf_counter() - begun
        seen["programmes"] += 1
        seen["with an earlier plan"] += given.against is not None
        seen["tried all plans"] += tried
        seen["different"] += bool(found)
        for told in found:
            tell(f"{number}: {told}")
        if took > slow:
            tell(f"{number}: took {took:.0f} s")
    return seen


def main() -> None:
    """Compare on the programmes asked for; exit code 1 when there is a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--plans", type=int, default=20_000, help="try all plans of programmes with at most so many")
    parser.add_argument("--force", choices=sorted(WAYS), metavar="WAY", help="a way of tests/forced.py")
    asked = parser.parse_args()
    numbers = range(asked.start, asked.start + asked.count)
    tell: Callable[[str], None] = lambda line: print(line, flush=True)  # noqa: E731, T201
    with forced(asked.force) if asked.force else nullcontext(Way({}, exact=True)) as way:
        seen = look(numbers, asked.plans, tell, slow=SLOW, exact=way.exact)
    print(", ".join(f"{count} {what}" for what, count in seen.items()))  # noqa: T201
    sys.exit(seen["different"] > 0)


if __name__ == "__main__":
    main()
