"""First dates of everybody before anybody is sent: in large parts, each by one exact model.

Persons are pools here, so that parts can be several times as large as with them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from mentoring.domain.pairing import Pairing
from mentoring.engine.when.rearrangement import Rearrangement
from mentoring.engine.when.repair import Repair

PART = 450  # events dated at once
WHOLE = 900  # events that can all be dated at once
PART_WORK = 12.0  # solver units for them


@dataclass(slots=True)
class Outline(Repair):
    """Like a repair, without persons; `draft` has the days of all but those who are `lost`."""

    spare: int = 0
    linear: int = 0  # no sums of money here

    @property
    def most(self) -> int:
        """So many events are dated at once."""
        return PART

    @property
    def work(self) -> float:
        """Solver units for them."""
        return PART_WORK

    @property
    def whole(self) -> int:
        """So many events can all be dated anew at once."""
        return WHOLE

    def _in_turn(self, first: Collection[Pairing]) -> list[int]:
        """All trees, large shared events first: they are dated once more with those around them."""
        return sorted(range(len(self.grove.trees)), key=lambda tree: bool(self.grove.pairs[tree]))

    def _add_people(self, dates: Rearrangement, names: Collection[str], wished: Collection[str] = ()) -> None:
        """Nobody."""
