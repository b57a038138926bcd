"""The network of pairs: its tables equal what is reckoned pair by pair, and what it says holds for every plan."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.candidates import find_candidates
from mentoring.engine.model.order import levels_of
from mentoring.engine.network.block import ThemeBlock, blocks_of
from mentoring.engine.network.gate import find_gates
from mentoring.engine.network.globe import Globe
from mentoring.engine.network.matching import match
from mentoring.engine.network.network import FINE_FLOW, Network
from mentoring.engine.network.ration import Ration
from mentoring.engine.planner import plan
from mentoring.engine.reference import solve_reference
from mentoring.engine.who import opening, selection
from mentoring.language.declaration import Forbid
from mentoring.language.fact import Goes, Hosts, Paired
from mentoring.language.frame import Frame
from mentoring.rules import RULES, check_plan
from tests.agreement import compare, programme
from tests.strategies import random_plan, random_scenario

NUMBERS = range(40)
AGREEING = range(5000, 5025)
CAPACITY = {"capacity", "whole", "host"}  # what breaks these no network has to bound


def made(number: int) -> Scenario:
    """A random programme without tolerances: with them a level's bound depends on what others gave up."""
    given = random_scenario(Random(number))
    parts = {"pairing": given.goals.pairing, "dates": given.goals.dates}
    exact = {part: tuple(use.model_copy(update={"tolerance": 0}) for use in uses) for part, uses in parts.items()}
    return given.model_copy(update={"goals": given.goals.model_copy(update=exact)})


# --- tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
def test_tables_say_what_is_reckoned_pair_by_pair(number: int):
    given = made(number)
    blocks = blocks_of(given)
    pairs = [pair for block in blocks for pair in block.pairings(~block.same_city)]
    assert sorted(pairs) == list(given.conceivable)
    journeys = given.journeys
    for block in blocks:
        for pair in block.pairings(~block.same_city):
            cell, ends = block.cell(pair), (pair.mentor, pair.mentee)
            assert block.fit[cell] == given.fit(pair)
            assert block.km[cell] == journeys.km(*ends)
            assert block.no_way[cell] == journeys.is_forbidden_flight(*ends)
            assert block.trips("km", 3)[cell] == journeys.return_km(*ends)
            assert block.trips("eur", 3)[cell] == 3 * journeys.trip_eur(*ends)
            assert block.trips("co2_kg", 3)[cell] == journeys.trip_co2_kg(*ends, 3)


def test_kilometres_are_the_same_to_the_last_one():
    chance = Random(1)
    cities = {
        f"c{number}": {
            "country": "BE",
            "latitude": round(chance.uniform(-89, 89), 4),
            "longitude": round(chance.uniform(-180, 180), 4),
        }
        for number in range(200)
    }
    cities["twin"] = cities["c0"]
    cities["lost"] = {"country": "BE"}
    given = Scenario.model_validate(
        {"format": 1, "programme": {"id": "far", "first": "2024-01-01", "last": "2024-02-01"}, "cities": cities}
    )
    names = tuple(given.cities)
    km = Globe(given, names, names).km
    assert all(km[a, b] == given.journeys.km(one, two) for a, one in enumerate(names) for b, two in enumerate(names))


@pytest.mark.parametrize("number", NUMBERS)
def test_what_a_rule_rules_out_at_once_it_also_declares(number: int):
    given = made(number)
    frame = Frame(given, given.conceivable)
    for rule in RULES:
        if not rule.applies(given):
            continue
        told = [one.fact for one in rule.declare(frame) if isinstance(one, Forbid)]
        forbidden = {fact.pair for fact in told if isinstance(fact, Paired)}
        forbidden |= {pair for fact in told if isinstance(fact, Goes | Hosts) for pair in _needing(frame, fact)}
        for block in blocks_of(given):
            out = rule.rule_out(block)
            if out is not None:
                assert set(block.pairings(np.asarray(out) & ~block.same_city)) <= forbidden, rule.slug


def _needing(frame: Frame, fact: Goes | Hosts) -> list[Pairing]:
    """Pairs whose own event has no other place."""
    event = frame.agenda.events[fact.event]
    return list(event.pairs) if frame.agenda.hosts(event) == (fact.place,) and len(event.pairs) == 1 else []


@pytest.mark.parametrize("number", NUMBERS)
def test_no_plan_is_better_than_what_its_pairings_weigh(number: int):
    given, found = next(
        (given, found)
        for seed in range(number, number + 10_000, 1000)  # until no city has more partners than places
        for given in [made(seed)]
        for found in [random_plan(given, Random(seed))]
        if not CAPACITY & {one.rule for one in check_plan(found)}
    )
    earlier = random_plan(given, Random(number + 1))
    for against in (None, earlier):
        for level in levels_of(given, "pairing"):
            weights = [(block, level.goal.weigh(block, against)) for block in blocks_of(given)]
            if all(weight is not None for _, weight in weights):
                total = level.goal.outset(given, against) + sum(_weight(found, block, grid) for block, grid in weights)
                assert level.sign * total <= level.sign * level.goal.measure(found, "pairing", against), level.goal.slug


