"""One gate and one host of a theme's meeting: the flow of its pairs, and what each further pair would cost.

A city that comes to the meeting pays its journey once, however many pairs it has; a flow only knows costs for each
pair. So the journey is shared evenly over the city's places, which is never too much; where that leaves a gap, the
scene is split in two: the city has one pair at most and pays for it in full, or it has paid already.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from mentoring.engine.network.block import ThemeBlock
from mentoring.engine.network.globe import Flags, Numbers
from mentoring.engine.network.matching import FAR, Prices, match

MOST_CITIES = 600  # of a block, for which the ways from every pair to every other are followed


@dataclass(slots=True, eq=False)
class Scene:
    """The cheapest pairs where `cells` are open and coming costs each mentor and each mentee so much.

    `single` has one place at most; `paid` has paid its journey. Numbers count mentors first, then mentees.
    """

    block: ThemeBlock
    cost: Numbers
    cells: Flags
    journeys: Numbers
    gate: int = 0
    host: int = 0
    single: frozenset[int] = frozenset()
    paid: frozenset[int] = frozenset()
    least: int = -int(FAR)
    start: Prices | None = None  # that may be near the scene's own
    chosen: Flags = field(init=False)
    bound: int = field(init=False)
    reached: int = field(init=False)
    prices: tuple[Prices, Prices] = field(init=False)
    _costs: Numbers = field(init=False)
    _rooms: Numbers = field(init=False)

    def __post_init__(self) -> None:
        mentors = self.block.shape[0]
        rooms = np.concatenate([self.block.places, self.block.wanted])
        rooms[list(self.single)] = np.minimum(1, rooms[list(self.single)])
        shares = self.journeys // np.maximum(1, rooms)
        shares[list(self.paid)] = 0
        self._rooms = rooms
        self._costs = self.cost + shares[:mentors, None] + shares[None, mentors:]
        found = match(self._costs, self.cells, rooms[:mentors], rooms[mentors:], self.start)
        self.chosen = found.chosen
        self.prices = (found.prices, found.others)
        self.bound = max(self.least, *(self._value(one) for one in self.prices))
        self.reached = int(self.cost[self.chosen].sum()) + int(self.journeys[self._used > 0].sum())

    @property
    def _used(self) -> Numbers:
        return np.concatenate([self.chosen.sum(axis=1), self.chosen.sum(axis=0)])

    def _value(self, prices: Prices) -> int:
        """What no choice undercuts at these prices, whatever they are."""
        mentors = self.block.shape[0]
        least = prices.least(self._costs, self.cells, self._rooms[:mentors], self._rooms[mentors:])
        return least + int(self.journeys[list(self.paid)].sum())

    def losses(self) -> tuple[Numbers, int]:
        """What each city's places are worth at least at the best prices, and how far their value is below the bound."""
        prices = max(self.prices, key=self._value)
        worth = np.concatenate([prices.mentors, prices.mentees]) * self._rooms
        worth[list(self.paid)] -= self.journeys[list(self.paid)]
        return worth, self.bound - self._value(prices)

    def split(self) -> list[Scene]:
        """The scene in two halves, by the city whose journey is paid least in full; none if every journey is."""
        used = self._used
        charged = self.journeys * used // np.maximum(1, self._rooms)
        open_to = np.where(used > 0, self.journeys - charged, 0)
        open_to[list(self.paid | self.single)] = 0
        if not open_to.any():
            return []
        city = frozenset((int(open_to.argmax()),))
        same = (self.block, self.cost, self.cells, self.journeys, self.gate, self.host)
        return [
            Scene(*same, self.single | city, self.paid, self.bound, self.prices[0]),
            Scene(*same, self.single, self.paid | city, self.bound, self.prices[0]),
        ]

    def survivors(self, most: int, lift: int = 0) -> Flags:
        """The pairs that a choice of this scene which costs at most `most` can have.

        `lift`: what keeping cities away costs here and elsewhere, by the prices of `losses`. Only what pairs cost at
        these same prices comes on top of it: at others, a pair may cost more because it keeps such a city away.
        """
        found = self.cells
        if lift:
            best = max(self.prices, key=self._value)
            found = found & (np.maximum(best.excess(self._costs), 0) <= most - lift - self._value(best))
        exact = self._ways() if sum(self.block.shape) <= MOST_CITIES else None
        if exact is not None:
            room = most - max(self._value(prices) for prices in self.prices)
            return np.asarray(found & (exact <= room), dtype=np.bool_)
        for prices in self.prices:
            found = found & (np.maximum(prices.excess(self._costs), 0) <= most - self._value(prices))
        return np.asarray(found, dtype=np.bool_)

    def full(self, most: int) -> Flags:
        """The cities of which a place left free makes every choice cost more than `most`."""
        found = np.zeros(sum(self.block.shape), dtype=np.bool_)
        for prices in self.prices:
            found |= np.concatenate([prices.mentors, prices.mentees]) > most - self._value(prices)
        found[list(self.single)] = False  # they have more places than this scene gives them
        return found

    def _ways(self) -> Numbers | None:
        """For each pair how much more than this choice the cheapest one that has the pair costs (Floyd, Warshall)."""
        mentors, mentees = self.block.shape
        used, hub = self._used, mentors + mentees
        ways = np.full((hub + 1, hub + 1), FAR, dtype=np.int64)
        np.fill_diagonal(ways, 0)
        ways[mentors:hub, :mentors] = np.where(self.cells & ~self.chosen, self._costs, FAR).T
        ways[:mentors, mentors:hub] = np.where(self.chosen, -self._costs, FAR)
        free, busy = np.where(used < self._rooms, 0, FAR), np.where(used > 0, 0, FAR)
        ways[:mentors, hub], ways[hub, :mentors] = free[:mentors], busy[:mentors]
        ways[hub, mentors:hub], ways[mentors:hub, hub] = free[mentors:], busy[mentors:]
        for middle in range(hub + 1):
            np.minimum(ways, ways[:, middle, None] + ways[None, middle, :], out=ways)
        if (np.diagonal(ways) < 0).any():  # then the choice is not the cheapest: it proves nothing
            return None
        more = np.where(ways[:mentors, mentors:hub] < FAR // 2, self._costs + ways[:mentors, mentors:hub], FAR)
        return np.asarray(np.where(self.chosen, 0, more), dtype=np.int64)
