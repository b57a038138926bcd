"""What the pairs of one theme cost at least, each for itself, by the day of the meeting that they hang on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mentoring.domain.event import Event
from mentoring.domain.pairing import Pairing
from mentoring.engine.model.candidates import Candidates, forced_by
from mentoring.engine.network.block import ThemeBlock
from mentoring.engine.network.globe import Flags, Numbers
from mentoring.engine.network.matching import Prices
from mentoring.engine.network.scene import Scene
from mentoring.engine.prices.part import Floats
from mentoring.engine.prices.reach import NEVER, Costs
from mentoring.engine.ties.own_dates import OwnDates
from mentoring.language.fact import Fact

FINE = 1000  # parts of one in which costs of pairs are told

Charge = tuple[str, Fact, Floats]  # an event costs so much on each day, if the fact is true


class ThemeOutlook:
    """The pairs in question of a theme; which of them are made is open."""

    def __init__(self, candidates: Candidates, block: ThemeBlock, cells: Flags) -> None:
        self.block = block
        self._frame = frame = candidates.frame
        agenda = frame.agenda
        mine = [pair for pair in block.pairings(cells) if pair in agenda.of_pair and pair not in candidates.fallen]
        self.pairs = mine
        together = [event.id for event in frame.events if event.theme == block.theme and not _is_of_one(event)]
        self._dates = OwnDates(candidates, mine, together[:1])
        self._cells = np.array([block.cell(pair) for pair in mine], dtype=np.int64).reshape(-1, 2)

    def tables(self, charges: Sequence[Charge]) -> Tables:
        """What each pair costs at least, for each day of the meeting on which it could be the cheapest."""
        costs = self._dates.no_costs()
        for event_id, fact, by_day in charges:
            bringing = forced_by(self._frame, fact)
            nodes = [self._dates.number[pair, event_id] for pair in bringing if (pair, event_id) in self._dates.number]
            if nodes:
                costs[nodes] += by_day / self._most(bringing)
        least = self._dates.least(costs)
        days = undominated(least[:, (least < NEVER).any(axis=0)])
        cells = np.zeros((len(days), *self.block.shape), dtype=np.bool_)
        table = np.zeros(cells.shape, dtype=np.int64)
        rows, columns = self._cells.T
        for number, worth in enumerate(days):
            known = worth < NEVER
            cells[number, rows, columns] = known
            table[number, rows, columns] = np.floor(np.where(known, worth, 0.0) * FINE).astype(np.int64)
        return Tables(self.block, cells, table)

    def _most(self, pairs: Sequence[Pairing]) -> int:
        """No choice has more of these pairs: what hangs on any of them is shared among so many."""
        cities = self._frame.scenario.cities
        offers = {pair.mentor: cities[pair.mentor].offers[pair.theme].mentees for pair in pairs}
        needs = {pair.mentee: cities[pair.mentee].needs[pair.theme].mentors for pair in pairs}
        return max(1, min(len(pairs), sum(offers.values()), sum(needs.values())))


@dataclass(slots=True)
class Tables:
    """For each day that a theme's meeting may have: which pairs can be made, and what each costs at least."""

    block: ThemeBlock
    cells: Flags
    costs: Numbers
    _start: Prices | None = field(default=None, init=False)

    @property
    def dearest(self) -> int:
        """The most that a pair costs."""
        return int(self.costs.max(initial=0))

    def cheapest(self, fees: Numbers) -> tuple[int, Flags]:
        """What no choice of a day and of pairs undercuts if each pair pays a fee, and the pairs of such a choice."""
        count = len(self.costs)
        least, chosen = [-math.inf] * count, [np.zeros(self.block.shape, dtype=np.bool_)] * count
        asked: set[int] = set()
        while len(asked) < count:
            day = min(range(count), key=least.__getitem__)
            if day in asked:  # no other may be cheaper
                break
            asked.add(day)
            scene = Scene(self.block, self.costs[day] + fees, self.cells[day], self._free, start=self._start)
            least[day], chosen[day], self._start = scene.bound, scene.chosen, scene.prices[0]
            for other in set(range(count)) - asked:
                told = (one.least(self.costs[other] + fees, self.cells[other], self.block.places, self.block.wanted)
                        for one in scene.prices)  # fmt: skip
                least[other] = max(least[other], *told)
        best = min(range(count), key=least.__getitem__, default=None)
        return (0, np.zeros(self.block.shape, dtype=np.bool_)) if best is None else (int(least[best]), chosen[best])

    @property
    def _free(self) -> Numbers:
        return np.zeros(sum(self.block.shape), dtype=np.int64)


def _is_of_one(event: Event) -> bool:
    """Whether the event is that of one mentor, of one mentee, or of both."""
    return event.mentor is not None or event.mentee is not None


def undominated(least: Costs) -> Costs:
    """The days ([days, pairs]) but those on which every pair costs as much as on another, or more."""
    days = np.unique(least.T, axis=0)
    kept: list[Floats] = []
    for day in days[np.argsort(days.sum(axis=1), kind="stable")]:
        if not any((one <= day).all() for one in kept):
            kept.append(day)
    return np.array(kept).reshape(len(kept), least.shape[0])
