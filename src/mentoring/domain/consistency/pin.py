"""One pin by itself: what it names exists, and the rest of the scenario leaves room for it."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.consistency.amount import missing_half
from mentoring.domain.consistency.finding import Finding, Path, repeated
from mentoring.domain.consistency.name import unknown_in_pairing, unknown_person, unknown_place
from mentoring.domain.consistency.order import host_stage
from mentoring.domain.consistency.shape import day_obstacles
from mentoring.domain.consistency.staff import can_fill
from mentoring.domain.consistency.target import (
    Target,
    certain_members,
    could_take_part,
    find_bad_event,
    possible_members,
    read_target,
)
from mentoring.domain.dates import end_of, say_day, say_span
from mentoring.domain.naming import name_event, say_names, say_pair, title_of
from mentoring.domain.number import say_count
from mentoring.domain.pairing import Pairing, parse_pairing
from mentoring.domain.pin import PinBody
from mentoring.domain.scenario import Scenario


def find_bad_pins(scenario: Scenario) -> Iterator[Finding]:
    """Pins that name what is not there, or fix what the scenario rules out."""
    for name, pin in scenario.pins.items():
        fixed = pin.negated is None
        yield from _pin(scenario, pin.body, pin_path(name, fixed), fixed)


def pin_path(name: str, fixed: bool) -> Path:
    """Where the body of a pin stands."""
    return ("pins", name) if fixed else ("pins", name, "not")


def _pin(scenario: Scenario, body: PinBody, path: Path, fixed: bool) -> Iterator[Finding]:
    if body.pairing is not None:
        yield from _pairing(scenario, parse_pairing(body.pairing), (*path, "pairing"), fixed)
    for position, event in enumerate(body.same_days or ()):
        yield from find_bad_event(scenario, event, (*path, "same_days", position), warning=not fixed)
    if body.same_days and body.same_days[0] == body.same_days[1]:
        yield Finding((*path, "same_days"), f"{body.same_days[0]} is named twice", "name two events")
    if body.host is not None:
        yield from unknown_place(scenario, body.host, (*path, "host"))
    for position, person in enumerate(body.people or ()):
        yield from unknown_person(scenario, person, (*path, "people", position))
    if body.event is None:
        return
    yield from find_bad_event(scenario, body.event, (*path, "event"), warning=not fixed)
    target = read_target(scenario, body.event)
    if target is None or not fixed:
        return
    yield from _refused(scenario, target.pairing, (*path, "event"))
    yield from _first(scenario, target, body, (*path, "first"))
    yield from _host(scenario, target, body, (*path, "host"))
    yield from _people(scenario, target, body, (*path, "people"))


def _pairing(scenario: Scenario, pair: Pairing, path: Path, fixed: bool) -> Iterator[Finding]:
    unknown = list(unknown_in_pairing(scenario, pair, path))
    yield from unknown
    if unknown:
        return
    missing = missing_half(scenario, pair)
    if missing:
        message = missing if fixed else f"{missing}, so there is nothing to rule out"
        yield Finding(path, message, "add the offer or need, or take the pin out", warning=not fixed)
    elif fixed:
        yield from _refused(scenario, pair, path)


def _refused(scenario: Scenario, pair: Pairing | None, path: Path) -> Iterator[Finding]:
    """Findings when one of the two refuses the other."""
    if pair is None:
        return
    offer, need = scenario.cities[pair.mentor].offers[pair.theme], scenario.cities[pair.mentee].needs[pair.theme]
    for city, other, side, refuses in (
        (pair.mentor, pair.mentee, "offers", offer.refuses),
        (pair.mentee, pair.mentor, "needs", need.refuses),
    ):
        if other in refuses:
            also: Path = ("cities", city, side, pair.theme, "refuses", refuses.index(other))
            message = f"fixes {say_pair(scenario, pair)}, but {scenario.name(city)} refuses {scenario.name(other)}"
            yield Finding(path, message, "take out the pin or the refusal", (also,), clash=True)


def _first(scenario: Scenario, target: Target, body: PinBody, path: Path) -> Iterator[Finding]:
    if body.first is None:
        return
    stage = scenario.stages[target.stage]
    last = end_of(body.first, stage.days)
    if stage.first is not None and stage.first != body.first:
        message = (
            f"fixes {say_day(body.first)}, but {title_of(scenario, target.stage)} begins on {say_day(stage.first)}"
        )
        yield Finding(path, message, "take one of them out", (("stages", target.stage, "first"),), clash=True)
    else:
        yield from day_obstacles(scenario, target.stage, body.first, path)
    for city in certain_members(scenario, target):
        record = scenario.cities.get(city)
        if record is None:
            continue
        country = scenario.countries.get(record.country) if record.country else None
        spans = [(("cities", city, "unavailable", i), closed) for i, closed in enumerate(record.unavailable)]
        for i, closed in enumerate(country.unavailable if country else ()):
            spans.append((("countries", str(record.country), "unavailable", i), closed))
        for where, closed in spans:
            if body.first <= closed.last and closed.first <= last:
                why = f" ({closed.why})" if closed.why else ""
                message = f"{scenario.name(city)} is not available {say_span(closed.first, closed.last)}{why}"
                yield Finding(path, message, "mend one of them", (where,), clash=True)
        if record.left_on is not None and target.theme is not None and last > record.left_on:
            message = f"{scenario.name(city)} left on {say_day(record.left_on)}, before the event ends"
            yield Finding(path, message, "mend one of them", (("cities", city, "left_on"),), clash=True)


def _host(scenario: Scenario, target: Target, body: PinBody, path: Path) -> Iterator[Finding]:
    if body.host is None:
        return
    base = host_stage(scenario, target.stage)
    if base is None:
        return
    host, also = scenario.stages[base].host, (("stages", base, "host"),)
    if host == "none":
        yield Finding(path, f"{title_of(scenario, base)} is held nowhere (host: none)", "take the pin out", also)
        return
    shared = Target(target.id, base, **_parts_of(scenario, base, target))
    if host == "participant":
        if not could_take_part(scenario, shared, body.host):
            there = possible_members(scenario, shared)
            message = f"{say_names(scenario, (body.host,))} cannot take part in {name_event(scenario, target.id)}"
            yield Finding(path, message, _one_of(there), also)
        elif not scenario.cities[body.host].can_host:
            found: Path = ("cities", body.host, "can_host")
            message = f"{scenario.name(body.host)} cannot host (`can_host: false`)"
            yield Finding(path, message, "name another city", (found,))
        return
    only = {"mentor": target.mentor, "mentee": target.mentee}.get(str(host), str(host))
    if only is not None and body.host != only:
        message = f"the host of {name_event(scenario, target.id)} is {say_names(scenario, (only,))}"
        yield Finding(path, message, "take the pin out, or mend the stage's host", also)


def _one_of(names: list[str]) -> str:
    return f"name one of {', '.join(names[:12])}" if names else "take the pin out"


def _parts_of(scenario: Scenario, base: str, target: Target) -> dict[str, str]:
    """What a coarser stage's event says of the finer event whose host it decides."""
    kept = {"pairing": ("mentor", "mentee", "theme"), "mentor": ("mentor", "theme"), "mentee": ("mentee", "theme"),
            "theme": ("theme",)}.get(str(scenario.stages[base].gathers), ())  # fmt: skip
    return {kind: name for kind, name in target.parts.items() if kind in kept}


