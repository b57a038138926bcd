"""A made-up programme as the text of a scenario file: one line for each city, person and stage."""

from __future__ import annotations

import json
from typing import Any


def document_text(document: dict[str, Any]) -> str:
    """The document as YAML. What stands below the second level is written on one line."""
    lines = []
    for key, value in document.items():
        if not isinstance(value, dict) or not value:
            lines.append(f"{key}: {_flow(value)}")
            continue
        lines.append(f"{key}:")
        lines += [f"  {name}: {_flow(inner)}" for name, inner in value.items()]
    return "\n".join(lines) + "\n"


def _flow(value: object) -> str:
    """A value as JSON, which is YAML too; keys that are numbers stay numbers."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _key(key: object) -> str:
    return key if isinstance(key, str) else json.dumps(key)
