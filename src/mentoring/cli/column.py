"""How wide the columns of a table are in a terminal, and which words stand in which line: no word is ever cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from mentoring.views.block import Table
from mentoring.views.wording import width_of

GAP = 3
"""Blanks between two columns."""


HIGHEST = 9
"""Lines of a cell; where one would be higher, rows are easier to read one under the other."""
_BREAK = re.compile(r"(?<!\d)\s+|\s+(?!\d{3}(?!\d))")
"""Blanks at which a line may end: not those inside 151 542."""


def column_widths(table: Table, width: int) -> list[int] | None:
    """Columns as wide as they need, the widest cut back first.

    None where a word or figure would have to be cut, or a cell would become very high.
    """
    told = list(zip([column.title for column in table.columns], *table.rows, strict=True))
    natural = [max(map(width_of, texts)) for texts in told]
    least = [whole if column.figures else max(width_of(word) for text in texts for word in _words(text))
             for column, texts, whole in zip(table.columns, told, natural, strict=True)]  # fmt: skip
    room = width - GAP * (len(least) - 1)
    if sum(least) > room:
        return None
    most = max(natural)
    while sum(found := [max(few, min(all_, most)) for few, all_ in zip(least, natural, strict=True)]) > room:
        most -= 1
    for place, (has, whole) in enumerate(zip(found, natural, strict=True)):
        found[place] += min(whole - has, room - sum(found))
    highest = max((len(list(wrapped(text, wide))) for texts, wide in zip(told, found, strict=True) for text in texts))
    return found if highest <= HIGHEST else None


def table_lines(table: Table, texts: Sequence[str], widths: Sequence[int], *, is_head: bool = False) -> list[list[str]]:
    """One row of the table as lines of cells that are as wide as their columns; heads stand at the bottom."""
    cells = [list(wrapped(text, wide)) for text, wide in zip(texts, widths, strict=True)]
    if is_head:
        high = max(map(len, cells))
        cells = [[""] * (high - len(lines)) + lines for lines in cells]
    return [
        [_aligned(text, wide, column.figures) for text, wide, column in zip(line, widths, table.columns, strict=True)]
        for line in zip_longest(*cells, fillvalue="")
    ]


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most so many columns; a word that is longer than that stays whole."""
    if width_of(text) <= width:
        yield text
        return
    line = ""
    for word in _words(text):
        longer = f"{line} {word}" if line else word
        if width_of(longer) > width and line:
            yield line
            line = word
        else:
            line = longer
    yield line


def _words(text: str) -> list[str]:
    return _BREAK.split(text.strip())


def _aligned(text: str, width: int, is_figure: bool) -> str:
    blanks = " " * (width - width_of(text))
    return blanks + text if is_figure else text + blanks
