"""Trade-offs: complete against all plans of small programmes, the knee, going on, and goals that are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from mentoring import api
from mentoring.analysis.front import Aim, find_knee, is_dominated, sign_of
from mentoring.batch.tradeoff import find_aims, tradeoff
from mentoring.domain.pin import Pin
from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.domain.result import Result
from mentoring.domain.scenario import Scenario
from mentoring.errors import NoPlanError, UsageError
from mentoring.files.plan import read_plan
from mentoring.goals import BY_SLUG
from mentoring.goals.score import order
from mentoring.rules import check_plan
from mentoring.views.tradeoff import tradeoff_blocks, tradeoff_record
from tests.agreement import programme
from tests.brute import Search, TooManyPlans, is_within
from tests.builders import scenario

MOST_PLANS = 3_000


def every_plan(given: Scenario) -> Iterator[Plan]:
    """All plans that keep every rule."""
    search = Search(given, None)
    search.count(MOST_PLANS)
    for layout in search.lay_out():
        yield from (plan for plan in search.date(layout) if not check_plan(plan))


def front_of(given: Scenario, aims: tuple[Aim, Aim]) -> set[tuple[int, int]]:
    """The front by trying everything: plans within what goals before the two allow, none better in both."""
    uses = [(use, part) for use, part in order(given)]
    before = uses[: [(part, use.goal) for use, part in uses].index(aims[0])]
    asked = [*before, *((GoalUse(goal=goal), part) for part, goal in aims)]
    vectors = {tuple(BY_SLUG[use.goal].measure(plan, part, None) for use, part in asked) for plan in every_plan(given)}
    for position, (use, part) in enumerate(before):
        best = min((sign_of((part, use.goal)) * vector[position] for vector in vectors), default=0)
        best *= sign_of((part, use.goal))
        vectors = {vector for vector in vectors if is_within(use, best, vector[position])}
    values = {(vector[-2], vector[-1]) for vector in vectors}
    signs = sign_of(aims[0]), sign_of(aims[1])
    return {one for one in values if not any(is_dominated(one, other, signs) for other in values)}


def traded(number: int) -> tuple[Scenario, tuple[Aim, Aim]] | None:
    """A numbered programme and two of its goals; None where there are too few goals."""
    given = programme(number).scenario
    listed = [(part, use.goal) for use, part in order(given) if use.goal != "changes"]
    if len(listed) < 2:
        return None
    one, two = sorted(Random(number).sample(listed, 2), key=listed.index)
    return given, (one, two)


def holds(number: int, folder: Path) -> int:
    """How many points the front of a programme has, found and by trying everything; 0 where that takes too long."""
    found = traded(number)
    if found is None:
        return 0
    given, aims = found
    try:
        expected = front_of(given, aims)
    except TooManyPlans:
        return 0
    names = [f"{part}.{goal}" for part, goal in aims]
    if not expected:
        with pytest.raises(NoPlanError):
            tradeoff(given, names, folder)
        return 0
    front = tradeoff(given, names, folder)
    assert front.is_complete, number
    assert [point.values for point in front.points] == sorted(expected, key=lambda one: sign_of(aims[0]) * one[0])
    for point in front.points:
        plan = read_plan(folder / point.file)
        assert check_plan(plan) == []
        assert tuple(BY_SLUG[goal].measure(plan, part, None) for part, goal in aims) == point.values
    return len(expected)


@pytest.mark.parametrize("first", range(200, 240, 20))
def test_the_front_is_complete(first: int, tmp_path: Path):
    points = [holds(number, tmp_path / str(number)) for number in range(first, first + 20)]
    assert sum(number > 0 for number in points) > 3


def near_and_far() -> Scenario:
    """The farther the mentor, the better it fits."""
    places = {"bergen": (60.4, 5.3, 40), "turin": (45.1, 7.7, 80), "rome": (41.9, 12.5, 82), "athens": (38, 23.7, 90)}
    cities = {
        name: {"country": "NO", "latitude": latitude, "longitude": longitude, "offers": {"housing": {"strength": fit}}}
        for name, (latitude, longitude, fit) in places.items()
    }
    cities["oslo"] = {"country": "NO", "latitude": 59.9, "longitude": 10.7, "needs": {"housing": {}}}
    return scenario(cities=cities, goals={"pairing": ["needs", "fit", "travel_km"], "dates": ["early"]})


def test_the_plans_lead_from_one_end_to_the_other_and_are_kept(tmp_path: Path):
    heard: list[tuple[int, int]] = []
    front = tradeoff(near_and_far(), ("travel_km", "fit"), tmp_path, on_point=lambda one: heard.append(one.values))
    assert front.aims == (("pairing", "fit"), ("pairing", "travel_km"))
    assert [one.values[0] for one in front.points] == [90, 82, 80, 40]
    assert heard == [one.values for one in front.points]
    assert front.knee == 2
    files = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    again = tradeoff(near_and_far(), ("fit", "travel_km"), tmp_path)  # what is there is not made again
    assert [(one.values, one.file) for one in again.points] == [(one.values, one.file) for one in front.points]
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == files
    record = tradeoff_record(front)
    assert record["knee"] == 2
    assert record["complete"] is True
    told = "\n".join(str(block) for block in tradeoff_blocks(front))
    assert "4 plans, of which none is better in both, and no other plan is. Plan 3 is the knee" in told


def test_a_stop_keeps_what_was_found_and_says_so(tmp_path: Path):
    points: list[object] = []
    front = tradeoff(near_and_far(), ("fit", "travel_km"), tmp_path, on_point=points.append,
                     should_stop=lambda: len(points) >= 2)  # fmt: skip
    assert len(front.points) <= 3
    assert not front.is_complete
    assert "There may be other points: it was stopped." in str(tradeoff_blocks(front))


def test_where_a_point_is_not_proven_others_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The time was too short for the best: the worst is the first plan found, and none is better in the second goal."""
    planned = api.plan

    def hasty(asked: Scenario, **options: Any) -> Result:
        made = planned(asked, **options)
        if made.plan is None or made.plan.goals[1].value != 90:
            return made
        only = planned(near_and_far().model_copy(update={"pins": {"p": Pin(pairing="bergen > oslo in housing")}}))
        goals = [
            goal.model_copy(update={"bound": 90, "proven": False}) if goal.goal == "fit" else goal
            for goal in only.require_plan().goals
        ]
        return replace(only, plan=only.require_plan().model_copy(update={"goals": tuple(goals), "status": "feasible"}))

    monkeypatch.setattr(api, "plan", hasty)
    front = tradeoff(near_and_far(), ("fit", "travel_km"), tmp_path)
    assert [(one.values[0], one.is_proven) for one in front.points] == [(40, False)]
    assert not front.is_complete
    assert "There may be other points: not every point was proven" in str(tradeoff_blocks(front))


def test_the_knee_is_farthest_from_the_line_between_the_ends():
    assert find_knee([(0, 10), (1, 2), (10, 0)], (1, 1)) == 1
    assert find_knee([(0, 10), (5, 5), (10, 0)], (1, 1)) is None
    assert find_knee([(0, 10), (9, 8), (10, 0)], (1, 1)) is None
    assert find_knee([(90, 10), (80, 2), (10, 0)], (-1, 1)) == 1
    assert find_knee([(0, 1), (1, 0)], (1, 1)) is None


@pytest.mark.parametrize(
    ("between", "said"),
    [
        (["fit", "travel"], "'travel' is no goal of this scenario: did you mean travel_km?"),
        (["fit"], "a trade-off is between two goals"),
        (["fit", "fit"], "a trade-off is between two goals"),
        (["fit", "dates.travel_km"], "'dates.travel_km' is no goal of this scenario"),
    ],
)
def test_goals_that_are_none(between: list[str], said: str):
    with pytest.raises(UsageError, match=said.replace("?", r"\?")):
        find_aims(near_and_far(), between)
