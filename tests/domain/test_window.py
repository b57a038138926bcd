"""The earliest days of a stage, along the order of stages."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from mentoring.domain.window import earliest_first_day, earliest_last_day
from tests.builders import scenario

MEETING = {"gathers": "all", "host": "none"}


def test_windows_fixed_days_and_lags_count():
    stages: dict[str, Any] = {
        "a": {**MEETING, "first": "2024-01-08", "days": 2},
        "b": {**MEETING, "between": {"first": "2024-02-01", "last": "2024-03-01"}, "after": {"a": {"min": "1w"}}},
        "c": {**MEETING, "after": {"a": {"min": "1w"}, "d": {}}, "days": 3},
        "d": MEETING,
    }
    of = scenario(stages=stages)
    assert earliest_first_day(of, "a") == date(2024, 1, 8)
    assert earliest_last_day(of, "a") == date(2024, 1, 9)
    assert earliest_first_day(of, "b") == date(2024, 2, 1)
    assert earliest_first_day(of, "c") == date(2024, 1, 17)
    assert earliest_last_day(of, "c") == date(2024, 1, 19)
    assert earliest_first_day(of, "d") == date(2024, 1, 1)


def test_many_stages_after_all_before_them_take_no_time_and_end_inside_the_calendar():
    stages = {f"s{n}": {**MEETING, "after": {f"s{m}": {"min": "9999m"} for m in range(n)}} for n in range(60)}
    of = scenario(stages=stages)
    start = time.perf_counter()
    assert earliest_last_day(of, "s59") == date(9000, 1, 1)
    assert time.perf_counter() - start < 1
