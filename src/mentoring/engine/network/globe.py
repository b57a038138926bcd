"""Journeys between many places at once, equal to the last kilometre to those reckoned one by one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mentoring.domain.geography import EARTH_RADIUS_KM
from mentoring.domain.scenario import Scenario
from mentoring.language.toll import Coin

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

DOUBT = 1e-6  # km: so near a whole number the last bit of a sine could decide; there each pair is asked for itself


class Globe:
    """Journeys from each of `rows` to each of `columns`, which are cities or places."""

    def __init__(self, scenario: Scenario, rows: Sequence[str], columns: Sequence[str]) -> None:
        self.scenario = scenario
        self.rows, self.columns = tuple(rows), tuple(columns)

    @cached_property
    def km(self) -> Numbers:
        """Whole km one way; 0 where coordinates are missing."""
        (phi_a, lambda_a), (phi_b, lambda_b) = self._angles(self.rows), self._angles(self.columns)
        half_phi = (phi_b[None, :] - phi_a[:, None]) / 2
        half_lambda = (lambda_b[None, :] - lambda_a[:, None]) / 2
        chord = np.sin(half_phi) ** 2 + np.cos(phi_a)[:, None] * np.cos(phi_b)[None, :] * np.sin(half_lambda) ** 2
        exact = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(chord)))
        known = ~np.isnan(exact)
        exact[~known] = 0.0
        found: Numbers = np.floor(exact).astype(np.int64)
        for row, column in np.argwhere(known & (np.abs(exact - np.rint(exact)) < DOUBT)):
            found[row, column] = self.scenario.journeys.km(self.rows[row], self.columns[column])
        return found

    def _angles(self, places: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Latitudes and longitudes in radians; not a number where one of them is missing."""
        found = np.full((len(places), 2), np.nan)
        for number, place in enumerate(places):
            site = self.scenario.site(place)
            if site.latitude is not None and site.longitude is not None:
                found[number] = site.latitude, site.longitude
        radians = np.radians(found)
        return radians[:, 0], radians[:, 1]

    @cached_property
    def same_place(self) -> Flags:
        """Where the journey goes nowhere."""
        return self.same(lambda name: name)

    @cached_property
    def rail(self) -> Flags:
        """Where the journey goes by rail."""
        travel, limits = self.scenario.travel, self.scenario.limits
        cut_off = frozenset(self.scenario.resolution.no_rail)
        country = {name: self.scenario.site(name).country for name in {*self.rows, *self.columns}}
        listed = self.either(lambda name: name in cut_off)
        abroad = self.either(lambda name: country[name] in cut_off) & ~self.same(lambda name: (country[name],))
        found: Flags = (self.km < max(travel.rail_below_km, limits.rail_only_below_km or 0)) & ~(listed | abroad)
        own = {(one, other) for one, others in travel.modes.items() for other in others}
        place = ({name: number for number, name in enumerate(names)} for names in (self.rows, self.columns))
        row, column = place
        for one, other in own | {(other, one) for one, other in own}:
            if one in row and other in column:
                found[row[one], column[other]] = self.scenario.journeys.mode(one, other) == "rail"
        return found

    @property
    def no_way(self) -> Flags:
        """Where `rail_only_below_km` forbids the journey: too short to fly, and no rail."""
        below = self.scenario.limits.rail_only_below_km
        if below is None:
            return np.zeros(self.km.shape, dtype=np.bool_)
        found: Flags = (self.km < below) & ~self.rail & ~self.same_place
        return found

    def trips(self, coin: Coin, travellers: int) -> Numbers:
        """What a journey costs there and back: km once, EUR or kg of CO2 for all travellers."""
        if coin == "km":
            return 2 * self.km * ~self.same_place
        if coin == "eur":
            return travellers * self._eur
        table = self.scenario.resolution.co2
        if table is None:
            return np.zeros(self.km.shape, dtype=np.int64)
        grams = np.where(self.rail, table.rail_g, table.flight_g).astype(np.int64)
        found: Numbers = (2 * self.km * grams * travellers + 500) // 1000 * ~self.same_place
        return found

    @cached_property
    def _eur(self) -> Numbers:
        table, found = self.scenario.resolution.rates, np.zeros(self.km.shape, dtype=np.int64)
        if table is None:
            return found
        for band in table.bands:  # the last band that begins below counts, as in RateTable.eur
            found = np.where(self.km >= band.from_km, band.eur, found)
        if table.to_km is not None:
            found = np.where(self.km <= table.to_km, found, 0)
        return found * ~self.same_place

    def same(self, key: Callable[[str], Hashable | None]) -> Flags:
        """Where both ends have the same key; None is like nothing."""
        numbers: dict[Hashable, int] = {None: -1}
        rows = [numbers.setdefault(key(name), len(numbers)) for name in self.rows]
        columns = [numbers.setdefault(key(name), len(numbers)) for name in self.columns]
        one, two = np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64)
        found: Flags = (one[:, None] == two[None, :]) & (one >= 0)[:, None]
        return found

    def either(self, key: Callable[[str], bool]) -> Flags:
        """Where one of the two ends is so."""
        rows = np.array([key(name) for name in self.rows], dtype=np.bool_)
        columns = np.array([key(name) for name in self.columns], dtype=np.bool_)
        found: Flags = rows[:, None] | columns[None, :]
        return found
