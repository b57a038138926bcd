"""What dated declarations imply for who and where, before any date is chosen.

Each of these rows is true in every plan: it only says early what the calendar would say late. Busy days fit into
days, events of a month into months, what people are asked for into their days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from mentoring.domain.dates import iso_week, month_of
from mentoring.engine.literal import Lit, Literals
from mentoring.engine.mask import numbers
from mentoring.engine.pool import ask_for_people
from mentoring.engine.row import Sum, add_within, linear
from mentoring.language.declaration import Apart, Days, Declaration, Limit
from mentoring.language.fact import AnyOf, Fact, Goes, Held, TakesPart, Without, event_of
from mentoring.language.frame import Frame


def speaks_of_people(fact: Fact, people: Iterable[str]) -> bool:
    """Whether the fact depends on who is sent."""
    match fact:
        case TakesPart(_, who) | Goes(_, who, _):
            return who in people
        case AnyOf(_, facts):
            return any(speaks_of_people(one, people) for one in facts)
        case Without(inner, unless):
            return speaks_of_people(inner, people) or any(speaks_of_people(one, people) for one in unless)
    return False


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
        for pool, events in ask_for_people(self.frame).items():
            self._people(pool, events)

    def add_people(self, frame: Frame) -> None:
        """What asking for people implies, told by a frame that knows them: all events that ask the same persons."""
        pools: dict[frozenset[str], list[tuple[str, int]]] = defaultdict(list)
        for stage, events in frame.agenda.stages.items():
            asked = sum(sent.count for sent in frame.scenario.stages[stage].people.values())
            if asked:
                pools[frozenset(frame.scenario.people_for(stage))] += [(event.id, asked) for event in events]
        for pool, asking in pools.items():
            self._people(pool, asking)

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
        """Stays of one calendar never overlap, except inside a trip: one event a trip counts."""
        stays = [(stay.event, self.literals.literal(stay.fact)) for stay in apart.stays if stay.trip == stay.event]
        self._fit_days([(event, lit, 1) for event, lit in stays if lit is not None], 1)

    def _people(self, pool: frozenset[str], events: list[tuple[str, int]]) -> None:
        self._fit_days([(event, self.literals.sure(Held(event)), count) for event, count in events], len(pool))

    def _fit_days(self, busy: list[tuple[str, Lit, int]], at_once: int) -> None:
        """Events with so many of somebody's teams at each: all of them, and those of a stage held close together."""
        close: dict[str, list[tuple[str, Lit, int]]] = defaultdict(list)
        for event, lit, weight in busy:
            close[self.frame.agenda.events[event].stage].append((event, lit, weight))
        groups = [(busy, self.frame.horizon)]
        for stage, group in close.items():
            length = self.frame.scenario.stages[stage].all_within
            if length is not None:
                groups.append((group, length.count * {"d": 1, "w": 7, "m": 31}[length.unit]))
        for group, size in groups:
            covered = self._covered(event for event, _, _ in group)
            window = (1 << size) - 1
            firsts = range(max(1, covered.bit_length() - size + 1))
            days = max((covered >> first & window).bit_count() for first in firsts)
            self._fit([(lit, self.days[event] * weight) for event, lit, weight in group], days * at_once)

    def _fit(self, terms: list[tuple[Lit, int]], room: int) -> None:
        total: Sum = linear(terms)
        if sum(weight for lit, weight in terms if lit is not False) > room:
            add_within(self.literals.model, total, None, room)


def add_gates(literals: Literals, declarations: Sequence[Declaration], masks: dict[str, int]) -> None:
    """Shared events: a pairing is possible only if the event falls on a day that suits those it brings.

    Days that suit the same pairings are one gate, gates dominated by another are dropped, and one gate is chosen.
    """
    frame = literals.frame
    needs = _day_needs(frame_events=set(masks), declarations=declarations)
    for event in frame.events:
        conditions = [(literals.literal(fact), mask) for fact, mask in needs.get(event.id, {}).items()]
        bound = [(lit, mask) for lit, mask in conditions if lit is not None and lit is not False]
        if len(event.pairs) < 2 and not event.always:
            continue
        gates: set[frozenset[int]] = set()
        for day in numbers(masks[event.id]):
            gates.add(frozenset(index for index, (_, mask) in enumerate(bound) if mask >> day & 1))
        best = [gate for gate in gates if not any(gate < other for other in gates)]
        if any(len(gate) == len(bound) for gate in best):
            continue
        chosen = {gate: literals.model.new_bool_var("") for gate in sorted(best, key=sorted)}
        held = literals.sure(Held(event.id))
        add_within(literals.model, linear([*((lit, 1) for lit in chosen.values()), (held, -1)]), 0, 0)
        for index, (lit, _) in enumerate(bound):
            open_gates: list[tuple[Lit, int]] = [(one, 1) for gate, one in chosen.items() if index in gate]
            add_within(literals.model, linear([*open_gates, (lit, -1)]), 0, None)


def _day_needs(frame_events: set[str], declarations: Sequence[Declaration]) -> dict[str, dict[Fact, int]]:
    """For each event the facts that bind its days, each with the start days left."""
    needs: dict[str, dict[Fact, int]] = defaultdict(dict)
    for one in declarations:
        if isinstance(one, Days) and one.when is not None and one.event in frame_events:
            needs[one.event][one.when] = needs[one.event].get(one.when, -1) & one.mask
    return needs
