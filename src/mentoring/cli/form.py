"""`mentoring form`: the workbook that a coordinator mails to a city."""

from __future__ import annotations

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, file_argument, json_option


@click.command(
    cls=Verb, name="form", epilog="Example: mentoring form scenarios/first-steps.yaml --city ghent -o ghent.xlsx"
)
@file_argument("scenario")
@click.option("--city", required=True, metavar="ID", help="The city that the form is for.")
@click.option("-o", "--output", type=FileName(), metavar="FILE.xlsx", required=True, help="Workbook to write.")
@json_option()
def command(scenario: str, city: str, output: str, as_json: bool) -> int:
    """Write the form by which a city tells when it can meet.

    A workbook with instructions, what is known of the city, lists to choose from, and empty rows. What comes back is
    read by `mentoring import`. A file that is there already is never replaced: it may be filled in.
    """
    from mentoring.api import load
    from mentoring.api.form import write_form
    from mentoring.api.known import find_city
    from mentoring.cli.deciding import quoted

    found = load(scenario).require()
    city = find_city(found, city)
    path = write_form(found, city, output)
    console = Console()
    if as_json:
        console.json({"file": path.as_posix(), "city": city})
        return 0
    console.line(f"{output}: the form for {found.name(city)}, to be filled in and sent back.")
    console.line(f"Next: mentoring import {quoted(output)} --into {quoted(scenario)} -o with-{city}.yaml")
    return 0
