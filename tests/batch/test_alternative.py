"""Alternatives: as different as can be against all plans of small programmes, and written as plans of their own."""

from __future__ import annotations

import pytest

from mentoring.batch.alternative import alternatives, read_share
from mentoring.domain.plan import Plan
from mentoring.engine.planner import plan
from mentoring.errors import UsageError
from mentoring.goals.sameness import Sameness, outline_of
from mentoring.goals.score import score
from mentoring.rules import check_plan
from tests.agreement import programme
from tests.analysis.test_standing import shared
from tests.batch.test_tradeoff import every_plan
from tests.brute import TooManyPlans
from tests.builders import city, plan_of, scenario

SHARE = 1_000  # ten percent


def in_common(one: Plan, two: Plan) -> tuple[int, int]:
    """Pairings in common, and events in the same week."""
    pairings, weeks = outline_of(one), outline_of(two)
    same = sum(weeks.weeks.get(event) == week for event, week in pairings.weeks.items())
    return len(set(pairings.pairings) & set(weeks.pairings)), same


def is_near(other: Plan, best: Plan) -> bool:
    for goal, (_, _, value) in zip(best.goals, score(other), strict=True):
        slack = abs(goal.value) * SHARE // 10_000
        if value > goal.value + slack if goal.direction == "least" else value < goal.value - slack:
            return False
    return True


def holds(number: int) -> int:
    """Compare the first alternative of a programme with all its plans; 1 where there is one."""
    given = programme(number).scenario
    result = plan(given)
    if result.plan is None or result.status != "optimal" or any(use.leximin for use in given.goals.pairing):
        return 0
    best = result.plan
    try:
        near = [one for one in every_plan(given) if is_near(one, best)]
    except TooManyPlans:
        return 0
    least = min(in_common(one, best) for one in near)
    found = alternatives(given, best, 1, SHARE)
    if not found:
        # All that are near have all its pairings, and hold its events in the same weeks.
        assert least[0] == len(best.pairings), number
        assert all(outline_of(one).weeks == outline_of(best).weeks for one in near if one.paired == best.paired), number
        return 0
    made = found[0]
    assert made.plan.scenario == given
    assert check_plan(made.plan) == []
    assert is_near(made.plan, best), number
    assert made.is_proven
    assert in_common(made.plan, best)[0] == least[0], number
    if made.kind == "weeks":
        assert made.plan.paired == best.paired or least[0] == len(best.pairings)
        assert in_common(made.plan, best) == least, number
    return 1


@pytest.mark.parametrize("first", range(200, 220, 20))
def test_no_plan_as_good_differs_in_more(first: int):
    assert sum(holds(number) for number in range(first, first + 20)) > 1


def test_each_differs_from_all_before_and_there_is_an_end():
    """Two of three mentors fit alike, in two weeks; the third is worse by more than may be given up."""
    cities = {
        "oslo": city("NO", (59.9, 10.7), needs={"housing": {}}),
        "bergen": city("NO", (60.4, 5.3), offers={"housing": {"strength": 90}}),
        "turku": city("FI", (60.4, 22.3), offers={"housing": {"strength": 90}}),
        "athens": city("GR", (38, 23.7), offers={"housing": {"strength": 40}}),
    }
    given = scenario(
        cities=cities,
        programme={"first": "2024-01-08", "last": "2024-01-19"},
        goals={"pairing": ["needs", "fit"], "dates": ["spread"]},
    )
    best = plan(given).require_plan()
    found = alternatives(given, best, 5, "2%")
    plans = [best, *(one.plan for one in found)]
    assert [one.kind for one in found] == ["pairings", "weeks", "weeks"]
    assert len({outline_of(one).pairings for one in plans}) == 2
    assert len({str(outline_of(one)) for one in plans}) == 4
    more = alternatives(given, best, 5, "100%")
    assert [one.kind for one in more] == ["pairings", "pairings", "weeks", "weeks", "weeks"]
    assert len({str(outline_of(one.plan)) for one in more} | {str(outline_of(best))}) == 6
    assert more[0].plan.status == "optimal"
    assert [goal.is_proven for goal in more[1].plan.goals] == [True, False, False]


def test_no_bound_of_plans_with_fair_loads_is_said_of_others():
    best = plan(shared()).require_plan()
    unfair = [one.plan for one in alternatives(shared(), best, 2, "100%") if one.plan.goals[2].value == 380]
    assert [[goal.is_proven for goal in one.goals] for one in unfair] == [[True, False, False, False]]
    assert [one.goals[2].bound for one in unfair] == [None]


def test_sameness_is_counted_against_every_plan_before():
    of = scenario()
    one = plan_of(of, ["oslo > ghent in housing"], {"visit/oslo/ghent/housing": "2024-01-08"})
    unlike = (outline_of(one), outline_of(one))
    asked = of.model_copy(update={"resolution": of.resolution.model_copy(update={"unlike": unlike})})
    same = one.model_copy(update={"scenario": asked})
    assert (Sameness().measure(same, "pairing", None), Sameness().measure(same, "dates", None)) == (1, 2)


@pytest.mark.parametrize("given", ["2", "-1%", "101%", "much", ""])
def test_what_is_no_share_is_refused(given: str):
    with pytest.raises(UsageError, match="is no share to give up: write one from 0% to 100%, as in 2%"):
        read_share(given)


def test_none_at_all_cannot_be_asked_for():
    with pytest.raises(UsageError, match="0 alternatives"):
        alternatives(scenario(), plan(scenario()).require_plan(), 0)
