"""Bounds of the network for plans far from what it reaches, by which plans that leave pairings out are judged."""

from __future__ import annotations

from random import Random

from mentoring.engine.model.order import levels_of
from mentoring.engine.network.network import Network
from mentoring.engine.planner import plan
from mentoring.rules import check_plan
from tests.strategies import random_plan, random_scenario

NUMBERS = range(700, 820)


def test_no_plan_as_good_undercuts_them():
    """Neither the best plan nor a random one, at its own values."""
    told: list[tuple[int, int]] = []
    for number in NUMBERS:
        given = random_scenario(Random(number), cities=(3, 7))
        levels = levels_of(given, "pairing")
        plans = (plan(given, work=0.5).plan, random_plan(given, Random(number), tries=3))
        known = [one for one in plans if one is not None and one.pairings and not check_plan(one)]
        network = Network(given, None)
        for found in known:
            costs = [level.sign * level.goal.measure(found, level.part, None) for level in levels]
            for index, cost in enumerate(costs):
                if network.knows(index):
                    told.append((network.loosest(index, costs), cost))
                    assert all(bound <= cost for bound, cost in told), (number, levels[index].goal.slug)
    assert len(told) >= 100
    assert sum(bound == cost for bound, cost in told) >= 30
