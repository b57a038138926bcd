"""`mentoring history`: what a plan's revisions were made for."""

from __future__ import annotations

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import file_argument, json_option, plain_option


@click.command(cls=Verb, name="history", epilog="Example: mentoring history plan.json")
@file_argument("plan")
@json_option()
@plain_option()
def command(plan: str, as_json: bool, plain: bool) -> int:
    """List a plan's revisions and what is decided by hand.

    `mentoring revert PLAN REVISION` goes back to one of them.
    """
    from mentoring import api
    from mentoring.api.past import history
    from mentoring.views.history import history_blocks, history_record

    console = Console(plain)
    found = api.load_plan(plan)
    chapters = [(one.number, one.made_at, one.why, one.difference) for one in history(found)]
    if as_json:
        console.json(history_record(found, chapters))
    else:
        console.show(history_blocks(found, chapters))
    return 0
