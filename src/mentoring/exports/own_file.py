"""Single files that this program writes where somebody says: ours are replaced, nobody else's file ever is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from mentoring.errors import RefusedError, UsageError
from mentoring.files.plan import holds_plan
from mentoring.files.text import read_bytes

PDF_MARK = b"\n% mentoring\n"
"""Stands at the end of pages that we print: a remark for those who read PDF, by which ours are known."""

_HEAD = 8192  # bytes in which a file says who wrote it
_MARKS = {
    ".html": re.compile(
        rb'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        rb"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src (?:'|&#39;)none(?:'|&#39;); "
        rb"style-src (?:'|&#39;)sha256-"
    ),
    ".svg": re.compile(rb'<svg [^>]*\bdata-look="light"[^>]*><style><!\[CDATA\['),
    ".graphml": re.compile(rb'<\?xml version="1.0" encoding="UTF-8"\?>\n<graphml xmlns="[^"]*">\n <(?:key|graph) '),
    ".gexf": re.compile(rb"[^\0]*<creator>mentoring</creator>"),
    ".json": re.compile(rb'\{\n "directed": \w+,\n "multigraph": \w+,\n "graph": \{\n  "name": '),
    ".dot": re.compile(rb'(?:di)?graph ".*" \{\n  node \[shape=box, style="rounded"\];'),
}  # fmt: skip


def check_ending(path: Path | str, endings: Sequence[str], what: str) -> None:
    """Whether a file is called as what will be in it; `what` names that, as in "a page".

    Raises UsageError with a name that would do.
    """
    path = Path(path)
    if path.suffix.lower() not in endings:
        better = path.with_suffix(endings[0]).as_posix() if path.name else f"name{endings[0]}"
        raise UsageError(f"{path.as_posix()}: the name of {what} ends in {endings[0]}: write {better}")


def check_own(path: Path | str, what: str, mark: re.Pattern[bytes] | None = None) -> None:
    """Whether a file of ours may be written there: one that this program wrote is replaced, nobody else's is.

    What ours look like is known by the ending of the name, or is the `mark` with which they begin. `what` names what
    is to be written, as in "page".

    Raises RefusedError if somebody else's file is there, UsageError if it may not be read or is a folder.
    """
    path = Path(path)
    if not path.exists():
        return
    head = read_bytes(path, _HEAD)
    if holds_plan(head):
        raise RefusedError(f"{path.as_posix()} is a plan and stays as it is: name another file for the {what}")
    if not _is_ours(path, head, mark):
        said = f"{path.as_posix()} is there already and is no {what} that this program wrote; it stays as it is"
        raise RefusedError(f"{said}: name another file")


def _is_ours(path: Path, head: bytes, mark: re.Pattern[bytes] | None) -> bool:
    ending = {".htm": ".html"}.get(path.suffix.lower(), path.suffix.lower())
    if not head.strip():
        return True
    if ending == ".pdf":
        return path.read_bytes().endswith(PDF_MARK)
    known = mark or _MARKS.get(ending)
    return known is not None and known.match(head.replace(b"\r\n", b"\n")) is not None
