"""Plain values to a scenario: what is wrong in form is told, set aside, and the rest is still checked.

So a coordinator who mistypes a date hears in the same breath that two pins contradict each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mentoring.errors import Problem
from mentoring.files.reference import KINDS, Steps
from mentoring.files.removal import drop, emptied, remove, rename
from mentoring.files.tree import Tree

if TYPE_CHECKING:
    from pydantic import ValidationError

    from mentoring.domain.scenario import Scenario

_ROUNDS = 6  # a value, the entry that cannot be without it, the stage that cannot be without that, and so on


@dataclass(slots=True)
class Validated:
    """A scenario (None: nothing can be made of the values), what is wrong, and what was set aside.

    That is told by names that a message about its lack holds all of: a stage alone, a key with what it belongs to.
    """

    scenario: Scenario | None
    problems: list[Problem] = field(default_factory=list)
    aside: set[frozenset[str]] = field(default_factory=set)
    renamed: set[Steps] = field(default_factory=set)  # misspelt keys, by the names they were read as


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
    done.problems += [problem for steps, problem in told if is_first or _is_below(steps, done.renamed)]
    if is_hopeless:
        return False
    for steps, problem in sorted(told, key=lambda item: _from_the_end(item[0]), reverse=True):
        if problem.message.startswith("unknown key") and _is_renamed(tree, steps, problem.hint, done):
            continue
        if not steps or steps in (("programme",), ("cities",), ("format",)):
            return False
        if len(steps) == 2 and steps[0] in KINDS:
            _remove(tree, steps, done)
        else:
            drop(tree.value, tree.mark, steps)
            for stage in emptied(tree.value, {steps}):
                _remove(tree, ("stages", stage), done)
            if isinstance(steps[-1], str):
                done.aside.add(frozenset((str(steps[1 if len(steps) > 1 else 0]), steps[-1])))
    return True


def _is_renamed(tree: Tree, steps: Steps, hint: str, done: Validated) -> bool:
    meant = re.fullmatch(r"did you mean `(\w+)`\?", hint)
    if meant is None or not rename(tree.value, tree.mark, steps, meant[1]):
        return False
    done.renamed.add((*steps[:-1], meant[1]))
    return True


def _is_below(steps: Steps, keys: set[Steps]) -> bool:
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
