"""Pairings rationed by the few people who go to all their events: one price on every pairing, in the network's tables.

Events of pairings ask for so many days of the same persons; there is room for so many events one after the other, and
so for so many pairings. A network of single pairs does not know a total: whatever price it puts on each pairing,
what the rationed pairings could be worth at that price is taken off again, and what is left holds for every plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import gcd
from typing import TypeVar

import numpy as np

from mentoring.domain.scenario import Scenario
from mentoring.engine.model.candidates import Lags
from mentoring.engine.model.mask import pass_on
from mentoring.engine.model.packing import most_in_turn
from mentoring.engine.model.peopleless import leave_out_people
from mentoring.engine.model.pool import ask_for_people
from mentoring.engine.network.block import ThemeBlock
from mentoring.engine.network.globe import Flags, Numbers
from mentoring.engine.network.venue import Venue
from mentoring.language.declaration import Days
from mentoring.language.fact import Held
from mentoring.language.frame import Frame
from mentoring.rules import RULES
from mentoring.rules.base import declare_all
from mentoring.rules.person_free import free_starts

MOST_PRICES = 16  # tried for one goal
NEAR = 0.2  # of all pairs so many count as near
MOST_DEAR = 1 << 52  # of one pairing's shares at the dearest price
DEAR_FLOW = 1 << 59  # of that times the nodes of a flow, so that no sum of the flow leaves 64 bits
OWN_WORDS = {"pin", "lead-time"}  # rules that speak of single events: what they say of one holds for no other

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ration:
    """Each pairing of a block takes so many `shares`, one number or a table, and all together at most `room`.

    Shares that are fine, as in money, are rationed at prices far below what a pairing is worth.
    """

    shares: Sequence[int | Numbers]
    room: int
    is_fine: bool = False
    venues: Sequence[Venue] = ()  # shares of coming to meetings, where these take any

    def find_price(self, offer: Callable[[int], tuple[int, int, T]], dearest: int) -> tuple[int, int, T, T, T]:
        """The best price found, its bound, what else is known at it, at the least price that asks no more than there
        is, and at the dearest that asks too much.

        `offer` says for a price the bound, before the ration's worth is taken off, the shares used, and what else is
        known; at `dearest` nobody would take any. Where no price is needed both are what is known without.
        """
        bound, used, found = offer(0)
        if used <= self.room:
            return 0, bound, found, found, found
        low, best = (0, bound, used, found), (bound, 0, found)
        bound, used, found = offer(dearest)
        high = (dearest, bound - dearest * self.room, used, found)
        best = max(best, (high[1], dearest, found), key=lambda one: one[0])
        for _ in range(MOST_PRICES):
            price = max(low[0] + 1, _meeting_point(low[:3], high[:3], self.room))
            if price >= high[0]:
                break
            bound, used, found = offer(price)
            bound -= price * self.room
            if bound > best[0]:
                best = bound, price, found
            if used > self.room:
                low = (price, bound, used, found)
            else:
                high = (price, bound, used, found)
        return best[1], best[0], best[2], high[3], low[3]

    def trim(self, chosen: Sequence[Flags], costs: Sequence[Numbers]) -> list[Flags]:
        """Of a choice of pairs as many as the ration allows, those that cost least first."""
        cells = [
            (int(costs[place][row, column]), place, int(row), int(column))
            for place, flags in enumerate(chosen)
            for row, column in zip(*np.nonzero(flags), strict=True)
        ]
        left, kept = self.room, [np.zeros_like(flags) for flags in chosen]
        shares = [
            share + np.zeros(flags.shape, dtype=np.int64) for share, flags in zip(self.shares, chosen, strict=True)
        ]
        for _, place, row, column in sorted(cells):
            if shares[place][row, column] <= left:
                left -= int(shares[place][row, column])
                kept[place][row, column] = True
        return kept

    def fill(
        self,
        chosen: Sequence[Flags],
        more: Sequence[Flags],
        blocks: Sequence[ThemeBlock],
        costs: Sequence[Numbers],
        taken: int,
    ) -> list[Flags]:
        """A choice, of which `taken` shares are taken, with as many pairs of another as still fit beside it.

        What meetings cost them is not counted: it is a choice to begin with, which proves nothing.
        """
        left, kept = self.room - taken, [flags.copy() for flags in chosen]
        cells = [
            (int(costs[place][row, column]), place, int(row), int(column))
            for place, flags in enumerate(more)
            for row, column in zip(*np.nonzero(flags & ~chosen[place]), strict=True)
        ]
        for cost, place, row, column in sorted(cells):
            own, block = kept[place], blocks[place]
            share = int((self.shares[place] + np.zeros(own.shape, dtype=np.int64))[row, column])
            is_open = own[row].sum() < block.places[row] and own[:, column].sum() < block.wanted[column]
            if cost < 0 and is_open and share <= left:
                left -= share
                own[row, column] = True
        return kept

    def tightness(self, blocks: Sequence[ThemeBlock]) -> float:
        """About what part of all pairings there could be is possible; fine shares are those of near pairs."""
        could = 0.0
        for share, block in zip(self.shares, blocks, strict=True):
            known = np.broadcast_to(share, block.shape)[block.open]
            could += block.most * float(np.quantile(known, NEAR)) if len(known) else 0.0
        return self.room / could if could else 1.0

    def taken(self, place: int, chosen: Flags, host: int) -> int:
        """The shares that a block's chosen pairs take, with their meeting at a host."""
        taken = int((self.shares[place] * chosen).sum())
        if self.venues:
            taken += int(self.venues[place].mentors[chosen.any(axis=1), host].sum())
            taken += int(self.venues[place].mentees[chosen.any(axis=0), host].sum())
        return taken

    def dearest(self, gain: int, nodes: int) -> int:
        """A price at which no pairing is worth its shares, if it is worth `gain` at most; not beyond all numbers.

        `nodes` are those of the largest flow.
        """
        if not self.is_fine:
            return 1 + gain
        taking = [share[share > 0] for share in map(np.asarray, self.shares) if (share > 0).any()]
        least = min((int(share.min()) for share in taking), default=1)
        journeys = [side for venue in self.venues for side in (venue.mentors, venue.mentees)]
        most = max((int(table.max(initial=1)) for table in (*taking, *journeys)), default=1)
        return min(1 + gain // least, min(MOST_DEAR, DEAR_FLOW // nodes) // most)


def _meeting_point(low: tuple[int, int, int], high: tuple[int, int, int], room: int) -> int:
    """The price at which the lines through two bounds meet: each rises by what is used beyond the ration."""
    rise, fall = low[2] - room, room - high[2]
    if rise + fall <= 0:
        return high[0]
    return (high[1] - low[1] + rise * low[0] + fall * high[0]) // (rise + fall)


def find_ration(scenario: Scenario, blocks: Sequence[ThemeBlock]) -> Ration | None:
    """The tightest ration there is; None where everybody is enough for all pairings there could be."""
    if not scenario.people:
        return None
    samples = [next(block.pairings(block.open), None) for block in blocks]
    frame = Frame(scenario, [pair for pair in samples if pair is not None])
    starts = _common_starts(frame)
    rations = []
    for pool, asked in ask_for_people(frame).items():
        shares: dict[str, int] = defaultdict(int)
        own = [(frame.agenda.events[event], count) for event, count in asked]
        own = [(event, count) for event, count in own if event.mentor and event.mentee]
        for event, count in own:
            shares[str(event.theme)] += count
        could = sum(block.most * shares[block.theme] for block in blocks)
        if could:
            begin = 0
            for event, _ in own:
                begin |= starts[event.id]
            days = min(scenario.stages[event.stage].days for event, _ in own)
            room = sum(most_in_turn(begin & free_starts(frame, who, days), days) for who in pool)
            if room < could:
                each = gcd(*shares.values())
                parts = tuple(shares[block.theme] // each for block in blocks)
                rations.append((room / could, Ration(parts, room // each)))
    return min(rations, key=lambda one: one[0])[1] if rations else None


def _common_starts(frame: Frame) -> dict[str, int]:
    """The start days of each event by what holds for its whole stage: no city's own days, nothing said of one event."""
    declared = [one for one in declare_all(RULES, leave_out_people(frame)) if one.rule not in OWN_WORDS]
    starts = {event.id: frame.every_day for event in frame.events}
    for one in declared:
        if isinstance(one, Days) and one.when in (None, Held(one.event)):
            starts[one.event] &= one.mask
    lags = Lags(frame, declared)
    for_all = [event for event in lags.always if frame.scenario.stages[event.stage].gathers == "all"]
    for pair in frame.pairs:
        own = [event.id for event in frame.agenda.of_pair[pair]]
        left = {event: starts[event] for event in (*own, *(event.id for event in for_all)) if starts[event]}
        if not pass_on(left, lags.of_pair(pair, left)):
            starts.update((event, left[event]) for event in own if event in left)
    return starts
