"""Sweep files: which changes of a scenario are combined with each other, with every problem told at once."""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import isfinite, prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.domain.number import figure
from mentoring.errors import Place, Problem, ScenarioError, UsageError
from mentoring.files.hearing import tell
from mentoring.files.mark import Mark, Steps, dotted
from mentoring.files.tree import Tree, read_tree

if TYPE_CHECKING:
    from mentoring.domain.scenario import Scenario
    from mentoring.files.scenario import Loaded

KEYS = ("scenario", "vary", "sample", "seed", "seconds")
"""Keys of a sweep file; the first two must be there."""

MOST = 10_000
"""Most variants of one sweep; of more a sample has to be asked for."""

COLUMNS = ("variant", "status", "reason", "plan", "seconds")
"""Columns that every table of a sweep has: nothing that varies may be called so."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things that may be so: a label for the table, and what it changes, as a what-if says it."""

    label: str
    change: Mapping[str, Any]
    mark: Mark = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Sweep:
    """A scenario and what varies: by name, the choices of which each variant takes one.

    `sample`: so many variants at most, drawn by chance from `seed`; None: every combination. `seconds` limits the
    search for each plan. `positions` say where the values of the scenario stand.
    """

    file: str
    scenario: Scenario
    vary: Mapping[str, tuple[Choice, ...]]
    sample: int | None = None
    seed: int = 1
    seconds: float | None = None
    positions: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def count(self) -> int:
        """How many combinations there are."""
        return prod(len(choices) for choices in self.vary.values())

    def choose(self, number: int) -> tuple[Choice, ...]:
        """The combination of that number, from 0; the last name varies fastest."""
        chosen: list[Choice] = []
        for choices in reversed(tuple(self.vary.values())):
            number, position = divmod(number, len(choices))
            chosen.insert(0, choices[position])
        return tuple(chosen)

    def apply(self, chosen: Iterable[Choice]) -> Loaded:
        """The scenario with the changes of the choices, one after the other."""
        scenario, positions = self.scenario, self.positions
        nothing = Choice("", {}, Mark(self.file, 0, 0, {}))
        for choice in [one for one in chosen if one.change] or [nothing]:
            loaded = self._vary(scenario, choice, positions)
            if loaded.scenario is None:
                break
            scenario, positions = loaded.scenario, {key: str(place) for key, place in loaded.positions.items()}
        return loaded

    def _vary(self, scenario: Scenario, choice: Choice, positions: Mapping[str, str]) -> Loaded:
        """A scenario with one change."""
        from mentoring.files.variant import vary

        return vary(scenario, choice.change, self.file, positions, choice.mark)


def read_sweep(path: Path | str) -> Sweep:
    """The sweep in a file; its scenario is named as seen from the file. Whoever listens is told what is doubtful.

    Raises:
        UsageError: when there is no such file, it is a folder, or it may not be read.
        ScenarioError: with everything that is wrong with it, its scenario included.
    """
    tree = read_tree(path)
    reader = _Reader(tree)
    sweep = reader.read(Path(path)) if tree.value is not None else None
    tell(reader.doubts)
    if sweep is None or reader.problems:
        raise ScenarioError(sorted(reader.problems, key=lambda one: (one.place or Place(""), one.path, one.message)))
    return sweep


def _is_outcome(problem: Problem, file: str) -> bool:
    """Whether a problem is none of what a choice says by itself, but of what the rest of the scenario says beside it.

    It stands elsewhere, or names another place that it is about.
    """
    is_elsewhere = problem.place is None or problem.place.file != file
    return problem.clash or is_elsewhere or " (see " in problem.message


