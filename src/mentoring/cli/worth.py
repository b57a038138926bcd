"""`mentoring worth`: what one more place, person, week or euro would change."""

from __future__ import annotations

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import Seconds, Whole, file_argument, json_option, plain_option

KINDS = ("place", "person", "week", "money", "co2", "at-once")


@click.command(cls=Verb, name="worth", epilog="Example: mentoring worth plan.json --only place")
@file_argument("plan")
@click.option("--only", "kinds", type=click.Choice(KINDS), multiple=True,
              help="Only places, persons, weeks, money, CO2 or events at once; may be given again.")  # fmt: skip
@click.option("--city", metavar="ID", help="Only places of this city.")
@click.option("--theme", metavar="ID", help="Only places in this theme.")
@click.option("--seconds", type=Seconds(), metavar="N", help="Longest time to search for each plan.")
@click.option("--jobs", type=Whole(1, 256), metavar="N", help="Plans made at once; by default one for each core.")
@json_option()
@plain_option()
def command(
    plan: str, kinds: tuple[str, ...], city: str | None, theme: str | None, seconds: float | None, jobs: int | None,
    as_json: bool, plain: bool,
) -> int:  # fmt: skip
    """Tell what one more place, person, week or euro would change.

    One more mentee place of each offer, person of each role, week, 1000 EUR where money is limited, event at once: each
    is added by itself and the programme planned anew, several at once: the list tells how every goal changes, the
    best first. What is settled in the plan stays, all else is free. With --json each price has the what-if that makes
    it. Ctrl-C tells what is known by then.
    """
    import gc

    from mentoring.batch.worth import worth
    from mentoring.cli.stopping import keeping_on_interrupt
    from mentoring.views.price import price_blocks, price_record

    gc.enable()  # the command line begins without, see `cli.main`
    console = Console(plain)

    def tell(done: int, of: int, said: str) -> None:
        text = f"{done} of {of} planned: {said}"
        if console.can_overwrite:
            console.status(text)
        else:
            console.say(text)

    with keeping_on_interrupt(console, "Stopping: what is planned is told.") as stop:
        found = worth(
            plan, kinds=kinds, city=city, theme=theme, seconds=seconds, jobs=jobs, on_price=tell, should_stop=stop
        )
    console.end_status()
    if as_json:
        console.json({"plan": plan, **price_record(found)})
    else:
        console.show(price_blocks(found))
    return 130 if stop.asked and not any(one.trial.difference for one in found.prices) else 0
