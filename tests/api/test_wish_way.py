"""What stands against a wish that is hopeless at first sight, with its place, and ways out that trying all confirms."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from mentoring.analysis.wish import MONTHS, list_first_days
from mentoring.api.wish import weigh_wish
from mentoring.domain.impasse import Impasse
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine import planner
from mentoring.files.variant import vary
from mentoring.views.block import Heading, Sentence
from mentoring.views.wish import wish_blocks, wish_record
from tests.asking import best, pinned, small_plans
from tests.brute import TooManyPlans
from tests.builders import VISIT, city, scenario

PLACES = {"cities.oslo.offers": "small.yaml:12:5", "programme.last": "small.yaml:3:9", "stages.visit.between": "s:9:3"}


def small(**more: object) -> Plan:
    cities = {
        "ghent": city(at=(51.05, 3.7), name="Ghent", needs={"housing": {}, "parks": {}}),
        "oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {}}),
        "riga": city("LV", (56.9, 24.1), name="Rīga", offers={"parks": {}}),
    }
    themes = {"housing": {"title": "A roof for all"}, "parks": {"title": "Green streets"}, "roads": {}}
    programme = {"last": "2024-04-30", "public_holidays": "none"}
    of = scenario(**{"cities": cities, "themes": themes, "programme": programme, **more})
    return planner.plan(of).require_plan().model_copy(update={"positions": PLACES})


def facts(impasse: Impasse) -> list[list[str]]:
    return [[cause.sentence for cause in conflict.causes] for conflict in impasse.conflicts]


def test_an_offer_that_is_missing_is_told_with_its_place_and_the_way_out_that_was_tried():
    plan = small()
    report = weigh_wish(plan, "Oslo > Ghent in parks")
    assert report.free is not None
    impasse = report.free.impasse
    assert impasse is not None
    asked = "it is asked that Oslo mentors Ghent in Green streets"
    assert facts(impasse)[0] == [asked, "Oslo offers nothing in Green streets"]
    assert impasse.conflicts[0].causes[1].places == ("small.yaml:12:5",)
    # Ghent wants one mentor only, but Riga would make way by itself.
    assert [way.asks for way in impasse.ways] == [("let Oslo offer Green streets",)]
    assert impasse.ways[0].changes == {"cities": {"oslo": {"offers": {"parks": {}}}}}
    told = [block.text for block in wish_blocks(report) if isinstance(block, Sentence | Heading)]
    assert "Why there is no plan" in told
    record = wish_record(report)["rest_free"]
    assert record["impasse"]["ways_out"][0]["asks"] == ["let Oslo offer Green streets"]


def test_both_halves_that_are_missing_are_told_each_by_itself():
    report = weigh_wish(small(), "Riga > Oslo in housing")
    assert report.free is not None
    assert report.free.impasse is not None
    assert [found[1] for found in facts(report.free.impasse)] == [
        "Rīga offers nothing in A roof for all", "Oslo has no need in A roof for all",
    ]  # fmt: skip
    assert report.free.impasse.ways[0].asks == (
        "let Rīga offer A roof for all", "let Oslo ask for a mentor in A roof for all",
    )  # fmt: skip


def test_cities_without_a_common_theme_get_a_way_out_in_each_theme_that_is_needed():
    report = weigh_wish(small(cities=_three_needs()), "Oslo for Ghent")
    assert report.free is not None
    assert report.free.impasse is not None
    assert facts(report.free.impasse) == [
        ["it is asked that Oslo mentors Ghent", "Oslo offers nothing in Green streets", "Oslo offers nothing in roads"]
    ]
    assert {way.asks for way in report.free.impasse.ways} == {
        ("let Oslo offer Green streets",),
        ("let Oslo offer roads",),
    }
    first = next(block.text for block in wish_blocks(report) if isinstance(block, Sentence))
    assert first == "Impossible: Oslo offers A roof for all, Ghent needs Green streets, roads."


def _three_needs() -> dict[str, object]:
    return {
        "ghent": city(at=(51.05, 3.7), name="Ghent", needs={"parks": {}, "roads": {}}),
        "oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {}}),
        "riga": city("LV", (56.9, 24.1), name="Rīga", offers={"parks": {}}, needs={"housing": {}}),
    }


def test_a_month_outside_the_window_is_told_day_by_day_with_the_way_out():
    window = {
        "visit": {"gathers": "pairing", "host": "mentee", "between": {"first": "2024-01-08", "last": "2024-02-23"}}
    }
    report = weigh_wish(small(stages=window), f"{VISIT} in March 2024")
    assert all("lies outside its window" in said for one in report.obstacles for said in one.said)
    assert {one.place for one in report.obstacles} == {"s:9:3"}
    assert report.free is not None
    assert report.free.impasse is not None
    assert report.free.impasse.conflicts == ()
    assert [way.asks for way in report.free.impasse.ways] == [("let visit run to 1 March 2024",)]
    told = [block.text for block in wish_blocks(report) if isinstance(block, Heading)]
    assert told[-1] == "Ways out, the easiest to ask for first"


def test_a_month_in_which_a_fixed_event_cannot_be_is_not_met_by_leaving_it_out():
    stages = {
        "visit": {"gathers": "pairing", "host": "mentee"},
        "fair": {"gathers": "all", "host": "oslo", "first": "2024-03-05"},
    }
    report = weigh_wish(small(stages=stages), "fair in April")
    assert report.free is not None
    assert report.free.impasse is not None
    assert [way.asks for way in report.free.impasse.ways] == [("let fair begin on 1 April 2024",)]


def test_a_month_outside_the_programme_is_told_with_the_place():
    report = weigh_wish(small(), f"{VISIT} in May 2026")
    assert report.why_not == "the programme lasts from 1 January 2024 to 30 April 2024 (small.yaml:3:9)"


def test_each_way_out_works_when_all_plans_are_tried():
    rng = Random(8)
    missing = months = 0
    for plan in small_plans(12, 30, most=400):
        of = plan.scenario
        mentor, mentee = rng.sample(sorted(of.cities), 2)
        pair = Pairing(mentor, mentee, rng.choice(sorted(of.themes)))
        if not of.is_conceivable(pair):
            with suppress(TooManyPlans):
                missing += _check_pairing(plan, pair)
        event = rng.choice(plan.held).id
        last = of.span.last
        if (of.span.first.month, last.month) != (last.month, last.month):
            with suppress(TooManyPlans):
                months += _check_month(plan, event, last.month)
    assert (missing > 8, months > 2) == (True, True), (missing, months)


def _check_pairing(plan: Plan, pair: Pairing) -> int:
    """With each way out there is a plan that has the pairing; and where offer and need alone do, that way is told."""
    report = weigh_wish(plan, str(pair))
    assert report.free is not None
    assert report.free.impasse is not None
    for way in report.free.impasse.ways:
        assert best(pinned(_varied(plan, way.changes), [{"pairing": str(pair)}])) is not None, (pair, way.asks)
    sides: dict[str, dict[str, Any]] = {
        pair.mentor: {"offers": {pair.theme: {}}},
        pair.mentee: {"needs": {pair.theme: {}}},
    }
    lacking = {name: side for name, side in sides.items() if pair.theme not in _of(plan, name, next(iter(side)))}
    alone = pinned(_varied(plan, {"cities": lacking}), [{"pairing": str(pair)}])
    assert {"cities": lacking} in [way.changes for way in report.free.impasse.ways] or best(alone) is None, pair
    return len(report.free.impasse.ways)


def _of(plan: Plan, name: str, side: str) -> Collection[str]:
    """The themes of a city's offers or needs."""
    record = plan.scenario.cities[name]
    return record.offers if side == "offers" else record.needs


def _check_month(plan: Plan, event: str, month: int) -> int:
    """With each way out the event can begin on some day of the month."""
    report = weigh_wish(plan, f"{event} in {MONTHS[month - 1]}")
    if report.free is None or not report.obstacles or report.free.impasse is None:
        return 0
    for way in report.free.impasse.ways:
        varied = _varied(plan, way.changes)
        days = [day for day in list_first_days(varied, event) if day.month == month]
        each = (pinned(varied, [{"event": event, "first": day.isoformat()}]) for day in days)
        assert any(best(one) is not None for one in each), (event, way.asks)
    return len(report.free.impasse.ways)


def _varied(plan: Plan, changes: dict[str, object]) -> Scenario:
    found = vary(plan.scenario, changes).require()
    return found.model_copy(update={"resolution": plan.scenario.resolution})


@pytest.mark.parametrize("wish", ["Oslo for Oslo", "oslo > oslo in housing"])
def test_no_city_mentors_itself_and_nobody_is_asked_to(wish: str):
    report = weigh_wish(small(), wish)
    assert (report.why_not, report.free) == ("no city mentors itself", None)
