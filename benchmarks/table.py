"""Measurements as tables of Markdown, which read well in a terminal too."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from benchmarks.measurement import OURS, Measurement, middle
from benchmarks.schedule import SAMPLED

LEAST_PART = 0.02  # of the time; smaller parts are told together


def medians(measurements: Iterable[Measurement]) -> list[Measurement]:
    """One measurement for each programme and solver: the median of its runs."""

    def same(one: Measurement) -> tuple[str, int, str]:
        return one.form, one.cities, one.solver

    kept = sorted((one for one in measurements if one.repeat != SAMPLED), key=same)
    return [middle(list(group)) for _, group in groupby(kept, key=same)]


def times_table(measurements: Iterable[Measurement]) -> list[str]:
    """How long each took to a plan, to its best, and to proofs."""
    rows = [
        [
            one.form, f"{one.cities:,}", one.solver, _after(one.first, one), _after(one.best_after, one),
            _after(one.pairings_proven_after, one, "not proven"),
            _seconds(one.seconds) if one.is_proven else "not proven",
            _seconds(one.cpu), "" if one.peak_mb is None else f"{one.peak_mb:,.0f}",
        ]
        for one in medians(measurements)
    ]  # fmt: skip
    head = ["form", "cities", "solver", "first plan", "best plan", "pairings proven", "all proven", "processor", "MB"]
    return _table(head, rows, right=(1, 3, 4, 5, 6, 7, 8))


def goals_table(measurements: Iterable[Measurement]) -> list[str]:
    """What came out: each goal with the gap that is left, or why there is no plan."""
    rows = []
    for one in medians(measurements):
        told = [_goal_text(goal.goal, goal.value, goal.proven, goal.gap) for goal in one.goals]
        wrong = f"breaks {one.broken[0]}" if one.broken else one.failure
        rows.append([one.form, f"{one.cities:,}", one.solver, "; ".join(told) if one.has_plan else f"no plan: {wrong}"])
    return _table(["form", "cities", "solver", "goals in order"], rows, right=(1,))


def versus_table(measurements: Iterable[Measurement]) -> list[str]:
    """How many times sooner our engine has a plan at least as good as each peer's best."""
    best = medians(measurements)
    ours = {(one.form, one.cities): one for one in best if one.solver == OURS}
    rows = []
    for peer in (one for one in best if one.solver != OURS):
        own = ours.get((peer.form, peer.cities))
        if own is None:
            continue
        theirs = peer.best_after if peer.has_plan else peer.limit
        mine = own.as_good_after(peer.costs) if peer.has_plan else own.first
        if theirs is None:
            continue
        sign = "" if peer.has_plan else ">= "
        times = "never as good" if mine is None else f"{sign}{theirs / max(mine, 1e-3):,.0f}"
        rows.append([f"{peer.cities:,}", peer.solver, sign + _seconds(theirs), _seconds(mine), times])
    return _table(["cities", "peer", "peer's best after", "ours as good after", "times"], rows, right=(0, 2, 3, 4))


def growth_lines(measurements: Iterable[Measurement]) -> list[str]:
    """With which power of the number of cities time grows, from each size to the next."""
    sizes = [one for one in medians(measurements) if one.form == "stated" and one.solver == OURS and one.has_plan]
    rows = []
    for small, large in pairwise(sizes):
        rows.append(
            [
                f"{small.cities:,} to {large.cities:,}",
                *(
                    _power(small.cities, before, large.cities, after)
                    for before, after in (
                        (small.first, large.first),
                        (small.pairings_proven_after, large.pairings_proven_after),
                        (small.seconds, large.seconds),
                        (small.peak_mb, large.peak_mb),
                    )
                ),
            ]
        )
    return _table(["cities", "first plan", "pairings proven", "to the end", "memory"], rows, right=(1, 2, 3, 4))


def parts_table(measurements: Iterable[Measurement]) -> list[str]:
    """Seconds by module at each size, and with which power they grow from the smallest size shown to the largest."""
    sampled = sorted(
        (one for one in measurements if one.repeat == SAMPLED and one.form == "stated" and one.parts),
        key=lambda one: one.cities,
    )
    if not sampled:
        return []
    most: dict[str, float] = {}
    for one in sampled:
        whole = sum(one.parts.values())
        for name, seconds in one.parts.items():
            most[name] = max(most.get(name, 0.0), seconds / whole)
    names = [name for name in sorted(most, key=lambda name: (-most[name], name)) if most[name] >= LEAST_PART]
    first, last = sampled[0], sampled[-1]
    rows = [
        [
            f"`{name}`",
            *(f"{one.parts.get(name, 0.0):.2f}" for one in sampled),
            _power(first.cities, first.parts.get(name), last.cities, last.parts.get(name)),
        ]
        for name in names
    ]
    rows.append(["all others", *(f"{_rest(one, names):.2f}" for one in sampled), ""])
    head = ["part", *(f"{one.cities:,}" for one in sampled), "grows with power"]
    return _table(head, rows, right=tuple(range(1, len(head))))


def _rest(one: Measurement, names: Sequence[str]) -> float:
    return sum(seconds for name, seconds in one.parts.items() if name not in names)


def _power(cities: int, before: float | None, more: int, after: float | None) -> str:
    if not before or not after or cities == more:
        return ""
    return f"{math.log(after / before) / math.log(more / cities):.2f}"


def _goal_text(name: str, value: int, is_proven: bool, gap: float | None) -> str:
    state = "" if is_proven else " (no bound)" if gap is None else f" (gap {gap:.2%})"
    return f"{name} **{value:,}**" if is_proven else f"{name} {value:,}{state}"


def _after(seconds: float | None, one: Measurement, otherwise: str = "") -> str:
    if not one.has_plan:
        return f">= {_seconds(one.limit)}" if not otherwise else ""
    return otherwise if seconds is None else _seconds(seconds)


def _seconds(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:,.0f} s"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    if not rows:
        return ["Not measured yet."]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        told = (
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"| {' | '.join(told)} |"

    rule = [("-" * (width - 1) + ":") if column in right else "-" * width for column, width in enumerate(widths)]
    return [line(head), line(rule), *(line(row) for row in rows)]
