"""Pairs that are no candidates at all, shown to the rule: it must not rest on others having sorted them out."""

from __future__ import annotations

import pytest

from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan, PlannedPairing
from mentoring.language.frame import Frame
from mentoring.rules import check_plan
from mentoring.rules.theme_role import ThemeRole
from mentoring.rules.whole import Whole
from tests.builders import scenario
from tests.rules.declared import broken

WRONG = {
    Pairing("oslo", "oslo", "housing"): "oslo cannot mentor itself",
    Pairing("ghent", "oslo", "housing"): "ghent offers nothing in housing",
    Pairing("oslo", "ghent", "transport"): "the programme has no theme transport",
}


@pytest.mark.parametrize("pair", WRONG, ids=str)
def test_a_pair_without_offer_or_need_is_forbidden_and_told(pair: Pairing):
    plan = Plan(scenario=scenario(), status="feasible", pairings=(PlannedPairing(pairing=str(pair), fit=0),))
    assert any(WRONG[pair] in violation.message for violation in ThemeRole().check(plan))
    forbidden = broken(ThemeRole(), plan, Frame(plan.scenario, [pair]))
    assert [declaration.subject for declaration in forbidden] == [tuple(pair)]
    assert {violation.rule for violation in check_plan(plan)} == {"whole"}
    assert "no such offer" in next(Whole().check(plan)).message


def test_an_offer_that_meets_a_need_is_free():
    frame = Frame(scenario(), [Pairing("oslo", "ghent", "housing")])
    assert list(ThemeRole().declare(frame)) == []
