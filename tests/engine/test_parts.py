"""The engine's small parts by hand: masks, lags, candidates with their reasons, shrinking, one solver call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from mentoring.domain.dates import Lag, add_lag, end_of, parse_lag
from mentoring.domain.pairing import Pairing, parse_pairing
from mentoring.engine.model.candidates import Candidates, find_candidates
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.mask import Bound, after, before, highest, lag_table, list_near, lowest, numbers
from mentoring.engine.model.solving import solve
from mentoring.engine.ties.core import shrink
from mentoring.language.declaration import Lag as LagBetween
from mentoring.language.frame import Frame
from tests.builders import PAIRING, VISIT, city, scenario

DAYS = st.sets(st.integers(0, 40), min_size=1)


def mask_of(days: set[int]) -> int:
    return sum(1 << day for day in days)


# --- masks --------------------------------------------------------------------------------------------------------


@given(DAYS)
def test_a_mask_is_a_set_of_days(days: set[int]):
    mask = mask_of(days)
    assert numbers(mask) == sorted(days)
    assert (lowest(mask), highest(mask)) == (min(days), max(days))


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda one: (one[0], sum(one))), max_size=8)


@given(SPANS, st.integers(0, 9))
def test_spans_are_near_unless_so_many_free_days_lie_between_them(spans: list[tuple[int, int]], most: int):
    near = [
        (i, j)
        for (i, one), (j, other) in combinations(enumerate(spans), 2)
        if max(other[0] - one[1], one[0] - other[1]) < most
    ]
    assert list_near(spans, most) == near


def test_the_empty_mask_has_no_days():
    assert numbers(0) == []


# --- lags ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lag", "days", "first", "earliest"),
    [
        ("0d", 1, "2024-01-01", "2024-01-02"),  # the next day
        ("0d", 3, "2024-01-01", "2024-01-04"),
        ("5d", 3, "2024-01-01", "2024-01-09"),
        ("2w", 1, "2024-01-01", "2024-01-16"),
        ("1m", 1, "2024-01-30", "2024-02-29"),  # the 31st is free from; February ends before it does
        ("1m", 1, "2024-01-31", "2024-03-01"),
        ("2m", 4, "2024-01-01", "2024-03-05"),
    ],
)
def test_the_day_that_lies_a_lag_after_an_event(lag: str, days: int, first: str, earliest: str):
    frame = Frame(scenario(), ())
    start = frame.day(date.fromisoformat(first))
    assert frame.date(lag_table(frame, days, parse_lag(lag))[start]) == date.fromisoformat(earliest)


@given(st.integers(1, 20), st.integers(0, 8), st.sampled_from("dwm"))
def test_a_table_of_lags_says_for_every_day_what_the_dates_say(days: int, count: int, unit: str):
    frame, lag = Frame(scenario(), ()), Lag(count, unit)
    table = lag_table(frame, days, lag)
    ends = [end_of(frame.date(start), days + 1) for start in range(frame.horizon)]
    assert [frame.date(day) for day in table] == [add_lag(end, lag) for end in ends]
    assert table == sorted(table)  # where one bound is missing only the first and the last day are looked at


@given(DAYS, DAYS, st.integers(-9, 9) | st.none(), st.integers(-9, 18) | st.none())
def test_arc_consistency_leaves_the_days_that_have_a_partner(
    early: set[int], late: set[int], least: int | None, most: int | None
):
    def goes(one: int, two: int) -> bool:
        return (least is None or two >= one + least) and (most is None or two <= one + most)

    firsts, lasts = (
        sorted(one for one in early if any(goes(one, two) for two in late)),
        sorted(two for two in late if any(goes(one, two) for one in early)),
    )
    low, high = (None if shift is None else [day + shift for day in range(60)] for shift in (least, most))
    assert numbers(after(mask_of(early), mask_of(late), low, high)) == lasts
    assert numbers(before(mask_of(early), mask_of(late), low, high)) == firsts
    shifted = Bound("one", "two", low, high, LagBetween("one", "two"), (least, most))
    assert numbers(shifted.after(mask_of(early), mask_of(late))) == lasts
    assert numbers(shifted.before(mask_of(early), mask_of(late))) == firsts


def test_arc_consistency_takes_away_what_is_too_early_or_too_late():
    low, high = [day + 3 for day in range(30)], [day + 5 for day in range(30)]
    assert numbers(after(mask_of({4, 6}), mask_of({5, 6, 7, 11, 12}), low, high)) == [7, 11]
    assert numbers(before(mask_of({1, 4, 6, 9}), mask_of({7, 11}), low, high)) == [4, 6]
    assert after(0, 7, low, high) == before(7, 0, low, high) == 0
    assert numbers(after(mask_of({4}), mask_of({1, 9}), None, None)) == [1, 9]


# --- candidates ---------------------------------------------------------------------------------------------------


def reasons(found: Candidates, pair: str = PAIRING) -> list[str]:
    return [slug for slug, _ in found.fallen.get(parse_pairing(pair), ())]


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({}, []),
        ({"pairing": {"max_km": 500}}, ["distance"]),
        ({"pairing": {"max_km": 500, "min_fit": 50}, "pairs": [{"pairing": PAIRING, "fit": 40}]},
         ["distance", "least-fit"]),
        ({"programme": {"closed": [{"first": "2024-01-01", "last": "2024-03-31"}]}}, ["closed"]),
        ({"stages": {"visit": {"gathers": "pairing", "host": "mentee", "between": {"first": "2024-03-30",
          "last": "2024-03-31"}}}}, ["weekday", "window"]),
        ({"pins": {"no": {"not": {"pairing": PAIRING}}}}, ["pin"]),
    ],
)  # fmt: skip
def test_every_rule_that_excludes_a_pair_is_a_reason(changes: dict[str, Any], rules: list[str]):
    found = find_candidates(scenario(**changes))
    assert sorted(set(reasons(found))) == rules
    assert bool(found.alive) == (not rules)
    assert len(found.say(parse_pairing(PAIRING))) == len(found.fallen.get(parse_pairing(PAIRING), ()))


def visits(least: str, last: str = "2024-03-29") -> dict[str, Any]:
    return {
        "first-visit": {"gathers": "pairing", "host": "mentee"},
        "second-visit": {
            "gathers": "pairing", "host": "mentor", "after": {"first-visit": {"min": least}},
            "between": {"first": "2024-01-01", "last": last},
        },
    }  # fmt: skip


def test_a_pair_whose_visits_do_not_fit_one_after_the_other_falls_out_for_their_order():
    assert reasons(find_candidates(scenario(stages=visits("13w")))) == ["order"]
    assert reasons(find_candidates(scenario(stages=visits("12w")))) == []


def test_the_days_left_to_a_pair_respect_the_order_of_its_visits():
    found = find_candidates(scenario(stages=visits("11w", last="2024-03-28")))
    pair = parse_pairing(PAIRING)
    first = numbers(found.masks[pair, f"first-{VISIT}"])
    second = numbers(found.masks[pair, f"second-{VISIT}"])
    # 28 March is day 87; eleven weeks and the day after earlier.
    assert (first[0], first[-1], second[0], second[-1]) == (0, 9, 78, 87)


def test_a_pair_is_excluded_alone_and_others_stay():
    cities = {
        "ghent": city(needs={"housing": {"refuses": ["liege"]}}),
        "liege": city(offers={"housing": {}}),
        "oslo": city("NO", offers={"housing": {}}),
    }
    found = find_candidates(scenario(cities=cities))
    assert found.alive == (Pairing("oslo", "ghent", "housing"),)
    assert reasons(found, "liege > ghent in housing") == ["refusal"]


# --- shrinking ----------------------------------------------------------------------------------------------------

MANY = tuple(Pairing(f"m{number}", "ghent", "housing") for number in range(12))


@pytest.mark.parametrize("core", [set(MANY[3:4]), {MANY[0], MANY[11]}, set(MANY[2:7]), set(MANY)])
def test_shrinking_finds_the_only_core(core: set[Pairing]):
    assert set(shrink(MANY, lambda part: core <= set(part))) == core


@given(st.lists(st.sets(st.sampled_from(MANY), min_size=1), min_size=1, max_size=4))
def test_what_is_left_fails_and_no_part_of_it_does(cores: list[set[Pairing]]):
    def fails(part: tuple[Pairing, ...]) -> bool:
        return any(core <= set(part) for core in cores)

    left = shrink(MANY, fails)
    assert fails(left)
    assert not any(fails(tuple(one for one in left if one != other)) for other in left)


# --- one solver call ----------------------------------------------------------------------------------------------


def small_model() -> tuple[cp_model.CpModel, cp_model.IntVar]:
    model = cp_model.CpModel()
    number = model.new_int_var(0, 10, "number")
    model.add(number >= 3)
    return model, number


def test_an_answer_has_value_and_bound():
    model, number = small_model()
    model.minimize(2 * number)
    answer = solve(model, Clock())
    assert (answer.status, answer.value(number), answer.objective, answer.bound) == ("optimal", 3, 6, 6)


@pytest.mark.parametrize("other_settings", [False, True])
def test_the_impossible_is_infeasible_with_any_settings(other_settings: bool):
    model, number = small_model()
    model.add(number <= 2)
    answer = solve(model, Clock(), other_settings=other_settings)
    assert (answer.status, answer.has_solution) == ("infeasible", False)


@pytest.mark.parametrize("clock", [Clock(seconds=0.0), Clock(should_stop=lambda: True)], ids=["no time", "stopped"])
def test_out_of_time_nothing_is_claimed(clock: Clock):
    model, number = small_model()
    model.minimize(number)
    assert solve(model, clock).status == "unknown"
    assert clock.left == 0


def test_listeners_hear_values_and_bounds_as_the_goal_counts_them():
    heard: list[tuple[int | None, int | None]] = []
    listen: Callable[[Any], None] = lambda step: heard.append((step.best, step.bound))  # noqa: E731
    model, number = small_model()
    model.minimize(-number)
    solve(model, Clock(on_progress=listen), goal="fit", sign=-1)
    assert heard[-1] == (10, 10)
