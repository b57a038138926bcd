"""Alternatives to a plan, in a table and as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mentoring.analysis.difference import Difference
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.difference import difference_record, say_change, say_difference
from mentoring.views.wording import count, goal_name


@dataclass(frozen=True, slots=True)
class Shown:
    """An alternative to be shown: its file, whether it differs in pairings or in weeks, and in what from the best."""

    file: str
    kind: str
    is_proven: bool
    difference: Difference


def alternative_blocks(found: Sequence[Shown], asked: int, within: str) -> list[Block]:
    """How many there are, and what each gives up and does otherwise."""
    blocks: list[Block] = [Heading(f"Alternatives within {within} of every goal")]
    if len(found) < asked:
        said = "No other plan" if not found else f"Only {count(len(found), 'plan')}"
        blocks.append(
            Sentence(f"{said} so good {'was' if len(found) < 2 else 'were'} found with other pairings or weeks.")
        )
    rows = tuple(
        (
            f"other {one.kind}" + ("" if one.is_proven else ", perhaps not the most different"),
            "; ".join(
                f"{goal_name(goal.goal)} {say_change(goal)}"
                for goal in one.difference.goals
                if goal.verdict in ("better", "worse")
            )
            or "nothing",
            say_difference(one.difference).removesuffix("."),
            one.file,
        )
        for one in found
    )
    columns = (Column("Differs in"), Column("Goals"), Column("What changes"), Column("File", figures=True))
    return [*blocks, Table(columns, rows)] if rows else blocks


def alternative_record(one: Shown) -> dict[str, Any]:
    """One alternative for programs; the keys are a promise."""
    return {
        "plan": one.file,
        "kind": one.kind,
        "most_different": one.is_proven,
        "difference": difference_record(one.difference),
    }
