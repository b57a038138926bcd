"""Three-letter codes of cities, for timelines where names have no room."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from mentoring.domain.scenario import Scenario

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def codes(scenario: Scenario) -> dict[str, str]:
    """A code for every city, all different: the file's own `code`, else three letters of its id, in their order.

    The first city by id takes the nearest letters; ids without enough free letters get digits. There are 46 656 codes.
    """
    found = {city: record.code for city, record in scenario.cities.items() if record.code}
    taken = set(found.values())
    for city in sorted(scenario.cities):
        if city not in found:
            found[city] = next(code for code in _ways(city) if code not in taken)
            taken.add(found[city])
    return {city: found[city] for city in scenario.cities}


def _ways(city: str) -> Iterator[str]:
    """Codes for an id, the plainest first: its first three letters, its first with later ones, then with digits."""
    letters = city.replace("-", "").upper()
    yield from (letters[0] + one + two for one, two in combinations(letters[1:], 2))
    yield from (f"{(letters + 'X')[:2]}{sign}" for sign in _SIGNS)
    yield from (f"{letters[0]}{one}{two}" for one in _SIGNS for two in _SIGNS)
    yield from (f"{one}{two}{three}" for one in _SIGNS for two in _SIGNS for three in _SIGNS)
