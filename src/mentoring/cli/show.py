"""`mentoring show`: a plan on the screen, as a whole or one part of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import file_argument, json_option, plain_option

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan
    from mentoring.views.block import Block

VIEWS = ("overview", "timeline", "pairings", "events", "city", "goals", "unserved", "blocking")


@click.command(cls=Verb, name="show", epilog="Example: mentoring show plan.json city athens")
@file_argument("plan")
@click.argument("view", type=click.Choice(VIEWS), default="overview", metavar="[VIEW]")
@click.argument("city", required=False, metavar="[ID]")
@click.option("--open", "is_opened", is_flag=True, help="Open the plan as a page in your browser.")
@json_option()
@plain_option()
def command(plan: str, view: str, city: str | None, is_opened: bool, as_json: bool, plain: bool) -> int:
    """Show a plan: timeline, pairings, events, one city, goals.

    VIEW is overview (the default), timeline, pairings, events, city (with the city's ID), goals, unserved (needs
    without mentors and offers with places left), or blocking (cities that would both rather work with each other).
    """
    from mentoring import api

    if (view == "city") != (city is not None):
        raise click.UsageError(
            "Name the city, as in: mentoring show plan.json city athens" if view == "city" else f"{view} takes no ID."
        )
    console = Console(plain)
    found = api.load_plan(plan)
    if city is not None:
        from mentoring.api.known import find_city

        city = find_city(found.scenario, city)
    if is_opened:
        return _open(console, found, city)
    if as_json:
        console.json(_record(found, view, city))
    else:
        console.show(_blocks(found, view, city, console))
    return 0


def _open(console: Console, plan: Plan, city: str | None) -> int:
    """The report, or a city's own page, in the browser; it lies in a folder for what need not be kept."""
    import tempfile
    import webbrowser

    from mentoring.api.report import report

    name = f"{plan.scenario.programme.id}{f'-{city}' if city else ''}.html"
    page = report(plan, Path(tempfile.mkdtemp(prefix="mentoring-")) / name, city=city)
    if webbrowser.open(page.as_uri()):
        console.line(f"{page}: opened in your browser.")
    else:
        console.line(f"{page}: no browser was found; open this file in one.")
    return 0


def _blocks(plan: Plan, view: str, city: str | None, console: Console) -> list[Block]:
    from mentoring.views import table
    from mentoring.views.block import Heading
    from mentoring.views.month import time_blocks
    from mentoring.views.overview import open_blocks, overview

    if city is not None:
        from mentoring.views.city import city_page

        return city_page(plan, city)
    if view == "timeline":
        return [Heading(plan.scenario.programme.title or plan.scenario.programme.id),
                *time_blocks(plan, console.width, console.marks)[1:]]  # fmt: skip
    if view == "pairings":
        pairings, theme = plan.scenario.programme.heading("pairing"), plan.scenario.programme.word("theme")
        return [Heading(f"{pairings}s, by {theme}"), table.pairing_table(plan)]
    if view == "events":
        blocks: list[Block] = [Heading("Events, by date"), table.event_table(plan)]
        if plan.events:
            blocks += [Heading("Their names, for verbs like move and confirm"), table.id_table(plan)]
        return blocks
    if view == "goals":
        return [Heading("Goals, in their order"), table.goal_table(plan)]
    if view == "unserved":
        return open_blocks(plan)
    if view == "blocking":
        from mentoring.views.blocking import blocking_blocks

        return blocking_blocks(plan)
    return overview(plan, console.width, console.marks)


def _record(plan: Plan, view: str, city: str | None) -> dict[str, Any]:
    from mentoring.views import record

    if city is not None:
        return record.city_record(plan, city)
    whole = record.plan_record(plan)
    if view == "blocking":
        from mentoring.views.blocking import blocking_records

        whole |= {"blocking": blocking_records(plan)}
    keys = {
        "timeline": ("events",),
        "pairings": ("pairings",),
        "events": ("events",),
        "goals": ("goals",),
        "unserved": ("unserved", "unused"),
        "blocking": ("blocking",),
    }.get(view, tuple(whole))
    return {key: whole[key] for key in whole if key in keys or key in ("programme", "status", "revision")}
