"""A pairing: one city mentors another in one theme."""

from __future__ import annotations

import re
from typing import NamedTuple

_PAIRING = re.compile(r"\s*([a-z0-9-]+)\s*>\s*([a-z0-9-]+)\s+in\s+([a-z0-9-]+)\s*")


class Pairing(NamedTuple):
    """Who mentors whom in which theme; written `MENTOR > MENTEE in THEME` everywhere."""

    mentor: str
    mentee: str
    theme: str

    def __str__(self) -> str:
        return f"{self.mentor} > {self.mentee} in {self.theme}"


def parse_pairing(text: str) -> Pairing:
    """Read `oslo > genoa in political`.

    Raises:
        ValueError: when it is not written so.
    """
    match = _PAIRING.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"{text!r} is no pairing: write MENTOR > MENTEE in THEME, as in oslo > genoa in political")
    return Pairing(*match.groups())
