"""Every drawing of a stored plan, letter by letter: `python -m tests.views.test_golden_drawing` writes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentoring.files.plan import read_plan
from mentoring.views.calendar import draw_calendar
from mentoring.views.map import draw_map
from mentoring.views.ring import draw_ring
from mentoring.views.search import draw_search
from mentoring.views.timeline import draw_timeline
from mentoring.views.visit import Sheet

GOLDEN = Path(__file__).parent / "golden"
STORED = GOLDEN / "implementoring.plan.json"
"""A plan of ImpleMentoring as `mentoring plan` made it, with a longer search written in by hand."""
DRAWINGS = {
    "timeline-week": lambda sheet: draw_timeline(sheet),
    "timeline-day": lambda sheet: draw_timeline(sheet, zoom="day"),
    "map": draw_map,
    "ring": draw_ring,
    "calendar": draw_calendar,
    "search": lambda sheet: draw_search(sheet.plan),
}


def _lines(drawn: str) -> str:
    return drawn.replace("><", ">\n<") + "\n"


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_what_it_was(name):
    drawn = _lines(DRAWINGS[name](Sheet(read_plan(STORED))))
    assert drawn == (GOLDEN / f"{name}.svg.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for drawing, draw in DRAWINGS.items():
        text = _lines(draw(Sheet(read_plan(STORED))))
        (GOLDEN / f"{drawing}.svg.txt").write_text(text, encoding="utf-8", newline="\n")
