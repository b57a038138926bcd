"""The parts of the report's page, in their order: each a title, a sentence and what is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mentoring.exports.subscription import city_feed, feed_links
from mentoring.views import phrase
from mentoring.views.attention import findings
from mentoring.views.calendar import draw_calendar
from mentoring.views.difference import event_change_table, say_difference
from mentoring.views.legend import draw_legend
from mentoring.views.map import draw_map
from mentoring.views.markup import event_rows, list_html, scrolled, table_html
from mentoring.views.pareto import draw_pareto, scenario_table
from mentoring.views.ring import draw_ring
from mentoring.views.search import draw_search, say_search, say_time
from mentoring.views.sheet_page import city_html, person_html
from mentoring.views.svg import Drawn, join, tag
from mentoring.views.table import goal_table, pairing_table, without_proposed
from mentoring.views.timeline import draw_timeline
from mentoring.views.timescale import Order, cities_in
from mentoring.views.visit import Sheet

if TYPE_CHECKING:
    from mentoring.analysis.comparison import Comparison
    from mentoring.analysis.difference import Difference
    from mentoring.analysis.gap import GapReport

MOST_OPEN_ROWS = 60
"""Tables of more rows are folded up at first."""

MOST_BESIDE = 6
"""With more findings the list has the page's whole width."""
NOTHING = Drawn("")


@dataclass(frozen=True, slots=True)
class Section:
    """One card of the page; `pair` holds columns of cards instead, `fold` folds it up."""

    title: str = ""
    about: str = ""
    body: Drawn = NOTHING
    id: str = ""
    aside: Drawn = NOTHING
    fold: bool = False
    is_open: bool = False
    pair: tuple[tuple[Section, ...], ...] = ()


def sections(
    sheet: Sheet, comparison: Comparison | None, drill: Mapping[str, Any] | None, reasons: GapReport | None,
    with_contacts: bool, order: Order, feeds: str | None = None,
) -> list[Section]:  # fmt: skip
    """Every part of the whole report."""
    calendar = Section(phrase.CALENDAR, phrase.CALENDAR_ABOUT, draw_calendar(sheet))
    found = [_timeline(sheet, order), _exchange(sheet), calendar] if sheet.events else [_exchange(sheet)]
    why = {(need.city, need.theme): need for need in reasons.needs} if reasons is not None else {}
    told = findings(sheet, drill, why)
    look = Section(phrase.LOOK, phrase.LOOK_ABOUT, list_html(told))
    is_long = len(told) > MOST_BESIDE
    search = _search(sheet, is_wide=is_long and comparison is None)
    if comparison is not None:
        body = join([draw_pareto(comparison), scrolled(scenario_table(comparison), phrase.SCENARIOS)])
        beside = Section(phrase.SCENARIOS, phrase.SCENARIOS_ABOUT, body)
        found.append(Section(pair=((beside,), (search,) if is_long else (search, look))))
        found += [look] if is_long else []
        for name, difference in zip(comparison.names[1:], comparison.differences, strict=True):
            found.append(_changed(sheet, name, difference, order))
    else:
        found += [search, look] if is_long else [Section(pair=((search,), (look,)))]
    found += [*_tables(sheet, with_pairings=True), _cities(sheet, with_contacts, feeds)]
    return found + ([_people(sheet, with_contacts)] if sheet.plan.scenario.people else [])


def city_sections(sheet: Sheet, city: str, order: Order = "west", feeds: str | None = None) -> list[Section]:
    """The parts of the page made for one city, which may name its own contact."""
    name = sheet.plan.scenario.name(city)
    title = phrase.OF_CITY.format(name=name)
    found = [
        Section(title, "", scrolled(_of_city(sheet, city, True, feeds, "h3"), title, "scroll own"), f"city-{city}")
    ]
    if sheet.events:
        calendar = Section(phrase.CALENDAR, phrase.CALENDAR_ABOUT, draw_calendar(sheet))
        found += [_timeline(sheet, order), _exchange(sheet), calendar]
    return [*found, *_tables(sheet)]


def person_sections(sheet: Sheet, person: str, feed: str | None = None) -> list[Section]:
    """The parts of the page made for one person, which may name the own mail address; `feed` is the own calendar's."""
    name = sheet.plan.scenario.name(person)
    title = phrase.OF_PERSON.format(name=name)
    links = feed_links(feed, name, "h3", phrase.FEED_PERSON) if feed is not None else ""
    body = join([person_html(sheet, person, True), links])
    found = [Section(title, "", scrolled(body, title, "scroll own"), f"person-{person}")]
    if sheet.events:
        found.append(Section(phrase.CALENDAR, phrase.CALENDAR_ABOUT, draw_calendar(sheet)))
    return [*found, *_tables(sheet)]


