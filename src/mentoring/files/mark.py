"""Where each value of a file stands: marks mirror the values they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mentoring.errors import Place

Steps = Sequence[str | int]
"""The way to a value: keys of mappings and, counted from 0, positions in lists."""


@dataclass(slots=True)
class Mark:
    """The place of one value, of its key, and the marks of what the value holds; lines and columns from 1.

    `key_line` is 0 where there is no key: at the top and in lists. `before` is where a mapping stood of which a what-if
    says a part anew: the rest of it, and what it leaves to its default, is still said there.
    """

    file: str
    line: int
    column: int
    keys: dict[str, Mark] | None = None
    entries: list[Mark] | None = None
    key_line: int = 0
    key_column: int = 0
    before: Place | None = None

    @property
    def place(self) -> Place:
        """Where the value begins."""
        return Place(self.file, self.line, self.column)

    @property
    def origin(self) -> Place:
        """Where the value was begun: of a mapping that what-ifs changed the first place, not the last."""
        return self.before or self.place

    @property
    def key_place(self) -> Place:
        """Where the key of the value begins; where the value begins if it has none."""
        return Place(self.file, self.key_line, self.key_column) if self.key_line else self.place

    @property
    def holds_more(self) -> bool:
        """Whether the value is a mapping or a list."""
        return self.keys is not None or self.entries is not None

    def child(self, step: str | int) -> Mark | None:
        """The mark one step down; None if there is no such key or entry."""
        if self.keys is not None:
            return self.keys.get(str(step))
        if self.entries is not None and isinstance(step, int) and 0 <= step < len(self.entries):
            return self.entries[step]
        return None

    def find(self, steps: Steps) -> Mark:
        """The mark at the end of the way, or the last one on it that exists."""
        mark = self
        for step in steps:
            below = mark.child(step)
            if below is None:
                break
            mark = below
        return mark

    def walk(self) -> Iterator[tuple[tuple[str | int, ...], Mark]]:
        """Every mark below and including this one with the way to it, in the order of the file."""
        waiting: list[tuple[tuple[str | int, ...], Mark]] = [((), self)]
        while waiting:
            way, mark = waiting.pop()
            yield way, mark
            if mark.keys is not None:
                waiting += [((*way, key), below) for key, below in reversed(mark.keys.items())]
            elif mark.entries is not None:
                last = len(mark.entries) - 1
                waiting += [((*way, last - n), below) for n, below in enumerate(reversed(mark.entries))]

    def walk_dotted(self) -> Iterator[tuple[str, Mark]]:
        """As `walk`, with the ways as messages write them: half a million of them are joined step by step."""
        waiting: list[tuple[str, Mark]] = [("", self)]
        while waiting:
            way, mark = waiting.pop()
            yield way, mark
            before = f"{way}." if way else ""
            if mark.keys:
                waiting += [(before + key, below) for key, below in reversed(mark.keys.items())]
            elif mark.entries:
                numbered = zip(range(len(mark.entries) - 1, -1, -1), reversed(mark.entries), strict=True)
                waiting += [(f"{before}{number}", below) for number, below in numbered]


def dotted(steps: Steps) -> str:
    """The way to a value as messages write it: `cities.graz.unavailable.0.last`."""
    return ".".join(str(step) for step in steps)
