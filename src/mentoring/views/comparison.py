"""Several plans side by side, in sentences, tables and plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mentoring.analysis.comparison import CHANGES, Cell, Comparison, Row
from mentoring.domain.plan import PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.difference import difference_blocks, difference_record
from mentoring.views.overview import notes
from mentoring.views.record import goal_record, unserved_records
from mentoring.views.wording import count, figure, goal_name, joined, say_bound, say_plan, say_unit, theme_title

VERDICTS = {
    "first": "the others are held against it",
    "identical": "identical",
    "as good": "as good on every goal, but not the same",
    "better": "better",
    "worse": "worse",
}
"""What is said of a plan beside the first one."""


MOST_CITIES = 12
"""So many cities are named that are in one plan only; of more the rest is counted."""


def comparison_blocks(found: Comparison) -> list[Block]:
    """The plans, their goals and figures in columns, open needs, then each plan's differences from the first."""
    titles = tuple(Column(name) for name in found.names)
    goals = tuple(_goal_cells(row, found.plans[0].scenario) for row in found.goals)
    figures = tuple((_capital(row.name), *map(_say_figure, row.cells), _unit(row)) for row in found.figures)
    blocks: list[Block] = [Heading("Plans compared"), _plan_table(found), *_cast_blocks(found)]
    blocks += [
        Heading("Goals, in their order"),
        Table((Column("Goal", style="strong"), Column("About"), *titles, Column("Unit")), goals, "None has goals."),
        Heading("What they come to"),
        Table((Column("Figure", style="strong"), *titles, Column("Unit")), figures),
        Heading("Mentors missing"),
        _need_table(found, titles),
    ]
    for name, one in zip(found.names[1:], found.differences, strict=True):
        blocks += [Heading(f"From {found.names[0]} to {name}"), *difference_blocks(replace(one, goals=()))]
    said = {note.text for plan in found.plans for note in notes(plan) if isinstance(note, Sentence)}
    return [*blocks, *(Sentence(text, "faint") for text in sorted(said))]


def say_verdict(found: Comparison, number: int) -> str:
    """`worse: needs 3 more`: how a plan does against the first, and which goal decides."""
    verdict = found.verdict(number)
    told = VERDICTS[verdict]
    if verdict not in ("better", "worse"):
        return told
    row = next(row for row in found.goals if row.cells[number].mark in ("better", "worse"))
    apart = row.cells[number].value - row.cells[number].apart - row.cells[0].value
    said = f"{told}: {goal_name(row.name)} {figure(abs(apart))} {'more' if apart > 0 else 'less'}"
    cast = found.casts[number - 1]
    return f"{said} (not the same cities)" if cast.more or cast.fewer else said


def _cast_blocks(found: Comparison) -> list[Block]:
    """That a plan is of another programme, and which cities are in one plan only."""
    blocks: list[Block] = []
    first, before = found.plans[0].scenario, found.names[0]
    for name, plan, cast in zip(found.names[1:], found.plans[1:], found.casts, strict=True):
        if cast.is_other_programme:
            one, other = (one.programme.title or one.programme.id for one in (first, plan.scenario))
            said = f"{before} is a plan of the programme {one}, {name} of another, {other}"
            blocks.append(Sentence(f"{said}: that one is better or worse says little.", "warning"))
        sides = ((before, first, cast.fewer), (name, plan.scenario, cast.more))
        told = [f"only {whose} has {_some([*map(of.name, cities)])}" for whose, of, cities in sides if cities]
        if told:
            said = f"Not the same cities: {'; '.join(told)}."
            blocks.append(Sentence(said, "warning" if cast.is_other_programme else ""))
    if any(cell.apart for row in (*found.goals, *found.figures) for cell in row.cells):
        said = "Mentors missing for cities that only one plan has make it neither better nor worse"
        blocks.append(Sentence(f"{said}; other goals may be apart for such cities alone."))
    return blocks


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_CITIES
    return joined([*names[:MOST_CITIES], f"{count(more, 'more city', 'more cities')}"]) if more > 1 else joined(names)


def _plan_table(found: Comparison) -> Table:
    rows = tuple(
        (name, say_verdict(found, number), say_plan(plan))
        for number, (name, plan) in enumerate(zip(found.names, found.plans, strict=True))
    )
    return Table((Column("Plan", style="strong"), Column("Against the first"), Column("In short")), rows)


def _unit(row: Row) -> str:
    """Of loads that they are the days of the one city that has most."""
    return f"{row.unit} of one city" if row.name in ("longest hosting", "longest away") else row.unit


