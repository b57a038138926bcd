"""`mentoring explain`: why there is no plan."""

from __future__ import annotations

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import Seconds, file_argument, json_option, plain_option


@click.command(
    cls=Verb,
    name="explain",
    epilog="Examples: mentoring explain scenarios/first-steps.yaml\n\n"
    "mentoring explain plan.json --need genoa/political\n\n"
    "mentoring explain plan.json --wish 'visit/oslo/milan in June 2013'",
)
@file_argument("file")
@click.option("--need", metavar="CITY/THEME", help="Of a plan: why this need lacks a mentor, and what would serve it.")
@click.option("--why", "what", metavar="THING", help="Of a plan: why this event, or MENTOR > MENTEE in THEME, is so.")
@click.option("--wish", metavar="WISH", help="Of a plan: what a wish would cost, and what else would change.")
@click.option("--hold", "rest_held", is_flag=True, help="With --why: everything else stays as the plan has it.")
@click.option("--seconds", type=Seconds(), metavar="N", help="Longest time for each search.  [default: 60]")
@json_option()
@plain_option()
def command(
    file: str, need: str | None, what: str | None, wish: str | None, rest_held: bool, seconds: float | None,
    as_json: bool, plain: bool,
) -> int:  # fmt: skip
    """Tell why there is no plan, or why a plan is as it is.

    Given a scenario without a plan, it names few facts of the file that cannot all hold. Each of them is needed: if any
    one gives way, the others can hold together. Then come the ways out, the easiest to ask for first, each tried.

    Given a plan, ask --need, --why or --wish. A wish is written `MENTOR > MENTEE in THEME`, `MENTOR for MENTEE` (in any
    theme both could), `EVENT on 2013-05-14`, `EVENT in May 2013` (it begins in that month) or `EVENT at PLACE`. An
    EVENT is its id, or so much of it as tells it from others: visit/milan. Every alternative is planned anew.

    The exit code is 0 when the question is answered, 4 when the time was too short.
    """
    from mentoring.files.plan import is_plan_file

    console = Console(plain)
    asked = [one for one in (need, what, wish) if one is not None]
    if len(asked) > 1:
        raise click.UsageError("Ask one thing at a time: --need, --why or --wish.")
    if rest_held and what is None:
        raise click.UsageError("--hold goes with --why; a --wish is answered both ways.")
    is_plan = is_plan_file(file)
    if is_plan and not asked:
        raise click.UsageError(f"{file} is a plan: ask --need CITY/THEME, --why EVENT or --wish 'EVENT in May'.")
    if asked and not is_plan:
        raise click.UsageError(f"{file} is no plan: --need, --why and --wish ask about what `mentoring plan` wrote.")
    if not is_plan:
        return _explain_scenario(console, file, seconds or 60.0, as_json)
    from mentoring.cli.reasoning import explain_plan

    return explain_plan(console, file, seconds or 60.0, as_json, need=need, what=what, wish=wish, rest_held=rest_held)


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
