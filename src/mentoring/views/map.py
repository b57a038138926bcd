"""Where the cities lie and who goes to whom: a band is wide at the mentor and narrow at the mentee."""

from __future__ import annotations

from collections.abc import Sequence

from mentoring.views import phrase
from mentoring.views.exchange import Band, band_path, bands_of, taper
from mentoring.views.globe import Frame, frame_of, land, project
from mentoring.views.palette import ink_class
from mentoring.views.svg import Drawn, fit_text, join, number, tag, text_width
from mentoring.views.visit import Sheet
from mentoring.views.wording import theme_title

MOST_BANDS = 60
"""More bands than this cover one another: each theme then has a map of its own."""

MOST_NAMES = 25
"""With more cities a name that would lie on others is left out."""
WIDE = 600.0
LIFT = 0.16
Point = tuple[float, float]


def draw_map(sheet: Sheet) -> Drawn:
    """One map of all exchanges, or a small one for each theme when there are many; a sentence when no place is."""
    bands = bands_of(sheet)
    where = _where(sheet)
    if not where:
        return tag("p", "No city says where it lies.")
    frame = frame_of(list(where.values()))
    if len(bands) <= MOST_BANDS:
        return _draw(sheet, where, frame, bands, WIDE, phrase.MAP)
    maps = [tag("svg", tag("defs", tag("g", *land(frame, WIDE / 3), id="land")), width=0, height=0, cls="shared")]
    for theme, place in sheet.themes.items():
        own = [band for band in bands if band.theme == place]
        title = theme_title(sheet.plan.scenario, theme)
        if own:
            drawn = _draw(sheet, where, frame, own, WIDE / 2, f"{phrase.MAP}: {title}")
            maps.append(tag("div", tag("h3", title), drawn, cls=ink_class(place)))
    return tag("div", *maps, cls="small-maps")


def _where(sheet: Sheet) -> dict[str, tuple[float, float]]:
    return {
        city: project(record.latitude, record.longitude)
        for city, record in sheet.plan.scenario.cities.items()
        if city in sheet.cities and record.latitude is not None and record.longitude is not None
    }


def _draw(
    sheet: Sheet, where: dict[str, tuple[float, float]], frame: Frame, bands: Sequence[Band], wide: float, label: str
) -> Drawn:
    zoom = wide / frame.width
    high = frame.height * zoom
    at = {city: ((x - frame.left) * zoom, (y - frame.top) * zoom) for city, (x, y) in where.items()}
    if wide < WIDE:  # a small map shows only the cities of its theme
        named = {city for band in bands for city in (band.pair.mentor, band.pair.mentee)}
        at = {city: spot for city, spot in at.items() if city in named}
    most = max((band.visits for band in bands), default=1)
    ground = tag("g", *(land(frame) if wide >= WIDE else [tag("use", href="#land")]),
                 transform=f"scale({zoom:.4f}) translate({number(-frame.left)} {number(-frame.top)})")  # fmt: skip
    ways = [(at[band.pair.mentor], at[band.pair.mentee]) for band in bands
            if band.pair.mentor in at and band.pair.mentee in at]  # fmt: skip
    drawn = [band_path(sheet, band, _curve(at, band, most, wide)) for band in bands
             if band.pair.mentor in at and band.pair.mentee in at]  # fmt: skip
    dots = [
        tag("circle", tag("title", sheet.plan.scenario.name(city)), cx=x, cy=y, r=4.2, cls="dot", data_press=city,
            data_c=city)
        for city, (x, y) in at.items()
    ]  # fmt: skip
    names = _names(sheet, at, ways, wide, high)
    return tag("svg", ground, *drawn, *dots, names, cls="map", role="group", aria_label=label,
               viewBox=f"0 0 {number(wide)} {number(high)}")  # fmt: skip


def _bend(start: Point, end: Point) -> Point:
    """To the left of the way, so that there and back do not lie on one another."""
    (x1, y1), (x2, y2) = start, end
    return (x1 + x2) / 2 + (y2 - y1) * LIFT, (y1 + y2) / 2 - (x2 - x1) * LIFT


def _curve(at: dict[str, Point], band: Band, most: int, wide: float) -> str:
    start, end = at[band.pair.mentor], at[band.pair.mentee]
    return taper(
        start, end, _bend(start, end), (5 + 7 * band.visits / most) * (1 if wide >= WIDE else 0.7), wide < WIDE
    )


def _names(sheet: Sheet, at: dict[str, Point], ways: list[tuple[Point, Point]], wide: float, high: float) -> Drawn:
    """Each name at the first of eight spots around its dot where it covers nothing, else where it covers least."""
    size = 13.0
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y in at.values()]
    for start, end in ways:  # a name had better not lie on a band either: some points on it stand for the whole
        bx, by = _bend(start, end)
        for part in (0.08, 0.16, 0.24, 0.35, 0.5, 0.65):
            x = (1 - part) ** 2 * start[0] + 2 * part * (1 - part) * bx + part**2 * end[0]
            y = (1 - part) ** 2 * start[1] + 2 * part * (1 - part) * by + part**2 * end[1]
            taken.append((x - 4, y - 4, x + 4, y + 4))
    drawn = []
    for city, (x, y) in sorted(at.items(), key=lambda one: (one[1][1], one[0])):
        name = fit_text(sheet.plan.scenario.name(city), size, 130)
        long = text_width(name, size) + 2
        spots = [(x + 8, y + 4), (x - 8 - long, y + 4), (x - long / 2, y - 9), (x - long / 2, y + 18), (x + 6, y - 6),
                 (x + 6, y + 14), (x - 6 - long, y - 6), (x - 6 - long, y + 14)]  # fmt: skip

        def cover(spot: tuple[float, float], long: float = long) -> float:
            left, base = spot
            box = (left, base - 11, left + long, base + 3)
            outside = max(0.0, -left) + max(0.0, left + long - wide) + max(0.0, 11 - base) + max(0.0, base - high + 3)
            return 50 * outside + sum(
                max(0.0, min(box[2], other[2]) - max(box[0], other[0]))
                * max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
                for other in taken
            )

        left, base = min(spots, key=lambda spot: (cover(spot), spots.index(spot)))
        if len(at) > MOST_NAMES and cover((left, base)) > 40:
            continue  # named by its dot for those who point at it, and in every table
        taken.append((left, base - 11, left + long, base + 3))
        drawn.append(tag("text", name, x=left, y=base, data_press=city, data_c=city))
    return join(drawn)
