"""A scenario file and the files it is based on, as one tree."""

from __future__ import annotations

import os.path
from pathlib import Path
from typing import Any

from mentoring.errors import Problem, UsageError
from mentoring.files import patch
from mentoring.files.mark import Mark
from mentoring.files.tree import Tree, read_tree

LONGEST = 20
"""Most files in a chain of what-ifs."""


def read_chain(path: Path | str) -> Tree:
    """The plain values that a scenario file and all it is based on (`based_on`) come to.

    Each value keeps the place of the file it comes from; the problems are those of all files, the base's first.
    `value` is None if one of the files cannot be read at all.

    Raises UsageError if there is no such file, it is a folder, or it may not be read.
    """
    trees = [read_tree(path)]
    files = [Path(path)]
    while isinstance(trees[-1].value, dict) and trees[-1].value.get("based_on") is not None:
        base = _base_of(trees[-1], files)
        if base is None:
            break
        files.append(base)
        try:
            trees.append(read_tree(base))
        except UsageError as error:
            said = str(error).removeprefix(f"{base.as_posix()}: ")
            _refuse(trees[-1], f"{base.as_posix()}: {said}", "give the name as seen from this file")
            break
    for tree in trees:
        _check_top(tree)
    problems = [problem for tree in reversed(trees) for problem in tree.problems]
    if any(tree.value is None for tree in trees):
        return Tree(trees[0].file, None, trees[0].mark, problems)
    return _join(trees, problems)


def _join(trees: list[Tree], problems: list[Problem]) -> Tree:
    """Applies each file to the one it is based on, from the last base to the file that was asked for."""
    joined = trees.pop()
    problems += patch.without_nulls(joined.value, joined.mark)
    removed = []
    while trees:
        what_if = trees.pop()
        del what_if.value["based_on"]
        step = patch.apply(joined, what_if)
        joined = step.tree
        problems += joined.problems
        removed += step.removed
    problems += patch.stranded_stages(joined, removed)
    problems += patch.without_nulls(joined.value, joined.mark)  # those inside lists, which do not merge
    joined.problems = problems
    return joined


def _base_of(tree: Tree, files: list[Path]) -> Path | None:
    """The file named by `based_on`; None, with a problem, if that is no name, or one already in the chain."""
    given: Any = tree.value["based_on"]
    if not isinstance(given, str) or not given.strip():
        _refuse(tree, f"{given!r} is no file name", "write the name of a scenario file, as in base.yaml")
        return None
    base = Path(os.path.normpath(files[-1].parent / given.strip()))
    chain = [file.resolve() for file in files]
    if base.resolve() in chain:
        ring = [*files[chain.index(base.resolve()) :], base]
        said = " > ".join(file.name for file in ring)
        _refuse(tree, f"these files are based on each other in a circle: {said}", "break the circle")
        return None
    if len(files) == LONGEST:
        _refuse(tree, f"more than {LONGEST} files are based on each other", "join some of them")
        return None
    return base


def _refuse(tree: Tree, message: str, hint: str) -> None:
    tree.problems.append(Problem("based_on", message, hint, tree.place(("based_on",))))
    tree.value = None


def _check_top(tree: Tree) -> None:
    """A scenario file is a mapping of sections."""
    if tree.value is None or (isinstance(tree.value, dict) and not _is_plan(tree.value)):
        return
    message = "this is no scenario: sections such as `programme:` and `cities:` are expected"
    hint = "`mentoring new` writes one to start from"
    if isinstance(tree.value, dict):
        message, hint = "this is a plan, not a scenario", "name the scenario file that it was made from"
    tree.problems[:] = [Problem("", message, hint, tree.place(()))]
    tree.value, tree.mark = None, Mark(tree.file, 1, 1)


def _is_plan(value: dict[str, Any]) -> bool:
    """Whether these are the values of a plan file, whose every key would else be told as unknown."""
    return isinstance(value.get("scenario"), dict) and "programme" not in value
