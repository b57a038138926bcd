"""What is wrong inside a plan that is proper JSON: names that lead nowhere, things that stand twice."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from typing import Any

from mentoring.domain.pairing import Pairing, parse_pairing
from mentoring.domain.plan import Plan, PlannedEvent, Unserved, Unused
from mentoring.errors import Place, Problem

Found = tuple[str, str, str]  # dotted path, message, hint


def say_error(error: Any, file_name: str) -> Problem:
    """A pydantic error as a problem in plain words."""
    path = ".".join(str(step) for step in error["loc"])
    kind, message = error["type"], str(error["msg"])
    if kind == "missing":
        message = "this key is missing"
    elif kind == "extra_forbidden":
        message = "no such key is known here"
    elif kind == "value_error":
        message = message.removeprefix("Value error, ")
    else:
        message = f"{message[:1].lower()}{message[1:]}, not {_short(error.get('input'))}"
    return Problem(path, message, "", Place(file_name))


def find_broken(plan: Plan) -> Iterator[Found]:
    """Whatever is wrong in the plan's scenario; then names it does not know, ids that stand twice, impossible spans."""
    from mentoring.domain.consistency import find_problems

    for finding in find_problems(plan.scenario):
        if not finding.warning:
            yield ".".join(map(str, ("scenario", *finding.path))), finding.message, finding.hint
    yield from _twice([pairing.pairing for pairing in plan.pairings], "pairings", "the pairing")
    for number, pairing in enumerate(plan.pairings):
        yield from _pairing(plan, pairing.pairing, f"pairings.{number}.pairing")
    yield from _twice([event.id for event in plan.events], "events", "the event")
    scenario = plan.scenario
    places = {**scenario.cities, **scenario.places, **scenario.resolution.places}
    travellers = {**scenario.cities, **scenario.people}
    for number, event in enumerate(plan.events):
        yield from _event(plan, event, f"events.{number}", places, travellers)
    for name, entries in _lists(plan):
        for number, (city, theme) in enumerate((entry.city, entry.theme) for entry in entries):
            yield from _known(city, plan.scenario.cities, "city", f"{name}.{number}.city")
            yield from _known(theme, plan.scenario.themes, "theme", f"{name}.{number}.theme")


def _lists(plan: Plan) -> tuple[tuple[str, tuple[Unserved | Unused, ...]], ...]:
    return ("unserved", plan.unserved), ("unused", plan.unused)


def _pairing(plan: Plan, text: str, at: str) -> Iterator[Found]:
    try:
        pairing: Pairing = parse_pairing(text)
    except ValueError as error:
        yield at, str(error), ""
        return
    cities = plan.scenario.cities
    yield from _known(pairing.mentor, cities, "city", at)
    yield from _known(pairing.mentee, cities, "city", at)
    yield from _known(pairing.theme, plan.scenario.themes, "theme", at)
    if pairing.mentor in cities and pairing.theme not in cities[pairing.mentor].offers:
        yield at, f"{pairing.mentor} offers nothing in {pairing.theme}", ""
    if pairing.mentee in cities and pairing.theme not in cities[pairing.mentee].needs:
        yield at, f"{pairing.mentee} needs nothing in {pairing.theme}", ""


def _event(
    plan: Plan, event: PlannedEvent, at: str, places: Collection[str], travellers: Collection[str]
) -> Iterator[Found]:
    scenario = plan.scenario
    # What is cancelled may be so because its stage or one of its cities has gone; names are still known.
    cities: Collection[str] = places if event.status == "cancelled" else scenario.cities
    if event.status != "cancelled":
        yield from _known(event.stage, scenario.stages, "stage", f"{at}.stage")
    for key, city in (("mentor", event.mentor), ("mentee", event.mentee)):
        if city is not None:
            yield from _known(city, cities, "city", f"{at}.{key}")
    if event.theme is not None:
        yield from _known(event.theme, scenario.themes, "theme", f"{at}.theme")
    parts = [part for part in (event.stage, event.mentor, event.mentee, event.theme) if part]
    if event.id != "/".join(parts):
        yield f"{at}.id", f"{event.id} does not fit its stage, cities and theme ({'/'.join(parts)})", ""
    if event.host is not None:
        yield from _known(event.host, places, "place", f"{at}.host")
    for key, names, known, kind in (
        ("participants", event.participants, cities, "city"),
        ("people", event.people, scenario.people, "person"),
    ):
        yield from _twice(names, f"{at}.{key}", "the name")
        for name in names:
            yield from _known(name, known, kind, f"{at}.{key}")
    for number, journey in enumerate(event.journeys):
        yield from _known(journey.who, travellers, "city or person", f"{at}.journeys.{number}.who")
    if event.first > event.last:
        yield f"{at}.first", f"{event.first} lies after the last day {event.last}", ""


def _known(name: str, known: Collection[str], kind: str, at: str) -> Iterator[Found]:
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        yield at, f"the plan's scenario has no {kind} {name!r}", "".join(f"did you mean {one}?" for one in near)


def _twice(names: Collection[str], at: str, what: str) -> Iterator[Found]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield at, f"{what} {name} stands twice", "delete one of the two"
        seen.add(name)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
