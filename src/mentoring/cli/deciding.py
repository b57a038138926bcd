"""What the verbs that decide by hand share: open the plan for itself, decide, save, and tell what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mentoring.cli.console import Console
from mentoring.cli.option import Decorator, Reason, json_option, plain_option

if TYPE_CHECKING:
    from mentoring.api.decide import Decided
    from mentoring.domain.plan import Plan
    from mentoring.errors import ForbiddenError

MOST_DAYS = 12
"""Free days told; the nearest ones."""

OF_THE_SCENARIO = frozenset({"closed", "holiday", "left", "pin", "unavailable", "weekday", "window"})
"""Rules that forbid a day whatever else is planned."""


def deciding_options(why: str = "The reason: kept in the plan's history.") -> Decorator:
    """`--why`, `--at`, `--json` and `--plain`."""

    def decorated(function: Callable[..., Any]) -> Callable[..., Any]:
        options = (
            click.option("--why", type=Reason(), default="", metavar="TEXT", help=why),
            click.option("--at", metavar="TIME", help="When this was decided, as 2013-02-01T09:00:00Z; otherwise now."),
            json_option(),
            plain_option(),
        )
        for option in reversed(options):
            function = option(function)
        return function

    return decorated


class DayText(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic only in newer versions of click
    """A day, as 2013-10-08."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; what is none is refused in words."""
        from mentoring.domain.dates import parse_day

        try:
            return parse_day(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def carry_out(
    file: str,
    decide: Callable[[Plan], Decided],
    as_json: bool,
    plain: bool,
    *,
    idle: str,
    steps: Callable[[Plan], list[str]] = lambda plan: [],
    asked: date | None = None,
) -> int:
    """Decide about the plan in the file, and save it; gives the exit code.

    `idle` is said when nothing changes, `steps` are the next commands. `asked` is the day that was wished for.
    """
    from mentoring.errors import ForbiddenError
    from mentoring.files.lock import open_plan

    console = Console(plain)
    with open_plan(file) as opened:
        try:
            decided = decide(opened.plan)
        except ForbiddenError as error:
            return _refuse(console, error, file, as_json, asked)
        if decided.said:
            opened.save(decided.plan)
    if as_json:
        console.json(_record(decided, file))
    else:
        _show(console, decided, file, idle, steps(decided.plan))
    return 0


def _record(decided: Decided, file: str) -> dict[str, Any]:
    from mentoring.views.record import event_record, goal_record

    plan = decided.plan
    changed = [event for event in plan.events if decided.said and event.changed_in == plan.revision]
    return {
        "plan": Path(file).as_posix(),
        "revision": plan.revision,
        "changed": bool(decided.said),
        "said": list(decided.said),
        "events": [event_record(event) for event in changed],
        "goals": [goal_record(goal) for goal in plan.goals],
        "broken": [{"rule": one.rule, "message": one.message} for one in decided.broken],
        "free": [],
    }


def _show(console: Console, decided: Decided, file: str, idle: str, steps: list[str]) -> None:
    from mentoring.views.block import Block, Heading, Sentence

    if not decided.said:
        console.show([Sentence(f"{idle} {file} stays as it is, at revision {decided.plan.revision}.")])
        return
    blocks: list[Block] = [Sentence(f"{said}.") for said in decided.said]
    if decided.broken:
        blocks.append(Heading("What the plan no longer keeps, until it is made anew"))
        blocks += [Sentence(f"{one.message}.", "warning") for one in decided.broken]
        steps = [f"mentoring replan {quoted(file)}   plan the rest again", *steps]
    blocks.append(Sentence(f"{file}: revision {decided.plan.revision}"))
    undo = f"mentoring revert {quoted(file)} {decided.plan.revision - 1}   take this back"
    steps = list(dict.fromkeys([*steps, undo]))
    console.show([*blocks, Heading("Next"), *(Sentence(step) for step in steps)])


def _refuse(console: Console, error: ForbiddenError, file: str, as_json: bool, asked: date | None) -> int:
    from mentoring.cli.problem import say_problem

    if as_json:
        console.json(
            {
                "plan": Path(file).as_posix(),
                "changed": False,
                "said": [],
                "broken": [{"rule": one.rule or one.path or "plan", "message": one.message} for one in error.problems],
                "free": [day.isoformat() for day in error.free],
            }
        )
    for problem in error.problems:
        console.say(say_problem(problem))
    if asked is not None and error.free:
        near = sorted(sorted(error.free, key=lambda day: (abs((day - asked).days), day))[:MOST_DAYS])
        more = len(error.free) - len(near)
        rest = f" and on {more} other {'day' if more == 1 else 'days'} (--json tells them all)" if more else ""
        console.say(f"With everything else as it is it could begin on {_say_days(near)}{rest}.")
    elif asked is not None and any(problem.rule for problem in error.problems):
        console.say(f"With everything else as it is no other day is free. {say_room(error)}")
    console.say("Error: nothing was done.")
    return error.exit_code


def say_room(error: ForbiddenError) -> str:
    """Whether planning anew may help; where the scenario itself says when an event may be, it does not."""
    if OF_THE_SCENARIO & {problem.rule for problem in error.problems}:
        return "What forbids this day stands in the scenario: planning anew makes no room for it, unless that changes."
    return "`mentoring replan` may make room for it."


def _say_days(days: list[date]) -> str:
    """`Tuesday 4 June, Tuesday 18 June or Tuesday 1 October 2013`, the year where it changes."""
    from mentoring.domain.dates import say_day, say_weekday, weekday
    from mentoring.views.wording import joined

    told = []
    for number, day in enumerate(days):
        is_last = number + 1 == len(days) or days[number + 1].year != day.year
        words = say_day(day)
        told.append(f"{say_weekday(weekday(day))} {words if is_last else words.rpartition(' ')[0]}")
    return joined(told, "or")


def quoted(file: str) -> str:
    """A file name as a command line takes it."""
    from mentoring.views.next_step import quoted as quote

    return quote(file)


def export_step(file: str) -> str:
    """The command that tells the cities."""
    return f"mentoring export {quoted(file)} --to ics -o calendars   calendars that show every city what changed"
