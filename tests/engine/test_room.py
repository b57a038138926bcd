"""Busy days at scale, by masks and by cells, say what counting day by day says."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from mentoring.engine.prices import day_price
from mentoring.engine.prices.crowd import Crowd, Member
from mentoring.engine.prices.day_price import Members
from mentoring.engine.when.room import Room, always_full, starts_that_touch

HORIZON = 30


@pytest.mark.parametrize("offset", [-3, 0, 2])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_whoever_would_be_busy_on_a_closed_day_may_not_start(offset: int, size: int):
    closed = {0, 4, 5, 17, 29}
    found = starts_that_touch(sum(1 << day for day in closed), offset, size)
    starts = {start for start in range(HORIZON) if found >> start & 1}
    assert starts == {one for one in range(HORIZON) if closed & set(range(one + offset, one + offset + size))}


def test_a_day_is_full_while_one_more_would_be_too_much():
    most, days = [1, 2, 2], [1, 2, 4]
    room = Room(most, days, {weight: always_full(most, days, weight) for weight in (1, 2)})
    assert room.full == {1: 0b000, 2: 0b001}
    room.add((0, 1), 1)
    assert room.full == {1: 0b001, 2: 0b011}
    room.add((1,), 1)
    assert room.full == {1: 0b011, 2: 0b011}
    room.add((0, 1), -1)
    assert room.full == {1: 0b000, 2: 0b011}


def busy_on(member: Member, start: int) -> set[int]:
    first = start + member.offset
    return set(range(first, first + member.size)) & set(range(HORIZON))


def crowded_grid(chance: Random) -> Any:
    """Eight events on random days, in four crowds of random members."""
    crowds = []
    for _ in range(4):
        some = sorted(chance.sample(range(8), 5))
        members = [
            Member(event, chance.choice((-2, 0, 1)), chance.choice((1, 3, 4)), chance.choice((1, 2))) for event in some
        ]
        most = np.array([chance.choice((1, 2, 3)) for _ in range(HORIZON)])
        crowds.append(Crowd(tuple(members), most, ("calendar",)))
    axis = np.array(sorted(chance.sample(range(HORIZON), 12)))
    return SimpleNamespace(crowds=crowds, axis=axis, frame=SimpleNamespace(horizon=HORIZON))


@pytest.mark.parametrize("seed", range(20))
def test_too_full_cells_are_found_with_what_is_too_much(seed: int):
    chance = Random(seed)
    grid = crowded_grid(chance)
    members = Members(grid, grid.crowds)
    at = np.array([chance.randrange(len(grid.axis)) for _ in range(8)])
    asked = np.array(sorted(crowd * members.stride + chance.randrange(HORIZON) for crowd in range(4)))
    excess = {
        crowd * members.stride + day: sum(
            one.weight for one in grid.crowds[crowd].members if day in busy_on(one, int(grid.axis[at[one.event]]))
        ) - int(grid.crowds[crowd].most[day])
        for crowd in range(4) for day in range(HORIZON)
    }  # fmt: skip
    found, much = members.excess(at, asked)
    assert dict(zip(found.tolist(), much.tolist(), strict=True)).items() <= excess.items()
    assert {cell for cell, over in excess.items() if over > 0} | set(asked.tolist()) <= set(found.tolist())
    assert (np.diff(found) > 0).all()


@pytest.mark.parametrize("many", [0, 100])
@pytest.mark.parametrize("seed", range(10))
def test_an_event_pays_for_every_day_it_fills(seed: int, many: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(day_price, "MANY", many)  # 0: every crowd is charged as a large one
    chance = Random(seed)
    grid = crowded_grid(chance)
    prices = np.array([[chance.choice((0, 0, 0.5, 3)) for _ in range(HORIZON)] for _ in range(4)])
    fees = Members(grid, grid.crowds).charge(np.zeros((8, len(grid.axis))), prices)
    expected = np.zeros_like(fees)
    for crowd, of_day in zip(grid.crowds, prices, strict=True):
        for one in crowd.members:
            for place, start in enumerate(grid.axis.tolist()):
                expected[one.event, place] += one.weight * sum(of_day[day] for day in busy_on(one, start))
    assert (fees == expected).all()
