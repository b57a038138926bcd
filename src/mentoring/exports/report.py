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
from mentoring.domain.scenario import Scenario
from mentoring.exports.report_part import Section, city_sections, person_sections, sections
from mentoring.views import phrase
from mentoring.views.headline import Figure, figures
from mentoring.views.legend import box_defs
from mentoring.views.markup import theme_mark
from mentoring.views.palette import colour_rules
from mentoring.views.sheet_page import say_office
from mentoring.views.svg import Drawn, escape
from mentoring.views.timescale import Order
from mentoring.views.visit import Sheet
from mentoring.views.wording import count, say_plan, theme_title

if TYPE_CHECKING:
    from jinja2 import Template

    from mentoring.analysis.comparison import Comparison
    from mentoring.analysis.gap import GapReport


def report_html(
    plan: Plan,
    *,
    comparison: Comparison | None = None,
    drill: Mapping[str, Any] | None = None,
    reasons: GapReport | None = None,
    with_contacts: bool = False,
    order: Order = "west",
    feeds: str | None = None,
) -> str:
    """The whole page. `comparison` has this plan first; `drill` is what `mentoring drill --json` prints;
    `reasons` say why needs have no mentor.

    Mail addresses and telephone numbers appear only where `with_contacts`. `feeds` is the web address of the
    folder that holds the calendars: every city's page then links to its own.
    """
    sheet = Sheet(plan)
    above = f"{plan.scenario.programme.heading('pairing')} plan, revision {plan.revision}"
    parts = sections(sheet, comparison, drill, reasons, with_contacts, order, feeds)
    said = _with_office(say_plan(plan), plan, with_contacts)
    return _page(sheet, above, _title(plan), said, figures(sheet), parts)


def city_html(plan: Plan, city: str, order: Order = "west", feeds: str | None = None) -> str:
    """The page made for one city: its dates, partners, briefs and its own contact.

    Raises KeyError if the scenario has no such city.
    """
    sheet = Sheet(plan, city)
    name = plan.scenario.name(city)
    said = f"{count(len(sheet.events), 'event')} of {_title(plan)}, revision {plan.revision} of the plan."
    said = _with_office(said, plan, with_contacts=True)
    return _page(sheet, _title(plan), name, said, figures(sheet), city_sections(sheet, city, order, feeds))


def person_html(plan: Plan, person: str, feed: str | None = None) -> str:
    """The page made for one person who is sent: where and when. `feed` is the web address of the own calendar.

    Raises KeyError if the scenario has no such person.
    """
    own = tuple(event for event in plan.events if person in event.people)
    sheet = Sheet(Plan.model_validate(plan.model_dump(exclude={"events"}) | {"events": own}))
    said = f"{count(len(sheet.events), 'event')} of {_title(plan)}, revision {plan.revision} of the plan."
    name = plan.scenario.name(person)
    said = _with_office(said, plan, with_contacts=True)
    return _page(sheet, _title(plan), name, said, [], person_sections(sheet, person, feed))


def _with_office(sentence: str, plan: Plan, with_contacts: bool) -> str:
    """The sentence at the head, and who is to be asked."""
    return " ".join(part for part in (sentence, say_office(plan.scenario, with_contacts)) if part)


def _page(
    sheet: Sheet, above: str, heading: str, sentence: str, told: Sequence[Figure], parts: Sequence[Section]
) -> str:
    style = page_style(sheet.plan.scenario)
    script = Drawn(_part("script.js"))
    policy = (f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
              "base-uri 'none'; form-action 'none'")  # fmt: skip
    return _template().render(
        policy=Drawn(policy), title=heading, heading=heading, above=above, sentence=sentence, shared=box_defs(),
        figures=told, themes=_themes(sheet), say_kept=phrase.KEPT, sections=parts, below=phrase.FOOT,
        style=style, script=script,
    )  # fmt: skip


def page_style(scenario: Scenario) -> Drawn:
    """The style of every page and picture: its colours, light and dark, and its rules."""
    return Drawn(f"{colour_rules(scenario)}\n{_part('style.css')}")


def _themes(sheet: Sheet) -> list[Mapping[str, Any]]:
    """Themes that some event or pairing on the page has."""
    scenario = sheet.plan.scenario
    used = {event.theme for event in sheet.events} | {one.key.theme for one in sheet.plan.pairings if not sheet.city}
    return [{"number": place, "title": theme_title(scenario, theme), "mark": theme_mark(place)}
            for theme, place in sheet.themes.items() if theme in used]  # fmt: skip


def _title(plan: Plan) -> str:
    return " ".join(plan.scenario.programme.title.split()) or plan.scenario.programme.id


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _part(name: str) -> str:
    return files("mentoring").joinpath("data", "report", name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _template() -> Template:
    from jinja2 import Environment

    # Jinja makes signs of markup harmless; `escape` besides takes out what controls programs or turns the text.
    made = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, finalize=escape)
    return made.from_string(_part("page.html"))