def _timeline(sheet: Sheet, order: Order) -> Section:
    choices = [*_choice("zoom-week", phrase.WEEKS, True), *_choice("zoom-day", phrase.DAYS)]
    zoom = tag("fieldset", tag("legend", phrase.ZOOM, cls="unseen"), *choices, cls="zoom")
    weeks = scrolled(draw_timeline(sheet, order=order), f"{phrase.TIMELINE}, {phrase.WEEKS}", "scroll weeks")
    days = scrolled(draw_timeline(sheet, zoom="day", order=order), f"{phrase.TIMELINE}, {phrase.DAYS}", "scroll days")
    about = tag("span", phrase.TIMELINE_WEEK, cls="weeks") + tag("span", phrase.TIMELINE_DAY, cls="days")
    legend = tag("ul", draw_legend(sheet), cls="legend")
    return Section(
        phrase.TIMELINE,
        Drawn(about),
        join([legend, tag("p", phrase.SWIPE, cls="swipe soft"), weeks, days]),
        "times",
        zoom,
    )


def _choice(name: str, said: str, is_on: bool = False) -> tuple[Drawn, Drawn]:
    on = "checked" if is_on else None
    return tag("input", type="radio", name="zoom", id=name, checked=on), tag("label", said, for_=name)


def _exchange(sheet: Sheet) -> Section:
    words = sheet.plan.scenario.programme.word
    said = {"mentor": words("mentor"), "mentee": words("mentee")}
    where = Section(phrase.MAP, phrase.MAP_ABOUT.format(**said), draw_map(sheet))
    ring = Section(phrase.RING, phrase.RING_ABOUT.format(**said), draw_ring(sheet))
    return Section(pair=((where,), (ring,)))


def _search(sheet: Sheet, *, is_wide: bool) -> Section:
    """How the search went; over the page's whole width every goal stands beside the picture."""
    about = " ".join(filter(None, (say_search(sheet.plan), say_time(sheet.plan))))
    goals = scrolled(table_html(goal_table(sheet.plan)), phrase.GOALS)
    drawn = draw_search(sheet.plan)
    is_open = "open" if is_wide or not drawn else None
    table = tag("details", tag("summary", phrase.GOALS), tag("div", goals, cls="body"), open=is_open, cls="goals")
    body = join([drawn, table])
    return Section(phrase.SEARCH, about, tag("div", body, cls="beside") if is_wide and drawn else body)


def _changed(sheet: Sheet, name: str, difference: Difference, order: Order) -> Section:
    """What this plan has otherwise than another one: the other is what was before."""
    from mentoring.analysis.difference import compare

    back = compare(difference.after, difference.before)
    if back.is_empty:
        return Section(phrase.CHANGED.format(name=name), phrase.UNCHANGED)
    before = Sheet(difference.after)
    drawn = scrolled(draw_timeline(sheet, order=order, before=before), phrase.CHANGED.format(name=name), "scroll weeks")
    body = join([drawn, scrolled(table_html(event_change_table(back)), phrase.CHANGED_TABLE.format(name=name))])
    return Section(phrase.CHANGED.format(name=name), f"{say_difference(back)} {phrase.CHANGED_ABOUT}", body)


def _tables(sheet: Sheet, *, with_pairings: bool = False) -> list[Section]:
    """Everything that is drawn, as tables; on the page of a city its pairings stand already."""
    found = []
    if sheet.listed:
        body, is_short = scrolled(event_rows(sheet), phrase.TABLE), len(sheet.listed) <= MOST_OPEN_ROWS
        found.append(Section(phrase.TABLE, body=body, id="table", fold=True, is_open=is_short))
    if with_pairings and sheet.plan.pairings:
        body = scrolled(table_html(without_proposed(pairing_table(sheet.plan))), phrase.PAIRINGS)
        found.append(Section(phrase.PAIRINGS, body=body, id="pairings", fold=True, is_open=not sheet.listed))
    return found


def _cities(sheet: Sheet, with_contacts: bool, feeds: str | None) -> Section:
    name = sheet.plan.scenario.name
    pages = [
        _page(f"city-{city}", name(city), phrase.OF_CITY, _of_city(sheet, city, with_contacts, feeds))
        for city in cities_in(sheet, "name")
    ]
    return Section(phrase.CITIES, body=join(pages), id="cities", fold=True, is_open=True)


def _of_city(sheet: Sheet, city: str, with_contacts: bool, feeds: str | None, heading: str = "h4") -> Drawn:
    address = city_feed(feeds, city) if feeds is not None else ""
    links = feed_links(address, sheet.plan.scenario.name(city), heading) if address else ""
    return join([city_html(sheet, city, with_contacts, heading), links])


def _people(sheet: Sheet, with_contacts: bool) -> Section:
    scenario = sheet.plan.scenario
    pages = [
        _page(f"person-{one}", scenario.name(one), phrase.OF_PERSON, person_html(sheet, one, with_contacts))
        for one in scenario.people
    ]
    return Section(phrase.PEOPLE, body=join(pages), id="people", fold=True, is_open=True)


def _page(name: str, title: str, label: str, body: Drawn) -> Drawn:
    inside = scrolled(body, label.format(name=title), "scroll body")
    return tag("details", tag("summary", tag("h3", tag("bdi", title))), inside, id=name, cls="page")
