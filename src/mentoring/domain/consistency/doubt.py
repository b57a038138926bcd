"""Doubts that the file states itself: sources that contradict each other warn and stop nothing."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.consistency.finding import Finding, Path
from mentoring.domain.scenario import Scenario
from mentoring.domain.value import Value


def find_doubts(scenario: Scenario) -> Iterator[Finding]:
    """A warning for every `doubt` beside a value, anywhere in the file."""
    yield from _walk(scenario, ())


def _walk(value: object, path: Path) -> Iterator[Finding]:
    if isinstance(value, Value):
        if value.doubt:
            yield Finding(path, f"doubtful: {value.doubt}", warning=True)
        told = value.model_fields_set
        for name, field in type(value).model_fields.items():
            # In the order of the fields: a set's own order differs from run to run.
            if name in told and name != "resolution":
                yield from _walk(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _walk(below, (*path, key))
    elif isinstance(value, tuple):
        for position, below in enumerate(value):
            yield from _walk(below, (*path, position))
