"""A scenario file to a scenario: everything wrong with it at once, each with file, line and column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.domain.memory import rest_collector
from mentoring.errors import Place, Problem
from mentoring.files.chain import read_chain
from mentoring.files.hearing import tell
from mentoring.files.mark import Mark, dotted
from mentoring.files.tree import Tree
from mentoring.files.validation import validate

if TYPE_CHECKING:
    from mentoring.domain.consistency import Finding
    from mentoring.domain.scenario import Scenario


MOST_FINDINGS = 200
"""So many things that do not fit together are told of one file."""

LONGEST_MESSAGE = 1000
"""Characters; a text from the file that is quoted in a message can be as long as the file."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading a scenario file gave.

    `scenario` is resolved (places, holidays, rates) and None if there is an error; `problems` are errors and
    warnings in the order of their places. Where every error is a clash `clashing` is the scenario all the same: it has
    no plan, and what would have to give way can be looked for.
    """

    scenario: Scenario | None
    problems: tuple[Problem, ...] = ()
    mark: Mark | None = field(default=None, repr=False)
    clashing: Scenario | None = field(default=None, repr=False)

    @property
    @rest_collector()
    def positions(self) -> dict[str, Place]:
        """Where each value of the chain of files stands, by dotted key; made anew at each asking."""
        return {way: mark.origin for way, mark in self.mark.walk_dotted() if way} if self.mark else {}

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop."""
        return tuple(problem for problem in self.problems if not problem.warning)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that do not stop."""
        return tuple(problem for problem in self.problems if problem.warning)

    def require(self) -> Scenario:
        """The scenario; whoever listens (`files.hearing`) is told the warnings.

        Raises ScenarioError with all errors if there are any.
        """
        if self.scenario is None:
            from mentoring.errors import ScenarioError

            raise ScenarioError(list(self.errors))
        tell(self.warnings)
        return self.scenario


@rest_collector()
def load_scenario(path: Path | str) -> Loaded:
    """Reads a scenario file with all it is based on, checks it and fills in places, holidays and rates.

    Raises UsageError if there is no such file, it is a folder, or it may not be read.
    """
    return complete(read_chain(path))


def complete(tree: Tree) -> Loaded:
    """Plain values to a scenario: checked, with places, holidays and rates filled in. The tree is used up."""
    if tree.value is None:
        return Loaded(None, _in_order(tree.problems))
    problems = list(tree.problems)
    checked = validate(tree)
    problems += checked.problems
    scenario = checked.scenario
    is_all = True
    if scenario is not None:
        from mentoring.domain.consistency import find_problems
        from mentoring.files.resolution import Resolver

        resolver = Resolver(scenario)
        scenario = resolver.resolve()
        known = {finding.path for finding in resolver.findings if not finding.warning}
        others = (each for each in find_problems(scenario) if each.path not in known)
        found = list(islice(chain(resolver.findings, others), MOST_FINDINGS))
        is_all = len(found) < MOST_FINDINGS
        problems += [_told(each, tree) for each in found if not _is_consequence(each, tree, checked.aside)]
    told = {known for problem in problems for known in (problem.path, problem.place)}
    problems += [each for each in checked.unknown if not {each.path, each.place} & told]
    errors = [problem for problem in problems if not problem.warning]
    if errors and not (is_all and all(problem.clash for problem in errors)):
        return Loaded(None, _in_order(problems))
    return Loaded(None if errors else scenario, _in_order(problems), tree.mark, scenario if errors else None)


def _told(finding: Finding, tree: Tree) -> Problem:
    """A finding with its place; other places it is about are named in the message."""
    mark = tree.mark.find(finding.path)
    if finding.message.startswith("doubtful: "):
        mark = mark.child("doubt") or mark
    place = mark.key_place if mark.holds_more else mark.place
    also = [f"{dotted(path)} in {_near(tree, path, place)}" for path in finding.also]
    message = finding.message[:LONGEST_MESSAGE] + (f" (see {', '.join(also)})" if also else "")
    return Problem(dotted(finding.path), message, finding.hint, place, finding.warning, clash=finding.clash)


def _near(tree: Tree, path: tuple[str | int, ...], here: Place) -> str:
    """A place as seen from another: `line 12` in the same file."""
    there = tree.key_place(path)
    return f"line {there.line}" if there.file == here.file else str(there)


def _is_consequence(finding: Finding, tree: Tree, aside: set[frozenset[str]]) -> bool:
    """Whether a finding only says that something is missing which was set aside for a mistake told already.

    Its message speaks of cities and themes by their names; by their ids the value does that it is about.
    """
    told = f"{finding.message} {_value_at(tree.value, finding.path)}"
    words = set(re.findall(r"[\w-]+", told)) | {str(step) for step in finding.path}
    words |= {"needs"} if "need" in words else set()
    return any(names <= words for names in aside)


def _value_at(value: Any, path: tuple[str | int, ...]) -> str:
    """The text at a path of plain values; empty where there is none."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        else:
            value = value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None
    return value if isinstance(value, str) else ""


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.place or Place(""), problem.path, problem.message)))
