"""Calendars that what is tied and what is fixed share: one row for each, whichever of the tied pairings are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mentoring.domain.event import Event
from mentoring.engine.model.candidates import Candidates
from mentoring.engine.prices.crowd import Crowd, Name, busy
from mentoring.engine.prices.grid import Grid
from mentoring.engine.ties.strand import Busy, Strands
from mentoring.language.declaration import Apart, Limit, Stay
from mentoring.language.fact import Fact, Goes, Held, Hosts, TakesPart, event_of


@dataclass(frozen=True, slots=True)
class TiedCalendar:
    """Stays of somebody, never two at a time: `fixed` events by their number in the grid, `own` ones in the strands."""

    fixed: list[Busy]
    own: list[Busy]


def find_calendars(candidates: Candidates, grid: Grid, strands: Strands, known: Grid) -> dict[Name, TiedCalendar]:
    """The calendars of own events of tied pairings, by the crowds of the `known` grid: that of one tied choice."""
    days = {event.id: candidates.frame.scenario.stages[event.stage].days for event in candidates.frame.events}
    crowds: dict[Name, list[Crowd]] = defaultdict(list)
    for crowd in known.simple:
        crowds[crowd.name[:2]].append(crowd)
    found: dict[Name, TiedCalendar] = {}
    seen: set[Name] = set()
    for one in candidates.declarations:
        if not isinstance(one, Apart) or not any(stay.event in strands.own for stay in one.stays):
            continue
        if (one.rule, one.subject) in seen:  # which of the two would a price be for?
            found = {name: calendar for name, calendar in found.items() if name[:2] != (one.rule, one.subject)}
            continue
        seen.add((one.rule, one.subject))
        charged = {stay: _charged(candidates, grid, strands, stay.fact) for stay in one.stays}
        for crowd in crowds[one.rule, one.subject]:
            there = {known.events[member.event]: member.size for member in crowd.members}
            gap = min(size - days[event] for event, size in there.items())
            stays = [stay for stay in one.stays if charged[stay] or _is_fixed(grid, stay.fact)]
            stays.sort(key=lambda stay: stay.event not in there or known.literals.literal(stay.fact) is not True)
            group = _never_two(one, gap, stays, charged, strands)
            found[crowd.name] = TiedCalendar(
                [(grid.number[stay.event], 0, days[stay.event] + gap, 1) for stay in group if not charged[stay]],
                [(event, 0, days[stay.event] + gap, 1) for stay in group for event in charged[stay]],
            )
    return found


def _never_two(
    apart: Apart, gap: int, stays: Sequence[Stay], charged: dict[Stay, list[int]], strands: Strands
) -> list[Stay]:
    """Stays, the first first, of which any two that one choice has need so many free days between them."""
    group: list[Stay] = []
    for stay in stays:
        for other in group:
            needed = apart.needed(stay, other) if stay.event != other.event else None
            is_apart = needed is not None and needed >= gap
            if not is_apart and not strands.are_rivals(charged[stay], charged[other]):
                break
        else:
            group.append(stay)
    return group


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
