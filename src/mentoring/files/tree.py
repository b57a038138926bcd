"""A YAML file as plain values, each with the place where it stands.

Text stays text: only unquoted `12`, `0.5`, `true`, `false`, `null` and `~` become numbers, truth values and
nothing. So `NO` is Norway, `2013-02-25` a text that reads like a date, `12:30` and `007` are texts. Keys are
always text.

What YAML offers beyond that (anchors, aliases, merge keys, tags, several documents) is refused with a
sentence saying what to write instead: none of it is needed, and aliases are how a small file becomes a huge
one. The file is read as a flat run of events, never by recursion, so depth and size are limited before they
can do harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.errors import Place, Problem
from mentoring.files.mark import Mark, Steps
from mentoring.files.text import LARGEST, decode, is_too_large, read_bytes, too_large

if TYPE_CHECKING:
    from yaml.events import Event


@dataclass(slots=True)
class Tree:
    """The plain values of a file, where each stands, and all problems of form.

    `value` is None if the file cannot be read at all; with lesser problems (a key that stands twice) it holds
    the rest, so that a reader can go on and report everything at once.
    """

    file: str
    value: Any
    mark: Mark
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Steps) -> Place:
        """Where the value begins; for one that is not in the file, where the nearest around it begins."""
        return self.mark.find(path).place

    def key_place(self, path: Steps) -> Place:
        """Where the key of the value begins (the value itself at the top and in lists)."""
        return self.mark.find(path).key_place

    def places(self) -> Iterator[tuple[tuple[str | int, ...], Place]]:
        """Every value of the file with its place, in the order of the file."""
        return ((steps, mark.place) for steps, mark in self.mark.walk())


def read_tree(path: Path | str) -> Tree:
    """The plain values of a YAML file.

    Problems of form are in `problems` of the answer.

    Raises UsageError if there is no such file, it is a folder, or it may not be read.
    """
    path = Path(path)
    name = path.as_posix()
    data = read_bytes(path)
    if is_too_large(path):
        return _broken(name, [too_large(name, path.stat().st_size)])
    return parse_tree(data, name)


def parse_tree(source: str | bytes, file_name: str) -> Tree:
    """The plain values of YAML text; `file_name` is what messages call it."""
    data = source if isinstance(source, bytes) else source.encode("utf-8", errors="surrogatepass")
    if len(data) > LARGEST:
        return _broken(file_name, [too_large(file_name, len(data))])
    text, problems = decode(data, file_name)
    if not problems and (problem := _directive(text, file_name)):
        problems.append(problem)
    if problems:
        return _broken(file_name, problems)
    return _compose(text, file_name)


def _compose(text: str, file_name: str) -> Tree:
    """Parses readable text; the parser is loaded only now, so that help screens need not wait for it."""
    from yaml import MarkedYAMLError, YAMLError

    from mentoring.files.compose import Composer, TooMuch

    composer = Composer(file_name)
    try:
        composer.feed(_events(text))
    except TooMuch:
        return _broken(file_name, composer.problems)
    except MarkedYAMLError as error:
        from mentoring.files.syntax import explain

        return _broken(file_name, composer.problems + explain(error, text, file_name))
    except YAMLError as error:
        said = " ".join(str(error).split())
        return _broken(file_name, [Problem("", f"this is not YAML: {said}", "", Place(file_name))])
    if composer.value is None and not composer.problems:
        hint = "`mentoring new` writes one to start from"
        return _broken(file_name, [Problem("", "the file is empty", hint, Place(file_name, 1, 1))])
    return Tree(file_name, composer.value, composer.mark, composer.problems)


def _events(text: str) -> Iterable[Event]:
    """The parser's events, by libyaml where PyYAML was built with it (a hundred times as fast)."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    events: Iterable[Event] = yaml.parse(text, Loader=loader)
    return events


def _directive(text: str, file_name: str) -> Problem | None:
    """YAML directives are refused before parsing: nobody needs them, and many of them take long to parse."""
    if "%" not in text or not (text.startswith("%") or "\n%" in text or "\r%" in text):
        return None
    from mentoring.files.syntax import directive

    return directive(text, file_name)


def _broken(file_name: str, problems: list[Problem]) -> Tree:
    return Tree(file_name, None, Mark(file_name, 1, 1), problems)
