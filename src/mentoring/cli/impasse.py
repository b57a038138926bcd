"""`mentoring explain SCENARIO`: the facts that clash, the ways out, and one of them as a what-if file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.cli.console import Console

if TYPE_CHECKING:
    from mentoring.domain.impasse import Impasse, WayOut


def explain_scenario(
    console: Console, file: str, seconds: float, as_json: bool, *, against: str | None, output: str | None, way: int
) -> int:
    """Tell why the scenario has no plan; gives the exit code. Of a plan its own scenario is meant.

    Raises UsageError, after all is told, when the way out that was asked for cannot be written.
    """
    import gc

    from mentoring.api import load_plan
    from mentoring.api.explain import explain
    from mentoring.cli.stopping import keeping_on_interrupt
    from mentoring.errors import UsageError
    from mentoring.files.plan import is_plan_file
    from mentoring.files.what_if import check_new
    from mentoring.views.block import Block, Heading, Sentence
    from mentoring.views.explanation import impasse_blocks, impasse_record

    gc.enable()  # the command line begins without, see `cli.main`
    if output is not None:
        check_new(output)
    asked = load_plan(file) if is_plan_file(file) else file
    with keeping_on_interrupt(console, "Stopping: what is known so far is told.") as stop:
        found = explain(asked, against=against, seconds=seconds, should_stop=stop)
    refused = None if output is None else _why_not(found, way, file, against)
    written = _write(found.ways[way - 1], file, output) if output is not None and refused is None else None
    if as_json:
        console.json({"file": file, **impasse_record(found), "what_if": written})
    else:
        blocks: list[Block] = impasse_blocks(found)
        steps = _steps(found, file, against, None if written is None else way, written)
        blocks += [Heading("Next"), *map(Sentence, steps)] if steps else []
        console.show(blocks)
    if refused is not None:
        raise UsageError(refused)
    return 0 if found.status == "feasible" or found.conflicts else 4


def _steps(found: Impasse, file: str, against: str | None, way: int | None, written: str | None) -> list[str]:
    """What to do now, as commands that can be copied."""
    from mentoring.files.plan import is_plan_file
    from mentoring.views.next_step import quoted

    earlier = f" --against {quoted(against)}" if against else ""
    if written is not None and way is not None:
        made = f"{quoted(written)} -o {'tried' if against else 'plan'}.json{earlier}"  # the earlier plan stays as it is
        return [*_in_plan(found.ways[way - 1], file, against), f"mentoring plan {made}   the plan it makes"]
    is_plan = is_plan_file(file)
    if found.status == "feasible":
        told = f"replan {quoted(file)}" if is_plan else f"plan {quoted(file)} -o plan.json{earlier}"
        return [f"mentoring {told}   the best there is"]
    number = next((number for number, one in enumerate(found.ways, 1) if one.changes), None)
    steps = (
        []
        if number is None or is_plan
        else [f"mentoring explain {quoted(file)}{earlier} --way {number} -o what-if.yaml   to try one"]
    )
    return list(
        dict.fromkeys(
            [*steps, *(step for one in found.ways if not one.changes for step in _in_plan(one, file, against))]
        )
    )


def _in_plan(way: WayOut, file: str, against: str | None) -> list[str]:
    """Commands for that part of a way that no scenario file can say."""
    from mentoring.views.next_step import quoted

    plan = quoted(against or "PLAN")
    steps = []
    if way.unpin:
        steps.append(f"mentoring unpin {plan} {' '.join(way.unpin)}   takes back what was decided by hand")
    if way.moves_confirmed:
        again = f"{plan} {quoted(file)}" if file != against else plan
        steps.append(f"mentoring replan {again} --may-move confirmed   lets confirmed events move")
    return steps


def _why_not(found: Impasse, way: int, file: str, against: str | None) -> str | None:
    """Why this way out cannot be written as a file; None: it can."""
    if way > len(found.ways):
        there = (
            f"there are {len(found.ways)}" if len(found.ways) > 1 else "there is 1" if found.ways else "none was found"
        )
        return f"there is no way out number {way}: {there}; nothing was written"
    if not found.ways[way - 1].changes:
        commands = " and ".join(step.partition("   ")[0] for step in _in_plan(found.ways[way - 1], file, against))
        return f"way {way} changes the earlier plan and no scenario, so nothing was written: {commands}"
    return None


def _write(way: WayOut, file: str, output: str) -> str:
    """The what-if file of a way out."""
    from pathlib import Path

    from mentoring.files.what_if import write_what_if

    write_what_if(output, file, way.changes, "; and ".join(way.asks))
    return Path(output).as_posix()
