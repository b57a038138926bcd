"""`mentoring check`: a scenario or a plan, without the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import file_argument, json_option
from mentoring.cli.problem import problem_record, say_problem

if TYPE_CHECKING:
    from mentoring.domain.scenario import Scenario
    from mentoring.errors import Problem


@click.command(cls=Verb, name="check", epilog="Example: mentoring check scenarios/first-steps.yaml")
@file_argument("file")
@json_option()
def command(file: str, as_json: bool) -> int:
    """Tell everything that is wrong with a scenario or a plan.

    A scenario is read whole: every problem is told at once with file, line and column, and what to do. A plan is held
    against every rule without planning it anew. The exit code is 1 if anything is wrong; warnings alone leave it 0.
    """
    from mentoring.files.plan import is_plan_file

    return _check_plan(file, as_json) if is_plan_file(file) else _check_scenario(file, as_json)


def _check_scenario(file: str, as_json: bool) -> int:
    from mentoring import api

    loaded = api.load(file)
    errors = [problem for problem in loaded.problems if not problem.warning]
    warnings = [problem for problem in loaded.problems if problem.warning]
    if loaded.scenario is None:
        summary = f"{file}: {_count(len(errors), 'error')}, {_count(len(warnings), 'warning')}."
    else:
        told = f"; {_count(len(warnings), 'warning')}" if warnings else ""
        summary = f"{file} is sound: {_size(loaded.scenario)}{told}."
    return _report(file, "scenario", errors, warnings, summary, as_json)


def _check_plan(file: str, as_json: bool) -> int:
    from mentoring import api
    from mentoring.errors import Place, PlanFileError, Problem

    try:
        plan = api.load_plan(file)
    except PlanFileError as error:
        summary = f"{file} is no plan that can be used: {_count(len(error.problems), 'error')}."
        return _report(file, "plan", error.problems, [], summary, as_json)
    place = Place(file)
    errors = [Problem("", broken.message, place=place, rule=broken.rule) for broken in api.check(plan)]
    errors += [Problem(one.path, one.message, place=place) for one in api.recount(plan)]
    size = f"{_count(len(plan.pairings), 'pairing')}, {_count(len(plan.held), 'event')}"
    told = f"breaks its rules: {_count(len(errors), 'error')} in" if errors else "keeps every rule:"
    return _report(file, "plan", errors, [], f"{file} {told} {size}.", as_json)


def _report(file: str, kind: str, errors: list[Problem], warnings: list[Problem], summary: str, as_json: bool) -> int:
    from mentoring.errors import Place

    console = Console()
    if as_json:
        console.json(
            {
                "file": file,
                "kind": kind,
                "sound": not errors,
                "errors": [problem_record(problem) for problem in errors],
                "warnings": [problem_record(problem) for problem in warnings],
                "summary": summary,
            }
        )
    else:
        for problem in sorted((*errors, *warnings), key=lambda one: (one.place or Place(""), one.path)):
            console.line(say_problem(problem))
        console.line(summary)
    return 1 if errors else 0


def _size(scenario: Scenario) -> str:
    parts = [_count(len(scenario.cities), "city", "cities"), _count(len(scenario.themes), "theme")]
    parts += [_count(len(scenario.stages), "stage"), _count(scenario.count_conceivable(), "possible pairing")]
    return ", ".join(parts)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
