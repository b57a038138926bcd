"""What room is left while events are placed one by one: the days that are full, as masks, kept up to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence


class Room:
    """One crowd or limit, divided into cells (days, weeks or months) that hold so much each."""

    __slots__ = ("days", "full", "load", "most", "of_people")

    def __init__(
        self, most: Sequence[int], days: Sequence[int], full: dict[int, int], *, of_people: bool = False
    ) -> None:
        """`most` may be in each cell, `days` are the cell's days as a mask.

        `full` says by weight, for those of all members, on which days one more of them would be too much.
        `of_people` are pools of persons, of whom each is at one event at a time.
        """
        self.most = most
        self.days = days
        self.full = full
        self.of_people = of_people
        self.load: dict[int, int] = defaultdict(int)

    def add(self, cells: Iterable[int], weight: int) -> None:
        """Put a member into these cells; a negative weight takes it out again."""
        for cell in cells:
            self.load[cell] += weight
            left = self.most[cell] - self.load[cell]
            for other, full in self.full.items():
                self.full[other] = full & ~self.days[cell] if other <= left else full | self.days[cell]


def always_full(most: Sequence[int], days: Sequence[int], weight: int) -> int:
    """The days of all cells that never have room for the weight."""
    return sum(mask for mask, least in zip(days, most, strict=True) if weight > least)


def starts_that_touch(days: int, offset: int, size: int) -> int:
    """The start days of whoever would be busy on one of these days: `size` days, `offset` days after the start."""
    found = days >> offset if offset >= 0 else days << -offset
    covered = 1
    while covered < size:
        step = min(covered, size - covered)
        found |= found >> step
        covered += step
    return found
