"""Every rule's case file, through its check and through its declarations."""

from __future__ import annotations

import pytest

from mentoring.rules import RULES
from mentoring.rules.base import Rule
from tests.rules.case import FOLDER, Case, read_cases
from tests.rules.declared import broken

BY_SLUG: dict[str, Rule] = {rule.slug: rule for rule in RULES}
CASES = list(read_cases())
WHOLE = [case for case in CASES if case.slug != "whole"]


def _name(case: Case) -> str:
    return f"{case.slug}: {case.name}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_check_accepts_or_rejects(case: Case):
    found = list(BY_SLUG[case.slug].check(case.plan))
    if case.accepts:
        assert found == []
    else:
        assert found
        assert case.says in " | ".join(violation.message for violation in found)


@pytest.mark.parametrize("case", WHOLE, ids=_name)
def test_declarations_accept_or_reject(case: Case):
    assert list(BY_SLUG["whole"].check(case.plan)) == [], "only a plan that is whole can be declared"
    assert bool(broken(BY_SLUG[case.slug], case.plan)) != case.accepts


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_every_sentence_can_be_said(case: Case):
    rule = BY_SLUG[case.slug]
    for violation in rule.check(case.plan):
        assert violation.rule == case.slug
        sentence = rule.say(case.plan.scenario, violation.subject)
        assert sentence
        assert not sentence.endswith(".")


def test_every_rule_has_cases_of_both_kinds():
    kinds = {(case.slug, case.accepts) for case in CASES}
    lacking = [slug for slug in BY_SLUG if not {(slug, True), (slug, False)} <= kinds]
    assert lacking == []


def test_every_case_file_belongs_to_a_rule():
    assert {path.stem for path in FOLDER.glob("*.yaml")} <= set(BY_SLUG)
