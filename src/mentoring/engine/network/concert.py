"""The gates of all themes together: each theme's best alone may lie too near another's for cities that go to both."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from mentoring.engine.network.sweep import Sweep

MOST_NODES = 20_000  # of one search
FEW_NODES = 2_000  # of one search for what a single gate costs the others

Clash = Callable[[Sequence[Sweep], int, int, int, int], int]
Choice = list[tuple[int, int]]  # what each gate costs, and its number


class Concert:
    """`bound` is what no choice of gates undercuts; each sweep is given its gate in the best choice that fits."""

    def __init__(self, sweeps: Sequence[Sweep], clash: Clash) -> None:
        self.sweeps = sweeps
        self.clash = clash
        self.bound = sum(sweep.bound for sweep in sweeps)
        self._known: dict[tuple[int, int, int, int], int] = {}  # clashes, as long as no sweep looks further
        self._is_lifted = False
        self._used = [sweep for sweep in sweeps if len(sweep.gates)]
        self._places = [number for number, sweep in enumerate(sweeps) if len(sweep.gates)]
        found = self._settle(is_hard=False)
        if found is None:
            return
        self.bound, gates, is_free = found
        if not is_free:
            fitting = self._settle(is_hard=True)
            gates = fitting[1] if fitting else gates
        for sweep, gate in zip(self._used, gates, strict=True):
            sweep.gate = gate if sweep.reached_by((gate,)) < sweep.reached_by(()) else None

    def _settle(self, *, is_hard: bool) -> tuple[int, list[int], bool] | None:
        """The cheapest gates, each theme's choice through its gate known; what they cost, and whether none clash."""
        while True:
            found = self._search(is_hard=is_hard)
            if found is None:
                return None
            news = [
                sweep.settle((gate,))
                for sweep, gate in zip(self._used, found[1], strict=True)
                if sweep.bounds()[gate] < sweep.reached_by((gate,))
            ]
            self._known = {} if any(news) else self._known
            if not any(news):
                own = sum(int(sweep.bounds()[gate]) for sweep, gate in zip(self._used, found[1], strict=True))
                return *found, own == found[0]

    def _search(self, *, is_hard: bool = False, fixed: tuple[int, int] | None = None) -> tuple[int, list[int]] | None:
        order = sorted(range(len(self._used)), key=lambda place: fixed is not None and place != fixed[0])
        bounds = [self._used[place].bounds() for place in order]
        choices: list[Choice] = [[(int(own[gate]), gate) for gate in np.argsort(own, kind="stable")] for own in bounds]
        if fixed is not None:
            choices[0] = [(int(bounds[0][fixed[1]]), fixed[1])]

        def clash(one: int, gate: int, two: int, other: int) -> int:
            first, second = sorted(((self._places[order[one]], gate), (self._places[order[two]], other)))
            if (*first, *second) not in self._known:
                self._known[*first, *second] = self.clash(self.sweeps, *first, *second)
            return self._known[*first, *second]

        found = search(choices, clash, is_hard=is_hard, nodes=MOST_NODES if fixed is None else FEW_NODES)
        return (found[0], [found[1][order.index(place)] for place in range(len(order))]) if found else None

    def lift(self) -> None:
        """Tell each sweep what its gates cost the other themes: only what a plan as good can have hangs on that."""
        if self._is_lifted:
            return
        self._is_lifted = True
        bounds = [sweep.bounds() for sweep in self._used]
        for place, sweep in enumerate(self._used):
            others = sum(int(own.min()) for number, own in enumerate(bounds) if number != place)
            for gate in range(len(sweep.gates)):
                found = self._search(fixed=(place, gate))
                if found is not None:
                    sweep.lift[gate] = max(0, found[0] - others - int(bounds[place][gate]))


def search(
    choices: Sequence[Choice], clash: Callable[[int, int, int, int], int], *, is_hard: bool, nodes: int = MOST_NODES
) -> tuple[int, list[int]] | None:
    """One gate of each choice (cheap ones first), so that all cost least with the worst clash of two on top.

    Where `is_hard`, no two may clash. None where there is no such choice, or none is proven within `nodes` steps.
    """
    rest = [0] * (len(choices) + 1)
    for place in range(len(choices) - 1, -1, -1):
        if not choices[place]:
            return None
        rest[place] = rest[place + 1] + min(cost for cost, _ in choices[place])
    best: tuple[int, list[int]] | None = None
    left = nodes

    def go(place: int, total: int, worst: int, chosen: list[int]) -> None:
        nonlocal best, left
        if place == len(choices):
            best = total + worst, list(chosen)
            return
        for cost, gate in choices[place]:
            if best is not None and total + cost + rest[place + 1] + worst >= best[0]:
                break
            left -= 1
            if left < 0:
                return
            more = max((clash(before, other, place, gate) for before, other in enumerate(chosen)), default=0)
            least = total + cost + rest[place + 1] + max(worst, more)
            if (is_hard and more) or (best is not None and least >= best[0]):
                continue
            go(place + 1, total + cost, max(worst, more), [*chosen, gate])

    go(0, 0, 0, [])
    return best if left >= 0 else None
