"""Filling in what a coordinator need not write: where places lie, their holidays, unit costs, CO2, rail.

Everything taken from packaged data is put into the scenario together with its source, so that no later step asks
for it again and an old plan stays what it was when the data changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from mentoring.domain.city import City, Location, Site
from mentoring.domain.consistency import Finding, suggest
from mentoring.domain.geography import great_circle_km
from mentoring.domain.scenario import Resolution, Scenario
from mentoring.domain.travel import Co2Table, RateTable
from mentoring.files import travel_table
from mentoring.files.gazetteer import find, nearest_names
from mentoring.files.place_table import TablePlace, by_id
from mentoring.files.reference import HOST_WORDS

NEAR_KM = 100
"""A place of the table as far from given coordinates is another place of the same name, and fills in nothing."""

MOST_HINTS = 30
"""So many findings get a "did you mean"."""

PLACES_SOURCE = "GeoNames (geonames.org), CC BY 4.0: places over 15,000 people"

_Located = TypeVar("_Located", City, Site)
_Steps = tuple[str | int, ...]


class Resolver:
    """Resolves one scenario. After `resolve`, `findings` tells what was doubtful or not found."""

    def __init__(self, scenario: Scenario) -> None:
        self.findings: list[Finding] = []
        self._scenario = scenario
        self._holiday_regions: dict[str, str | None] = {}
        self._uses_table = False

    def resolve(self) -> Scenario:
        """The scenario with everything filled in that could be found."""
        given = self._scenario
        cities = {name: self._locate(("cities", name), name, city) for name, city in given.cities.items()}
        own = {name: self._locate(("places", name), name, place) for name, place in given.places.items()}
        named = {name: site for name, site in self._named_places() if name not in cities and name not in own}
        sites: dict[str, Location] = {**named, **own, **cities}
        rates, co2 = self._rates(), self._co2()
        resolution = Resolution(
            places=named,
            holidays=self._holidays(sites),
            rates=rates,
            co2=co2,
            no_rail=self._no_rail(sites),
            sources=self._sources(rates, co2),
        )
        return given.model_copy(update={"cities": cities, "places": own, "resolution": resolution})

    def _locate(self, steps: _Steps, name: str, place: _Located) -> _Located:
        """A city or own place with its gaps filled from the table."""
        is_placed = place.latitude is not None and place.longitude is not None
        found = find(place.name or name, place.country, place.region, near=not is_placed and self._has_patience())
        entry = found.place
        if entry is None and place.name:
            entry = _same_country(by_id(name), place.country)
        if is_placed:
            entry = entry if entry is not None and _is_near(entry, place) else None
        elif entry is None:
            at = (*steps, "name") if place.name else steps
            self.findings.append(Finding(at, found.doubt, found.hint))
        elif found.place is None:
            message = f"`{place.name}` names no place in the place table; it lies where {entry.name} does, by its id"
            hint = "mend the name, or write latitude and longitude"
            self.findings.append(Finding((*steps, "name"), message, hint, warning=True))
        elif found.doubt and entry is found.place:
            at = (*steps, "name") if place.name else steps
            self.findings.append(Finding(at, found.doubt, found.hint, warning=True))
        if place.country is None and entry is None and is_placed:
            hint = "add `country: NO` (its two letters)"
            self.findings.append(Finding(steps, "without a country no public holidays are known", hint, warning=True))
        filled = _fill(place, entry, name)
        own_days = entry is not None and place.region in (None, entry.region)
        self._holiday_regions[name] = entry.holidays if entry is not None and own_days else place.region
        self._uses_table = self._uses_table or entry is not None
        return filled

    def _named_places(self) -> Iterator[tuple[str, Site]]:
        """Places that stages or persons name and that stand nowhere in the file."""
        known = {**self._scenario.cities, **self._scenario.places}
        named: dict[str, _Steps] = {}
        for stage_id, stage in self._scenario.stages.items():
            if isinstance(stage.host, str) and stage.host not in HOST_WORDS:
                named.setdefault(stage.host, ("stages", stage_id, "host"))
        for person_id, person in self._scenario.people.items():
            if person.home is not None:
                named.setdefault(person.home, ("people", person_id, "home"))
        for name, steps in named.items():
            if name in known:
                continue
            found = find(name, near=False)
            if found.place is None:
                message = f"`{name}` is no city or place of this file, and no place of the table"
                words = get_close_matches(name, HOST_WORDS, n=1, cutoff=0.75) if steps[-1] == "host" else []
                hint = f"did you mean {words[0]}?" if words else _meant(name, known) if self._has_patience() else ""
                self.findings.append(Finding(steps, message, hint))
                continue
            if found.doubt:
                self.findings.append(Finding(steps, found.doubt, found.hint, warning=True))
            self._uses_table = True
            self._holiday_regions[name] = found.place.holidays
            yield name, _fill(Site(), found.place, name)

    def _has_patience(self) -> bool:
        """Whether to look for similar names: after many unknown ones the file has another fault, and it takes long."""
        return len(self.findings) < MOST_HINTS

    def _holidays(self, sites: dict[str, Location]) -> dict[str, dict[date, str]]:
        """Public holidays inside the programme for every city, and for every place that hosts a stage."""
        frame = self._scenario.programme
        if frame.public_holidays == "none":
            return {}
        from mentoring.files.holiday import public_holidays, region_warning

        hosts = {stage.host for stage in self._scenario.stages.values() if isinstance(stage.host, str)}
        days: dict[str, dict[date, str]] = {}
        for name, site in sites.items():
            if site.country is None or (name not in self._scenario.cities and name not in hosts):
                continue
            region = self._holiday_regions[name]
            days[name] = public_holidays(site.country, region, frame.first, frame.last)
            doubt = region_warning(site.country, region)
            if doubt:
                steps = next((("cities", name) for _ in [0] if name in self._scenario.cities), ("places", name))
                self.findings.append(Finding(steps, doubt, "add `region:` to the place", warning=True))
        return days

    def _rates(self) -> RateTable | None:
        wanted = self._scenario.travel.rates
        if not isinstance(wanted, str):
            return wanted
        tables = travel_table.rate_tables()
        if wanted not in tables:
            hint = suggest(wanted, tables)
            self.findings.append(Finding(("travel", "rates"), f"no packaged rates are called `{wanted}`", hint))
        return tables.get(wanted)

    def _co2(self) -> Co2Table | None:
        wanted = self._scenario.travel.co2
        if not isinstance(wanted, str):
            return wanted
        tables = travel_table.co2_tables()
        if wanted not in tables:
            hint = suggest(wanted, tables)
            self.findings.append(Finding(("travel", "co2"), f"no packaged CO2 figures are called `{wanted}`", hint))
        return tables.get(wanted)

    def _no_rail(self, sites: dict[str, Location]) -> tuple[str, ...]:
        """The user's own list, or the packaged islands among the places of this scenario."""
        own = self._scenario.travel.no_rail
        if own is not None:
            return own
        countries = {site.country for site in sites.values()} & set(travel_table.no_rail_countries())
        islands = {name for name, site in sites.items() if travel_table.is_island(site.region)}
        return tuple(sorted({country for country in countries if country} | islands))

    def _sources(self, rates: RateTable | None, co2: Co2Table | None) -> dict[str, str]:
        sources: dict[str, str] = {}
        if self._uses_table:
            sources["places"] = PLACES_SOURCE
        if self._scenario.programme.public_holidays != "none":
            from mentoring.files.holiday import holidays_version

            sources["holidays"] = f"Python package holidays {holidays_version()}"
        if rates is not None:
            sources["rates"] = rates.source
        if co2 is not None:
            sources["co2"] = co2.source
        return sources


