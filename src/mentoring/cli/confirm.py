"""`mentoring confirm`: events are confirmed from now on."""

from __future__ import annotations

import click

from mentoring.cli.deciding import carry_out, deciding_options, export_step, quoted
from mentoring.cli.help import Verb
from mentoring.cli.option import file_argument


@click.command(cls=Verb, name="confirm", epilog="Example: mentoring confirm plan.json visit/oslo/milan/political")
@file_argument("plan")
@click.argument("events", nargs=-1, metavar="[EVENT...]")
@click.option("--all", "everything", is_flag=True, help="Every event that is proposed or announced.")
@deciding_options()
def command(
    plan: str, events: tuple[str, ...], everything: bool, why: str, at: str | None, as_json: bool, plain: bool
) -> int:
    """Mark events as confirmed: they do not move any more.

    Later planning moves a confirmed event only under --may-move confirmed, at a hundred times the weight of a
    proposed one.
    """
    from mentoring.api.event_status import set_status
    from mentoring.domain.plan import Plan

    if everything and events:
        raise click.UsageError("--all means every event, so name none beside it: leave out either --all or the names.")
    if not everything and not events:
        raise click.UsageError("Name events, or all of them with --all, as in: mentoring confirm plan.json --all")

    def listed(found: Plan) -> tuple[str, ...]:
        open_ones = (event for event in found.held if event.last >= found.scenario.planned_on)
        return events or tuple(event.id for event in open_ones if event.status in ("proposed", "announced"))

    return carry_out(
        plan, lambda found: set_status(found, listed(found), "confirmed", why=why, at=at), as_json, plain,
        idle="All of this is confirmed already.",
        steps=lambda _: [
            export_step(plan),
            f"mentoring done {quoted(plan)} EVENT   once it has taken place",
        ],
    )  # fmt: skip
