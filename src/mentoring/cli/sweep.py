"""`mentoring sweep`: many variants of a scenario in one table."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, Whole, file_argument, json_option, plain_option

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from mentoring.batch.study import Finding
    from mentoring.batch.sweep import Table


@click.command(cls=Verb, name="sweep", epilog="Example: mentoring sweep sweep.yaml -o swept --jobs 4")
@file_argument("sweep")
@click.option("-o", "--output", type=FileName(), metavar="DIR", required=True,
              help="Folder for the table and the plans.")  # fmt: skip
@click.option("--jobs", type=Whole(1, 1024), metavar="J", help="Plans made at once; by default one for each core.")
@click.option("--cluster", metavar="ADDRESS", help="Make the plans on a Dask cluster, as at tcp://host:8786.")
@json_option()
@plain_option()
def command(sweep: str, output: str, jobs: int | None, cluster: str | None, as_json: bool, plain: bool) -> int:
    """Plan every combination of listed changes, in one table.

    SWEEP is a file that names a scenario and what varies, and perhaps a number to sample; see the page on sweep files.
    The table is DIR/table.csv, the plans are in DIR/plans. A sweep that was stopped or killed goes on from there: what
    is finished is not planned again. A variant without a plan is a row with its reason.
    """
    from mentoring.batch.cluster import connected
    from mentoring.batch.sweep import TABLE, write_parquet
    from mentoring.batch.sweep import sweep as plan_all
    from mentoring.cli.stopping import keeping_on_interrupt
    from mentoring.files.output import check_folder_writable
    from mentoring.files.sweep import read_sweep
    from mentoring.views.wording import count

    console = Console(plain)
    asked = read_sweep(sweep)
    check_folder_writable(output)
    there = 0

    def hear(found: Finding, done: int, of: int) -> None:
        nonlocal there
        there += found.was_there
        text = f"{done} of {of} variants" + (f", {there} of them planned before" if there else "")
        if console.can_overwrite:
            console.status(text)
        elif done == of or done % 10 == 0:
            console.say(text)

    with ExitStack() as stack:
        executor: Executor | None = None
        if cluster is not None:
            executor, threads = stack.enter_context(connected(cluster))
            jobs = jobs or threads
        stop = stack.enter_context(keeping_on_interrupt(console, "Stopping: what is finished is kept."))
        table = plan_all(asked, output, jobs=jobs, executor=executor, should_stop=stop, on_finding=hear)
    console.end_status()
    written = [f"{output}/{TABLE}"]
    try:
        write_parquet(table, Path(output) / TABLE.replace(".csv", ".parquet"))
        written.append(f"{output}/{TABLE.replace('.csv', '.parquet')}")
    except ImportError:
        how = 'pip install "mentoring[parquet]"'
        console.say(f"No Parquet file is written, as the package pyarrow is not installed: `{how}` brings it.")
    if as_json:
        console.json({"variants": len(table.rows) + table.left, "left": table.left, "rows": table.records()})
    else:
        _show(console, table, written)
    if table.left:
        console.say(f"{count(table.left, 'variant')} left: run it again with the same folder to go on.")
    return 130 if stop.asked and not table.rows else 0


def _show(console: Console, table: Table, written: list[str]) -> None:
    from mentoring.views.block import Sentence
    from mentoring.views.sweep import sweep_blocks

    told = [Sentence(f"{name}: the whole table") for name in written]
    console.show([*sweep_blocks(table.columns, table.rows), *told])
