"""Events that nobody can host: no plan can hold them, so they are shown to the rule by hand."""

from __future__ import annotations

from mentoring.language.declaration import Forbid
from mentoring.language.fact import Held
from mentoring.language.frame import Frame
from mentoring.rules.host import Host
from tests.builders import PAIRING, VISIT, plan_of, scenario, scenario_data
from tests.rules.case import merge

NOBODY = merge(
    scenario_data(),
    {
        "cities": {"ghent": {"can_host": False}, "oslo": {"can_host": False}},
        "stages": {"visit": {"host": "participant"}},
    },
)


def test_an_event_without_possible_host_is_not_held():
    found = scenario(**NOBODY)
    assert list(Host().declare(Frame(found, found.conceivable))) == [Forbid(Held(VISIT), ("", VISIT))]


def test_a_plan_that_holds_it_all_the_same_is_rejected():
    plan = plan_of(scenario(**NOBODY), [PAIRING], {VISIT: "2024-01-08"})
    assert [violation.message for violation in Host().check(plan)] == ["visit (oslo > ghent) has no host"]
