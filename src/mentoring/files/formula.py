"""Texts that a spreadsheet program would take for a formula: kept from it when written, freed again when read."""

from __future__ import annotations

import re

_LEAD = re.compile("'*[=+\\-@\t\r\x00＝＋－＠]")  # full-width signs count too: some programs read them alike


def guard(text: str) -> str:
    """The text with a `'` before it when a spreadsheet program would take it for a formula.

    Text that begins with `'` and such a sign gets one more, so that `unguard` gives back what there was.
    """
    return f"'{text}" if _LEAD.match(text) else text


def unguard(text: str) -> str:
    """The text without the `'` that `guard` put before it."""
    return text[1:] if text.startswith("'") and _LEAD.match(text[1:]) else text
