"""`mentoring explain`: why there is no plan."""

from __future__ import annotations

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, Seconds, Whole, file_argument, json_option, plain_option


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
@click.option("--against", type=FileName(), metavar="PLAN",
              help="Of a scenario: what this earlier plan has settled counts too.")  # fmt: skip
@click.option("-o", "--output", type=FileName(), metavar="FILE", help="Of a scenario: write a way out as a what-if.")
@click.option("--way", type=Whole(1, 99), metavar="N", help="With -o: which way out.  [default: 1]")
@click.option("--seconds", type=Seconds(), metavar="N", help="Longest time for all of it.  [default: 60]")
@json_option()
@plain_option()
def command(
    file: str, need: str | None, what: str | None, wish: str | None, rest_held: bool, against: str | None,
    output: str | None, way: int | None, seconds: float | None, as_json: bool, plain: bool,
) -> int:  # fmt: skip
    """Tell why there is no plan, or why a plan is as it is.

    Given a scenario without a plan, it names few facts of the file that cannot all hold. Each of them is needed: if any
    one gives way, the others can hold together. Then come the ways out, the easiest to ask for first, each tried.

    What was decided by hand or settled in an earlier plan counts with --against. Give the plan twice if its own
    scenario cannot be planned again.

    Given a plan, it tells why needs have no mentor and offers no mentee; or ask --need, --why or --wish. A wish is
    written `MENTOR > MENTEE in THEME`, `MENTOR for MENTEE` (in any theme both could), `EVENT on 2013-05-14`,
    `EVENT in May 2013` (it begins in that month) or `EVENT at PLACE`. An EVENT is its id, or so much of it as tells it
    from others: visit/milan. Every alternative is planned anew.

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
    if asked and not is_plan:
        raise click.UsageError(f"{file} is no plan: --need, --why and --wish ask about what `mentoring plan` wrote.")
    if way is not None and output is None:
        raise click.UsageError("--way goes with -o FILE: all ways out are told anyway, each with its number.")
    if is_plan and (output is not None or (against is not None and asked)):
        raise click.UsageError(f"{file} is a plan: --against and -o go with a scenario that has no plan.")
    if not is_plan or against is not None:
        from mentoring.cli.impasse import explain_scenario

        return explain_scenario(console, file, seconds or 60.0, as_json, against=against, output=output, way=way or 1)
    from mentoring.cli.reasoning import explain_plan

    return explain_plan(console, file, seconds or 60.0, as_json, need=need, what=what, wish=wish, rest_held=rest_held)
