"""What one level of the network has found: its bound, a good choice, and what a plan as good can have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mentoring.engine.network.concert import Concert
from mentoring.engine.network.globe import Flags, Numbers
from mentoring.engine.network.sweep import NEVER, Allowed, Sweep


@dataclass(frozen=True, slots=True)
class Marks:
    """For each block the marked pairs, and the marked hosts of its meeting."""

    pairs: list[Flags]
    hosts: list[Flags]

    def __and__(self, other: Marks) -> Marks:
        pairs = [one & two for one, two in zip(self.pairs, other.pairs, strict=True)]
        return Marks(pairs, [one & two for one, two in zip(self.hosts, other.hosts, strict=True)])


@dataclass(slots=True)
class Relaxed:
    """One level's relaxation: `bound` is what no plan within the caps can undercut.

    `sweeps` prove it, `chosen` are the pairs of a good choice: theirs, or fewer where people are rationed.
    """

    sweeps: list[Sweep]
    chosen: list[Flags]
    bound: int
    spent: int  # what the caps of the goals before add to the level's own cost
    outset: int
    together: Concert | None = None
    scale: int = 1  # what costs are multiplied by in the sweeps
    dues: int = 0  # what all that is rationed is worth there

    def survivors(self, reached: int) -> Marks:
        """The pairs and hosts of plans within the caps whose cost is `reached` or less."""
        allowed = self._allow(reached)
        pairs = [sweep.survivors(one) for sweep, one in zip(self.sweeps, allowed, strict=True)]
        return Marks(pairs, [sweep.hosts(one) for sweep, one in zip(self.sweeps, allowed, strict=True)])

    def look_closer(self, reached: int) -> None:
        """Look at the few gates that such plans may have too and nobody has looked at."""
        for sweep, allowed in zip(self.sweeps, self._allow(reached), strict=True):
            sweep.look_at(allowed)

    def full(self, reached: int) -> list[Flags]:
        """For each block the cities (mentors, then mentees) whose places are all given in every such plan."""
        return [sweep.full(one) for sweep, one in zip(self.sweeps, self._allow(reached), strict=True)]

    def _allow(self, reached: int) -> list[Allowed]:
        """What such a plan may cost in each theme.

        Gates through which it would cost too much fall away, and with them what the theme could have cost less there:
        so others may fall in turn.
        """
        if self.together is not None:
            self.together.lift()
        total = self.scale * (self.spent + reached - self.outset) + self.dues
        bounds = [sweep.bounds() if len(sweep.gates) else np.zeros(1, dtype=np.int64) for sweep in self.sweeps]
        lifts = [sweep.lift if len(sweep.gates) else np.zeros(1, dtype=np.int64) for sweep in self.sweeps]
        spare = total - sum(int(own.min()) for own in bounds)
        open_to = [own + lift <= own.min() + spare for own, lift in zip(bounds, lifts, strict=True)]
        while all(gates.any() for gates in open_to):
            least = [int(own[gates].min()) for own, gates in zip(bounds, open_to, strict=True)]
            room = total - sum(least)
            narrower = [gates & (own <= low + room) for gates, own, low in zip(open_to, bounds, least, strict=True)]
            if all((one == two).all() for one, two in zip(narrower, open_to, strict=True)):
                break
            open_to = narrower
        else:  # no plan is so cheap
            shut = [np.full(len(sweep.gates), -NEVER, dtype=np.int64) for sweep in self.sweeps]
            return [Allowed(most, np.zeros_like(most)) for most in shut]
        found: list[Allowed] = []
        for sweep, gates, low, own, lift in zip(self.sweeps, open_to, least, bounds, lifts, strict=True):
            plain, lifted = low + room, int(own.min()) + spare
            is_lifted = lifted - lift < plain
            most = np.where(gates, np.where(is_lifted, lifted, plain), -NEVER)
            found.append(Allowed(*(one[: len(sweep.gates)] for one in (most, np.where(is_lifted, lift, 0)))))
        return found


def keep_least(worth: Sequence[Numbers], marked: Sequence[Flags], most: int) -> list[Flags]:
    """Of the marked cells of all tables the `most` that are worth least, the first where some are worth the same."""
    order = np.argsort(np.concatenate([one[cells] for one, cells in zip(worth, marked, strict=True)]), kind="stable")
    kept = np.zeros(len(order), dtype=np.bool_)
    kept[order[:most]] = True
    found, first = list[Flags](), 0
    for cells in marked:
        size = int(np.count_nonzero(cells))
        part = np.zeros(cells.shape, dtype=np.bool_)
        part[cells] = kept[first : first + size]
        found.append(part)
        first += size
    return found
