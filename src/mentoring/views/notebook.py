"""A plan or an answer in a notebook: what it comes to, the goals, the events, and what stays open."""

from __future__ import annotations

from dataclasses import replace

from mentoring.domain.plan import Plan
from mentoring.domain.result import Result
from mentoring.views.block import Block, Heading, Sentence, Table
from mentoring.views.markup import block_html
from mentoring.views.overview import notes, open_blocks
from mentoring.views.svg import join
from mentoring.views.table import event_table, goal_table
from mentoring.views.wording import figure, say_plan

MOST_ROWS = 60
"""So many events are listed; a notebook is no place for thousands."""


def notebook_html(value: object) -> str | None:
    """A Plan or Result as HTML without scripts, its texts escaped; None for anything else."""
    if isinstance(value, Plan):
        return _written(_plan_blocks(value))
    if isinstance(value, Result):
        if value.plan is not None:
            return _written(_plan_blocks(value.plan))
        title = value.scenario.programme.title or value.scenario.programme.id
        said = value.message or ("There is no plan that keeps every rule." if value.status == "infeasible"
                                 else "No plan was found in the time given. There may be one.")  # fmt: skip
        return _written([Heading(title), Sentence(said, "bad")])
    return None


def _plan_blocks(plan: Plan) -> list[Block]:
    title = plan.scenario.programme.title or plan.scenario.programme.id
    return [
        Heading(title),
        Sentence(say_plan(plan)),
        *_first(event_table(plan)),
        Heading("Goals, in their order"),
        goal_table(plan),
        *open_blocks(plan, MOST_ROWS),
        *notes(plan),
    ]


def _first(table: Table) -> list[Block]:
    if len(table.rows) <= MOST_ROWS:
        return [table]
    more = f"and {figure(len(table.rows) - MOST_ROWS)} more"
    return [replace(table, rows=table.rows[:MOST_ROWS]), Sentence(more, "faint")]


def _written(blocks: list[Block]) -> str:
    return str(join([block_html(block) for block in blocks]))
