"""`mentoring drill`: how fragile a plan is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, Seconds, Whole, file_argument, json_option, plain_option, refuse_without

if TYPE_CHECKING:
    from mentoring.analysis.harm import Harm


@click.command(cls=Verb, name="drill", epilog="Example: mentoring drill plan.json --random 20 --closed 2 --cities 3")
@file_argument("plan")
@click.option("-o", "--output", type=FileName(), metavar="DIR",
              help="Folder for the plans made; by default one beside PLAN that ends in .drill.")  # fmt: skip
@click.option("--random", "times", type=Whole(0, 100_000), default=0, show_default=True, metavar="M",
              help="So many drills more, with weeks closed by chance.")  # fmt: skip
@click.option("--closed", type=Whole(1, 1000), default=1, show_default=True, metavar="N",
              help="Weeks closed in each city of such a drill.")  # fmt: skip
@click.option("--cities", type=Whole(1, 100_000), default=1, show_default=True, metavar="K",
              help="Cities with closed weeks in such a drill.")  # fmt: skip
@click.option("--seed", type=Whole(0, 2**31 - 2), default=1, show_default=True, metavar="S",
              help="The same seed, the same drills by chance.")  # fmt: skip
@click.option("--seconds", type=Seconds(), metavar="T", help="Longest time to search for each plan.")
@click.option("--jobs", type=Whole(1, 1024), metavar="J", help="Plans made at once; by default one for each core.")
@json_option()
@plain_option()
def command(
    plan: str, output: str | None, times: int, closed: int, cities: int, seed: int, seconds: float | None,
    jobs: int | None, as_json: bool, plain: bool,
) -> int:  # fmt: skip
    """Leave out each city and person in turn and plan anew.

    That tells how fragile a plan is. Each time the programme is planned against PLAN, so that what need not change
    stays; offers kept in reserve are used. Told are the needs that lose their mentor, the events disturbed and who
    could stand in, the most harmful first; where no plan is possible, the facts that clash. Every plan is kept in the
    folder, named by who is left out; a drill that was stopped or killed goes on from there.
    """
    from mentoring import api
    from mentoring.batch.drill import count_mishaps, drill
    from mentoring.cli.stopping import keeping_on_interrupt
    from mentoring.views.drill import drill_blocks, drill_record, say_mishap

    if not times:
        refuse_without("--random", "closed", "cities")
    console = Console(plain)
    before = api.load_plan(plan)
    folder = output or str(_beside(Path(plan), ".drill"))
    asked = count_mishaps(before.scenario, times)

    def hear(harm: Harm, done: int, of: int) -> None:
        text = f"{done} of {of}: {say_mishap(before, harm.mishap)}"
        if console.can_overwrite:
            console.status(text)
        elif done == of or done % 10 == 0:
            console.say(text)

    with keeping_on_interrupt(console, "Stopping: what is finished is kept.") as stop:
        harms = drill(
            before, folder, random=times, closed=closed, cities=cities, seed=seed, seconds=seconds, jobs=jobs,
            should_stop=stop, on_harm=hear,
        )  # fmt: skip
    console.end_status()
    if as_json:
        console.json(drill_record(before, harms, asked))
    else:
        console.show(drill_blocks(before, harms, asked))
        console.say(f"The plans are in {folder}.")
    return 130 if stop.asked and not harms else 0


def _beside(path: Path, ending: str) -> Path:
    """`plan.drill` beside `plan.json` or `plan.plan.json`."""
    return path.with_name(path.stem.removesuffix(".plan") + ending)
