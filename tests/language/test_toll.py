"""What journeys cost, declared and counted: the two come to the same on random plans."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from mentoring.domain.account import count_trips
from mentoring.language.toll import Coin, charge_cities, charge_people
from tests.rules.declared import frame_of, is_true
from tests.rules.test_agreement import wild_plan
from tests.strategies import random_scenario


@pytest.mark.parametrize("coin", ["km", "eur", "co2_kg"])
def test_true_tolls_add_up_to_the_account(coin: Coin):
    spent = 0
    for seed in range(80):
        rng = Random(seed)
        plan = wild_plan(random_scenario(rng), rng)
        frame = frame_of(plan)
        declared: Counter[tuple[str, str]] = Counter()
        for toll in [*charge_cities(frame, coin), *charge_people(frame, coin)]:
            if is_true(toll.fact, plan):
                declared[toll.event, toll.who] += toll.weight
        counted: Counter[tuple[str, str]] = Counter()
        for trip in count_trips(plan):
            counted[trip.event, trip.who] += getattr(trip, coin)
        assert +declared == +counted, f"programme {seed}"
        spent += declared.total()
    assert spent
