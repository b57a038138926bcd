"""`mentoring explain SCENARIO`: the facts that clash, the ways out, and one of them as a what-if file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.cli.console import Console

if TYPE_CHECKING:
    from mentoring.domain.impasse import Impasse


def explain_scenario(
    console: Console, file: str, seconds: float, as_json: bool, *, against: str | None, output: str | None, way: int
) -> int:
    """Tell why the scenario has no plan; gives the exit code."""
    import gc

    from mentoring.api.explain import explain
    from mentoring.cli.stopping import keeping_on_interrupt
    from mentoring.files.what_if import check_new
    from mentoring.views.block import Block, Heading, Sentence
    from mentoring.views.explanation import impasse_blocks, impasse_record
    from mentoring.views.next_step import quoted

    gc.enable()  # the command line begins without, see `cli.main`
    if output is not None:
        check_new(output)
    with keeping_on_interrupt(console, "Stopping: what is known so far is told.") as stop:
        found = explain(file, against=against, seconds=seconds, should_stop=stop)
    written = _write(found, file, output, way)
    if as_json:
        console.json({"file": file, **impasse_record(found), "what_if": written})
    else:
        blocks: list[Block] = impasse_blocks(found)
        if written is not None:
            blocks += [Heading("Next"), Sentence(f"mentoring plan {quoted(written)} -o plan.json   the plan it makes")]
        elif found.status == "feasible":
            asked = f"{quoted(file)} -o plan.json" + (f" --against {quoted(against)}" if against else "")
            blocks += [Heading("Next"), Sentence(f"mentoring plan {asked}   the best there is")]
        elif found.ways:
            blocks += [
                Heading("Next"),
                Sentence(f"mentoring explain {quoted(file)} --way 1 -o what-if.yaml   to try one"),
            ]
        console.show(blocks)
    return 0 if found.status == "feasible" or found.conflicts else 4


def _write(found: Impasse, file: str, output: str | None, way: int) -> str | None:
    """The what-if file of a way out, if one was asked for."""
    from pathlib import Path

    from mentoring.errors import UsageError
    from mentoring.files.what_if import write_what_if

    if output is None:
        return None
    if way > len(found.ways):
        there = f"there are {len(found.ways)}" if found.ways else "none was found"
        raise UsageError(f"there is no way out number {way}: {there}; nothing was written")
    one = found.ways[way - 1]
    write_what_if(output, file, one.changes, "; and ".join(one.asks))
    return Path(output).as_posix()
