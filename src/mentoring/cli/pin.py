"""`mentoring pin`: events stay as they are."""

from __future__ import annotations

import click

from mentoring.cli.deciding import carry_out, deciding_options, quoted
from mentoring.cli.help import Verb
from mentoring.cli.option import file_argument


@click.command(cls=Verb, name="pin", epilog='Example: mentoring pin plan.json conference --why "the hall is booked"')
@file_argument("plan")
@click.argument("events", nargs=-1, required=True, metavar="EVENT...")
@deciding_options()
def command(plan: str, events: tuple[str, ...], why: str, at: str | None, as_json: bool, plain: bool) -> int:
    """Keep events as they are, whatever is planned later.

    Day, host and people stay. `mentoring unpin` takes it back.
    """
    from mentoring.api.event_decision import pin

    return carry_out(
        plan, lambda found: pin(found, events, why=why, at=at), as_json, plain,
        idle="All of this is pinned already.",
        steps=lambda _: [f"mentoring replan {quoted(plan)}   plan the rest again around what is pinned"],
    )  # fmt: skip
