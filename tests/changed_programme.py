"""Random programmes that were planned and changed since, so small that every plan of them can be tried."""

from __future__ import annotations

from random import Random

from mentoring.domain.gentle import with_changes
from mentoring.domain.plan import Plan
from mentoring.domain.programme import Goals, GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.domain.settled import without_settled
from mentoring.engine.planner import plan
from mentoring.goals import BY_SLUG
from mentoring.goals.score import order, score
from mentoring.rules import check_plan
from tests.agreement import programme, what_if
from tests.brute import Search

LIVELY = (0, 5, 20, 21, 25, 27, 65, 84, 112, 116, 119, 127, 167, 179, 212, 220, 253)
"""Numbers of programmes with few plans, in which it matters how many events may change."""


def try_all(scenario: Scenario, against: Plan | None, most: int) -> list[Plan]:
    """All plans that keep every rule.

    Raises:
        TooManyPlans: when there are more than `most` to try.
    """
    search = Search(scenario, against)
    search.count(most)
    return [one for layout in search.lay_out() for one in search.date(layout) if not check_plan(one)]


def best_values(scenario: Scenario, plans: list[Plan], against: Plan | None) -> tuple[int, ...] | None:
    """The values of the best of these plans, goals in the scenario's order, none of which has a tolerance."""
    signs = [1 if BY_SLUG[use.goal].direction == "least" else -1 for use, _ in order(scenario)]
    vectors = [tuple(value for _, _, value in score(one, against)) for one in plans]
    return min(vectors, key=lambda told: [sign * value for sign, value in zip(signs, told, strict=True)], default=None)


def changed_programme(number: int) -> tuple[Scenario, Plan] | None:
    """A random programme that was planned, partly told to its cities, and changed since; goals ask for `changes`.

    None: this number gives no plan to begin with.
    """
    rng = Random(7_000_003 * number)
    before = programme(3 * number + 2).scenario  # a number that has no earlier plan
    made = plan(before, seconds=60).plan
    if made is None or not made.events:
        return None
    told = rng.choice((("proposed",), ("proposed", "announced"), ("proposed", "announced", "confirmed")))
    events = tuple(event.model_copy(update={"status": rng.choice(told)}) for event in made.events)
    after, earlier = what_if(before, made.model_copy(update={"events": events}), rng)
    bare = without_settled(after)  # whether what is settled stays is the question
    goals, _ = with_changes(bare.goals)
    return bare.model_copy(update={"goals": _plain(goals)}), earlier


def _plain(goals: Goals) -> Goals:
    """No goal gives anything away or is fair to the last: the best plan is the first in the order of values."""
    lists = {"pairing": goals.pairing, "dates": goals.dates}
    plain = {part: tuple(GoalUse(goal=use.goal) for use in uses) for part, uses in lists.items()}
    return goals.model_copy(update=plain)
