"""How far apart two colours look, to everybody: contrast, colour blindness, and the distance between colours.

Contrast is that of WCAG 2.1; colour blindness is simulated at full strength after Machado, Oliveira and Fernandes
(2009); the distance is CIEDE2000 (CIE 142, Sharma and others 2005) between colours lit by D65.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Colour = tuple[float, float, float]

CARDS = ("#ffffff", "#1a212b")
"""What themes are drawn on, on light and on dark pages."""
FILLS = (
    ("#1f4fb8", "#df7a2a", "#0f8176", "#74204d", "#4d5f0e", "#b074ea"),
    ("#7f90ff", "#ffb65a", "#72dfc4", "#d0648f", "#8c9338", "#d6c0ff"),
)
"""Colours of themes that have none of their own, on light and on dark pages; they repeat after the sixth."""
LEAST_CONTRAST, LEAST_DISTANCE = 3.0, 12.0
"""A mark stands out from the card, and two themes look different, from here on."""

SIGHTS: dict[str, tuple[Colour, Colour, Colour] | None] = {
    "normal": None,
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""Kinds of sight, with the matrix that linear red, green and blue go through."""


def linear(colour: str) -> Colour:
    """Red, green and blue from 0 to 1 of `#1f4fb8`, as light and not as screen values."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    red, green, blue = (_light(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return red, green, blue


def contrast(one: str, two: str) -> float:
    """How well one colour reads on the other, from 1 to 21."""
    bright, dark = sorted((_luminance(linear(one)), _luminance(linear(two))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def distance(one: str, two: str, sight: str = "normal") -> float:
    """How different two colours look (CIEDE2000) to a kind of sight: 1 is just seen, 100 is black from white."""
    return _delta_e(_lab(_seen(linear(one), sight)), _lab(_seen(linear(two), sight)))


def worst_pair(colours: Sequence[str]) -> tuple[float, str, str, str]:
    """The two colours that look most alike to some kind of sight: their distance, the two, and the sight."""
    return min(
        (distance(one, two, sight), one, two, sight) for one, two in combinations(colours, 2) for sight in SIGHTS
    )


def theme_fill(place: int, own: str | None, is_dark: bool) -> str:
    """The colour of the theme at a place; its own one is made lighter on dark pages until it stands out."""
    if own is None:
        return FILLS[is_dark][place % len(FILLS[is_dark])]
    share = 0
    while is_dark and contrast(found := _lightened(own, share), CARDS[1]) < LEAST_CONTRAST:
        share += 1
    return found if is_dark else own


def _lightened(colour: str, share: int) -> str:
    """The colour with so many twentieths of white."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{part + (255 - part) * share // 20:02x}" for part in parts)


def _light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _luminance(colour: Colour) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def _seen(colour: Colour, sight: str) -> Colour:
    matrix = SIGHTS[sight]
    if matrix is None:
        return colour
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, colour, strict=True)))) for row in matrix
    )
    return red, green, blue


def _lab(colour: Colour) -> Colour:
    red, green, blue = colour
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _delta_e(one: Colour, two: Colour) -> float:
    """CIEDE2000 with all weights 1; names as in the published formula."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    mean_c = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    d_l, d_c, d_h = l2 - l1, c2 - c1, 2 * sqrt(c1 * c2) * sin(radians(turn) / 2)
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    t = (1 - 0.17 * cos(radians(mean_h - 30)) + 0.24 * cos(radians(2 * mean_h))
         + 0.32 * cos(radians(3 * mean_h + 6)) - 0.20 * cos(radians(4 * mean_h - 63)))  # fmt: skip
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    twist = -2 * sqrt(mean_c**7 / (mean_c**7 + 25**7)) * sin(radians(60 * exp(-(((mean_h - 275) / 25) ** 2))))
    c, h = d_c / s_c, d_h / s_h
    return sqrt(max(0.0, (d_l / s_l) ** 2 + c**2 + h**2 + twist * c * h))
