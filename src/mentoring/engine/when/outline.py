"""First dates of everybody in large parts, each by one exact model that has no persons to choose.

Those on a roster are sent, where there is one; else persons are pools, and chosen afterwards. More events than can be
dated at once are left to the parts that choose persons too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from mentoring.domain.pairing import Pairing
from mentoring.engine.prices.reach import Ints
from mentoring.engine.when.rearrangement import Rearrangement
from mentoring.engine.when.repair import Repair, Size
from mentoring.engine.when.roster import find_roster
from mentoring.engine.when.sending import Sending, Sent

PART = 300  # events dated at once
WHOLE = 900  # events that can all be dated at once
IDLE = 3  # times in a row without gain
PART_WORK = 12.0  # solver units for them
EVERYBODY = 2500  # events that are asked for all at once, with nobody left out
EVERYBODY_WORK, MANY = 0.4, 800  # solver units for them, more where they are many: that is answered soon or not at all
EVERYBODY_SHARE = 0.4  # of the time left


@dataclass(slots=True)
class Outline(Repair):
    """Like a repair that does not choose persons; `draft` has the days of all but those who are `lost`."""

    spare: int = 0
    linear: int = 0  # no sums of money here
    in_turn: bool = True  # with nobody to choose, calendars alone decide
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
        """Whether days are found together with those on the roster."""
        return bool(self.roster)

    def run(self, at: Ints, lost: Collection[Pairing] | None = None, sent: Sent | None = None) -> bool:
        """Like any repair, but everybody at once is asked for first where people are sent; False for too many."""
        if self.is_sending and self._place_everybody():
            return True
        return self._is_small and Repair.run(self, at, lost, sent)

    def _place_everybody(self) -> bool:
        """Date all at once, nobody left out; False when that is not found soon."""
        count = len(self.season.bound.grid.events)
        if count > EVERYBODY:
            return False
        dates = Rearrangement(self.draft, self.room, range(count), {}, has_pools=False)
        sending = self._add_people(dates, self.season.bound.grid.number)
        dates.costs.clear()
        with self.season.clock.partly(EVERYBODY_SHARE):
            answer = dates.solve(
                self.season.clock,
                work=EVERYBODY_WORK * max(1.0, count / MANY),
                linear=self.linear,
                in_turn=self.in_turn,
            )
        if answer.has_solution:
            self._take(dates, sending, answer)
        return answer.has_solution

    @property
    def size(self) -> Size:
        """How much is done at once; it ends early, as those come after it who choose persons too."""
        return Size(PART, PART_WORK, WHOLE, IDLE)

    def _in_turn(self) -> list[int]:
        """All trees, large shared events first: they are dated once more with those around them."""
        return sorted(range(len(self.grove.trees)), key=lambda tree: bool(self.grove.pairs[tree]))

    def _add_people(self, dates: Rearrangement, names: Collection[str], wished: Collection[str] = ()) -> Sending | None:
        """Those on the roster, if they are sent; else nobody."""
        stay = {event: who for event, who in self.people.items() if event not in names}
        if not self.is_sending:
            return None
        return Sending(dates, self._crew, self._budgets, stay, {}, self._chance, roster=self.roster)
