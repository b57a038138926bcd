"""`mentoring plan`: from a scenario to a plan, its calendars, and what is proven about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, Seconds, Whole, file_argument, json_option, plain_option, refuse_without

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan
    from mentoring.domain.result import Result
    from mentoring.errors import ModelDisagreement
    from mentoring.views.alternative import Shown


@click.command(
    cls=Verb,
    name="plan",
    epilog="Example: mentoring plan scenarios/first-steps.yaml -o plan.json --calendars calendars",
)
@file_argument("scenario")
@click.option("-o", "--output", "output", type=FileName(), metavar="PLAN", required=True, help="File for the plan.")
@click.option("--calendars", type=FileName(), metavar="DIR", help="Folder for a calendar of each city, and of all.")
@click.option("--against", type=FileName(), metavar="PLAN", help="Earlier plan: changing what it says costs.")
@click.option("--seconds", type=Seconds(), metavar="N", help="Longest time to search.")
@click.option("--seed", type=Whole(0, 2**31 - 2), default=1, show_default=True, metavar="N",
              help="Start of the search's chance: the same seed, the same plan.")  # fmt: skip
@click.option("--workers", type=Whole(1, 256), default=1, show_default=True, metavar="N",
              help="Cores to use; only one gives the same plan every time.")  # fmt: skip
@click.option("--alternatives", type=Whole(1, 100), metavar="N",
              help="Also find so many plans that pair other cities, or meet in other weeks.")  # fmt: skip
@click.option("--within", default="2%", show_default=True, metavar="SHARE",
              help="What alternatives may give up of each goal.")  # fmt: skip
@click.option("--at", metavar="TIME", help="When the plan says it was made, as 2013-02-01T09:00:00Z.")
@json_option()
@plain_option()
def command(
    scenario: str, output: str, calendars: str | None, against: str | None, seconds: float | None, seed: int,
    workers: int, alternatives: int | None, within: str, at: str | None, as_json: bool, plain: bool,
) -> int:  # fmt: skip
    """Find the best plan of a scenario and prove how good it is.

    Goals count in the scenario's order. Each is told with a bound that no plan can pass, and the gap to it. Ctrl-C and
    --seconds keep the best plan so far. The exit code is 0 with a plan, 3 if none is possible, 4 if none was found in
    time. Alternatives are written beside the plan: each is as different as can be from all before it.
    """
    import gc

    from mentoring import api
    from mentoring.cli import alternative
    from mentoring.errors import MentoringError, ModelDisagreement, Problem
    from mentoring.files.hearing import tell
    from mentoring.files.plan import check_same_programme

    gc.enable()  # the command line begins without, see `cli.main`
    console = Console(plain)
    _check_places(output, calendars, scenario, against)
    if alternatives is None:
        refuse_without("--alternatives", "within")
    else:
        alternative.check_places(output, alternatives, within)
    loaded = api.load(scenario)
    asked = loaded.require().goals
    check_same_programme(output, loaded.require().programme.id)
    for number in range(1, (alternatives or 0) + 1):
        check_same_programme(alternative.place_of(output, number), loaded.require().programme.id)
    if calendars is not None:
        from mentoring.exports.calendar_folder import check_calendars_replaceable

        check_calendars_replaceable(calendars, loaded.require(), 1 if against is None else None)
    if against is not None and not any(one.goal == "changes" for one in (*asked.pairing, *asked.dates)):
        said = "`changes` is not among them, so nothing keeps what the earlier plan says"
        tell([Problem("goals", said, "add it", warning=True)])
    from mentoring.cli.progress import ProgressLine
    from mentoring.cli.stopping import keeping_on_interrupt

    with keeping_on_interrupt(console) as stop:
        try:
            result = api.plan(
                loaded, against=against, seconds=seconds, seed=seed, workers=workers, at=at,
                on_progress=ProgressLine(console), should_stop=stop,
            )  # fmt: skip
        except ModelDisagreement as error:
            _keep_evidence(console, error, output)
            raise
    console.end_status()
    if result.plan is None:
        return _without_plan(console, result, scenario, against, as_json, stop.asked)
    files = [api.save_plan(result.plan, output)]
    if calendars is not None:
        from mentoring.api.calendar import export_calendars

        try:
            files += export_calendars(result.plan, calendars, plan_file=output)
        except MentoringError:
            console.say(f"{output}: the plan itself is saved; `mentoring export` writes its calendars elsewhere.")
            raise
        console.say_left_over(calendars, files)
    others: list[Shown] = []
    if alternatives is not None and not stop.asked:
        with keeping_on_interrupt(console, "Stopping: the alternatives so far are kept.") as enough:
            others = alternative.find(
                console, loaded, result.plan, output, alternatives, within, against=against, seconds=seconds, seed=seed,
                workers=workers, at=at, on_progress=ProgressLine(console), should_stop=enough,
            )  # fmt: skip
    if as_json:
        console.json(_record(result, result.plan, output, calendars, files, others))
        return 0
    _show(console, result, result.plan, stop.asked, output, calendars, len(files) - 1)
    if alternatives is not None:
        from mentoring.views.alternative import alternative_blocks

        console.line("")
        console.show(alternative_blocks(others, alternatives, within))
    return 0


def _check_places(output: str, calendars: str | None, scenario: str, against: str | None) -> None:
    """Nothing is worse than an hour's plan that cannot be written, or one that replaces scenario or others' work."""
    from mentoring.errors import UsageError
    from mentoring.files.output import check_folder_writable, check_writable
    from mentoring.files.plan import check_nothing_lost, check_replaceable

    check_writable(output)
    if calendars is not None:
        check_folder_writable(calendars)
    if Path(output).exists() and Path(scenario).exists() and Path(output).samefile(scenario):
        raise UsageError(f"{output} is the scenario itself: name another file for the plan")
    check_replaceable(output)
    is_going_on = against is not None and Path(against).exists() and Path(output).exists()
    if not (is_going_on and Path(output).samefile(str(against))):
        check_nothing_lost(output)


def _keep_evidence(console: Console, error: ModelDisagreement, output: str) -> None:
    """Our bug is told with the plan that shows it, which holds its scenario too."""
    from mentoring import api
    from mentoring.domain.plan import Plan

    if isinstance(error.plan, Plan):
        path = Path(output).with_suffix(".disagreement.json")
        api.save_plan(error.plan, path)
        console.say(f"The plan that was refused, with its scenario, is kept in {path.as_posix()}.")


def _without_plan(
    console: Console, result: Result, scenario: str, against: str | None, as_json: bool, stopped: bool
) -> int:
    from mentoring.views.wording import say_seconds

    if result.status == "infeasible":
        said, code = f"There is no plan that keeps every rule{_and_limits(result)}; this is proven.", 3
    elif stopped:
        said, code = f"Stopped after {say_seconds(result.seconds)}, before there was a plan to keep.", 130
    else:
        said, code = f"No plan was found in {say_seconds(result.seconds)}; there may be one. Try more --seconds.", 4
    if as_json:
        console.json({"status": result.status, "message": result.message or said, "plan": None})
    console.say(said)
    for cause in result.causes:
        console.say(f"{cause[:1].upper()}{cause[1:]}.")
    if code == 3:
        from mentoring.views.next_step import quoted

        also = f" --against {quoted(against)}" if against is not None else ""
        console.say(f"Next: mentoring explain {quoted(scenario)}{also}   which facts clash, and what to ask for")
    return code


def _and_limits(result: Result) -> str:
    """The limits of goals, where there are any: with others there may be a plan."""
    from mentoring.views.wording import goal_name, joined

    goals = result.scenario.goals
    names = list(dict.fromkeys(goal_name(use.goal) for use in (*goals.pairing, *goals.dates) if use.limit is not None))
    return f" and the {'limit' if len(names) == 1 else 'limits'} of {joined(names)}" if names else ""


def _record(
    result: Result, plan: Plan, output: str, calendars: str | None, files: list[Path], others: list[Shown]
) -> dict[str, Any]:
    from mentoring.views.alternative import alternative_record
    from mentoring.views.record import plan_record

    return {
        **plan_record(plan),
        "message": result.message,
        "seconds": round(result.seconds, 3),
        "plan": Path(output).as_posix(),
        "calendars": Path(calendars).as_posix() if calendars is not None else None,
        "files": [path.as_posix() for path in files],
        "alternatives": [alternative_record(one) for one in others],
    }


def _show(
    console: Console, result: Result, plan: Plan, stopped: bool, output: str, calendars: str | None,
    written: int,
) -> None:  # fmt: skip
    from mentoring.views.block import Block, Heading, Sentence
    from mentoring.views.next_step import next_steps
    from mentoring.views.overview import overview
    from mentoring.views.wording import count, say_seconds

    blocks: list[Block] = overview(plan, console.width, console.marks)
    if stopped:
        said = f"Stopped after {say_seconds(result.seconds)}: this is the best plan so far."
        blocks.insert(1, Sentence(said, "warning"))
    if result.message:
        blocks.append(Sentence(result.message))
    blocks += [Heading(f"Planned in {say_seconds(result.seconds)}"), Sentence(f"{output}: the plan")]
    if calendars is not None:
        blocks.append(Sentence(f"{calendars}: {count(written, 'calendar')}"))
    blocks += [Heading("Next"), *(Sentence(step) for step in next_steps(plan, output, calendars))]
    console.show(blocks)
