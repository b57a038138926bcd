"""Where in the scenario file a declaration comes from: dotted keys, as messages write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from mentoring.domain.programme import PairFigures
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Subject


def find_keys(scenario: Scenario, patterns: Iterable[str], subject: Subject) -> tuple[str, ...]:
    """The keys of the scenario that the patterns mean for this subject, the first pattern's first.

    In a pattern such as `cities.*.offers.*.mentees` a `*` stands for the names that the subject speaks of: cities,
    themes, persons, the stage of an event. What the file leaves to its default stands nowhere: if it says nothing at
    all of what is meant, the nearest keys around that are given, and only if there is none of them a whole section.
    """
    names = names_of(subject)
    exact: list[str] = []
    every: list[str] = []
    for pattern in patterns:
        wanted = pattern.split(".")
        for way in _follow(scenario, wanted, names):
            every.append(".".join(way))
            exact += [every[-1]] if len(way) == len(wanted) else []
    # What lies around is told only where it is about the subject, and where nothing inside it is told anyway.
    near = [key for key in every if "." in key and not any(other.startswith(f"{key}.") for other in every)]
    return tuple(dict.fromkeys(exact or near or [key for key in every if key] or ["programme"]))


def names_of(subject: Subject) -> tuple[str, ...]:
    """Everything that a subject names: its own parts, and those of the events among them, the stage first."""
    return tuple(dict.fromkeys(name for part in subject for name in (part, *part.split("/")) if name))


def holds(scenario: Scenario, key: str) -> bool:
    """Whether the scenario says something under the key, instead of leaving it to its default."""
    return any(len(way) == len(key.split(".")) for way in _follow(scenario, key.split("."), ()))


def _follow(value: Any, wanted: list[str], names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Each way as far as it exists; a whole one has as many steps as are wanted."""
    if not wanted:
        yield ()
        return
    below = list(_children(value, wanted[0], names))
    for step, child in below:
        for rest in _follow(child, wanted[1:], names):
            yield (step, *rest)
    if not below:
        yield ()


def _children(value: Any, step: str, names: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, BaseModel):
        field = "negated" if step == "not" else step
        if field in value.model_fields_set and (child := getattr(value, field)) is not None:
            yield step, child
    elif isinstance(value, Mapping):
        yield from ((name, value[name]) for name in (names if step == "*" else (step,)) if name in value)
    elif isinstance(value, list | tuple):
        for number, child in enumerate(value):
            if step == str(number) or (step == "*" and _is_meant(child, names)):
                yield str(number), child


def _is_meant(entry: Any, names: tuple[str, ...]) -> bool:
    """Whether an entry of a list is about the subject: figures of a single pair are about its two cities and theme."""
    return not isinstance(entry, PairFigures) or set(entry.key) <= set(names)
