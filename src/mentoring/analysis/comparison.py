"""Several plans side by side: their goals, what they come to, and how each differs from the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from mentoring.analysis.difference import Difference, missing_alone
from mentoring.analysis.difference import compare as compare_two
from mentoring.domain.plan import GoalValue, Plan
from mentoring.goals import BY_SLUG

Mark = Literal["same", "better", "worse", "other"]
Direction = Literal["least", "most", ""]
Verdict = Literal["first", "identical", "as good", "better", "worse"]

CHANGES = "changes"
"""The goal that is measured against another plan."""

FIGURES: tuple[tuple[str, str, Direction], ...] = (
    ("pairings", "pairings", "most"),
    ("events", "events", ""),
    ("mentors missing", "mentors", "least"),
    ("longest hosting", "days", "least"),
    ("longest away", "days", "least"),
    ("travel", "km", "least"),
    ("cost", "EUR", "least"),
    ("CO2", "kg", "least"),
)
"""What is told of every plan, whatever its goals: a name, a unit, and which way is better, if one is."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of one plan beside that of the first; `goal` is None where the plan was not asked for it."""

    value: int
    mark: Mark
    goal: GoalValue | None = None
    apart: int = 0
    """How much of what it has more than the first (below 0: less) is about cities that only one of the two has."""


@dataclass(frozen=True, slots=True)
class Row:
    """One goal or figure of all plans, in their order."""

    name: str
    about: str
    unit: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need, and how many of its mentors each plan lacks."""

    city: str
    theme: str
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is in a plan beside the first: cities (ids, in the order of the file) that only one of the two has."""

    is_other_programme: bool
    more: tuple[str, ...]
    fewer: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Plans with a name each; the first is what the others are held against."""

    names: tuple[str, ...]
    plans: tuple[Plan, ...]

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """From the first plan to each of the others; without `changes`, which each plan counts from another one."""
        found = (compare_two(self.plans[0], other) for other in self.plans[1:])
        return tuple(replace(one, goals=tuple(goal for goal in one.goals if goal.goal != CHANGES)) for one in found)

    @cached_property
    def goals(self) -> tuple[Row, ...]:
        """Every goal that one of the plans was asked for, the first plan's order first.

        A plan that was not asked for a goal is measured all the same. `changes`, which a plan counts from the one
        before it, is told where each was asked for it: counted anew from the first, and so neither better nor worse.
        """
        rows = []
        for name, part in dict.fromkeys((one.goal, one.part) for plan in self.plans for one in plan.goals):
            asked = [next((one for one in plan.goals if (one.goal, one.part) == (name, part)), None)
                     for plan in self.plans]  # fmt: skip
            if any(one is None for one in asked) and (name == CHANGES or name not in BY_SLUG):
                continue
            known = next(one for one in asked if one is not None)
            if name == CHANGES:
                values = [BY_SLUG[name].measure(plan, part, self.plans[0]) for plan in self.plans]
                rows.append(Row(name, part, known.unit, _cells(values, "")))
                continue
            values = [
                one.value if one is not None else BY_SLUG[name].measure(plan, part, None)
                for one, plan in zip(asked, self.plans, strict=True)
            ]
            apart = self._apart(by_priority=True) if name == "needs" else ()
            rows.append(Row(name, part, known.unit, _cells(values, known.direction, asked, apart)))
        return tuple(rows)

    @cached_property
    def figures(self) -> tuple[Row, ...]:
        """What every plan comes to: pairings, events, loads, journeys of cities and people."""
        told = [figures_of(plan) for plan in self.plans]
        apart = {"mentors missing": self._apart(by_priority=False)}
        return tuple(
            Row(name, "", unit, _cells([one[name] for one in told], direction, apart=apart.get(name, ())))
            for name, unit, direction in FIGURES
        )

    def _apart(self, *, by_priority: bool) -> list[int]:
        """What each plan's missing mentors are more than the first's for cities that only one of the two has."""
        first = self.plans[0]
        return [
            missing_alone(plan, first, by_priority=by_priority) - missing_alone(first, plan, by_priority=by_priority)
            for plan in self.plans
        ]

    @cached_property
    def needs(self) -> tuple[OpenNeed, ...]:
        """Every need that lacks a mentor in one of the plans, sorted."""
        missing = [{(one.city, one.theme): one.missing for one in plan.unserved} for plan in self.plans]
        keys = sorted({key for one in missing for key in one})
        return tuple(OpenNeed(*key, tuple(one.get(key, 0) for one in missing)) for key in keys)

    @cached_property
    def casts(self) -> tuple[Cast, ...]:
        """Of each plan beside the first: whether it is of another programme, and the cities that only one has."""
        first = self.plans[0].scenario
        return tuple(
            Cast(
                plan.scenario.programme.id != first.programme.id,
                tuple(city for city in plan.scenario.cities if city not in first.cities),
                tuple(city for city in first.cities if city not in plan.scenario.cities),
            )
            for plan in self.plans[1:]
        )

    def verdict(self, number: int) -> Verdict:
        """How a plan does against the first: the first goal in which they differ decides, as goals count in order."""
        if number == 0:
            return "first"
        if self.differences[number - 1].is_empty:
            return "identical"
        for row in self.goals:
            mark = row.cells[number].mark
            if mark in ("better", "worse"):
                return mark
        return "as good"


def _cells(
    values: Sequence[int], direction: Direction, asked: Sequence[GoalValue | None] = (), apart: Sequence[int] = ()
) -> tuple[Cell, ...]:
    goals, others = asked or [None] * len(values), apart or [0] * len(values)
    return tuple(
        Cell(value, _mark(value - other, values[0], direction), goal, other)
        for value, goal, other in zip(values, goals, others, strict=True)
    )


def _mark(value: int, first: int, direction: Direction) -> Mark:
    if value == first:
        return "same"
    if not direction:
        return "other"
    return "better" if (value < first) == (direction == "least") else "worse"


def figures_of(plan: Plan) -> dict[str, int]:
    """The values of FIGURES by name."""
    counted = [len(plan.pairings), len(plan.held), sum(one.missing for one in plan.unserved)]
    measured = [
        BY_SLUG[slug].measure(plan, "dates", None) for slug in ("hosting", "away", "travel_km", "cost_eur", "co2_kg")
    ]
    return {name: value for (name, _, _), value in zip(FIGURES, counted + measured, strict=True)}
