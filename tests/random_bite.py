"""Changes to a random programme, one for each rule, after which the rule probably decides something.

Left to chance alone most rules are there and forbid nothing that anybody wants: a test of engines would not notice
were one of them forgotten. `tests/binding.py` counts how often each decides.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

Data = dict[str, Any]
Bite = Callable[[Random, Data], None]


def bite(rng: Random, data: Data, times: int, surely: str | None = None) -> None:
    """Apply so many changes, each for another rule; the one for the rule `surely` goes last."""
    for slug in rng.sample(sorted(BITES), times):
        BITES[slug](rng, data)
    if surely is not None:
        BITES[surely](rng, data)


def _cities(data: Data) -> list[Data]:
    return list(data["cities"].values())


def _stages(data: Data) -> list[Data]:
    return list(data["stages"].values())


def _days(data: Data) -> tuple[date, int]:
    first, last = data["programme"]["first"], data["programme"]["last"]
    return first, (last - first).days + 1


def _soon(rng: Random, data: Data) -> None:
    """Dates early or late are worth something."""
    if not data["goals"]["dates"]:
        data["goals"]["dates"] = [{"goal": rng.choice(("early", "finish", "spread"))}]


def _narrow(rng: Random, data: Data, days: int = 6) -> None:
    """Each stage has only some days."""
    first, horizon = _days(data)
    for number, stage in enumerate(_stages(data)):
        begin = min(first + timedelta(days=number * rng.randint(3, 8)), first + timedelta(days=horizon - 1))
        stage["between"] = {"first": begin, "last": begin + timedelta(days=rng.randint(2, days) + stage["days"])}
        stage["after"] = {other: {"min": "0d"} for other in stage.get("after", {})}
        stage.pop("first", None)


def _crowd(rng: Random, data: Data) -> None:
    """Offers have many places and needs want many mentors."""
    for city in _cities(data):
        city.pop("mentees", None)
        for offer in city["offers"].values():
            offer |= {"mentees": rng.choice((2, 3, 4)), "min_mentees": 0}


def _rates(data: Data) -> None:
    """Money and carbon are known, and what is saved is not the first goal."""
    bands = [{"from_km": 100, "eur": 211}, {"from_km": 500, "eur": 309}, {"from_km": 2000, "eur": 395}]
    data["resolution"]["rates"] = {"name": "own", "source": "made up", "bands": bands, "to_km": 7999}
    data["resolution"]["co2"] = {"name": "example", "source": "made up", "rail_g": 19, "flight_g": 160}
    for stage in _stages(data):
        stage["travellers"] = stage["travellers"] or 1


def _all_within(rng: Random, data: Data) -> None:
    _crowd(rng, data)
    for stage in _stages(data):
        if stage["gathers"] not in ("all",) and not isinstance(stage["gathers"], list):
            stage["all_within"] = f"{stage['days'] + rng.randint(0, 3)}d"


def _at_once(rng: Random, data: Data) -> None:
    _crowd(rng, data)
    _narrow(rng, data, 3)
    for city in _cities(data):
        city |= {"at_once": rng.choice((1, 2)), "rest_days": rng.randint(0, 3)}


def _budget(rng: Random, data: Data) -> None:
    _rates(data)
    whose = rng.choice(("programme", "per_city"))
    data["limits"]["budget_eur"] = {whose: rng.choice((250, 400, 650, 900, 1300))}


def _closed(rng: Random, data: Data) -> None:
    first, horizon = _days(data)
    begin = first + timedelta(days=rng.randint(0, max(0, horizon // 2)))
    data["programme"]["closed"] = [{"first": begin, "last": begin + timedelta(days=rng.randint(2, 8))}]
    _soon(rng, data)


def _co2(rng: Random, data: Data) -> None:
    _rates(data)
    data["limits"]["co2_kg"] = {rng.choice(("programme", "per_city")): rng.choice((80, 200, 350, 600))}


def _country(rng: Random, data: Data) -> None:
    data["pairing"]["same_country"] = False
    for city in _cities(data):
        city["country"] = rng.choice(("BE", "IT"))


def _distance(rng: Random, data: Data) -> None:
    data["pairing"]["max_km"] = rng.choice((700, 1100, 1500, 2000))


def _events_at_once(rng: Random, data: Data) -> None:
    _crowd(rng, data)
    _narrow(rng, data)
    data["limits"]["events_at_once"] = 1


def _events_per_month(rng: Random, data: Data) -> None:
    _crowd(rng, data)
    for city in _cities(data):
        city["events_per_month"] = rng.choice((1, 1, 2))


def _flight(rng: Random, data: Data) -> None:
    data["limits"]["rail_only_below_km"] = rng.choice((800, 1500))
    data["travel"]["rail_below_km"] = rng.choice((0, 300, 700))


def _holiday(rng: Random, data: Data) -> None:
    first, horizon = _days(data)
    data["programme"]["public_holidays"] = rng.choice(("all", "all", "host"))
    for place in data["resolution"]["holidays"]:
        days = rng.sample(range(horizon), min(horizon, rng.randint(2, 6)))
        data["resolution"]["holidays"][place] = {first + timedelta(days=day): "Holiday" for day in sorted(days)}
    _soon(rng, data)


def _host(rng: Random, data: Data) -> None:
    for city in _cities(data):
        city["can_host"] = rng.random() < 0.4


def _hours(rng: Random, data: Data) -> None:
    _crowd(rng, data)
    pairs = [
        (mentor, mentee, theme)
        for mentor, giver in data["cities"].items()
        for theme in giver["offers"]
        for mentee, taker in data["cities"].items()
        if theme in taker["needs"] and mentor != mentee
    ]
    data["pairs"] = [
        {"pairing": f"{mentor} > {mentee} in {theme}", "effort": rng.randint(0, 4)}
        | ({"fit": rng.randint(0, 100)} if rng.random() < 0.5 else {})
        for mentor, mentee, theme in rng.sample(pairs, (len(pairs) + 1) // 2)
    ]
    for city in _cities(data):
        for offer in city["offers"].values():
            offer["hours"] = rng.randint(1, 4)


def _in_or_out(rng: Random, data: Data) -> None:
    for city in _cities(data):
        for offer in city["offers"].values():
            offer |= {"mentees": 3, "min_mentees": rng.choice((0, 2, 3))}
        for need in city["needs"].values():
            need |= {"mentors": 2, "min_mentors": rng.choice((0, 2))}
    for theme in data["themes"].values():
        theme |= rng.choice(({"min_cities": rng.choice((3, 4))}, {"min_countries": rng.choice((2, 3))}, {}))


def _language(rng: Random, data: Data) -> None:
    data["pairing"]["common_language"] = True
    for city in _cities(data):
        city["languages"] = rng.sample(("en", "fr", "it"), rng.randint(0, 2))


def _lead_time(rng: Random, data: Data) -> None:
    data["programme"]["planned_on"] = data["programme"]["first"] + timedelta(days=rng.randint(0, 3))
    for stage in _stages(data):
        stage["lead_time"] = rng.choice(("3d", "1w", "2w"))
    for city in _cities(data):
        city["visa_weeks"] = rng.choice((0, 0, 1, 2))
    _soon(rng, data)


def _least_fit(rng: Random, data: Data) -> None:
    data["pairing"]["min_fit"] = rng.choice((50, 70, 80))


def _left(rng: Random, data: Data) -> None:
    first, horizon = _days(data)
    for city in rng.sample(_cities(data), 2):
        city["left_on"] = first + timedelta(days=rng.randint(horizon // 4, horizon))


def _order(rng: Random, data: Data) -> None:
    names = list(data["stages"])
    for earlier, later in pairwise(names):
        gap = {"min": rng.choice(("2d", "1w", "10d", "1m"))} | rng.choice(({}, {"max": "1m"}))
        data["stages"][later].setdefault("after", {}).setdefault(earlier, gap)


def _people(rng: Random, data: Data) -> None:
    """Stages ask for more, or for two roles that may share persons."""
    _person(rng, data, rng.randint(2, 3))
    for stage in _stages(data):
        asked = rng.choice(({"facilitator": 1}, {"facilitator": 1, "expert": 1}, {"facilitator": 2}, {"person-0": 1}))
        stage["people"] = {who: {"count": count} for who, count in asked.items()}


def _person(rng: Random, data: Data, most: int) -> None:
    """So many persons at most, and every stage asks for one."""
    people = data["people"]
    for number in range(most):
        roles = rng.choice((["facilitator"], ["facilitator", "expert"]))
        people.setdefault(f"person-{number}", {"home": None, "languages": [], "unavailable": []})["roles"] = roles
    for name in sorted(people)[most:]:
        del people[name]
    for stage in _stages(data):
        stage["people"] = {"facilitator": {"count": 1}}


def _person_free(rng: Random, data: Data) -> None:
    first, horizon = _days(data)
    _person(rng, data, rng.randint(1, 2))
    for person in data["people"].values():
        begin = first + timedelta(days=rng.randint(0, horizon // 2))
        person["unavailable"] = [{"first": begin, "last": begin + timedelta(days=rng.randint(4, 12))}]
    _soon(rng, data)


def _person_gap(rng: Random, data: Data) -> None:
    _crowd(rng, data)
    _person(rng, data, 1)
    for person in data["people"].values():
        person |= {"languages": [], "unavailable": [], "left_on": None}
    _narrow(rng, data, 3)
    for city in _cities(data):
        city["at_once"] = 3
    data["travel"]["days"]["over_km"] = {0: rng.randint(0, 1), 900: 2}


def _person_language(rng: Random, data: Data) -> None:
    _person(rng, data, rng.randint(1, 2))
    for person in data["people"].values():
        person["languages"] = rng.choice((["it"], ["en"], ["el", "fr"]))
    for city in _cities(data):
        city["languages"] = city["languages"] or ["no"]


def _refusal(rng: Random, data: Data) -> None:
    for name, city in data["cities"].items():
        for side in (*city["offers"].values(), *city["needs"].values()):
            others = [other for other in data["cities"] if other != name and other not in side["prefers"]]
            side["refuses"] = rng.sample(others, (len(others) + 1) // 2)


def _reserve(rng: Random, data: Data) -> None:
    for city in _cities(data):
        for offer in city["offers"].values():
            offer["reserve"] = rng.random() < 0.5


def _same_person(rng: Random, data: Data) -> None:
    """Two stages of a pairing ask for the same person, and each person is free at another time or near another city."""
    first, horizon = _days(data)
    _person(rng, data, 2)
    visit = {
        "gathers": "pairing", "days": 1, "travellers": 1, "travel_days": 0,
        "people": {"facilitator": {"count": 1, "same_for": "pairing"}},
    }  # fmt: skip
    data["stages"] = {"stage-0": {**visit, "host": "mentor"}, "stage-1": {**visit, "host": "mentee"}}
    data["stages"]["stage-1"]["after"] = {"stage-0": {"min": f"{horizon // 2}d"}}
    for number, name in enumerate(sorted(data["people"])):
        begin = first + timedelta(days=number * horizon // 2)
        data["people"][name] |= {"home": rng.choice(sorted(data["cities"])), "languages": [], "left_on": None}
        data["people"][name]["unavailable"] = [{"first": begin, "last": begin + timedelta(days=horizon // 3)}]
    data["goals"]["dates"] = [{"goal": rng.choice(("travel_km", "cost_eur", "early", "finish"))}]


def _similarity(rng: Random, data: Data) -> None:
    bands = rng.choice(({}, {"bands": [300_000]}))
    data["pairing"]["similar"] = {
        "population": 10, "region_type": 5, "required": rng.choice((["population"], ["region_type"])), **bands,
    }  # fmt: skip


def _trip_gap(rng: Random, data: Data) -> None:
    _crowd(rng, data)
    _narrow(rng, data)
    for stage in _stages(data):
        stage["travel_days"] = rng.choice((0, 1, 2))
    for city in _cities(data):
        city |= {"at_once": 1, "rest_days": rng.randint(0, 4)}


def _unavailable(rng: Random, data: Data) -> None:
    first, horizon = _days(data)
    for city in _cities(data):
        begin = first + timedelta(days=rng.randint(0, horizon))
        city["unavailable"] = [{"first": begin, "last": begin + timedelta(days=rng.randint(1, 9))}]
    _soon(rng, data)


BITES: dict[str, Bite] = {
    "all-within": _all_within,
    "at-once": _at_once,
    "budget": _budget,
    "closed": _closed,
    "co2": _co2,
    "country": _country,
    "distance": _distance,
    "events-at-once": _events_at_once,
    "events-per-month": _events_per_month,
    "flight": _flight,
    "holiday": _holiday,
    "host": _host,
    "hours": _hours,
    "in-or-out": _in_or_out,
    "language": _language,
    "lead-time": _lead_time,
    "least-fit": _least_fit,
    "left": _left,
    "order": _order,
    "people": _people,
    "person-free": _person_free,
    "person-gap": _person_gap,
    "person-language": _person_language,
    "refusal": _refusal,
    "reserve": _reserve,
    "same-person": _same_person,
    "similarity": _similarity,
    "trip-gap": _trip_gap,
    "unavailable": _unavailable,
}
