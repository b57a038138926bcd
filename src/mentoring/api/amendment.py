"""Single values to change, by dotted key, as one set of changes in the words of a what-if file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from mentoring.domain.scenario import Scenario


def compose(scenario: Scenario, changes: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The changes as a what-if file says them: mappings by key, None removes, a list stands as a whole.

    A list given for an entry of a list takes that entry's place.
    """
    value = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"resolution"})
    patch: dict[str, Any] = {}
    of_lists: dict[tuple[str, ...], list[tuple[int, tuple[str, ...], Any]]] = defaultdict(list)
    for key, new in changes:
        steps = tuple(key.split("."))
        place = next(
            (number for number, step in enumerate(steps) if step.isdigit() and _is_list(value, steps[:number])), None
        )
        if place is None:
            _put(patch, steps, new)
        else:
            of_lists[steps[:place]].append((int(steps[place]), steps[place + 1 :], new))
    for way, edits in of_lists.items():
        _put(patch, way, _edited(_find(value, way), edits))
    return patch


def _edited(entries: list[Any], edits: list[tuple[int, tuple[str, ...], Any]]) -> list[Any]:
    places = [[entry] for entry in entries]
    for number, below, new in edits:
        if not below:
            places[number] = list(new)
            continue
        changed: dict[str, Any] = dict(places[number][0])
        _put(changed, below, new)
        places[number] = [changed]
    return [entry for place in places for entry in place]


def _put(patch: dict[str, Any], steps: tuple[str, ...], new: Any) -> None:
    for step in steps[:-1]:
        if not isinstance(patch.get(step), dict):
            patch[step] = {}
        patch = patch[step]
    patch[steps[-1]] = new


def _find(value: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _is_list(value: Any, steps: tuple[str, ...]) -> bool:
    return isinstance(_find(value, steps), list)
