"""The reference page of the scenario file: every key, made from the domain's declarations and the JSON Schema."""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mentoring.domain.dates import Lag
from mentoring.domain.programme import GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.domain.value import say_percent
from mentoring.files.schema import Schema, scenario_schema
from mentoring.files.shape import fields
from mentoring.files.tree import read_tree
from mentoring.goals import GOALS
from mentoring.rules import RULES

INTRODUCTION = """\
Every key of a scenario file. `*` stands for a name of your own (a city, a theme, a stage) or for an entry of a list.
The file is YAML, and text stays text: `NO` is Norway, not false. Absent and `null` mean the same. Days are written
`2013-02-25`; `first` and `last` are both inside. Lengths of time are a number with `d` (days), `w` (weeks) or `m`
(months). Ids are small letters, digits and single hyphens.

Any mapping may also hold `doubt`: a text that says why its values are doubtful. It becomes a warning and stops nothing.

A file with the key `based_on` is a what-if: it names another scenario file and says only what is different. Mappings
merge, `null` removes, and a key that ends in `+` appends to a list
([how to](../how-to/try-a-what-if.md)).

Editors that understand JSON Schema complete keys and underline mistakes: `mentoring new` writes the line that leads
them to the schema. Most examples are taken from [a scenario that uses every key](every-key.yaml).""".splitlines()

EVERY_KEY = Path(__file__).parents[1] / "docs" / "reference" / "every-key.yaml"
LONGEST_EXAMPLE = 70

OWN_NAMES = {"cities", "people", "themes", "places", "stages", "cities.*.offers", "cities.*.needs"}
"""Mappings whose entries are things of their own: who reads the mapping does not read everything in them."""

UNITS = {
    "days": "days", "rest_days": "days", "travel_days": "days", "over_km": "km: days", "between": "days",
    "visa_weeks": "weeks", "max_km": "km", "rail_below_km": "km", "rail_only_below_km": "km", "from_km": "km",
    "to_km": "km", "eur": "EUR", "priority": "points", "daily_eur": "EUR", "rail_g": "g of CO2 per traveller and km",
    "flight_g": "g of CO2 per traveller and km", "latitude": "degrees", "longitude": "degrees",
    "population": "inhabitants", "strength": "points", "level": "points", "fit": "points", "min_fit": "points",
    "region_type": "", "effort": "hours", "hours": "hours", "mentees": "cities", "min_mentees": "cities",
    "mentors": "cities", "min_mentors": "cities", "min_cities": "cities", "min_countries": "countries",
    "travellers": "people", "count": "people", "events_at_once": "events", "events_per_month": "events",
    "at_once": "events", "bands": "inhabitants", "day": "day of the event", "tolerance": "share", "limit": "the goal's",
}  # fmt: skip
"""By the last step of the key; only for keys that hold a number."""
SPECIAL_UNITS = {
    "limits.budget_eur.programme": "EUR", "limits.budget_eur.per_city": "EUR",
    "limits.co2_kg.programme": "kg of CO2", "limits.co2_kg.per_city": "kg of CO2",
    "pairing.similar.population": "points", "pairing.similar.region_type": "points", "format": "",
}  # fmt: skip


def scenario_page() -> list[str]:
    """The page, line by line."""
    lines = ["# The scenario file", "", *INTRODUCTION]
    schema = scenario_schema()
    for section, field in fields(Scenario).items():
        if section == "doubt":
            continue
        lines += ["", f"## {section}", "", str(field.description), ""]
        lines += ["| key | type | unit | default | example | meaning | read by |", "|---|---|---|---|---|---|---|"]
        lines += [_row(key, part, one) for key, part, one in _walk((section,), Scenario, schema, section)]
    return lines


def _walk(
    way: tuple[str, ...], owner: type[BaseModel], schema: Schema, only: str | None = None
) -> Iterator[tuple[str, Schema, FieldInfo]]:
    """Every key below a mapping with its schema and its declaration, in the order of the declarations."""
    for name, field in fields(owner).items():
        if name == "doubt" or (only is not None and name != only):
            continue
        here = way if only is not None else (*way, name)
        yield ".".join(here), schema["$defs"][owner.__name__]["properties"][name], field
        for steps, model in _below(field.annotation):
            yield from _walk((*here, *steps), model, schema)


def _below(annotation: Any) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
    """The kinds of mapping inside an annotation, each with the steps that lead to it."""
    if get_origin(annotation) is Annotated:
        yield from _below(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, types.UnionType):
        for one in get_args(annotation):
            yield from _below(one)
    elif get_origin(annotation) in (dict, tuple):
        for steps, model in _below(get_args(annotation)[0 if get_origin(annotation) is tuple else 1]):
            yield ("*", *steps), model
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield (), annotation


def _row(key: str, part: Schema, field: FieldInfo) -> str:
    kind = _type(part, key)
    readers = [f"[{rule.slug}](rules.md#{rule.slug})" for rule in RULES if _is_read(key, rule.reads)]
    readers += [f"[{goal.slug}](goals.md#{goal.slug})" for goal in GOALS if _is_read(key, goal.reads)]
    cells = [
        f"`{key}`", kind, _unit(key, kind), _default(field, kind), f"`{_example(key, field)}`",
        part["description"], ", ".join(readers),
    ]  # fmt: skip
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _is_read(key: str, reads: tuple[str, ...]) -> bool:
    """Whether the key, or a value that it is a part of, is read."""
    return any(
        key == read or (read not in OWN_NAMES and key.startswith(f"{read}.") and not key.endswith(".why"))
        for read in reads
    )


