"""What may stand at a place of a scenario file: which keys, of which kind, with which example.

Read from the domain's own declarations, so that messages and reference never say anything else than the reading does.
"""

from __future__ import annotations

import types
from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mentoring.domain.scenario import Scenario

UNWRITTEN = frozenset({"resolution"})
"""Keys that plans have and scenario files have not."""


def models_at(steps: Iterable[str | int]) -> list[type[BaseModel]]:
    """The kinds of mapping with fixed keys that may stand there; none for a text, a list or a mapping of names."""
    return [kind for kind in _kinds_at(tuple(steps)) if isinstance(kind, type) and issubclass(kind, BaseModel)]


def field_at(steps: Iterable[str | int]) -> FieldInfo | None:
    """The declaration of the nearest key on the way; None at the top."""
    way = tuple(steps)
    while way:
        for model in models_at(way[:-1]):
            found = fields(model).get(str(way[-1]))
            if found is not None:
                return found
        way = way[:-1]
    return None


def keys_at(steps: Iterable[str | int]) -> list[str]:
    """The fixed keys that may be written there, in the order of the declaration."""
    return [key for model in models_at(steps) for key in fields(model)]


def fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a kind of mapping by the key they are written with, `doubt` last."""
    named = {field.alias or name: field for name, field in model.model_fields.items() if name not in UNWRITTEN}
    return dict(sorted(named.items(), key=lambda item: item[0] == "doubt"))


@cache
def homes(key: str) -> tuple[str, ...]:
    """Where a fixed key may stand, as dotted paths with `*` for names, shortest first (`cities.*`)."""
    found: list[tuple[str, ...]] = []
    waiting: list[tuple[tuple[str, ...], Any]] = [((), Scenario)]
    while waiting:
        way, kind = waiting.pop()
        for one in _expand(kind):
            if isinstance(one, type) and issubclass(one, BaseModel):
                for name, field in fields(one).items():
                    if name == key:
                        found.append(way)
                    if len(way) < 6:
                        waiting.append(((*way, name), field.annotation))
            elif get_origin(one) in (dict, tuple):
                waiting.append(((*way, "*"), get_args(one)[0 if get_origin(one) is tuple else 1]))
    return tuple(".".join(way) for way in sorted(found, key=lambda way: (len(way), way)))


@cache
def _kinds_at(steps: tuple[str | int, ...]) -> tuple[Any, ...]:
    if not steps:
        return (Scenario,)
    found: list[Any] = []
    step = steps[-1]
    for kind in _kinds_at(steps[:-1]):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            field = fields(kind).get(str(step))
            found += _expand(field.annotation) if field is not None else []
        elif get_origin(kind) is dict and isinstance(step, str):
            found += _expand(get_args(kind)[1])
        elif get_origin(kind) is tuple and isinstance(step, int):
            found += _expand(get_args(kind)[0])
    return tuple(found)


def _expand(annotation: Any) -> list[Any]:
    """The alternatives of an annotation, without what only validates."""
    if get_origin(annotation) is Annotated:
        return _expand(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [kind for one in get_args(annotation) if one is not type(None) for kind in _expand(one)]
    return [annotation]
