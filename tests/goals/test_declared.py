"""What a goal declares and what it measures is one number, on random plans of random programmes."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from mentoring.domain.dates import iso_week
from mentoring.domain.plan import Plan
from mentoring.domain.programme import DATE_GOALS, PAIRING_GOALS, GoalUse
from mentoring.goals import BY_SLUG
from mentoring.language.declaration import Cost, Finish, Measure, Peak
from mentoring.language.fact import event_of
from mentoring.language.frame import Frame, Part
from mentoring.rules.capacity import Capacity
from tests.rules.declared import is_true
from tests.strategies import random_plan, random_scenario

PROGRAMMES = 150
CASES: list[tuple[str, Part]] = [(slug, "pairing") for slug in PAIRING_GOALS] + [(slug, "dates") for slug in DATE_GOALS]


def declared_value(measure: Measure, plan: Plan, frame: Frame) -> int:
    """A declared value of a finished plan, read as the declaration's docstring says."""
    match measure:
        case Cost():
            value = measure.constant + sum(weight for fact, weight in measure.facts if is_true(fact, plan))
            for cost in measure.days:
                event = plan.by_id.get(cost.event)
                if event is not None and (cost.when is None or is_true(cost.when, plan)):
                    value += cost.costs[frame.day(event.first)]
            return value
        case Peak(loads, "all"):
            return max((sum(t.weight for t in terms if is_true(t.fact, plan)) for terms in loads.values()), default=0)
        case Peak(loads):
            weeks = Counter[tuple[str, str]]()
            for name, terms in loads.items():
                for term in terms:
                    if is_true(term.fact, plan):
                        weeks[name, iso_week(plan.by_id[event_of(term.fact)].first)] += term.weight
            return max(weeks.values(), default=0)
        case Finish(lengths):
            held = ((plan.by_id[name].first, days) for name, days in lengths if name in plan.by_id)
            return max((frame.day(first) + days - 1 for first, days in held), default=0)


@pytest.mark.parametrize(("slug", "part"), CASES, ids=lambda word: word)
def test_declared_and_measured_agree(slug: str, part: Part):
    goal, seen = BY_SLUG[slug], set[int]()
    for seed in range(PROGRAMMES):
        rng = Random(seed)
        scenario = random_scenario(rng)
        plan, before = random_plan(scenario, rng, tries=2), random_plan(scenario, rng, tries=2)
        if list(Capacity().check(plan)):
            continue  # more mentors than a need asks for: no declaration has to count those
        statuses = ("proposed", "announced", "confirmed", "done", "cancelled")
        told = (event.model_copy(update={"status": rng.choice(statuses)}) for event in before.events)
        against = rng.choice((None, before.model_copy(update={"events": tuple(told)})))
        frame = Frame(scenario, scenario.conceivable, against=against)
        measured = goal.measure(plan, part, against)
        assert declared_value(goal.declare(frame, part, GoalUse(goal=slug)), plan, frame) == measured, f"seed {seed}"
        seen.add(measured)
    assert len(seen) > 1
