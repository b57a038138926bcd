"""What a view is made of: headings, sentences, tables and pictures in characters, without any terminal or colour.

Whoever shows them chooses how: with colours, or read aloud from `Picture.spoken` and one line for each table row.
Texts may come from files and hold anything; whoever shows them cleans them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Style = Literal["", "strong", "faint", "host", "travel", "meet", "online", "closed", "good", "warning", "bad"]


class Span(NamedTuple):
    """A piece of a line in one style. The style repeats what the characters say already."""

    text: str
    style: Style = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a part; one short phrase without a full stop."""

    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One or more whole sentences."""

    text: str
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; figures stand to the right."""

    title: str
    figures: bool = False
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under titles; `empty` is said instead when there is no row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Lines in characters of equal width, and the same in sentences for those who hear the page."""

    lines: tuple[Line, ...]
    spoken: tuple[str, ...]


Block = Heading | Sentence | Table | Picture
