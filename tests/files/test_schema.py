"""The packaged JSON Schema of scenario files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mentoring.files.schema import SCHEMA_FILE, scenario_schema, schema_text
from mentoring.files.tree import read_tree

HERE = Path(__file__).parent
SCENARIOS = sorted((HERE.parents[1] / "scenarios").rglob("*.yaml"))
BROKEN = sorted((HERE / "broken").glob("[0-9]*.yaml"))
FORM = range(1, 13)  # numbers of the broken files that are no YAML, or nothing a schema could look at
WHOLE = range(41, 63)  # those that only the whole file, or its base, shows


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = scenario_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_packaged_schema_is_up_to_date() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "run scripts/generate.py"


@pytest.mark.parametrize("path", [*SCENARIOS, HERE / "broken" / "danube.yaml"], ids=lambda path: path.name)
def test_shipped_scenarios_fit_it(path: Path, validator: Any) -> None:
    assert [error.message for error in validator.iter_errors(read_tree(path).value)] == []


@pytest.mark.parametrize(
    "path", [path for path in BROKEN if int(path.stem[:2]) not in FORM], ids=lambda path: path.stem
)
def test_it_finds_what_a_schema_can_find(path: Path, validator: Any) -> None:
    number = int(path.stem[:2])
    tells_by_code = {21, 23, 24, 34, 40}  # 31 April, first after last (twice), a reserved id, a pin that fixes nothing
    value = read_tree(path).value
    found = not validator.is_valid(value)
    assert found == ((number not in tells_by_code and number not in WHOLE) or number in (51, 60)), path.stem


@pytest.mark.parametrize(
    "extra",
    [
        {"goals": {"pairing": ["needs", {"fit": {"tolerance": "2%"}}, {"goal": "away", "leximin": True}]}},
        {"stages": {"visit": {"gathers": "all", "host": "none", "people": ["novak"]}}},
        {"stages": {"visit": {"gathers": ["graz"], "host": {"same_as": "x"}, "people": {"novak": None, "expert": 2}}}},
        {"travel": {"days": {"over_km": {"0": 0, "1500": 1}}}},
        {"limits": None, "pins": None},
    ],
)
def test_short_forms_and_null_fit_it(extra: dict[str, Any], validator: Any) -> None:
    value = read_tree(HERE / "broken" / "danube.yaml").value | extra
    assert [error.message for error in validator.iter_errors(value)] == []


def test_every_key_has_a_description() -> None:
    for name, model in scenario_schema()["$defs"].items():
        for key, said in model["properties"].items():
            assert said.get("description"), f"{name}.{key}"
