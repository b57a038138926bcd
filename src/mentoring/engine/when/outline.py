"""First dates of everybody in large parts, each by one exact model that has no persons to choose.

Where all events can be dated at once, those on a roster are sent; else persons are pools, and chosen afterwards.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from mentoring.engine.when.rearrangement import Rearrangement
from mentoring.engine.when.repair import PATIENCE, Repair, Size
from mentoring.engine.when.roster import find_roster
from mentoring.engine.when.sending import Sending, Sent

PART = 300  # events dated at once
WHOLE = 900  # events that can all be dated at once
PART_WORK = 12.0  # solver units for them


@dataclass(slots=True)
class Outline(Repair):
    """Like a repair that does not choose persons; `draft` has the days of all but those who are `lost`."""

    spare: int = 0
    linear: int = 0  # no sums of money here
    roster: Sent = field(init=False)

    def __post_init__(self) -> None:
        Repair.__post_init__(self)
        self.roster = find_roster(self._crew, self._budgets, self.season.clock)

    @property
    def is_short(self) -> bool:
        """Whether people are asked for, and budgets leave too little for them."""
        return bool(self._crew.tasks) and bool(self._budgets) and not self.roster

    @property
    def is_sending(self) -> bool:
        """Whether days are found together with those on the roster: for as many events as can all be dated at once."""
        return bool(self.roster) and self._is_small

    @property
    def size(self) -> Size:
        """How much is done at once; it ends early, as those come after it who choose persons too."""
        return Size(PART, PART_WORK, WHOLE, PATIENCE)

    def _in_turn(self) -> list[int]:
        """All trees, large shared events first: they are dated once more with those around them."""
        return sorted(range(len(self.grove.trees)), key=lambda tree: bool(self.grove.pairs[tree]))

    def _add_people(self, dates: Rearrangement, names: Collection[str], wished: Collection[str] = ()) -> Sending | None:
        """Those on the roster, if they are sent; else nobody."""
        stay = {event: who for event, who in self.people.items() if event not in names}
        if not self.is_sending:
            return None
        return Sending(dates, self._crew, self._budgets, stay, {}, self._chance, roster=self.roster)
