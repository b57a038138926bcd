"""What-ifs: a scenario file that says only what is different from another one.

The rules are those of a JSON merge patch (RFC 7396): mappings merge, any other value replaces, `null` removes.
Beyond it, a key that ends in `+` appends to a list, and a removed city, person, theme or stage takes along all
that names it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from mentoring.errors import Place, Problem
from mentoring.files.mark import Mark, dotted
from mentoring.files.reference import KINDS, Kind, Steps
from mentoring.files.removal import Removal, remove
from mentoring.files.tree import Tree

_NOUN = {"cities": "city", "people": "person", "themes": "theme", "stages": "stage"}


class Step(NamedTuple):
    """A base with one what-if applied, and what the what-if removed from it, with its place."""

    tree: Tree
    removed: list[tuple[Removal, Place]]


def apply(base: Tree, patch: Tree) -> Step:
    """The base with the patch applied; the base is used up.

    Values keep the place of the file they come from. Problems of the patch (and a warning for everything removed,
    with what went along) are in the tree's `problems`.
    """
    problems: list[Problem] = []
    before = _named(base.value)
    removals = [remove(base.value, base.mark, kind, name) for kind, name in _removed(base.value, patch.value)]
    value, mark = _merge(base.value, base.mark, patch.value, patch.mark, (), problems, before)
    removed = [(each, patch.mark.find((each.kind, each.name)).key_place) for each in removals]
    problems += [_say_removed(*each) for each in removed]
    return Step(Tree(patch.file, value, mark, problems), removed)


def stranded_stages(tree: Tree, removed: list[tuple[Removal, Place]]) -> list[Problem]:
    """An error for each stage whose host was removed along the chain and that has got no other since."""
    problems = []
    for removal, there in removed:
        for stage_id, stage in _entries(tree.value, "stages").items() if removal.stranded else ():
            host = stage.get("host") if isinstance(stage, dict) else None
            if isinstance(host, dict):
                host = host.get("same_as") if removal.kind == "stages" else None
            elif removal.kind != "cities":
                host = None
            if host == removal.name and removal.name not in _entries(tree.value, removal.kind):
                message = f"the host of this stage, the {_NOUN[removal.kind]} `{host}`, is removed in {there}"
                steps = ("stages", stage_id, "host")
                hint = "name another host, or remove the stage too"
                problems.append(Problem(dotted(steps), message, hint, tree.place(steps)))
    return problems


def without_nulls(value: Any, mark: Mark) -> list[Problem]:
    """Takes every key whose value is null out of plain values: absent and null mean the same.

    The problems name entries (a city, an offer) that nothing is said about: they are meant to be there, and stay.
    """
    problems: list[Problem] = []
    waiting: list[tuple[Steps, Any, Mark]] = [((), value, mark)]
    while waiting:
        steps, value, mark = waiting.pop()
        if isinstance(value, dict) and mark.keys is not None:
            for key in [key for key, below in value.items() if below is None]:
                if _is_entry(steps):
                    message, hint = "nothing is said about it", f"write `{key}: {{}}`, or delete it"
                    problems.append(Problem(dotted((*steps, key)), message, hint, mark.keys[key].key_place))
                    value[key], mark.keys[key].keys = {}, {}  # what names it is not wrong too
                else:
                    del value[key], mark.keys[key]
            waiting += [((*steps, key), below, mark.keys[key]) for key, below in value.items()]
        elif isinstance(value, list) and mark.entries is not None:
            waiting += [((*steps, position), below, mark.entries[position]) for position, below in enumerate(value)]
    return problems


def _merge(
    base: Any,
    mark: Mark | None,
    patch: Any,
    patch_mark: Mark,
    steps: Steps,
    problems: list[Problem],
    before: set[Steps],
) -> tuple[Any, Mark]:
    """One level of the merge; marks go with their values. Depth is limited by the reading of the files."""
    if not isinstance(patch, dict):
        return patch, patch_mark
    value: dict[str, Any] = dict(base) if isinstance(base, dict) else {}
    keys = dict(mark.keys) if mark is not None and mark.keys is not None and isinstance(base, dict) else {}
    patch_keys = patch_mark.keys or {}
    for key, given in sorted(patch.items(), key=lambda item: item[0].endswith("+")):  # replace first, then append
        there = patch_keys[key]
        if given is None:
            if key in value:
                del value[key], keys[key]
            elif _is_entry(steps) and (*steps, key) not in before:
                problems.append(_nothing_to_remove(key, steps, there, before))
        elif key.endswith("+"):
            _append(value, keys, key[:-1], given, there, steps, problems)
        else:
            value[key], below = _merge(value.get(key), keys.get(key), given, there, (*steps, key), problems, before)
            below.key_line, below.key_column = there.key_line, there.key_column
            keys[key] = below
    merged = Mark(patch_mark.file, patch_mark.line, patch_mark.column, keys)
    merged.key_line, merged.key_column = patch_mark.key_line, patch_mark.key_column
    merged.before = mark.origin if mark is not None and mark.keys else None
    return value, merged


def _append(
    value: dict[str, Any],
    keys: dict[str, Mark],
    key: str,
    given: Any,
    mark: Mark,
    steps: Steps,
    problems: list[Problem],
) -> None:
    """Adds the entries of a list to the end of another (or begins it)."""
    where = dotted((*steps, f"{key}+"))
    if not isinstance(given, list):
        hint = "write the entries in brackets, as in [a, b]"
        problems.append(Problem(where, "a key that ends in `+` needs a list", hint, mark.key_place))
        return
    old = value.get(key, [])
    if not isinstance(old, list):
        hint = f"write `{key}:` without `+` to replace it"
        problems.append(Problem(where, f"`{key}` is no list, so nothing can be appended", hint, mark.key_place))
        return
    old_mark = keys.get(key)
    entries = list(old_mark.entries or ()) if old_mark is not None else []
    value[key] = [*old, *given]
    joined = Mark(mark.file, mark.line, mark.column, None, [*entries, *(mark.entries or ())])
    joined.key_line, joined.key_column = mark.key_line, mark.key_column
    keys[key] = joined


def _named(value: Any) -> set[Steps]:
    """Every key of the base in sections of named entries, before anything is removed."""
    found: set[Steps] = set()
    waiting: list[tuple[Steps, Any]] = [((), value)]
    while waiting:
        steps, below = waiting.pop()
        if isinstance(below, dict):
            found.add(steps)
            waiting += [((*steps, key), deeper) for key, deeper in below.items()]
    return found


def _is_entry(steps: Steps) -> bool:
    """Whether the keys at this level are names (of cities, offers, pins ...) and not words of the format."""
    sections = ("cities", "people", "themes", "stages", "places", "countries", "pins")
    if len(steps) == 1:
        return steps[0] in sections
    return len(steps) == 3 and (steps[0], steps[2]) in {
        ("cities", "offers"),
        ("cities", "needs"),
        ("stages", "after"),
    }


def _nothing_to_remove(key: str, steps: Steps, mark: Mark, before: set[Steps]) -> Problem:
    from difflib import get_close_matches

    names = [str(way[-1]) for way in before if way[:-1] == steps and way]
    close = get_close_matches(key, sorted(names), n=1, cutoff=0.7)
    hint = f"did you mean `{close[0]}`?" if close else f"to add it with default values write `{key}: {{}}`"
    message = "there is nothing of this name to remove"
    return Problem(dotted((*steps, key)), message, hint, mark.key_place, warning=True)


def _removed(base: Any, patch: Any) -> list[tuple[Kind, str]]:
    """What the patch removes of the base's cities, people, themes and stages."""
    found: list[tuple[Kind, str]] = []
    for kind in KINDS:
        there = base.get(kind)
        if kind not in patch or not isinstance(there, dict):
            continue
        given = patch[kind]
        if given is None:
            found += [(kind, name) for name in there]
        elif isinstance(given, dict):
            found += [(kind, name) for name, entry in given.items() if entry is None and name in there]
    return found


def _say_removed(removal: Removal, there: Place) -> Problem:
    """A warning that names what went along."""
    went = f"with it went {', '.join(removal.gone)}" if removal.gone else "nothing else named it"
    message = f"this {_NOUN[removal.kind]} is removed: {went}"
    return Problem(f"{removal.kind}.{removal.name}", message, "", there, warning=True)


def _entries(value: Any, section: str) -> dict[str, Any]:
    """A section of named entries; empty if it is none."""
    entries = value.get(section)
    return entries if isinstance(entries, dict) else {}
