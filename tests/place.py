"""Whether a place in a scenario file (file:line:column) holds what a sentence says: read with YAML alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from mentoring.domain.dates import WEEKDAYS, say_day, say_weekday
from mentoring.domain.scenario import Scenario
from mentoring.domain.spoken import say_languages

SAYS_NOTHING = {"true", "false", "all", "pairing", "mentor", "mentee", "theme", "participant", "none", "rail", "null",
                "region_type"}  # fmt: skip
"""Values of which a sentence tells what they mean, in other words."""


@dataclass(frozen=True)
class Value:
    """A value of a file: the keys that lead to it, places in lists left out, and the words below it."""

    keys: tuple[str, ...]
    words: tuple[str, ...] = field(default=())


@cache
def values_of(file: Path) -> dict[tuple[int, int], Value]:
    """Every value of a file by its line and column, both from 1."""
    root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    return dict(_walk(root, ())) if root is not None else {}


def _walk(node: yaml.Node, keys: tuple[str, ...]) -> Iterator[tuple[tuple[int, int], Value]]:
    if isinstance(node, yaml.MappingNode):
        for key, below in node.value:
            yield from _walk(below, (*keys, key.value.rstrip("+")))
    elif isinstance(node, yaml.SequenceNode):
        for below in node.value:
            yield from _walk(below, keys)
    mark = node.start_mark
    yield (mark.line + 1, mark.column + 1), Value(keys, tuple(_words(node)))


def _words(node: yaml.Node) -> Iterator[str]:
    if isinstance(node, yaml.ScalarNode):
        yield node.value
    elif isinstance(node, yaml.MappingNode):
        for key, below in node.value:
            yield from (key.value, *_words(below))
    else:
        for below in node.value:
            yield from _words(below)


def at(place: str, folder: Path | None = None) -> Value | None:
    """The value that begins at a place; None where none does."""
    file, line, column = place.rsplit(":", 2)
    return values_of((folder or Path()) / file).get((int(line), int(column)))


def find_misplaced(scenario: Scenario, sentence: str, keys: tuple[str, ...], place: str, key: str) -> str:
    """What is wrong with the place told for a sentence, whose `key` is the nearest of `keys` that a file holds."""
    value = at(place)
    if value is None:
        return f"{sentence}: nothing begins at {place}"
    if value.keys != tuple(step for step in key.split(".") if not step.isdigit()):
        return f"{sentence}: {key} is told, and {'.'.join(value.keys)} stands at {place}"
    if key == keys[0] and not is_said(scenario, value, sentence):
        return f"{sentence}: {value.words} stands at {place}"
    return ""


def is_said(scenario: Scenario, value: Value, sentence: str) -> bool:
    """Whether a day, number or name below the value is in the sentence, or none of them is one to say."""
    told = [word for word in value.words if word not in SAYS_NOTHING]
    return not told or any(_is_in(scenario, word, sentence) for word in (*told, *value.keys[1:]))


def _is_in(scenario: Scenario, word: str, sentence: str) -> bool:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
        day = date.fromisoformat(word)
        month = say_day(day).split(" ")[1]
        return re.search(rf"(?<!\d){day.day}(?!\d)", sentence) is not None and month in sentence
    if re.fullmatch(r"\d{4}-W\d\d", word):
        return _is_in(scenario, f"{date.fromisoformat(f'{word}-1')}", sentence)
    if number := re.fullmatch(r"([\d_]+)(\.\d+)?[dwm%]?", word):
        return re.search(rf"(?<!\d){int(number[1])}(?!\d)", re.sub(r"(?<=\d)[ ,](?=\d{3})", "", sentence)) is not None
    if word in WEEKDAYS:
        return say_weekday(word) in sentence
    names = {word, say_languages([word]), word.replace("-", " ")}
    if word in (*scenario.cities, *scenario.people, *scenario.places, *scenario.resolution.places):
        names.add(scenario.name(word))
    return any(name and name in sentence for name in names)
