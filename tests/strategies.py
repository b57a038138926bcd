"""Random small programmes and near-feasible plans of them.

Everything takes a `random.Random`: a seeded one in tests over many numbered programmes, Hypothesis's own (which
shrinks) in `scenarios()`. A programme is always free of problems, though often it can have no plan.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from mentoring.domain.consistency import find_problems
from mentoring.domain.dates import WEEKDAYS
from mentoring.domain.event import Agenda, Event
from mentoring.domain.plan import Plan
from mentoring.domain.programme import DATE_GOALS, PAIRING_GOALS
from mentoring.domain.scenario import Scenario
from mentoring.rules import RULES
from tests.builders import plan_of
from tests.random_bite import bite
from tests.random_stage import random_stages

# Real places, so that distances and countries mean something: country, latitude, longitude, inhabitants, languages.
CITIES: dict[str, tuple[str, float, float, int, list[str]]] = {
    "oslo": ("NO", 59.9127, 10.7461, 700_000, ["no", "en"]),
    "ghent": ("BE", 51.05, 3.7167, 260_000, ["nl", "en"]),
    "liege": ("BE", 50.6337, 5.5675, 195_000, ["fr"]),
    "genoa": ("IT", 44.4063, 8.9339, 560_000, ["it", "en"]),
    "athens": ("GR", 37.9838, 23.7278, 640_000, ["el"]),
    "dublin": ("IE", 53.3331, -6.2489, 590_000, ["en"]),
}
# These come in only where a programme of more than six cities is asked for.
MORE_CITIES: dict[str, tuple[str, float, float, int, list[str]]] = {
    "turin": ("IT", 45.0667, 7.7, 850_000, ["it"]),
    "bergen": ("NO", 60.3894, 5.33, 290_000, ["no", "en"]),
}
PLACE = "brussels"
FIRST_DAYS = ("2013-02-25", "2023-12-20", "2020-12-22", "2024-02-15", "2025-04-07")


def scenarios() -> st.SearchStrategy[Scenario]:
    """Hypothesis's random programmes."""
    return st.randoms(use_true_random=False).map(random_scenario)


def random_scenario(
    rng: Random,
    *,
    horizon: tuple[int, int] = (10, 40),
    cities: tuple[int, int] = (2, 5),
    bites: int = 0,
    bite_of: str | None = None,
) -> Scenario:
    """A small programme of that many days and cities, free of problems.

    With `bites`, so many rules at least are made to decide something (`tests/random_bite.py`), with `bite_of` that of
    the slug too; then tolerances are rare.
    """
    while True:
        data = _programme(rng, horizon, cities)
        if bites or bite_of:
            bite(rng, data, bites, bite_of)
            _tighten(rng, data)
        scenario = Scenario.model_validate(data)
        pinned = Scenario.model_validate(data | {"pins": random_pins(rng, scenario)}) if _often(rng, 0.25) else scenario
        for found in (pinned, scenario):
            if all(problem.warning for problem in find_problems(found)):
                return found


def _tighten(rng: Random, data: dict[str, Any]) -> None:
    """Mostly no tolerance: what a goal gives up hides what the goals after it decide."""
    if _often(rng, 0.7):
        for uses in data["goals"].values():
            for use in uses:
                use.pop("tolerance", None)


def _often(rng: Random, share: float) -> bool:
    return rng.random() < share


def _some(rng: Random, of: list[Any], share: float) -> list[Any]:
    return [one for one in of if _often(rng, share)]


def _programme(rng: Random, horizon: tuple[int, int], cities: tuple[int, int]) -> dict[str, Any]:
    first = date.fromisoformat(rng.choice(FIRST_DAYS))
    days = rng.randint(*horizon)
    themes = ["housing", "transport"][: rng.randint(1, 2)]
    names = _names(rng, rng.randint(*cities))
    people = {f"person-{number}": _person(rng, first, days, names) for number in range(rng.choice((0, 0, 1, 2, 3)))}
    programme: dict[str, Any] = {
        "id": "random",
        "first": first,
        "last": first + timedelta(days=days - 1),
        "public_holidays": rng.choice(("all", "host", "none")),
        "closed": _periods(rng, first, days, 0.15),
    }
    if _often(rng, 0.3):
        programme["working_days"] = rng.choice((list(WEEKDAYS), ["mon", "tue", "wed", "thu"]))
    if _often(rng, 0.3):
        programme["planned_on"] = first + timedelta(days=rng.randint(-30, 2))
    return {
        "format": 1,
        "programme": programme,
        "themes": {theme: _theme(rng) for theme in themes},
        "cities": {name: _city(rng, name, names, themes, first, days) for name in names},
        "people": people,
        "countries": {"BE": {"unavailable": _periods(rng, first, days, 0.5)}} if "ghent" in names else {},
        "stages": random_stages(rng, first, days, names, themes, people, PLACE),
        "pairing": _pairing(rng),
        "travel": _travel(rng, names),
        "limits": _limits(rng),
        "goals": {"pairing": _goals(rng, PAIRING_GOALS), "dates": _goals(rng, DATE_GOALS)},
        "resolution": _resolution(rng, [*names, PLACE], first, days),
    }


