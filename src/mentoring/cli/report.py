"""`mentoring report`: a plan as a page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, get_args

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, file_argument, json_option

Order = Literal["west", "load", "theme", "name"]


@click.command(cls=Verb, name="report", epilog="Example: mentoring report plan.json -o report.html --compare old.json")
@file_argument("plan")
@click.option("-o", "--output", type=FileName(), metavar="FILE", required=True, help="The page to write, as .html.")
@click.option("--compare", type=FileName(), multiple=True, metavar="OTHER",
              help="Another plan to stand beside this one; may be given several times.")  # fmt: skip
@click.option("--city", metavar="ID", help="A page made for this city alone; it names whom to ask there.")
@click.option("--drill", type=FileName(), metavar="FILE",
              help="What `mentoring drill PLAN --json` printed: fragile cities are pointed out.")  # fmt: skip
@click.option("--feeds", metavar="URL",
              help="Where the calendars lie on the web: pages of cities link there. Nothing is fetched.")  # fmt: skip
@click.option("--order", type=click.Choice(get_args(Order)), default="west", show_default=True,
              help="Rows of the timeline: from west to east, the busiest first, by theme, or by name.")  # fmt: skip
@click.option("--pages", type=FileName(), metavar="DIR",
              help="Also write a page for every city and person into this folder.")  # fmt: skip
@click.option("--pdf", is_flag=True, help="Also print the page to a .pdf beside it, with a browser of this computer.")
@click.option("--with-contacts", is_flag=True, help="Name mail addresses and telephone numbers of all cities.")
@json_option()
def command(
    plan: str, output: str, compare: tuple[str, ...], city: str | None, drill: str | None, feeds: str | None,
    order: Order, pages: str | None, pdf: bool, with_contacts: bool, as_json: bool,
) -> int:  # fmt: skip
    """Write a plan as one page to look at, print and pass on.

    FILE needs no network and no other file: figures, a timeline by city, a map, who mentors whom, a calendar, how good
    the plan is, what is worth a look, every event as a table, and a page for every city and person.
    """
    from mentoring.api.report import report, report_pages
    from mentoring.exports.own_file import check_own

    console = Console()
    _check_place(output, [plan, *compare, *([drill] if drill is not None else [])])
    if city is not None and compare:
        raise click.UsageError("The page of one city stands alone: leave out --compare or --city.")
    target = Path(output).with_suffix(".pdf") if pdf else None
    if target is not None and target == Path(output):
        raise click.UsageError("With --pdf name the page itself, as in report.html; the .pdf is written beside it.")
    if target is not None:
        check_own(target, "page")
    told = _read_drill(drill) if drill is not None else None
    files = [report(plan, output, compare=compare, city=city, drill=told, order=order, feeds=feeds,
                    with_contacts=with_contacts)]  # fmt: skip
    if pages is not None:
        files += report_pages(plan, pages, feeds=feeds)
    if target is not None:
        from mentoring.exports.pdf import print_page

        files.append(print_page(files[0].read_text(encoding="utf-8"), target))
    if as_json:
        console.json({"files": [path.as_posix() for path in files]})
        return 0
    console.line(f"{output}: written. Open it in any browser.")
    if target is not None:
        console.line(f"{target}: printed.")
    if pages is not None:
        console.line(f"{pages}: {len(files) - 1 - bool(target)} pages written; each names the contact of its own city.")
    return 0


def _check_place(output: str, sources: list[str]) -> None:
    """The page must take the place of nothing that it is made from; `report` itself spares what else is not ours."""
    from mentoring.errors import UsageError

    target = Path(output)
    if any(Path(file).exists() and target.exists() and target.samefile(file) for file in sources):
        raise UsageError(f"{output} is a file that is read: name another one for the page")


def _read_drill(file: str) -> dict[str, Any]:
    """What a drill found. Raises UsageError when the file holds something else."""
    import json

    from mentoring.errors import UsageError
    from mentoring.files.text import read_bytes

    try:
        told = json.loads(read_bytes(Path(file)).decode("utf-8"))
    except ValueError:
        told = None
    harms = told.get("harms") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(harms, list) or not all(isinstance(one, dict) for one in harms):
        raise UsageError(f"{file}: this is not what `mentoring drill PLAN --json` prints")
    return told
