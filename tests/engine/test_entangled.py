"""Events in the middle of a pairing's visits: dated exactly, by parts, beside persons and budgets."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import numpy as np
import pytest

from benchmarks.made_up import make_programme
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision, plan_of
from mentoring.engine.model.order import levels_of
from mentoring.engine.network.called_off import leave_out_stages
from mentoring.engine.network.network import Network
from mentoring.engine.network.purse import find_purses
from mentoring.engine.planner import Planner
from mentoring.engine.prices.forest import Forest
from mentoring.engine.prices.grid import Edges
from mentoring.engine.prices.layer import Triangle
from mentoring.engine.prices.near_dates import NearDates
from mentoring.engine.prices.reach import NEVER, Reach
from mentoring.engine.rescue import Rescue
from mentoring.engine.when.first_dates import FirstDates
from mentoring.engine.when.season import Season
from mentoring.engine.who.opening import _best_of, begin
from mentoring.language.frame import Frame
from mentoring.rules import check_plan

DAYS = 9


def lag(least: int, most: int, ends: list[tuple[int, int]]) -> Edges:
    """Lags between start days 0 to 8: the later event at least and at most so much later."""
    axis = np.arange(DAYS)
    from_later = Reach(np.clip(axis + least, 0, DAYS), np.clip(axis + most, -1, DAYS - 1))
    from_earlier = Reach(np.clip(axis - most, 0, DAYS), np.clip(axis - least, -1, DAYS - 1))
    pairs = np.array(ends)
    return Edges(pairs[:, 0], pairs[:, 1], from_earlier, from_later, axis + least, axis + most)


def two_chains() -> list[Edges]:
    """Two pairings with visits 0, 2 and 3, 5 and one event, 1, between them; 4 follows 3, and comes before 5."""
    return [
        lag(1, DAYS, [(0, 1), (3, 1), (3, 4)]),
        lag(1, 4, [(1, 2), (1, 5), (4, 5)]),
        lag(3, 5, [(0, 2), (3, 5)]),
    ]


def keeps(edges: list[Edges], at: tuple[int, ...], *, without: set[tuple[int, int]]) -> bool:
    return all(
        (int(one), int(two)) in without or edge.low[at[one]] <= at[two] <= edge.high[at[one]]
        for edge in edges
        for one, two in zip(edge.earlier, edge.later, strict=True)
    )


def test_three_events_bound_each_to_each_other_are_dated_exactly():
    chance = random.Random(5)
    for _ in range(6):
        edges = two_chains()
        forest = Forest(edges, [False, True, *[False] * 4], [False] * 6, own=True)
        assert any(isinstance(layer, Triangle) for layer in forest.layers)
        loose = {
            (int(one.earlier[place]), int(one.later[place])) for one, which in forest.loose for place in which.tolist()
        }
        assert len(loose) == 1  # the second three would share a lag with the first
        costs = np.array([[float(chance.choice((0, 1, 5, 9, NEVER))) for _ in range(DAYS)] for _ in range(6)])
        all_dates = [
            at for at in product(range(DAYS), repeat=6)
            if all(costs[event, day] < NEVER for event, day in enumerate(at)) and keeps(edges, at, without=loose)
        ]  # fmt: skip
        passed = forest.pass_up(costs)
        if not all_dates:
            assert forest.values(passed).sum() >= NEVER / 2
            continue
        total = {at: sum(costs[event, day] for event, day in enumerate(at)) for at in all_dates}
        best = min(total.values())
        assert forest.values(passed).sum() == best
        assert total[tuple(forest.trace(passed).tolist())] == best
        through = forest.through(passed)
        for event, day in product(range(6), range(DAYS)):
            wanted = min((cost for at, cost in total.items() if at[event] == day), default=NEVER)
            assert through[event, day] == wanted or min(through[event, day], wanted) >= NEVER / 2
        near, is_complete = NearDates(forest, passed).list(0, 4.0, 10**6)
        assert is_complete
        assert sorted(tuple(dates[event] for event in range(6)) for dates in near) == sorted(
            at for at, cost in total.items() if cost <= best + 4
        )


@pytest.fixture(scope="module")
def first_choice() -> tuple[Planner, Decision]:
    """The first choice of pairings of a programme that uses every rule."""
    clock = Clock()
    maker = Planner(begin(make_programme(14, form="every-rule"), None, clock), clock)
    outcome, _ = maker.selection.climb(once=True)
    assert outcome.answer is not None
    return maker, maker.pairing.read(outcome.answer)


@pytest.mark.parametrize("outlined", [False, True])
def test_what_is_dated_by_parts_keeps_every_rule(
    first_choice: tuple[Planner, Decision], monkeypatch: Any, outlined: bool
):
    maker, decision = first_choice
    monkeypatch.setattr("mentoring.engine.when.repair.AT_ONCE", 6)
    monkeypatch.setattr("mentoring.engine.when.outline.PART", 30)  # a theme at a time
    scenario = maker.candidates.frame.scenario
    season = Season(Frame(scenario, decision.pairs), decision, Clock(), levels_of(scenario, "dates"))
    assert season.is_entangled
    first = FirstDates(season)
    is_found = (outlined and first.together()) or first.repair()
    assert is_found == (season.best is not None)
    if season.best is None:
        assert season.lost
        assert season.sent is not None
        part = tuple(pair for pair in decision.pairs if pair not in season.lost)
        agenda = Frame(scenario, part).agenda.events
        people = {event: season.sent.get(event, ()) for event in agenda}
        found = Decision(
            part,
            Rescue(maker.selection, Clock(), maker.levels).rehosted(Decision(part, decision.hosts)).hosts,
            season.kept,
            people,
        )
    else:
        found = season.read()
    assert check_plan(plan_of(Frame(scenario, found.pairs), found)) == []


def test_where_a_budget_has_a_price_no_level_gives_up_what_those_before_reached():
    network = Network(*leave_out_stages(make_programme(800, form="rationed"), None))
    choice, _ = _best_of(network)
    assert choice is not None
    assert network.is_rationed
    served = network.relax(0, [])[0]
    assert network.value(choice, 0) <= network.value(served, 0)
    assert sum(int(cells.sum()) for cells in choice.chosen) > 600


def test_no_plan_spends_less_than_the_network_says(first_choice: tuple[Planner, Decision]):
    maker, decision = first_choice
    scenario = maker.candidates.frame.scenario
    season = Season(Frame(scenario, decision.pairs), decision, Clock(), levels_of(scenario, "dates"))
    assert season.feasible() == "optimal"
    made = plan_of(maker.candidates.frame, season.read())
    network = Network(scenario, None)
    purses = list(find_purses(scenario, network.blocks, network.hosts))
    assert len(purses) == 2
    for purse, spent, cap in (
        (purses[0], sum(trip.eur for trip in made.trips), scenario.limits.budget_eur.programme),
        (purses[1], sum(trip.co2_kg for trip in made.trips), scenario.limits.co2_kg.programme),
    ):
        assert cap is not None
        taken = 0
        for place, (block, cells) in enumerate(zip(network.blocks, network.cells(decision.pairs), strict=True)):
            host = decision.hosts.get(f"cluster/{block.theme}", "")
            taken += purse.taken(place, cells, network.hosts[place].index(host) if host else 0)
        assert 0.8 * spent <= taken + cap - purse.room <= spent
