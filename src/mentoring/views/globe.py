"""Places on a flat map: the projection, the outlines of land, and the frame that holds all cities.

Lambert's azimuthal equal-area projection around 52° north, 10° east, as Europe's statistical maps have it: areas are
true, and cities of other continents still have their place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import cos, radians, sin, sqrt
from typing import Any

from mentoring.views.svg import Drawn, number, tag

NORTH, EAST = radians(52.0), radians(10.0)
SCALE, MIDDLE_X, MIDDLE_Y = 1008.74, 419.58, 356.25
"""Fitted to the packaged outline of Europe; on average its points lie within 0.03 of a unit of where this puts them."""

EUROPE = (0.0, 0.0, 760.0, 700.0)


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place lies, in the units of the packaged outline: x to the right, y down."""
    phi, turn = radians(latitude), radians(longitude) - EAST
    depth = 1 + sin(NORTH) * sin(phi) + cos(NORTH) * cos(phi) * cos(turn)
    k = sqrt(2 / max(depth, 1e-3))  # the antipode itself has no place
    x = k * cos(phi) * sin(turn)
    y = k * (cos(NORTH) * sin(phi) - sin(NORTH) * cos(phi) * cos(turn))
    return MIDDLE_X + SCALE * x, MIDDLE_Y - SCALE * y


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the map that is drawn."""

    left: float
    top: float
    width: float
    height: float

    @property
    def is_in_europe(self) -> bool:
        """Whether the packaged outline of Europe fills it."""
        left, top, right, bottom = EUROPE
        is_across = left <= self.left and self.left + self.width <= right
        return is_across and top <= self.top and self.top + self.height <= bottom


def frame_of(points: list[tuple[float, float]], shape: float = 1.05) -> Frame:
    """The smallest frame with room around all points, `shape` times as wide as high, in Europe where it can be."""
    xs, ys = [x for x, _ in points] or [MIDDLE_X], [y for _, y in points] or [MIDDLE_Y]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    room = 0.11 * max(wide, high) + 16
    width, height = max(wide + 2 * room, 170.0), max(high + 2 * room, 160.0)
    width, height = max(width, height * shape), max(height, width / shape)
    left, top = (min(xs) + max(xs) - width) / 2, (min(ys) + max(ys) - height) / 2
    if min(xs) >= EUROPE[0] and max(xs) <= EUROPE[2] and min(ys) >= EUROPE[1] and max(ys) <= EUROPE[3]:
        width, height = min(width, EUROPE[2]), min(height, EUROPE[3])
        left = min(max(left, 0.0), EUROPE[2] - width)
        top = min(max(top, 0.0), EUROPE[3] - height)
    return Frame(left, top, width, height)


def land(frame: Frame, dots: float = 700) -> list[Drawn]:
    """Land and borders in the frame, for a map of so many pixels across; beyond Europe land only."""
    if frame.is_in_europe:
        europe = _data("europe_outline.json")
        return [tag("path", d=_inside(europe["land"], frame, dots), cls="land"),
                tag("path", d=_inside(europe["borders"], frame, dots), cls="borders")]  # fmt: skip
    parts = []
    for ring in _data("world_outline.json")["rings"]:
        points = [project(north, east) for east, north in zip(ring[::2], ring[1::2], strict=True)]
        if _meets(points, frame):
            parts.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "z")
    return [tag("path", d="".join(parts), cls="land")]


def _inside(path: str, frame: Frame, dots: float) -> str:
    """The lines of a packaged path that reach into the frame."""
    kept = []
    for line in path.split("M")[1:]:
        numbers = [float(value) for value in line.replace("l", " ").replace("z", " ").split()]
        x = y = 0.0
        points = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        if _meets(points, frame):
            kept.append(_thinned(points, frame, dots, line.endswith("z")))
    return "".join(kept)


def _thinned(points: list[tuple[float, float]], frame: Frame, dots: float, is_ring: bool) -> str:
    """The line, with only every few points kept where it runs far outside the frame; steps instead of places."""
    room = 0.1 * frame.width
    kept = [points[0]]
    for x, y in points[1:]:
        is_near = (frame.left - room < x < frame.left + frame.width + room
                   and frame.top - room < y < frame.top + frame.height + room)  # fmt: skip
        least = frame.width / (dots if is_near else 14)
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= least:
            kept.append((round(x, 1), round(y, 1)))
    steps = [f"{number(x - a)} {number(y - b)}" for (a, b), (x, y) in pairwise(kept)]
    begin = f"M{number(kept[0][0])} {number(kept[0][1])}"
    return begin + ("l" + "l".join(steps) if steps else "") + ("z" if is_ring else "")


def _meets(points: list[tuple[float, float]], frame: Frame) -> bool:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    is_across = max(xs) >= frame.left and min(xs) <= frame.left + frame.width
    return is_across and max(ys) >= frame.top and min(ys) <= frame.top + frame.height


@cache
def _data(name: str) -> Any:
    return json.loads(files("mentoring").joinpath("data", name).read_text(encoding="utf-8"))
