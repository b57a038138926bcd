"""What the reference page and `mentoring rules` take from every rule."""

from __future__ import annotations

from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from mentoring.domain.scenario import Scenario
from mentoring.rules import RULES
from mentoring.rules.base import Rule
from mentoring.rules.weekday import Weekday
from tests.builders import scenario


def test_rules_stand_in_order_and_once():
    slugs = [rule.slug for rule in RULES]
    assert slugs == sorted(set(slugs))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_a_docstring_begins_with_one_sentence(rule: Rule):
    first_line = (rule.__doc__ or "").splitlines()[0]
    assert first_line.endswith((".", ";"))
    assert len(first_line) > 20


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_a_rule_reads_keys_that_exist(rule: Rule):
    assert [key for key in rule.reads if not exists(Scenario, key.split("."))] == []


def exists(kind: Any, keys: list[str]) -> bool:
    """Whether the dotted path leads somewhere in the format; `*` stands for any id or place in a list."""
    if not keys:
        return True
    if get_origin(kind) is Annotated or (get_args(kind) and get_origin(kind) not in (dict, tuple)):
        return any(exists(one, keys) for one in get_args(kind))
    if get_origin(kind) in (dict, tuple):
        return keys[0] == "*" and any(exists(one, keys[1:]) for one in get_args(kind))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        field = kind.model_fields.get(keys[0])
        return field is not None and exists(field.annotation, keys[1:])
    return False


def test_keys_that_do_not_exist_are_found():
    assert exists(Scenario, ["cities", "*", "offers", "*", "mentees"])
    assert not exists(Scenario, ["cities", "*", "offers", "*", "mentors"])


def test_an_event_of_one_day_is_not_said_to_last_days_in_a_row():
    subject = ("", "visit/oslo/ghent/housing")
    assert Weekday().say(scenario(), subject) == "visit takes place on Monday, Tuesday, Wednesday, Thursday or Friday"
    stages = {"visit": {"gathers": "pairing", "host": "mentee", "days": 2}}
    assert Weekday().say(scenario(stages=stages), subject).startswith("visit lasts 2 days in a row on Monday")
