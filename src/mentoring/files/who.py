"""Whom a name in a table means: a city or person by its id, its name, or the name of its contact."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from mentoring.files.gazetteer import find
from mentoring.files.place_table import fold_name

if TYPE_CHECKING:
    from mentoring.domain.scenario import Scenario

_NEAR = 0.1  # degrees: nearer than any two towns of the table that share a name

Kind = Literal["cities", "people"]


@dataclass(frozen=True, slots=True)
class Who:
    """A city or a person of the programme."""

    kind: Kind
    id: str


@dataclass(slots=True)
class Directory:
    """Everybody who can be named, under every name; a name that means two is kept as doubtful."""

    by_name: dict[str, set[Who]] = field(default_factory=dict)
    ids: dict[str, Who] = field(default_factory=dict)
    where: dict[Who, tuple[str, float, float]] = field(default_factory=dict)
    themes: dict[str, set[str]] = field(default_factory=dict)
    """Ids of themes by their titles."""

    def add(self, who: Who, names: Iterable[str]) -> None:
        """Somebody new, or more names for somebody known."""
        self.ids[who.id] = who
        for name in (who.id, *names):
            if fold_name(name):
                self.by_name.setdefault(fold_name(name), set()).add(who)

    def add_theme(self, theme: str, title: str) -> None:
        """A theme that may be called by its title."""
        self.themes.setdefault(fold_name(title), set()).add(theme)

    def find_theme(self, name: str) -> str | None:
        """The theme with this title; None where the name is an id itself, or the title is nobody's or that of two."""
        found = self.themes.get(fold_name(name), set())
        is_id = any(name in ids for ids in self.themes.values())
        return next(iter(found)) if len(found) == 1 and not is_id else None

    def find_city(self, name: str) -> Who | str:
        """Which city the name means, or a sentence why none: persons do not count."""
        cities = {one: who for one, who in self.ids.items() if who.kind == "cities"}
        names = {said: kept for said, all_ in self.by_name.items() if (kept := all_ & set(cities.values()))}
        found = Directory(names, cities, self.where).find(name)
        return found.replace(" is no city or person of", " is no city of") if isinstance(found, str) else found

    def find(self, name: str) -> Who | str:
        """Whom the name means, or a sentence why nobody."""
        if name in self.ids:
            return self.ids[name]
        found = self.by_name.get(fold_name(name), set()) or self._by_place(name)
        if len(found) == 1:
            return next(iter(found))
        if found:
            said = " and ".join(sorted(one.id for one in found))
            return f"{_quoted(name)} could be {said}: write the id"
        near = difflib.get_close_matches(fold_name(name), self.by_name, n=1, cutoff=0.75)
        known = ", ".join(sorted(self.ids)[:8])
        hint = f"did you mean {sorted(one.id for one in self.by_name[near[0]])[0]}?" if near else f"known: {known}"
        return f"{_quoted(name)} is no city or person of the programme: {hint if self.ids else 'it has none yet'}"

    def _by_place(self, name: str) -> set[Who]:
        """The city that lies where the place table has the name: `Gent` and `Gand` are Ghent."""
        found = set()
        for who, (country, latitude, longitude) in self.where.items():
            place = find(name, country, near=False).place
            if place and abs(place.latitude - latitude) + abs(place.longitude - longitude) < _NEAR:
                found.add(who)
        return found


def directory_of(scenario: Scenario) -> Directory:
    """Everybody in a scenario."""
    found = Directory()
    for city, record in scenario.cities.items():
        contact = record.contact.name if record.contact else ""
        found.add(Who("cities", city), (record.name, contact, record.represented_by or ""))
        if record.country and record.latitude is not None and record.longitude is not None:
            found.where[Who("cities", city)] = (record.country, record.latitude, record.longitude)
    for person, sent in scenario.people.items():
        found.add(Who("people", person), (sent.name,))
    for theme, taught in scenario.themes.items():
        found.add_theme(theme, taught.title)
    return found


def add_drafted(directory: Directory, values: Mapping[str, Any]) -> None:
    """Cities, people and themes that tables have brought."""
    for theme, record in values.get("themes", {}).items():
        directory.add_theme(theme, str(record.get("title", "")))
    for kind in ("cities", "people"):
        for one, record in values.get(kind, {}).items():
            names = [str(record.get("name", "")), str(record.get("contact", {}).get("name", ""))]
            directory.add(Who("cities" if kind == "cities" else "people", one), names)


def _quoted(name: str) -> str:
    return f'"{name[:60]}"'
