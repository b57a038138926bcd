"""The colours and marks of themes, and the few other colours of a page: every theme differs by shape, too."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Literal

from mentoring.domain.scenario import Scenario
from mentoring.views.svg import Drawn, number

Look = Literal["light", "dark"]
Shape = Literal["circle", "square", "triangle", "diamond", "cross", "hexagon"]


@dataclass(frozen=True, slots=True)
class Ink:
    """A theme's colour and the colour of a text upon it."""

    fill: str
    text: str


THEMES: dict[Look, tuple[Ink, ...]] = {
    "light": (Ink("#1f4fb8", "#ffffff"), Ink("#df7a2a", "#201204"), Ink("#0f8176", "#ffffff"),
              Ink("#74204d", "#ffffff"), Ink("#4d5f0e", "#ffffff"), Ink("#b074ea", "#1c0a30")),
    "dark": (Ink("#7f90ff", "#0c1030"), Ink("#ffb65a", "#201204"), Ink("#72dfc4", "#04201a"),
             Ink("#d0648f", "#240010"), Ink("#8c9338", "#10130a"), Ink("#d6c0ff", "#1c0a30")),
}  # fmt: skip
SHAPES: tuple[Shape, ...] = ("circle", "square", "triangle", "diamond", "cross", "hexagon")

PAGE: dict[Look, dict[str, str]] = {
    "light": {
        "paper": "#faf9f5", "card": "#ffffff", "ink": "#1b2430", "soft": "#566171", "line": "#e5e2da",
        "accent": "#1f4fb8", "on-accent": "#ffffff", "focus": "#0b57d0", "land": "#ece9e0", "sea": "#f6f8fb",
        "warn": "#8a4b00", "warn-tint": "#fff4df", "bad": "#9b1c31", "bad-tint": "#fdecee",
        "good": "#0c6b4f", "good-tint": "#e6f4ee", "hatch": "#d8d4c9", "received": "#d6d1c4",
        "heat-1": "#e3eaf6", "heat-2": "#bfd0ec", "heat-3": "#8fabdd", "heat-4": "#5b80c6",
        "on-heat": "#101828", "on-heat-4": "#101828",
    },
    "dark": {
        "paper": "#12171f", "card": "#1a212b", "ink": "#e9edf3", "soft": "#a3aebd", "line": "#2b3440",
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
    """The class that colours a theme's marks; `tn` for what belongs to no theme. Colours repeat after the sixth."""
    return "tn" if theme is None else f"t{theme % len(SHAPES)}"


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


def colour_rules() -> Drawn:
    """The style rules that give every class its colours: light, dark on dark screens, and whichever is chosen."""
    light, dark = (_variables(look) for look in ("light", "dark"))
    classes = "".join(
        f".t{place}{{--c:var(--c{place});--on:var(--on{place})}}" for place in range(len(THEMES["light"]))
    )
    return Drawn(
        f":root{{color-scheme:light;{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-look=light]){{color-scheme:dark;{dark}}}}}"
        f"@media screen{{:root[data-look=dark]{{color-scheme:dark;{dark}}}}}"
        f".tn{{--c:var(--ink);--on:var(--card)}}{classes}"
    )


def _variables(look: Look) -> str:
    told = [f"--{name}:{colour}" for name, colour in PAGE[look].items()]
    for place, ink in enumerate(THEMES[look]):
        told += [f"--c{place}:{ink.fill}", f"--on{place}:{ink.text}"]
    return ";".join(told)
