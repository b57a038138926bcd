"""`mentoring announce`: events are announced from now on."""

from __future__ import annotations

import click

from mentoring.cli.deciding import carry_out, deciding_options, export_step, quoted
from mentoring.cli.help import Verb
from mentoring.cli.option import file_argument


@click.command(cls=Verb, name="announce", epilog="Example: mentoring announce plan.json kick-off conference")
@file_argument("plan")
@click.argument("events", nargs=-1, metavar="[EVENT...]")
@click.option("--all", "everything", is_flag=True, help="Every event that is proposed.")
@deciding_options()
def command(
    plan: str, events: tuple[str, ...], everything: bool, why: str, at: str | None, as_json: bool, plain: bool
) -> int:
    """Mark events as announced to their cities.

    An announced event may still move, at ten times the weight of a proposed one. Announcing a confirmed event takes the
    confirmation back.
    """
    from mentoring.api.event_status import set_status
    from mentoring.domain.plan import Plan

    if everything and events:
        raise click.UsageError("--all means every event, so name none beside it: leave out either --all or the names.")
    if not everything and not events:
        raise click.UsageError("Name events, or all of them with --all, as in: mentoring announce plan.json --all")

    def listed(found: Plan) -> tuple[str, ...]:
        open_ones = (event for event in found.held if event.last >= found.scenario.planned_on)
        return events or tuple(event.id for event in open_ones if event.status == "proposed")

    return carry_out(
        plan, lambda found: set_status(found, listed(found), "announced", why=why, at=at), as_json, plain,
        idle="All of this is announced already.",
        steps=lambda _: [
            export_step(plan),
            f"mentoring confirm {quoted(plan)} EVENT   once a city has agreed to the day",
        ],
    )  # fmt: skip
