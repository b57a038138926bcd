"""Every scenario that comes with the program can be read and planned, and its comments tell the truth."""

from __future__ import annotations

from datetime import date

import pytest

from mentoring import api
from tests.scenarios.shipped import EVERY, ROOT, plan_changed, plan_shipped


@pytest.mark.parametrize("name", EVERY)
def test_is_read_without_errors(name):
    loaded = api.load(ROOT / name)
    assert [str(problem) for problem in loaded.errors] == []
    expected = ("doubtful: ", "this city is removed: ")
    assert [str(problem) for problem in loaded.warnings if not problem.message.startswith(expected)] == []


@pytest.mark.parametrize("name", ["dive-2009.yaml", "covenant-twinning-2019.yaml", "first-steps.yaml"])
def test_is_planned_to_proven_optimality(name):
    result = plan_shipped(name)
    assert result.status == "optimal"
    assert all(goal.is_proven for goal in result.goals)
    assert api.check(result.require_plan()) == []


def test_the_peers_of_a_reviewed_city_come_together_and_from_elsewhere():
    made = plan_shipped("dive-2009.yaml").require_plan()
    reviews = [event for event in made.held if event.stage == "review"]
    assert sorted(event.host or "" for event in reviews) == ["amsterdam", "berlin", "leeds", "rome"]
    for review in reviews:
        assert review.participants == ("amsterdam", "berlin", "leeds", "london", "rome")
        paper = made.by_id[review.id.replace("review", "self-assessment")]
        report = made.by_id[review.id.replace("review", "report")]
        assert paper.last < review.first
        assert review.last < report.first
        assert {paper.host, report.host} == {None}
    assert len({(review.first.year, review.first.month) for review in reviews}) == 4
    assert max(event.last for event in made.held if event.stage == "report") <= date(2010, 1, 29)


def test_twins_visit_each_other_within_a_year_with_one_facilitator():
    made = plan_shipped("covenant-twinning-2019.yaml").require_plan()
    assert len(made.pairings) == 6
    for pairing in made.pairings:
        pair = pairing.key
        group = f"{pair.mentor}/{pair.mentee}/{pair.theme}"
        there, paper, back = (made.by_id[f"{stage}/{group}"] for stage in ("first-visit", "roadmap", "return-visit"))
        assert (there.host, back.host) == (pair.mentee, pair.mentor)
        assert there.last < paper.first < back.first
        assert there.last <= date(2019, 6, 30)
        assert (back.first - there.last).days <= 366
        assert there.people == back.people
    assert len({made.by_id[event.id].people for event in made.held if event.stage == "first-visit"}) == 6


def test_the_first_steps_leave_needs_without_mentor_and_an_island_has_no_rail():
    made = plan_shipped("first-steps.yaml").require_plan()
    assert len(made.pairings) == 2
    assert {(need.city, need.theme) for need in made.unserved} == {("turin", "housing"), ("gdansk", "heat")}
    twinning = api.load(ROOT / "covenant-twinning-2019.yaml").require()
    assert not twinning.journeys.has_rail("milos", "smiltene")
    assert twinning.journeys.km("milos", "smiltene") == pytest.approx(2300, abs=60)


def test_no_short_flights_needs_the_ferry_to_tampere(tmp_path):
    made = plan_shipped("what-if/no-short-flights.yaml").require_plan()
    flights = [journey for event in made.held for journey in event.journeys if journey.mode == "flight"]
    assert flights
    assert min(journey.km for journey in flights) >= 2 * 700
    without = "travel: {modes: {riga: {tampere: null}}}\n"
    assert plan_changed(tmp_path, "what-if/no-short-flights.yaml", without).status == "infeasible"


def test_two_visits_are_infeasible_unless_october_was_the_second(tmp_path):
    result = plan_shipped("what-if/two-visits.yaml")
    assert result.status == "infeasible"
    assert result.plan is None
    pin = "{event: second-visit/amsterdam/athens/neighbourhoods, first: 2013-10-15}"
    other = plan_changed(tmp_path, "what-if/two-visits.yaml", f"pins: {{athens-in-october: {pin}}}\n")
    visits = [event for event in other.require_plan().held if event.stage in {"visit", "second-visit"}]
    assert len(visits) == 18
    assert max(visits, key=lambda event: event.last).host == "athens"
