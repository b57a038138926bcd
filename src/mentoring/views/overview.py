"""What a plan comes to on one screen: a sentence, the weeks, the goals, and what stays open."""

from __future__ import annotations

from dataclasses import replace

from mentoring.domain.plan import Plan
from mentoring.views.block import Block, Heading, Sentence, Table
from mentoring.views.called_off import called_off
from mentoring.views.gantt import Marks
from mentoring.views.month import time_blocks
from mentoring.views.table import goal_table, say_open, unserved_table, unused_table
from mentoring.views.wording import figure, say_plan

MOST_OPEN = 20
"""So many open needs and offers are listed beside everything else; the rest by the view of their own."""


def overview(plan: Plan, width: int, marks: Marks) -> list[Block]:
    """The plan at a glance, in at most `width` columns."""
    title = plan.scenario.programme.title or plan.scenario.programme.id
    blocks: list[Block] = [Heading(title), Sentence(say_plan(plan))]
    if plan.events:
        blocks += time_blocks(plan, width, marks)
    return [
        *blocks,
        Heading("Goals, in their order"),
        goal_table(plan),
        *open_blocks(plan, MOST_OPEN),
        *notes(plan),
    ]


def open_blocks(plan: Plan, most: int | None = None) -> list[Block]:
    """Needs without mentors and offers with places left, at most so many of each; a sentence where there are none."""
    off = [Sentence(said, "warning") for _, said in called_off(plan)]
    if not plan.unserved and not plan.unused:
        return [Heading("Still open"), Sentence(say_open(plan), "good"), *off]
    blocks: list[Block] = []
    if plan.unserved:
        blocks += [Heading("Needs without a mentor"), *_first(unserved_table(plan), most)]
    if plan.unused:
        blocks += [Heading("Offers with places left"), *_first(unused_table(plan), most)]
    return [*blocks, Heading("Called off"), *off] if off else blocks


def _first(table: Table, most: int | None) -> list[Block]:
    if most is None or len(table.rows) <= most:
        return [table]
    more = f"and {figure(len(table.rows) - most)} more, in the view `unserved`"
    return [replace(table, rows=table.rows[:most]), Sentence(more, "faint")]


def notes(plan: Plan) -> list[Block]:
    """What must be said wherever figures are shown: example tables, and journeys that no table covers."""
    found: list[Block] = []
    co2 = plan.scenario.resolution.co2
    if co2 is not None and co2.name == "example":
        found.append(Sentence("CO2 comes from the table `example`: it shows the order, not the truth.", "faint"))
    beyond = sum(not journey.in_rate_table for event in plan.held for journey in event.journeys)
    if beyond:
        said = "1 journey is" if beyond == 1 else f"{beyond} journeys are"
        found.append(Sentence(f"{said} not in the table of costs and counted as 0 EUR.", "faint"))
    return found
