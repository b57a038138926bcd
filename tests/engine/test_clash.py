"""Meetings of several themes together: what the network learns of their days holds for every plan."""

from __future__ import annotations

from itertools import chain, combinations, product
from random import Random

import numpy as np
import pytest

from mentoring.domain.scenario import Scenario
from mentoring.engine.model.candidates import find_candidates
from mentoring.engine.network.block import ThemeBlock, blocks_of
from mentoring.engine.network.clash import Clashes
from mentoring.engine.network.concert import search
from mentoring.engine.network.gate import open_gates
from mentoring.engine.network.globe import Flags, Numbers
from mentoring.engine.network.network import Network
from mentoring.engine.network.relaxed import Relaxed
from mentoring.engine.network.sweep import Sweep
from mentoring.engine.network.venue import find_venue
from mentoring.engine.reference import solve_reference
from mentoring.engine.who import opening, selection
from tests.agreement import compare, programme
from tests.engine.test_network import made


@pytest.mark.parametrize("seed", range(30))
def test_the_cheapest_choice_of_gates_is_found(seed: int):
    chance = Random(seed)
    choices = [sorted((chance.randrange(9), gate) for gate in range(chance.randint(1, 4))) for _ in range(4)]
    table = {key: chance.choice((0, 0, 3, 8)) for key in product(range(4), repeat=4)}

    def clash(one: int, gate: int, two: int, other: int) -> int:
        return table[one, gate, two, other]

    def worst(picked: tuple[tuple[int, int], ...]) -> int:
        numbered = list(enumerate(gate for _, gate in picked))
        return max(table[one, gate, two, other] for one, gate in numbered for two, other in numbered if one < two)

    every = [(sum(cost for cost, _ in picked), worst(picked)) for picked in product(*choices)]
    found = search(choices, clash, is_hard=False)
    assert found is not None
    assert found[0] == min(cost + more for cost, more in every)
    fitting = [cost for cost, more in every if not more]
    hard = search(choices, clash, is_hard=True)
    assert (None if hard is None else hard[0]) == min(fitting, default=None)


@pytest.mark.parametrize("number", range(40))
def test_the_best_plan_survives_where_days_are_known(number: int):
    given = made(number)
    best = solve_reference(given)
    if best.plan is None:
        assert best.status == "infeasible"
        return
    network = Network(given, None)
    network.clashes.learn(find_candidates(given))
    network.heed_clashes()
    costs = [level.sign * goal.value for level, goal in zip(network.levels, best.goals, strict=False)]
    for index in range(len(network.levels)):
        if network.knows(index):
            for relaxed in network.relax(index, costs):
                assert relaxed.bound <= costs[index]
                marks = relaxed.survivors(costs[index])
                assert set(best.plan.paired) <= network.pairings(marks.pairs)


@pytest.mark.parametrize("number", range(5000, 5025))
def test_what_is_proven_where_days_are_known_is_true(number: int, monkeypatch: pytest.MonkeyPatch):
    for name, value in {"LISTED": -1, "FEW_PAIRS": 0, "FEW_MORE": 10**6}.items():
        for module in (opening, selection):
            monkeypatch.setattr(module, name, value, raising=False)
    monkeypatch.setattr(Clashes, "suits", lambda self, chosen: False)
    assert compare(programme(number), 0)[0] == []


def crowded(seed: int) -> Scenario:
    """Two themes between the same five cities, which are often away: their meetings hardly find days beside."""
    chance = Random(seed)
    cities = {}
    for name in "abcde":
        away = sorted(chance.sample(range(1, 15), 3))
        themes = {theme: chance.random() < 0.5 for theme in ("air", "sea")}
        cities[name] = {
            "country": "BE",
            "latitude": round(chance.uniform(49, 52), 2),
            "longitude": round(chance.uniform(2, 6), 2),
            "unavailable": [{"first": f"2024-04-{day:02}", "last": f"2024-04-{day:02}"} for day in away],
            "rest_days": chance.randint(0, 2),
            "offers": {theme: {"strength": chance.randint(60, 99), "mentees": 2} for theme in themes if themes[theme]},
            "needs": {theme: {"level": 90, "priority": chance.randint(1, 3)} for theme in themes if not themes[theme]},
        }
    visit = {"gathers": "pairing", "days": 2, "host": "mentor"}
    meeting = {"gathers": "theme", "days": 2, "host": "participant", "after": {"visit": {"min": "1d"}}}
    return Scenario.model_validate(
        {
            "format": 1,
            "programme": {"id": "crowded", "first": "2024-04-01", "last": "2024-04-14"},
            "pairing": {"same_country": True},
            "themes": {"air": {}, "sea": {}},
            "cities": cities,
            "stages": {"visit": visit, "meeting": meeting},
            "goals": {"pairing": ["needs", "fit", "travel_km"], "dates": ["early"]},
        }
    )


