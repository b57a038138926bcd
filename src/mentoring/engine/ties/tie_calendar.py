"""Calendars that what is tied and what is fixed share: one row for each, whichever of the tied pairings are made."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from mentoring.domain.event import Event
from mentoring.engine.model.candidates import Candidates
from mentoring.engine.prices.crowd import Name, busy
from mentoring.engine.prices.grid import Grid
from mentoring.engine.ties.strand import Busy, Strands
from mentoring.language.declaration import Apart, Limit, Stay
from mentoring.language.fact import Fact, Goes, Held, Hosts, TakesPart, event_of


@dataclass(frozen=True, slots=True)
class TiedCalendar:
    """Somebody's stays, never two at a time: `fixed` events by their number in the grid, `own` ones in the strands."""

    name: Name
    fixed: list[Busy]
    own: list[Busy]


def find_calendars(candidates: Candidates, grid: Grid, strands: Strands) -> list[TiedCalendar]:
    """The calendars in which own events of tied pairings lie."""
    days = {event.id: candidates.frame.scenario.stages[event.stage].days for event in candidates.frame.events}
    found: dict[Name, TiedCalendar] = {}
    twice: set[Name] = set()
    for one in candidates.declarations:
        if not isinstance(one, Apart) or not any(stay.event in strands.own for stay in one.stays):
            continue
        fixed = [stay for stay in one.stays if _is_fixed(grid, stay.fact)]
        own = [(stay, _charged(candidates, grid, strands, stay.fact)) for stay in one.stays]
        gap = _gap(one, [*fixed, *(stay for stay, events in own if events)])
        name = (one.rule, one.subject)
        if name in found:
            twice.add(name)
        if gap is not None:
            found[name] = TiedCalendar(
                name,
                [(grid.number[stay.event], 0, days[stay.event] + gap, 1) for stay in fixed],
                [(event, 0, days[stay.event] + gap, 1) for stay, events in own for event in events],
            )
    return [calendar for name, calendar in found.items() if name not in twice]


def find_limits(candidates: Candidates, grid: Grid, strands: Strands) -> dict[Name, list[Busy]]:
    """What own events of tied pairings fill of limits for single days, as soon as they are made."""
    days = {event.id: candidates.frame.scenario.stages[event.stage].days for event in candidates.frame.events}
    limits: dict[Name, list[Limit]] = defaultdict(list)
    for one in candidates.declarations:
        if isinstance(one, Limit) and one.per == "day":
            limits[one.rule, one.subject].append(one)
    return {
        name: [
            (event, offset, size, term.weight)
            for term in same[0].terms
            for event in _charged(candidates, grid, strands, term.fact)
            for offset, size in busy(term, days)
        ]
        for name, same in limits.items()
        if len(same) == 1  # which of several would a price be for?
    }


def _is_fixed(grid: Grid, fact: Fact) -> bool:
    return event_of(fact) in grid.number and grid.literals.literal(fact) is True


def _charged(candidates: Candidates, grid: Grid, strands: Strands, fact: Fact) -> list[int]:
    """The events of strands that bring a fact with them as soon as their pairing is made: one of each choice."""
    agenda = candidates.frame.agenda
    event = agenda.events[event_of(fact)]
    if not isinstance(fact, Held | TakesPart | Goes | Hosts) or _is_fixed(grid, fact):
        return []
    if isinstance(fact, Goes | Hosts) and not _is_there(candidates, grid, event, fact.place):
        return []
    if isinstance(fact, TakesPart | Goes) and fact.who not in event.joining:
        return []
    if event.id in strands.own:
        return [strands.own[event.id]]
    return strands.joint.get((event.id, fact.who), []) if isinstance(fact, TakesPart | Goes) else []


def _is_there(candidates: Candidates, grid: Grid, event: Event, place: str) -> bool:
    """Whether every choice holds the event there, if it holds it at all."""
    if candidates.frame.agenda.hosts(event) == (place,):
        return True
    return event.id in grid.number and grid.literals.literal(Hosts(event.id, place)) is True


def _gap(apart: Apart, stays: list[Stay]) -> int | None:
    """Free days that any two of the stays need; None where some two need none."""
    trips: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        trips[stay.event].append(stay)
    least: int | None = None
    for ones, others in combinations(trips.values(), 2):
        for one in ones:
            for other in others:
                needed = apart.needed(one, other)
                if needed is None:
                    return None
                least = needed if least is None else min(least, needed)
    return least
