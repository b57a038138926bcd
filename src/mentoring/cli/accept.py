"""`mentoring accept`: the cities of a pairing agree."""

from __future__ import annotations

import click

from mentoring.cli.deciding import carry_out, deciding_options, quoted
from mentoring.cli.help import Verb
from mentoring.cli.option import file_argument


@click.command(cls=Verb, name="accept", epilog="Example: mentoring accept plan.json oslo/milan/political")
@file_argument("plan")
@click.argument("pairings", nargs=-1, required=True, metavar="PAIRING...")
@deciding_options()
def command(plan: str, pairings: tuple[str, ...], why: str, at: str | None, as_json: bool, plain: bool) -> int:
    """Keep pairings that both cities agree to.

    They stay whatever is planned later. PAIRING is mentor, mentee and theme, as oslo/milan/political or 'oslo > milan
    in political'.
    """
    from mentoring.api.pairing_decision import accept

    return carry_out(
        plan, lambda found: accept(found, pairings, why=why, at=at), as_json, plain,
        idle="All of this is accepted already.",
        steps=lambda _: [f"mentoring replan {quoted(plan)}   plan the rest again around what is accepted"],
    )  # fmt: skip
