"""Events that lie together: which stretch of days they should keep to, as far as prices tell."""

from __future__ import annotations

import numpy as np

from mentoring.engine.prices.forest import Forest
from mentoring.engine.prices.grid import Grid, Stretch
from mentoring.engine.prices.reach import NEVER, Costs, Flags, Ints

MOST_ROOMS = 4  # choices of stretches that are tried


def find_rooms(grid: Grid, whole: Forest, costs: Costs) -> list[Flags]:
    """Days for all events such that whatever must lie together does so: the cheapest choices first.

    `costs` are [events, positions], with prices of busy days on top. Without such events there is one: all days.
    """
    rooms = [grid.allowed]
    for stretch in grid.stretches:
        through = whole.through(whole.pass_up(costs))
        least = _least(stretch, through[stretch.events])
        order = [int(place) for place in np.argsort(least, kind="stable") if least[place] < NEVER / 2]
        narrowed = [_narrowed(grid, room, stretch, place) for room in rooms for place in _spread(order)]
        rooms = [room for room in narrowed if room is not None][:MOST_ROOMS]
    return rooms


def room_of(grid: Grid, at: Ints) -> Flags | None:
    """Days for all events among which dates that are known (their positions) lie as well."""
    room: Flags | None = grid.allowed
    for stretch in grid.stretches:
        here = at[stretch.events]
        holds = (stretch.first <= here.min()) & (here.max() <= stretch.last)
        if room is None or not holds.any():
            return None
        width = np.where(holds, stretch.last - stretch.first, -1)
        room = _narrowed(grid, room, stretch, int(width.argmax()))
    return room


def _spread(order: list[int]) -> list[int]:
    """The cheapest stretch, and others that are not nearly the same."""
    chosen: list[int] = []
    for place in order:
        if all(abs(place - other) >= APART for other in chosen):
            chosen.append(place)
    return chosen[:MOST_ROOMS]


APART = 5  # positions between the beginnings of two stretches that are both tried


def _least(stretch: Stretch, through: Costs) -> Costs:
    """What all events of a stretch cost at least for each of its places: [places]."""
    found = np.full(len(stretch.first), NEVER)
    for place, (first, last) in enumerate(zip(stretch.first.tolist(), stretch.last.tolist(), strict=True)):
        if first <= last:
            cheapest = through[:, first : last + 1].min(axis=1)
            found[place] = cheapest.sum() if cheapest.max(initial=0.0) < NEVER / 2 else NEVER
    return found


def _narrowed(grid: Grid, room: Flags, stretch: Stretch, place: int) -> Flags | None:
    """The room with the events of a stretch kept to one of its places; None when somebody has no day left."""
    position = np.arange(len(grid.axis))
    inside = (stretch.first[place] <= position) & (position <= stretch.last[place])
    narrow = room.copy()
    narrow[stretch.events] &= inside
    return narrow if grid.propagate(narrow) else None