def _names(rng: Random, number: int) -> list[str]:
    """So many cities: the six, then two more, then as many made-up ones as are asked for."""
    if number <= len(CITIES):
        return rng.sample(sorted(CITIES), number)
    known = [*sorted(CITIES), *MORE_CITIES]
    return rng.sample([*known, *(f"town-{one}" for one in range(number - len(known)))], number)


def _place(rng: Random, name: str) -> tuple[str, float, float, int, list[str]]:
    """Country, latitude, longitude, inhabitants and languages; made up for a town."""
    known = CITIES.get(name) or MORE_CITIES.get(name)
    if known is not None:
        return known
    spoken = rng.choice((["en"], ["fr", "en"], ["it"], []))
    where = round(rng.uniform(37, 62), 4), round(rng.uniform(-9, 28), 4)
    return rng.choice(("BE", "DE", "IT", "PL")), *where, rng.randint(20_000, 2_000_000), spoken


def _theme(rng: Random) -> dict[str, Any]:
    return rng.choice(({}, {}, {}, {}, {}, {"min_cities": 3}, {"min_countries": 2}))


def _periods(rng: Random, first: date, days: int, share: float, most: int = 6) -> list[dict[str, date]]:
    found: list[dict[str, date]] = []
    while _often(rng, share) and len(found) < 2:
        begin = first + timedelta(days=rng.randint(-3, days))
        found.append({"first": begin, "last": begin + timedelta(days=rng.randint(0, most))})
    return found


def _city(rng: Random, name: str, names: list[str], themes: list[str], first: date, days: int) -> dict[str, Any]:
    country, latitude, longitude, population, languages = _place(rng, name)
    others = [other for other in names if other != name]
    city: dict[str, Any] = {
        "country": country, "latitude": latitude, "longitude": longitude, "population": population,
        "languages": languages if _often(rng, 0.9) else [],
        "region_type": rng.choice((None, "old", "new")),
        "can_host": _often(rng, 0.85),
        "at_once": rng.choice((1, 1, 1, 2)),
        "unavailable": _periods(rng, first, days, 0.25, 4),
        "if_needed": _periods(rng, first, days, 0.2),
        "wishes": _periods(rng, first, days, 0.2, 14),
        "offers": {theme: _side(rng, "mentees", others) for theme in _some(rng, themes, 0.6)},
        "needs": {theme: _side(rng, "mentors", others) for theme in _some(rng, themes, 0.6)},
    }  # fmt: skip
    rare = {
        "visa_weeks": rng.randint(1, 2), "events_per_month": rng.randint(1, 2), "rest_days": rng.randint(1, 4),
        "mentees": rng.randint(1, 3), "left_on": first + timedelta(days=rng.randint(0, days)),
    }  # fmt: skip
    return city | {key: value for key, value in rare.items() if _often(rng, 0.07)}


def _side(rng: Random, partners: str, others: list[str]) -> dict[str, Any]:
    """An offer (partners: mentees) or a need (partners: mentors)."""
    most = rng.choice((1, 1, 2, 3))
    mood = {other: rng.choice(("", "", "", "prefers", "refuses")) for other in others}
    side: dict[str, Any] = {
        partners: most,
        f"min_{partners}": rng.choice((0, 0, 0, 0, 0, min(2, most))),
        "prefers": [other for other in others if mood[other] == "prefers"],
        "refuses": [other for other in others if mood[other] == "refuses" and _often(rng, 0.4)],
    }
    if partners == "mentees":
        hours = {"hours": rng.randint(1, 3)} if _often(rng, 0.15) else {}
        strength = rng.randint(40, 100)
        kept = {"reserve": True} if strength == 47 else {}  # without asking for chance, as above
        return side | hours | kept | {"strength": strength}
    return side | {"level": rng.choice(("high", "good", "some", 100)), "priority": rng.choice((1, 1, 2, 3, 0))}


