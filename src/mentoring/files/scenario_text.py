"""A scenario as text that people like to read: YAML with a city's days, offers and needs a line each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

MARK = re.compile(
    r"# Written by `mentoring import`(?: from ([^\n]*)\.)?[^\n]*\n# What follows has the sum ([0-9a-f]{16})[^\n]*\n"
)


class _Dumper(yaml.SafeDumper):
    """Writes what `_InLine` says in one line, and never refers from one value to another."""

    def ignore_aliases(self, data: Any) -> bool:
        """Every value is written out, however often it is the same: references are refused by the reading."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Entries of lists stand two blanks to the right of their key."""
        return super().increase_indent(flow, False)


class _InLine(dict[str, Any]):
    """A mapping that is written in one line."""


_Dumper.add_representer(
    _InLine, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)
_Dumper.add_representer(
    list,
    lambda dumper, data: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", data, flow_style=not any(isinstance(one, dict) for one in data)
    ),
)


def scenario_text(value: dict[str, Any], sources: Sequence[str], comments: Mapping[str, str] | None = None) -> str:
    """The values as a scenario file; its first lines name the files that they come from.

    `comments` are told above keys of the first level.
    """
    body: str = yaml.dump(
        _arranged(value), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=4000, default_flow_style=False
    )
    for key, said in (comments or {}).items():
        told = "".join(f"# {line}\n" for line in said.splitlines())
        before, found, after = f"\n{body}".partition(f"\n{key}:")
        body = f"{before}\n{told}{found[1:]}{after}"[1:] if found else body
    named = ", ".join(" ".join(source.split()) for source in sources)
    said = f"# What follows has the sum {_sum(body)}, by which a change made by hand is noticed.\n"
    return f"# Written by `mentoring import` from {named}.\n{said}{body}"


def is_untouched(text: str) -> bool:
    """Whether the text was written by `scenario_text` and nobody has changed it since."""
    text = text.replace("\r\n", "\n")
    found = MARK.match(text)
    return found is not None and found[2] == _sum(text[found.end() :])


def read_sources(text: str) -> list[str]:
    """The files that the first line of such a text names; a name with ", " in it counts as two."""
    found = MARK.match(text.replace("\r\n", "\n"))
    return found[1].split(", ") if found is not None and found[1] else []


def _sum(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8")).hexdigest()[:16]


def _arranged(value: Any, depth: int = 0) -> Any:
    """Mappings without mappings in them, below the first levels, in one line."""
    if isinstance(value, list):
        return [_arranged(one, depth + 1) for one in value]
    if not isinstance(value, dict):
        return value
    below = {key: _arranged(one, depth + 1) for key, one in value.items()}
    is_flat = not any(isinstance(one, dict) or (isinstance(one, list) and one) for one in value.values())
    return _InLine(below) if depth >= 3 and is_flat else below
