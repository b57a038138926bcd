"""Who goes to whom, for the map and the ring: one band for each pairing, as wide as it has visits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from mentoring.domain.naming import theme_of
from mentoring.domain.pairing import Pairing
from mentoring.views.palette import ink_class
from mentoring.views.svg import Drawn, tag
from mentoring.views.visit import Sheet
from mentoring.views.wording import count

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Band:
    """One pairing with its visits; a pairing without visits of its own is drawn as if it had one."""

    pair: Pairing
    theme: int | None
    held: int

    @property
    def visits(self) -> int:
        """How wide the band is."""
        return max(1, self.held)


def bands_of(sheet: Sheet) -> list[Band]:
    """A band for every pairing, sorted."""
    visits = Counter((event.mentor, event.mentee, event.theme) for event in sheet.events)
    pairs = sorted(one.key for one in sheet.plan.pairings
                   if sheet.city in (None, one.key.mentor, one.key.mentee))  # fmt: skip
    return [Band(pair, sheet.themes.get(pair.theme), visits[pair.mentor, pair.mentee, pair.theme]) for pair in pairs]


def say_band(sheet: Sheet, band: Band) -> str:
    """`Ghent → Rijeka, Urban mobility, 3 visits`."""
    scenario, pair = sheet.plan.scenario, band.pair
    title = theme_of(scenario, pair.theme)
    held = f", {count(band.held, 'visit')}" if band.held else ""
    return f"{scenario.name(pair.mentor)} → {scenario.name(pair.mentee)}, {title}{held}"


def band_path(sheet: Sheet, band: Band, path: str) -> Drawn:
    """The band, with its name for those who point at it, and what it touches for the filter."""
    theme = "" if band.theme is None else band.theme
    return tag(
        "path", tag("title", say_band(sheet, band)), d=path, cls=f"band {ink_class(band.theme)}",
        data_t=theme, data_c=f"{band.pair.mentor} {band.pair.mentee}",
    )  # fmt: skip


def taper(start: Point, end: Point, bend: Point, width: float, is_rough: bool = False) -> str:
    """A curve that is `width` wide at its start and a hair at its end, pulled towards `bend`: data of an SVG path.

    `is_rough` rounds to whole pixels, where there are hundreds of bands.
    """
    (x1, y1), (x2, y2), (bx, by) = start, end, bend
    length = max(1e-6, ((bx - x1) ** 2 + (by - y1) ** 2) ** 0.5)
    nx, ny = -(by - y1) / length * width / 2, (bx - x1) / length * width / 2
    back = max(1e-6, ((x2 - bx) ** 2 + (y2 - by) ** 2) ** 0.5)
    mx, my = -(y2 - by) / back * 0.6, (x2 - bx) / back * 0.6
    points = (x1 + nx, y1 + ny, bx + nx / 2, by + ny / 2, x2 + mx, y2 + my, x2 - mx, y2 - my, bx - nx / 2, by - ny / 2,
              x1 - nx, y1 - ny)  # fmt: skip
    a, b, c, d, e, f, g, h, i, j, k, m = (f"{point:.0f}" if is_rough else f"{point:.1f}" for point in points)
    return f"M{a} {b}Q{c} {d} {e} {f}L{g} {h}Q{i} {j} {k} {m}z"
