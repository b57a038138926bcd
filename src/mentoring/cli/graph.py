"""`mentoring graph`: who exchanges with whom, and what holds it together."""

from __future__ import annotations

from pathlib import Path

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, file_argument, json_option, plain_option


@click.command(cls=Verb, name="graph", epilog="Example: mentoring graph plan.json -o exchange.graphml")
@file_argument("file")
@click.option("-o", "--output", type=FileName(), metavar="FILE",
              help="Also write the graph: .graphml, .gexf, .json or .dot; .svg for a picture.")  # fmt: skip
@click.option("--of", type=click.Choice(["pairings", "themes"]), default="pairings", show_default=True,
              help="What -o writes: pairings (mentor to mentee), or cities that share a theme.")  # fmt: skip
@json_option()
@plain_option()
def command(file: str, output: str | None, of: str, as_json: bool, plain: bool) -> int:
    """Show who exchanges with whom and which cities hold it together.

    FILE is a plan (its pairings) or a scenario (every offer that meets a need). Told are the parts it falls into, the
    cities and links it would fall apart without, who gives and who takes, and themes that hang on one city.
    """
    from mentoring import api
    from mentoring.errors import UsageError
    from mentoring.files.plan import is_plan_file
    from mentoring.views.cohesion import cohesion_blocks, cohesion_record

    console = Console(plain)
    if output is not None:
        _check_place(output, file)
    if is_plan_file(file):
        plan = api.load_plan(file)
        scenario, source, exchange = plan.scenario, "the plan's pairings", api.graph(plan)
    else:
        if output is not None and Path(output).suffix.lower() == ".svg":
            raise UsageError(
                f"{output}: a picture shows the pairings of a plan, and {file} is a scenario: plan it first"
            )
        scenario = api.load(file).require()
        source, exchange = "offers and needs", api.graph(scenario)
    if output is not None and Path(output).suffix.lower() == ".svg":
        from mentoring.exports.picture import write_ring

        write_ring(plan, output)
        console.say(f"{output}: written.")
    elif output is not None:
        from mentoring.exports.graph import write_graph

        write_graph(exchange.pairs if of == "pairings" else exchange.themes, output)
        console.say(f"{output}: written.")
    if as_json:
        console.json(cohesion_record(exchange.findings, "plan" if is_plan_file(file) else "scenario"))
    else:
        console.show(cohesion_blocks(scenario, exchange.findings, source))
    return 0


def _check_place(output: str, file: str) -> None:
    """A graph or picture must replace nothing but one of ours."""
    from mentoring.errors import UsageError
    from mentoring.exports.graph import check_known_ending
    from mentoring.exports.own_file import check_own

    target = Path(output)
    if target.exists() and Path(file).exists() and target.samefile(file):
        raise UsageError(f"{output} is the file that is read: name another one for the graph")
    is_picture = target.suffix.lower() == ".svg"
    check_own(target, "picture" if is_picture else "graph")
    if not is_picture:
        check_known_ending(target)