def _weight(found: Plan, block: ThemeBlock, grid: object) -> int:
    table = np.broadcast_to(np.asarray(grid), block.shape)
    return sum(int(table[block.cell(pair)]) for pair in found.paired if block.has(pair))


# --- flow and prices ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_prices_prove_the_cheapest_choice(seed: int, monkeypatch: pytest.MonkeyPatch):
    chance = np.random.default_rng(seed)
    cost = chance.integers(-30, 10, (9, 14))
    cells = chance.random(cost.shape) < 0.7
    places, wanted = chance.integers(0, 4, 9), chance.integers(1, 3, 14)
    found = match(cost, cells, places, wanted)
    reached = int(cost[found.chosen].sum())
    assert not (found.chosen & ~cells).any()
    assert (found.chosen.sum(axis=1) <= places).all()
    assert (found.chosen.sum(axis=0) <= wanted).all()
    for prices in (found.prices, found.others):
        excess = prices.excess(cost)
        bound = int(np.minimum(excess, 0)[cells].sum()) - int(prices.mentors @ places) - int(prices.mentees @ wanted)
        assert bound == reached
    monkeypatch.setattr("mentoring.engine.network.matching.FEW_PAIRS", 0)
    monkeypatch.setattr("mentoring.engine.network.matching.BEST_OF_EACH", 1)
    assert int(cost[match(cost, cells, places, wanted).chosen].sum()) == reached


@pytest.mark.parametrize("number", NUMBERS)
def test_the_best_plan_survives_at_every_level(number: int):
    given, best = next(
        (given, best)
        for seed in range(number, number + 10_000, 1000)  # until there is a plan
        for given in [made(seed)]
        for best in [solve_reference(given)]
        if best.plan is not None
    )
    network = Network(given, None)
    costs = [level.sign * goal.value for level, goal in zip(network.levels, best.goals, strict=False)]
    for index in range(len(network.levels)):
        if network.knows(index):
            for relaxed in network.relax(index, costs):
                assert relaxed.bound <= costs[index]
                left = network.pairings(relaxed.survivors(costs[index]).pairs)
                assert set(best.require_plan().paired) <= left


@pytest.mark.parametrize("number", NUMBERS)
def test_meetings_of_plans_lie_behind_some_gate(number: int):
    given = made(number)
    best = solve_reference(given).plan
    blocks = blocks_of(given)
    for block, gates in zip(blocks, find_gates(given, blocks), strict=True):
        own = {pair for pair in (best.paired if best else ()) if block.has(pair)}
        assert not own or any(
            all(one[block.row[pair.mentor]] and two[block.column[pair.mentee]] for pair in own)
            for one, two in zip(gates.mentors, gates.mentees, strict=True)
        )


# --- selection ----------------------------------------------------------------------------------------------------

WAYS = {
    "all that is as good at once": {"LISTED": -1},
    "the network's choice first": {"LISTED": -1, "FEW_PAIRS": 0, "FEW_MORE": 10**6},
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", AGREEING)
def test_what_is_proven_over_a_selection_is_proven_over_all(number: int, way: str, monkeypatch: pytest.MonkeyPatch):
    for name, value in WAYS[way].items():
        for module in (opening, selection):
            monkeypatch.setattr(module, name, value, raising=False)
    assert compare(programme(number), 0)[0] == []


@pytest.mark.parametrize("number", NUMBERS)
def test_where_the_selection_is_too_small_bounds_stay_true(number: int, monkeypatch: pytest.MonkeyPatch):
    given = made(number)
    best = solve_reference(given)
    for name, value in {"LISTED": -1, "FEW_PAIRS": 0, "FEW_MORE": 10**6, "MOST_PAIRS": 3}.items():
        for module in (opening, selection):
            monkeypatch.setattr(module, name, value, raising=False)
    found = plan(given)
    if best.plan is None:
        assert found.plan is None
        return
    for known, goal in zip(best.goals, found.goals, strict=True):
        sign = 1 if goal.direction == "least" else -1
        assert goal.bound is None or sign * goal.bound <= sign * known.value
        if goal.value != known.value:
            break  # from here on the goals are bounded given a worse value before


def test_pairs_struck_from_the_network_are_gone():
    given = made(3)
    network = Network(given, None)
    pairs = list(find_candidates(given).alive)[:1]
    network.strike(pairs)
    assert not set(pairs) & network.pairings(network.everything.pairs)


def test_the_dearest_price_of_a_budget_leaves_a_large_flow_its_numbers():
    size = 700
    shares = np.full((size, size), 40, dtype=np.int64)
    shares[0, 0] = 1
    nodes = 2 * size + 3
    gain = FINE_FLOW // nodes
    price = Ration((shares,), 10, is_fine=True).dearest(gain, nodes)
    cells = np.eye(size, dtype=np.bool_) | np.eye(size, k=1, dtype=np.bool_)
    ones = np.ones(size, dtype=np.int64)
    found = match(price * shares - gain, cells, ones, ones)
    assert np.argwhere(found.chosen).tolist() == [[0, 0]]
