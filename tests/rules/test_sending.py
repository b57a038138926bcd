"""Whether anybody could be sent, whatever the day: against every team there is, by the rules' own checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from random import Random

from mentoring.analysis.reason import place
from mentoring.domain.event import Agenda
from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario
from mentoring.rules.flight import Flight
from mentoring.rules.host import Host
from mentoring.rules.people import People
from mentoring.rules.person_language import PersonLanguage
from mentoring.rules.sending import find_unsent
from tests.builders import plan_of
from tests.strategies import random_scenario


def is_sent(of: Scenario, pair: Pairing, stage: str) -> bool:
    """Whether some team fits the pairing's event of the stage at one of the places it may be in."""
    agenda = Agenda(of, {pair})
    (event,) = (one for one in agenda.of_pair[pair] if one.stage == stage)
    empty = plan_of(of, [], {})
    people = of.people_for(stage)
    rules = (People(), PersonLanguage(), Flight(), Host())
    for host in agenda.hosts(event) or (None,):
        for size in range(len(people) + 1):
            for team in combinations(people, size):
                held = place(empty, event, host, of.programme.first, team)
                plan = empty.model_copy(update={"events": (held,)})
                broken = [one for rule in rules for one in rule.check(plan)]
                if not [one for one in broken if not (one.rule == "flight" and one.subject[0] in of.cities)]:
                    return True
    return False


def cases() -> Iterator[tuple[Scenario, Pairing]]:
    for number in range(1200):
        of = random_scenario(Random(f"sent {number}"), bites=number % 4)
        if any(one.people and one.gathers == "pairing" for one in of.stages.values()):
            yield from ((of, pair) for pair in sorted(of.conceivable)[:3])


def test_nobody_can_be_sent_where_that_is_told_and_nowhere_else():
    seen: Counter[bool] = Counter()
    for of, pair in cases():
        stages = [
            name
            for name, one in of.stages.items()
            if one.people and one.gathers == "pairing" and one.host in ("mentor", "mentee", "participant")
            if (not one.themes or pair.theme in one.themes) and _has_host(of, pair, str(one.host))
        ]
        told = {event.split("/")[0] for _, (_, event, *_) in find_unsent(of, pair)}
        assert told == {stage for stage in stages if not is_sent(of, pair, stage)}
        seen.update(stage in told for stage in stages)
    assert seen[True] > 20
    assert seen[False] > 50


def _has_host(of: Scenario, pair: Pairing, host: str) -> bool:
    whose = {"mentor": pair[:1], "mentee": pair[1:2]}.get(host, pair[:2])
    return any(of.cities[city].can_host for city in whose)


def test_nobody_need_be_sent_to_what_is_called_off():
    of, pair, event = next((of, pair, found[0][1][1]) for of, pair in cases() if (found := find_unsent(of, pair)))
    off = of.model_copy(update={"resolution": of.resolution.model_copy(update={"cancelled": (event,)})})
    assert all(subject[1] != event for _, subject in find_unsent(off, pair))
