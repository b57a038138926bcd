"""Who is sent as before: what is declared and what is counted is one number."""

from __future__ import annotations

from random import Random

from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.goals.same_people import SamePeople
from mentoring.language.frame import Frame
from tests.builders import PAIRING, VISIT, city, plan_of, scenario
from tests.goals.test_declared import declared_value

USE = GoalUse(goal=SamePeople.slug)


CITIES = ("ghent", "liege", "namur", "mons")
PERSONS = ("anna", "berta", "carla")


def random_visits(rng: Random) -> Plan:
    """Oslo's visits to some of four cities, each told to some and with up to two persons."""
    of = scenario(
        cities={
            "oslo": city("NO", (59.9, 10.7), at_once=4, offers={"housing": {"mentees": 4}}),
            **{name: city("BE", (51.0, 4.0), needs={"housing": {}}) for name in CITIES},
        },
        people={who: {"roles": ["facilitator"]} for who in PERSONS},
        stages={"visit": {"gathers": "pairing", "host": "mentee", "people": {"facilitator": 1}}},
    )
    there = [name for name in CITIES if rng.random() < 0.8]
    held = {
        f"visit/oslo/{name}/housing": ("2024-01-08", name, sorted(rng.sample(PERSONS, rng.randint(0, 2))))
        for name in there
    }
    made = plan_of(of, [f"oslo > {name} in housing" for name in there], held)
    told = ("proposed", "announced", "confirmed", "done", "cancelled")
    events = [event.model_copy(update={"status": rng.choice(told)}) for event in made.events]
    return made.model_copy(update={"events": tuple(events)})


def test_what_is_declared_is_what_is_counted():
    seen = 0
    for number in range(200):
        rng = Random(number)
        before, now = random_visits(rng), random_visits(rng)
        frame = Frame(now.scenario, now.scenario.conceivable, against=before)
        counted = count(now, before)
        assert declared_value(SamePeople().declare(frame, "dates", USE), now, frame) == counted, number
        seen += 0 < counted < count(plan_of(now.scenario), before)
    assert seen > 50


def sent(*people: str) -> Plan:
    return plan_of(scenario(), [PAIRING], {VISIT: ("2024-01-08", "oslo", list(people))})


def count(now: Plan, before: Plan) -> int:
    return SamePeople().measure(now, "dates", before)


def test_an_event_counts_more_than_all_persons_and_fewer_missing_is_better():
    assert count(sent("anna", "berta"), sent("anna", "berta")) == 0
    assert count(sent("anna", "berta", "carla"), sent("anna", "berta")) == 0
    assert count(sent("anna"), sent("anna", "berta")) == 3 + 1
    assert count(sent("carla"), sent("anna", "berta")) == 3 + 2
    assert count(plan_of(scenario()), sent("anna", "berta")) == 3 + 2
    assert count(sent("anna"), sent()) == 0
    assert count(sent("anna"), sent("anna", "anna")) == 0
    frame = Frame(sent().scenario, [], against=sent("anna", "anna"))
    assert declared_value(SamePeople().declare(frame, "dates", USE), sent("anna"), frame) == 0
