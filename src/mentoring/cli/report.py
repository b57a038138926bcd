"""`mentoring report`: a plan as a page to look at."""

from __future__ import annotations

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, file_argument, json_option


@click.command(cls=Verb, name="report", epilog="Example: mentoring report plan.json -o report.html")
@file_argument("plan")
@click.option("-o", "--output", type=FileName(), metavar="FILE", required=True, help="The page to write, ending .html.")
@json_option()
def command(plan: str, output: str, as_json: bool) -> int:
    """Write a plan as one page to look at, print and pass on."""
    from mentoring.api.report import report

    console = Console()
    path = report(plan, output)
    if as_json:
        console.json({"files": [path.as_posix()]})
    else:
        console.line(f"{output}: written.")
    return 0
