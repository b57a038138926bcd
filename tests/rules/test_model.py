"""The engine's model of every rule accepts and rejects what the rule's check does."""

from __future__ import annotations

from random import Random

import pytest

from mentoring.rules import RULES, check_plan
from tests.rules.case import Case, read_cases
from tests.rules.model import model_accepts
from tests.strategies import random_plan, random_scenario

BY_SLUG = {rule.slug: rule for rule in RULES}


@pytest.mark.parametrize(
    "case", [case for case in read_cases() if case.slug != "whole"], ids=lambda case: f"{case.slug}: {case.name}"
)
def test_model_accepts_or_rejects(case: Case):
    assert model_accepts([BY_SLUG[case.slug]], case.plan) == case.accepts


@pytest.mark.parametrize("seed", range(40))
def test_model_of_all_rules_accepts_what_no_check_rejects(seed: int):
    rng = Random(seed)
    plan = random_plan(random_scenario(rng), rng)
    assert model_accepts(RULES, plan) == (check_plan(plan) == [])
