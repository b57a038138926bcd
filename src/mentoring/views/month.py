"""When a programme is busy, month by month: what is shown where single events or cities are too many to be drawn."""

from __future__ import annotations

from collections import Counter

from mentoring.domain.plan import Plan
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.gantt import MOST_ROWS, Marks, draw_gantt
from mentoring.views.wording import MONTHS, count, figure, joined, stage_title


def time_blocks(plan: Plan, width: int, marks: Marks) -> list[Block]:
    """The plan's weeks as a picture; of more cities than can be drawn, its months in a table."""
    number = len(plan.scenario.cities)
    if number <= MOST_ROWS:
        return [Heading("Weeks"), draw_gantt(plan, width, marks)]
    said = f"{count(number, 'city', 'cities')} are too many to be drawn; the view `events` lists all events, and"
    return [Heading("Months"), month_table(plan), Sentence(f"{said} `city ID` those of one city.", "faint")]


def month_table(plan: Plan) -> Table:
    """How many events begin in each month from the first event to the last, and how many of each stage."""
    begun: Counter[tuple[int, str]] = Counter()
    for event in plan.held:
        begun[event.first.year * 12 + event.first.month - 1, event.stage] += 1
    busy = [month for month, _ in begun]
    rows = []
    for month in range(min(busy), max(busy) + 1) if busy else ():
        stages = {stage: begun[month, stage] for stage in plan.scenario.stages if begun[month, stage]}
        named = joined(f"{figure(number)} {stage_title(plan.scenario, stage)}" for stage, number in stages.items())
        rows.append((f"{MONTHS[month % 12]} {month // 12}", figure(sum(stages.values())), named))
    columns = (Column("Month"), Column("Events", figures=True), Column("Of which"))
    return Table(columns, tuple(rows), "There are no events.")
