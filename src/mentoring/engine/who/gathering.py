"""Events that several pairings share, in the model without dates: a day that suits all, and enough days between two.

A pairing is possible only if the events it shares with others fall on days that suit it. Days that suit the same
pairings are one gate, and one gate is chosen. A city cannot be at two meetings at once: of meetings, and of events for
all or for a list, the model knows the start days too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from mentoring.domain.event import Event
from mentoring.domain.pairing import Pairing
from mentoring.engine.model.calendar import Calendar
from mentoring.engine.model.literal import Lit, Literals
from mentoring.engine.model.mask import numbers
from mentoring.engine.model.row import add_within, linear
from mentoring.language.declaration import Apart, Days, Declaration, Differ, Lag, Together
from mentoring.language.fact import Fact, Goes, Held, Hosts, Paired, TakesPart

Alone = Mapping[tuple[Pairing, str], int]  # start days that a pairing leaves an event, its own other events considered
Gate = tuple[Lit, int]  # whether it is chosen, and the start days it stands for


class Gatherings:
    """Adds gates, and the start days of meetings, to a model without dates."""

    def __init__(
        self, literals: Literals, declarations: Sequence[Declaration], masks: dict[str, int], alone: Alone
    ) -> None:
        """`masks` are the days each event could start on."""
        self.literals = literals
        self.masks = masks
        self.alone = alone
        self._needs = _day_needs(declarations)
        self._meetings = {
            event.id
            for event in literals.frame.events
            if (event.always or event.mentor is None is event.mentee) and masks[event.id]
        }

    def add(self, declarations: Sequence[Declaration], *, dated: bool) -> Calendar | None:
        """Add a choice of gates for each event; dates of meetings, returned, only where the model has none anyway."""
        known = set() if dated else self._meetings
        gates = {
            event.id: self._choose(event, dominated=event.id in known)
            for event in self.literals.frame.events
            if event.always or len(event.pairs) > 1
        }
        if dated:
            return None
        between = [one for one in declarations if self._is_between(one)]
        narrow = {name: self.masks[name] for name in self._meetings}
        calendar = Calendar(self.literals, between, narrow, only=self._meetings)
        for name in sorted(self._meetings & gates.keys()):
            for lit, days in gates[name]:
                calendar.keep_to(name, days, lit)
        for one in declarations:
            if isinstance(one, Apart):
                self._keep_apart(calendar, one)
        return calendar

    def _is_between(self, one: Declaration) -> bool:
        """Whether it is a lag between meetings, or forbids them the same day."""
        if isinstance(one, Lag):
            return {one.earlier, one.later} <= self._meetings
        if isinstance(one, Together):
            return not self._meetings.isdisjoint(one.events)
        return isinstance(one, Differ) and {one.one, one.other} <= self._meetings

    def _keep_apart(self, calendar: Calendar, apart: Apart) -> None:
        """Two meetings that somebody goes to never overlap; away at both, there are travel days and rest between."""
        trips: dict[tuple[str, str], str] = {}
        travel: dict[tuple[str, str], int] = {}  # days, where somebody may be away
        for stay in apart.stays:
            if stay.event in self._meetings and isinstance(stay.fact, TakesPart | Goes):
                key = (stay.fact.who, stay.event)
                trips[key] = stay.trip
                if stay.away:
                    travel[key] = min(stay.travel_days, travel.get(key, stay.travel_days))
        for (who, one), (other_who, two) in combinations(sorted(trips), 2):
            if who != other_who or trips[who, one] == trips[who, two]:
                continue
            there = [self.literals.literal(TakesPart(event, who)) for event in (one, two)]
            if any(lit is None or lit is False for lit in there):
                continue
            absent = [self.literals.negate(lit) for lit in there if lit is not None]
            self._part(calendar, one, two, 0, absent)
            if (who, one) in travel and (who, two) in travel:
                free = max(apart.rest_days, travel[who, one] + travel[who, two])
                home = [self.literals.literal(Hosts(event, who)) for event in (one, two)]
                if free:
                    self._part(calendar, one, two, free, [*absent, *(lit for lit in home if lit is not None)])

    def _part(self, calendar: Calendar, one: str, two: str, free: int, unless: list[Lit]) -> None:
        """So many free days between the two meetings, except if one of `unless` is true."""
        if not any(lit is True for lit in unless):
            order = calendar.separated(one, two, free)
            self.literals.model.add_bool_or([*order, *(lit for lit in unless if not isinstance(lit, bool))])

    def _choose(self, event: Event, *, dominated: bool) -> list[Gate]:
        """One gate of the event is chosen, and whoever takes part needs one that suits; none when all days suit all.

        Gates that suit fewer than another are left out unless `dominated`.
        """
        conditions = self._conditions(event)
        asked = [(self.literals.literal(fact), mask) for fact, mask in conditions.items()]
        bound = [(lit, mask) for lit, mask in asked if lit is not None and lit is not False]
        gates: dict[int, int] = defaultdict(int)  # whom it suits, as a set of bits, and its days
        for day in numbers(self.masks[event.id]):
            gates[sum(1 << index for index, (_, mask) in enumerate(bound) if mask >> day & 1)] |= 1 << day
        everybody = (1 << len(bound)) - 1
        if gates.keys() <= {everybody} or (everybody in gates and not dominated):
            return []
        best = [gate for gate in sorted(gates) if dominated or not any(gate & one == gate != one for one in gates)]
        chosen = {gate: self.literals.model.new_bool_var("") for gate in best}
        held = self.literals.sure(Held(event.id))
        add_within(self.literals.model, linear([*((lit, 1) for lit in chosen.values()), (held, -1)]), 0, 0)
        for index, (lit, _) in enumerate(bound):
            shut: list[tuple[Lit, int]] = [(one, 1) for gate, one in chosen.items() if not gate >> index & 1]
            if shut:
                add_within(self.literals.model, linear([*shut, (lit, 1), (held, -1)]), None, 0)
        return [(lit, gates[gate]) for gate, lit in chosen.items()]

    def _conditions(self, event: Event) -> dict[Fact, int]:
        """The days that bind somebody, by whom; those of single pairings where they are fewer than the two cities'."""
        found = dict(self._needs.get(event.id, {}))
        for pair in event.pairs:
            days = self.masks[event.id]
            for city in (pair.mentor, pair.mentee):
                days &= self._needs.get(event.id, {}).get(TakesPart(event.id, city), -1)
            left = self.alone.get((pair, event.id), -1) & days
            if left != days:
                found[Paired(pair)] = left
        return found


def _day_needs(declarations: Sequence[Declaration]) -> dict[str, dict[Fact, int]]:
    """For each event the facts that bind its days, each with the start days left."""
    needs: dict[str, dict[Fact, int]] = defaultdict(dict)
    for one in declarations:
        if isinstance(one, Days) and one.when is not None:
            needs[one.event][one.when] = needs[one.event].get(one.when, -1) & one.mask
    return needs
