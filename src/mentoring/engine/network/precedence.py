"""Several goals in one cost: each counts so much that it is never given up for those after it."""

from __future__ import annotations

from collections.abc import Sequence

from mentoring.engine.network.weight import Weights

MOST_MAGNITUDE = 1 << 50  # of one pair's cost
MOST_FLOW = 1 << 61  # of that times the cities of a theme, so that no sum of the flow leaves 64 bits


class Precedence:
    """What each level counts; `nodes` is the size of the largest flow that has to add the costs up."""

    def __init__(self, levels: Sequence[Weights], nodes: int) -> None:
        self._levels = levels
        self._most = min(MOST_MAGNITUDE, MOST_FLOW // nodes)

    def largest(self, weights: dict[int, int]) -> int:
        """The most that one pair costs, with these weights by level."""
        return max((weight * self._levels[number].largest for number, weight in weights.items()), default=0)

    def carries(self, known: Sequence[int]) -> bool:
        """Whether numbers carry all these levels at once."""
        return self.largest(self._exact(known)) <= self._most

    def weigh(self, known: Sequence[int]) -> dict[int, int]:
        """The weight of each of these levels; where numbers do not carry them, as near to it as they do."""
        weights = self._exact(known)
        largest = self.largest(weights)
        while largest > self._most:
            weights = {number: max(1, weight >> 1) if number != known[-1] else 1 for number, weight in weights.items()}
            largest >>= 1
        return weights

    def _exact(self, known: Sequence[int]) -> dict[int, int]:
        weights: dict[int, int] = {}
        behind = 0
        for number in reversed(known):
            weights[number] = 1 + behind
            behind += weights[number] * self._levels[number].range
        return weights
