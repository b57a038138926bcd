"""Why a need lacks a mentor: every reason is true, every way serves it, judged by trying all plans."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from mentoring.analysis.clash import find_room
from mentoring.analysis.gap import Candidate, Way
from mentoring.analysis.reason import find_full
from mentoring.api import Partner, candidates
from mentoring.api.need import explain_need
from mentoring.api.trial import hold
from mentoring.domain.dates import each_day
from mentoring.domain.plan import Plan
from mentoring.engine import planner
from mentoring.errors import UsageError
from mentoring.files.variant import vary
from tests.asking import best, pinned, small_plans, values
from tests.brute import TooManyPlans
from tests.builders import city, scenario


def given(plan: Plan) -> Counter:
    return Counter((pair.mentee, pair.theme) for pair in plan.paired)


def is_hurt(before: Plan, after: Plan) -> set[tuple[str, str]]:
    mentors = given(after)
    return {need for need, number in given(before).items() if mentors[need] < number}


def check_candidate(plan: Plan, one: Candidate) -> None:
    """The reason told is true: nothing is possible, or only at the cost that is told."""
    of = plan.scenario
    asked = {"pairing": str(one.pairing)}
    forced = best(pinned(of, [asked]))
    kept = [{"pairing": str(pair)} for pair in plan.paired]
    if [reason.rule for reason in one.reasons] == ["reserve"]:  # a pin may call on it
        assert of.cities[one.pairing.mentor].offers[one.pairing.theme].reserve
        return
    if one.kind in ("falls out", "impossible"):
        assert forced is None
        return
    if one.kind == "helps":
        assert one.pairing in plan.paired
        return
    assert one.trial is not None
    assert values(one.trial.difference) == forced, one
    assert one.trial.difference is not None
    assert set(one.trial.hurt) == is_hurt(plan, one.trial.difference.after)
    if one.reasons:  # full: not beside all that the plan has
        assert best(pinned(of, [asked, *kept])) is None
    if any(not room.free for room in one.rooms):
        assert best(pinned(of, [asked, *hold(plan)])) is None
    if one.kind in ("full", "no dates", "others first"):  # needs come first, so serving one more would be better
        target = (one.pairing.mentee, one.pairing.theme)
        priority = of.cities[target[0]].needs[target[1]].priority
        without_harm = best(pinned(of, [asked, *kept]))
        assert priority == 0 or without_harm is None
    else:
        assert one.kind in ("goals first", "better")
        assert not one.trial.hurt


def check_way(plan: Plan, way: Way) -> None:
    """With the change the need is served by whom it says, nobody else loses, and no plan with it is better."""
    difference = way.trial.difference
    assert difference is not None
    assert way.pairings[0] in difference.after.paired
    assert is_hurt(plan, difference.after) == set()
    assert values(difference) == best(vary(plan.scenario, way.trial.changes).require())


def test_every_reason_is_true_and_every_way_serves_the_need():
    seen: Counter[str] = Counter()
    for number, plan in enumerate(small_plans(105, 12, most=400, unserved=True)):
        missing = plan.unserved[number % len(plan.unserved)]
        report = explain_need(plan, missing.city, missing.theme)
        possible = {pair for pair in plan.scenario.conceivable if pair[1:] == (missing.city, missing.theme)}
        assert {one.pairing for one in report.candidates} == possible
        for one in report.candidates:
            with suppress(TooManyPlans):
                check_candidate(plan, one)
                seen[one.kind] += 1
        for way in report.ways:
            with suppress(TooManyPlans):
                check_way(plan, way)
                seen["way"] += 1
    assert {"falls out", "impossible", "way"} <= seen.keys()


def test_days_that_are_told_to_be_free_are_and_no_others():
    looked = 0
    for plan in small_plans(63, 14, most=300):
        for one in candidates_of(plan):
            pair = one.pairing
            rooms = find_room(plan, pair) if pair not in plan.paired and not find_full(plan, pair) else []
            if len(rooms) != 1 or rooms[0].is_held or looked > 60:
                continue  # of several events of a pairing each is looked at by itself
            (room,) = rooms
            asked = [{"pairing": str(pair)}, *hold(plan)]
            for day in each_day(*plan.scenario.span):
                with suppress(TooManyPlans):
                    found = best(pinned(plan.scenario, [{"event": room.event, "first": day.isoformat()}, *asked]))
                    assert (day in room.free) == (found is not None)
                    looked += 1
    assert looked > 20


def candidates_of(plan: Plan) -> list[Partner]:
    """Pairings that nothing speaks against by themselves."""
    found = (one for city in plan.scenario.cities for one in candidates(plan.scenario, city))
    return [one for one in found if one.is_possible and one.pairing.mentor < one.pairing.mentee]


def three(**more: Any) -> Plan:
    """Oslo has one place in housing, which Ghent and Riga need; Ghent's need is the more pressing."""
    of = scenario(
        cities={
            "ghent": city(at=(51.05, 3.7), name="Ghent", languages=["nl"], needs={"housing": {"priority": 2}}),
            "oslo": city("NO", (59.9, 10.7), name="Oslo", languages=["no"], offers={"housing": {}}),
            "riga": city("LV", (56.9, 24.1), name="Riga", languages=["lv"], needs={"housing": {}}),
            "bruges": city(at=(51.2, 3.2), name="Bruges", languages=["nl"], offers={"housing": {"refuses": ["riga"]}}),
            **more.pop("cities", {}),
        },
        **more,
    )
    return planner.plan(of).require_plan()


