"""One theme's cheapest pairings over all its gates and all hosts of its meeting, bounded by prices.

For prices of places and needs, a gate and a host, no choice of pairs costs less than what `_values` says: each pair at
its excess, each city at the less of its price (left out) and its journey to the meeting (taking part). Most gates and
hosts are out by that; the others are looked at one by one, the least bound first.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from mentoring.engine.block import ThemeBlock
from mentoring.engine.gate import Gates
from mentoring.engine.globe import Flags, Numbers
from mentoring.engine.matching import FAR, Prices, match
from mentoring.engine.scene import Scene
from mentoring.engine.venue import Venue

MOST_FLOWS = 200  # flows solved for one sweep
MOST_CITIES = 300  # of larger blocks fewer, in proportion
MOST_SCENES = 100  # for so many what a pair costs beyond the bound is told for each
NEVER = int(FAR)


@dataclass(slots=True)
class Sweep:
    """The search for one cost table; `best` is what the relaxed theme reaches, `bound` what it cannot undercut."""

    block: ThemeBlock
    cost: Numbers
    gates: Gates
    venue: Venue
    start: Prices | None = None  # that may be near the best ones
    best: Scene | None = None
    _scenes: list[Scene] = field(default_factory=list)
    _prices: list[Prices] = field(default_factory=list)
    _least: Numbers = field(init=False)  # of gates and hosts not looked at; NEVER for the others
    _by: Numbers = field(init=False)

    def __post_init__(self) -> None:
        shape = (len(self.gates), self.venue.mentees.shape[1])
        self._least = np.full(shape, -NEVER, dtype=np.int64)
        self._by = np.zeros(shape, dtype=np.int64)
        if not len(self.gates):  # the meeting has no day at all
            return
        wide = match(self.cost, self.block.open, self.block.places, self.block.wanted, self.start)
        self._learn((wide.prices, wide.others), np.zeros(sum(self.block.shape), dtype=np.int64))
        flows = MOST_FLOWS * MOST_CITIES // max(MOST_CITIES, sum(self.block.shape))
        while flows > 0 and self.bound < self.reached:
            gate, host = np.unravel_index(int(self._least.argmin()), shape)
            worst = min(self._scenes, key=lambda scene: scene.bound, default=None)
            if worst is None or self._least[gate, host] < worst.bound:
                flows -= 1
                self._look_at(int(gate), int(host))
                continue
            halves = worst.split()
            if not halves:
                break
            flows -= 2
            self._scenes.remove(worst)
            self._add(halves)

    @property
    def bound(self) -> int:
        """No choice of the theme's pairs costs less."""
        least = min((scene.bound for scene in self._scenes), default=NEVER)
        return min(least, int(self._least.min(initial=NEVER))) if len(self.gates) else 0

    @property
    def reached(self) -> int:
        """What the best choice found costs."""
        return self.best.reached if self.best else NEVER if len(self.gates) else 0

    def prices(self, weight: int = 1) -> Prices | None:
        """Prices at which no pair is worth more than it costs, where the meeting costs nothing; times `weight`."""
        known = self._prices[0] if self._prices else None
        return Prices(known.mentors * weight, known.mentees * weight) if known else None

    @property
    def chosen(self) -> Flags:
        """The pairs of the best choice found."""
        return self.best.chosen if self.best else np.zeros(self.block.shape, dtype=np.bool_)

    @property
    def host(self) -> int:
        """The host of the best choice found."""
        return self.best.host if self.best else 0

    def _look_at(self, gate: int, host: int) -> None:
        cells = self.block.open & self.gates.mentors[gate][:, None] & self.gates.mentees[gate][None, :]
        journeys = np.concatenate([self.venue.mentors[:, host], self.venue.mentees[:, host]])
        shares = journeys // np.maximum(1, np.concatenate([self.block.places, self.block.wanted]))
        near, mentors = self._prices[self._by[gate, host]], self.block.shape[0]
        start = Prices(near.mentors - shares[:mentors], near.mentees - shares[mentors:])
        least = int(self._least[gate, host])
        scene = Scene(self.block, self.cost, cells, journeys, gate, host, least=least, start=start)
        self._add([scene])
        self._learn(scene.prices, shares)
        self._least[gate, host] = NEVER

    def _add(self, scenes: list[Scene]) -> None:
        self._scenes += scenes
        for scene in scenes:
            if scene.reached < self.reached:
                self.best = scene

    def _learn(self, both: tuple[Prices, Prices], shares: Numbers) -> None:
        """What prices found with shares of journeys say about the gates and hosts not looked at yet."""
        mentors = self.block.shape[0]
        for prices in both:
            plain = Prices(prices.mentors + shares[:mentors], prices.mentees + shares[mentors:])
            values = self._values(plain)
            self._by[values > self._least] = len(self._prices)
            self._least = np.maximum(self._least, values)
            self._prices.append(plain)

    def _values(self, prices: Prices) -> Numbers:
        """For each gate and host what nothing can undercut at these prices."""
        excess = prices.excess(self.cost)
        row, column = np.nonzero(self.block.open & (excess < 0))  # few
        sides = (
            (self.gates.mentors, self.block.places * prices.mentors, self.venue.mentors),
            (self.gates.mentees, self.block.wanted * prices.mentees, self.venue.mentees),
        )
        total = np.zeros(self._least.shape, dtype=np.int64)
        through = self.gates.mentors[:, row] & self.gates.mentees[:, column]
        total += (through * excess[row, column]).sum(axis=1)[:, None]
        for gates, worth, journeys in sides:
            total += _totals(gates, np.minimum(worth[:, None], journeys) - worth[:, None])
        return total

    def survivors(self, most: int) -> Flags:
        """The pairs that a choice of the theme's pairs which costs at most `most` can have."""
        found = np.zeros(self.block.shape, dtype=np.bool_)
        for scene in self._scenes:
            if scene.bound <= most:
                found |= scene.survivors(most)
        left = np.argwhere(self._least <= most)
        for number in np.unique(self._by[self._least <= most]) if len(left) else ():
            own = [(int(gate), int(host)) for gate, host in left if self._by[gate, host] == number]
            found |= self._unseen(self._prices[int(number)], own, most, together=len(left) > MOST_SCENES)
        survivors: Flags = found & self.block.open
        return survivors

    def _unseen(self, prices: Prices, scenes: list[tuple[int, int]], most: int, *, together: bool) -> Flags:
        """The same for gates and hosts that were not looked at."""
        excess = np.maximum(prices.excess(self.cost), 0)
        if together:
            gates = np.unique([gate for gate, _ in scenes])
            through = self.gates.mentors[gates].T.astype(np.int64) @ self.gates.mentees[gates] > 0
            return np.asarray((excess <= most - min(int(self._least[scene]) for scene in scenes)) & through)
        found = np.zeros(self.block.shape, dtype=np.bool_)
        for gate, host in scenes:
            row = _beyond(self.venue.mentors[:, host], self.block.places * prices.mentors)
            column = _beyond(self.venue.mentees[:, host], self.block.wanted * prices.mentees)
            through = self.gates.mentors[gate][:, None] & self.gates.mentees[gate][None, :]
            found |= (excess + row[:, None] + column[None, :] <= most - int(self._least[gate, host])) & through
        return found

    def hosts(self, most: int) -> Flags:
        """The hosts at which a choice of the theme's pairs can cost `most` or less."""
        found = np.asarray((self._least <= most).any(axis=0), dtype=np.bool_)
        found[[scene.host for scene in self._scenes if scene.bound <= most]] = True
        return found

    def best_hosts(self, number: int) -> list[int]:
        """So many hosts, those with the least bound first."""
        least = np.minimum.reduce(self._least, axis=0, initial=NEVER)
        for scene in self._scenes:
            least[scene.host] = min(least[scene.host], scene.bound)
        return [self.host, *(int(one) for one in np.argsort(least, kind="stable") if one != self.host)][:number]

    def excess(self) -> Numbers:
        """What each pair costs beyond the prices of the best choice found: small for near alternatives."""
        if self.best is None:
            return self.cost
        return np.maximum(self.best.prices[0].excess(self.cost), 0)


def _totals(gates: Flags, gained: Numbers) -> Numbers:
    """For each gate the sum of the rows that it lets through; few are left out by most."""
    every = gained.sum(axis=0)
    return np.array([every - gained[np.flatnonzero(~gate)].sum(axis=0) for gate in gates], dtype=np.int64)


def _beyond(journeys: Numbers, worth: Numbers) -> Numbers:
    """What a city that takes part costs beyond the less of its price and its journey."""
    return journeys - np.minimum(worth, journeys)
