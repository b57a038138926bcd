"""The packaged places: European towns over 15,000 people, capitals, and the largest cities of the world.

The table is two sorted text files (`data/places.tsv`, `data/place_names.tsv`), searched by halving, so a
lookup looks at some twenty lines of thousands. Source: GeoNames, CC BY 4.0 (`data/places.LICENSE.txt`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n", "ə": "e"}
)

# With the Caucasus, Cyprus and Türkiye; XK is Kosovo.
_EUROPEAN = """
AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC
MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK
"""
EUROPE = frozenset(_EUROPEAN.split())


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A town of the packaged table: where it is, whose holidays it keeps, how many live there."""

    id: str
    name: str
    country: str
    """Two letters, ISO 3166-1 (XK: Kosovo)."""
    region: str
    """ISO 3166-2, as fine as holidays need it (an Italian provincial capital has its province); may be empty."""
    latitude: float
    """Degrees north, four digits."""
    longitude: float
    """Degrees east, four digits."""
    time_zone: str
    """IANA name."""
    population: int
    """Inhabitants."""
    holidays: str
    """What to ask `holiday.public_holidays` for: the region, or the city's own days (`DE-BY+catholic` in Munich)."""

    @property
    def in_europe(self) -> bool:
        """Whether its country is one of Europe's (with the Caucasus, Cyprus and Türkiye)."""
        return self.country in EUROPE

    def __str__(self) -> str:
        return f"{self.name}, {self.country}"


def fold_name(text: str) -> str:
    """A name without case, accents and punctuation: `Malmö` and `MALMO` are both `malmo`, `Αθήνα` is `αθηνα`."""
    letters = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_LETTERS)
    kept = "".join(x if x.isalnum() else " " for x in letters if not unicodedata.combining(x))
    return "-".join(kept.split())


def by_id(place_id: str) -> TablePlace | None:
    """The place with exactly this id, or None."""
    fields = _line(_bytes("places.tsv"), place_id)
    if not fields:  # the comment line at the top has none
        return None
    name, country, region, latitude, longitude, time_zone, population, *rest = fields
    own = rest[0] if rest else region or country
    return TablePlace(
        place_id, name, country, region, float(latitude), float(longitude), time_zone, int(population), own
    )  # fmt: skip


def named(key: str) -> tuple[list[TablePlace], list[TablePlace]]:
    """The places that bear a folded name, and those that have it only as another spelling."""
    fields = _line(_bytes("place_names.tsv"), key)
    if not fields:  # most names belong to one place only, whose id they are
        place = by_id(key)
        return ([place] if place and fold_name(place.name) == key else []), []
    owners, aliases = (_places(field) for field in (*fields, "")[:2])
    return owners, aliases


@cache
def keys() -> Mapping[str, list[str]]:
    """Every id, folded name and other spelling, by first letter; reads the whole table, so only for suggestions."""
    found: dict[str, dict[str, None]] = {}
    for file in ("places.tsv", "place_names.tsv"):
        for line in _bytes(file).decode("utf-8").splitlines()[1:]:
            found.setdefault(line[0], {})[line[: line.index("\t")]] = None
    return {letter: list(several) for letter, several in found.items()}


def _places(field: str) -> list[TablePlace]:
    return [place for place_id in field.split(",") if place_id and (place := by_id(place_id))]


@cache
def _bytes(file: str) -> bytes:
    return (DATA / file).read_bytes()


def _line(data: bytes, key: str) -> list[str] | None:
    """The fields after the key of the line that begins with it; lines are sorted by their UTF-8 bytes."""
    wanted = key.encode("utf-8", "replace")
    low, high = 0, len(data)
    while low < high:
        start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = data.find(b"\n", start)
        found = data[start:end].partition(b"\t")[0]
        if found == wanted:
            return data[start:end].decode("utf-8").split("\t")[1:]
        if found < wanted:
            low = end + 1
        else:
            high = start
    return None
