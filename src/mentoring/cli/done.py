"""`mentoring done`: events have taken place."""

from __future__ import annotations

import click

from mentoring.cli.deciding import carry_out, deciding_options
from mentoring.cli.help import Verb
from mentoring.cli.option import file_argument


@click.command(cls=Verb, name="done", epilog="Example: mentoring done plan.json kick-off")
@file_argument("plan")
@click.argument("events", nargs=-1, required=True, metavar="EVENT...")
@click.option("--ahead", is_flag=True, help="Also what is still to come by today, or by --at.")
@deciding_options()
def command(
    plan: str, events: tuple[str, ...], ahead: bool, why: str, at: str | None, as_json: bool, plain: bool
) -> int:
    """Mark events as done.

    Nothing moves or cancels them any more, so what is still to come is refused. Events that are over by the
    scenario's `planned_on` count as done without this.
    """
    from mentoring.api.event_status import set_status

    return carry_out(
        plan, lambda found: set_status(found, events, "done", ahead=ahead, why=why, at=at), as_json, plain,
        idle="All of this is done already.",
    )  # fmt: skip
