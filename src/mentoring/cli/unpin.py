"""`mentoring unpin`: what was decided by hand is taken back."""

from __future__ import annotations

import click

from mentoring.cli.deciding import carry_out, deciding_options, quoted
from mentoring.cli.help import Verb
from mentoring.cli.option import file_argument


@click.command(cls=Verb, name="unpin", epilog="Example: mentoring unpin plan.json conference")
@file_argument("plan")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@deciding_options()
def command(plan: str, names: tuple[str, ...], why: str, at: str | None, as_json: bool, plain: bool) -> int:
    """Take back what was decided by hand.

    A pinned or moved event may move again, a cancelled one is held again, and a pairing that was accepted or declined
    is open again, all of it from the next planning on. NAME is an event's id, or a pairing as oslo/milan/political.
    """
    from mentoring.api.event_decision import unpin

    return carry_out(
        plan, lambda found: unpin(found, names, why=why, at=at), as_json, plain,
        idle="Nothing was to be taken back.",
        steps=lambda _: [f"mentoring replan {quoted(plan)}   plan again with what is free now"],
    )  # fmt: skip
