"""`mentoring move`: an event begins on another day."""

from __future__ import annotations

from datetime import date

import click

from mentoring.cli.deciding import DayText, carry_out, deciding_options, export_step, quoted
from mentoring.cli.help import Verb
from mentoring.cli.option import file_argument


@click.command(
    cls=Verb, name="move", epilog="Example: mentoring move plan.json visit/oslo/milan/political --to 2013-06-04"
)
@file_argument("plan")
@click.argument("event", metavar="EVENT")
@click.option("--to", type=DayText(), required=True, metavar="DATE", help="Its new first day, as 2013-10-08.")
@click.option("--may-move", type=click.Choice(["confirmed"]), multiple=True, help="Even if it is confirmed.")
@deciding_options()
def command(
    plan: str, event: str, to: date, may_move: tuple[str, ...], why: str, at: str | None, as_json: bool, plain: bool
) -> int:
    """Move an event to another first day, if no rule forbids it.

    Everything else stays as it is, and later planning keeps the day. Where a rule is in the way it is named, and the
    days that are free are offered; then the exit code is 1. EVENT is an id, as `mentoring show PLAN events` lists
    them, or so much of it as tells it from others, as visit/milan, or its two cities, as 'Oslo > Milan'.
    """
    from mentoring.api.decide import find_event
    from mentoring.api.event_decision import move

    return carry_out(
        plan,
        lambda found: move(found, event, to, may_move=may_move, why=why, at=at),
        as_json,
        plain,
        idle="It begins on that day already: `mentoring pin` keeps it there.",
        steps=lambda found: [
            f"mentoring announce {quoted(plan)} {find_event(found, event).id}   tell the cities",
            export_step(plan),
        ],
        asked=to,
    )
