"""A plan as pages to look at: one file for everybody, and one for each city and person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mentoring.analysis.gap import GapReport
    from mentoring.domain.plan import Plan
    from mentoring.views.timescale import Order

MOST_JUDGED = 100
"""A need with more candidates than this is told without them: to judge each of thousands takes too long for a page."""


def report(
    plan: Plan | Path | str,
    out: Path | str,
    *,
    compare: Sequence[Plan | Path | str] = (),
    city: str | None = None,
    drill: Mapping[str, Any] | None = None,
    order: Order = "west",
    feeds: str | None = None,
    with_contacts: bool = False,
) -> Path:
    """Write a plan as one HTML file, whole or not at all; the same plan gives the same bytes.

    `compare` are plans (or files) to hold it against; `drill` is what `mentoring drill --json` prints. With `city` the
    page is made for that city alone, and names its contact; others name contacts only `with_contacts`. `order` is that
    of the timeline's rows: from west to east, by load, by theme or by name. `feeds` is
    the web address of the folder with the calendars, to which the pages of cities then link; nothing is fetched.

    Raises:
        UsageError: when a file is missing, the drill is of another plan, there is no such city, `feeds` is no address,
            `out` does not end in .html or .htm, or the place is not writable.
        RefusedError: when `out` is there and is no page of ours.
        PlanFileError: when a file is no plan.
    """
    from mentoring import api
    from mentoring.api.known import find_city
    from mentoring.domain.plan import Plan
    from mentoring.errors import UsageError
    from mentoring.exports.own_file import check_ending, check_own
    from mentoring.exports.report import city_html, report_html
    from mentoring.files.output import check_writable, write_whole
    from mentoring.views.drill import is_drill_of

    check_writable(out)
    check_own(out, "page")
    check_ending(out, (".html", ".htm"), "a page")
    found = plan if isinstance(plan, Plan) else api.load_plan(plan)
    if drill is not None and not is_drill_of(found, drill):
        whose = drill.get("programme", found.scenario.programme.id)
        which = "this programme" if whose == found.scenario.programme.id else f"the programme {whose}"
        raise UsageError(f"the drill is of another plan, of {which}: drill this one with `mentoring drill PLAN --json`")
    if city is not None:
        return write_whole(out, city_html(found, find_city(found.scenario, city), order, feeds))
    comparison = None
    if compare:
        from mentoring.api.compare import compare as hold_against
        from mentoring.api.compare import short_names

        others = [one if isinstance(one, Plan) else api.load_plan(one) for one in compare]
        names = list(short_names([plan, *compare]))
        names[0] = "this plan" if isinstance(plan, Plan) else names[0]
        comparison = hold_against(found, *others, names=names)
    page = report_html(
        found,
        comparison=comparison,
        drill=drill,
        reasons=_reasons(found),
        order=order,
        feeds=feeds,
        with_contacts=with_contacts,
    )
    return write_whole(out, page)


def _reasons(plan: Plan) -> GapReport | None:
    """Why the most important needs have no mentor, candidate by candidate, as far as it is known without planning."""
    from mentoring.api.need import explain_gaps
    from mentoring.views.attention import MOST, list_lacking

    offering = plan.scenario.offering
    few = tuple(one for one in list_lacking(plan)[:MOST] if len(offering.get(one.theme, ())) <= MOST_JUDGED)
    return explain_gaps(plan.model_copy(update={"unserved": few, "unused": ()})) if few else None


def report_pages(plan: Path | str, folder: Path | str, *, feeds: str | None = None) -> list[Path]:
    """Write a page for every city and person into a folder: `city/ID.html`, and `person/ID-KEY.html`.

    Each names the contact of its own city or person, so send each only to whom it is about. Nobody can guess the name
    of a person's page: it is made with the key that lies beside the plan file. With `feeds` each links to its calendar.

    Raises:
        UsageError: when a file is missing or the folder cannot be written to.
        RefusedError: when the key's file holds no key of ours, or a file there is no page of ours; nothing is written.
        PlanFileError: when the file is no plan.
    """
    from mentoring import api
    from mentoring.exports.feed import person_file
    from mentoring.exports.own_file import check_own
    from mentoring.exports.report import city_html, person_html
    from mentoring.exports.subscription import check_feeds
    from mentoring.files.name_key import name_key, unguessable
    from mentoring.files.output import check_folder_writable, write_whole

    found = api.load_plan(plan)
    check_folder_writable(folder)
    folder_of_feeds = check_feeds(feeds) if feeds is not None else None
    pages = {f"city/{city}.html": city_html(found, city, feeds=feeds) for city in found.scenario.cities}
    if found.scenario.people:
        key = name_key(plan)
        for person in found.scenario.people:
            own = f"{folder_of_feeds}/{person_file(found.scenario, person, key)}" if folder_of_feeds else None
            pages[f"person/{unguessable(person, key, 'page')}.html"] = person_html(found, person, own)
    for name in pages:
        check_own(Path(folder) / name, "page")
    return [write_whole(Path(folder) / name, page, is_copy=True) for name, page in pages.items()]