def _unit(key: str, kind: str) -> str:
    if key in SPECIAL_UNITS:
        return SPECIAL_UNITS[key]
    last = [step for step in key.split(".") if step != "*"][-1]
    if "length of time" in kind:
        return "d, w or m"
    if last == "tolerance" or "number" in kind:
        return UNITS[last]
    return ""


_FORMS = {
    r"^\d{1,4}[dwm]$": "length of time",
    r"^\d{4}-\d{2}-\d{2}$": "day",
    r"^\d{1,3}(\.\d{1,2})?\s*%$": "percentage",
    r"^([01]\d|2[0-3]):[0-5]\d$": "time of day",
    "^[A-Z]{2}$": "country code",
    "^[A-Z]{2}-[A-Z0-9]{1,3}$": "region code",
    "^[A-Z0-9]{3}$": "three letters",
    "^[a-z0-9]+(-[a-z0-9]+)*$": "id",
}


_SIGNS = {"@": "mail address", ">": "pairing"}


def _type(part: Schema, key: str) -> str:
    """The type in words."""
    if key in ("goals.pairing", "goals.dates"):
        listed = "list of goals, each a name or a name with its settings"
        return f"{listed}; or the name of an order" if key == "goals.pairing" else listed
    if key == "stages.*.people":
        return "mapping of roles or people to a count, or list of people"
    if "anyOf" in part:
        kinds = [_type(one, key) for one in part["anyOf"] if one != {"type": "null"}]
        return " or ".join(dict.fromkeys(kinds))
    if "$ref" in part:
        return "mapping"
    if "enum" in part and part["enum"][0] == "mon":
        return "weekday"
    if "enum" in part:
        return " or ".join(f"`{one}`" for one in part["enum"])
    if "const" in part:
        return f"`{part['const']}`"
    match part["type"]:
        case "string":
            pattern = part.get("pattern", "")
            return _FORMS.get(pattern) or next((word for sign, word in _SIGNS.items() if sign in pattern), "text")
        case "integer":
            most = part.get("maximum", 0)
            return f"whole number{f' 0-{most}' if most in (30, 100) else ' from 1' if part.get('minimum') == 1 else ''}"
        case "number":
            return f"number {part['minimum']} to {part['maximum']}"
        case "boolean":
            return "true or false"
        case "array":
            if "prefixItems" in part:
                return "list of two texts"
            return f"list of {_several(_type(part['items'], key))}"
        case "object":
            inner = [*part.get("patternProperties", {}).values(), part.get("additionalProperties")]
            return f"mapping of names to {_several(_type(inner[0], key))}" if isinstance(inner[0], dict) else "mapping"
    raise ValueError(f"no words for the type of {key}: {part}")


def _several(kind: str) -> str:
    """`whole numbers from 1`, `ids`, `mappings of names to days`; alternatives stay as they are."""
    if kind.startswith("`"):
        return kind
    noun, *rest = kind.split(" ", 2) if kind.startswith(("whole", "country", "region")) else [kind]
    if rest:
        return " ".join((noun, f"{rest[0]}s", *rest[1:]))
    return kind.replace("mapping", "mappings", 1) if kind.startswith("mapping") else f"{kind}s"


def _default(field: FieldInfo, kind: str) -> str:
    if field.is_required():
        return "required"
    told = say_percent(field.default) if kind == "percentage" else _yaml(field.default)
    return f"`{told}`" if told else ""


def _example(key: str, field: FieldInfo) -> str:
    """An example in one line: the declaration's own, else what the scenario with every key says there."""
    if field.examples:
        return _yaml(field.examples[0])
    found = _find(read_tree(EVERY_KEY).value, key.split("."))
    if found is None:
        raise SystemExit(f"{EVERY_KEY} has no example for {key}: add one")
    told = _yaml(found)
    if len(told) <= LONGEST_EXAMPLE:
        return told
    return f"[{_yaml(found[0])}, ...]" if isinstance(found, list) else f"{{{next(iter(found))}: ..., ...}}"


def _find(value: Any, steps: list[str]) -> Any:
    """The first value at the end of the steps; `*` is any entry."""
    if not steps or value is None:
        return value
    if steps[0] == "*":
        entries = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return next((found for entry in entries if (found := _find(entry, steps[1:])) is not None), None)
    return _find(value.get(steps[0]), steps[1:]) if isinstance(value, dict) else None


def _yaml(value: Any) -> str:
    """A value as one would write it in the file, in one line; nothing for what is empty."""
    if value is None or (isinstance(value, str | list | tuple | dict) and not value):
        return ""
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int() | float() | date() | Lag():
            return str(value)
        case GoalUse():
            return value.goal
        case list() | tuple():
            return f"[{', '.join(_yaml(one) for one in value)}]"
        case dict():
            return "{" + ", ".join(f"{key}: {_yaml(one)}" for key, one in value.items()) + "}"
    return ""  # a mapping with defaults of its own, which are told with its keys
