"""From the flat run of parser events to plain values with marks, without recursion."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mentoring.errors import Place, Problem
from mentoring.files.mark import Mark, dotted
from mentoring.files.text import FORBIDDEN, control_message

if TYPE_CHECKING:
    from yaml.events import Event, NodeEvent, ScalarEvent

DEEPEST = 40
"""Most levels of mappings and lists inside each other."""
MOST_VALUES = 1_000_000
"""Most keys and values of one file: those of a programme of some ten thousand cities."""
LONGEST_KEY = 200
"""Most characters of a key."""
MOST_PROBLEMS = 100
"""After so many problems of form a file is given up."""

_WORDS = {"": None, "~": None, "null": None, "true": True, "True": True, "false": False, "False": False}
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?")
_NO_KEY = object()  # stands for a key that was refused: its value is read and dropped


class TooMuch(Exception):
    """The file is beyond a limit: its problem is the last one, and its values are worth nothing."""


class Composer:
    """Builds one document. After `feed`, `value` and `mark` hold it and `problems` what was refused."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.value: Any = None
        self.mark = Mark(file, 1, 1)
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._documents = 0
        self._count = 0

    def feed(self, events: Iterable[Event]) -> None:
        """Takes all events of a file. Raises TooMuch when a limit is passed."""
        from yaml import events as kinds

        for event in events:
            kind = type(event)
            if kind is kinds.ScalarEvent:
                self._scalar(event)  # type: ignore[arg-type]
            elif kind is kinds.MappingStartEvent:
                self._start(event, {})  # type: ignore[arg-type]
            elif kind is kinds.SequenceStartEvent:
                self._start(event, [])  # type: ignore[arg-type]
            elif kind is kinds.MappingEndEvent or kind is kinds.SequenceEndEvent:
                self._open.pop()
            elif kind is kinds.AliasEvent:
                self._alias(event)  # type: ignore[arg-type]
            elif kind is kinds.DocumentStartEvent:
                self._document(event)

    def _scalar(self, event: ScalarEvent) -> None:
        mark = self._mark(event)
        text = event.value
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if not text.isprintable() and (found := FORBIDDEN.search(text)):
            self._report(control_message(found.group()), "delete it", mark)
        self._refuse_extras(event, mark)
        top = self._open[-1] if self._open else None
        if top is not None and top.waits_for_key:
            self._key(top, text, event.implicit[0], mark)
        elif not event.implicit[0]:
            self._place(text, mark)
        else:
            if not text and top is not None and isinstance(top.key, str) and top.glued:
                key, _, rest = top.key.partition(":")
                self._report("a space is missing after `:`", f"write `{key}: {rest}`", mark)
            self._place(plain_value(text), mark)

    def _key(self, top: _Open, text: str, plain: bool, mark: Mark) -> None:
        top.key_mark, top.glued = mark, plain and ":" in text
        top.key = _NO_KEY
        if plain and text == "<<":
            self._report("`<<` takes over values by reference", "write the values out", mark)
        elif plain and not text:
            self._report("a key is missing before `:`", "write `key: value`", mark)
        elif len(text) > LONGEST_KEY:
            self._report(f"a key has more than {LONGEST_KEY} characters", "write `key: value`", mark)
        elif text in top.value:
            line = top.mark.keys[text].key_line if top.mark.keys else 0
            top.key = text
            message = f"this key stands here a second time (first in line {line})"
            self._report(message, "keep one of them", mark)
            top.key = _NO_KEY
        else:
            top.key = text

    def _start(self, event: NodeEvent, value: dict[str, Any] | list[Any]) -> None:
        mark = self._mark(event)
        self._refuse_extras(event, mark)
        if isinstance(value, dict):
            mark.keys = {}
        else:
            mark.entries = []
        if len(self._open) >= DEEPEST:
            message = f"values are nested more than {DEEPEST} levels deep"
            self._give_up(message, "a scenario needs ten at most", mark)
        step: str | int | None = None
        top = self._open[-1] if self._open else None
        if top is not None and top.waits_for_key:
            self._report("a key must be a text, not a list or a mapping", "write `key: value`", mark)
            top.key, top.key_mark = _NO_KEY, mark
        else:
            step = self._place(value, mark)
        self._open.append(_Open(value, mark, step))

    def _alias(self, event: NodeEvent) -> None:
        mark = self._mark(event)
        message = f"`*{event.anchor}` repeats another value by reference"
        self._report(message, "write the value out, or put the text in quotes", mark)
        top = self._open[-1] if self._open else None
        if top is not None and top.waits_for_key:
            top.key, top.key_mark = _NO_KEY, mark
        else:
            self._place(None, mark)

    def _document(self, event: Event) -> None:
        self._documents += 1
        if self._documents > 1:
            mark = self._mark(event)
            message = "a second document begins here (`---`)"
            self._give_up(message, "one file holds one document: split it", mark)

    def _place(self, value: Any, mark: Mark) -> str | int | None:
        """Puts a value where it belongs and returns its key or position (None: at the top, or dropped)."""
        if not self._open:
            self.value, self.mark = value, mark
            return None
        top = self._open[-1]
        if top.mark.entries is not None:
            top.value.append(value)
            top.mark.entries.append(mark)
            return len(top.value) - 1
        key, top.key = top.key, None
        if not isinstance(key, str) or top.mark.keys is None:
            return None
        mark.key_line, mark.key_column = top.key_mark.line, top.key_mark.column
        top.value[key] = value
        top.mark.keys[key] = mark
        return key

    def _mark(self, event: Event) -> Mark:
        self._count += 1
        at: Any = event.start_mark
        mark = Mark(self.file, at.line + 1, at.column + 1)
        if self._count > MOST_VALUES:
            self._give_up(f"the file holds more than {MOST_VALUES} values", "split the programme", mark)
        return mark

    def _refuse_extras(self, event: NodeEvent, mark: Mark) -> None:
        if event.anchor is not None:
            hint = "write the value out where it is needed, or put text that begins with `&` in quotes"
            self._report(f"`&{event.anchor}` names a value for reference", hint, mark)
        tag = getattr(event, "tag", None)
        if tag is not None:
            shown = str(tag).replace("tag:yaml.org,2002:", "!!")
            hint = "leave it out, or put text that begins with `!` in quotes"
            self._report(f"the tag `{shown}` is not used in scenarios", hint, mark)

    def _report(self, message: str, hint: str, mark: Mark) -> None:
        steps: list[str | int] = [each.step for each in self._open if each.step is not None]
        if self._open and isinstance(self._open[-1].key, str):
            steps.append(self._open[-1].key)
        elif self._open and self._open[-1].mark.entries is not None:
            steps.append(len(self._open[-1].value))
        self.problems.append(Problem(dotted(steps), message, hint, Place(self.file, mark.line, mark.column)))
        if len(self.problems) == MOST_PROBLEMS:
            self._give_up("too many problems: the rest of the file was not read", "mend these first", mark)

    def _give_up(self, message: str, hint: str, mark: Mark) -> None:
        self.problems.append(Problem("", message, hint, Place(self.file, mark.line, mark.column)))
        raise TooMuch(message)


class _Open:
    """A mapping or list whose end has not come yet."""

    __slots__ = ("glued", "key", "key_mark", "mark", "step", "value")

    def __init__(self, value: Any, mark: Mark, step: str | int | None) -> None:
        self.value, self.mark, self.step = value, mark, step
        self.key: object = None
        self.key_mark = mark
        self.glued = False

    @property
    def waits_for_key(self) -> bool:
        return self.key is None and self.mark.keys is not None


def plain_value(text: str) -> Any:
    """What an unquoted text means: a whole number, a decimal, true, false, nothing, or the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "+-0123456789" and (found := _NUMBER.fullmatch(text)):
        return float(text) if found[1] else int(text)
    return text
