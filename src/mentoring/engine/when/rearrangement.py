"""Dates for some events anew, beside all others that stay where they are: a small exact model of starts and calendars.

It knows what a draft knows: windows, lags, calendars, limits, and people as pools. Pairings may be left out, at a
price, so that it also answers who cannot be dated beside whom.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import numpy as np
from ortools.sat.python import cp_model

from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.solving import Answer, solve
from mentoring.engine.prices.grid import Edges
from mentoring.engine.prices.part import Parts
from mentoring.engine.prices.reach import Costs, Flags, Ints
from mentoring.engine.when.draft import Draft
from mentoring.engine.when.room import Room

Spell = tuple[int, int, int, int]  # an event, the first day it fills (from its start), how many, its weight


class Rearrangement:
    """The model over `events`, none of which the draft has placed; `dates` reads their positions from an answer."""

    def __init__(
        self,
        draft: Draft,
        allowed: Flags,
        events: Sequence[int],
        optional: Mapping[Pairing, int],
        *,
        has_pools: bool = True,
    ) -> None:
        """`optional` pairings may be left out, at that cost.

        Without pools persons are not counted: where each is chosen, that says the same and takes long.
        """
        self.draft = draft
        self.grid = draft.grid
        self.events = list(events)
        self.model = cp_model.CpModel()
        self.served = {pair: self.model.new_bool_var("") for pair in sorted(optional)}
        self.held: dict[int, cp_model.IntVar | None] = {event: self._held(event) for event in self.events}
        self.days: dict[int, list[int]] = {}
        self._open_days: dict[int, int] = {}  # the same as a mask
        self.start: dict[int, cp_model.IntVar] = {}
        for event in self.events:
            self._open(event, allowed)
        self._inside: dict[tuple[int, int], cp_model.IntVar] = {}
        self._order()
        self._crowd(has_pools=has_pools)
        self._fill_periods()
        self.costs: list[tuple[cp_model.LinearExprT, int]] = [
            (~lit, optional[pair]) for pair, lit in self.served.items()
        ]

    def _held(self, event: int) -> cp_model.IntVar | None:
        """Whether it takes place; None: in any case."""
        known = self.grid.frame.agenda.events[self.grid.events[event]]
        if known.always or not known.pairs or any(pair not in self.served for pair in known.pairs):
            return None
        lits = [self.served[pair] for pair in known.pairs]
        if len(lits) == 1:
            return lits[0]
        held = self.model.new_bool_var("")
        self.model.add_max_equality(held, lits)
        return held

    def _open(self, event: int, allowed: Flags) -> None:
        """The days left beside everything that stays."""
        free, axis = self.draft.free(event), self.draft.axis
        days = [axis[place] for place in np.flatnonzero(allowed[event]).tolist() if free >> axis[place] & 1]
        if not days:
            self.model.add_bool_or([] if self.held[event] is None else [~self._if(event)[0]])
            days = [axis[0]]
        self.days[event] = days
        self._open_days[event] = sum(1 << day for day in days)
        self.start[event] = self.model.new_int_var_from_domain(cp_model.Domain.from_values(days), "")

    def _if(self, *events: int) -> list[cp_model.IntVar]:
        return [held for event in events if (held := self.held[event]) is not None]

    def _order(self) -> None:
        """Lags between the events."""
        mine = np.zeros(len(self.grid.events), dtype=bool)
        mine[self.events] = True
        for edges in self.grid.edges:
            for place in np.flatnonzero(mine[edges.earlier] & mine[edges.later]).tolist():
                one, two = int(edges.earlier[place]), int(edges.later[place])
                self._lag(edges, one, two)

    def _lag(self, edges: Edges, one: int, two: int) -> None:
        axis, both = self.grid.axis, self._if(one, two)
        for bound, sign in ((edges.low, 1), (edges.high, -1)):
            if abs(int(bound[0])) >= ENDLESS:
                continue
            if (ahead := np.unique(bound - axis)).size == 1:
                row = sign * (self.start[two] - self.start[one]) >= sign * int(ahead[0])
                self.model.add(row).only_enforce_if(both)
                continue
            known = dict(zip(axis.tolist(), bound.tolist(), strict=True))  # months
            table = [known.get(day, 0) for day in range(int(axis[-1]) + 1)]
            limit = self.model.new_int_var(min(table), max(table), "")
            self.model.add_element(self.start[one], table, limit)
            self.model.add(sign * self.start[two] >= sign * limit).only_enforce_if(both)

    def _crowd(self, *, has_pools: bool) -> None:
        """Calendars, pools of people and limits over days that several of the events share."""
        found: dict[int, tuple[Room, list[Spell]]] = {}
        for event in self.events:
            for room, offset, size, weight in self.draft.crowds[event]:
                if has_pools or not room.of_people:
                    found.setdefault(id(room), (room, []))[1].append((event, offset, size, weight))
        for room, spells in found.values():
            if len(spells) > 1:
                self._share(room, spells)

    def _share(self, room: Room, spells: list[Spell]) -> None:
        first = min(self.days[event][0] + offset for event, offset, _, _ in spells)
        last = max(self.days[event][-1] + offset + size for event, offset, size, _ in spells)
        first, last = max(0, first), min(last, self.grid.frame.horizon)
        left = [room.most[day] - room.load[day] for day in range(first, last)]
        weights = [weight for *_, weight in spells]
        most = max(left, default=0)
        if sum(weights) <= min(left, default=0) or most <= 0:
            return
        intervals = [self._interval(*spell[:3]) for spell in spells]
        if 2 * min(weights) > most:
            self.model.add_no_overlap(intervals)
            return
        for less, days in groupby(range(first, last), key=lambda day: most - left[day - first]):
            if less > 0:
                run = list(days)
                intervals.append(self.model.new_fixed_size_interval_var(run[0], len(run), ""))
                weights.append(min(less, most))
        self.model.add_cumulative(intervals, weights, most)

    def _interval(self, event: int, offset: int, size: int) -> cp_model.IntervalVar:
        begin, held = self.start[event] + offset, self.held[event]
        if held is None:
            return self.model.new_fixed_size_interval_var(begin, size, "")
        return self.model.new_optional_fixed_size_interval_var(begin, size, held, "")

    def _fill_periods(self) -> None:
        """Limits over weeks and months."""
        found: dict[int, tuple[Room, list[tuple[int, int]]]] = {}
        for event in self.events:
            for room, _, weight in self.draft.periods[event]:
                found.setdefault(id(room), (room, []))[1].append((event, weight))
        for room, members in found.values():
            for cell, days in enumerate(room.days):
                left = room.most[cell] - room.load[cell]
                inside = [one for one in members if days & self._open_days[one[0]]]
                if sum(weight for _, weight in inside) > left:
                    lits = [self._is_inside(event, days) for event, _ in inside]
                    weights = [weight for _, weight in inside]
                    self.model.add(cp_model.LinearExpr.weighted_sum(lits, weights) <= left)

    def _is_inside(self, event: int, days: int) -> cp_model.IntVar:
        """True where the event is held and starts on one of the days."""
        key = event, days
        if key not in self._inside:
            lit = self._inside[key] = self.model.new_bool_var("")
            outside = [day for day in self.days[event] if not days >> day & 1]
            domain = cp_model.Domain.from_values(outside)
            self.model.add_linear_expression_in_domain(self.start[event], domain).only_enforce_if(
                [~lit, *self._if(event)]
            )
        return self._inside[key]

    def charge(self, costs: Costs) -> cp_model.LinearExprT:
        """What the events cost on their days; `costs` are [events, positions]."""
        position = {day: place for place, day in enumerate(self.draft.axis)}
        terms: list[tuple[cp_model.LinearExprT, int]] = []
        fixed = 0
        for event in self.events:
            known = {day: int(costs[event, position[day]]) for day in self.days[event]}
            if len({cost - day for day, cost in known.items()}) == 1:
                terms.append((self.start[event], 1))
                day, cost = next(iter(known.items()))
                fixed += cost - day
                continue
            least = min(known.values())
            fixed += least
            for level in sorted(set(known.values()) - {least}):
                days = sum(1 << day for day, cost in known.items() if cost == level)
                terms.append((self._is_inside(event, days), level - least))
        return cp_model.LinearExpr.weighted_sum([one for one, _ in terms], [weight for _, weight in terms]) + fixed

    def keep_row(self, most: float, parts: Parts, at: Ints, *, over: int = 0) -> cp_model.IntVar | None:
        """Keep a sum over start days; events that stay are at the positions `at`.

        With `over` it may be so much more, and how much it is is returned.
        """
        mine = np.isin(parts.event, self.events)
        there = (parts.first <= at[parts.event]) & (at[parts.event] <= parts.last) & ~mine
        left = math.floor(most - float(parts.weight[there].sum()))
        lits, weights = list[cp_model.IntVar](), list[int]()
        for row in np.flatnonzero(mine).tolist():
            first, last = self.draft.axis[parts.first[row]], self.draft.axis[parts.last[row]]
            days, event = (2 << last) - (1 << first), int(parts.event[row])
            if days & self._open_days[event]:
                lits.append(self._is_inside(event, days))
                weights.append(round(float(parts.weight[row])))
        if sum(weight for weight in weights if weight > 0) <= left:
            return None
        more = self.model.new_int_var(0, over, "") if over else None
        total = cp_model.LinearExpr.weighted_sum(lits, weights)
        self.model.add(total <= left if more is None else total - more <= left)
        return more

    def solve(
        self, clock: Clock, *, work: float, linear: int = 1, is_begun: bool = False, in_turn: bool = False
    ) -> Answer:
        """The least cost of pairings left out, and of whatever else was given a cost.

        With `is_begun` the hints are dates and persons at hand.
        """
        if self.costs:
            exprs, weights = zip(*self.costs, strict=True)
            self.model.minimize(cp_model.LinearExpr.weighted_sum(exprs, weights))
        return solve(
            self.model, clock, work=work, linear=linear,
            probe=False, is_brief=True, is_begun=is_begun, in_turn=in_turn,
        )  # fmt: skip

    def hint(self, at: Mapping[int, int]) -> None:
        """Dates to begin with: positions by event."""
        for event in self.events:
            if event in at:
                self.model.add_hint(self.start[event], self.draft.axis[at[event]])

    def dates(self, answer: Answer) -> dict[int, int]:
        """The positions of the events that are held."""
        position = {day: place for place, day in enumerate(self.draft.axis)}
        held = [event for event in self.events if (lit := self.held[event]) is None or answer.value(lit)]
        return {event: position[answer.value(self.start[event])] for event in held}

    def left_out(self, answer: Answer) -> list[Pairing]:
        """The pairings left out."""
        return [pair for pair, lit in self.served.items() if not answer.value(lit)]


ENDLESS = 10**9  # days: no bound at all
LEFT_OUT = 10**9  # what a pairing left out costs, for each point of priority


def fees_of(scenario: Scenario, pairs: Iterable[Pairing]) -> dict[Pairing, int]:
    """What it costs to leave each pairing out."""
    return {pair: LEFT_OUT * scenario.cities[pair.mentee].needs[pair.theme].priority for pair in pairs}
