"""`mentoring cancel`: events are called off."""

from __future__ import annotations

import click

from mentoring.cli.deciding import carry_out, deciding_options, export_step, quoted
from mentoring.cli.help import Verb
from mentoring.cli.option import file_argument


@click.command(cls=Verb, name="cancel", epilog='Example: mentoring cancel plan.json joint-meeting --why "no money"')
@file_argument("plan")
@click.argument("events", nargs=-1, required=True, metavar="EVENT...")
@deciding_options()
def command(plan: str, events: tuple[str, ...], why: str, at: str | None, as_json: bool, plain: bool) -> int:
    """Call events off.

    They stay in the plan and in calendars as cancelled, and later planning does not hold them. The pairings stay.
    An event that is held where a cancelled one is held (`same_as`) is cancelled with it. `mentoring unpin` takes it
    back; to end a pairing, decline it.
    """
    from mentoring.api.event_decision import cancel

    return carry_out(
        plan, lambda found: cancel(found, events, why=why, at=at), as_json, plain,
        idle="All of this is cancelled already.",
        steps=lambda _: [export_step(plan), f"mentoring replan {quoted(plan)}   use the days that are free now"],
    )  # fmt: skip
