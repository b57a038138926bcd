"""The one place that prints: results on stdout, messages on stderr, nothing that a hostile name could abuse.

Texts from files are cleaned of control characters and never read as markup. Colours and tables are drawn by rich,
which is imported only when there is a table or picture to draw.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import click

if TYPE_CHECKING:
    from rich.console import Console as RichConsole
    from rich.text import Text as RichText

    from mentoring.views.block import Block, Style, Table
    from mentoring.views.gantt import Marks

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_BLANK = re.compile("[\t\r\n\x0b\x0c\u2028\u2029]+")

HEARD = "mentoring.heard"
"""Under this name the run of a verb holds the warnings about the scenarios it used."""

WIDTH_OF_A_FILE = 100
"""Columns used where the output is no terminal and COLUMNS says nothing."""

_STYLES: dict[Style, str] = {
    "": "",
    "strong": "bold",
    "faint": "dim",
    "host": "bold blue",
    "travel": "yellow",
    "meet": "bold magenta",
    "online": "cyan",
    "closed": "dim",
    "good": "green",
    "warning": "yellow",
    "bad": "bold red",
}


def clean(text: str) -> str:
    """The text in one line, each control character and each that turns the reading direction replaced by `�`."""
    return _UNSAFE.sub("\ufffd", _BLANK.sub(" ", text))


def _terminal_width() -> int:
    """Columns of the terminal."""
    import shutil  # slow to import, and most runs need no width

    return shutil.get_terminal_size().columns


class _Page(io.StringIO):
    """What rich draws on; its encoding tells rich which characters tables may be drawn with."""

    encoding = "utf-8"


class Console:
    """Prints for one run of one verb; `plain` is for screen readers: no colours, no pictures, one fact a line."""

    _has_status: ClassVar[bool] = False  # of the one terminal, whoever writes to it

    def __init__(self, plain: bool = False) -> None:
        self.plain = plain

    @property
    def width(self) -> int:
        """Columns to draw in."""
        if sys.stdout.isatty():
            return _terminal_width()
        told = os.environ.get("COLUMNS", "")
        return int(told if told.isdecimal() else 0) or WIDTH_OF_A_FILE

    @property
    def marks(self) -> Marks:
        """Characters for the weeks: letters where the terminal's encoding lacks blocks."""
        from mentoring.views.gantt import ASCII, Marks

        marks = Marks()
        try:
            "".join((marks.hosts, marks.travels, marks.meets, marks.online, marks.closed, marks.free)).encode(
                getattr(sys.stdout, "encoding", None) or "utf-8"
            )
        except (UnicodeEncodeError, LookupError):
            return ASCII
        return ASCII if os.environ.get("TERM") == "dumb" else marks

    def line(self, text: str) -> None:
        """One line of the result."""
        click.echo(clean(text))

    def json(self, value: Mapping[str, Any]) -> None:
        """The result for programs; with `warnings`, what is doubtful in the scenarios that were used."""
        import json

        context = click.get_current_context(silent=True)
        if context is not None and HEARD in context.meta:
            from mentoring.cli.problem import problem_record

            value = {**value, "warnings": [*map(problem_record, context.meta[HEARD]), *value.get("warnings", ())]}
        text = json.dumps(value, ensure_ascii=False, indent=2)
        click.echo(_UNSAFE.sub(_escaped, text))

    def say(self, text: str) -> None:
        """One line of message, on stderr."""
        self.end_status()
        click.echo(clean(text), err=True)

    def say_lines(self, text: str) -> None:
        """A message of several lines, on stderr."""
        for line in text.rstrip("\n").split("\n"):
            self.say(line)

    def say_left_over(self, folder: str, written: Iterable[Path]) -> None:
        """Calendars of cities, themes and persons no longer in the plan: they stay, but somebody should know."""
        kinds = ("city", "theme", "person", "one", "invite", "cancel")
        there = {path.resolve() for kind in kinds for path in Path(folder).glob(f"{kind}/*.ics")}
        for path in sorted(there - {path.resolve() for path in written}):
            name = f"{folder}/{path.parent.name}/{path.name}"
            self.say(f"warning: {name} is of an earlier plan: delete it if nobody needs it any more")

    def status(self, text: str) -> None:
        """A line on stderr that the next one overwrites; only for terminals."""
        width = _terminal_width() - 1
        click.echo(f"\r\x1b[2K{clean(text)[:width]}", nl=False, err=True)
        Console._has_status = True

    def end_status(self) -> None:
        """Take the overwritten line away."""
        if Console._has_status:
            click.echo("\r\x1b[2K", nl=False, err=True)
            Console._has_status = False

    @property
    def can_overwrite(self) -> bool:
        """Whether messages go to a terminal that can take a line back."""
        return sys.stderr.isatty() and not self.plain and os.environ.get("TERM") != "dumb"

    def show(self, blocks: Iterable[Block]) -> None:
        """Blocks of a view, as part of the result."""
        if self.plain:
            _show_plain(blocks)
        else:
            drawn = _Page()
            if self.marks.hosts.isascii():
                drawn.encoding = "ascii"
            _show_rich(blocks, self._rich(drawn), self.width)
            # Tables fill their last column; blanks at the ends of lines help nobody.
            for line in drawn.getvalue().splitlines():
                click.echo(line.rstrip())

    def _rich(self, file: _Page) -> RichConsole:
        from rich.console import Console as RichConsole

        is_terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        return RichConsole(
            file=file, width=self.width, force_terminal=is_terminal, markup=False, emoji=False, highlight=False,
            legacy_windows=False,
        )  # fmt: skip


