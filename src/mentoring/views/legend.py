"""What stands around the timeline: how many events each week has, and what the marks mean."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from mentoring.views import phrase
from mentoring.views.palette import SHAPES, shape_path
from mentoring.views.svg import Drawn, escape, join, number, tag
from mentoring.views.timescale import Scale
from mentoring.views.visit import Sheet


def box_defs() -> Drawn:
    """What the drawings of a page share: the hatch of days that are closed, and the marks of themes."""
    lines = tag("path", d="M0 6L6 0M-1 1L1 -1M5 7L7 5", cls="hatch-line")
    pattern = tag("pattern", lines, id="hatch", width=6, height=6, patternUnits="userSpaceOnUse")
    shapes = [tag("path", d=shape_path(shape, 6, 6, 4.3), id=shape) for shape in SHAPES]
    return tag("svg", tag("defs", pattern, *shapes), width=0, height=0, cls="shared", aria_hidden="true")


def draw_loads(sheet: Sheet, scale: Scale, bottom: float) -> Drawn:
    """How many events each week has, as bars that reach up to the busiest week's."""
    weeks: Counter[date] = Counter()
    for event in sheet.events:
        weeks[event.first - timedelta(days=event.first.weekday())] += 1
    most = max(weeks.values(), default=1)
    wide = 7 * scale.per_day
    parts = [tag("path", d=f"M0 {number(bottom)}H{number(scale.right)}", cls="rule")]
    for monday, events in sorted(weeks.items()):
        high = 10 + 22 * events / most
        bar_width = min(wide - 2, 30.0)
        x = scale.x(monday) + (wide - bar_width) / 2
        heat = max(1, -(-4 * events // most)) if most > 1 else 1
        parts.append(tag("rect", x=x, y=bottom + 54 - high, width=bar_width, height=high, rx=2, cls=f"heat{heat}"))
        parts.append(tag("text", events, x=x + bar_width / 2, y=bottom + 51, cls=f"load mid on{heat}"))
    return tag("g", *parts, aria_hidden="true")


def draw_legend(sheet: Sheet) -> Drawn:
    """What the marks of the timeline mean; only those that are in it."""
    visits = [event for event in sheet.events if sheet.is_visit(event)]
    scenario = sheet.plan.scenario
    sample = next((event for event in visits if event.host), None)
    entries: list[tuple[Drawn, str]] = []
    if sample is not None and sample.host is not None:
        other = next(iter(sheet.others(sample, sample.host)), sample.participants[0])
        code, name = sheet.codes[other], scenario.name(other)
        entries += [(_key("host", code), f"hosts {name}"), (_key("away", code), f"travels to {name}")]
    if any(event.host is None for event in visits):
        entries.append((_key("online", "···"), phrase.ONLINE))
    if any(record.unavailable for record in scenario.cities.values()) or scenario.programme.closed:
        entries.append((tag("rect", x=1, y=2, width=26, height=16, cls="closed"), phrase.CLOSED))
    if any(event.id in sheet.fixed for event in visits):
        entries.append((tag("circle", cx=14, cy=10, r=3.5, cls="pin"), phrase.PINNED))
    if any(sheet.missed(event) for event in sheet.events):
        entries.append((tag("path", d="M1 11H27", cls="outside"), phrase.OUTSIDE))
    if len(visits) < len(sheet.events):
        line = join([tag("path", d="M2 10H26", cls="line"),
                     tag("path", d=shape_path("circle", 7, 10, 5), cls="mark host"),
                     tag("path", d=shape_path("circle", 22, 10, 3.4), cls="mark")])  # fmt: skip
        entries.append((tag("g", line, cls="meet tn"), phrase.MEETING))
    return join(
        tag("li", tag("svg", drawn, width=28, height=20, aria_hidden="true", cls="key"), escape(said))
        for drawn, said in entries
    )


def _key(how: str, code: str) -> Drawn:
    parts = [tag("rect", x=1, y=2, width=26, height=16, rx=4), tag("text", code, x=14, y=14)]
    return tag("g", *parts, cls=f"box {how} tn")
