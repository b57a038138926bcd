"""One theme's cheapest pairings over all its gates and all hosts of its meeting, bounded by prices.

For prices of the places and needs, a gate and a host, no choice of pairs costs less than what `_values` says: each
pair at its excess, each city at the less of its price (left out) and its journey to the meeting (taking part).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from mentoring.engine.block import ThemeBlock
from mentoring.engine.gate import Gates
from mentoring.engine.globe import Flags, Numbers
from mentoring.engine.matching import FAR, Matching, Prices, match
from mentoring.engine.venue import Venue

MOST_FLOWS = 60  # scenes (a gate and a host) of which the flow is solved
MOST_SCENES = 100  # for so many what a pair costs beyond the bound is told for each
NEVER = int(FAR)


@dataclass(slots=True)
class Sweep:
    """The search for one cost table; `best` is what the relaxed theme reaches, `bound` what it cannot undercut."""

    block: ThemeBlock
    cost: Numbers
    gates: Gates
    venue: Venue
    best: int = NEVER
    chosen: Flags = field(init=False)
    gate: int = 0
    host: int = 0
    _prices: list[Prices] = field(default_factory=list)
    _told: list[Numbers] = field(default_factory=list)
    _least: Numbers = field(init=False)
    _by: Numbers = field(init=False)

    def __post_init__(self) -> None:
        shape = (len(self.gates), self.venue.mentees.shape[1])
        self._least = np.full(shape, -NEVER, dtype=np.int64)
        self._by = np.zeros(shape, dtype=np.int64)
        self.chosen = np.zeros(self.block.shape, dtype=np.bool_)
        if not len(self.gates):  # the meeting has no day at all
            self.best = 0
            return
        wide = match(self.cost, self.block.open, self.block.places, self.block.wanted)
        self._learn(wide.prices, wide.others)
        solved = np.zeros(shape, dtype=np.bool_)
        for _ in range(MOST_FLOWS):
            gate, host = np.unravel_index(int(self._least.argmin()), shape)
            if self._least[gate, host] >= self.best or solved[gate, host]:
                break
            solved[gate, host] = True
            self._solve(int(gate), int(host))

    @property
    def bound(self) -> int:
        """No choice of the theme's pairs costs less."""
        return int(self._least.min(initial=0)) if len(self.gates) else 0

    def _solve(self, gate: int, host: int) -> None:
        """The flow of one scene, journeys to the meeting shared evenly over a city's places."""
        block, venue = self.block, self.venue
        of_mentors = venue.mentors[:, host] // np.maximum(1, block.places)
        of_mentees = venue.mentees[:, host] // np.maximum(1, block.wanted)
        cells = block.open & self.gates.mentors[gate][:, None] & self.gates.mentees[gate][None, :]
        found = match(self.cost + of_mentors[:, None] + of_mentees[None, :], cells, block.places, block.wanted)
        reached = self._reached(found, host)
        if reached < self.best:
            self.best, self.chosen, self.gate, self.host = reached, found.chosen, gate, host
        both = (found.prices, found.others)
        self._learn(*(Prices(one.mentors + of_mentors, one.mentees + of_mentees) for one in both))

    def _reached(self, found: Matching, host: int) -> int:
        journeys = self.venue.mentors[found.chosen.any(axis=1), host].sum()
        journeys += self.venue.mentees[found.chosen.any(axis=0), host].sum()
        return int(self.cost[found.chosen].sum()) + int(journeys)

    def _learn(self, *both: Prices) -> None:
        """Two sets of prices, kept side by side: a pair survives only if it does at both."""
        values = [self._values(prices) for prices in both]
        better = np.maximum(*values) > self._least
        self._by[better] = len(self._prices)
        self._least = np.maximum(self._least, np.maximum(*values))
        self._prices += both
        self._told += values

    def _values(self, prices: Prices) -> Numbers:
        """For each gate and host what nothing can undercut at these prices."""
        gained = np.where(self.block.open, np.minimum(prices.excess(self.cost), 0), 0)
        sides = (
            (self.gates.mentors, self.block.places * prices.mentors, self.venue.mentors),
            (self.gates.mentees, self.block.wanted * prices.mentees, self.venue.mentees),
        )
        total = np.zeros(self._least.shape, dtype=np.int64)
        if gained.any():
            through = self.gates.mentors.astype(np.int64) @ gained
            total += (through * self.gates.mentees).sum(axis=1)[:, None]
        for gates, worth, journeys in sides:
            total += gates.astype(np.int64) @ (np.minimum(worth[:, None], journeys) - worth[:, None])
        return total

    def survivors(self, most: int) -> Flags:
        """The pairs that a choice of the theme's pairs which costs at most `most` can have."""
        found = np.zeros(self.block.shape, dtype=np.bool_)
        scenes = np.argwhere(self._least <= most)
        for number in np.unique(self._by[self._least <= most]) if len(scenes) else ():
            own = [(int(gate), int(host)) for gate, host in scenes if self._by[gate, host] == number]
            together = len(scenes) > MOST_SCENES
            both = [self._pass(int(number) + twin, own, most, together=together) for twin in (0, 1)]
            for one, other in zip(*both, strict=True):
                found |= one & other
        survivors: Flags = found & self.block.open
        return survivors

    def _pass(self, number: int, scenes: list[tuple[int, int]], most: int, *, together: bool) -> Iterator[Flags]:
        """For each scene, or for all together, the pairs that cost little enough beyond its bound at some prices."""
        prices, told = self._prices[number], self._told[number]
        excess = np.maximum(prices.excess(self.cost), 0)
        if together:
            gates = np.unique([gate for gate, _ in scenes])
            through = self.gates.mentors[gates].T.astype(np.int64) @ self.gates.mentees[gates] > 0
            yield (excess <= most - min(int(told[scene]) for scene in scenes)) & through
            return
        for gate, host in scenes:
            row = _beyond(self.venue.mentors[:, host], self.block.places * prices.mentors)
            column = _beyond(self.venue.mentees[:, host], self.block.wanted * prices.mentees)
            through = self.gates.mentors[gate][:, None] & self.gates.mentees[gate][None, :]
            yield (excess + row[:, None] + column[None, :] <= most - int(told[gate, host])) & through

    def hosts(self, most: int) -> Flags:
        """The hosts at which a choice of the theme's pairs can cost `most` or less."""
        return np.asarray((self._least <= most).any(axis=0), dtype=np.bool_)

    def best_hosts(self, number: int) -> list[int]:
        """So many hosts, those with the least bound first."""
        least = self._least.min(axis=0, initial=NEVER)
        return [self.host, *(int(one) for one in np.argsort(least, kind="stable") if one != self.host)][:number]

    def excess(self) -> Numbers:
        """What each pair costs beyond the prices of the best scene: small for near alternatives."""
        if not self._prices:
            return self.cost
        number = int(self._by[self.gate, self.host])
        return np.maximum(self._prices[number].excess(self.cost), 0)


def _beyond(journeys: Numbers, worth: Numbers) -> Numbers:
    """What a city that takes part costs beyond the less of its price and its journey."""
    return journeys - np.minimum(worth, journeys)
