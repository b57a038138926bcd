"""Whether themes can be told apart by the colours that a file gives them, by everybody and on every page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from mentoring.domain.colour import CARDS, LEAST_CONTRAST, LEAST_DISTANCE, contrast, theme_fill, worst_pair
from mentoring.domain.consistency.finding import Finding
from mentoring.domain.scenario import Scenario

MOST = 12
"""So many pairs that look alike are told: with more, the file has more colours than anybody can tell apart."""
_EYES = {
    "normal": "everybody", "protan": "people who see no red", "deutan": "people who see no green",
    "tritan": "people who see no blue",
}  # fmt: skip


def find_bad_colours(scenario: Scenario) -> Iterator[Finding]:
    """A warning for each own colour that is hard to see on white, and for each pair of themes that look alike."""
    own = {name: theme.colour for name, theme in scenario.themes.items() if theme.colour}
    for name, colour in own.items():
        seen = contrast(colour, CARDS[0])
        if seen < LEAST_CONTRAST:
            message = (
                f"{colour} of {name} is hard to see on white: a contrast of {seen:.1f}, {LEAST_CONTRAST:g} is wanted"
            )
            yield Finding(("themes", name, "colour"), message, "take a darker colour", warning=True)
    told = 0
    for (one, at_one), (two, at_two) in combinations([(name, at) for at, name in enumerate(scenario.themes)], 2):
        if told == MOST or not own:
            return
        found = _alike(own.get(one), at_one, own.get(two), at_two) if {one, two} & own.keys() else ""
        if found:
            told += 1
            first, other = (one, two) if one in own else (two, one)
            also = (("themes", other, "colour"),) if other in own else ()
            hint = "give one of them another colour"
            yield Finding(("themes", first, "colour"), f"{one} and {two} {found}", hint, also=also, warning=True)


def _alike(one: str | None, at_one: int, two: str | None, at_two: int) -> str:
    """Which colours look alike to whom, and where; empty when everybody can tell them apart."""
    for is_dark, page in enumerate(("", " on dark pages")):
        fills = [theme_fill(at_one, one, bool(is_dark)), theme_fill(at_two, two, bool(is_dark))]
        least, _, _, sight = worst_pair(fills)
        if least < LEAST_DISTANCE:
            seen = f"{least:.0f} apart, {LEAST_DISTANCE:g} is wanted"
            return f"look alike to {_EYES[sight]}{page}: {fills[0]} and {fills[1]} are {seen}"
    return ""
