"""The conceivable pairs of one theme as tables, mentors by mentees; no pair is an object of its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property

import numpy as np

from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario
from mentoring.engine.network.globe import Flags, Globe, Numbers
from mentoring.language.toll import Coin
from mentoring.rules import RULES


class ThemeBlock:
    """All offers of a theme by all its needs, both sorted by city; what rules and goals may ask of them.

    `open` marks the pairs that could still be made: those that no rule has ruled out, and nobody has struck since.
    """

    def __init__(self, scenario: Scenario, theme: str) -> None:
        self.scenario = scenario
        self.theme = theme
        cities = scenario.cities
        self.mentors = tuple(sorted(name for name, city in cities.items() if theme in city.offers))
        self.mentees = tuple(sorted(name for name, city in cities.items() if theme in city.needs))
        self.globe = Globe(scenario, self.mentors, self.mentees)
        self.row = {name: number for number, name in enumerate(self.mentors)}
        self.column = {name: number for number, name in enumerate(self.mentees)}
        self.places = np.array([cities[name].offers[theme].mentees for name in self.mentors], dtype=np.int64)
        self.wanted = np.array([cities[name].needs[theme].mentors for name in self.mentees], dtype=np.int64)
        self.open: Flags = ~self.same_city
        for rule in RULES:
            out = rule.rule_out(self) if rule.applies(scenario) else None
            if out is not None:
                self.open &= ~out

    @property
    def shape(self) -> tuple[int, int]:
        """Mentors, mentees."""
        return len(self.mentors), len(self.mentees)

    @property
    def most(self) -> int:
        """No plan has more pairings in the theme."""
        return min(int(self.places.sum()), int(self.wanted.sum()))

    @property
    def km(self) -> Numbers:
        """Km one way."""
        return self.globe.km

    @property
    def same_city(self) -> Flags:
        """Where mentor and mentee are one city."""
        return self.globe.same_place

    @property
    def no_way(self) -> Flags:
        """Where `rail_only_below_km` forbids the journey between the two."""
        return self.globe.no_way

    @cached_property
    def fit(self) -> Numbers:
        """The fit of each pair as `Scenario.fit` reckons it, own figures included."""
        cities, similar = self.scenario.cities, self.scenario.pairing.similar
        strength = self.of_mentors(lambda name: cities[name].offers[self.theme].strength)
        total = strength * self.of_mentees(lambda name: cities[name].needs[self.theme].level)
        if similar.population:
            total = total + 100 * similar.population * self.same(self._band)
        if similar.region_type:
            total = total + 100 * similar.region_type * self.same(lambda name: cities[name].region_type)
        found: Numbers = np.clip((total + 50) // 100, 0, 100)
        for pair, own in self.scenario.figures.items():
            if own.fit is not None and self.has(pair):
                found[self.cell(pair)] = own.fit
        return found

    def _band(self, name: str) -> int | None:
        population = self.scenario.cities[name].population
        return None if population is None else sum(population >= band for band in self.scenario.pairing.similar.bands)

    def same(self, key: Callable[[str], Hashable | None]) -> Flags:
        """Where both cities have the same key; None is like nothing."""
        return self.globe.same(key)

    def of_mentors(self, key: Callable[[str], int]) -> Numbers:
        """A number for each mentor, as a column."""
        return np.array([key(name) for name in self.mentors], dtype=np.int64).reshape(-1, 1)

    def of_mentees(self, key: Callable[[str], int]) -> Numbers:
        """A number for each mentee, as a row."""
        return np.array([key(name) for name in self.mentees], dtype=np.int64).reshape(1, -1)

    def among(self, pairs: Iterable[tuple[str, str]], value: int = 1) -> Numbers:
        """The value where (mentor, mentee) is listed, once for each time; 0 elsewhere."""
        found = np.zeros(self.shape, dtype=np.int64)
        for mentor, mentee in pairs:
            if mentor in self.row and mentee in self.column:
                found[self.row[mentor], self.column[mentee]] += value
        return found

    def trips(self, coin: Coin, travellers: int) -> Numbers:
        """What the journey between the two costs, there and back."""
        return self.globe.trips(coin, travellers)

    def has(self, pair: Pairing) -> bool:
        """Whether the pair is one of the block."""
        return pair.theme == self.theme and pair.mentor in self.row and pair.mentee in self.column

    def cell(self, pair: Pairing) -> tuple[int, int]:
        """Where the pair stands in the tables."""
        return self.row[pair.mentor], self.column[pair.mentee]

    def pairings(self, cells: Flags) -> Iterator[Pairing]:
        """The pairs of the marked cells."""
        for row, column in zip(*np.nonzero(cells), strict=True):
            yield Pairing(self.mentors[int(row)], self.mentees[int(column)], self.theme)


def blocks_of(scenario: Scenario) -> list[ThemeBlock]:
    """A block for every theme that somebody offers and somebody needs, by theme."""
    offered = {theme for city in scenario.cities.values() for theme in city.offers}
    needed = {theme for city in scenario.cities.values() for theme in city.needs}
    return [ThemeBlock(scenario, theme) for theme in sorted(offered & needed)]