def test_meetings_too_near_each_other_cost_what_the_cities_at_both_are_worth():
    felt = set()
    for seed in range(40):
        given = crowded(seed)
        best = solve_reference(given)
        network = Network(given, None)
        network.clashes.learn(find_candidates(given))
        network.heed_clashes()
        if best.plan is None:
            continue
        costs = [level.sign * goal.value for level, goal in zip(network.levels, best.goals, strict=False)]
        for index, cost in enumerate(costs[: len(network.levels)]):
            for relaxed in network.relax(index, costs):
                assert relaxed.bound <= cost
                assert set(best.plan.paired) <= network.pairings(relaxed.survivors(cost).pairs)
                assert relaxed.together is not None
                is_dearer = relaxed.together.bound > sum(sweep.bound for sweep in relaxed.sweeps)
                felt |= {"clash"} if is_dearer else set()
                felt |= {"lift"} if any(sweep.lift.any() for sweep in relaxed.sweeps) else set()
        felt |= {"shut"} if any(len(rows) for gates in network.gates for rows, _ in gates.shut) else set()
    assert felt == {"clash", "lift", "shut"}


def torn(chance: Random) -> Scenario:
    """Two themes, two mentors and three mentees in each."""
    cities: dict[str, dict[str, object]] = {}
    for place, name in enumerate("mnabc"):
        both = {theme: {"mentees": chance.randint(1, 2)} if name in "mn" else {} for theme in ("air", "sea")}
        cities[name] = {"country": "BE", "latitude": 50 + place / 10, "longitude": 4}
        cities[name]["offers" if name in "mn" else "needs"] = both
    return Scenario.model_validate(
        {
            "format": 1,
            "programme": {"id": "torn", "first": "2024-04-01", "last": "2024-04-14"},
            "pairing": {"same_country": True},
            "themes": {"air": {}, "sea": {}},
            "cities": cities,
            "stages": {"visit": {"gathers": "pairing", "days": 2, "host": "mentor"}},
        }
    )


def every_choice(block: ThemeBlock, cost: Numbers) -> list[tuple[int, Flags]]:
    """All choices of a block's pairs within everybody's places, and what they cost."""
    cells = list(product(*map(range, block.shape)))
    found = []
    for own in chain.from_iterable(combinations(cells, size) for size in range(len(cells) + 1)):
        chosen = np.zeros(block.shape, dtype=np.bool_)
        for cell in own:
            chosen[cell] = True
        if (chosen.sum(axis=1) <= block.places).all() and (chosen.sum(axis=0) <= block.wanted).all():
            found.append((int(cost[chosen].sum()), chosen))
    return found


def test_what_a_pair_costs_is_not_told_twice_where_a_city_has_to_stay_away():
    lifted = 0
    for seed in range(40):
        chance = Random(seed)
        given = torn(chance)
        blocks = blocks_of(given)
        costs = [-np.array([[chance.randint(1, 9) for _ in "abc"] for _ in "mn"]) for _ in blocks]
        clashes = Clashes(blocks, [open_gates(block) for block in blocks])
        clashes._free[0, 1] = {"a": 0, "b": 0}
        clashes.apply()
        clashes._gaps[0, 0, 1, 0] = -1  # the two meetings overlap
        tables = zip(blocks, costs, clashes.gates, strict=True)
        sweeps = [Sweep(block, cost, gates, find_venue(block, ("",), None)) for block, cost, gates in tables]
        concert = clashes.concert(sweeps)
        relaxed = Relaxed(sweeps, [sweep.chosen for sweep in sweeps], concert.bound, 0, 0, concert)
        twos = product(*(every_choice(block, cost) for block, cost in zip(blocks, costs, strict=True)))
        fitting = [
            (one + two, air, sea)
            for (one, air), (two, sea) in twos
            if not (air[:, :2].any(axis=0) & sea[:, :2].any(axis=0)).any()
        ]
        best = min(cost for cost, _, _ in fitting)
        assert concert.bound <= best
        marks = relaxed.survivors(best).pairs
        for cost, air, sea in fitting:
            if cost == best:
                assert not (air & ~marks[0]).any()
                assert not (sea & ~marks[1]).any()
        lifted += any(sweep.lift.any() for sweep in sweeps)
    assert lifted > 30
