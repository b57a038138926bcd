"""Days on which the meetings of two themes, or a meeting and a pairing's own visits, leave each other no room.

The network's gates know only when cities can come. What single pairs and cities with two meetings add is learnt from
candidates: from then on gates let such pairs not through, and meetings too near each other cost what the cities that
would have to be at both are worth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from mentoring.engine.model.candidates import Candidates
from mentoring.engine.model.mask import numbers
from mentoring.engine.network.block import ThemeBlock
from mentoring.engine.network.concert import Concert, search
from mentoring.engine.network.gate import Gates
from mentoring.engine.network.globe import Flags, Numbers
from mentoring.engine.network.sweep import Sweep
from mentoring.language.declaration import Apart
from mentoring.language.fact import Goes, TakesPart

Themes = tuple[int, int]  # places of two blocks
HOSTS = 2  # cities that are at home at one of two meetings


class Clashes:
    """What is known of them so far, for all blocks; `gates` are those between which they tell."""

    def __init__(self, blocks: Sequence[ThemeBlock], gates: Sequence[Gates]) -> None:
        self.blocks = blocks
        self.gates = list(gates)
        self._days: list[dict[tuple[int, int], int]] = [{} for _ in blocks]  # of a pair's meeting
        self._free: dict[Themes, dict[str, int]] = defaultdict(dict)  # days between, for a city at both
        self._lengths = [1] * len(blocks)
        self._both: dict[Themes, tuple[Numbers, Numbers]] = {}
        self._gaps: dict[tuple[int, int, int, int], int] = {}

    def learn(self, candidates: Candidates) -> None:
        """Take in what candidates know about their pairs and cities."""
        place = {gates.meeting: number for number, gates in enumerate(self.gates) if gates.meeting}
        themes = {block.theme: number for number, block in enumerate(self.blocks)}
        for pair in (*candidates.alive, *candidates.fallen):
            number = themes.get(pair.theme, -1)
            if number >= 0 and (mask := candidates.masks.get((pair, self.gates[number].meeting))) is not None:
                self._days[number][self.blocks[number].cell(pair)] = mask
        stages = candidates.frame.scenario.stages
        for meeting, number in place.items():
            self._lengths[number] = stages[meeting.split("/")[0]].days
        for one in candidates.declarations:
            if isinstance(one, Apart):
                self._learn_apart(one, place)

    def _learn_apart(self, apart: Apart, place: dict[str, int]) -> None:
        trips: dict[int, str] = {}
        travel: dict[int, int] = {}
        who = ""
        for stay in apart.stays:
            if stay.event in place and isinstance(stay.fact, TakesPart | Goes):
                who, number = stay.fact.who, place[stay.event]
                trips[number] = stay.trip
                if stay.away:
                    travel[number] = min(stay.travel_days, travel.get(number, stay.travel_days))
        for one, two in combinations(sorted(trips), 2):
            if trips[one] != trips[two]:
                is_away = one in travel and two in travel
                free = max(apart.rest_days, travel[one] + travel[two]) if is_away else 0
                self._free[one, two][who] = max(free, self._free[one, two].get(who, 0))

    def suits(self, chosen: Sequence[Flags]) -> bool:
        """Whether all meetings of a choice find days, as far as is known."""
        open_to: list[list[tuple[int, int]]] = []
        split = [gates.split(days) for gates, days in zip(self.gates, self._days, strict=True)]
        for gates, cells in zip(split, chosen, strict=True):
            own = [(0, gate) for gate in range(len(gates)) if not (cells & ~gates.cells(gate)).any()]
            open_to.append(own if cells.any() else [])
            if cells.any() and not own:
                return False
        used = [number for number, own in enumerate(open_to) if own]
        coming = [{*_names(block.mentors, cells, 1), *_names(block.mentees, cells, 0)}
                  for block, cells in zip(self.blocks, chosen, strict=True)]  # fmt: skip

        def worst(one: int, gate: int, two: int, other: int) -> int:
            themes = used[one], used[two]
            free = self._free.get(themes, {})
            most = max((free[city] for city in coming[themes[0]] & coming[themes[1]] if city in free), default=-1)
            return int(most >= 0 and self._gap(split, (themes[0], gate, themes[1], other)) < most)

        return search([open_to[number] for number in used], worst, is_hard=True) is not None

    def apply(self) -> list[Gates]:
        """Gates that know all this."""
        self.gates = [gates.split(days) for gates, days in zip(self.gates, self._days, strict=True)]
        self._gaps.clear()
        numbered = sorted({city for free in self._free.values() for city in free})
        number = {city: place for place, city in enumerate(numbered)}
        self._cities = [
            np.array([number.get(name, len(numbered)) for name in (*block.mentors, *block.mentees)], dtype=np.int64)
            for block in self.blocks
        ]
        self._many = len(numbered) + 1
        self._both = {
            themes: (np.array([number[city] for city in free]), np.array(list(free.values())))
            for themes, free in self._free.items()
        }
        return self.gates

    def concert(self, sweeps: Sequence[Sweep]) -> Concert:
        """The search for the cheapest choice of gates for all themes together."""
        return Concert(sweeps, self._clash)

    def _clash(self, sweeps: Sequence[Sweep], one: int, gate: int, two: int, other: int) -> int:
        """What two themes cost more at least if their meetings are behind these gates."""
        if one > two:
            return self._clash(sweeps, two, other, one, gate)
        if (one, two) not in self._both:
            return 0
        cities, free = self._both[one, two]
        key = (one, gate, two, other)
        if key not in self._gaps:
            self._gaps[key] = self._gap(self.gates, key)
        gap = self._gaps[key]
        near = free > gap if gap >= 0 else free >= 0
        if not near.any():
            return 0
        worth = []
        lack = 0
        for place, own in ((one, gate), (two, other)):
            losses, less = sweeps[place].losses(own)
            lack += less
            total = np.zeros(self._many, dtype=np.int64)
            np.add.at(total, self._cities[place], losses)
            worth.append(total[cities[near]])
        least = np.sort(np.minimum(*worth))
        return max(0, int(least[: len(least) - HOSTS].sum() if gap >= 0 else least.sum()) - lack)

    def _gap(self, gates: Sequence[Gates], key: tuple[int, int, int, int]) -> int:
        """Free days between two meetings behind two gates at most; below 0 if they must overlap."""
        one, gate, two, other = key
        first, second = numbers(gates[one].days[gate]), numbers(gates[two].days[other])
        return max(second[-1] - first[0] - self._lengths[one], first[-1] - second[0] - self._lengths[two])


def _names(names: Sequence[str], cells: Flags, axis: int) -> list[str]:
    """Whose rows (with axis 1) or columns (0) have a marked cell."""
    return [names[number] for number in np.flatnonzero(cells.any(axis=axis)).tolist()]
