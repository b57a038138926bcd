"""Weeks that a pairing cannot do without: where its meeting is held early, its visits before have few weeks left.

Whoever is busy with such a pairing is so in that week: a city, or one of the few people who are sent. So of all
pairings that need the week there are no more than fit into it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from mentoring.domain.dates import iso_week
from mentoring.domain.pairing import Pairing
from mentoring.engine.model.calendar import Calendar
from mentoring.engine.model.candidates import Candidates
from mentoring.engine.model.literal import Lit, Literals
from mentoring.engine.model.mask import Bound, numbers, pass_on
from mentoring.engine.model.packing import most_in_turn
from mentoring.engine.model.pool import ask_for_people
from mentoring.engine.model.row import add_within, linear
from mentoring.language.declaration import Apart, Declaration, Limit
from mentoring.language.fact import Held, Paired, TakesPart
from mentoring.rules.person_free import free_starts

Room = Callable[[int, int], int]  # how many events that begin on such days, as a mask, and last so many days, at most

FEW_DAYS = 10  # an event with so few start days left may need one certain week


class Squeeze:
    """Finds the weeks each pairing needs, for each week its meeting could be in, and adds what they leave room for."""

    def __init__(self, literals: Literals, candidates: Candidates, calendar: Calendar) -> None:
        """`calendar` dates the meetings."""
        self.literals = literals
        self.candidates = candidates
        self.calendar = calendar
        self.frame = candidates.frame
        self.days = {event.id: self.frame.scenario.stages[event.stage].days for event in self.frame.events}
        every_day = range(self.frame.horizon)
        self._week = [iso_week(self.frame.date(day)) for day in every_day]
        self._inside: dict[str, int] = defaultdict(int)
        for day in every_day:
            self._inside[self._week[day]] |= 1 << day

    def add(self, declarations: Sequence[Declaration]) -> None:
        """Add a row for each week and each calendar in which too many pairings could need it."""
        calendars = list(self._calendars(declarations))
        of_event: dict[str, set[int]] = defaultdict(set)
        for number, (events, _) in enumerate(calendars):
            for event in events:
                of_event[event].add(number)
        asking: dict[tuple[int, str], list[tuple[Pairing, Lit]]] = defaultdict(list)
        for (pair, week), gates in self._needed().items():
            needs = self.literals.all_of([self.literals.sure(Paired(pair)), self.literals.either(gates)])
            own = [event for event in self._own(pair) if self._starts(pair, event) & self._inside[week]]
            for number in set.intersection(*(of_event[event] for event in own)):
                asking[number, week].append((pair, needs))
        for (number, week), needing in sorted(asking.items(), key=lambda one: one[0]):
            self._limit(week, needing, calendars[number][1])

    def _limit(self, week: str, needing: list[tuple[Pairing, Lit]], room: Room) -> None:
        """Of pairings that need the week there are at most so many as fit into it one after the other."""
        starts, lengths = 0, []
        for pair, _ in needing:
            for event in self._own(pair):
                if days := self._starts(pair, event) & self._inside[week]:
                    starts |= days
                    lengths.append(self.days[event])
        most = room(starts, min(lengths))
        if most < len(needing):
            add_within(self.literals.model, linear([(lit, 1) for _, lit in needing]), None, most)

    def _calendars(self, declarations: Sequence[Declaration]) -> Iterator[tuple[set[str], Room]]:
        """Events that keep the same few busy, and how many of some length there is room for."""
        for one in declarations:
            if isinstance(one, Apart):
                yield {stay.event for stay in one.stays if stay.trip == stay.event}, most_in_turn
            elif isinstance(one, Limit) and one.per == "day" and one.at_most is not None:
                sure = {term.fact.event for term in one.terms if isinstance(term.fact, Held | TakesPart) and term.body}
                yield sure, partial(_side_by_side, one.at_most)
        for pool, asked in ask_for_people(self.frame).items():
            yield {event for event, _ in asked}, partial(self._of_people, pool)

    def _of_people(self, pool: frozenset[str], starts: int, days: int) -> int:
        return sum(most_in_turn(starts & free_starts(self.frame, who, days), days) for who in pool)

    def _own(self, pair: Pairing) -> list[str]:
        """The events of this pairing alone."""
        return [event.id for event in self.frame.agenda.of_pair[pair] if event.mentor and event.mentee]

    def _starts(self, pair: Pairing, event: str) -> int:
        return self.candidates.masks[pair, event]

    def _needed(self) -> dict[tuple[Pairing, str], list[Lit]]:
        """For each pairing the weeks it needs, and the weeks of its meetings in which that is so."""
        found: dict[tuple[Pairing, str], list[Lit]] = defaultdict(list)
        weeks = {meeting: self.calendar.periods(meeting, "week") for meeting in self.calendar.start}
        for pair in self.frame.pairs:
            left = {event.id: self._starts(pair, event.id) for event in self.frame.agenda.of_pair[pair]}
            lags = self.candidates.lags.of_pair(pair, left)
            for week in self._weeks(pair, left, lags):
                found[pair, week].append(True)
            for meeting in sorted(left.keys() & weeks.keys()):
                for held in weeks[meeting]:
                    days = left[meeting] & self._inside[held]
                    narrow = {**left, meeting: days}
                    if not days or not _presses(narrow, lags, meeting) or pass_on(narrow, lags):
                        continue
                    for week in self._weeks(pair, narrow, lags):
                        found[pair, week].append(self.calendar.inside(meeting, "week", held))
        return found

    def _weeks(self, pair: Pairing, left: dict[str, int], lags: Sequence[Bound]) -> list[str]:
        """The weeks without which the pairing's own events find no days."""
        own = self._own(pair)
        few = [event for event in own if left[event].bit_count() <= FEW_DAYS]
        found = []
        for week in sorted({self._week[day] for event in few for day in numbers(left[event])}):
            rest = {name: days & ~self._inside[week] if name in own else days for name, days in left.items()}
            if not all(rest.values()) or pass_on(rest, lags):
                found.append(week)
        return found


def _presses(left: dict[str, int], lags: Sequence[Bound], meeting: str) -> bool:
    """Whether the meeting's days leave few days to an event before or after it."""
    for lag in lags:
        if lag.later == meeting and lag.before(left[lag.earlier], left[meeting]).bit_count() <= FEW_DAYS:
            return True
        if lag.earlier == meeting and lag.after(left[meeting], left[lag.later]).bit_count() <= FEW_DAYS:
            return True
    return False


def _side_by_side(at_once: int, starts: int, days: int) -> int:
    return at_once * most_in_turn(starts, days)
