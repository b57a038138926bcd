"""What dated declarations imply for who and where, before any date is chosen.

Each of these rows is true in every plan: it only says early what the calendar would say late. Busy days fit into
days, events of a month into months, what people are asked for into their days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from mentoring.domain.dates import iso_week, month_of
from mentoring.engine.model.literal import Lit, Literals
from mentoring.engine.model.mask import numbers
from mentoring.engine.model.packing import most_in_turn
from mentoring.engine.model.pool import ask_for_people
from mentoring.engine.model.row import Sum, add_within, linear
from mentoring.language.declaration import Apart, Declaration, Limit
from mentoring.language.fact import AnyOf, AtLeast, Fact, Goes, Held, TakesPart, Without, event_of
from mentoring.language.frame import Frame
from mentoring.rules.person_free import free_starts


def speaks_of_people(fact: Fact, people: Iterable[str]) -> bool:
    """Whether the fact depends on who is sent."""
    match fact:
        case TakesPart(_, who) | Goes(_, who, _):
            return who in people
        case AnyOf(_, facts) | AtLeast(facts, _):
            return any(speaks_of_people(one, people) for one in facts)
        case Without(inner, unless):
            return speaks_of_people(inner, people) or any(speaks_of_people(one, people) for one in unless)
    return False


Busy = tuple[str, Lit, int]  # an event, whether it keeps somebody busy, and how many teams
Room = Callable[[int, int], int]  # how many events that begin on such days, as a mask, and last so many days, at most


class Implied:
    """Adds implied totals to a model without dates; `masks` are the days each event could start on."""

    def __init__(self, literals: Literals, masks: dict[str, int]) -> None:
        self.literals = literals
        self.masks = masks
        self.frame = literals.frame
        stages = self.frame.scenario.stages
        self.days = {event.id: stages[event.stage].days for event in self.frame.events}

    def add(self, declarations: Sequence[Declaration]) -> None:
        """Add what each dated limit, separation and choice of people implies."""
        for one in declarations:
            match one:
                case Limit(per="day"):
                    self._busy(one)
                case Limit(per="week" | "month"):
                    self._periods(one)
                case Apart():
                    self._stays(one)
        self.add_people(self.frame)

    def add_people(self, frame: Frame) -> None:
        """What asking for people implies, told by a frame that knows them: all events that ask the same persons."""
        for pool, asking in ask_for_people(frame).items():
            self._people(frame, pool, asking)

    def _covered(self, events: Iterable[str]) -> int:
        """The mask of days on which one of the events could lie."""
        covered = 0
        for event in events:
            for offset in range(self.days.get(event, 0)):
                covered |= self.masks[event] << offset
        return covered

    def _busy(self, limit: Limit) -> None:
        """Busy days fit into the days there are, `at_most` on each."""
        terms = [(term, self.literals.literal(term.fact)) for term in limit.terms if term.body]
        there = [(term, lit) for term, lit in terms if lit is not None]
        busy = [(event_of(term.fact), lit, term.weight) for term, lit in there]
        self._fit_days(busy, limit.at_most or 0)

    def _periods(self, limit: Limit) -> None:
        name = iso_week if limit.per == "week" else month_of
        terms = [(term, self.literals.literal(term.fact)) for term in limit.terms]
        there = [(term, lit) for term, lit in terms if lit is not None]
        starts = 0
        for term, _ in there:
            starts |= self.masks[event_of(term.fact)]
        periods = {name(self.frame.date(day)) for day in numbers(starts)}
        self._fit([(lit, term.weight) for term, lit in there], len(periods) * (limit.at_most or 0))

    def _stays(self, apart: Apart) -> None:
        """Stays of one calendar never overlap, except inside a trip: one event a trip counts. Some need rest."""
        stays = [(stay, self.literals.literal(stay.fact)) for stay in apart.stays if stay.trip == stay.event]
        there = [(stay, lit) for stay, lit in stays if lit is not None]
        self._fit_days([(stay.event, lit, 1) for stay, lit in there], 1)
        if apart.rest_days:
            away = [(stay.event, lit, 1) for stay, lit in there if stay.away]
            self._pack(away, 1, rest=apart.rest_days)

    def _people(self, frame: Frame, pool: frozenset[str], events: list[tuple[str, int]]) -> None:
        def room(starts: int, days: int) -> int:
            return sum(most_in_turn(starts & free_starts(frame, who, days), days) for who in pool)

        self._fit_days([(event, self.literals.sure(Held(event)), count) for event, count in events], len(pool), room)

    def _fit_days(self, busy: list[Busy], at_once: int, room: Room | None = None) -> None:
        """Events with so many of somebody's teams at each: all of them, and those of a stage held close together.

        `room` says how many of some length there can be, one after the other, in all; None: for each team alike.
        """
        for stage, group in self._by_stage(busy).items():
            length = self.frame.scenario.stages[stage].all_within
            if length is not None:
                self._fit_covered(group, at_once, length.count * {"d": 1, "w": 7, "m": 31}[length.unit])
        self._fit_covered(busy, at_once, self.frame.horizon)
        self._pack(busy, at_once, room)

    def _by_stage(self, busy: list[Busy]) -> dict[str, list[Busy]]:
        found: dict[str, list[Busy]] = defaultdict(list)
        for one in busy:
            found[self.frame.agenda.events[one[0]].stage].append(one)
        return found

    def _fit_covered(self, group: list[Busy], at_once: int, size: int) -> None:
        """Busy days fit into the days covered, of which so many in a row count."""
        covered = self._covered(event for event, _, _ in group)
        window = (1 << size) - 1
        firsts = range(max(1, covered.bit_length() - size + 1))
        days = max((covered >> first & window).bit_count() for first in firsts)
        self._fit([(lit, self.days[event] * weight) for event, lit, weight in group], days * at_once)

    def _pack(self, busy: list[Busy], at_once: int, room: Room | None = None, rest: int = 0) -> None:
        """No more events than can lie one after the other: all of them, the longer ones, and those of each stage."""
        lengths = sorted({self.days[event] for event, _, _ in busy})
        stages = self._by_stage(busy)
        groups = [[one for one in busy if self.days[one[0]] >= days] for days in lengths]
        for group in (*groups, *(stages.values() if len(stages) > 1 else ())):
            starts = 0
            for event, _, _ in group:
                starts |= self.masks[event]
            days = min(self.days[event] for event, _, _ in group) + rest
            asked = sum(weight for _, lit, weight in group if lit is not False)
            if room is not None:
                self._fit([(lit, weight) for _, lit, weight in group], room(starts, days))
            elif asked * days > at_once * starts.bit_count():  # else there is room: one event takes `days` starts away
                self._fit([(lit, weight) for _, lit, weight in group], at_once * most_in_turn(starts, days))

    def _fit(self, terms: list[tuple[Lit, int]], room: int) -> None:
        total: Sum = linear(terms)
        if sum(weight for lit, weight in terms if lit is not False) > room:
            add_within(self.literals.model, total, None, room)
