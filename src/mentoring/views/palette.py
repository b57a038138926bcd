"""The colours and marks of themes, and the few other colours of a page: every theme differs by shape, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Literal

from mentoring.domain.colour import CARDS, FILLS, contrast, theme_fill
from mentoring.domain.scenario import Scenario
from mentoring.views.svg import Drawn, number

Look = Literal["light", "dark"]
LOOKS: tuple[Look, Look] = ("light", "dark")
Shape = Literal["circle", "square", "triangle", "diamond", "cross", "hexagon"]


@dataclass(frozen=True, slots=True)
class Ink:
    """A theme's colour and the colour of a text upon it."""

    fill: str
    text: str


_TEXTS = (("#ffffff", "#201204", "#ffffff", "#ffffff", "#ffffff", "#1c0a30"),
          ("#0c1030", "#201204", "#04201a", "#240010", "#10130a", "#1c0a30"))  # fmt: skip
THEMES: dict[Look, tuple[Ink, ...]] = {
    look: tuple(map(Ink, fills, texts)) for look, fills, texts in zip(LOOKS, FILLS, _TEXTS, strict=True)
}
SHAPES: tuple[Shape, ...] = ("circle", "square", "triangle", "diamond", "cross", "hexagon")

PAGE: dict[Look, dict[str, str]] = {
    "light": {
        "paper": "#faf9f5", "card": CARDS[0], "ink": "#1b2430", "soft": "#566171", "line": "#e5e2da",
        "accent": "#1f4fb8", "on-accent": "#ffffff", "focus": "#0b57d0", "land": "#ece9e0", "sea": "#f6f8fb",
        "warn": "#8a4b00", "warn-tint": "#fff4df", "bad": "#9b1c31", "bad-tint": "#fdecee",
        "good": "#0c6b4f", "good-tint": "#e6f4ee", "hatch": "#d8d4c9", "received": "#d6d1c4",
        "heat-1": "#e3eaf6", "heat-2": "#bfd0ec", "heat-3": "#8fabdd", "heat-4": "#5b80c6",
        "on-heat": "#101828", "on-heat-4": "#101828",
    },
    "dark": {
        "paper": "#12171f", "card": CARDS[1], "ink": "#e9edf3", "soft": "#a3aebd", "line": "#2b3440",
        "accent": "#8fa2ff", "on-accent": "#0c1030", "focus": "#9ecbff", "land": "#28303c", "sea": "#151b24",
        "warn": "#ffc46b", "warn-tint": "#33260f", "bad": "#ff9aa8", "bad-tint": "#391a20",
        "good": "#7fdcb4", "good-tint": "#12302a", "hatch": "#3a4452", "received": "#4c5766",
        "heat-1": "#22304a", "heat-2": "#2c4678", "heat-3": "#3c61a8", "heat-4": "#6f95e0",
        "on-heat": "#ffffff", "on-heat-4": "#0c1030",
    },
}  # fmt: skip


def theme_numbers(scenario: Scenario) -> dict[str, int]:
    """Each theme's place in the file, which gives it its colour and shape."""
    return {theme: place for place, theme in enumerate(scenario.themes)}


def ink_class(theme: int | None) -> str:
    """The class that colours a theme's marks; `tn` for what belongs to no theme."""
    return "tn" if theme is None else f"t{theme}"


def shape_of(theme: int | None) -> Shape:
    """A theme's shape; a colour that comes again comes with another shape."""
    return "circle" if theme is None else SHAPES[(theme + theme // len(SHAPES)) % len(SHAPES)]


def shape_path(shape: Shape, x: float, y: float, radius: float) -> str:
    """The shape around a point, as the data of an SVG path; all shapes have about the same area."""
    if shape == "circle":
        r = number(radius)
        wide = number(2 * radius)
        return f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 0 {wide} 0a{r} {r} 0 1 0 -{wide} 0z"
    if shape == "cross":
        out, arm = radius * 1.1, radius * 0.42
        corners = [(-arm, -out), (arm, -out), (arm, -arm), (out, -arm), (out, arm), (arm, arm), (arm, out), (-arm, out),
                   (-arm, arm), (-out, arm), (-out, -arm), (-arm, -arm)]  # fmt: skip
    else:
        sides, turn, size = {
            "square": (4, pi / 4, 1.25), "triangle": (3, -pi / 2, 1.4), "diamond": (4, 0, 1.25), "hexagon": (6, 0, 1.1),
        }[shape]  # fmt: skip
        angles = [turn + 2 * pi * corner / sides for corner in range(int(sides))]
        corners = [(size * radius * cos(angle), size * radius * sin(angle)) for angle in angles]
    return "M" + "L".join(f"{number(x + dx)} {number(y + dy)}" for dx, dy in corners) + "z"


def theme_ink(place: int, own: str | None, look: Look) -> Ink:
    """The colours of the theme at a place; those of a file's own colour are worked out, the others repeat."""
    if own is None:
        return THEMES[look][place % len(SHAPES)]
    fill = theme_fill(place, own, look == "dark")
    return Ink(fill, max(("#ffffff", "#000000"), key=lambda text: contrast(fill, text)))


def colour_rules(scenario: Scenario) -> Drawn:
    """The style rules that give every class its colours: light, dark on dark screens, and whichever is chosen."""
    own: list[str | None] = [theme.colour or None for theme in scenario.themes.values()]
    own += [None] * (len(SHAPES) - len(own))
    light, dark = (_variables(look, own) for look in LOOKS)
    named = ((place, place if colour else place % len(SHAPES)) for place, colour in enumerate(own))
    classes = "".join(
        f".t{place}{{--c:var(--{'own' if own[place] else 'c'}{at});--on:var(--{'own-on' if own[place] else 'on'}{at})}}"
        for place, at in named
    )
    return Drawn(
        f":root{{color-scheme:light;{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-look=light]){{color-scheme:dark;{dark}}}}}"
        f"@media screen{{:root[data-look=dark]{{color-scheme:dark;{dark}}}}}"
        f".tn{{--c:var(--ink);--on:var(--card)}}{classes}"
    )


def _variables(look: Look, own: Sequence[str | None]) -> str:
    told = [f"--{name}:{colour}" for name, colour in PAGE[look].items()]
    for place, ink in enumerate(THEMES[look]):
        told += [f"--c{place}:{ink.fill}", f"--on{place}:{ink.text}"]
    for place, colour in enumerate(own):
        if colour is not None:
            ink = theme_ink(place, colour, look)
            told += [f"--own{place}:{ink.fill}", f"--own-on{place}:{ink.text}"]
    return ";".join(told)
