"""The best dates over all equally good pairings, found and proven together: as good as the second opinion says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from mentoring.domain.scenario import Scenario
from mentoring.engine.planner import plan
from mentoring.engine.reference import solve_reference
from mentoring.engine.ties.tie_bound import TieBound
from mentoring.engine.ties.tie_search import TieSearch
from mentoring.engine.when.date_search import IMPOSSIBLE, DateSearch
from mentoring.engine.when.meeting import Meetings
from tests.builders import city, scenario
from tests.forced import forced

WAY = "season, all tied choices together"
SLOW = {12, 26, 34}  # for the second opinion
NUMBERS = [number for number in range(48) if number not in SLOW]
GREEDY = range(100, 112)  # programmes in which some cities want two mentors
FIRST, DAYS = date(2024, 1, 1), 180
AGREED = 2  # pairings of each theme: its meeting counts as large by these alone


def swappable(number: int) -> Scenario:
    """Themes with two pairings that are agreed, and others of which nothing but dates says who is whose."""
    chance = random.Random(number)
    sizes = {"housing": 3} if number % 2 else {"housing": 2, "schools": 2}  # cities of a side that may swap

    def away() -> list[dict[str, Any]]:
        firsts = [FIRST + timedelta(days=chance.randrange(DAYS)) for _ in range(chance.randint(1, 4))]
        return [{"first": str(first), "last": str(first + timedelta(days=chance.randint(2, 18)))} for first in firsts]

    cities: dict[str, Any] = {}
    for theme, size in sizes.items():
        for place in range(AGREED + size):
            cities[f"{theme}-mentor-{place}"] = city(unavailable=away(), offers={theme: {"mentees": 1}})
            want = 1 + (number in GREEDY and place >= AGREED and chance.random() < 0.5)
            cities[f"{theme}-mentee-{place}"] = city(unavailable=away(), needs={theme: {"mentors": want}})
    visit = {"gathers": "pairing", "days": 2, "people": {"facilitator": 1}, "start_on": ["mon", "wed"]}
    return scenario(
        programme={"last": str(FIRST + timedelta(days=DAYS))},
        themes={theme: {} for theme in sizes},
        cities=cities,
        places={"hall": {"country": "BE"}},
        people={who: {"roles": ["facilitator"], "unavailable": away()} for who in ("anna", "bert")},
        stages={
            "first": {**visit, "host": "mentee"},
            "meeting": {
                "gathers": "theme", "host": "hall", "days": 2, "after": {"first": {"min": "1w", "max": "8w"}},
                "programme_weeks": [f"2024-W{week:02}" for week in sorted(chance.sample(range(5, 22), 5))],
            },
            "second": {**visit, "host": "mentor", "after": {"meeting": {"min": "1w", "max": "9w"}}},
        },
        pins={
            f"{theme}-{place}": {"pairing": f"{theme}-mentor-{place} > {theme}-mentee-{place} in {theme}"}
            for theme in sizes
            for place in range(AGREED)
        },
        goals={"pairing": ["needs"], "dates": ["early"]},
    )  # fmt: skip


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What the search did."""
    told: Counter[str] = Counter()
    run = TieSearch.run

    def counted(self: TieSearch, best: int, holder: Any) -> Any:
        found = run(self, best, holder)
        told["proven"] += found[0]
        told["better"] += found[1] < best
        return found

    monkeypatch.setattr(TieSearch, "run", counted)
    return told


@pytest.mark.parametrize(
    ("numbers", "share"), [(NUMBERS, 0.9), (GREEDY, 0.3)], ids=["one mentor each", "two mentors for some"]
)
def test_dates_over_all_tied_choices_are_the_best_and_proven_together(
    numbers: Sequence[int], share: float, seen: Counter[str]
) -> None:
    for number in numbers:
        made = swappable(number)
        best = [goal.value for goal in solve_reference(made).goals]
        before = seen["proven"]
        with forced(WAY):
            planned = plan(made).goals
        if seen["proven"] > before:
            assert [goal.value for goal in planned] == best, number
            assert [goal.bound for goal in planned] == best, number
        else:  # persons are too few for dates alone to decide, or there are too many ways
            for one, other in zip(planned, best, strict=True):
                assert (one.bound or 0) <= (other or 0) <= (one.value or 0), number
    assert seen["proven"] > share * len(numbers)
    assert seen["better"] > 0


def test_what_tries_do_not_tell_is_never_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries that find nothing and say less than they know: bounds are true all the same, and no proof is false."""
    finished: list[float] = []
    finish, tried, learn = Meetings.finish, TieSearch._try, TieBound.learn
    settled, rounded = DateSearch._settle, DateSearch._round
    in_vain = [False]

    def finish_counted(self: Meetings, picked: Any, least: float) -> None:
        finished.append(least)
        finish(self, picked, least)

    def try_in_vain(self: TieSearch, trial: Any, picked: Any, low: int, best: int, *, thorough: bool) -> int:
        in_vain[0] = True
        assert self.bound.pairs_of(picked) == trial.pairs
        least = tried(self, trial, picked, low, best, thorough=thorough)
        in_vain[0] = False
        return least if least >= IMPOSSIBLE else least - random.Random(str(picked)).randint(0, 15)

    def learn_less(self: TieBound, calendars: Any, lists: Any) -> None:
        learn(self, calendars, [[(name, day, 0.3 * price) for name, day, price in prices] for prices in lists])

    def settle(self: DateSearch) -> int:
        return self.season.rounded(self.index, self.lp.bound) if in_vain[0] else settled(self)

    monkeypatch.setattr(Meetings, "finish", finish_counted)
    monkeypatch.setattr(TieSearch, "_try", try_in_vain)
    monkeypatch.setattr(TieBound, "learn", learn_less)
    monkeypatch.setattr(DateSearch, "_settle", settle)
    monkeypatch.setattr(DateSearch, "_round", lambda self, least: None if in_vain[0] else rounded(self, least))
    for number in range(12):
        made = swappable(number)
        best = [goal.value for goal in solve_reference(made).goals]
        with forced(WAY):
            planned = plan(made).goals
        for one, other in zip(planned, best, strict=True):
            assert (one.bound or 0) <= (other or 0) <= (one.value or 0), number
    assert len(finished) > 20
