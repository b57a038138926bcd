"""What would serve a need is enough, holds nothing idle, and nothing easier is passed over: judged by trying all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import Any

from mentoring.analysis.gap import Way
from mentoring.api.need import explain_need
from mentoring.api.trial import ground
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine import planner
from mentoring.files.variant import vary
from mentoring.rules.asking import Asking
from tests.brute import Search
from tests.builders import city, scenario

MOST = 3  # things loosened together

Need = tuple[str, str]
Path = tuple[str, ...]


def random_plan(rng: Random) -> Plan | None:
    """A small programme in which much is in the way, and its best plan; None where no need is left open."""
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(12)]

    def span() -> dict[str, str]:
        first = rng.randrange(0, 9)
        return {"first": days[first].isoformat(), "last": days[min(11, first + rng.randint(1, 4))].isoformat()}

    refused = rng.sample(["riga", "liege"], rng.randint(0, 2))
    needs = {name: {"housing": {"priority": rng.choice((1, 1, 2, 0))}} for name in ("ghent", "riga", "liege")}
    cities: dict[str, Any] = {
        "ghent": city(at=(51.05, 3.7), needs=needs["ghent"]),
        "liege": city(at=(50.6, 5.6), needs=needs["liege"]),
        "riga": city("LV", (56.9, 24.1), needs=needs["riga"]),
        "oslo": city("NO", (59.9, 10.7), offers={"housing": {"mentees": rng.choice((1, 1, 2))}}),
        "bruges": city(at=(51.2, 3.2), offers={"housing": {"refuses": refused}}),
    }
    if rng.random() < 0.3:
        cities["bruges"]["offers"]["housing"]["reserve"] = True
    for name in rng.sample(sorted(cities), rng.randint(0, 3)):
        cities[name]["unavailable"] = [span()]
    more: dict[str, Any] = {"limits": {"events_at_once": 1}} if rng.random() < 0.5 else {}
    if rng.random() < 0.6:
        more["pairing"] = {"same_country": False}
    if rng.random() < 0.4:
        more["pins"] = {"no": {"not": {"pairing": "oslo > riga in housing"}}}
    given = scenario(
        cities=cities,
        programme={"last": days[-1].isoformat(), "closed": [span()] if rng.random() < 0.5 else []},
        stages={"visit": {"gathers": "pairing", "host": "mentee", "days": rng.randint(2, 4)}},
        goals={"pairing": [{"goal": "needs"}], "dates": [{"goal": "early"}]},
        **more,
    )
    plan = planner.plan(vary(given, {}).require()).plan  # read as a file is: with its holidays
    return plan if plan is not None and plan.unserved else None


def catalogue(of: Scenario) -> dict[Path, tuple[Any, Asking]]:
    """What somebody could be asked for, by key: the value with which it is gone altogether, and what asking costs."""
    found: dict[Path, tuple[Any, Asking]] = {("cities", "oslo", "offers", "housing", "mentees"): (9, Asking.LIMIT)}
    for name, record in of.cities.items():
        if record.unavailable:
            found["cities", name, "unavailable"] = ([], Asking.CITY)
    if of.cities["bruges"].offers["housing"].refuses:
        found["cities", "bruges", "offers", "housing", "refuses"] = ([], Asking.CITY)
    if of.cities["bruges"].offers["housing"].reserve:
        found["cities", "bruges", "offers", "housing", "reserve"] = (False, Asking.CITY)
    if of.limits.events_at_once is not None:
        found["limits", "events_at_once"] = (None, Asking.LIMIT)
    if not of.pairing.same_country:
        found["pairing", "same_country"] = (True, Asking.LIMIT)
    if of.programme.closed:
        found["programme", "closed"] = ([], Asking.CLOSED)
    return found | {("pins", name): (None, Asking.PIN) for name in of.pins}


def leaves(changes: Mapping[str, Any], way: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value that is changed, by its keys."""
    for key, value in changes.items():
        if isinstance(value, dict):
            yield from leaves(value, (*way, key))
        else:
            yield (*way, key), value


def together(values: Mapping[Path, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for way, value in values.items():
        below = changes
        for key in way[:-1]:
            below = below.setdefault(key, {})
        below[way[-1]] = deepcopy(value)
    return changes


def is_served(of: Scenario, need: Need, least: Counter[Need]) -> bool:
    """Whether any plan at all gives the need one more and all others what they have; every plan is tried."""
    search = Search(of, None)
    wanted = least + Counter([need])
    for layout in search.lay_out():
        mentors = Counter((pair.mentee, pair.theme) for pair in layout.agenda.pairs)
        if all(mentors[one] >= number for one, number in wanted.items()) and search.can_be_dated(layout):
            return True
    return False


def check(plan: Plan, need: Need) -> tuple[int, int]:
    """How many changes were told, and how many of those that do by trying all."""
    base = ground(plan).scenario
    least = Counter((pair.mentee, pair.theme) for pair in plan.paired)
    report = explain_need(plan, *need)
    assert report.looked in ("all", "cheapest")
    assert [way.cost for way in report.ways] == sorted(way.cost for way in report.ways)
    told = [keys_of(way) for way in report.ways]
    for way, keys in zip(report.ways, told, strict=True):
        values = {path: value for path, value in leaves(way.trial.changes) if path in keys}
        assert is_served(vary(base, together(values)).require(), need, least), way.asks
        for idle in keys:
            rest = {path: value for path, value in values.items() if path != idle}
            assert not is_served(vary(base, together(rest)).require() if rest else base, need, least), way.asks
    known = catalogue(base)
    doing: list[frozenset[Path]] = []
    for size in range(MOST + 1):
        for chosen in map(frozenset, combinations(known, size)):
            if any(other <= chosen for other in doing):
                continue
            varied = vary(base, together({path: known[path][0] for path in chosen})).require() if chosen else base
            if is_served(varied, need, least):
                doing.append(chosen)
                cost = sum(known[path][1] for path in chosen)
                is_later = report.looked == "cheapest" and cost >= report.ways[-1].cost
                assert is_later or any(keys <= chosen for keys in told), (chosen, [way.asks for way in report.ways])
    return len(told), len(doing)


def keys_of(way: Way) -> frozenset[Path]:
    """What a change changes, without pins that only fix who is paired."""
    return frozenset(path for path, _ in leaves(way.trial.changes) if not path[1].startswith("asked"))


def test_changes_are_enough_hold_nothing_idle_and_none_is_missed():
    seen: Counter[str] = Counter()
    rng = Random(7)
    while seen["plans"] < 24:
        plan = random_plan(rng)
        if plan is None:
            continue
        missing = rng.choice(plan.unserved)
        told, doing = check(plan, (missing.city, missing.theme))
        seen.update(plans=1, told=told, doing=doing, several=told > 1)
    assert min(seen["told"], seen["doing"]) > 30
    assert seen["several"] > 10
