"""Elements of a drawing or page as text: whatever a name holds, it comes out as text and never as markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_AS_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_NO_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_CLOSED = {"input": ">", **dict.fromkeys(("path", "rect", "circle", "use"), "/>")}
"""How elements end that hold nothing; those of drawings may close themselves."""
_NARROW, _WIDE = frozenset("iljtfrI.,:;|!'()[] -·"), frozenset("mwMWÆŒ@%")


class Drawn(str):
    """Finished markup: templates put it in as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def escape(text: object) -> Drawn:
    """A text made safe for content and attributes, in one line, without signs that turn the reading direction."""
    if isinstance(text, Drawn):
        return text
    return Drawn(" ".join(_NO_TEXT.sub(" ", str(text)).split()).translate(_AS_TEXT))


def number(value: float) -> str:
    """A coordinate with at most one digit after the point: 12, 12.5."""
    rounded = f"{value:.1f}"
    return "0" if rounded == "-0.0" else rounded.removesuffix(".0")


def tag(name: str, /, *inner: object, **attributes: object) -> Drawn:
    """One element. `cls` is `class`, `data_e` is `data-e`, `viewBox` stays; None leaves an attribute out."""
    told = "".join(
        f' {_attribute(key)}="{number(value) if isinstance(value, float) else escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not inner and name in _CLOSED:
        return Drawn(f"<{name}{told}{_CLOSED[name]}")
    return Drawn(f"<{name}{told}>{''.join(map(escape, inner))}</{name}>")


def join(parts: Iterable[str]) -> Drawn:
    """Finished elements, one after another."""
    return Drawn("".join(parts))


def text_width(text: str, size: float) -> float:
    """About how wide a text comes out in a sans-serif face of so many pixels; rather too much than too little."""
    ems = 0.0
    for letter in text:
        if unicodedata.combining(letter):
            continue
        if unicodedata.east_asian_width(letter) in "WF":
            ems += 1.05
        elif letter in _NARROW:
            ems += 0.36
        else:
            ems += 0.92 if letter in _WIDE else 0.72 if letter.isupper() else 0.6
    return ems * size


def fit_text(text: str, size: float, room: float) -> str:
    """The text, cut with `…` so that it is at most so many pixels wide."""
    text = " ".join(_NO_TEXT.sub(" ", text).split())
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _attribute(key: str) -> str:
    return "class" if key == "cls" else key if key == "viewBox" else key.rstrip("_").replace("_", "-")
