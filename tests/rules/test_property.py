"""The shared property of all rules and goals, searched by Hypothesis: model and check agree on every plan.

Random plans are nearly always rejected, so most of these begin with one that keeps all rules, or nearly, and change
one date, host or person in it.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.domain.dates import end_of
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.goals import BY_SLUG
from mentoring.goals.score import order
from mentoring.language.frame import Frame
from mentoring.rules import RULES, check_plan
from mentoring.rules.capacity import Capacity
from mentoring.rules.whole import Whole
from tests.goals.test_declared import declared_value
from tests.rules.declared import broken, frame_of
from tests.rules.model import model_accepts
from tests.strategies import random_plan, random_scenario

CHANCE = st.randoms(use_true_random=False)


def changed(plan: Plan, rng: Random) -> Plan:
    """The plan with one event on another day, at another host or with other people; or as it is."""
    if not plan.events or rng.random() < 0.3:
        return plan
    event = rng.choice(plan.events)
    known = plan.agenda.events[event.id]
    stage = plan.scenario.stages[event.stage]
    hosts, people = plan.agenda.hosts(known), plan.scenario.people_for(event.stage)
    what = rng.choice(["day", "host", "people"])
    if what == "host" and plan.agenda.base(known) is None and len(hosts) > 1:
        update: dict[str, object] = {"host": rng.choice(hosts)}
    elif what == "people" and people:
        update = {"people": tuple(sorted(rng.sample(people, rng.randint(0, len(people)))))}
    else:
        # Inside the programme: days outside it are the window's alone, no other rule has to speak of them.
        first = event.first + timedelta(days=rng.choice([-7, -3, -1, 1, 2, 7]))
        first = min(max(first, plan.scenario.programme.first), plan.scenario.programme.last)
        update = {"first": first, "last": end_of(first, stage.days)}
    events = tuple(one.model_copy(update=update) if one.id == event.id else one for one in plan.events)
    return plan.model_copy(update={"events": events})


def drawn(rng: Random) -> tuple[Scenario, Plan]:
    scenario = random_scenario(rng)
    return scenario, changed(random_plan(scenario, rng, tries=3), rng)


def says_all(plan: Plan) -> bool:
    """Whether facts can say the plan: every event has a host that it could have, its own or the one it shares."""
    root = plan.agenda.root
    shared = ((one.host, plan.by_id[root(plan.agenda.events[one.id]).id].host) for one in plan.events)
    return not list(Whole().check(plan)) and all(host == of_root for host, of_root in shared)


@settings(max_examples=300)
@given(CHANCE)
def test_each_rule_declares_what_it_checks(rng: Random):
    _, plan = drawn(rng)
    if not says_all(plan):
        return
    frame = frame_of(plan)
    for rule in RULES:
        assert bool(broken(rule, plan, frame)) == bool(list(rule.check(plan))), rule.slug


@settings(max_examples=300)
@given(CHANCE)
def test_the_reference_model_accepts_what_the_checks_accept(rng: Random):
    _, plan = drawn(rng)
    if says_all(plan):
        assert model_accepts(RULES, plan) == (not check_plan(plan))


@settings(max_examples=300)
@given(CHANCE)
def test_each_goal_declares_what_it_measures(rng: Random):
    scenario, plan = drawn(rng)
    if list(Capacity().check(plan)):
        return  # more mentors than a need asks for: no declaration has to count those
    frame = Frame(scenario, scenario.conceivable)
    for use, part in order(scenario):
        goal = BY_SLUG[use.goal]
        declared = declared_value(goal.declare(frame, part, use), plan, frame)
        assert declared == goal.measure(plan, part, None), (use.goal, part)