class _Reader:
    """Reads one file and gathers what is wrong with it."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.problems = list(tree.problems)
        self.doubts: list[Problem] = []

    def read(self, path: Path) -> Sweep | None:
        """The sweep; None where something is missing without which nothing can be said about the rest."""
        if not isinstance(self.tree.value, dict):
            self._tell((), "this is no sweep: `scenario:` and `vary:` are expected")
            return None
        if "scenario" not in self.tree.value and "vary" not in self.tree.value and "programme" in self.tree.value:
            self._tell((), "this is a scenario, not a sweep", "a sweep file names it, as in `scenario: base.yaml`")
            return None
        self._check_keys((), self.tree.value, KEYS, needed=KEYS[:2])
        loaded = self._load(path)
        vary = self._vary()
        sample = self._whole("sample", least=1)
        seed = self._whole("seed", least=0)
        seconds = self._seconds()
        if loaded is None or loaded.scenario is None or vary is None:
            return None
        positions = {key: str(place) for key, place in loaded.positions.items()}
        sweep = Sweep(self.tree.file, loaded.scenario, vary, sample, 1 if seed is None else seed, seconds, positions)
        if sweep.count > MOST and sample is None:
            hint = "say `sample: 500` to plan 500 of them, drawn by chance"
            self._tell(
                ("vary",), f"these are {figure(sweep.count)} combinations; at most {figure(MOST)} are planned", hint
            )
        for name, choices in vary.items():
            for number, choice in enumerate(choices):
                self._check_change(sweep, ("vary", name, number, "change"), choice)
        return sweep

    def _check_change(self, sweep: Sweep, steps: Steps, choice: Choice) -> None:
        """What a change says must be sound by itself; and it should change the scenario.

        Where the rest of the scenario cannot be beside it, no combination with it has a plan: that is an answer, told
        in its rows, and a doubt.
        """
        varied = sweep.apply([choice])
        known = {(warning.path, warning.message) for warning in self.doubts}
        for problem in (*varied.errors, *varied.warnings):
            if (problem.path, problem.message) in known:
                continue
            place = problem.place if problem.place and problem.place.line else self.tree.key_place(steps)
            path, message = f"{dotted(steps)}.{problem.path}", problem.message
            is_doubt = problem.warning
            if not is_doubt and _is_outcome(problem, self.tree.file):
                is_doubt, message = True, f"no variant with {choice.label!r} can have a plan: {message}"
            found = Problem(path, message, problem.hint, place, is_doubt)
            (self.doubts if is_doubt else self.problems).append(found)
        if choice.change and varied.scenario == sweep.scenario:
            said, hint = f"{choice.label!r} changes nothing", "the scenario is so already: the rows will be the same"
            self.doubts.append(Problem(dotted(steps), said, hint, self.tree.key_place(steps), warning=True))

    def _tell(self, steps: Steps, message: str, hint: str = "", *, at_key: bool = True) -> None:
        place = self.tree.key_place(steps) if at_key else self.tree.place(steps)
        self.problems.append(Problem(dotted(steps), message, hint, place))

    def _check_keys(self, steps: Steps, value: Mapping[str, Any], known: Iterable[str], needed: Iterable[str]) -> None:
        for key in value:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}"
                self._tell((*steps, key), f"unknown key `{key[:60]}`", hint)
        for key in needed:
            if value.get(key) is None:
                self._tell(steps, f"`{key}` is missing", at_key=False)

    def _load(self, path: Path) -> Loaded | None:
        from mentoring.files.scenario import load_scenario

        given = self.tree.value.get("scenario")
        if given is None:
            return None
        if not isinstance(given, str) or not given.strip():
            self._tell(("scenario",), "this is no file name", "write the name of a scenario file, as in base.yaml")
            return None
        base = Path(os.path.normpath(path.parent / given.strip()))
        try:
            loaded = load_scenario(base)
        except UsageError as error:
            self._tell(("scenario",), str(error), "give the name as seen from this file", at_key=False)
            return None
        self.problems += loaded.errors
        self.doubts += loaded.warnings
        return loaded

    def _vary(self) -> dict[str, tuple[Choice, ...]] | None:
        given = self.tree.value.get("vary")
        if given is None:
            return None
        if not isinstance(given, dict) or not given:
            self._tell(("vary",), "name what varies, with a list of choices for each", "as in `priority: [...]`")
            return None
        found = {}
        for name, choices in given.items():
            if name in COLUMNS or name.startswith(("pairing_", "dates_", "total_")):
                self._tell(("vary", name), "the table has a column of this name already", "choose another name")
            if not isinstance(choices, list) or not choices:
                self._tell(("vary", name), "a list of choices is expected", "as in `- {label: two days, change: ...}`")
                continue
            found[name] = tuple(self._choices(("vary", name), choices))
        return found

    def _choices(self, steps: Steps, given: list[Any]) -> Iterable[Choice]:
        labels: set[str] = set()
        for number, choice in enumerate(given):
            here = (*steps, number)
            if not isinstance(choice, dict):
                self._tell(here, "a choice has a label and a change", "as in `{label: two days, change: ...}`")
                continue
            self._check_keys(here, choice, ("label", "change"), needed=("label",))
            label, change = choice.get("label"), choice.get("change") or {}
            if label is not None and (isinstance(label, dict | list) or not str(label).strip()):
                self._tell((*here, "label"), "a label is a short text")
            elif str(label) in labels:
                self._tell((*here, "label"), f"two choices are labelled {str(label)[:60]!r}", "tell them apart")
            labels.add(str(label))
            if not isinstance(change, dict):
                self._tell((*here, "change"), "a change is a mapping, as in a what-if", "as in `{stages: ...}`")
                change = {}
            mark = self.tree.mark.find((*here, "change")) if change else Mark(self.tree.file, 0, 0, {})
            yield Choice(str(label), change, mark)

    def _whole(self, key: str, least: int) -> int | None:
        value = self.tree.value.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self._tell((key,), f"{str(value)[:40]!r} is no whole number from {least} on", at_key=False)
            return None
        return value

    def _seconds(self) -> float | None:
        value = self.tree.value.get("seconds")
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value) or value < 0.1:
            said = f"{str(value)[:40]!r} is no time to search"
            self._tell(("seconds",), said, "write seconds, at least 0.1, as in 60", at_key=False)
            return None
        return float(value)
