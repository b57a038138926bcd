"""Texts from a scenario, made fit for files that other programs read."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NO_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)


def clean(text: str) -> str:
    """The text composed (NFC), without control characters and those that turn the reading direction.

    Line ends become `\\n`; letters of every script, accents and emoji stay.
    """
    return unicodedata.normalize("NFC", _NO_TEXT.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    """The clean text in one line, with single blanks."""
    return " ".join(clean(text).split())


def shorten(text: str, longest: int) -> str:
    """The text, cut to `longest` characters with `…` at its end when it is longer."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
