"""What one level of the network has found: its bound, a good choice, and what a plan as good can have."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.engine.concert import Concert
from mentoring.engine.globe import Flags
from mentoring.engine.sweep import Sweep


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
        if self.together is not None:
            self.together.lift()
        most = [sweep.bound + self._room(reached) for sweep in self.sweeps]
        pairs = [sweep.survivors(one) for sweep, one in zip(self.sweeps, most, strict=True)]
        return Marks(pairs, [sweep.hosts(one) for sweep, one in zip(self.sweeps, most, strict=True)])

    def _room(self, reached: int) -> int:
        """What such a plan may cost more than the bounds of all themes."""
        room = self.scale * (self.spent + reached - self.outset) + self.dues
        return room - sum(sweep.bound for sweep in self.sweeps)
