"""`mentoring export`: a plan as calendars, as tables, or for other programs."""

from __future__ import annotations

import click

from mentoring.api import EXPORTS
from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import Days, FileName, Whole, file_argument, json_option


@click.command(cls=Verb, name="export", epilog="Example: mentoring export plan.json --to ics -o calendars")
@file_argument("plan")
@click.option("--to", type=click.Choice(EXPORTS), default="ics", show_default=True, help="Form of the files.")
@click.option("-o", "--output", type=FileName(), metavar="DIR", required=True, help="Folder for the files.")
@click.option("--excel", is_flag=True, help="With --to csv: begin files with the mark by which Excel knows letters.")
@click.option("--single", is_flag=True, help="Calendars: also a file for each event, one/EVENT.ics.")
@click.option("--invite", is_flag=True, help="Calendars: also files to mail, invite/ and cancel/, with mail addresses.")
@click.option("--url", metavar="ADDRESS", help="Calendars: web address of the folder, if it will have one.")
@click.option("--alarm", type=Days(0, 366), metavar="DAYS", help="Calendars of persons: remind so many days before.")
@click.option(
    "--since",
    type=Whole(1, 1_000_000),
    metavar="N",
    help="Calendars and tables: tell changes since revision N, not the last.",
)
@json_option()
def command(
    plan: str, to: str, output: str, excel: bool, single: bool, invite: bool, url: str | None, alarm: int | None,
    since: int | None,
    as_json: bool,
) -> int:  # fmt: skip
    """Write a plan as calendars, as tables or for other programs.

    ics: DIR/all.ics holds every event, DIR/city/ID.ics, theme/ID.ics and person/ID-KEY.ics those of one city, theme or
    person. Nobody can guess KEY: it is made with mentoring.key, which is made beside the plan; keep it to yourself.
    Once the plan has changed, changes-rN.md (.html, .csv, .ics) tells what, and to whom. xlsx: one workbook with all
    events, what changed, and a sheet for each city. csv: the same tables as text. json, geojson (a map), graphml (who
    exchanges with whom): for other programs. The same plan gives the same bytes again.
    """
    from mentoring import api
    from mentoring.errors import UsageError

    if excel and to != "csv":
        raise UsageError(f"--excel belongs to --to csv; a file for Excel itself is --to xlsx (asked for: {to})")
    of_calendars = {"--single": single, "--invite": invite, "--url": url is not None, "--alarm": alarm is not None}
    for name, is_asked in of_calendars.items():
        if is_asked and to != "ics":
            raise UsageError(f"{name} belongs to --to ics, the calendars (asked for: {to})")
    if since is not None and to not in ("ics", "xlsx", "csv"):
        raise UsageError(f"--since belongs to calendars and tables: ics, xlsx or csv (asked for: {to})")
    console = Console()
    read = api.load_plan(plan)
    if to == "ics":
        from mentoring.api.calendar import export_calendars

        files = export_calendars(
            read,
            output,
            plan_file=plan,
            url=url,
            is_single=single,
            is_inviting=invite,
            since=since,
            alarm_days=alarm,
        )
        console.say_left_over(output, files)
    else:
        files = api.export(read, output, to, for_excel=excel, since=since)
    if as_json:
        console.json({"files": [path.as_posix() for path in files]})
    elif to == "ics":
        lists = [path for path in files if path.name.startswith("changes-r")]
        number = len(files) - len(lists)
        console.line(f"{output}: {number} {'calendar' if number == 1 else 'calendars'} written.")
        if lists:
            console.line(f"{output}/{lists[0].stem}.md (also .html, .csv, .ics) tells what changed, city by city.")
    else:
        console.line(f"{output}: {', '.join(path.name for path in files)} written.")
    return 0