def _escaped(found: re.Match[str]) -> str:
    return "\n" if found.group() == "\n" else f"\\u{ord(found.group()):04x}"


def _show_plain(blocks: Iterable[Block]) -> None:
    from mentoring.views.block import Heading, Picture, Sentence

    for number, block in enumerate(blocks):
        if isinstance(block, Heading):
            click.echo(("\n" if number else "") + clean(block.text) + ":")
        elif isinstance(block, Sentence):
            click.echo(clean(block.text))
        elif isinstance(block, Picture):
            for spoken in block.spoken:
                click.echo(clean(spoken) + ".")
        else:
            for line in _rows_as_lines(block):
                click.echo(line)


def _rows_as_lines(table: Table) -> Iterator[str]:
    for row in table.rows:
        said = (f"{column.title}: {text}" for column, text in zip(table.columns, row, strict=True) if text)
        yield clean("; ".join(said)) + "."
    if not table.rows:
        yield clean(table.empty)


def _show_rich(blocks: Iterable[Block], console: RichConsole, width: int) -> None:
    from rich.text import Text

    from mentoring.views.block import Heading, Picture, Sentence

    for number, block in enumerate(blocks):
        if isinstance(block, Heading):
            console.print(Text(("\n" if number else "") + clean(block.text), style="bold"))
        elif isinstance(block, Sentence):
            console.print(Text(clean(block.text), style=_STYLES[block.style]))
        elif isinstance(block, Picture):
            for spans in block.lines:
                line = Text.assemble(*((clean(text), _STYLES[style]) for text, style in spans))
                console.print(line, no_wrap=True, overflow="crop")
        elif not block.rows:
            console.print(Text(clean(block.empty)))
        else:
            for text in _drawn(block, width, is_ascii=console.encoding == "ascii"):
                console.print(text, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)


def _drawn(table: Table, width: int, *, is_ascii: bool) -> Iterator[RichText]:
    """The lines of a table; where a word would have to be cut, each row as its first cell and the others under it."""
    from rich.text import Text

    from mentoring.cli.column import GAP, column_widths, table_lines, wrapped

    table = replace(table, rows=tuple(tuple(map(clean, row)) for row in table.rows))
    widths = column_widths(table, width)
    if widths is None:
        for row in table.rows:
            titles = (clean(column.title) for column in table.columns[1:])
            rest = "; ".join(f"{title}: {text}" for title, text in zip(titles, row[1:], strict=True) if text)
            for line in wrapped(row[0], width):
                yield Text(line, style="bold")
            for line in wrapped(rest, width - 2):
                yield Text(f"  {line}")
        return
    between = " " * GAP
    for cells in table_lines(table, [clean(column.title) for column in table.columns], widths, is_head=True):
        yield Text(between.join(cells), style="dim")
    yield Text(("-" if is_ascii else "─") * (sum(widths) + GAP * (len(widths) - 1)))
    styles = [_STYLES[column.style] for column in table.columns]
    for row in table.rows:
        for cells in table_lines(table, row, widths):
            yield Text(between).join(Text(cell, style=style) for cell, style in zip(cells, styles, strict=True))