def _meant(name: str, known: Iterable[str]) -> str:
    """What to write instead of a place that is not known."""
    near = suggest(name, known)
    if near.startswith("did you mean"):
        return near
    ids = [place.id for text in nearest_names(name, 1) if (place := find(text).place)]
    ask = "add it under `places` with its country, latitude and longitude"
    return f"did you mean {' or '.join(ids)}? Else {ask}" if ids else ask


def _same_country(place: TablePlace | None, country: str | None) -> TablePlace | None:
    return place if place is not None and country in (None, place.country) else None


def _is_near(entry: TablePlace, place: Location) -> bool:
    if place.latitude is None or place.longitude is None or place.country not in (None, entry.country):
        return False
    return great_circle_km(entry.latitude, entry.longitude, place.latitude, place.longitude) <= NEAR_KM


def _fill(place: _Located, entry: TablePlace | None, name: str) -> _Located:
    """What is written wins; the table fills the gaps; a place without a name bears its id."""
    gaps: dict[str, object] = {}
    if entry is not None:
        for key in ("name", "country", "region", "latitude", "longitude", "time_zone", "population"):
            if getattr(place, key) in (None, "") and getattr(entry, key) not in (None, ""):
                gaps[key] = getattr(entry, key)
        if place.latitude is not None and place.longitude is not None:
            gaps.pop("latitude", None), gaps.pop("longitude", None)
    elif not place.name:
        gaps["name"] = name.replace("-", " ").title()
    return place.model_copy(update=gaps) if gaps else place
