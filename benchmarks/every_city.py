"""What the cities of a programme with every rule say: languages, teams, wishes, preferences, refusals, who leaves."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from benchmarks.absence import FIRST, WEEKS, span

Document = dict[str, Any]

LANGUAGES = {
    "AT": "de", "BE": "fr", "BG": "bg", "CY": "el", "CZ": "cs", "DE": "de", "DK": "da", "EE": "et", "ES": "es",
    "FI": "fi", "FR": "fr", "GR": "el", "HR": "hr", "HU": "hu", "IE": "en", "IT": "it", "LT": "lt", "LU": "fr",
    "LV": "lv", "MT": "mt", "NL": "nl", "PL": "pl", "PT": "pt", "RO": "ro", "SE": "sv", "SI": "sl", "SK": "sk",
    "CH": "de", "IS": "is", "LI": "de", "NO": "no", "GB": "en", "AL": "sq", "BA": "bs", "ME": "sr", "MK": "mk",
    "RS": "sr", "MD": "ro",
}  # fmt: skip
WITH_VISA = frozenset(("AL", "BA", "MK", "ME", "RS", "MD"))
REGION_TYPES = ("less developed", "in transition", "more developed")
NAMES_ASKED = 3  # how many cities one prefers or refuses


def describe_city(chance: random.Random, name: str, city: Document, everyone: list[str]) -> None:
    """Give a city everything that a rule asks for; about one in ten of each that is rare."""
    country = city["country"]
    spoken = {LANGUAGES[country]: None, ("en" if chance.random() < 0.92 else chance.choice(("de", "fr"))): None}
    city |= {
        "languages": list(spoken),
        "region_type": REGION_TYPES[sum(map(ord, country)) % len(REGION_TYPES)],
        "rest_days": chance.choice((1, 2, 2, 4)),
        "events_per_month": chance.choice((2, 3, 3)),
        "mentees": 3,
    }
    if country in WITH_VISA:
        city["visa_weeks"] = 4
    if chance.random() < 0.1:
        city["at_once"] = 2
    if chance.random() < 0.02:
        city["left_on"] = (FIRST + timedelta(weeks=chance.randint(50, WEEKS - 6))).isoformat()
    _wish(chance, city)
    others = [other for other in chance.sample(everyone, min(len(everyone), 2 * NAMES_ASKED + 1)) if other != name]
    for side in (*city.get("offers", {}).values(), *city.get("needs", {}).values()):
        side["prefers"], side["refuses"] = others[:NAMES_ASKED], others[NAMES_ASKED : NAMES_ASKED + 1]
    for offer in city.get("offers", {}).values():
        offer["hours"] = chance.choice((8, 12, 16))
        if offer["mentees"] > 1 and chance.random() < 0.3:
            offer["min_mentees"] = 2
    for need in city.get("needs", {}).values():
        if chance.random() < 0.1:
            need |= {"mentors": 2, "min_mentors": chance.choice((0, 2))}


def _wish(chance: random.Random, city: Document) -> None:
    """A season it would like, for half of them, and a fortnight it would rather avoid."""
    if chance.random() < 0.5:
        begin = FIRST + timedelta(weeks=chance.choice((3, 10, 20)))
        city["wishes"] = [span(begin, begin + timedelta(weeks=26), "good season")]
    begin = FIRST + timedelta(days=chance.randrange(30, 7 * WEEKS - 30))
    city["if_needed"] = [span(begin, begin + timedelta(days=13), "busy")]


def pairs_of_note(chance: random.Random, cities: Document) -> tuple[list[str], list[str]]:
    """Conceivable pairings, a few for each hundred cities: those that take the mentor long, and those declined."""
    teachers = [(name, theme) for name, city in cities.items() for theme in city.get("offers", {})]
    learners: dict[str, list[str]] = {}
    for name, city in cities.items():
        for theme in city.get("needs", {}):
            learners.setdefault(theme, []).append(name)
    found: dict[str, None] = {}
    for name, theme in chance.sample(teachers, min(len(teachers), 2 + len(cities) // 10)):
        if theme in learners:
            found[f"{name} > {chance.choice(learners[theme])} in {theme}"] = None
    listed = list(found)
    return listed[::2], listed[1::2]
