"""First dates of everybody before anybody is sent: in large parts, each by one exact model.

Persons are pools here, so that parts can be several times as large as with them.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass, field

from mentoring.engine.when.rearrangement import Rearrangement
from mentoring.engine.when.repair import PATIENCE, Repair
from mentoring.engine.when.roster import find_roster
from mentoring.engine.when.sending import Sending, Sent

PART = 300  # events dated at once
WHOLE = 900  # events that can all be dated at once
PART_WORK = 12.0  # solver units for them


@dataclass(slots=True)
class Outline(Repair):
    """Like a repair, without persons; `draft` has the days of all but those who are `lost`."""

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

    @property
    def patience(self) -> int:
        """So many times in a row without gain, before others are asked, who choose persons too."""
        return PATIENCE

    def _in_turn(self) -> list[int]:
        """All trees, large shared events first: they are dated once more with those around them."""
        return sorted(range(len(self.grove.trees)), key=lambda tree: bool(self.grove.pairs[tree]))

    def _add_people(self, dates: Rearrangement, names: Collection[str], wished: Collection[str] = ()) -> Sending | None:
        """Those on the roster, if there is one; else nobody."""
        stay = {event: who for event, who in self.people.items() if event not in names}
        chance = random.Random(self.season.clock.seed)
        return (
            Sending(dates, self._crew, self._budgets, stay, {}, chance, roster=self.roster) if self.is_sending else None
        )
