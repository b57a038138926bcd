"""`mentoring export`: a plan's calendars."""

from __future__ import annotations

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, file_argument, json_option


@click.command(cls=Verb, name="export", epilog="Example: mentoring export plan.json --to ics -o calendars")
@file_argument("plan")
@click.option("--to", type=click.Choice(["ics"]), default="ics", show_default=True, help="Form of the files.")
@click.option("-o", "--output", type=FileName(), metavar="DIR", required=True, help="Folder for the files.")
@json_option()
def command(plan: str, to: str, output: str, as_json: bool) -> int:
    """Write the calendars of a plan.

    DIR/all.ics holds every event, DIR/city/ID.ics those of one city. Writing the same plan again gives the same bytes.
    """
    from mentoring import api

    console = Console()
    files = api.export(api.load_plan(plan), output, to)
    console.say_left_over(output, files)
    if as_json:
        console.json({"files": [path.as_posix() for path in files]})
    else:
        console.line(f"{output}: {len(files)} {'calendar' if len(files) == 1 else 'calendars'} written.")
    return 0
