"""Travel between places: kilometres, days, mode, money and CO2.

Kilometres are one way unless a name says otherwise; a trip counts there and back.
Money and CO2 come from dated tables with their source. A distance outside a table's bands costs 0 and is
reported as "not in the table".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from mentoring.domain.geography import great_circle_km
from mentoring.domain.value import Count, Id, Positive, Text, Value

if TYPE_CHECKING:
    from mentoring.domain.scenario import Scenario

Mode = Literal["rail", "flight"]


class TravelDays(Value):
    """Whole free days between two events at different places."""

    over_km: dict[int, Count] = Field(
        {}, description="Days by distance: `{0: 0, 1500: 1}` is one day above 1500 km.", examples=[{0: 0, 1500: 1}]
    )
    between: dict[Id, dict[Id, Count]] = Field(
        {}, description="Own figures for two places, both ways.", examples=[{"oslo": {"athens": 2}}]
    )


class RateBand(Value):
    """What one return trip costs from a distance on."""

    from_km: Count = Field(description="First distance of the band, one way, inside.")
    eur: Count = Field(description="EUR for each traveller, there and back.")


class RateTable(Value):
    """Unit costs of travel by distance, with their date and source."""

    name: Text = Field(description="Name of the table.")
    source: Text = Field(description="Where the figures come from.")
    bands: tuple[RateBand, ...] = Field(min_length=1, description="Rising by `from_km`.")
    to_km: Count | None = Field(None, description="End of the last band, inside.")

    def eur(self, km: int) -> int | None:
        """EUR for one return trip over `km` one way; None when the table has no band for it."""
        found = [band.eur for band in self.bands if band.from_km <= km]
        return found[-1] if found and (self.to_km is None or km <= self.to_km) else None


class Co2Table(Value):
    """Grams of CO2 for each traveller and kilometre, by mode, with their source."""

    name: Text = Field(description="Name of the table; `example` when its source is not packaged with it.")
    source: Text = Field(description="Where the figures come from.")
    rail_g: Positive = Field(description="Grams per traveller and km by rail.")
    flight_g: Positive = Field(description="Grams per traveller and km by air.")


class Travel(Value):
    """How long journeys take, how they are made and what they cost."""

    days: TravelDays = Field(TravelDays(), description="Free days between events at two places.")
    rates: Id | RateTable | None = Field(
        None, description="Packaged table of unit costs by name, or your own.", examples=["eu-unit-costs-2021"]
    )
    co2: Id | Co2Table | None = Field(
        None, description="Packaged CO2 table by name, or your own.", examples=["example"]
    )
    daily_eur: Count = Field(0, description="EUR for each traveller and day of an event away.")
    rail_below_km: Count = Field(0, description="Journeys below this distance go by rail where there is rail.")
    no_rail: tuple[str, ...] | None = Field(
        None, description="Places and countries that no train reaches; default: packaged islands.", examples=[["IE"]]
    )
    modes: dict[Id, dict[Id, Mode]] = Field({}, description="Own mode for two places, both ways.")


class Journeys:
    """Distances, days, modes and costs between the cities and places of one scenario; remembers what it computed."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._km: dict[tuple[str, str], int] = {}
        self._free_days: dict[tuple[str, str], int] = {}
        self._over = sorted(scenario.travel.days.over_km.items())
        self._no_rail = frozenset(scenario.resolution.no_rail)
        self._rail_below = max(scenario.travel.rail_below_km, scenario.limits.rail_only_below_km or 0)

    def km(self, a: str, b: str) -> int:
        """Great-circle km one way; 0 when one of the two has no coordinates."""
        if a == b:
            return 0
        key = (a, b) if a < b else (b, a)
        if key not in self._km:
            one, two = self._scenario.site(key[0]), self._scenario.site(key[1])
            ends = (one.latitude, one.longitude, two.latitude, two.longitude)
            self._km[key] = 0 if None in ends else great_circle_km(*ends)  # type: ignore[arg-type]
        return self._km[key]

    def return_km(self, a: str, b: str) -> int:
        """Km of a trip, there and back."""
        return 2 * self.km(a, b)

    def free_days(self, a: str, b: str) -> int:
        """Whole free days needed between an event at `a` and one at `b`; the same place needs none."""
        found = self._free_days.get((a, b))
        if found is None:
            found = self._free_days[a, b] = self._find_free_days(a, b)
        return found

    def _find_free_days(self, a: str, b: str) -> int:
        if a == b:
            return 0
        between = self._scenario.travel.days.between
        own = between.get(a, {}).get(b, between.get(b, {}).get(a)) if between else None
        if own is not None:
            return own
        km = self.km(a, b)
        return max((days for over, days in self._over if km > over), default=0) if self._over else 0

    @property
    def most_free_days(self) -> int:
        """No two places need more free days between them."""
        own = (days for others in self._scenario.travel.days.between.values() for days in others.values())
        return max((*own, *(days for _, days in self._over)), default=0)

    def has_rail(self, a: str, b: str) -> bool:
        """Whether a train runs between the two: neither is listed in `no_rail`, nor is a country they would leave."""
        countries = {self._scenario.site(a).country, self._scenario.site(b).country}
        listed = {a, b} | (countries if len(countries) > 1 else set())
        return not listed & self._no_rail

    def mode(self, a: str, b: str) -> Mode:
        """`rail` or `flight`."""
        modes = self._scenario.travel.modes
        own = modes.get(a, {}).get(b, modes.get(b, {}).get(a)) if modes else None
        if own is not None:
            return own
        return "rail" if self.km(a, b) < self._rail_below and self.has_rail(a, b) else "flight"

    def is_forbidden_flight(self, a: str, b: str) -> bool:
        """Whether `limits.rail_only_below_km` forbids the journey: too short to fly, and no rail."""
        below = self._scenario.limits.rail_only_below_km
        return below is not None and a != b and self.km(a, b) < below and self.mode(a, b) == "flight"

    def trip_eur(self, a: str, b: str) -> int:
        """EUR of one traveller's return trip; 0 when it is not in the table."""
        table = self._scenario.resolution.rates
        return (table.eur(self.km(a, b)) or 0) if table and a != b else 0

    def trip_co2_kg(self, a: str, b: str, travellers: int = 1) -> int:
        """Kg of CO2 of a return trip of so many travellers, rounded half up; 0 without a table."""
        table = self._scenario.resolution.co2
        if table is None or a == b:
            return 0
        grams = table.rail_g if self.mode(a, b) == "rail" else table.flight_g
        return (2 * self.km(a, b) * grams * travellers + 500) // 1000