def _people(scenario: Scenario, target: Target, body: PinBody, path: Path) -> Iterator[Finding]:
    if body.people is None:
        return
    stage, also = scenario.stages[target.stage], (("stages", target.stage, "people"),)
    for again, first in repeated(body.people):
        message = f"{body.people[again]} stands in this list twice"
        yield Finding((*path, again), message, "take one of them out", ((*path, first),))
    sent = set(body.people)
    asked = sum(wanted.count for wanted in stage.people.values())
    if not stage.people and sent:
        yield Finding(
            path,
            f"{title_of(scenario, target.stage)} sends nobody",
            "add `people` to the stage",
            (("stages", target.stage),),
        )
    elif body.others:
        yield from _among(scenario, target.stage, body, asked, path)
    elif len(sent) != asked:
        message = (
            f"fixes {say_count(len(sent), 'person', 'people')}, but {title_of(scenario, target.stage)} sends {asked}"
        )
        yield Finding(path, message, "name exactly those who are sent", also)
    elif sent <= set(scenario.people) and not can_fill(scenario, stage, sent):
        message = (
            f"{say_names(scenario, sorted(sent))} cannot fill the roles {title_of(scenario, target.stage)} asks for"
        )
        yield Finding(path, message, "name others, or mend their roles", also)


def _among(scenario: Scenario, stage: str, body: PinBody, asked: int, path: Path) -> Iterator[Finding]:
    """Findings for people who are to be among those sent."""
    also, people = (("stages", stage, "people"),), body.people or ()
    named = len(set(people))
    if named > asked:
        message = f"names {say_count(named, 'person', 'people')}, but {title_of(scenario, stage)} sends {asked}"
        yield Finding(path, message, "name fewer", also)
    for position, who in enumerate(people):
        if who in scenario.people and not scenario.can_be_sent(who, stage):
            message = f"{scenario.name(who)} has no role that {title_of(scenario, stage)} asks for"
            yield Finding((*path, position), message, "name others, or mend their roles", also)