def test_who_is_full_is_told_with_whom_it_serves_and_their_priority():
    plan = three(pairing={"same_country": False})
    assert [str(pair) for pair in plan.paired] == ["oslo > ghent in housing"]
    report = explain_need(plan, "riga", "housing")
    full, refused = report.candidates
    assert (full.kind, [one.said for one in full.reasons]) == (
        "full",
        ["Oslo takes at most 1 mentee in housing, and serves Ghent (priority 2)"],
    )
    assert full.trial is not None
    assert full.trial.hurt == (("ghent", "housing"),)
    assert (refused.kind, [one.said for one in refused.reasons]) == (
        "falls out",
        ["Bruges refuses Riga as mentee in housing"],
    )
    assert refused.reasons[0].keys[0].startswith("cities.bruges.offers.housing")
    assert {(way.said, way.pairings[0].mentor) for way in report.ways} == {
        ("let cities of one country pair", "oslo"),
        ("let Bruges and Riga pair in housing", "bruges"),
        ("let Oslo take 2 mentees in housing", "oslo"),
    }


def test_a_country_and_a_language_are_told_with_their_places_and_can_be_loosened():
    plan = three(pairing={"same_country": False, "common_language": True}, cities={
        "liege": city(at=(50.6, 5.6), name="Liège", languages=["fr"], needs={"housing": {}}),
    })  # fmt: skip
    report = explain_need(plan, "liege", "housing")
    by_mentor = {one.pairing.mentor: [reason.said for reason in one.reasons] for one in report.candidates}
    assert by_mentor == {
        "bruges": [
            "Bruges and Liège are in the same country (BE)",
            "Bruges and Liège share no language (Bruges: Dutch; Liège: French)",
        ],
        "oslo": ["Oslo and Liège share no language (Oslo: Norwegian; Liège: French)"],
    }
    assert ("let cities without a common language pair", "oslo") in [
        (way.said, way.pairings[0].mentor) for way in report.ways
    ]


def test_days_are_told_with_what_stands_in_the_way():
    plan = three(
        pairing={"same_country": False},
        programme={"last": "2024-01-12", "closed": [{"first": "2024-01-01", "last": "2024-01-05", "why": "holidays"}]},
        stages={"visit": {"gathers": "pairing", "host": "mentee", "days": 5}},
        cities={"oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {"mentees": 2}})},
    )
    report = explain_need(plan, "riga", "housing")
    (one,) = (one for one in report.candidates if one.pairing.mentor == "oslo")
    assert one.kind == "no dates"
    (room,) = one.rooms
    assert room.free == ()
    told = {day: said for obstacle in room.obstacles for day in obstacle.days for said in [obstacle.said]}
    assert told[date(2024, 1, 1)] == ("the programme is closed 1-5 January 2024 (holidays)",)
    assert told[date(2024, 1, 8)] == (
        "Oslo is busy with 2 events on 8 January 2024, at most 1 is possible "
        "(there is visit (Oslo > Ghent), 8-12 January 2024)",
    )
    ways = {way.said for way in report.ways}
    assert "let Oslo take part in 2 events at once, with a team for each" in ways
    assert "let Bruges and Riga pair in housing" in ways


def test_money_that_is_spent_is_told():
    plan = three(
        limits={"budget_eur": {"programme": 100}},
        travel={"daily_eur": 100},
        cities={"oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {"mentees": 2}})},
        stages={"visit": {"gathers": "pairing", "host": "mentee"}},
        pairing={"same_country": False},
    )
    (one, _) = explain_need(plan, "riga", "housing").candidates
    assert [reason.said for reason in one.reasons] == ["the programme may spend at most 100 EUR on travel"]


def test_a_goal_that_counts_more_is_told_with_its_price():
    plan = three(goals={"pairing": ["travel_km", "needs"], "dates": []}, pairing={"same_country": False})
    assert not plan.paired
    one, refused = explain_need(plan, "riga", "housing").candidates
    assert (one.kind, refused.kind) == ("goals first", "falls out")
    assert one.trial is not None
    assert one.trial.rank == (0, plan.scenario.journeys.return_km("oslo", "riga"), -1)
    assert explain_need(plan, "riga", "housing").ways[0].said == "nothing but to fix the pairing by a pin"


def test_an_offer_kept_in_reserve_can_be_called_on():
    plan = three(
        pairing={"same_country": False},
        cities={"oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {"reserve": True}})},
    )
    report = explain_need(plan, "riga", "housing")
    assert [reason.said for one in report.candidates for reason in one.reasons] == [
        "Bruges refuses Riga as mentee in housing",
        "the offer of Oslo in housing is kept in reserve",
    ]
    assert "call on the offer of Oslo in housing" in {way.said for way in report.ways}


def test_what_is_no_open_need_is_refused():
    plan = three()
    with pytest.raises(UsageError, match="has its mentors"):
        explain_need(plan, "ghent", "housing")
    with pytest.raises(UsageError, match="did you mean riga"):
        explain_need(plan, "rigaa", "housing")
    with pytest.raises(UsageError, match="no need of riga 'transport'"):
        explain_need(plan, "riga", "transport")
