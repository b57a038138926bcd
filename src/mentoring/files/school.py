"""School holidays as days that a city would rather avoid, from the package `holidays` where it knows them.

Where it knows none, they come as a table (kind `if_needed`) or as a calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from mentoring.domain.dates import ONE_DAY, Span
from mentoring.errors import Place
from mentoring.files.draft import Draft
from mentoring.files.holiday import holidays_version

if TYPE_CHECKING:
    from mentoring.domain.scenario import Scenario

_FRENCH = {
    "Zone A": "ARA BFC NAQ", "Zone B": "BRE CVL GES HDF NOR PAC PDL", "Zone C": "IDF OCC",
}  # fmt: skip
_DUTCH = {"Noord": "DR FL FR GR NH OV", "Midden": "UT ZH", "Zuid": "LI NB ZE"}
_BELGIAN = {"VLG": ("Flemish",), "WAL": ("French",), "BRU": ("Flemish", "French")}
_REGIONS = {
    country: {region: (zone,) for zone, regions in zones.items() for region in regions.split()}
    for country, zones in (("FR", _FRENCH), ("NL", _DUTCH))
} | {"BE": _BELGIAN}
_SAME = ("AT", "DE", "PL")  # whose regions the package knows by their own codes
_BY_RULE = ("BE", "FR")


def add_school(draft: Draft, scenario: Scenario) -> None:
    """The school holidays of every city for which they are known, and a note that names the other cities."""
    unknown, ruled = [], []
    for city, record in scenario.cities.items():
        spans = list(_spans(record.country or "", record.region or "", scenario.span))
        if not spans:
            unknown.append(scenario.name(city))
        elif record.country in _BY_RULE:
            ruled.append(scenario.name(city))
        for span, name, zone in spans:
            source = f"package holidays {holidays_version()}, {record.country} {zone}"
            period = {"first": span.first.isoformat(), "last": span.last.isoformat(),
                      "why": f"school holidays: {name} [{source}]"}  # fmt: skip
            draft.add(("cities", city, "if_needed+"), period, Place(source), {})
    if unknown:
        draft.notes.append(
            f"no school holidays are known for {', '.join(unknown)}: give them as a table with kind if_needed, or as a "
            "calendar with --as if_needed"
        )
    if ruled:
        draft.notes.append(
            f"school holidays of {', '.join(ruled)} beyond the published years follow a rule: check them"
        )


def _spans(country: str, region: str, within: Span) -> Iterator[tuple[Span, str, str]]:
    """Days that follow each other, with the name of the holidays and the region by which they are known."""
    import holidays

    code = region.removeprefix(f"{country}-").partition("+")[0]
    zones = (code,) if country in _SAME else _REGIONS.get(country, {}).get(code, ())
    years = range(within.first.year, within.last.year + 1)
    for zone in zones:
        try:
            found = holidays.country_holidays(
                country, subdiv=zone, years=years, categories=("school",), language=None, expand=False
            )
        except NotImplementedError:  # a region, or a category, that the package does not have
            continue
        days = {day: name for day, name in found.items() if day in within}
        yield from ((span, name, zone) for span, name in _joined(days))


def _joined(days: dict[date, str]) -> Iterator[tuple[Span, str]]:
    open_: tuple[Span, str] | None = None
    for day in sorted(days):
        if open_ and days[day] == open_[1] and day == open_[0].last + ONE_DAY:
            open_ = (Span(open_[0].first, day), open_[1])
            continue
        if open_:
            yield open_
        open_ = (Span(day, day), days[day])
    if open_:
        yield open_