def _goal_cells(row: Row, scenario: Scenario) -> tuple[str, ...]:
    about = "who and where" if row.about == "pairing" else "when"
    is_new = row.name == CHANGES
    name = f"{goal_name(row.name)} from the first" if is_new else goal_name(row.name)
    return (
        name,
        about,
        *map(_say_figure if is_new else _say_goal, row.cells),
        say_unit(scenario, row.name, row.about, row.unit),
    )


def _say_goal(cell: Cell) -> str:
    """`2 proven, better`, `12 (not below 10)`."""
    if cell.goal is None:
        said = f"{figure(cell.value)} (no goal)"
    elif cell.goal.is_proven:
        said = f"{figure(cell.value)} proven"
    else:
        said = f"{figure(cell.value)} ({say_bound(cell.goal) if cell.goal.bound is not None else 'not proven'})"
    return said if cell.mark == "same" else f"{said}, {cell.mark}"


def _say_figure(cell: Cell) -> str:
    return figure(cell.value) if cell.mark in ("same", "other") else f"{figure(cell.value)}, {cell.mark}"


def _need_table(found: Comparison, titles: tuple[Column, ...]) -> Table:
    rows = []
    for need in found.needs:
        knows = next(plan.scenario for plan in found.plans if need.city in plan.scenario.cities)
        numbers = tuple(
            figure(missing) if need.city in plan.scenario.cities else "not there"
            for missing, plan in zip(need.missing, found.plans, strict=True)
        )
        rows.append((knows.name(need.city), theme_title(knows, need.theme), *numbers))
    columns = (Column("City"), Column("Theme"), *titles)
    return Table(columns, tuple(rows), "No need lacks a mentor in any of them.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def comparison_record(found: Comparison) -> dict[str, Any]:
    """The comparison for programs; the keys are a promise."""
    return {
        "plans": [
            {
                "name": name,
                "programme": plan.scenario.programme.id,
                "verdict": found.verdict(number),
                "status": plan.status,
                "goals": [goal_record(goal) for goal in plan.goals],
                "unserved": unserved_records(plan),
            }
            for number, (name, plan) in enumerate(zip(found.names, found.plans, strict=True))
        ],
        "goals": [_row_record(row) for row in found.goals],
        "figures": [_row_record(row) for row in found.figures],
        "differences": [
            {
                "from": found.names[0],
                "to": name,
                "other_programme": cast.is_other_programme,
                "cities_gained": list(cast.more),
                "cities_lost": list(cast.fewer),
                **difference_record(one),
            }
            for name, one, cast in zip(found.names[1:], found.differences, found.casts, strict=True)
        ],
    }


def _row_record(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "part": row.about or None,
        "unit": row.unit,
        "values": [cell.value for cell in row.cells],
        "bounds": [cell.goal.bound if cell.goal is not None else None for cell in row.cells],
        "marks": [cell.mark for cell in row.cells],
    }


ROWS = ("plan", "what", "name", "part", "value", "bound", "unit", "mark", "before", "after")
"""Columns of `comparison_rows`."""


def comparison_rows(found: Comparison) -> list[tuple[object, ...]]:
    """The comparison as one tidy table: one fact a row, under ROWS."""
    rows: list[tuple[object, ...]] = []
    for number, name in enumerate(found.names):
        rows.append((name, "plan", found.plans[number].status, "", "", "", "", found.verdict(number)))
        for what, of in (("goal", found.goals), ("figure", found.figures)):
            for row in of:
                cell = row.cells[number]
                bound = cell.goal.bound if cell.goal is not None else None
                rows.append((name, what, row.name, row.about, cell.value, bound, row.unit, cell.mark))
        for need in found.needs:
            if need.missing[number]:
                lacking = f"{need.city} in {need.theme}"
                rows.append((name, "need open", lacking, "", need.missing[number], "", "mentors"))
    for name, one, cast in zip(found.names[1:], found.differences, found.casts, strict=True):
        rows += [(name, "city gained", city) for city in cast.more] + [(name, "city lost", city) for city in cast.fewer]
        rows += [(name, "pairing gained", pairing.pairing, "", pairing.fit, "", "fit") for pairing in one.gained]
        rows += [(name, "pairing lost", pairing.pairing, "", pairing.fit, "", "fit") for pairing in one.lost]
        for change in one.events:
            sides = (_side(change.before), _side(change.after))
            rows.append((name, f"event {', '.join(change.kinds)}", change.id, "", "", "", "", "", *sides))
    return [(*row, *[""] * (len(ROWS) - len(row))) for row in rows]


def _side(event: PlannedEvent | None) -> str:
    return f"{event.first.isoformat()} {event.host or 'online'}" if event is not None else ""
