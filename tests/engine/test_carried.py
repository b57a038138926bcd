"""What one choice's LP knows is of use to another's, and never changes what comes of it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.made_up import make_programme
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.order import levels_of
from mentoring.engine.prices.column_bound import ColumnBound
from mentoring.engine.prices.linear import LinearProgram
from mentoring.engine.prices.separation import Key
from mentoring.engine.when.season import Season
from mentoring.language.frame import Frame
from tests.builders import city, scenario
from tests.engine.test_season import greedy_pairs, hosts_of

CITIES = 50


@pytest.fixture(scope="module")
def programme() -> Scenario:
    return make_programme(CITIES, 1, form="stated")


def opened(programme: Scenario, which: slice) -> Season:
    """The dates of some pairings, nothing asked yet."""
    frame = Frame(programme, greedy_pairs(programme)[which])
    return Season(frame, Decision(frame.pairs, hosts_of(frame)), Clock(), levels_of(programme, "dates"))


def solved(season: Season) -> ColumnBound:
    lp = season.bound.open(season.levels[0], season.clock)
    lp.solve(season.clock)
    return lp


def take_over(season: Season, other: Season) -> ColumnBound:
    level = season.levels[0]
    season.bound.take_over(level, other.bound.opened(level), other.bound.grid)
    return season.bound.open(level, season.clock)


def test_an_lp_begun_with_anothers_columns_comes_to_the_same_with_less_work(
    programme: Scenario, monkeypatch: pytest.MonkeyPatch
):
    asked: list[LinearProgram] = []
    solve = LinearProgram.solve

    def counted(program: LinearProgram, seconds: float) -> bool:
        asked.append(program)
        return solve(program, seconds)

    monkeypatch.setattr(LinearProgram, "solve", counted)
    first, fresh, second = (opened(programme, which) for which in (slice(-2), slice(2, None), slice(2, None)))
    solved(first)
    asked.clear()
    expected = solved(fresh)
    from_scratch = len(asked)
    carried = take_over(second, first)
    at = carried.columns.all()
    assert carried.allowed[at.event, at.position].all()
    assert len(set(carried.columns.tree.tolist())) > 0.8 * len(carried.forest.roots)  # trees with dates
    assert carried.keys
    asked.clear()
    carried.solve(second.clock)
    assert carried.is_tight
    assert expected.is_tight
    assert math.ceil(carried.bound - 1e-4) == math.ceil(expected.bound - 1e-4)
    assert len(asked) < from_scratch


def test_every_column_carried_is_one_of_the_others_dates(programme: Scenario):
    first, second = opened(programme, slice(-2)), opened(programme, slice(2, None))
    known, carried = solved(first), take_over(second, first)

    def dates(season: Season, lp: ColumnBound) -> set[frozenset[tuple[str, int]]]:
        grid, entries = season.bound.grid, lp.columns.all()
        found: list[set[tuple[str, int]]] = [set() for _ in range(len(lp.columns))]
        for column, event, position in zip(entries.column, entries.event, entries.position, strict=True):
            found[column].add((grid.events[event], int(grid.axis[position])))
        return {frozenset(one) for one in found}

    assert len(carried.columns) > 5 * len(carried.forest.roots)
    before = dates(first, known)
    new = [one for one in dates(second, carried) if one not in before]
    assert len(new) <= len(carried.forest.roots)  # the cheapest of each tree at the prices carried, found anew


def test_rows_are_carried_by_the_names_of_what_they_are_about(programme: Scenario):
    first, second = opened(programme, slice(-2)), opened(programme, slice(2, None))
    known = solved(first)
    lags: list[Key] = [("least", number, 40) for number in range(len(known.separation.lags))]
    known.recall([*known.keys, *lags], np.concatenate((known.prices, np.full(len(lags), 2.0))))
    carried = take_over(second, first)

    def named(season: Season, lp: ColumnBound) -> dict[tuple[str, ...], float]:
        grid, found = season.bound.grid, dict[tuple[str, ...], float]()
        for (kind, number, place), price in zip(lp.keys, lp.prices.tolist(), strict=True):
            if kind == "day":
                found[kind, str(grid.crowds[number].name), str(place)] = price
            else:
                ends = (grid.events[end] for end in lp.separation.lags[number])
                found[kind, *ends, str(grid.axis[place])] = price
        return found

    there, here = named(first, known), named(second, carried)
    assert here.items() <= there.items()
    assert sum(row[0] == "day" for row in here) > 5
    lag = [row for row in here if row[0] == "least"]
    assert lag
    assert len(lag) < len(lags)  # those of pairings that the second does not have are left out


def test_nothing_is_carried_where_nothing_is_alike():
    visit = {"visit": {"gathers": "pairing", "host": "mentee"}}
    cities = {
        "ghent": city(
            needs={"housing": {}}, offers={"schools": {}}, unavailable=[{"first": "2024-01-01", "last": "2024-01-12"}]
        ),
        "oslo": city("NO", offers={"housing": {}}, needs={"schools": {}}),
    }
    goals = {"pairing": ["needs"], "dates": ["early"]}
    programme = scenario(cities=cities, stages=visit, themes={"housing": {}, "schools": {}}, goals=goals)
    frame, levels = Frame(programme, programme.conceivable), levels_of(programme, "dates")
    one, other, none = (
        Season(Frame(programme, pairs), Decision(pairs), Clock(), levels)
        for pairs in (frame.pairs[:1], frame.pairs[1:], ())
    )
    lp = solved(one)
    for season, dates in ((other, 1), (none, 0)):
        carried = take_over(season, one)
        assert len(carried.columns) == dates  # its own cheapest
        carried.solve(season.clock)
        assert carried.bound == dates * lp.bound
    assert lp.bound > 0
