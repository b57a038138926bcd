"""`mentoring compare`: plans side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, Seconds, Whole, json_option, plain_option

if TYPE_CHECKING:
    from mentoring.analysis.comparison import Comparison


@click.command(
    cls=Verb, name="compare", epilog="Example: mentoring compare plan.json what-if.plan.json --csv compared.csv"
)
@click.argument("files", type=FileName(), metavar="FILE FILE ...", nargs=-1, required=True)
@click.option("--csv", "csv_file", type=FileName(), metavar="FILE", help="Also write the facts as a table.")
@click.option("--seconds", type=Seconds(), metavar="N", help="Longest time to search for each plan.")
@click.option("--seed", type=Whole(0, 2**31 - 2), default=1, show_default=True, metavar="N",
              help="Start of the search's chance.")  # fmt: skip
@json_option()
@plain_option()
def command(
    files: tuple[str, ...], csv_file: str | None, seconds: float | None, seed: int, as_json: bool, plain: bool
) -> int:
    """Show plans side by side, each held against the first.

    Each FILE is a plan, or a scenario, which is planned first (without saving the plan). Told are goals with what is
    proven, figures, open needs, and which pairings and events are not the same. Better and worse are meant goal by
    goal; of a whole plan, the first goal in which it differs decides.
    """
    import gc

    from mentoring import api
    from mentoring.api.compare import compare
    from mentoring.cli.progress import ProgressLine
    from mentoring.cli.stopping import keeping_on_interrupt
    from mentoring.errors import UsageError
    from mentoring.files.output import check_writable
    from mentoring.files.plan import is_plan_file
    from mentoring.views.comparison import comparison_blocks, comparison_record

    gc.enable()
    console = Console(plain)
    if len(files) < 2:
        raise UsageError("two plans or scenarios at least are compared: name one more file")
    if csv_file is not None:
        check_writable(csv_file)
        _check_place(csv_file, files)
    for file in files:  # everything that is wrong is told before anything is planned
        if not is_plan_file(file):
            api.load(file).require()
    with keeping_on_interrupt(console) as stop:
        found = compare(*files, seconds=seconds, seed=seed, on_progress=ProgressLine(console), should_stop=stop)
    console.end_status()
    if csv_file is not None:
        _write(found, csv_file)
        console.say(f"{csv_file}: written.")
    if as_json:
        console.json(comparison_record(found))
    else:
        console.show(comparison_blocks(found))
    return 0


def _check_place(csv_file: str, files: tuple[str, ...]) -> None:
    """The table must replace neither what it is made from nor anything else but a table of ours."""
    import re

    from mentoring.errors import UsageError
    from mentoring.exports.comma import csv_text
    from mentoring.exports.own_file import check_ending, check_own
    from mentoring.views.comparison import ROWS

    if any(Path(file).exists() and Path(csv_file).exists() and Path(csv_file).samefile(file) for file in files):
        raise UsageError(f"{csv_file} is one of the files that are compared: name another one for the table")
    check_own(csv_file, "table", re.compile(re.escape(csv_text(ROWS, []).strip().encode())))
    check_ending(csv_file, (".csv",), "a table")


def _write(found: Comparison, csv_file: str) -> None:
    from mentoring.exports.comma import csv_text
    from mentoring.files.output import write_whole
    from mentoring.views.comparison import ROWS, comparison_rows

    write_whole(csv_file, csv_text(ROWS, comparison_rows(found)))
