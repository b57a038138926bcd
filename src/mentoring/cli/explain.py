"""`mentoring explain`: why there is no plan."""

from __future__ import annotations

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import Seconds, file_argument, json_option, plain_option


@click.command(cls=Verb, name="explain", epilog="Example: mentoring explain scenarios/first-steps.yaml")
@file_argument("file")
@click.option("--seconds", type=Seconds(), default=60, show_default=True, metavar="N", help="Longest time to search.")
@json_option()
@plain_option()
def command(file: str, seconds: float, as_json: bool, plain: bool) -> int:
    """Tell why there is no plan, and what to ask for.

    Given a scenario without a plan, it names few facts of the file that cannot all hold. Each of them is needed: if any
    one gives way, the others can hold together. Then come the ways out, the easiest to ask for first, each tried.
    The exit code is 0 when the question is answered, 4 when the time was too short.
    """
    from mentoring.errors import UsageError
    from mentoring.files.plan import is_plan_file

    console = Console(plain)
    if is_plan_file(file):
        raise UsageError(f"{file} is a plan: name the scenario that has none")
    return _explain_scenario(console, file, seconds, as_json)


def _explain_scenario(console: Console, file: str, seconds: float, as_json: bool) -> int:
    import gc

    from mentoring.api.explain import explain
    from mentoring.cli.stopping import keeping_on_interrupt
    from mentoring.views.explanation import impasse_blocks, impasse_record

    gc.enable()  # the command line begins without, see `cli.main`
    with keeping_on_interrupt(console) as stop:
        found = explain(file, seconds=seconds, should_stop=stop)
    if as_json:
        console.json({"file": file, **impasse_record(found)})
    else:
        console.show(impasse_blocks(found))
    return 4 if found.status == "unknown" else 0
