"""Plain values to a scenario: what is wrong in form is told, set aside, and the rest is still checked.

So a coordinator who mistypes a date hears in the same breath that two pins contradict each other.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mentoring.errors import Problem
from mentoring.files.reference import KINDS, Steps
from mentoring.files.removal import drop, emptied, remove, rename
from mentoring.files.tree import Tree
from mentoring.files.unknown_name import find_unknown_names, names_in

if TYPE_CHECKING:
    from pydantic import ValidationError

    from mentoring.domain.scenario import Scenario

_LACK = {"cities": ("no", "city"), "themes": ("no", "theme"), "stages": ("no", "stage"), "people": ("no", "person"),
         "places": ("no", "place")}  # fmt: skip
"""What a message holds that says something of a section is not there."""

_ROUNDS = 6  # a value, the entry that cannot be without it, the stage that cannot be without that, and so on


@dataclass(slots=True)
class Validated:
    """A scenario (None: nothing can be made of the values), what is wrong, and what was set aside.

    That is told by names that a message about its lack holds all of: a stage alone, a key with what it belongs to.
    """

    scenario: Scenario | None
    problems: list[Problem] = field(default_factory=list)
    unknown: list[Problem] = field(default_factory=list)  # names that nothing has, wherever they stand
    aside: set[frozenset[str]] = field(default_factory=set)
    renamed: dict[Steps, Steps] = field(default_factory=dict)  # misspelt keys, and what they were read as


def validate(tree: Tree) -> Validated:
    """The scenario that the values make. Where there are problems it lacks what they are about; the tree too."""
    from pydantic import ValidationError

    from mentoring.domain.scenario import Scenario

    done = Validated(None)
    if "resolution" in tree.value:
        hint = "delete it"
        place = tree.key_place(("resolution",))
        done.problems.append(Problem("resolution", "this is filled in by the reading", hint, place))
        drop(tree.value, tree.mark, ("resolution",))
    for number in range(_ROUNDS):
        try:
            done.scenario = Scenario.model_validate(tree.value)
            break
        except ValidationError as error:
            if not _set_aside(tree, error, done, is_first=number == 0):
                break
    return done


def _set_aside(tree: Tree, error: ValidationError, done: Validated, is_first: bool) -> bool:
    """Tells what is wrong and takes it out of the tree.

    Later rounds only bring consequences, but for what stands below a misspelt key, which is seen for the first time.

    A misspelt key is read as what was probably meant, so that what it says is not missed elsewhere. False if
    the file cannot do without what is wrong, or if so much is wrong that nothing can be said about the rest.
    """
    from mentoring.files.wording import MOST, problems_of

    is_hopeless = error.error_count() > MOST
    told = problems_of(error.errors(include_url=False), tree.value, tree.mark)
    done.problems += [problem for steps, problem in told if is_first or _is_below(steps, done.renamed.values())]
    later = sorted(told, key=lambda item: _from_the_end(item[0]), reverse=True)
    left = [steps for steps, problem in later if not _is_renamed(tree, steps, problem, done)]
    wrong = [_as_renamed(steps, done.renamed) for steps in left]
    if is_first and ("format",) not in wrong:  # what names mean in another format nobody knows
        done.unknown = find_unknown_names(tree)
    if is_hopeless:
        return False
    for steps in wrong:
        if steps == ("programme", "id") and tree.value["programme"]["id"]:
            tree.value["programme"]["id"] = "programme-without-id"  # nothing else depends on how it is called
            continue
        if not steps and "format" not in tree.value:
            tree.value["format"] = 1
            continue
        if not steps or steps in (("programme",), ("cities",), ("format",)):
            return False
        if len(steps) == 2 and steps[0] in KINDS:
            _remove(tree, steps, done)
        else:
            done.aside |= _aside(tree.value, steps)
            drop(tree.value, tree.mark, steps)
            for stage in emptied(tree.value, {steps}):
                _remove(tree, ("stages", stage), done)
    return True


def _aside(value: dict[str, Any], steps: Steps) -> set[frozenset[str]]:
    """What messages hold that only miss what is taken out there; of a whole section every name it could say."""
    if len(steps) > 1:
        return {frozenset((str(steps[1]), steps[-1]))} if isinstance(steps[-1], str) else set()
    section = str(steps[0])
    lack = {frozenset(_LACK[section])} if section in _LACK else set()
    return {frozenset((section,)), *(frozenset((name,)) for name in names_in(value.get(section)))} | lack


def _is_renamed(tree: Tree, steps: Steps, problem: Problem, done: Validated) -> bool:
    """Whether a key that is misspelt, or written as no id can be (`Graz`), now has the name that was meant."""
    is_key = problem.message in (f"unknown key `{steps[-1]}`", f"`{steps[-1]}` is no id") if steps else False
    meant = re.match(r"did you mean `([\w-]+)`\?", problem.hint)
    if not is_key or meant is None or not rename(tree.value, tree.mark, steps, meant[1]):
        return False
    done.renamed[steps] = (*steps[:-1], meant[1])
    return True


def _as_renamed(steps: Steps, renamed: dict[Steps, Steps]) -> Steps:
    for length in range(len(steps), 0, -1):
        if steps[:length] in renamed:
            steps = renamed[steps[:length]] + steps[length:]
    return steps


def _is_below(steps: Steps, keys: Collection[Steps]) -> bool:
    return any(steps[:length] in keys for length in range(1, len(steps) + 1))


def _remove(tree: Tree, steps: Steps, done: Validated) -> None:
    """Takes out a city, person, theme or stage with all that names it, and stages that thereby lose their host."""
    waiting = [steps]
    while waiting:
        kind, name = waiting.pop()
        gone = remove(tree.value, tree.mark, kind, str(name))  # type: ignore[arg-type]
        done.aside.add(frozenset((str(name),)))
        waiting += [each.at[:2] for each in gone.stranded]


def _from_the_end(steps: Steps) -> tuple[tuple[str, int], ...]:
    """Entries of a list are taken out from its end, so that the positions of the others stay true."""
    return tuple((step, 0) if isinstance(step, str) else ("", step) for step in steps)
