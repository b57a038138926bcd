"""Colours of calendars: one for each city or theme, by names that calendar programs know (CSS) and by figures."""

from __future__ import annotations

from collections.abc import Iterable

COLOURS = (
    ("steelblue", "#4682B4"), ("darkorange", "#FF8C00"), ("seagreen", "#2E8B57"), ("firebrick", "#B22222"),
    ("mediumpurple", "#9370DB"), ("sienna", "#A0522D"), ("deeppink", "#FF1493"), ("olive", "#808000"),
    ("teal", "#008080"), ("slategray", "#708090"), ("goldenrod", "#DAA520"), ("indigo", "#4B0082"),
)  # fmt: skip


def colour_of(name: str, among: Iterable[str]) -> tuple[str, str]:
    """Name and figure of a colour by the place of the name among all."""
    return colour_at(next((place for place, each in enumerate(among) if each == name), 0))


def colour_at(place: int) -> tuple[str, str]:
    """The colour of a place, from 0; after twelve they begin again."""
    return COLOURS[place % len(COLOURS)]
