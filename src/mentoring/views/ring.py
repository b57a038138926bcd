"""Who mentors whom as a ring: every city an arc, every pairing a band from its mentor to its mentee."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import cos, pi, sin

from mentoring.views import phrase
from mentoring.views.exchange import Band, band_path, bands_of, taper
from mentoring.views.svg import Drawn, escape, fit_text, number, tag
from mentoring.views.timescale import cities_in
from mentoring.views.visit import Sheet

RADIAL_ABOVE = 28
"""With more cities the names stand like spokes."""
PLAIN_ABOVE = 40
"""With more cities only the bands of the one that is pressed have their colour."""
TINY_ABOVE = 60
"""With more cities the names are smaller."""
SIZE, RADIUS = 600.0, 190.0


def draw_ring(sheet: Sheet) -> Drawn:
    """Cities in an order that keeps the bands short; dark on an arc is what a city gives, light what it gets."""
    bands = bands_of(sheet)
    order = shortest_order(cities_in(sheet, "west"), [(band.pair.mentor, band.pair.mentee) for band in bands])
    given, received = Counter[str](), Counter[str]()
    for band in bands:
        given[band.pair.mentor] += band.visits
        received[band.pair.mentee] += band.visits
    share = {city: max(1, given[city] + received[city]) for city in order}
    gap = min(0.06, 1.2 / len(order))
    unit = (2 * pi - gap * len(order)) / sum(share.values())
    at, angle = {}, -pi / 2
    for city in order:
        at[city] = angle
        angle += share[city] * unit + gap
    radius = RADIUS if len(order) <= RADIAL_ABOVE else RADIUS + 10
    arcs = []
    for city in order:
        middle = at[city] + given[city] * unit
        arcs.append(_arc(at[city], middle, radius, "given") if given[city] else "")
        if received[city] or not given[city]:
            arcs.append(_arc(middle, at[city] + share[city] * unit, radius, "received"))
    names = [_name(sheet, city, at[city] + share[city] * unit / 2, radius, given[city], received[city], len(order))
             for city in order]  # fmt: skip
    kinds = (("radial", RADIAL_ABOVE), ("large", PLAIN_ABOVE), ("tiny", TINY_ABOVE))
    cls = " ".join(("ring", *(kind for kind, most in kinds if len(order) > most)))
    drawn = [band_path(sheet, band, path) for band, path in _paths(bands, at, given, unit, radius)]
    box = "-50 62 700 476" if len(order) <= RADIAL_ABOVE else "-30 -30 660 660"  # room for names beside, or around
    return tag("svg", tag("g", *map(Drawn, arcs), aria_hidden="true"), *drawn, *names, cls=cls, role="group",
               viewBox=box, aria_label=phrase.RING)  # fmt: skip


def shortest_order(cities: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[str]:
    """The cities around the ring so that partners stand near: two are swapped as long as that shortens the way."""
    order = list(cities)
    partners: dict[str, list[str]] = {city: [] for city in order}
    for one, two in pairs:
        partners[one].append(two)
        partners[two].append(one)
    place = {city: number for number, city in enumerate(order)}

    def long(city: str) -> int:
        return sum(min(away := abs(place[city] - place[other]), len(order) - away) for other in partners[city])

    for _ in range(12 if len(order) <= 60 else 4):
        is_better = False
        for first in range(len(order)):
            for second in range(first + 1, len(order)):
                one, two = order[first], order[second]
                before = long(one) + long(two)
                place[one], place[two] = second, first
                if long(one) + long(two) < before:
                    order[first], order[second] = two, one
                    is_better = True
                else:
                    place[one], place[two] = first, second
        if not is_better:
            break
    return order


def _paths(
    bands: Sequence[Band], at: dict[str, float], given: Counter[str], unit: float, radius: float
) -> list[tuple[Band, str]]:
    """Every band from its own piece of the mentor's arc to its own piece of the mentee's."""
    spent, got = Counter[str](), Counter[str]()
    found = []
    for band in bands:
        mentor, mentee = band.pair.mentor, band.pair.mentee
        start = at[mentor] + (spent[mentor] + band.visits / 2) * unit
        end = at[mentee] + (given[mentee] + got[mentee] + band.visits / 2) * unit
        spent[mentor] += band.visits
        got[mentee] += band.visits
        width = min(band.visits * unit * radius * 0.8, 16.0)
        pull = 0.12 + 0.19 * cos((end - start) / 2) ** 2  # neighbours bend less, so that their band stays a band
        middle = (
            SIZE / 2 + radius * pull * (cos(start) + cos(end)),
            SIZE / 2 + radius * pull * (sin(start) + sin(end)),
        )
        found.append((band, taper(_spot(start, radius - 6), _spot(end, radius - 6), middle, width, len(bands) > 100)))
    return found


def _spot(angle: float, radius: float) -> tuple[float, float]:
    return SIZE / 2 + radius * cos(angle), SIZE / 2 + radius * sin(angle)


def _arc(start: float, end: float, radius: float, cls: str) -> Drawn:
    out, inside = radius + 9, radius
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = (
        _spot(start, out),
        _spot(end, out),
        _spot(end, inside),
        _spot(start, inside),
    )
    large = int(end - start > pi)
    path = (f"M{ax:.1f} {ay:.1f}A{out:.0f} {out:.0f} 0 {large} 1 {bx:.1f} {by:.1f}L{cx:.1f} {cy:.1f}"
            f"A{inside:.0f} {inside:.0f} 0 {large} 0 {dx:.1f} {dy:.1f}z")  # fmt: skip
    return tag("path", d=path, cls=cls)


def _name(sheet: Sheet, city: str, angle: float, radius: float, given: int, received: int, cities: int) -> Drawn:
    """A city's name outside its arc, with the visits it gives (▸) and receives (▹)."""
    is_left = cos(angle) < -1e-9
    is_radial = cities > RADIAL_ABOVE
    numbers = " ".join([f"{given}▸"] * bool(given) + [f"▹{received}"] * bool(received))
    name = fit_text(sheet.plan.scenario.name(city), 13, 86 if not is_radial else 78)
    x, y = _spot(angle, radius + (18 if is_radial else 20))
    turn = None
    if is_radial:
        degrees = angle * 180 / pi + (180 if is_left else 0)
        turn = f"rotate({number(degrees)} {number(x)} {number(y)})"
        cls = "end" if is_left else None
    else:
        is_middle = abs(cos(angle)) < 0.12
        cls = "mid" if is_middle else "end" if is_left else None
        y += 12 if sin(angle) > 0.8 else -2 if sin(angle) < -0.8 else 4
    small = tag("tspan", f" {numbers}", dx="3") if numbers else ""
    return tag("text", escape(name), small, x=x, y=y if not is_radial else y + 3, cls=cls, transform=turn,
               data_press=city, data_c=city)  # fmt: skip
