"""Dates at scale on programmes small enough to be judged by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from benchmarks.made_up import make_programme
from mentoring.domain.pairing import Pairing, parse_pairing
from mentoring.domain.result import PLAN, Result
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.order import levels_of
from mentoring.engine.planner import plan
from mentoring.engine.prices import clique
from mentoring.engine.prices.date_bound import DateBound
from mentoring.engine.prices.near_dates import NearDates
from mentoring.engine.prices.rounding import rounded, undecided
from mentoring.engine.when import date_search
from mentoring.engine.when.date_search import DateSearch
from mentoring.engine.when.meeting import Meetings
from mentoring.engine.when.season import Season
from mentoring.engine.when.stretch import find_rooms
from mentoring.language.frame import Frame
from mentoring.rules import check_plan
from tests.builders import PAIRING, VISIT, city, scenario
from tests.forced import forced

EARLY = {"pairing": ["needs"], "dates": ["early"]}
SENT = {"count": 1, "same_for": "pairing"}


def dated(**changes: Any) -> Result:
    """A plan whose dates the whole model never sees."""
    with forced("season alone"):
        return plan(made(**changes))


def made(**changes: Any) -> Scenario:
    return scenario(**{"goals": EARLY, **changes})


def people_of(found: Result) -> dict[str, tuple[str, ...]]:
    assert check_plan(found.require_plan()) == []
    return {event.id: event.people for event in found.require_plan().events}


def test_two_roles_that_are_kept_and_held_by_the_same_persons_send_two_of_them():
    both = {"roles": ["expert", "friend"]}
    asked = {"expert": SENT, "friend": SENT}
    found = dated(
        people={"ann": both, "bob": both},
        stages={
            "visit": {"gathers": "pairing", "host": "mentee", "people": asked},
            "return": {"gathers": "pairing", "host": "mentor", "people": asked},
        },
    )
    assert set(people_of(found).values()) == {("ann", "bob")}


def test_a_pinned_person_with_two_roles_fills_one_of_them():
    found = dated(
        people={"ann": {"roles": ["expert", "friend"]}, "bob": {"roles": ["expert", "friend"]}},
        stages={"visit": {"gathers": "pairing", "host": "mentee", "people": {"expert": 1, "friend": 1}}},
        pins={"both": {"event": VISIT, "people": ["ann", "bob"]}},
    )
    assert people_of(found) == {VISIT: ("ann", "bob")}


def test_a_pinned_person_is_not_sent_elsewhere_first():
    later = "visit/oslo/liege/housing"
    found = dated(
        cities={
            "ghent": city(needs={"housing": {}}),
            "liege": city(needs={"housing": {}}),
            "oslo": city("NO", offers={"housing": {"mentees": 2}}, at_once=2),
        },
        people={"ann": {"roles": ["expert"]}, "bob": {"roles": ["expert"]}},
        stages={"visit": {"gathers": "pairing", "host": "mentee", "people": {"expert": 1}}},
        pins={
            "who": {"event": later, "people": ["ann"]},
            "here": {"event": VISIT, "first": "2024-01-08"},
            "there": {"event": later, "first": "2024-01-08"},
        },
    )
    assert people_of(found) == {VISIT: ("bob",), later: ("ann",)}


def season(programme: Scenario, *pairs: str) -> Season:
    """The dates of these pairings, nothing decided yet."""
    frame = Frame(programme, [parse_pairing(pair) for pair in pairs])
    return Season(frame, Decision(frame.pairs), Clock(), levels_of(programme, "dates"))


def test_dates_are_listed_one_by_one_however_many_there_are(monkeypatch: pytest.MonkeyPatch):
    """All ways to date five visits within the slack would be millions."""
    visit = {"gathers": "pairing", "host": "mentee"}
    stages = {f"s{number}": {**visit, **({"after": {f"s{number - 1}": {}}} if number else {})} for number in range(5)}
    one = season(made(stages=stages), PAIRING)
    costs = one.bound.costs(one.bound.measure(one.levels[0]))
    forest = one.bound.own
    asked: list[int] = []
    go_on = NearDates._below

    def watch(self: NearDates, event: int, position: int, slack: float) -> Any:
        asked.append(event)
        assert len(asked) < 1000
        return go_on(self, event, position, slack)

    monkeypatch.setattr(NearDates, "_below", watch)
    found, is_complete = NearDates(forest, forest.pass_up(costs)).list(0, 100.0, 7)
    assert len(found) == 7
    assert not is_complete


def test_dates_listed_once_are_no_more_when_they_are_listed_again(monkeypatch: pytest.MonkeyPatch):
    """Too many are not taken at all; those that are columns already do not make them too many."""
    one = season(made(stages={"visit": {"gathers": "pairing", "host": "mentee"}}), PAIRING)
    search = DateSearch(one, 0, 0, None)
    search.lp.solve(one.clock)
    before = len(search.lp.columns)
    monkeypatch.setattr(date_search, "MOST_COLUMNS", 6)
    assert search._list_near(7, 100.0) is None
    assert len(search.lp.columns) == before
    assert search._list_near(6, 100.0) is False
    assert before < len(search.lp.columns) <= before + 6
    assert search._list_near(6, 100.0) is False
    assert search._list_near(6, 3.0) is True


def test_large_meetings_that_only_begin_on_different_days_may_overlap(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clique, "FEW_PAIRS", 0)
    programme = made(
        programme={"public_holidays": "none"},
        themes={"housing": {}, "water": {}},
        cities={
            "ghent": city(needs={"housing": {}}),
            "oslo": city("NO", offers={"housing": {}}),
            "liege": city(needs={"water": {}}),
            "riga": city("LV", offers={"water": {}}),
        },
        stages={"meeting": {"gathers": "theme", "host": "none", "days": 4}},
        pins={"apart": {"not": {"same_days": ["meeting/housing", "meeting/water"]}}},
    )
    one = season(programme, PAIRING, "riga > liege in water")
    meetings = Meetings(one.bound)
    meetings.learn(one.bound.open(one.levels[0], one.clock), one.bound.costs(one.bound.measure(one.levels[0])))
    found = meetings.cheapest(one.clock, None)
    assert found is not None
    assert found[0] <= 3 + 4  # Monday to Thursday, Tuesday to Friday


def test_first_dates_tell_no_bound_because_other_pairings_may_be_as_good():
    with forced("season, no drafts"):
        told = plan(made()).progress
    early = [step for step in told if step.goal == "early"]
    first = early[: [step.note for step in early].index(PLAN) + 1]
    assert [step.bound for step in first] == [None] * len(first)
    assert len(first) > 1


def test_dates_are_found_without_any_goal_for_them():
    assert dated(goals={"pairing": ["needs"], "dates": []}).plan is not None


def test_events_without_a_day_are_no_dates_at_all():
    pins = {"one": {"event": VISIT, "first": "2024-01-08"}, "other": {"event": VISIT, "first": "2024-01-09"}}
    assert season(made(pins=pins), PAIRING).minimise(0, thorough=False).status == "infeasible"


@pytest.mark.parametrize("goal", ["fit", "preferences", "away", "hosting", "travel_km"])
def test_a_goal_that_no_day_changes_is_proven(goal: str):
    assert dated(goals={"pairing": ["needs"], "dates": [goal]}).status == "optimal"


def test_a_goal_to_be_large_that_no_day_changes_rules_nothing_out():
    one = season(made(goals={"pairing": ["needs"], "dates": ["fit"]}), PAIRING)
    assert one.minimise(0, -101).status == "infeasible"
    assert one.minimise(0, -100).status != "infeasible"


def test_whoever_alone_can_go_changes_places_with_somebody_else():
    """Ann is sent to Ghent first; but only she speaks the language of Liège."""
    french = "visit/oslo/liege/housing"
    found = dated(
        cities={
            "ghent": city(needs={"housing": {}}, languages=["nl", "en"]),
            "liege": city(needs={"housing": {}}, languages=["fr", "en"]),
            "oslo": city("NO", offers={"housing": {"mentees": 2}}, languages=["en"], at_once=2),
        },
        people={
            "ann": {"roles": ["expert"], "languages": ["nl", "fr"]},
            "bob": {"roles": ["expert"], "languages": ["nl"]},
        },
        stages={"visit": {"gathers": "pairing", "host": "mentee", "people": {"expert": 1}}},
        pins={name: {"event": event, "first": "2024-01-08"} for name, event in (("here", VISIT), ("there", french))},
    )
    assert people_of(found) == {VISIT: ("bob",), french: ("ann",)}


def two_visits(**more: Any) -> Scenario:
    """Two pairings that need the only facilitator on the same day."""
    day = {"first": "2024-01-08", "last": "2024-01-08"}
    return made(
        people={"ann": {"roles": ["friend"]}},
        stages={"visit": {"gathers": "pairing", "host": "mentee", "people": {"friend": 1}, "between": day}},
        cities={
            "ghent": city(needs={"housing": {"priority": 3}}),
            "liege": city(needs={"housing": {}}),
            "oslo": city("NO", offers={"housing": {"mentees": 2}}),
        },
        **more,
    )


def test_who_is_left_out_is_the_least_urgent_and_the_others_have_days():
    one = season(two_visits(), PAIRING, "oslo > liege in housing")
    assert one.feasible() == "infeasible"
    assert one.lost == (parse_pairing("oslo > liege in housing"),)
    assert one.kept == {VISIT: 7}
    rest = season(two_visits(), PAIRING)
    rest.hint = one.kept
    assert rest.feasible() == "optimal"
    assert rest.read().starts == {VISIT: 7}


def test_prices_show_that_there_are_no_dates_but_never_where_there_are():
    assert season(two_visits(), PAIRING, "oslo > liege in housing").bound.is_impossible(Clock())
    assert not season(two_visits(), PAIRING).bound.is_impossible(Clock())


@pytest.mark.parametrize("length", ["5d", "2w", "1m"])
def test_events_that_lie_together_are_dated_together_without_a_lag_each(length: str):
    cities = {f"city-{number}": city(needs={"housing": {}}) for number in range(4)}
    away = {"oslo": city("NO", offers={"housing": {"mentees": 4}})}
    stages = {"visit": {"gathers": "pairing", "host": "mentee", "all_within": length}}
    programme = made(cities=cities | away, stages=stages)
    one = season(programme, *(f"oslo > city-{number} in housing" for number in range(4)))
    assert not one.bound.grid.edges
    rooms = find_rooms(one.bound.grid, one.bound.whole, one.bound.costs(one.bound.measure(one.levels[0])))
    assert rooms
    most = {"5d": 5, "2w": 14, "1m": 31}[length]
    assert all(np.ptp(one.bound.grid.axis[room.any(axis=0)]) < most for room in rooms)
    found = dated(cities=cities | away, stages=stages)
    assert found.status == "optimal"
    assert len(found.require_plan().events) == 4


def test_shares_are_rounded_to_dates_of_which_every_tree_has_one():
    programme = make_programme(14)
    frame = Frame(programme, greedy_pairs(programme))
    one = Season(frame, Decision(frame.pairs, hosts_of(frame)), Clock(), levels_of(programme, "dates"))
    lp = one.bound.open(one.levels[0], one.clock)
    lp.solve(one.clock)
    few = rounded(lp, one.clock, 0)
    chosen = few.taken > 1 - 1e-4
    assert chosen.sum() >= len(few.forest.roots) - 3
    assert few.value >= lp.bound - 1e-6
    assert set(few.columns.tree[undecided(few)].tolist()) == set(range(len(few.forest.roots)))


def greedy_pairs(programme: Scenario) -> list[Pairing]:
    """The first pairing found for each need, one for each mentor."""
    found: dict[str, Pairing] = {}
    for pair in programme.conceivable:
        apart = programme.cities[pair.mentor].country != programme.cities[pair.mentee].country
        if apart and pair.mentor not in found and all(one.mentee != pair.mentee for one in found.values()):
            found[pair.mentor] = pair
    return list(found.values())


def hosts_of(frame: Frame) -> dict[str, str]:
    return {event.id: frame.agenda.hosts(event)[0] for event in frame.events if frame.agenda.hosts(event)}


def test_the_whole_model_is_not_asked_for_what_is_known(monkeypatch: pytest.MonkeyPatch):
    """Neither what the search has proven, nor what all choices that are as good will tell together."""
    asked: list[int | None] = []

    def ask(self: Season, index: int, below: int | None, least: int) -> int:
        asked.append(below)
        return least

    monkeypatch.setattr(DateBound, "least", lambda *_, **__: 0)
    monkeypatch.setattr(Season, "ask_whole", ask)

    def minimise(proven: int, *, has_rivals: bool = False) -> str:
        asked.clear()
        monkeypatch.setattr(DateSearch, "run", lambda self: proven)
        one = season(made(stages={"visit": {"gathers": "pairing", "host": "mentee"}}), PAIRING)
        one.has_rivals = has_rivals
        return one.minimise(0, 5).status

    assert minimise(5) == "unknown"
    assert asked
    assert minimise(6) == "infeasible"
    assert not asked
    assert minimise(5, has_rivals=True) == "unknown"
    assert not asked
