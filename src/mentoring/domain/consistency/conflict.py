"""Pins that contradict each other: both are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from mentoring.domain.consistency.finding import Finding, Path, say_list
from mentoring.domain.consistency.pin import pin_path
from mentoring.domain.consistency.target import Target, certain_members, read_target
from mentoring.domain.dates import earliest_after, end_of, latest_after, say_day, say_span
from mentoring.domain.naming import name_event, say_names, say_pair, theme_of
from mentoring.domain.number import say_count
from mentoring.domain.pairing import Pairing, parse_pairing
from mentoring.domain.pin import Pin
from mentoring.domain.scenario import Scenario
from mentoring.domain.stage import Gap


@dataclass(frozen=True, slots=True)
class FixedEvent:
    """An event whose first day is fixed, and where the file fixes it."""

    target: Target
    first: date
    last: date
    path: Path


def find_conflicts(scenario: Scenario) -> Iterator[Finding]:
    """Pins of which only one can be kept; expects that names and stages are sound."""
    paired = fixed_pairings(scenario)
    yield from _pairings(scenario, paired)
    yield from _capacities(scenario, paired)
    yield from _values(scenario)
    yield from _among(scenario)
    fixed = _fixed_events(scenario)
    yield from _same_days(scenario, fixed)
    yield from _one_team(scenario, fixed)
    yield from _lags(scenario, fixed)


def fixed_pairings(scenario: Scenario) -> dict[Pairing, Path]:
    """Pairings that pins fix, themselves or through an event, with the pin that does."""
    found: dict[Pairing, Path] = {}
    for name, pin in scenario.pins.items():
        if pin.negated is not None:
            continue
        if pin.pairing is not None:
            found.setdefault(parse_pairing(pin.pairing), ("pins", name))
        for event in (pin.event, *(pin.same_days or ())):
            target = read_target(scenario, event) if event else None
            if target is not None and target.pairing is not None:
                found.setdefault(target.pairing, ("pins", name))
    return found


def _pairings(scenario: Scenario, paired: dict[Pairing, Path]) -> Iterator[Finding]:
    for name, pin in scenario.pins.items():
        if pin.negated is not None and pin.negated.pairing is not None:
            pair = parse_pairing(pin.negated.pairing)
            if pair in paired:
                message = f"rules out {say_pair(scenario, pair)}, which the pin {paired[pair][1]} fixes"
                yield Finding(pin_path(name, False), message, "take one of the two pins out", (paired[pair],))


def _capacities(scenario: Scenario, paired: dict[Pairing, Path]) -> Iterator[Finding]:
    """More pairings fixed than an offer, a city or a need has room for."""
    room: dict[tuple[str, ...], tuple[int, Path, list[Pairing]]] = {}
    for pair in paired:
        mentor, mentee = scenario.cities.get(pair.mentor), scenario.cities.get(pair.mentee)
        offer = mentor.offers.get(pair.theme) if mentor else None
        need = mentee.needs.get(pair.theme) if mentee else None
        if mentor is None or offer is None or need is None:
            continue
        at: Path = ("cities", pair.mentor, "offers", pair.theme, "mentees")
        room.setdefault(("as mentor in", pair.mentor, pair.theme), (offer.mentees, at, []))[2].append(pair)
        at = ("cities", pair.mentee, "needs", pair.theme, "mentors")
        room.setdefault(("as mentee in", pair.mentee, pair.theme), (need.mentors, at, []))[2].append(pair)
        if mentor.mentees is not None:
            at = ("cities", pair.mentor, "mentees")
            room.setdefault(("as mentor in all", pair.mentor), (mentor.mentees, at, []))[2].append(pair)
    for (role, city, *theme), (most, where, pairs) in room.items():
        if len(pairs) > most:
            as_what = " ".join([role, *(theme_of(scenario, one) for one in theme)])
            fixed = f"{say_count(len(pairs), 'pairing')} fixed for {scenario.name(city)} {as_what}"
            message = f"{fixed}, but at most {most}"
            also = (*(paired[pair] for pair in pairs[:-1]), where)
            yield Finding(paired[pairs[-1]], message, "take a pin out, or raise the number", also)


def _values(scenario: Scenario) -> Iterator[Finding]:
    """Two pins on the first day, host or people of one event."""
    fixed: dict[tuple[str, str], tuple[object, Path]] = {}
    ruled_out: list[tuple[tuple[str, str], object, Path]] = []
    for name, pin in scenario.pins.items():
        for kind in ("first", "host", "people") if not _is_of_several(pin) else ():
            value = getattr(pin.body, kind)
            if value is None or pin.body.event is None or (kind == "people" and pin.body.others):
                continue
            value = tuple(sorted(value)) if kind == "people" else value
            key, path = (pin.body.event, kind), (*pin_path(name, pin.negated is None), kind)
            if pin.negated is not None:
                ruled_out.append((key, value, path))
            elif key not in fixed:
                fixed[key] = (value, path)
            else:
                other, where = fixed[key]
                said = f"fixes {_say(scenario, value)} for {name_event(scenario, pin.body.event)}"
                message = f"{said}, as the pin {where[1]} does" if other == value else (
                    f"{said}, but the pin {where[1]} fixes {_say(scenario, other)}")  # fmt: skip
                yield Finding(path, message, "take one of the two pins out", (where,), warning=other == value)
    for key, value, path in ruled_out:
        if key in fixed and fixed[key][0] == value:
            where = fixed[key][1]
            said = f"rules out {_say(scenario, value)} for {name_event(scenario, key[0])}"
            message = f"{said}, which the pin {where[1]} fixes"
            yield Finding(path, message, "take one of the two pins out", (where,))


def _is_of_several(pin: Pin) -> bool:
    """Whether it rules out several things together, each of which may still be."""
    return pin.negated is not None and len(pin.negated.kinds) > 1


def _among(scenario: Scenario) -> Iterator[Finding]:
    """Pins on people who are to be among those sent to an event, beside one that fixes who exactly is sent."""
    exact: dict[str, tuple[set[str], str]] = {}
    for name, pin in scenario.pins.items():
        if pin.negated is None and pin.event is not None and pin.people is not None and not pin.others:
            exact.setdefault(pin.event, (set(pin.people), name))
    for name, pin in scenario.pins.items():
        body = pin.body
        if not body.others or body.event not in exact or _is_of_several(pin):
            continue
        sent, other = exact[body.event]
        path: Path = (*pin_path(name, pin.negated is None), "people")
        absent = [who for who in body.people or () if who not in sent]
        named = f"for {name_event(scenario, body.event)}"
        if pin.negated is None and absent:
            fixed = f"but the pin {other} fixes {say_names(scenario, sorted(sent))}"
            message = f"fixes {say_names(scenario, absent)} among others {named}, {fixed}"
            yield Finding(path, message, "take one of the two pins out", (("pins", other, "people"),))
        elif pin.negated is not None and not absent:
            message = f"rules out {say_names(scenario, body.people or ())} {named}, whom the pin {other} fixes"
            yield Finding(path, message, "take one of the two pins out", (("pins", other, "people"),))


def _say(scenario: Scenario, value: object) -> str:
    """A day, a host, or people."""
    if isinstance(value, date):
        return say_day(value)
    return say_names(scenario, value if isinstance(value, tuple) else (str(value),))


def _fixed_events(scenario: Scenario) -> dict[str, FixedEvent]:
    """Events whose first day a pin fixes, or the stage itself where it has one event that is always held.

    Left out are those called off by hand: nothing comes before or after what is not held.
    """
    found: dict[str, FixedEvent] = {}
    for name, pin in scenario.pins.items():
        if pin.negated is None and pin.event is not None and pin.first is not None:
            target = read_target(scenario, pin.event)
            if target is not None and target.id not in found:
                last = end_of(pin.first, scenario.stages[target.stage].days)
                found[target.id] = FixedEvent(target, pin.first, last, ("pins", name, "first"))
    for name, stage in scenario.stages.items():
        if stage.first is not None and (stage.gathers == "all" or stage.cities) and name not in found:
            last = end_of(stage.first, stage.days)
            found[name] = FixedEvent(Target(name, name), stage.first, last, ("stages", name, "first"))
    return {name: event for name, event in found.items() if name not in scenario.resolution.cancelled}


def _same_days(scenario: Scenario, fixed: dict[str, FixedEvent]) -> Iterator[Finding]:
    """Events tied to begin on one day, whose fixed days differ or which another pin keeps apart."""
    group: dict[str, dict[str, Path]] = {}  # event -> all events tied to it, with the pin that tied each
    for name, pin in scenario.pins.items():
        if pin.same_days is None:
            continue
        one, two = pin.same_days
        members = {**group.get(one, {one: ("pins", name)}), **group.get(two, {two: ("pins", name)})}
        days = sorted({fixed[event].first for event in members if event in fixed})
        told = any(len({fixed[e].first for e in group.get(side, {}) if e in fixed}) > 1 for side in (one, two))
        if len(days) > 1 and not told:
            where = tuple(fixed[event].path for event in members if event in fixed)
            said = say_list([say_day(day) for day in days])
            both = f"{name_event(scenario, one)} and {name_event(scenario, two)}"
            message = f"{both} are to begin on one day, but are fixed on {said}"
            yield Finding(("pins", name, "same_days"), message, "take one of these pins out", where)
        for event in members:
            group[event] = members
    for name, pin in scenario.pins.items():
        apart = pin.negated.same_days if pin.negated is not None else None
        if apart and apart[0] != apart[1]:
            one, two = apart
            path: Path = ("pins", name, "not", "same_days")
            both = f"{name_event(scenario, one)} and {name_event(scenario, two)} are kept apart here"
            if two in group.get(one, {}):
                message = f"{both}, but tied to one day by the pin {group[one][two][1]}"
                yield Finding(path, message, "take one of the two pins out", (group[one][two],))
            elif one in fixed and two in fixed and fixed[one].first == fixed[two].first:
                message = f"{both}, but both are fixed on {say_day(fixed[one].first)}"
                yield Finding(path, message, "take one of the pins out", (fixed[one].path, fixed[two].path))


def _one_team(scenario: Scenario, fixed: dict[str, FixedEvent]) -> Iterator[Finding]:
    """A city with one team that is fixed for two events on one day."""
    of_city: dict[str, list[FixedEvent]] = {}
    for event in fixed.values():
        for city in certain_members(scenario, event.target):
            if city in scenario.cities and scenario.cities[city].at_once == 1:
                of_city.setdefault(city, []).append(event)
    told = set()
    for city, events in of_city.items():
        events.sort(key=lambda event: (event.first, event.target.id))
        for one, two in pairwise(events):
            if two.first <= one.last and (one.target.id, two.target.id) not in told and not _gone(scenario, city, two):
                told.add((one.target.id, two.target.id))
                both = [f"{name_event(scenario, e.target.id)}, {say_span(e.first, e.last)}" for e in (one, two)]
                message = f"{scenario.name(city)} would be at two events at once: {'; '.join(both)}"
                yield Finding(two.path, message, "mend one of the days, or raise its `at_once`", (one.path,))


def _gone(scenario: Scenario, city: str, event: FixedEvent) -> bool:
    left_on = scenario.cities[city].left_on
    return left_on is not None and left_on < event.last


def _lags(scenario: Scenario, fixed: dict[str, FixedEvent]) -> Iterator[Finding]:
    """Two fixed events of related stages that lie too close, too far apart, or the wrong way round."""
    of_stage: dict[str, list[FixedEvent]] = {}
    for event in fixed.values():
        of_stage.setdefault(event.target.stage, []).append(event)
    for name, stage in scenario.stages.items():
        for before, gap in stage.after.items():
            if stage.cities or scenario.stages[before].cities:
                continue  # a list shares a pairing for certain with nobody
            for earlier, later in _meeting(of_stage.get(before, []), of_stage.get(name, [])):
                least = earliest_after(earlier.last, gap.min)
                most = latest_after(earlier.last, gap.max) if gap.max is not None else later.first
                if least <= later.first <= most:
                    continue
                begins = f"{name_event(scenario, later.target.id)} begins on {say_day(later.first)}"
                ends = f"{name_event(scenario, earlier.target.id)}, which ends on {say_day(earlier.last)}"
                message = f"{begins}, but after {ends}, it may begin {_say_bounds(gap, least, most)}"
                where: Path = ("stages", name, "after", before)
                hint = "mend one of the days, or how long the one may begin after the other"
                yield Finding(later.path, message, hint, (earlier.path, where))


def _say_bounds(gap: Gap, least: date, most: date) -> str:
    """`only on 11 September 2013`, `no earlier than 4 March 2013`, `only from 4 to 8 March 2013`."""
    if gap.max is None:
        return f"no earlier than {say_day(least)}"
    return f"only on {say_day(most)}" if least >= most else f"only from {say_day(least)} to {say_day(most)}"


def _meeting(ones: list[FixedEvent], others: list[FixedEvent]) -> Iterator[tuple[FixedEvent, FixedEvent]]:
    """Events of two stages that share a pairing for certain, both being held: one group lies within the other."""
    if not ones or not others:
        return
    kinds = sorted(ones[0].target.parts.keys() & others[0].target.parts.keys())
    if kinds not in (sorted(ones[0].target.parts), sorted(others[0].target.parts)):
        return  # one gathers by mentor, one by mentee
    by_group: dict[tuple[str, ...], list[FixedEvent]] = {}
    for other in others:
        by_group.setdefault(tuple(other.target.parts[kind] for kind in kinds), []).append(other)
    for one in ones:
        for other in by_group.get(tuple(one.target.parts[kind] for kind in kinds), ()):
            yield one, other
