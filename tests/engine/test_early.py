"""What is known of the calendar before any date is sought: room for events in turn, meetings apart, weeks needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.made_up import make_programme
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.calendar import Calendar
from mentoring.engine.model.candidates import find_candidates
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.packing import most_in_turn
from mentoring.engine.model.row import add_within
from mentoring.engine.network.block import blocks_of
from mentoring.engine.network.ration import Ration, find_ration
from mentoring.engine.planner import Planner
from mentoring.engine.who.opening import begin
from mentoring.engine.who.pairing import PairingModel
from tests.agreement import programme
from tests.brute import Search, count_plans

NUMBERS = range(80000, 80060)
MOST_PLANS = 4_000
EVENTS = st.lists(st.tuples(st.sets(st.integers(0, 9), min_size=1, max_size=5), st.integers(1, 4)), max_size=4)


def mask_of(days: set[int]) -> int:
    return sum(1 << day for day in days)


def is_room(starts: tuple[int, ...], lengths: tuple[int, ...], at_once: int) -> bool:
    """Whether at most so many of the events lie on any day."""
    busy = [day for start, length in zip(starts, lengths, strict=True) for day in range(start, start + length)]
    return all(busy.count(day) <= at_once for day in set(busy))


def most_by_trial(events: list[tuple[set[int], int]], at_once: int) -> int:
    """The largest number of the events that can take place, by trial of all choices and days."""
    for size in range(len(events), 0, -1):
        for chosen in combinations(events, size):
            lengths = tuple(length for _, length in chosen)
            if any(is_room(starts, lengths, at_once) for starts in product(*(days for days, _ in chosen))):
                return size
    return 0


@settings(max_examples=60)
@given(EVENTS, st.integers(1, 2))
def test_there_is_never_less_room_than_events_that_fit(events: list[tuple[set[int], int]], at_once: int):
    starts = mask_of(set().union(*(days for days, _ in events)))
    assert at_once * most_in_turn(starts, min((length for _, length in events), default=1)) >= most_by_trial(
        events, at_once
    )


@settings(max_examples=60)
@given(st.sets(st.integers(0, 30), max_size=9), st.integers(1, 5))
def test_of_equal_events_exactly_so_many_fit_in_turn(days: set[int], length: int):
    sizes = range(len(days) + 1)
    fitting = [
        size for size in sizes if any(is_room(some, (length,) * size, 1) for some in combinations(sorted(days), size))
    ]
    assert most_in_turn(mask_of(days), length) == max(fitting)


@cache
def scenarios() -> tuple[Scenario, ...]:
    return tuple(programme(number).scenario for number in NUMBERS)


def test_random_programmes_feel_every_kind_of_early_row(monkeypatch: pytest.MonkeyPatch):
    """What no programme feels, no test of whole plans would find wrong."""
    felt: set[str] = set()

    def noted(kind: str, rows: Callable[..., Any]) -> Callable[..., Any]:
        def add(*given: Any) -> Any:
            felt.add(kind)
            return rows(*given)

        return add

    monkeypatch.setattr("mentoring.engine.model.implied.add_within", noted("totals", add_within))
    monkeypatch.setattr("mentoring.engine.who.gathering.add_within", noted("gates", add_within))
    monkeypatch.setattr("mentoring.engine.who.squeeze.add_within", noted("weeks needed", add_within))
    monkeypatch.setattr(Calendar, "separated", noted("meetings apart", Calendar.separated))
    for given_one in scenarios():
        PairingModel(find_candidates(given_one), Clock())
        felt |= {"ration"} if find_ration(given_one, blocks_of(given_one)) else set()
    assert felt == {"totals", "gates", "weeks needed", "meetings apart", "ration"}


def test_no_plan_has_more_pairings_than_the_ration():
    rationed = 0
    for given_one in scenarios():
        blocks = blocks_of(given_one)
        ration = find_ration(given_one, blocks)
        if ration is None or count_plans(given_one) > MOST_PLANS:
            continue
        rationed += 1
        share = dict(zip((block.theme for block in blocks), ration.shares, strict=True))
        search = Search(given_one, None)
        for layout in search.lay_out():
            if sum(share[pair.theme] for pair in layout.agenda.pairs) > ration.room:
                assert not search.can_be_dated(layout)
    assert rationed


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12), st.integers(0, 12))
def test_the_price_found_says_what_the_best_rationed_choice_is_worth(worth: list[int], room: int):
    """Single pairings of some worth each, at most `room` of them: at a price those worth more are taken."""

    def offer(price: int) -> tuple[int, int, int]:
        taken = [one for one in worth if one > price]
        return sum(price - one for one in taken), len(taken), price

    price, bound, at_best, modest, crowded = Ration((1,), room).find_price(offer, max(worth))
    assert bound == -sum(sorted(worth, reverse=True)[:room])
    assert at_best == price >= crowded
    assert modest >= crowded


@given(st.integers(0, 10**6))
def test_what_a_ration_leaves_is_filled_up_within_it(seed: int):
    chance = np.random.default_rng(seed)
    blocks = blocks_of(make_programme(14))
    shares = [chance.integers(0, 9, block.shape) for block in blocks]
    costs = [chance.integers(-9, 3, block.shape) for block in blocks]
    empty = [np.zeros(block.shape, dtype=bool) for block in blocks]
    more = [chance.random(block.shape) < 0.3 for block in blocks]
    ration = Ration(shares, int(chance.integers(0, 60)), True)
    kept = ration.fill(empty, more, blocks, costs, 0)
    assert sum(int((share * own).sum()) for share, own in zip(shares, kept, strict=True)) <= ration.room
    for own, wanted, cost, block in zip(kept, more, costs, blocks, strict=True):
        assert not (own & ~wanted).any()
        assert not (own & (cost >= 0)).any()
        assert (own.sum(axis=1) <= block.places).all()
        assert (own.sum(axis=0) <= block.wanted).all()
    again = ration.fill(kept, more, blocks, costs, ration.room)
    assert all((one == two).all() for one, two in zip(kept, again, strict=True))  # nothing is left of the ration then


def test_a_closed_spring_costs_no_choice_without_dates():
    clock = Clock()
    maker = Planner(begin(make_programme(50, form="closed-spring"), None, clock), clock)
    outcome, _ = maker.selection.climb()
    assert outcome.answer is not None
    found, _ = maker._date(maker.pairing.read(outcome.answer))
    assert found.best is not None


def test_one_facilitator_for_all_is_known_to_the_network():
    selected = begin(make_programme(100, form="one-facilitator"), None, Clock())
    outcome, _ = selected.climb()
    assert outcome.status == "optimal"
    assert len(selected.candidates.alive) < 100  # of more than a thousand
