"""Plain words for what the YAML parser says when a file is not YAML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentoring.errors import Place, Problem
from mentoring.files.text import place_of

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

_MOST_TABS = 20

# What the parser says (libyaml's words, then those of the pure Python parser), what we say, what to do, and
# whether the beginning of the broken thing (context) or the point where it broke tells the reader more.
_WORDS: tuple[tuple[str, str, str, bool], ...] = (
    ("scanning a quoted scalar.*end of stream", "this quotation mark is never closed", "close it", True),
    (
        "(unknown escape|escaped character|hexdecimal|hexadecimal|Unicode character escape)",
        "a backslash inside double quotes begins a special character",
        "use single quotes, or write the backslash twice",
        False,
    ),
    (
        "scanning a block scalar",
        "text may not begin with `>` or `|`",
        "put it in quotes",
        True,
    ),
    ("(alias|anchor)", "text may not begin with `*` or `&`", "put it in quotes", True),
    ("tag", "text may not begin with `!`", "put it in quotes", True),
    (
        "could not find expected ':'",
        "a `:` is missing here",
        "write `key: value`, or `- ` before an entry of a list",
        True,
    ),
    (
        "mapping keys are not allowed",
        "a `?` is not expected here",
        "put text that begins with `?` in quotes",
        False,
    ),
    (
        "(mapping values are not allowed|unexpected ':')",
        "a `:` is not expected here",
        "begin keys of one level in the same column, and put text that contains `: ` in quotes",
        False,
    ),
    (
        "sequence entries are not allowed",
        "a list written with `- ` must begin on a line of its own",
        "start a new line, or write the list as [a, b]",
        False,
    ),
    ("parsing a flow sequence", "this list has no closing `]`, or a comma is missing in it", "", True),
    ("parsing a flow mapping", "this mapping has no closing `}`, or a comma is missing in it", "", True),
    ("tab character", "a tab stands at the beginning of this line", "use spaces", False),
    ("(node content)", "a value may not begin with this character", "put text in quotes", False),
    (
        "block collection|expected '-' indicator",
        "this line is no entry of the list above",
        "begin it with `- `, or in the column of the keys before the list",
        False,
    ),
    (
        "(expected key|block mapping|expected '?<document start>)",
        "this does not fit the lines above",
        "begin keys of one level in the same column, and write one `key: value` in each line",
        False,
    ),
    (
        "character .*cannot start any token",
        "a value may not begin with this character",
        "put text in quotes",
        False,
    ),
)


def explain(error: MarkedYAMLError, text: str, file_name: str) -> list[Problem]:
    """The problem behind a parser's complaint, placed where it can be mended; tabs are all named at once."""
    lines = text.splitlines()
    there = error.problem_mark
    if there is None:
        return [Problem("", f"this is not YAML: {error.problem}", "", Place(file_name))]
    line = lines[there.line] if there.line < len(lines) else ""
    if line[: len(line) - len(line.lstrip())].count("\t"):
        return _tabs(lines, there.line, file_name)
    says = f"{error.context or ''} | {error.problem or ''}"
    for pattern, message, hint, from_context in _WORDS:
        if re.search(pattern, says):
            mark = error.context_mark if from_context and error.context_mark else there
            place = Place(file_name, mark.line + 1, mark.column + 1)
            shown = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
            if "this character" in message and shown.strip():
                message = message.replace("this character", f"`{shown}`")
            return [_glued(lines, mark.line, message, file_name) or Problem("", message, hint, place)]
    place = Place(file_name, there.line + 1, there.column + 1)
    return [Problem("", f"this is not YAML: {says.strip(' |')}", "", place)]


def _glued(lines: list[str], number: int, message: str, file_name: str) -> Problem | None:
    """`country:HU` is a text and no key: the parser stumbles there, or over the `:` of the next line."""
    if "`:` is missing" not in message and "`:` is not expected" not in message:
        return None
    for nearby in (number, number - 1):
        line = lines[nearby] if 0 <= nearby < len(lines) else ""
        if found := re.fullmatch(r"(\s*(?:- )?)([\w-]+):([^\s:/]\S*)\s*", line):
            place = Place(file_name, nearby + 1, len(found[1]) + 1)
            return Problem("", "a space is missing after `:`", f"write `{found[2]}: {found[3]}`", place)
    return None


def directive(text: str, file_name: str) -> Problem | None:
    """The problem told for a line that begins with `%`, which YAML reads as an instruction to the parser."""
    found = re.search(r"^%", text, re.MULTILINE)
    if found is None:
        return None
    return Problem("", "a line may not begin with `%`", "delete the line", place_of(text, found.start(), file_name))


def _tabs(lines: list[str], stumbled: int, file_name: str) -> list[Problem]:
    """One problem for each line that is indented by a tab (at most twenty)."""
    problems = []
    for number, line in enumerate(lines, start=1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent and (line.strip() or number == stumbled + 1):
            place = Place(file_name, number, indent.index("\t") + 1)
            problems.append(Problem("", "a tab is used for indentation", "use spaces", place))
        if len(problems) == _MOST_TABS:
            break
    return problems
