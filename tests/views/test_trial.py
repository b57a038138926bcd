"""What a change would do, in words: every goal that differs, what is not proven, and loads shared less evenly."""

from __future__ import annotations

from mentoring.analysis.difference import compare
from mentoring.analysis.trial import Trial, judge, weigh
from mentoring.domain.plan import GoalValue, Plan
from mentoring.views.trial import say_goals, say_no_plan, say_proof, say_trial
from tests.builders import PAIRING, VISIT, city, plan_of, scenario


def goal(slug: str, value: int, bound: int | None = None, direction: str = "least", part: str = "pairing") -> GoalValue:
    bound = value if bound is None else bound
    gap = abs(value - bound) / max(1, abs(value))
    return GoalValue(goal=slug, part=part, value=value, bound=bound, gap=gap, unit="points", direction=direction)


def with_goals(*goals: GoalValue) -> Plan:
    return plan_of(scenario(), [PAIRING], {VISIT: "2024-01-08"}, goals=goals)


def test_goals_are_told_in_their_order_with_what_is_not_proven():
    before = with_goals(goal("needs", 3), goal("fit", 100, direction="most"), goal("early", 9, part="dates"))
    after = with_goals(goal("needs", 3), goal("fit", 90, 95, "most"), goal("early", 8, part="dates"))
    difference = compare(before, after)
    assert say_goals(difference) == "fit 10 points worse (not proven: at best 5 worse), early 1 point better"
    assert judge(difference) == "worse"
    assert weigh(difference) == (0, 10, -1)
    trial = Trial("x", {}, "feasible", difference)
    assert say_trial(trial).startswith("Worse: fit 10 points worse")
    assert say_proof([trial]) == (
        "One of these plans is not proven to be best in the time given: with more --seconds figures may become better."
    )
    assert say_goals(compare(before, before)) == "every goal stays the same"


def test_what_has_no_plan_is_told_in_words():
    assert say_no_plan(Trial("x", {}, "unknown")) == "No plan was found in the time given; there may be one."
    assert say_no_plan(Trial("x", {}, "infeasible")) == "Impossible: no plan keeps every rule; this is proven."


def test_loads_that_are_shared_less_evenly_count():
    of = scenario(
        cities={name: city(at=(51.0, 3.0)) for name in ("a", "b", "c")},
        stages={name: {"gathers": "all", "host": "participant"} for name in ("one", "two", "three")},
        goals={"pairing": [{"goal": "hosting", "leximin": True}], "dates": []},
    )
    days = ("2024-01-08", "2024-01-09", "2024-01-10")

    def hosted_by(*hosts: str) -> Plan:
        events = dict(zip(("one", "two", "three"), zip(days, hosts, strict=True), strict=True))
        return plan_of(of, (), events, goals=[goal("hosting", 2)])

    fair, unfair = hosted_by("a", "a", "b"), hosted_by("a", "a", "a")
    worse = compare(fair, unfair.model_copy(update={"goals": (goal("hosting", 3),)}))
    assert judge(worse) == "worse"
    uneven = compare(hosted_by("a", "b", "c"), fair.model_copy(update={"goals": (goal("hosting", 2),)}))
    assert judge(uneven) == "worse"
    assert say_goals(uneven) == "hosting shared less evenly"
    assert judge(compare(fair, hosted_by("b", "b", "c"))) == "same"
