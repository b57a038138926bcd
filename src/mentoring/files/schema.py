"""The JSON Schema of a scenario file: what editors use to complete keys and underline mistakes while one writes.

Made from the domain's own declarations. It says what can be said about form; only `mentoring check` knows whether a
city exists or a window is long enough. A what-if is a patch, of which it says no more than the names of its sections.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mentoring.files.shape import UNWRITTEN

SCHEMA_FILE = Path(__file__).parents[1] / "data" / "scenario.schema.json"
"""Where it is packaged."""

Schema = dict[str, Any]


def schema_text() -> str:
    """The schema as it stands in its file."""
    return json.dumps(scenario_schema(), indent=1, ensure_ascii=False) + "\n"


def scenario_schema() -> Schema:
    """The schema, made anew; the same every time."""
    from pydantic.json_schema import models_json_schema

    from mentoring.domain.scenario import Scenario

    _, made = models_json_schema([(Scenario, "validation")], by_alias=True)
    kinds: dict[str, Schema] = {name: _tidy(kind) for name, kind in made["$defs"].items()}
    _widen(kinds)
    root = kinds["Scenario"]
    for key in UNWRITTEN:
        del root["properties"][key]
    for name in _used(kinds, "Scenario"):
        for part in kinds[name]["properties"].values():
            part["description"] = _describe(part, kinds)
    used = _used(kinds, "Scenario")
    sections = {name: {"description": part["description"]} for name, part in root["properties"].items()}
    based_on = {"type": "string", "description": "The scenario file that this what-if changes.", "minLength": 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario of mentoring",
        "description": root["description"],
        "type": "object",
        "if": {"required": ["based_on"]},
        "then": {
            "description": "A what-if: mappings merge, null removes, a key ending in + appends to a list.",
            "properties": {"based_on": based_on, **sections},
        },
        "else": {"$ref": "#/$defs/Scenario"},
        "$defs": {name: kinds[name] for name in sorted(used)},
    }


def _describe(part: Schema, kinds: dict[str, Schema]) -> str:
    """What a key means: its own words, else those of what it holds."""
    holds = next((one["$ref"] for one in [part, *part.get("anyOf", ())] if "$ref" in one), "")
    return str(part.get("description") or kinds[str(holds).removeprefix("#/$defs/")]["description"])


def _tidy(part: Any) -> Any:
    """Without titles that only repeat a key, and defaults that are null or filled in."""
    if isinstance(part, list):
        return [_tidy(one) for one in part]
    if not isinstance(part, dict):
        return part
    tidied: Schema = {}
    for key, value in part.items():
        if key == "properties":
            tidied[key] = {name: _optional(_tidy(below), name, part) for name, below in value.items()}
        elif key == "patternProperties":
            tidied |= {key: _tidy(value), "additionalProperties": False}  # a name of another form is no id
        elif key == "title" or (key == "default" and (value is None or isinstance(value, dict | list))):
            continue
        else:
            tidied[key] = _tidy(value)
    return tidied


def _optional(part: Schema, name: str, owner: Schema) -> Schema:
    """A key that may be absent may be null as well: both mean the same."""
    if name in owner.get("required", ()):
        return part
    if "anyOf" in part:
        return {**part, "anyOf": [*(one for one in part["anyOf"] if one != {"type": "null"}), {"type": "null"}]}
    told: Schema = {key: part.pop(key) for key in ("description", "examples", "default") if key in part}
    return {"anyOf": [part, {"type": "null"}], **told}


def _widen(kinds: dict[str, Schema]) -> None:
    """The short forms that the reading takes as well."""
    from mentoring.domain.programme import DATE_GOALS, PAIRING_GOALS, PRESETS

    del kinds["GoalUse"]["properties"]["tolerance"]["default"]  # the reading's own figure, not what a file would say
    settings = {name: part for name, part in kinds["GoalUse"]["properties"].items() if name != "goal"}
    kinds["GoalSettings"] = {"type": "object", "properties": settings, "additionalProperties": False}
    for key, known in (("pairing", PAIRING_GOALS), ("dates", DATE_GOALS)):
        use = {
            "anyOf": [
                {"enum": list(known)},
                {
                    "type": "object",
                    "properties": {name: {"$ref": "#/$defs/GoalSettings"} for name in known},
                    "additionalProperties": False,
                    "minProperties": 1,
                    "maxProperties": 1,
                },
                {"$ref": "#/$defs/GoalUse"},
            ]
        }
        kinds["Goals"]["properties"][key]["anyOf"][0]["items"] = use
    kinds["Goals"]["properties"]["pairing"]["anyOf"].insert(1, {"enum": list(PRESETS)})
    people = kinds["Stage"]["properties"]["people"]["anyOf"]
    ((ids, sent),) = people[0]["patternProperties"].items()
    people[0]["patternProperties"] = {ids: {"anyOf": [{"type": "integer", "minimum": 1}, sent, {"type": "null"}]}}
    people.insert(1, {"type": "array", "items": {"type": "string"}})


def _used(kinds: dict[str, Schema], first: str) -> set[str]:
    """Kinds that are reached from the first one."""
    found: set[str] = set()
    waiting: list[Any] = [{"$ref": f"#/$defs/{first}"}]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            name = str(part.get("$ref", "")).removeprefix("#/$defs/")
            if name and name not in found:
                found.add(name)
                waiting.append(kinds[name])
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return found
