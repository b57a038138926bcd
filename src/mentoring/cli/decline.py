"""`mentoring decline`: a city says no to a pairing."""

from __future__ import annotations

import click

from mentoring.cli.deciding import carry_out, deciding_options, export_step, quoted
from mentoring.cli.help import Verb
from mentoring.cli.option import file_argument


@click.command(
    cls=Verb, name="decline", epilog='Example: mentoring decline plan.json oslo/milan/political --why "Milan: no staff"'
)
@file_argument("plan")
@click.argument("pairings", nargs=-1, required=True, metavar="PAIRING...")
@deciding_options("The reason, which must be given: it is kept with the pairing.")
def command(plan: str, pairings: tuple[str, ...], why: str, at: str | None, as_json: bool, plain: bool) -> int:
    """Rule out pairings that a city says no to.

    The reason is kept with each. Their own events are cancelled; the rest stays until it is planned again. PAIRING is
    mentor, mentee and theme, as oslo/milan/political or 'oslo > milan in political'.
    """
    from mentoring.api.pairing_decision import decline

    return carry_out(
        plan, lambda found: decline(found, pairings, why=why, at=at), as_json, plain,
        idle="All of this is declined already.",
        steps=lambda _: [f"mentoring replan {quoted(plan)}   plan the rest again", export_step(plan)],
    )  # fmt: skip
