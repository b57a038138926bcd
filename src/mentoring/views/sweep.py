"""The table of a sweep on a screen: what varies, what became of each variant, and its goals."""

from __future__ import annotations

from collections.abc import Sequence

from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.wording import count, figure, goal_name, joined

Cell = str | int | float | None

STATUSES = {
    "optimal": "proven best",
    "feasible": "planned",
    "infeasible": "not possible",
    "unknown": "not found",
    "failed": "failed",
}
"""What is said of each status."""

MOST_ROWS = 60
"""So many rows are shown on a screen."""


def sweep_blocks(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[Block]:
    """How many variants became what, then one row for each with its goals; bounds and totals are in the file."""
    position = {name: number for number, name in enumerate(columns)}
    blocks: list[Block] = []
    if rows:
        blocks += [Heading("Variants"), Sentence(_say_statuses([row[position["status"]] for row in rows]))]
    varied = list(columns[1 : position.get("status", 1)])
    goals = [name for name in columns if name.startswith(("pairing_", "dates_")) and not name.endswith("_bound")]
    goals = [name for name in goals if len({row[position[name]] for row in rows} - {None}) > 1]
    shown = tuple(
        (
            *(str(row[position[name]]) for name in varied),
            STATUSES.get(str(row[position["status"]]), ""),
            *(_say(row[position[name]]) for name in goals),
            str(row[position["plan"]] or ""),
            str(row[position["reason"]] or ""),
        )
        for row in rows[:MOST_ROWS]
    )
    titles = (
        *(Column(name, style="strong") for name in varied),
        Column("Plan"),
        *(Column(_title(name), figures=True) for name in goals),
        Column("File", figures=True),
        Column("Why there is none"),
    )
    if not any(row[-1] for row in shown):
        titles, shown = titles[:-1], tuple(row[:-1] for row in shown)
    blocks.append(Table(titles, shown, "No variant was planned."))
    if len(rows) > MOST_ROWS:
        blocks.append(Sentence(f"and {figure(len(rows) - MOST_ROWS)} more in the table", "faint"))
    return blocks


def _say_statuses(statuses: Sequence[Cell]) -> str:
    told = [f"{figure(number)} {said}" for name, said in STATUSES.items() if (number := statuses.count(name))]
    return f"{count(len(statuses), 'variant')}: {joined(told)}. Goals that are the same in all are left out here."


def _title(name: str) -> str:
    part, _, goal = name.partition("_")
    return f"{goal_name(goal)} ({'when' if part == 'dates' else 'who'})"


def _say(cell: Cell) -> str:
    return figure(cell) if isinstance(cell, int) else "" if cell is None else str(cell)
