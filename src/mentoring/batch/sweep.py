"""Sweeps: every combination of listed changes, or a sample of them, planned and told in one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from mentoring.batch.clash import say_clash
from mentoring.batch.study import Finding, Variant, study, variant_of
from mentoring.files.sweep import Sweep, read_sweep

PLANS = "plans"
"""Folder of the plans inside that of the sweep."""

TABLE = "table.csv"
"""The table of the sweep."""

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """One row for each variant that is finished or failed, in the order of the variants; None is an empty cell.

    `left` variants were not reached, or stopped before they were finished: another run plans them.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left: int = 0

    def records(self) -> list[dict[str, Cell]]:
        """The rows by the names of the columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def sweep(
    source: Sweep | Path | str,
    folder: Path | str,
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    work: float | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_finding: Callable[[Finding, int, int], None] | None = None,
) -> Table:
    """Plan every variant of a sweep; the table is written into the folder, beside a folder with the plans.

    A sweep that was killed goes on: what is finished is in the folder, and is not planned again. A variant that has no
    plan, or cannot have one, is a row with its reason: the facts that clash, where they are found in time. Plans are
    made in processes on this machine, `jobs` at once, or by any `executor`, as that of a cluster. `on_finding` hears
    what became of each variant, with how many of how many are done.

    Raises:
        UsageError, ScenarioError: when a file is missing or wrong, or the folder cannot be written to.
        RefusedError: when a table there is none of ours; nothing is planned then.
    """
    asked = source if isinstance(source, Sweep) else read_sweep(source)
    check_table_replaceable(Path(folder))
    numbers = choose(asked)
    rows: dict[int, dict[str, Cell]] = {}
    left = len(numbers)

    def why(place: int) -> str:
        return say_clash(asked.apply(asked.choose(numbers[place])), asked.seconds, should_stop)

    found = study(
        _variants(asked, numbers), Path(folder) / PLANS, jobs=jobs, executor=executor, should_stop=should_stop,
        why=why, seconds=asked.seconds, work=work,
    )  # fmt: skip
    for done, one in enumerate(found, 1):
        if not one.is_cut_short:
            rows[one.number] = _row(asked, numbers[one.number], one)
            left -= 1
        if on_finding is not None:
            on_finding(one, done, len(numbers))
    table = _table([rows[number] for number in sorted(rows)], left)
    write_table(table, Path(folder) / TABLE)
    return table


def choose(asked: Sweep) -> Sequence[int]:
    """The numbers of the combinations to plan: all of them, or so many as the sample, drawn by its seed, sorted."""
    if asked.sample is None or asked.sample >= asked.count:
        return range(asked.count)
    return sorted(Random(asked.seed).sample(range(asked.count), asked.sample))


def check_table_replaceable(folder: Path) -> None:
    """Whether tables may be written into the folder: those of another sweep are replaced, nobody else's are.

    Raises RefusedError if a table there was not written by this program.
    """
    from mentoring.errors import RefusedError
    from mentoring.exports.own_file import check_own

    table, copy = folder / TABLE, (folder / TABLE).with_suffix(".parquet")
    # A sweep of which nothing was finished has a table without heads.
    check_own(table, "table", re.compile(rb"(?:\xef\xbb\xbf)?(?:variant,(?:.*,)?status,reason\b|\s*$)"))
    # A table in Parquet says nothing of its maker; ours is never there without the other.
    if copy.exists() and not table.exists():
        said = f"{copy.as_posix()} is there already and is no table that this program wrote; it stays as it is"
        raise RefusedError(f"{said}: name another folder")


def write_table(table: Table, path: Path) -> Path:
    """Write the table as comma-separated values, whole or not at all.

    Raises UsageError if the place cannot be written to.
    """
    from mentoring.exports.comma import csv_text
    from mentoring.files.output import write_whole

    return write_whole(path, csv_text(table.columns, table.rows))


def write_parquet(table: Table, path: Path) -> Path:
    """Write the table as Parquet, whole or not at all.

    Raises:
        ImportError: when the package pyarrow is not there.
        UsageError: if the place cannot be written to.
    """
    import io
    from importlib import import_module  # pyarrow has no types, and few have it

    pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    from mentoring.files.output import write_whole

    columns = {name: [row[number] for row in table.rows] for number, name in enumerate(table.columns)}
    written = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), written)
    return write_whole(path, written.getvalue())


def _variants(asked: Sweep, numbers: Sequence[int]) -> Iterator[Variant]:
    for place, number in enumerate(numbers):
        chosen = asked.choose(number)
        label = " ".join(choice.label for choice in chosen)
        yield variant_of(place, asked.apply(chosen), label)


def _row(asked: Sweep, number: int, found: Finding) -> dict[str, Cell]:
    """What is told of one variant: what was chosen, goals with their bounds, figures, its plan or why there is none."""
    from mentoring.analysis.comparison import FIGURES, figures_of

    row: dict[str, Any] = {"variant": number}
    row |= {name: choice.label for name, choice in zip(asked.vary, asked.choose(number), strict=True)}
    row |= {"status": found.status, "reason": found.reason or None}
    if found.plan is not None:
        for goal in found.plan.goals:
            row |= {f"{goal.part}_{goal.goal}": goal.value, f"{goal.part}_{goal.goal}_bound": goal.bound}
        told = figures_of(found.plan)
        row |= {_column(name, unit): told[name] for name, unit, _ in FIGURES}
    row["seconds"] = found.seconds
    row["plan"] = f"{PLANS}/{found.path.name}" if found.path is not None and found.plan is not None else None
    return row


def _column(name: str, unit: str) -> str:
    """`total_travel_km`, `total_mentors_missing`: units only where the name does not say what is counted."""
    ending = f"_{unit}" if unit in ("km", "EUR", "kg", "days") else ""
    return f"total_{name}{ending}".replace(" ", "_").lower()


def _table(rows: list[dict[str, Cell]], left: int) -> Table:
    """All rows under the columns that any of them has; the widest row says their order."""
    names = dict.fromkeys(name for row in sorted(rows, key=len, reverse=True) for name in row)
    return Table(tuple(names), tuple(tuple(row.get(name) for name in names) for row in rows), left)
