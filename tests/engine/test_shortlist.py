"""Lists of the days that meetings may have: as counting them all out says."""

from __future__ import annotations

import math
import random
from itertools import product
from typing import Any

import numpy as np
import pytest

from mentoring.domain.pairing import parse_pairing
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.order import levels_of
from mentoring.engine.planner import plan
from mentoring.engine.prices import clique
from mentoring.engine.when import shortlist
from mentoring.engine.when.meeting import Meetings
from mentoring.engine.when.season import Season
from mentoring.engine.when.shortlist import Shortlist
from mentoring.language.frame import Frame
from tests.engine.test_tie_search import WAY, swappable
from tests.forced import forced

Made = tuple[list[int], list[int], dict[tuple[int, int], Any], list[tuple[float, list[Any]]]]


def made(chance: random.Random) -> Made:
    """Trees, options of each event, options that do not go together, and cuts."""
    count = chance.randint(1, 4)
    sizes = [chance.randint(1, 4) for _ in range(count)]
    trees = [chance.randint(0, 2) for _ in range(count)]
    apart = {
        (one, two): np.array([[chance.random() < 0.3 for _ in range(sizes[two])] for _ in range(sizes[one])])
        for one in range(count)
        for two in range(one + 1, count)
        if chance.random() < 0.5
    }
    cuts = [
        (float(chance.randint(-5, 5)), [np.array([float(chance.randint(0, 9)) for _ in range(size)]) for size in sizes])
        for _ in range(chance.randint(1, 6))
    ]
    return trees, sizes, apart, cuts


def counted_out(trees: list[int], sizes: list[int], apart: Any, cuts: Any, most: float) -> dict[tuple[int, ...], float]:
    """Every choice that may cost `most` or less, and what it costs at least."""
    found: dict[tuple[int, ...], float] = {}
    for choice in product(*map(range, sizes)):
        least = -math.inf
        for rest, costs in cuts:
            shares: dict[int, float] = {}
            for event, option in enumerate(choice):
                shares[trees[event]] = max(shares.get(trees[event], -math.inf), costs[event][option])
            least = max(least, rest + sum(shares.values()))
        if least <= most and not any(bad[choice[one], choice[two]] for (one, two), bad in apart.items()):
            found[choice] = least
    return found


def read(one: Shortlist) -> dict[tuple[int, ...], float]:
    rows = one.options(np.arange(len(one))).tolist()
    return {tuple(row): least for row, least in zip(rows, one.least.tolist(), strict=True)}


@pytest.mark.parametrize("at_once", [1, 1_000_000])
def test_a_list_has_what_counting_out_finds(at_once: int, monkeypatch: pytest.MonkeyPatch):
    lengths = set()
    for number in range(300):
        chance = random.Random(number)
        trees, sizes, apart, cuts = made(chance)
        one = Shortlist(np.array(trees), sizes, apart)
        monkeypatch.setattr(shortlist, "AT_ONCE", at_once)
        half, most = len(cuts) // 2 + 1, chance.randint(-5, 25)
        assert one.lists(cuts[:half], most)
        assert read(one) == counted_out(trees, sizes, apart, cuts[:half], most), number
        for rest, costs in cuts[half:]:
            one.learn(rest, costs)
        assert read(one) == counted_out(trees, sizes, apart, cuts, most), number
        assert one.code.tolist() == one.coded(one.options(np.arange(len(one)))).tolist()
        assert one.lists(cuts, most - 3)
        assert read(one) == counted_out(trees, sizes, apart, cuts, most - 3), number
        assert one.lists(cuts, most + 2)  # more may be asked for again
        assert read(one) == counted_out(trees, sizes, apart, cuts, most + 2), number
        lengths.add(len(one))
        monkeypatch.setattr(shortlist, "AT_ONCE", 1_000_000)
    assert len(lengths) > 20


@pytest.mark.parametrize("unit", [1e4, 123_456_789.0])
def test_no_choice_is_lost_however_large_its_costs(unit: float):
    """Those that cost just as much as is asked for, next to nothing beside their parts."""
    just = 0
    for number in range(200):
        trees, sizes, apart, cuts = made(random.Random(number))
        least = sorted(set(counted_out(trees, sizes, apart, cuts, 50).values()))
        for most in least[::3]:
            large = [(unit * (rest - most), [unit * own for own in costs]) for rest, costs in cuts]
            one = Shortlist(np.array(trees), sizes, apart)
            assert one.lists(large, 0)
            assert read(one).keys() == counted_out(trees, sizes, apart, cuts, most).keys(), number
            just += 1
    assert just > 200


def test_what_is_forbidden_is_not_listed_before_or_after():
    for number in range(100):
        chance = random.Random(number)
        trees, sizes, apart, cuts = made(chance)
        some = [np.array([chance.random() < 0.7 for _ in range(size)]) for size in sizes]
        before, after = (Shortlist(np.array(trees), sizes, apart) for _ in range(2))
        before.forbid(some)
        assert before.lists(cuts, 12)
        assert after.lists(cuts, 12)
        after.forbid(some)
        everything = counted_out(trees, sizes, apart, cuts, 12)
        kept = {choice: least for choice, least in everything.items()
                if not all(own[option] for own, option in zip(some, choice, strict=True))}  # fmt: skip
        assert read(before) == read(after) == kept, number


