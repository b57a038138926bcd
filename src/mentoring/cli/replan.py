"""`mentoring replan`: a plan made anew for what has changed, as gently as can be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, Reason, Seconds, Whole, file_argument, json_option, plain_option

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan
    from mentoring.domain.result import Result
    from mentoring.files.lock import PlanFile


class Numbers(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic only in newer versions of click
    """Whole numbers, one or several: `2` or `0,1,2`."""

    name = "numbers"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        """The numbers; anything else is refused in words."""
        parts = [part.strip() for part in str(value).split(",")]
        if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
            self.fail(f"{str(value)[:40]!r} is no number of events: write 2, or several as in 0,1,2", param, ctx)
        return tuple(sorted({int(part) for part in parts}))


@click.command(
    cls=Verb, name="replan", epilog="Example: mentoring replan plan.json scenarios/what-if/athens-drops-out.yaml"
)
@file_argument("plan")
@click.argument("scenario", type=FileName(), metavar="[SCENARIO]", required=False)
@click.option("-o", "--output", "output", type=FileName(), metavar="FILE",
              help="File for the new plan; without it PLAN, whose history keeps the old one.")  # fmt: skip
@click.option("--changes", type=Numbers(), metavar="K",
              help="At most so many events change; within that the other goals come first, so that more may change "
              "than without it. Several, as 0,1,2, tell what each further one buys.")  # fmt: skip
@click.option("--may-move", type=click.Choice(["confirmed"]), multiple=True,
              help="Confirmed events may move too, at a weight of 100 each.")  # fmt: skip
@click.option("--why", type=Reason(), default="", metavar="TEXT",
              help="What the plan is changed for: kept in its history.")  # fmt: skip
@click.option("--seconds", type=Seconds(), metavar="N", help="Longest time to search.")
@click.option("--seed", type=Whole(0, 2**31 - 2), default=1, show_default=True, metavar="N",
              help="Start of the search's chance: the same seed, the same plan.")  # fmt: skip
@click.option("--workers", type=Whole(1, 256), default=1, show_default=True, metavar="N",
              help="Cores to use; only one gives the same plan every time.")  # fmt: skip
@click.option("--at", metavar="TIME", help="When the plan says it was made, as 2013-02-01T09:00:00Z.")
@json_option()
@plain_option()
def command(
    plan: str, scenario: str | None, output: str | None, changes: tuple[int, ...] | None, may_move: tuple[str, ...],
    why: str, seconds: float | None, seed: int, workers: int, at: str | None, as_json: bool, plain: bool,
) -> int:  # fmt: skip
    """Make a plan anew for what has changed, as gently as can be.

    Without SCENARIO the plan's own scenario is planned again. What is done or confirmed, and what was decided by hand,
    stays; how much of the rest changes, weighted by how public it is, comes right after the needs, and is proven least.
    With --changes only the number of changed events is bounded: how little changes then comes last, and what is proven
    is that the other goals, in their order, are as good as that number lets them be.
    Dropped events stay in the plan as cancelled. The exit code is 3 if no plan is possible, 4 if none was found in
    time, 5 if somebody else is changing the plan.
    """
    import gc

    from mentoring.files.lock import open_plan

    gc.enable()  # the command line begins without, see `cli.main`
    console = Console(plain)
    options: dict[str, Any] = {"seconds": seconds, "seed": seed, "workers": workers, "may_move": may_move}
    if changes is not None and len(changes) > 1:
        return _show_curve(console, plan, scenario, changes, options, as_json)
    options |= {"changes": changes[0] if changes else None, "why": why, "at": at}
    if output is None:
        with open_plan(plan) as opened:
            return _replan(console, opened, plan, scenario, plan, options, as_json)
    return _replan(console, None, plan, scenario, output, options, as_json)


def _replan(
    console: Console, opened: PlanFile | None, plan: str, scenario: str | None, output: str, options: dict[str, Any],
    as_json: bool,
) -> int:  # fmt: skip
    from mentoring import api
    from mentoring.api.replan import replan
    from mentoring.cli.progress import ProgressLine
    from mentoring.cli.stopping import keeping_on_interrupt
    from mentoring.files.output import check_writable
    from mentoring.files.plan import check_replaceable, check_same_programme

    if opened is None:
        check_writable(output)
        check_replaceable(output)
    before = opened.plan if opened is not None else api.load_plan(plan)
    if opened is None:
        check_same_programme(output, before.scenario.programme.id)
    with keeping_on_interrupt(console) as stop:
        result = replan(before, scenario, on_progress=ProgressLine(console), should_stop=stop, **options)
    console.end_status()
    if result.plan is None:
        return _without_plan(console, result, before, scenario, plan, as_json, stop.asked)
    is_same = _is_same(before, result.plan)
    if is_same and opened is not None:
        made = before
    else:
        made = result.plan
        (opened.save if opened is not None else lambda new: api.save_plan(new, output))(made)
    if as_json:
        console.json(_record(result, before, made, output, scenario))
    else:
        _show(console, result, before, made, scenario, output, is_same=is_same and opened is not None,
              is_bounded=options["changes"] is not None)  # fmt: skip
    return 0


def _is_same(before: Plan, after: Plan) -> bool:
    """Whether nothing is worth a new revision; what changed before this one is no goal of it."""
    from mentoring.api.replan import own_scenario

    kept = ("pairings", "events", "unserved", "unused", "decisions")
    if own_scenario(before) != own_scenario(after):
        return False
    goals = [[goal for goal in plan.goals if goal.goal != "changes"] for plan in (before, after)]
    return goals[0] == goals[1] and all(getattr(before, key) == getattr(after, key) for key in kept)


def _record(result: Result, before: Plan, made: Plan, output: str, scenario: str | None) -> dict[str, Any]:
    from mentoring.analysis.difference import compare
    from mentoring.api.roster import say_roster
    from mentoring.views.difference import difference_record
    from mentoring.views.record import plan_record

    return {
        **plan_record(made),
        "message": result.message,
        "seconds": round(result.seconds, 3),
        "plan": Path(output).as_posix(),
        "difference": difference_record(compare(before, made)),
        "roster": say_roster(before, made.scenario, _named(scenario)),
        "written": made is not before,
    }


def _named(scenario: str | None) -> str:
    return Path(scenario).name if scenario is not None else "the new scenario"


def _show(
    console: Console, result: Result, before: Plan, made: Plan, scenario: str | None, output: str, *, is_same: bool,
    is_bounded: bool,
) -> None:  # fmt: skip
    from mentoring.analysis.difference import compare
    from mentoring.api.roster import say_roster
    from mentoring.views.block import Block, Heading, Sentence
    from mentoring.views.difference import difference_blocks
    from mentoring.views.gentleness import say_gentleness
    from mentoring.views.next_step import quoted
    from mentoring.views.overview import open_blocks
    from mentoring.views.wording import say_seconds

    if is_same:
        said = f"Nothing is to be changed: {output} stays as it is, at revision {made.revision}."
        console.show([Sentence(said)])
        return
    found = compare(before, made)
    # What changes is counted against the plan before, so that its value there says nothing here.
    found = replace(found, goals=tuple(goal for goal in found.goals if goal.goal != "changes"))
    blocks: list[Block] = [Heading(f"Revision {made.revision}, after revision {before.revision}")]
    blocks += [Sentence(said, "warning") for said in say_roster(before, made.scenario, _named(scenario))]
    blocks += difference_blocks(found)
    blocks += open_blocks(made)
    blocks += [Heading("How gently"), Sentence(say_gentleness(made, is_bounded=is_bounded))]
    if result.message:
        blocks.append(Sentence(result.message))
    blocks += [Heading(f"Planned in {say_seconds(result.seconds)}"), Sentence(f"{output}: the plan")]
    steps = [
        f"mentoring export {quoted(output)} --to ics -o calendars   calendars that show every city what changed",
        f"mentoring history {quoted(output)}   all revisions, and the way back",
    ]
    if made.unserved and scenario is not None:
        one = made.unserved[0]
        asked = f"mentoring candidates {quoted(scenario)} --city {one.city} --theme {one.theme}"
        steps.insert(0, f"{asked}   who else could mentor it")
    console.show([*blocks, Heading("Next"), *(Sentence(step) for step in steps)])


def _without_plan(
    console: Console, result: Result, before: Plan, scenario: str | None, plan: str, as_json: bool, stopped: bool
) -> int:
    from mentoring.api.roster import say_roster
    from mentoring.views.next_step import quoted
    from mentoring.views.wording import say_seconds

    if result.status == "infeasible":
        said, code = "There is no such plan that keeps every rule; this is proven. The plan stays as it is.", 3
    elif stopped:
        said, code = f"Stopped after {say_seconds(result.seconds)}: the plan stays as it is.", 130
    else:
        said = f"No plan was found in {say_seconds(result.seconds)}; there may be one. Try more --seconds."
        code = 4
    roster = say_roster(before, result.scenario, _named(scenario))
    if as_json:
        told = {"status": result.status, "message": result.message or said, "plan": None, "roster": roster}
        console.json(told)
    for line in (*roster, said):
        console.say(line)
    if result.message:
        console.say(f"{result.message[:1].upper()}{result.message[1:]}.")
    if code == 3 and result.most_changes is not None:
        again = " ".join(["mentoring replan", quoted(plan), *([quoted(scenario)] if scenario else [])])
        console.say(f"Next: {again} --changes 0,1,2,3,4,5   how many events must change, and what more would buy")
    elif code == 3:
        asked = f"{quoted(scenario or plan)} --against {quoted(plan)}"
        console.say(f"Next: mentoring explain {asked}   which facts clash, and what to ask for")
    return code


def _show_curve(
    console: Console, plan: str, scenario: str | None, changes: tuple[int, ...], options: dict[str, Any], as_json: bool
) -> int:
    from mentoring import api
    from mentoring.api.replan import change_curve
    from mentoring.api.roster import say_roster
    from mentoring.cli.progress import ProgressLine
    from mentoring.cli.stopping import keeping_on_interrupt
    from mentoring.views.gentleness import Row, curve_blocks, curve_record

    with keeping_on_interrupt(console, "Stopping: what is known so far is told.") as stop:
        hear = ProgressLine(console) if console.can_overwrite else None
        before = api.load_plan(plan)
        steps = change_curve(before, scenario, changes, should_stop=stop, on_progress=hear, **options)
    console.end_status()
    roster = say_roster(before, steps[-1].result.scenario, _named(scenario))
    rows = [Row(step.most, step.changed, step.result.goals, step.result.status, step.result.message) for step in steps]
    if as_json:
        console.json({"steps": curve_record(rows), "roster": roster})
    else:
        from mentoring.views.block import Heading, Sentence
        from mentoring.views.next_step import quoted

        again = " ".join(["mentoring replan", quoted(plan), *([quoted(scenario)] if scenario else [])])
        most = next((step.most for step in steps if step.changed), changes[-1])
        told = f"{again} --changes {most} -o FILE   the plan of one of these rows"
        who = [Sentence(said, "warning") for said in roster]
        console.show([*who, *curve_blocks(rows), Heading("Next"), Sentence(told)])
    if any(step.changed is not None for step in steps):
        return 0
    return 3 if all(step.result.status == "infeasible" for step in steps) else 130 if stop.asked else 4
