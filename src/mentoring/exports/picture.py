"""One drawing of a plan as a file of its own (SVG), with its colours inside."""

from __future__ import annotations

import re
from pathlib import Path

from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.exports.report import page_style
from mentoring.files.output import write_whole
from mentoring.views.ring import draw_ring
from mentoring.views.svg import Drawn
from mentoring.views.visit import Sheet

WIDTH = 900
"""Pixels across; a program that shows it may choose any other size."""


def ring_picture(plan: Plan) -> str:
    """Who mentors whom, as SVG text; the same plan gives the same text."""
    return _alone(draw_ring(Sheet(plan)), plan.scenario)


def write_ring(plan: Plan, path: Path | str) -> Path:
    """Writes who mentors whom as an .svg file. Raises UsageError when the place cannot be written to."""
    return write_whole(path, ring_picture(plan))


def _alone(drawn: Drawn, scenario: Scenario) -> str:
    """A drawing of the page as a file that stands by itself; marks for the page's script are left out."""
    plain = re.sub(r' (?:data-[a-z]+|tabindex)="[^"]*"', "", drawn)
    style = page_style(scenario).replace("]]>", "")
    opening, rest = plain.split(">", 1)
    # Its ground is that of the document it is put into, mostly white: it stays light on a dark screen too.
    ground = 'xmlns="http://www.w3.org/2000/svg" data-look="light"'
    return f'{opening} {ground} width="{WIDTH}"><style><![CDATA[{style}]]></style>{rest}\n'
