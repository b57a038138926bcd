"""Colours of calendars: one for each city or theme, by names that calendar programs know (CSS) and by figures."""

from __future__ import annotations

from functools import cache

from mentoring.domain.colour import distance
from mentoring.domain.scenario import Scenario

COLOURS = (
    ("steelblue", "#4682B4"), ("darkorange", "#FF8C00"), ("seagreen", "#2E8B57"), ("firebrick", "#B22222"),
    ("mediumpurple", "#9370DB"), ("sienna", "#A0522D"), ("deeppink", "#FF1493"), ("olive", "#808000"),
    ("teal", "#008080"), ("slategray", "#708090"), ("goldenrod", "#DAA520"), ("indigo", "#4B0082"),
)  # fmt: skip

NAMED = (
    *COLOURS,
    ("black", "#000000"), ("blue", "#0000FF"), ("brown", "#A52A2A"), ("cadetblue", "#5F9EA0"), ("chocolate", "#D2691E"),
    ("coral", "#FF7F50"), ("cornflowerblue", "#6495ED"), ("crimson", "#DC143C"), ("darkblue", "#00008B"),
    ("darkgreen", "#006400"), ("darkmagenta", "#8B008B"), ("darkviolet", "#9400D3"), ("dimgray", "#696969"),
    ("forestgreen", "#228B22"), ("gold", "#FFD700"), ("gray", "#808080"), ("green", "#008000"), ("hotpink", "#FF69B4"),
    ("lightblue", "#ADD8E6"), ("lightgreen", "#90EE90"), ("lime", "#00FF00"), ("magenta", "#FF00FF"),
    ("maroon", "#800000"), ("navy", "#000080"), ("orange", "#FFA500"), ("orangered", "#FF4500"), ("orchid", "#DA70D6"),
    ("pink", "#FFC0CB"), ("purple", "#800080"), ("red", "#FF0000"), ("royalblue", "#4169E1"), ("silver", "#C0C0C0"),
    ("skyblue", "#87CEEB"), ("tan", "#D2B48C"), ("tomato", "#FF6347"), ("turquoise", "#40E0D0"), ("violet", "#EE82EE"),
    ("white", "#FFFFFF"), ("yellow", "#FFFF00"), ("yellowgreen", "#9ACD32"),
)  # fmt: skip
"""Names of CSS that a theme's own colour may come near to."""


def theme_colour(scenario: Scenario, theme: str, place: int | None = None) -> tuple[str, str]:
    """Name and figure of a theme's colour: its own with the nearest name, or else that of its place."""
    record = scenario.themes.get(theme)
    if record is not None and record.colour:
        return _nearest(record.colour), record.colour.upper()
    if place is None:
        place = next((at for at, name in enumerate(scenario.themes) if name == theme), 0)
    return colour_at(place)


@cache
def _nearest(colour: str) -> str:
    return min(NAMED, key=lambda named: distance(colour, named[1]))[0]


def colour_at(place: int) -> tuple[str, str]:
    """The colour of a place, from 0; after twelve they begin again."""
    return COLOURS[place % len(COLOURS)]
