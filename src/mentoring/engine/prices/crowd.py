"""Crowds: events that share somebody's days, at most so many on each: a city's calendar, a pool of people, a limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from mentoring.engine.model.literal import Literals
from mentoring.engine.model.pool import ask_for_people
from mentoring.engine.prices.reach import Ints
from mentoring.language.declaration import Apart, Declaration, Differ, Limit, Term
from mentoring.language.fact import event_of

Name = tuple[Any, ...]  # of a pool or limit, or of somebody's calendar and a group of stays, which each grid numbers
PEOPLE = "people"  # begins the names of pools, before the persons
Prices = list[tuple[Name, int, float]]  # of a crowd on a day of the programme


@dataclass(frozen=True, slots=True)
class Member:
    """An event (by number) that fills days: from `offset` days after its start on, `size` days, with `weight`."""

    event: int
    offset: int
    size: int
    weight: int


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """On each day of the programme (by number) the weights of the members busy then sum to `most` at most."""

    members: tuple[Member, ...]
    most: Ints
    name: Name
    of_people: bool = False

    @property
    def is_binding(self) -> bool:
        """Whether the members could be too many on some day."""
        return sum(member.weight for member in self.members) > int(self.most.min())


def find_crowds(literals: Literals, declarations: Sequence[Declaration], number: dict[str, int]) -> list[Crowd]:
    """The crowds of a decision; facts that are still open are left out."""
    frame = literals.frame
    days = {event.id: frame.scenario.stages[event.stage].days for event in frame.events}
    alone = np.ones(frame.horizon, dtype=np.int64)
    alike = {1: alone}  # many limits are of the same height
    found: list[Crowd] = []
    for one in declarations:
        match one:
            case Limit(per="day", at_most=int(most)):
                members = [
                    Member(number[event_of(term.fact)], offset, size, term.weight)
                    for term in one.terms
                    if literals.literal(term.fact) is True
                    for offset, size in busy(term, days)
                ]
                if most not in alike:
                    alike[most] = np.full(frame.horizon, most)
                found.append(Crowd(tuple(members), alike[most], (one.rule, one.subject)))
            case Apart():
                found += [
                    Crowd(members, alone, (one.rule, one.subject, place))
                    for place, members in enumerate(_stays(one, literals, number, days))
                ]
            case Differ(first, second) if first in number and second in number:
                two = (Member(number[first], 0, 1, 1), Member(number[second], 0, 1, 1))
                found.append(Crowd(two, alone, (one.rule, one.subject, first, second)))
    for pool, asked in ask_for_people(frame).items():
        members = [Member(number[event], 0, days[event], count) for event, count in asked if event in number]
        found.append(Crowd(tuple(members), _free_people(literals, pool), (PEOPLE, pool), of_people=True))
    return [crowd for crowd in found if crowd.members and crowd.is_binding]


def busy(term: Term, days: dict[str, int]) -> list[tuple[int, int]]:
    """Pieces of time that a term fills: (first day counted from the event's start, number of days)."""
    length = days[event_of(term.fact)]
    if term.body:
        return [(-term.lead, term.lead + length + term.tail)]
    return [piece for piece in ((-term.lead, term.lead), (length, term.tail)) if piece[1]]


def _stays(
    apart: Apart, literals: Literals, number: dict[str, int], days: dict[str, int]
) -> Iterator[tuple[Member, ...]]:
    """Groups of stays of one calendar that need at least so many free days between any two of them.

    Two stays keep so many free days between them if, each made longer by these, they never overlap. Every two stays
    that need some distance are in a group with just that distance.
    """
    there = [stay for stay in apart.stays if literals.literal(stay.fact) is True]
    gaps: dict[frozenset[int], int] = {}
    for (place, one), (other, two) in combinations(enumerate(there), 2):
        gap = apart.needed(one, two) if one.event != two.event else None
        if gap is not None:
            gaps[frozenset((place, other))] = gap
    waiting = sorted(gaps, key=lambda pair: (-gaps[pair], sorted(pair)))
    done: set[frozenset[int]] = set()
    for pair in waiting:
        if pair in done:
            continue
        gap, group = gaps[pair], sorted(pair)
        for place in range(len(there)):
            if place not in pair and all(gaps.get(frozenset((place, one)), -1) >= gap for one in group):
                group.append(place)
        done.update(two for two in map(frozenset, combinations(group, 2)) if gaps[two] == gap)
        yield tuple(Member(number[there[place].event], 0, days[there[place].event] + gap, 1) for place in sorted(group))


def _free_people(literals: Literals, pool: frozenset[str]) -> Ints:
    """How many of the persons can be sent on each day."""
    frame = literals.frame
    free = np.zeros(frame.horizon, dtype=np.int64)
    for who in sorted(pool):
        person = frame.scenario.people[who]
        there = np.ones(frame.horizon, dtype=np.int64)
        for period in person.unavailable:
            first, last = max(0, frame.day(period.first)), min(frame.horizon - 1, frame.day(period.last))
            there[first : max(first, last + 1)] = 0  # one that is over before the programme has no day in it
        if person.left_on is not None:
            there[max(0, frame.day(person.left_on) + 1) :] = 0
        free += there
    return free
