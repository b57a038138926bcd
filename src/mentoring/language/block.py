"""All conceivable pairs of one theme at once: what a rule or goal that speaks of a pair alone may ask of them.

One value for each pair, all mentors by all mentees. Nobody but the engine knows how such a table is kept; adding,
comparing, `&`, `|` and `~` act on all its pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Protocol

from mentoring.domain.scenario import Scenario
from mentoring.language.toll import Coin

Grid = Any  # a number or a yes/no for each pair of a block


class Block(Protocol):
    """Every city that offers a theme by every city that needs it."""

    @property
    def scenario(self) -> Scenario:
        """The scenario."""

    @property
    def theme(self) -> str:
        """The theme."""

    @property
    def fit(self) -> Grid:
        """The fit of each pair, 0-100."""

    @property
    def km(self) -> Grid:
        """Great-circle km between the two, one way."""

    @property
    def same_city(self) -> Grid:
        """Where mentor and mentee are one city."""

    @property
    def no_way(self) -> Grid:
        """Where `rail_only_below_km` forbids the journey between the two."""

    def same(self, key: Callable[[str], Hashable | None]) -> Grid:
        """Where both cities have the same key; None is like nothing."""

    def of_mentors(self, key: Callable[[str], int]) -> Grid:
        """A number for each mentor, the same for all its pairs."""

    def of_mentees(self, key: Callable[[str], int]) -> Grid:
        """A number for each mentee, the same for all its pairs."""

    def among(self, pairs: Iterable[tuple[str, str]], value: int = 1) -> Grid:
        """The value where (mentor, mentee) is listed, added up; 0 elsewhere. What is no pair here does not count."""

    def trips(self, coin: Coin, travellers: int) -> Grid:
        """What the journey between the two costs there and back: km once, EUR or kg of CO2 for all travellers."""
