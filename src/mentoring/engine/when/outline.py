"""First dates of everybody before anybody is sent: large parts, theme by theme, each by one exact model.

Persons are pools here, so that parts can be several times as large as with them: meetings and all visits around them
are dated together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from mentoring.engine.prices.reach import Ints
from mentoring.engine.when.rearrangement import Rearrangement
from mentoring.engine.when.repair import Repair

PART = 900  # events dated at once
PART_WORK = 12.0  # solver units for them


@dataclass(slots=True)
class Outline(Repair):
    """Like a repair, without persons; `draft` has the days of all but those who are `lost`."""

    spare: int = 0

    @property
    def most(self) -> int:
        """So many events are dated at once."""
        return PART

    def date(self, at: Ints) -> None:
        """Date everything, what belongs to a theme together, then ask again for those left out.

        `at` has days of large shared events to begin with.
        """
        self._place_large(at)
        for theme in self._themes():
            waiting = sorted(theme, key=lambda tree: (bool(self._pairs[tree]), tree))
            while waiting:
                chosen = self.some(waiting)
                waiting = [tree for tree in waiting if tree not in chosen]
                if self.season.clock.left <= 0:
                    self.lost.update(pair for tree in chosen for pair in self._pairs[tree])
                else:
                    self._arrange(chosen, PART_WORK, self.room)
        self._leave_out()
        self.bring_in()

    def _themes(self) -> list[list[int]]:
        """The trees of each theme, before these the trees of none; all in one where they are few."""
        events, grid = self.season.decided.agenda.events, self.season.bound.grid
        if len(grid.events) <= PART:
            return [list(range(len(self._trees)))]
        found: dict[str, list[int]] = defaultdict(list)
        for tree, own in enumerate(self._trees):
            found[events[grid.events[own[0]]].theme or ""].append(tree)
        return [found[theme] for theme in sorted(found)]

    def _add_people(self, dates: Rearrangement, names: Collection[str]) -> None:
        """Nobody."""
