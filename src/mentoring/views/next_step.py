"""What to do next, as commands that can be copied."""

from __future__ import annotations

import re

from mentoring.domain.plan import Plan


def next_steps(plan: Plan, plan_file: str, calendars: str | None) -> list[str]:
    """Commands that go on from a plan just made, the most useful first."""
    steps = []
    if plan.unserved:
        one = max(plan.unserved, key=lambda need: (need.priority, need.city, need.theme))
        steps.append(
            f"mentoring explain {quoted(plan_file)} --need {one.city}/{one.theme}   why this need has no mentor"
        )
    busiest = max(plan.scenario.cities, key=lambda city: (sum(city in event.participants for event in plan.held), city))
    steps.append(f"mentoring show {quoted(plan_file)} city {busiest}   one city's page")
    if calendars is None:
        steps.append(f"mentoring export {quoted(plan_file)} --to ics -o calendars   calendars for every city")
    steps.append(f"mentoring graph {quoted(plan_file)}   which cities hold the programme together")
    return steps


def quoted(path: str) -> str:
    """A file name as a command line takes it."""
    return path if re.fullmatch(r"[\w@%+=:,./~\\-]+", path) else '"' + path.replace('"', '\\"') + '"'