def _person(rng: Random, first: date, days: int, names: list[str]) -> dict[str, Any]:
    person = {
        "home": rng.choice((None, PLACE, rng.choice(names))),
        "languages": rng.choice(([], [], ["en"], ["en", "it", "fr", "el"])),
        "roles": rng.choice((["facilitator"], ["facilitator"], ["facilitator", "expert"], ["expert"])),
        "unavailable": _periods(rng, first, days, 0.4),
    }
    return person | ({"left_on": first + timedelta(days=rng.randint(0, days))} if _often(rng, 0.1) else {})


def _pairing(rng: Random) -> dict[str, Any]:
    rare = {
        "same_country": False, "common_language": True, "max_km": rng.choice((500, 1500, 2500)),
        "min_fit": rng.choice((30, 60)), "similar": {"population": 10, "required": ["population"]},
    }  # fmt: skip
    return {key: value for key, value in rare.items() if _often(rng, 0.1)}


def _travel(rng: Random, names: list[str]) -> dict[str, Any]:
    one, two = rng.sample([*names, PLACE], 2)
    days: dict[str, Any] = {"over_km": rng.choice(({}, {0: 0, 1500: 1}, {0: 1, 1000: 2}))}
    days |= {"between": {one: {two: rng.randint(0, 3)}}} if _often(rng, 0.2) else {}
    modes = {"modes": {one: {two: rng.choice(("rail", "flight"))}}} if _often(rng, 0.2) else {}
    return {"days": days, "daily_eur": rng.choice((0, 100)), "rail_below_km": rng.choice((0, 700)), **modes}


def _limits(rng: Random) -> dict[str, Any]:
    rare = {
        "events_at_once": rng.randint(1, 2), "rail_only_below_km": rng.choice((300, 800)),
        "budget_eur": {rng.choice(("programme", "per_city")): rng.choice((500, 1500, 4000))},
        "co2_kg": {rng.choice(("programme", "per_city")): rng.choice((300, 1000, 3000))},
    }  # fmt: skip
    return {key: value for key, value in rare.items() if _often(rng, 0.12)}


def _goals(rng: Random, known: tuple[str, ...]) -> list[dict[str, Any]]:
    """Some goals in any order; `needs` mostly comes first, as otherwise the empty plan is often the best."""
    names = rng.sample([name for name in known if name != "blocking"], rng.randint(0, 4))
    if len(names) % 2 and "preferences" in names:  # without asking for chance: numbers of programmes stay what they are
        names[names.index("preferences")] = "blocking"
    if "needs" in known and _often(rng, 0.8):
        names = ["needs", *(name for name in names if name != "needs")]
    uses: list[dict[str, Any]] = []
    for name in names:
        leximin = name in ("hosting", "away") and _often(rng, 0.5)
        tolerance = rng.choice(("0%", "0%", "0%", "5%", "12.5%", "50%"))
        uses.append({"goal": name, "leximin": True} if leximin else {"goal": name, "tolerance": tolerance})
    return uses


def _resolution(rng: Random, places: list[str], first: date, days: int) -> dict[str, Any]:
    bands = [{"from_km": 100, "eur": 211}, {"from_km": 500, "eur": 309}, {"from_km": 2000, "eur": 395}]
    holidays = {
        place: {first + timedelta(days=rng.randrange(days)): "Holiday" for _ in range(rng.choice((0, 0, 1, 2)))}
        for place in places
    }
    return {
        "places": {PLACE: {"name": "Brussels", "country": "BE", "latitude": 50.8505, "longitude": 4.3488}},
        "holidays": holidays,
        "rates": {"name": "own", "source": "made up", "bands": bands, "to_km": 7999} if _often(rng, 0.7) else None,
        "co2": {"name": "example", "source": "made up", "rail_g": 19, "flight_g": 160} if _often(rng, 0.7) else None,
        "no_rail": rng.choice(([], ["IE"], ["oslo", "IE"])),
    }


