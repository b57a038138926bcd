"""The cheapest pairs of a theme over all days that its meeting may have, by trying every one."""

from __future__ import annotations

from itertools import combinations
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from mentoring.engine.prices.reach import NEVER
from mentoring.engine.ties.theme_outlook import Tables, undominated


def least_of(cells: Any, costs: Any, places: Any, wanted: Any) -> int:
    """The least sum of any pairs within everybody's places: tried one by one."""
    pairs = np.argwhere(cells).tolist()
    best = 0
    for count in range(1, int(min(places.sum(), wanted.sum())) + 1):
        for some in combinations(pairs, count):
            mentors, mentees = np.array(some).T
            if (np.bincount(mentors, minlength=len(places)) <= places).all() and (
                np.bincount(mentees, minlength=len(wanted)) <= wanted
            ).all():
                best = min(best, int(costs[mentors, mentees].sum()))
    return best


@pytest.mark.parametrize("seed", range(40))
def test_the_cheapest_pairs_on_one_day_for_all(seed: int):
    rng = np.random.default_rng(seed)
    days, mentors, mentees = rng.integers(0, 5), rng.integers(1, 4), rng.integers(1, 4)
    places, wanted = rng.integers(1, 3, mentors), rng.integers(1, 3, mentees)
    block: Any = SimpleNamespace(shape=(mentors, mentees), places=places, wanted=wanted)
    cells = rng.random((days, mentors, mentees)) < 0.7
    tables = Tables(block, cells, rng.integers(0, 50, cells.shape))
    for _ in range(3):  # what was learnt from fees before only says where to look first
        fees = rng.integers(-60, 20, (mentors, mentees))
        least, chosen = tables.cheapest(fees)
        every = [least_of(cells[day], tables.costs[day] + fees, places, wanted) for day in range(days)]
        assert least == min(every, default=0)
        sums = [int((tables.costs[day] + fees)[chosen].sum()) for day in range(days) if (cells[day] | ~chosen).all()]
        assert least in sums or (least == 0 and not chosen.any())


@pytest.mark.parametrize("seed", range(40))
def test_days_left_out_are_the_cheapest_of_no_choice(seed: int):
    rng = np.random.default_rng(seed)
    pairs, count = int(rng.integers(1, 5)), int(rng.integers(0, 7))
    least = np.where(rng.random((pairs, count)) < 0.2, NEVER, rng.integers(0, 4, (pairs, count)).astype(np.float64))
    days = undominated(least)
    assert days.shape[1] == pairs
    assert len(days) <= count
    for size in range(1, pairs + 1):
        for some in map(list, combinations(range(pairs), size)):
            sums = least[some].sum(axis=0)
            assert min(days[:, some].sum(axis=1), default=None) == min(sums, default=None)
