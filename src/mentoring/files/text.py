"""Bytes to text: what is no readable UTF-8 text is refused here, with the line where it goes wrong."""

from __future__ import annotations

import re
from pathlib import Path

from mentoring.errors import Place, Problem, UsageError

LARGEST = 16 * 1024 * 1024
"""Largest file that is read, in bytes. A scenario of ten thousand cities is about half of it."""

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Control characters, odd line ends, characters that turn the reading direction, and what is no character."""

_MOST_PLACES = 20


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """The content of a file, at most one byte more than `largest` (so that the caller sees it is too large).

    Raises UsageError if there is no such file, it is a folder, or it may not be read.
    """
    name = path.as_posix()
    try:
        if path.is_dir():
            raise UsageError(f"{name}: this is a folder: name a file in it")
        with path.open("rb") as file:
            return file.read(largest + 1)
    except FileNotFoundError:
        raise UsageError(f"{name}: there is no such file{_neighbour(path)}") from None
    except PermissionError:
        raise UsageError(f"{name}: you are not allowed to read this file: ask whoever it belongs to") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UsageError(f"{name}: cannot be read: {reason}") from None


def is_too_large(path: Path) -> bool:
    """Whether the file is known to be above LARGEST bytes without reading it."""
    try:
        return path.stat().st_size > LARGEST
    except (OSError, ValueError):
        return False


def too_large(file_name: str, size: int) -> Problem:
    """The problem told for a file above LARGEST; `size` in bytes."""
    return Problem(
        "",
        f"the file is too large ({size / 1e6:.1f} MB; at most {LARGEST / 1e6:.1f} MB are read)",
        "is this really a scenario? Leave out what it does not need",
        Place(file_name),
    )


def decode(data: bytes, file_name: str) -> tuple[str, list[Problem]]:
    """Text without byte order mark, and what is wrong with it; the text is empty if it cannot be read."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint = "save it again as UTF-8 (in the editor: Save as, Encoding)"
        return "", [Problem("", "the file is saved as UTF-16, not as UTF-8", hint, Place(file_name, 1, 1))]
    if b"\x00" in data:
        kind = "a spreadsheet or zip archive" if data[:2] == b"PK" else "a binary file"
        return "", [
            Problem("", f"this is no text file but {kind}", "name a YAML file saved as UTF-8", Place(file_name))
        ]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", [_not_utf8(error, file_name)]
    if text.isascii() and text.isprintable():
        return text, []
    return text, _forbidden(text, file_name)


def place_of(text: str, index: int, file_name: str) -> Place:
    """Line and column of the character at `index`."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return Place(file_name, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _not_utf8(error: UnicodeDecodeError, file_name: str) -> Problem:
    """Says at which line and column the file stops being UTF-8, and which letter was probably meant."""
    data, start = error.object, error.start
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]  # utf-8-sig counts from after the byte order mark
    before = data[:start].decode("utf-8", errors="replace")
    guess = data[start : start + 1].decode("cp1252", errors="replace")
    meant = f", probably `{guess}` of an older Windows encoding" if guess != "\ufffd" else ""
    return Problem(
        "",
        f"the file is not UTF-8: byte {data[start]:#04x} is no character{meant}",
        "save it again as UTF-8 (in the editor: Save as, Encoding)",
        place_of(before, len(before), file_name),
    )


def _forbidden(text: str, file_name: str) -> list[Problem]:
    problems = []
    for found in FORBIDDEN.finditer(text):
        place = place_of(text, found.start(), file_name)
        problems.append(Problem("", control_message(found.group()), "delete it", place))
        if len(problems) == _MOST_PLACES:
            break
    return problems


def control_message(character: str) -> str:
    """Names an invisible character that has no business in a scenario."""
    return f"the invisible character U+{ord(character):04X} is not allowed"


def _neighbour(path: Path) -> str:
    """A hint naming the file that was probably meant, if its folder holds one of a similar name."""
    import difflib

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except (OSError, ValueError):
        return ""
    close = difflib.get_close_matches(path.name, names, n=1, cutoff=0.75)
    return f" (did you mean {(path.parent / close[0]).as_posix()}?)" if close else ""
