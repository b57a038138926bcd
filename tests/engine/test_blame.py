"""Facts that leave a pairing no day: together they take every day, and each of them takes one that no other does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from mentoring.analysis.reason import place
from mentoring.api import candidates, load
from mentoring.domain.dates import each_day
from mentoring.domain.event import Agenda
from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.candidates import find_candidates
from mentoring.files.variant import vary
from mentoring.language.declaration import Subject
from mentoring.rules import RULES
from tests.builders import plan_of
from tests.strategies import random_scenario

IMPLEMENTORING = Path(__file__).parents[2] / "scenarios" / "implementoring-2013.yaml"
ABOUT_DAYS = {"closed", "holiday", "lead-time", "left", "unavailable", "weekday", "window"}


def taken(of: Scenario, pair: Pairing, event: str) -> Iterator[set[tuple[str, Subject]]]:
    """For each first day what the rules' own checks say against an event that is alone in the programme."""
    own = Agenda(of, {pair}).events[event]
    (host,) = Agenda(of, {pair}).hosts(own) or (None,)
    empty = plan_of(of, [], {})
    for first in each_day(*of.span):
        alone = empty.model_copy(update={"events": (place(empty, own, host, first),)})
        yield {(rule.slug, one.subject) for rule in RULES if rule.applies(of) for one in rule.check(alone)}


def blamed(of: Scenario) -> Iterator[tuple[Pairing, str, set[tuple[str, Subject]]]]:
    """Each pairing that falls out, with an event of its own that has no day by itself and the facts blamed for it."""
    for pair, reasons in find_candidates(of, in_pieces=True).fallen.items():
        by_event: dict[str, set[tuple[str, Subject]]] = defaultdict(set)
        for slug, subject in reasons:
            if slug in ABOUT_DAYS:
                by_event[subject[1]].add((slug, subject))
        for event, facts in by_event.items():
            if event.count("/") == 3 and of.stages[event.split("/")[0]].host in ("mentor", "mentee", "none"):
                yield pair, event, facts


def test_facts_blamed_take_every_day_and_each_of_them_one_by_itself():
    looked = several = 0
    for number in range(240):
        of = random_scenario(Random(f"blame {number}"), bites=3)
        for pair, event, facts in blamed(of):
            days = [facts & found for found in taken(of, pair, event)]
            assert all(days), (number, event, facts)
            alone = [found for found in days if len(found) == 1]
            assert all({fact} in alone for fact in facts), (number, event, facts)
            looked, several = looked + 1, several + (len(facts) > 2)
    assert looked > 40
    assert several > 5


CLOSED: dict[str, Any] = {
    "based_on": IMPLEMENTORING.as_posix(),
    "cities": {
        "milan": {"unavailable+": [
            {"first": "2013-04-01", "last": "2013-09-08", "why": "works"},
            {"first": "2013-09-12", "last": "2013-11-12", "why": "fair"},
        ]},
        "athens": {"unavailable+": [{"first": "2013-11-13", "last": "2013-11-30", "why": "training"}]},
    },
}  # fmt: skip


def reasons_of(of: Scenario) -> dict[str, list[str]]:
    return {one.pairing.mentor: [said for _, said in one.reasons] for one in candidates(of, "milan", "political")}


@pytest.mark.parametrize("city", ["milan", "athens"])
def test_idle_days_are_not_told_and_without_any_told_the_pairing_could_be(city: str, tmp_path: Path):
    file = tmp_path / "closed.yaml"
    file.write_text(yaml.safe_dump(CLOSED), encoding="utf-8")
    of = load(file).require()
    assert reasons_of(of)["athens"] == [
        "Athens is unavailable 13-30 November 2013 (training)",
        "Milan is unavailable 1 April to 8 September 2013 (works)",
        "Milan is unavailable 12 September to 12 November 2013 (fair)",
        "Mentoring visit lies inside 15 April to 29 November 2013",
    ]
    own = [period.model_dump(mode="json", exclude_defaults=True) for period in of.cities[city].unavailable]
    for number, period in enumerate(own):
        less = vary(of, {"cities": {city: {"unavailable": own[:number] + own[number + 1 :]}}}).require()
        is_told = period["why"] in ("works", "fair", "training")
        assert bool(reasons_of(less)["athens"]) != is_told, period
    assert reasons_of(vary(of, {"stages": {"visit": {"between": None}}}).require())["athens"] == []
