"""A plan as one page of HTML that needs no network: drawings, tables, a page for every city and person.

The page is a function of the plan alone, so that the same plan gives the same bytes. It runs only the one script and
the one style whose hashes stand in its head; names from files reach it as text.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mentoring.domain.plan import Plan
from mentoring.views import phrase
from mentoring.views.headline import figures
from mentoring.views.legend import draw_legend
from mentoring.views.markup import event_rows, scrolled, theme_mark
from mentoring.views.palette import colour_rules
from mentoring.views.svg import Drawn, join, tag
from mentoring.views.timeline import box_defs, draw_timeline
from mentoring.views.timescale import Order
from mentoring.views.visit import Sheet
from mentoring.views.wording import say_plan, theme_title

if TYPE_CHECKING:
    from jinja2 import Template

MOST_OPEN_ROWS = 60
"""Tables of more rows are folded up at first."""


def report_html(plan: Plan, *, order: Order = "west") -> str:
    """The whole page."""
    sheet = Sheet(plan)
    style = Drawn(f"{colour_rules()}\n{_part('style.css')}")
    script = Drawn(_part("script.js"))
    programme = plan.scenario.programme
    return _template().render(
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
               "base-uri 'none'; form-action 'none'",
        title=programme.title or programme.id, heading=programme.title or programme.id,
        above=f"{programme.heading('pairing')} plan, revision {plan.revision}",
        sentence=say_plan(plan), shared=box_defs(), figures=figures(sheet), themes=_themes(sheet),
        say_kept="{n} of {all} events: {who}", sections=_sections(sheet, order),
        below="Outlines of land: Natural Earth (public domain). This file loads nothing from the network.",
        style=style, script=script,
    )  # fmt: skip


def _sections(sheet: Sheet, order: Order) -> list[Mapping[str, Any]]:
    return [_timeline(sheet, order), _table(sheet)]


def _timeline(sheet: Sheet, order: Order) -> Mapping[str, Any]:
    choices = [*_radio("zoom-week", "Weeks", True), *_radio("zoom-day", "Days")]
    zoom = tag("fieldset", tag("legend", "Zoom", hidden="hidden"), *choices, cls="zoom")
    weeks = scrolled(draw_timeline(sheet, order=order), f"{phrase.TIMELINE}, by week", "scroll weeks")
    days = scrolled(draw_timeline(sheet, zoom="day", order=order), f"{phrase.TIMELINE}, by day", "scroll days")
    legend = tag("ul", draw_legend(sheet), cls="legend")
    return {"id": "times", "title": phrase.TIMELINE, "about": phrase.TIMELINE_WEEK, "aside": zoom,
            "body": join([legend, weeks, days])}  # fmt: skip


def _radio(name: str, said: str, is_on: bool = False) -> Sequence[Drawn]:
    on = "checked" if is_on else None
    return tag("input", type="radio", name="zoom", id=name, checked=on), tag("label", said, for_=name)


def _table(sheet: Sheet) -> Mapping[str, Any]:
    return {"id": "table", "fold": True, "title": phrase.TABLE, "is_open": len(sheet.plan.events) <= MOST_OPEN_ROWS,
            "body": scrolled(event_rows(sheet), phrase.TABLE)}  # fmt: skip


def _themes(sheet: Sheet) -> list[Mapping[str, Any]]:
    scenario = sheet.plan.scenario
    return [{"number": place, "title": theme_title(scenario, theme), "mark": theme_mark(place)}
            for theme, place in sheet.themes.items()]  # fmt: skip


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _part(name: str) -> str:
    return files("mentoring").joinpath("data", "report", name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _template() -> Template:
    from jinja2 import Environment

    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_part("page.html"))