def random_pins(rng: Random, scenario: Scenario) -> dict[str, Any]:
    """One or two decisions, to be so or not to be so, that may not go together with anything."""
    agenda = Agenda(scenario, scenario.conceivable)
    found: dict[str, Any] = {}
    for number in range(rng.randint(1, 2)):
        pin = _pin(rng, scenario, agenda)
        if pin:
            found[f"pin-{number}"] = {"not": pin} if _often(rng, 0.4) else pin
    return found


def _pin(rng: Random, scenario: Scenario, agenda: Agenda) -> dict[str, Any]:
    kind = rng.choice(("pairing", "first", "host", "people", "same_days"))
    if kind == "pairing" or not agenda.events:
        return {"pairing": str(rng.choice(agenda.pairs))} if agenda.pairs else {}
    event = rng.choice([*agenda.events.values()])
    people = scenario.people_for(event.stage)
    if kind == "first":
        return {"event": event.id, "first": random_day(rng, scenario, event.stage)}
    if kind == "host" and agenda.hosts(event):
        return {"event": event.id, "host": rng.choice(agenda.hosts(event))}
    if kind == "people" and people:
        sent = rng.sample(people, min(len(people), _asked(scenario, event)))
        if len(sent) > 1 and _often(rng, 0.5):
            return {"event": event.id, "people": sent[1:], "others": True}
        return {"event": event.id, "people": sent}
    if kind == "same_days" and len(agenda.events) > 1:
        return {"same_days": rng.sample([*agenda.events], 2)}
    return {}


def _asked(scenario: Scenario, event: Event) -> int:
    return sum(sent.count for sent in scenario.stages[event.stage].people.values())


def random_day(rng: Random, scenario: Scenario, stage_id: str) -> date:
    """A first day of the programme for an event of the stage, mostly one inside its window and on a working day."""
    stage = scenario.stages[stage_id]
    first, last = stage.window or scenario.span
    window = [first + timedelta(days=number) for number in range((last - first).days + 2 - stage.days)]
    weekdays = stage.start_on or stage.working_days or scenario.programme.working_days
    fitting = [day for day in window if day in scenario.span and f"{day:%a}".lower() in weekdays]
    every = [scenario.programme.first + timedelta(days=number) for number in range(scenario.span.days)]
    return stage.first if stage.first and _often(rng, 0.9) else rng.choice(fitting or every)


def random_plan(scenario: Scenario, rng: Random, tries: int = 8) -> Plan:
    """A plan that breaks few rules or none: event by event the best of some random choices, then perhaps one change.

    It holds exactly the events that follow from its pairings, each at a possible host, with participants and last
    day as they follow; first days lie in the programme and people are such as the stage could send.
    """
    pairs: list[Any] = []
    for pair in rng.sample(scenario.conceivable, len(scenario.conceivable)):
        if _often(rng, 0.7) and _broken(plan_of(scenario, [*pairs, pair])) <= _broken(plan_of(scenario, pairs)):
            pairs.append(pair)
    agenda = Agenda(scenario, pairs)
    chosen: dict[str, Any] = {}
    for event in agenda.events.values():
        offered = [_choose(rng, scenario, agenda, event, chosen) for _ in range(tries)]
        chosen[event.id] = min(offered, key=lambda one: _broken(plan_of(scenario, pairs, {**chosen, event.id: one})))
    if chosen and _often(rng, 0.5):
        event = agenda.events[rng.choice(sorted(chosen))]
        chosen[event.id] = _choose(rng, scenario, agenda, event, {})
    return plan_of(scenario, pairs, chosen)


def _broken(plan: Plan) -> int:
    return sum(1 for rule in RULES if rule.applies(plan.scenario) for _ in rule.check(plan))


def _choose(rng: Random, scenario: Scenario, agenda: Agenda, event: Event, chosen: dict[str, Any]) -> Any:
    base = agenda.base(event)
    hosts = agenda.hosts(event)
    host = chosen[base.id][1] if base and base.id in chosen else rng.choice(hosts) if hosts else None
    people = scenario.people_for(event.stage)
    count = min(len(people), _asked(scenario, event)) if _often(rng, 0.9) else rng.randint(0, len(people))
    day = random_day(rng, scenario, event.stage)
    if base and base.id in chosen and _often(rng, 0.6):
        day = min(chosen[base.id][0] + timedelta(days=scenario.stages[base.stage].days), scenario.programme.last)
    return day, host, tuple(sorted(rng.sample(people, count)))
