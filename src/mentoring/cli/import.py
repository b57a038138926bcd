"""`mentoring import`: tables, polls and calendars that cities send become a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, json_option

if TYPE_CHECKING:
    from mentoring.files.intake import Intake

EXAMPLE = "Example: mentoring import availability.xlsx --into programme.yaml -o with-availability.yaml"
_ONE_OF = {
    "cities": ("city", "cities"), "people": ("person", "people"), "offers": ("offer", "offers"),
    "needs": ("need", "needs"), "unavailable": ("span of days closed", "spans of days closed"),
    "if_needed": ("span of days to avoid", "spans of days to avoid"), "wishes": ("span wished", "spans wished"),
}  # fmt: skip


@click.command(cls=Verb, name="import", epilog=EXAMPLE)
@click.argument("sources", nargs=-1, metavar="FILE...")
@click.option("-o", "--output", type=FileName(), metavar="SCENARIO", required=True, help="Scenario file to write.")
@click.option("--into", type=FileName(), metavar="BASE", help="Scenario that the files add to.")
@click.option("--school", is_flag=True, help="Add school holidays where they are known, as days to avoid.")
@click.option("--fetch", is_flag=True, help="Ask the web for calendars given as CITY=URL.")
@click.option("--as", "busy_as", type=click.Choice(["unavailable", "if_needed", "wishes"]), default="unavailable",
              show_default=True, help="What the days of calendars become.")  # fmt: skip
@click.option("--min-hours", type=click.FloatRange(0, 24), default=4, show_default=True, metavar="HOURS",
              help="So many hours of meetings make a day of a calendar a busy one.")  # fmt: skip
@json_option()
def command(
    sources: tuple[str, ...],
    output: str,
    into: str | None,
    school: bool,
    fetch: bool,
    busy_as: str,
    min_hours: float,
    as_json: bool,
) -> int:
    """Read what cities send: tables, polls and busy calendars.

    FILE is a workbook (.xlsx) or .csv with cities, offers, needs, days or a poll, or a calendar (.ics) named after its
    city or given as CITY=FILE. Every problem is told at once with its cell, and then nothing is written. With --into
    the result is a what-if: `mentoring plan` takes it as it is.
    """
    from mentoring.api.intake import import_tables
    from mentoring.files.busy import say_source
    from mentoring.views.next_step import quoted

    found = import_tables(
        sources, output, into=into, school=school, fetch=fetch, min_hours=min_hours,
        busy_as=cast(Literal["unavailable", "if_needed", "wishes"], busy_as),
    )  # fmt: skip
    console = Console()
    for note in found.notes:
        console.say(f"note: {note}")
    if as_json:
        said = [say_source(source) for source in sources]
        console.json({"file": output, "sources": said, "into": into, "read": found.counts, "notes": list(found.notes)})
    else:
        console.line(f"{output}: {_told(found)}.")
        console.line(f"Next: mentoring check {quoted(output)}")
    return 0


def _told(found: Intake) -> str:
    from mentoring.views.wording import count, joined

    return joined(count(number, *_ONE_OF[kind]) for kind, number in found.counts.items()) or "nothing new"
