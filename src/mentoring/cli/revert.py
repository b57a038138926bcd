"""`mentoring revert`: the plan as it was in an earlier revision."""

from __future__ import annotations

import click

from mentoring.cli.deciding import carry_out, deciding_options, export_step
from mentoring.cli.help import Verb
from mentoring.cli.option import Whole, file_argument


@click.command(cls=Verb, name="revert", epilog="Example: mentoring revert plan.json 3")
@file_argument("plan")
@click.argument("revision", type=Whole(1, 10**6), metavar="REVISION")
@deciding_options()
def command(plan: str, revision: int, why: str, at: str | None, as_json: bool, plain: bool) -> int:
    """Go back to an earlier revision of a plan.

    It becomes the next revision, so that nothing is lost and calendars follow; `mentoring history PLAN` lists them all.
    """
    from mentoring.api.past import revert

    return carry_out(
        plan, lambda found: revert(found, revision, why=why, at=at), as_json, plain,
        idle=f"This is revision {revision}.",
        steps=lambda _: [export_step(plan)],
    )  # fmt: skip
