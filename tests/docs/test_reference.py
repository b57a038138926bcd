"""The reference is complete, and as new as the code."""

from __future__ import annotations

import re
import subprocess
import sys
import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from mentoring import api, errors
from mentoring.cli.group import VERBS
from mentoring.domain.scenario import Scenario
from mentoring.files.tree import read_tree
from mentoring.goals import GOALS
from mentoring.goals.base import Goal
from mentoring.rules import RULES
from mentoring.rules.base import Rule
from tests.docs.page import ROOT

REFERENCE = ROOT / "docs" / "reference"
EVERY_KEY = REFERENCE / "every-key.yaml"


def read(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def keys(kind: Any, way: str = "") -> Iterator[str]:
    """Every dotted key that may stand in a scenario file, `*` for names and entries."""
    if get_origin(kind) is Annotated:
        yield from keys(get_args(kind)[0], way)
    elif get_origin(kind) in (Union, types.UnionType):
        for one in get_args(kind):
            yield from keys(one, way)
    elif get_origin(kind) in (dict, tuple):
        yield from keys(get_args(kind)[0 if get_origin(kind) is tuple else 1], f"{way}.*")
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if name not in ("resolution", "doubt"):
                here = f"{way}.{field.alias or name}".lstrip(".")
                yield here
                yield from keys(field.annotation, here)


READERS: tuple[Rule | Goal, ...] = (*RULES, *GOALS)
KEYS = sorted(set(keys(Scenario)))


def rows() -> dict[str, list[str]]:
    """The rows of the page about the scenario file, by key."""
    lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in read("scenario.md").splitlines() if line.startswith("| `")]
    return {cells[0].strip().strip("`"): [cell.strip() for cell in cells[1:]] for cells in lines}


def test_pages_and_schema_are_as_new_as_the_code() -> None:
    script = ROOT / "scripts" / "generate.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_there_are_many_keys() -> None:
    assert len(KEYS) > 150
    assert {"cities.*.offers.*.strength", "pins.*.not.first", "travel.rates.bands.*.eur"} <= set(KEYS)


def test_every_key_has_its_row_and_no_row_is_left_over() -> None:
    assert sorted(rows()) == KEYS


def test_every_row_has_a_type_an_example_and_a_meaning() -> None:
    for key, (kind, _, default, example, meaning, _) in rows().items():
        assert kind, key
        assert default != "``", key
        assert example not in ("", "``"), key
        assert meaning, key


def test_every_number_has_a_unit() -> None:
    bare = {"format", "travel.modes"}
    for key, (kind, unit, *_) in rows().items():
        if "number" in kind and key not in bare:
            assert unit, key


def test_whoever_reads_a_key_is_named_in_its_row() -> None:
    there = rows()
    for one in READERS:
        for key in one.reads:
            assert key in there, f"{one.slug} reads {key}, which no file can hold"
            assert f"#{one.slug})" in there[key][5], f"{key} is read by {one.slug}"


def test_the_scenario_with_every_key_has_every_key() -> None:
    def find(value: Any, steps: list[str]) -> bool:
        if not steps:
            return True
        entries: list[Any] = []
        if steps[0] == "*":
            entries = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        elif isinstance(value, dict) and steps[0] in value:
            entries = [value[steps[0]]]
        return any(find(entry, steps[1:]) for entry in entries)

    value = read_tree(EVERY_KEY).value
    short = {"goals.pairing.*", "goals.dates.*"}
    assert [key for key in KEYS if not find(value, key.split(".")) and key not in short] == []


def test_the_scenario_with_every_key_is_sound_and_has_a_plan() -> None:
    loaded = api.load(EVERY_KEY)
    assert loaded.problems == ()
    plan = api.plan(loaded.require()).require_plan()
    assert api.check(plan) == []


@pytest.mark.parametrize(("page", "slugs"), [
    ("rules.md", [rule.slug for rule in RULES]),
    ("goals.md", [goal.slug for goal in GOALS]),
])  # fmt: skip
def test_every_rule_and_goal_has_its_heading(page: str, slugs: list[str]) -> None:
    assert sorted(re.findall(r"^## (.+)$", read(page), re.MULTILINE)) == sorted(slugs)


def test_every_verb_has_its_heading() -> None:
    assert re.findall(r"^### (.+)$", read("commands.md"), re.MULTILINE) == list(VERBS)


def test_every_exit_code_has_its_row() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) ", read("exit-codes.md"), re.MULTILINE)}
    named = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    carried = {kind.exit_code for kind in named if issubclass(kind, errors.MentoringError)}
    carried |= {errors.NoPlanError(status, "").exit_code for status in ("infeasible", "unknown")}
    assert carried | {0, 130} <= told


def test_the_changelog_names_every_rule_and_goal() -> None:
    news = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [one.slug for one in READERS if f"`{one.slug}`" not in news] == []
