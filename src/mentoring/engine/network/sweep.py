"""One theme's cheapest pairings over all its gates and all hosts of its meeting, bounded by prices.

For prices of places and needs, a gate and a host, no choice of pairs costs less than what `_values` says: each pair at
its excess, each city at the less of its price (left out) and its journey to the meeting (taking part). Most gates and
hosts are out by that; the others are looked at one by one, the least bound first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from mentoring.engine.network.block import ThemeBlock
from mentoring.engine.network.gate import Gates
from mentoring.engine.network.globe import Flags, Numbers
from mentoring.engine.network.matching import FAR, Prices, match
from mentoring.engine.network.scene import Scene
from mentoring.engine.network.venue import Venue

MOST_FLOWS = 200  # flows solved for one sweep
MOST_CITIES = 300  # of larger blocks fewer, in proportion
MOST_SCENES = 100  # for so many what a pair costs beyond the bound is told for each
FEW_GATES = 4  # of one theme, that are looked at to see what a plan as good can have
NEVER = int(FAR)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a theme's choice may cost through each gate: `most`, with what it makes others cost more (`lift`) on top."""

    most: Numbers
    lift: Numbers

    @property
    def room(self) -> Numbers:
        """For the theme's own cost."""
        return self.most - self.lift


@dataclass(slots=True)
class Sweep:
    """The search for one cost table; `best` is what the relaxed theme reaches, `bound` what it cannot undercut.

    `lift`: how much more than the theme's own cost other themes cost at least if its meeting is behind a gate.
    """

    block: ThemeBlock
    cost: Numbers
    gates: Gates
    venue: Venue
    start: Prices | None = None  # that may be near the best ones
    lift: Numbers = field(init=False)
    _losses: dict[int, tuple[Numbers, int]] = field(default_factory=dict)
    gate: int | None = None  # through which the meeting has to be; None: whichever is best
    _found: dict[int, Scene] = field(default_factory=dict)  # the best choice through each gate
    _scenes: list[Scene] = field(default_factory=list)
    _prices: list[Prices] = field(default_factory=list)
    _least: Numbers = field(init=False)  # of gates and hosts not looked at; NEVER for the others
    _by: Numbers = field(init=False)
    _flows: int = field(init=False)  # that may still be solved

    def __post_init__(self) -> None:
        shape = (len(self.gates), self.venue.mentees.shape[1])
        self._flows = MOST_FLOWS * MOST_CITIES // max(MOST_CITIES, sum(self.block.shape))
        self.lift = np.zeros(len(self.gates), dtype=np.int64)
        self._least = np.full(shape, -NEVER, dtype=np.int64)
        self._by = np.zeros(shape, dtype=np.int64)
        if not len(self.gates):  # the meeting has no day at all
            return
        wide = match(self.cost, self.block.open, self.block.places, self.block.wanted, self.start)
        self._learn((wide.prices, wide.others), np.zeros(sum(self.block.shape), dtype=np.int64))
        self.settle(range(len(self.gates)))

    def settle(self, gates: Sequence[int]) -> bool:
        """Look at some gates until the best choice through them is proven; whether anything new was looked at."""
        before, rows = self._flows, np.array(gates, dtype=np.int64)
        while self._flows > 0 and (bounds := self.bounds()[rows]).min() < self.reached_by(gates):
            own = [scene for scene in self._scenes if scene.gate in gates]
            worst = min(own, key=lambda scene: scene.bound, default=None)
            place, host = np.unravel_index(int(self._least[rows].argmin()), (len(rows), self._least.shape[1]))
            if worst is None or bounds.min() < worst.bound:
                self._flows -= 1
                self._look_at(int(rows[place]), int(host))
                continue
            halves = worst.split()
            if not halves:
                break
            self._flows -= 2
            self._scenes.remove(worst)
            self._add(halves)
        return self._flows < before

    def bounds(self) -> Numbers:
        """For each gate: no choice of the theme's pairs through it costs less."""
        found = np.minimum.reduce(self._least, axis=1, initial=NEVER)
        for scene in self._scenes:
            found[scene.gate] = min(found[scene.gate], scene.bound)
        return np.asarray(found, dtype=np.int64)

    def reached_by(self, gates: Iterable[int]) -> int:
        """What the best choice found through one of these gates costs."""
        return min((self._found[gate].reached for gate in gates if gate in self._found), default=NEVER)

    @property
    def best(self) -> Scene | None:
        """The best choice found, through `gate` if that is given."""
        if self.gate is not None:
            return self._found.get(self.gate)
        return min(self._found.values(), key=lambda scene: scene.reached, default=None)

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
        cells = self.block.open & self.gates.cells(gate)
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
        self._losses.clear()
        self._scenes += scenes
        for scene in scenes:
            if scene.reached < self.reached_by((scene.gate,)):
                self._found[scene.gate] = scene

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
        for gate, (rows, columns) in enumerate(self.gates.shut):
            shut = np.minimum(excess[rows, columns], 0) * self.block.open[rows, columns]
            total[gate] -= int(shut.sum())
        for gates, worth, journeys in sides:
            total += _totals(gates, np.minimum(worth[:, None], journeys) - worth[:, None])
        return total

    def _near(self, allowed: Allowed) -> Flags:
        """Gates and hosts not looked at that a choice of this kind may have."""
        near: Flags = (self._least < NEVER) & (self._least <= allowed.room[:, None])
        return near

    def losses(self, gate: int) -> tuple[Numbers, int]:
        """What each city that must stay away costs more at least, on top of the gate's bound less the second figure.

        Mentors first, then mentees: at the prices that prove the bound a city's places are worth so much, and its
        journey is spared.
        """
        if gate in self._losses:
            return self._losses[gate]
        rooms = np.concatenate([self.block.places, self.block.wanted])
        journeys = np.concatenate([self.venue.mentors.max(axis=1), self.venue.mentees.max(axis=1)])
        unseen = np.unique(self._by[gate][self._least[gate] < NEVER])
        known = [self._prices[int(number)] for number in unseen]
        losses = [np.concatenate([one.mentors, one.mentees]) * rooms - journeys for one in known]
        more = [scene.losses() for scene in self._scenes if scene.gate == gate]
        losses += [one for one, _ in more]
        least = np.minimum.reduce(losses) if losses else np.zeros(sum(self.block.shape), dtype=np.int64)
        self._losses[gate] = np.maximum(0, least), max((lack for _, lack in more), default=0)
        return self._losses[gate]

    def survivors(self, allowed: Allowed) -> Flags:
        """The pairs that a choice of the theme's pairs can have which costs no more than is allowed."""
        found = np.zeros(self.block.shape, dtype=np.bool_)
        for scene in self._scenes:
            if scene.bound <= allowed.room[scene.gate]:
                found |= scene.survivors(int(allowed.most[scene.gate]), int(allowed.lift[scene.gate]))
        near = self._near(allowed)
        left = np.argwhere(near)
        for number in np.unique(self._by[near]) if len(left) else ():
            own = [(int(gate), int(host)) for gate, host in left if self._by[gate, host] == number]
            found |= self._unseen(self._prices[int(number)], own, allowed, together=len(left) > MOST_SCENES)
        survivors: Flags = found & self.block.open
        return survivors

    def _unseen(self, prices: Prices, scenes: list[tuple[int, int]], allowed: Allowed, *, together: bool) -> Flags:
        """The same for gates and hosts that were not looked at."""
        excess = np.maximum(prices.excess(self.cost), 0)
        rooms = [int(allowed.room[gate]) - int(self._least[gate, host]) for gate, host in scenes]
        if together:
            gates = np.unique([gate for gate, _ in scenes])
            through = self.gates.mentors[gates].T.astype(np.int64) @ self.gates.mentees[gates] > 0
            return np.asarray((excess <= max(rooms)) & through)
        found = np.zeros(self.block.shape, dtype=np.bool_)
        for (gate, host), room in zip(scenes, rooms, strict=True):
            row = _beyond(self.venue.mentors[:, host], self.block.places * prices.mentors)
            column = _beyond(self.venue.mentees[:, host], self.block.wanted * prices.mentees)
            through = self.gates.mentors[gate][:, None] & self.gates.mentees[gate][None, :]
            found |= (excess + row[:, None] + column[None, :] <= room) & through
        return found

    def look_at(self, allowed: Allowed) -> bool:
        """Look at what such a choice may have and was not looked at, where that is little; whether there was any."""
        near = np.flatnonzero(self._near(allowed).any(axis=1)).tolist()
        if not 0 < len(near) <= FEW_GATES:
            return False
        before = self.bounds()
        looked = [self.settle((gate,)) for gate in near]
        self.lift = np.maximum(0, self.lift - (self.bounds() - before))  # both together were what was known
        return any(looked)

    def full(self, allowed: Allowed) -> Flags:
        """The cities, mentors first, all of whose places are given in every such choice."""
        own = [scene for scene in self._scenes if scene.bound <= allowed.room[scene.gate]]
        # A lift may be just what places that stay free cost; and where nobody meets, every place is free.
        if not own or self._near(allowed).any() or any(allowed.lift[scene.gate] for scene in own):
            return np.zeros(sum(self.block.shape), dtype=np.bool_)
        full: Flags = np.logical_and.reduce([scene.full(int(allowed.most[scene.gate])) for scene in own])
        return full

    def hosts(self, allowed: Allowed) -> Flags:
        """The hosts at which such a choice can be."""
        found = np.asarray(self._near(allowed).any(axis=0), dtype=np.bool_)
        found[[scene.host for scene in self._scenes if scene.bound <= allowed.room[scene.gate]]] = True
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
