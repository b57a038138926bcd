"""`mentoring tradeoff`: what giving up some of one goal buys of another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, Seconds, Whole, file_argument, json_option, plain_option

if TYPE_CHECKING:
    from mentoring.analysis.front import Point


@click.command(
    cls=Verb,
    name="tradeoff",
    epilog="Example: mentoring tradeoff scenarios/implementoring-2013.yaml --between needs,travel_km -o traded",
)
@file_argument("scenario")
@click.option("--between", required=True, metavar="GOAL,GOAL", help="Two goals of the scenario, as fit,travel_km.")
@click.option("-o", "--output", type=FileName(), metavar="DIR",
              help="Folder for the plans; by default one beside SCENARIO that ends in .tradeoff.")  # fmt: skip
@click.option("--seconds", type=Seconds(), metavar="N", help="Longest time to search for each plan.")
@click.option("--seed", type=Whole(0, 2**31 - 2), default=1, show_default=True, metavar="N",
              help="Start of the search's chance.")  # fmt: skip
@json_option()
@plain_option()
def command(
    scenario: str, between: str, output: str | None, seconds: float | None, seed: int, as_json: bool, plain: bool
) -> int:
    """Show what giving up some of one goal buys of another.

    Goals before the two stay at their best. From the plan that is best in the first goal to the one that is best in
    the second, every plan is told that cannot be bettered in one without giving up some of the other: none is left
    out, if all is proven. The knee is the plan at which the bargain turns. Every plan is kept in the folder; a run
    that was stopped or killed goes on from there.
    """
    import gc

    from mentoring import api
    from mentoring.batch.tradeoff import tradeoff
    from mentoring.cli.progress import ProgressLine
    from mentoring.cli.stopping import keeping_on_interrupt
    from mentoring.errors import NoPlanError
    from mentoring.views.next_step import quoted
    from mentoring.views.tradeoff import tradeoff_blocks, tradeoff_record
    from mentoring.views.wording import figure

    gc.enable()
    console = Console(plain)
    loaded = api.load(scenario)
    loaded.require()
    path = Path(scenario)
    folder = output or str(path.with_name(path.stem + ".tradeoff"))
    line = ProgressLine(console)

    def hear(point: Point) -> None:
        console.say(f"found: {' and '.join(figure(value) for value in point.values)}")

    with keeping_on_interrupt(console, "Stopping: the plans found so far are kept.") as stop:
        try:
            front = tradeoff(
                loaded, between.split(","), folder, seconds=seconds, seed=seed, on_point=hear,
                on_progress=line if console.can_overwrite else None, should_stop=stop,
            )  # fmt: skip
        except NoPlanError as error:
            if error.status != "infeasible":
                raise
            said = f"{error}, so nothing can be traded: `mentoring explain {quoted(scenario)}` tells why"
            raise NoPlanError(error.status, said) from None
    console.end_status()
    if as_json:
        console.json(tradeoff_record(front))
    else:
        console.show(tradeoff_blocks(front))
        console.say(f"The plans are in {folder}.")
    return 130 if stop.asked and not front.points else 0
