"""Real European towns for made-up programmes: where they lie and whose public holidays they keep."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from mentoring.files.place_table import DATA

# The European Union, its neighbours in the EEA and Switzerland, the United Kingdom, the Western Balkans and Moldova.
_COUNTRIES = """
AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK CH IS LI NO GB AL BA ME MK RS MD
"""
COUNTRIES = frozenset(_COUNTRIES.split())
LEAST_CHOICE = 300  # towns to draw from, however few are wanted: a programme is not only of capitals
CHOICE = 3  # draw from so many times the towns wanted, the largest first
NEIGHBOUR_DEGREES = 0.2  # a second town of one name lies so near the first


@dataclass(frozen=True, slots=True)
class Town:
    """A town with an id of its own. `is_repeated`: the table had too few, so this is another one near its namesake."""

    id: str
    name: str
    country: str
    region: str
    latitude: float
    """Degrees north."""
    longitude: float
    """Degrees east."""
    population: int
    is_repeated: bool = False


@cache
def _table() -> tuple[Town, ...]:
    """Towns of the packaged place table in the countries above, the largest first."""
    found = []
    for line in (DATA / "places.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        place, name, country, region, latitude, longitude, _, people, *_ = line.split("\t")
        if country in COUNTRIES:
            found.append(Town(place, name, country, region, float(latitude), float(longitude), int(people)))
    return tuple(sorted(found, key=lambda town: (-town.population, town.id)))


def choose_towns(chance: random.Random, number: int) -> list[Town]:
    """So many towns at random, sorted by id; beyond the table's number they repeat with a suffix: `ghent-2`."""
    table = _table()
    pool = table[: max(LEAST_CHOICE, CHOICE * number)]
    towns = chance.sample(pool, min(number, len(pool)))
    for again in range(len(towns), number):
        towns.append(_near(chance, table[again % len(table)], again // len(table) + 1))
    return sorted(towns, key=lambda town: town.id)


def _near(chance: random.Random, town: Town, number: int) -> Town:
    return Town(
        id=f"{town.id}-{number}", name=town.name, country=town.country, region=town.region,
        latitude=round(town.latitude + chance.uniform(-NEIGHBOUR_DEGREES, NEIGHBOUR_DEGREES), 4),
        longitude=round(town.longitude + chance.uniform(-NEIGHBOUR_DEGREES, NEIGHBOUR_DEGREES), 4),
        population=town.population, is_repeated=True,
    )  # fmt: skip