def test_a_list_that_is_too_long_is_none_until_much_more_is_known(monkeypatch: pytest.MonkeyPatch):
    costs = [np.arange(6.0), np.arange(6.0)]
    cuts = [(0.0, costs)] * 3
    one = Shortlist(np.arange(2), [6, 6], {})
    monkeypatch.setattr(shortlist, "MOST_CHOICES", 5)
    assert not one.lists(cuts[:2], 12)
    monkeypatch.setattr(shortlist, "MOST_CHOICES", 36)
    assert not one.lists(cuts[:2], 12)
    assert one.lists(cuts, 12)
    assert len(one) == 36
    monkeypatch.setattr(shortlist, "MOST_CELLS", 5)
    assert not Shortlist(np.arange(2), [6, 6], {}).lists(cuts, 12)


def test_a_list_that_cannot_grow_stays_what_it_is(monkeypatch: pytest.MonkeyPatch):
    cuts = [(0.0, [np.arange(6.0), np.arange(6.0)])]
    one = Shortlist(np.arange(2), [6, 6], {})
    assert one.lists(cuts, 2)
    monkeypatch.setattr(shortlist, "MOST_CHOICES", 8)
    assert not one.lists(cuts, 5)
    assert one.lists(cuts, 2)
    assert len(one) == 6


def test_costs_that_are_rounded_up_to_what_is_asked_for_are_listed():
    """Sums of costs may be off by a millionth of them."""
    cuts = [(3e8, [np.array([0.0, 5.0, 6e8 + 9])])]
    assert len(one := Shortlist(np.arange(1), [3], {})) == 0
    assert one.lists(cuts, 300_000_000)
    assert one.options(np.arange(len(one))).tolist() == [[0], [1]]


def test_trees_of_many_options_take_no_room():
    """Rows of two such trees, side by side, would be hundreds of millions."""
    sizes = [150, 150] * 3
    apart = {(0, 2): np.ones((150, 150), dtype=bool)}
    one = Shortlist(np.arange(6) // 2, sizes, apart)
    assert not one.lists([(0.0, [np.arange(150.0)] * 6)], 10)
    rows = Shortlist(
        np.array([0, 0, 1, 1]), [100] * 4, {(0, 2): np.eye(100, dtype=bool), (1, 3): np.eye(100, dtype=bool)}
    )
    assert rows.lists([(0.0, [np.arange(100.0)] * 4)], 1)  # of each tree the more expensive one counts
    assert sorted(read(rows)) == [(0, 0, 1, 1), (1, 1, 0, 0)]


def test_a_list_and_the_solver_name_days_that_cost_the_same(monkeypatch: pytest.MonkeyPatch):
    """Each question to the list is asked of the solver too, on the way to the dates of several tied choices."""
    asked = [0, 0]
    cheapest = Meetings.cheapest

    def both(self: Meetings, clock: Any, most: int | None, **given: Any) -> Any:
        found = cheapest(self, clock, most, **given)
        if most is None or not self._shortlist.lists(self._known, most):
            return found
        monkeypatch.setattr(Shortlist, "lists", lambda *_: False)
        known = cheapest(self, clock, most, **given)
        monkeypatch.setattr(Shortlist, "lists", lists)
        assert found is not None
        assert known is not None
        if (found[1] is None) == (known[1] is None):
            assert found[0] == pytest.approx(known[0], abs=0.05)
        else:  # by less than a whole day more than `most` is the same as more
            assert math.ceil(min(found[0], known[0]) - 1e-3) > most
        asked[found[1] is None] += 1
        return found

    lists = Shortlist.lists
    monkeypatch.setattr(Meetings, "cheapest", both)
    for number in range(16):
        with forced(WAY):
            assert plan(swappable(number)).status == "optimal"
    assert min(asked) > 5


def test_days_that_are_finished_are_named_no_more_until_they_are_taken_back(monkeypatch: pytest.MonkeyPatch):
    programme = swappable(1)
    pairs = [parse_pairing(f"housing-mentor-{place} > housing-mentee-{place} in housing") for place in range(5)]
    frame = Frame(programme, pairs)
    monkeypatch.setattr(clique, "FEW_PAIRS", 1)
    season = Season(frame, Decision(frame.pairs), Clock(), levels_of(programme, "dates"))
    meetings = Meetings(season.bound)
    assert meetings.events
    level = season.levels[0]
    meetings.learn(season.bound.open(level, season.clock), season.bound.costs(season.bound.measure(level)))
    assert meetings._shortlist.lists(meetings._known, 10**6)
    first = meetings.cheapest(season.clock, 10**6)
    assert first is not None
    assert first[1] is not None
    meetings.finish(first[1], first[0] + 1)
    second = meetings.cheapest(season.clock, 10**6)
    assert second is not None
    assert second[1] not in (None, first[1])
    assert second[0] <= first[0] + 1  # as those finished may still cost so little
    assert meetings.take_back(first[0]) is None
    assert meetings.take_back(first[0] + 1) == first[1]
    assert meetings.cheapest(season.clock, 10**6) == first
