"""What the outlook says no dates of any choice undercut holds for the plans there are."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace

import numpy as np
import pytest

from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.ladder import Step
from mentoring.engine.model.order import Level, levels_of
from mentoring.engine.planner import plan
from mentoring.engine.prices.date_bound import DateBound
from mentoring.engine.prices.side import peak_rows
from mentoring.engine.ties.outlook import Outlook, find_outlook
from mentoring.engine.when.season import Season
from mentoring.engine.who import opening
from mentoring.language.declaration import Peak
from mentoring.language.frame import Frame
from tests.strategies import random_plan, random_scenario

PLAIN = range(500, 620)
VARIED = (*range(100000, 100020), 100199, 100307)  # the two last: where a bound too large was seen
BITES = (0, 0, 1, 2, 3, 4, 6)
HORIZONS = ((10, 40), (20, 70))
CITIES = ((2, 5), (3, 7), (4, 8))
ROUNDS = (1, 3, 12, 40)
DRAWS = 20  # of prices, for each plan and goal


def outlook_of(found: Plan, against: Plan | None, monkeypatch: pytest.MonkeyPatch) -> Outlook | None:
    monkeypatch.setattr(opening, "LISTED", -1)
    levels = levels_of(found.scenario, "pairing")
    costs = [level.sign * level.goal.measure(found, level.part, against) for level in levels]
    steps = [Step(level, cost, cost) for level, cost in zip(levels, costs, strict=True)]
    return find_outlook(opening.begin(found.scenario, against, Clock()), steps)


def bounds_of(found: Plan, against: Plan | None, outlook: Outlook, rng: Random) -> list[tuple[int, int]]:
    """What the outlook says of each date goal, and what the plan has."""
    scenario, pairs = found.scenario, tuple(sorted(found.paired))
    hosts = {event.id: event.host for event in found.held if event.host is not None}
    levels = levels_of(scenario, "dates")
    season = Season(Frame(scenario, pairs, against=against), Decision(pairs, hosts), Clock(), levels)
    told = []
    for index, level in enumerate(levels):
        value = level.sign * level.goal.measure(found, level.part, against)
        season.bound.least(level, Clock(), rng.choice(ROUNDS))
        bound = outlook.told(level, season.bound)
        if bound is not None:
            told.append((bound, value))
        season.cap(index, level.cap(value))
    return told


def guess(bound: DateBound, level: Level, rng: Random) -> None:
    """Any prices of any rows, in any order, as if the LP had found them; those of a peak's own rows sum up to 1."""
    measure = bound.measure(level)
    peaks = len(peak_rows(bound.grid, measure)) if isinstance(measure, Peak) else 0
    rows = len(bound._rows)
    persons = [place for place, crowd in enumerate(bound.grid.crowds) if crowd.of_people]
    known = [("day", crowd, day) for crowd in persons for day in range(bound.grid.frame.horizon) if rng.random() < 0.2]
    known += [("side", row, 0) for row in range(rows) if rng.random() < 0.3]
    scale = 10 ** rng.uniform(-1.5, 1.5)
    priced = [(key, rng.random() * scale) for key in known]
    shares = [rng.random() * (rng.random() < 0.5) for _ in range(peaks)]
    priced += [(("side", rows + row, 0), share / sum(shares)) for row, share in enumerate(shares) if share]
    rng.shuffle(priced)
    keys, prices = [key for key, _ in priced], np.array([price for _, price in priced], dtype=np.float64)
    bound.last = SimpleNamespace(keys=keys, prices=prices)  # type: ignore[assignment]


def test_no_plan_undercuts_the_outlook_whatever_the_prices(monkeypatch: pytest.MonkeyPatch):
    """Also where a goal has a limit: then its rows are there twice, as a goal and as a limit."""
    told: list[tuple[int, int]] = []
    for number in range(3000, 3012):
        rng = Random(number)
        given = random_scenario(
            rng, horizon=rng.choice(HORIZONS), cities=rng.choice(CITIES), bites=rng.choice((0, 2, 4))
        )
        if not given.goals.pairing:
            continue
        uses = rng.sample([GoalUse(goal="spread"), GoalUse(goal="early")], 2)
        found = plan(with_dates(given, *uses), work=0.5).plan
        if found is None or not found.pairings:
            continue
        most = {goal.goal: goal.value + rng.choice((0, 0, 1)) for goal in found.goals}
        limited = [use.model_copy(update={"limit": most[use.goal]}) for use in uses]
        found = found.model_copy(update={"scenario": with_dates(given, *limited)})
        with monkeypatch.context() as patch:
            outlook = outlook_of(found, None, patch)
        if outlook is not None:
            told += guesses_of(found, outlook, rng)
            assert all(bound <= value for bound, value in told), number
    assert sum(bound > 0 for bound, _ in told) >= 50
    assert sum(bound == value > 0 for bound, value in told) >= 10


def with_dates(given: Scenario, *uses: GoalUse) -> Scenario:
    return given.model_copy(update={"goals": given.goals.model_copy(update={"dates": uses})})


def guesses_of(found: Plan, outlook: Outlook, rng: Random) -> list[tuple[int, int]]:
    """What the outlook says at any prices, and what the plan has."""
    pairs = tuple(sorted(found.paired))
    hosts = {event.id: event.host for event in found.held if event.host is not None}
    levels = levels_of(found.scenario, "dates")
    season = Season(Frame(found.scenario, pairs), Decision(pairs, hosts), Clock(), levels)
    for level in levels:
        if level.limit is not None:
            season.bound.cap(level, level.limit)
    told = []
    for index, level in enumerate(levels):
        value = level.sign * level.goal.measure(found, level.part, None)
        for _ in range(DRAWS):
            guess(season.bound, level, rng)
            bound = outlook.told(level, season.bound)
            if bound is not None:
                told.append((bound, value))
        season.cap(index, value)
    return told


def programme(number: int, rng: Random) -> tuple[Scenario, Plan | None]:
    """A random programme, with a plan that it is compared with where that is drawn."""
    if number in PLAIN:
        return random_scenario(rng, cities=(3, 8)), None
    bites, horizon, cities = rng.choice(BITES), rng.choice(HORIZONS), rng.choice(CITIES)
    given = random_scenario(rng, horizon=horizon, cities=cities, bites=bites)
    return given, random_plan(given, rng, tries=3) if rng.random() < 0.4 else None


def test_no_plan_undercuts_the_outlook(monkeypatch: pytest.MonkeyPatch):
    told: list[tuple[int, int]] = []
    for number in (*PLAIN, *VARIED):
        rng = Random(number)
        given, against = programme(number, rng)
        found = plan(given, against=against, work=1.0).plan
        if found is None or not found.pairings:
            continue
        with monkeypatch.context() as patch:
            outlook = outlook_of(found, against, patch)
        if outlook is not None:
            told += bounds_of(found, against, outlook, rng)
            assert all(bound <= value for bound, value in told), number
    assert sum(bound > 0 for bound, _ in told) >= 15
    assert sum(bound == value > 0 for bound, value in told) >= 10
