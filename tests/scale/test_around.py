"""Around the solver four times the cities are four times the work: counted in calls, not by a clock."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from benchmarks.made_up import make_programme
from mentoring import api
from mentoring.domain.consistency import find_problems
from mentoring.domain.event import Agenda
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.domain.settled import keep_settled
from mentoring.exports.ics import calendars
from mentoring.files.plan import parse_plan, plan_text
from mentoring.goals import GOALS
from mentoring.rules import check_plan
from mentoring.views.gantt import Marks
from mentoring.views.overview import overview
from tests.builders import plan_of

FEW, MANY = 64, 256
MOST = 1.6 * MANY / FEW  # times the work; a thing that compares all with all takes sixteen times


@cache
def scenario_of(cities: int) -> Scenario:
    return make_programme(cities, themes=4, form="every-rule")


def some_pairs(of: Scenario) -> list[Pairing]:
    """A mentor for nearly every need, by going round."""
    pairs = []
    for theme, mentees in of.needing.items():
        mentors = of.offering.get(theme, ())
        for number, mentee in enumerate(mentees):
            if mentors and mentors[number % len(mentors)] != mentee:
                pairs.append(Pairing(mentors[number % len(mentors)], mentee, theme))
    return pairs


@cache
def plan_for(cities: int) -> Plan:
    """A plan with everything on some day, whether any rule likes it or not."""
    of = scenario_of(cities)
    chance = random.Random(cities)
    agenda, people = Agenda(of, some_pairs(of)), sorted(of.people)
    events = {}
    for number, (name, event) in enumerate(agenda.events.items()):
        hosts = agenda.hosts(event)
        sent = (people[number % len(people)],) if of.stages[event.stage].people else ()
        first = of.programme.first + timedelta(days=chance.randrange(400))
        events[name] = (first, hosts[0] if hosts else None, sent)
    return plan_of(of, agenda.pairs, events)


def crowded(cities: int) -> Plan:
    """The same, with everything on one day and one person for everything."""
    plan = plan_for(cities)
    day, who = plan.scenario.programme.first + timedelta(days=30), min(plan.scenario.people)
    moved = [
        event.model_copy(update={"last": day + (event.last - event.first), "first": day, "people": (who,)})
        for event in plan.events
    ]
    return plan.model_copy(update={"events": tuple(moved)})


def done(cities: int) -> Plan:
    events = (event.model_copy(update={"status": "done"}) for event in plan_for(cities).events)
    return plan_for(cities).model_copy(update={"events": tuple(events)})


def look_around(plan: Plan) -> None:
    """Everything an agenda is asked while dates are looked for."""
    agenda = Agenda(plan.scenario, plan.paired)
    for event in agenda.events.values():
        agenda.hosts(event), agenda.root(event), agenda.trip(event)
        for stage in plan.scenario.stages[event.stage].after:
            agenda.related(event, stage)


def calls(work: Callable[[Any], object], what: Any) -> int:
    """How many calls of functions, Python's own too, the work takes."""
    count = 0

    def hear(_frame: object, kind: str, _argument: object) -> None:
        nonlocal count
        count += kind in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(hear)
    try:
        work(what)
    finally:
        sys.setprofile(before)
    return count


def measure(plan: Plan) -> None:
    for goal in GOALS:
        if goal.slug == "blocking":  # where places are free every two cities that could pair count: so many there are
            continue
        goal.measure(plan, "pairing", plan)
        goal.measure(plan, "dates", plan)


Work = tuple[Callable[[int], Any], Callable[[Any], object]]

WORK: dict[str, Work] = {  # what is made ready for so many cities, and the work that is counted
    "agenda": (plan_for, look_around),
    "check": (lambda cities: plan_for(cities).model_copy(), check_plan),
    "check of a crowd": (crowded, check_plan),
    "goals": (lambda cities: plan_for(cities).model_copy(), measure),
    "writing": (plan_for, plan_text),
    "reading": (lambda cities: plan_text(plan_for(cities)).encode(), lambda text: parse_plan(text, "plan.json")),
    "problems": (lambda cities: scenario_of(cities).model_copy(), lambda of: list(find_problems(of))),
    "settled": (done, lambda plan: list(find_problems(keep_settled(plan.scenario, plan)))),
    "calendars": (plan_for, calendars),
    "overview": (plan_for, lambda plan: overview(plan, 80, Marks())),
    "graph": (plan_for, api.graph),
    "graph of a scenario": (lambda cities: scenario_of(cities).model_copy(), api.graph),
}


@pytest.mark.parametrize("name", WORK)
def test_work_grows_with_the_number_of_cities(name: str):
    prepare, work = WORK[name]
    calls(work, prepare(FEW))  # what is loaded and remembered at first does not count
    few, many = calls(work, prepare(FEW)), calls(work, prepare(MANY))
    assert many <= MOST * few, f"{few} calls for {FEW} cities, {many} for {MANY}: {many / few:.1f} times"
