"""A scenario, or what is different from one, as it grows out of tables: every value keeps the cell it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from mentoring.errors import Place, Problem
from mentoring.files.mark import Mark, dotted
from mentoring.files.tree import Tree


@dataclass(slots=True)
class Draft:
    """Values with their marks, and everything that was wrong in what they were read from.

    `notes` are sentences about what was read and is not in the scenario, for the person who imports.
    """

    name: str
    value: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    mark: Mark = field(init=False)

    def __post_init__(self) -> None:
        self.mark = Mark(self.name, 0, 0, {})

    def put(self, steps: tuple[str, ...], value: Any, place: Place) -> None:
        """Set one value; another value in the same place is a problem that names both cells."""
        around, mark = self._mapping(steps[:-1], place)
        keys = mark.keys if mark.keys is not None else {}
        if steps[-1] in around:
            if around[steps[-1]] != value:
                said = f"{dotted(steps)} is said twice and differently: also in {keys[steps[-1]].place}"
                self.problem(said, "keep one of them", place)
            return
        around[steps[-1]] = value
        keys[steps[-1]] = _mark(value, place)

    def add(self, steps: tuple[str, ...], value: dict[str, Any], place: Place, places: dict[str, Place]) -> None:
        """Append an entry to a list; `places` say where its own values stand. The same entry twice is one."""
        around, mark = self._mapping(steps[:-1], place)
        keys = mark.keys if mark.keys is not None else {}
        listed = around.setdefault(steps[-1], [])
        marks = keys.setdefault(steps[-1], Mark(place.file, place.line, place.column, entries=[]))
        if value in listed or marks.entries is None:
            return
        listed.append(value)
        own = {key: _mark(below, places.get(key, place)) for key, below in value.items()}
        marks.entries.append(Mark(place.file, place.line, place.column, own))

    def ensure(self, steps: tuple[str, ...], place: Place) -> None:
        """A mapping at this place, empty unless something is said in it."""
        self._mapping(steps, place)

    def problem(self, said: str, hint: str, place: Place) -> None:
        """Something wrong in a cell."""
        self.problems.append(Problem("", said, hint, place))

    def tree(self) -> Tree:
        """A copy as a tree, which the reading of scenarios uses up."""
        return Tree(self.name, deepcopy(self.value), deepcopy(self.mark))

    def _mapping(self, steps: tuple[str, ...], place: Place) -> tuple[dict[str, Any], Mark]:
        value, mark = self.value, self.mark
        for step in steps:
            if mark.keys is None:
                mark.keys = {}
            value = value.setdefault(step, {})
            mark = mark.keys.setdefault(step, Mark(place.file, place.line, place.column, {}))
        return value, mark


def told_by_cell(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, sheet by sheet and from the top; who sees a cell needs no key of the scenario file."""
    told = dict.fromkeys(problems)
    sheets = {sheet: number for number, sheet in enumerate(dict.fromkeys(_cell(one)[0] for one in told))}
    order = sorted(told, key=lambda one: (sheets[_cell(one)[0]], *_cell(one)[1:]))
    return [replace(one, path="") if _cell(one)[1] else one for one in order]


def _cell(problem: Problem) -> tuple[str, int, int, str]:
    """Sheet, row, and column (longer letters come later) of a problem; no row for what lies in no cell."""
    place = problem.place.file if problem.place else ""
    found = re.fullmatch(r"(.*), cell ([A-Z]+)([0-9]+)", place, re.DOTALL)
    return (found[1], int(found[3]), len(found[2]), found[2]) if found else (place, 0, 0, "")


def _mark(value: Any, place: Place) -> Mark:
    mark = Mark(place.file, place.line, place.column)
    if isinstance(value, list):
        mark.entries = [_mark(below, place) for below in value]
    elif isinstance(value, dict):
        mark.keys = {key: _mark(below, place) for key, below in value.items()}
    return mark
