"""Why there is no plan: what is told, in which words, with which lines; and ways out that do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mentoring import api
from mentoring.api.amendment import compose
from mentoring.api.explain import explain
from mentoring.domain.impasse import Impasse
from mentoring.domain.scenario import Scenario
from mentoring.engine.why import conflict, scope
from mentoring.errors import ScenarioError
from mentoring.files.variant import vary
from mentoring.files.what_if import what_if_text
from tests.builders import city, plan_of, scenario, scenario_data

MEETING = {
    "title": "Spring meeting", "gathers": ["ghent", "oslo"], "host": "oslo", "days": 3,
    "between": {"first": "2024-03-04", "last": "2024-03-15"},
}  # fmt: skip


def closed_march(**more: Any) -> dict[str, Any]:
    """Oslo and Ghent want to meet in a fortnight of which each has half."""
    data = scenario_data(stages={"meeting": MEETING}, **more)
    data["cities"]["ghent"]["unavailable"] = [{"first": "2024-03-01", "last": "2024-03-08", "why": "elections"}]
    data["cities"]["oslo"]["unavailable"] = [{"first": "2024-03-11", "last": "2024-03-17"}]
    return data


def told(found: Impasse) -> list[str]:
    return [cause.sentence for conflict in found.conflicts for cause in conflict.causes]


def asks(found: Impasse) -> list[tuple[str, ...]]:
    return [way.asks for way in found.ways]


@pytest.fixture(scope="module")
def march() -> Impasse:
    return explain(Scenario.model_validate(closed_march()))


def test_facts_are_told_as_people_speak(march: Impasse):
    assert march.status == "infeasible"
    assert told(march) == [
        "ghent is unavailable 1-8 March 2024 (elections)",
        "oslo is unavailable 11-17 March 2024",
        "Spring meeting takes place in any case, with ghent and oslo",
        "Spring meeting lies inside 4-15 March 2024",
    ]
    assert all(conflict.is_confirmed for conflict in march.conflicts)


def test_ways_out_ask_for_the_least_and_the_easiest_first(march: Impasse):
    assert asks(march)[0] == ("let Spring meeting run to 20 March 2024",)
    assert set(asks(march)[1:3]) == {("open oslo on 11-13 March 2024",), ("open ghent on 6-8 March 2024 (elections)",)}
    assert asks(march)[3:] == [("leave out Spring meeting",)]
    assert [way.cost for way in march.ways] == sorted(way.cost for way in march.ways)


def test_a_way_out_is_a_what_if(march: Impasse):
    changes = next(way.changes for way in march.ways if way.asks == ("open ghent on 6-8 March 2024 (elections)",))
    left = {"first": "2024-03-01", "last": "2024-03-05", "why": "elections"}
    assert changes == {"cities": {"ghent": {"unavailable": [left]}}}
    assert what_if_text("base.yaml", changes, "open ghent") == (
        "# Open ghent\nbased_on: base.yaml\ncities:\n  ghent:\n    unavailable:\n"
        "    - first: '2024-03-01'\n      last: '2024-03-05'\n      why: elections\n"
    )


def test_every_way_out_was_tried(march: Impasse):
    for way in march.ways:
        assert api.plan(vary(march.scenario, way.changes).require()).status == "optimal"


def test_a_public_holiday_is_never_asked_for():
    data = scenario_data(stages={"meeting": {**MEETING, "days": 1, "first": "2024-03-11"}})
    data["stages"]["meeting"]["between"] = {"first": "2024-03-11", "last": "2024-03-11"}
    data["resolution"] = {"holidays": {"oslo": {"2024-03-11": "Day of the fjord"}}}
    found = explain(Scenario.model_validate(data))
    holiday = next(cause for cause in found.conflicts[0].causes if cause.rule == "holiday")
    assert holiday.sentence == "11 March 2024 is a public holiday in oslo (Day of the fjord)"
    assert not holiday.can_be_asked
    assert all("holidays" not in str(way.changes) for way in found.ways)
    assert all(vary(found.scenario, way.changes).require().programme.public_holidays == "all" for way in found.ways)


def test_a_limit_of_a_goal_can_clash_too():
    data = scenario_data(pins={"sure": {"pairing": "oslo > ghent in housing"}})
    data["goals"] = {"pairing": [{"goal": "needs"}, {"goal": "travel_km", "limit": 500}], "dates": []}
    found = explain(Scenario.model_validate(data))
    assert "no plan may have more than 500 km in the goal travel km" in told(found)
    assert found.ways[-1].asks == ("drop the pin sure, which fixes oslo > ghent in housing",)  # then nobody is paired
    limit = next(way for way in found.ways if "goals" in way.changes)
    assert limit.changes["goals"]["pairing"][1]["limit"] == found.scenario.journeys.return_km("oslo", "ghent")


def test_a_scenario_with_a_plan_is_told_so():
    found = explain(scenario())
    assert (found.status, found.conflicts, found.ways) == ("feasible", (), ())


def test_a_scenario_that_contradicts_itself_is_refused(tmp_path: Path):
    path = tmp_path / "wrong.yaml"
    path.write_text("format: 1\nprogramme: {id: x}\ncities: {}\n", encoding="utf-8")
    with pytest.raises(ScenarioError):
        explain(path)


def test_what_is_done_counts_and_is_nobodys_to_change():
    given = scenario(programme={"planned_on": "2024-02-01"})
    visit = "visit/oslo/ghent/housing"
    earlier = plan_of(given, ["oslo > ghent in housing"], {visit: "2024-01-08"}, statuses={visit: "done"})
    changed = vary(given, {"limits": {"budget_eur": {"programme": 100}}, "travel": {"daily_eur": 200}}).require()
    assert explain(changed).status == "feasible"
    found = explain(changed, against=earlier)
    assert found.status == "infeasible"
    kept = next(cause for cause in found.conflicts[0].causes if cause.rule == "pin")
    assert kept.sentence == "visit (Oslo > Ghent) on 8 January 2024 in Ghent stays as it is (done in revision 1)"
    assert not kept.can_be_asked
    assert asks(found) == [("allow 200 EUR for the travel of the whole programme",)]
    moved = earlier.model_copy(update={"events": (earlier.events[0].model_copy(update={"status": "confirmed"}),)})
    later = vary(changed, {"programme": {"planned_on": "2024-01-01"}}).require()
    assert asks(explain(later, against=moved))[1] == (
        "move what is confirmed (`--may-move confirmed`): visit (Oslo > Ghent) on 8 January 2024 in Ghent",
    )
    assert explain(later, against=moved, may_move=["confirmed"]).status == "feasible"


def test_facts_stand_where_the_file_says(tmp_path: Path):
    path = tmp_path / "march.yaml"
    path.write_text(
        """format: 1
programme: {id: spring, first: 2024-01-01, last: 2024-03-31}
cities:
  ghent:
    country: BE
    unavailable: [{first: 2024-03-01, last: 2024-03-08}]
  oslo:
    country: NO
    unavailable:
      - {first: 2024-02-05, last: 2024-02-09}
      - {first: 2024-03-11, last: 2024-03-17}
stages:
  meeting:
    gathers: [ghent, oslo]
    host: oslo
    days: 3
    between: {first: 2024-03-04, last: 2024-03-15}
""",
        encoding="utf-8",
    )
    found = explain(path)
    assert [(cause.sentence, cause.places) for cause in found.conflicts[0].causes] == [
        ("Ghent is unavailable 1-8 March 2024", (f"{path.as_posix()}:6:19",)),
        ("Oslo is unavailable 11-17 March 2024", (f"{path.as_posix()}:11:9",)),
        ("meeting takes place in any case, with Ghent and Oslo", (f"{path.as_posix()}:14:14",)),
        ("meeting lies inside 4-15 March 2024", (f"{path.as_posix()}:17:14",)),
    ]


def test_what_is_too_large_is_told_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scope, "MOST_EVENTS", 0)
    found = explain(Scenario.model_validate(closed_march()))
    assert (found.status, found.conflicts, found.ways) == ("infeasible", (), ())
    assert found.note.startswith(
        "The programme is too large to tell which few facts clash. What is known: Spring meeting finds"
    )


def test_when_time_is_short_that_is_told():
    found = explain(Scenario.model_validate(closed_march()), should_stop=lambda: True)
    assert found.status in ("infeasible", "unknown")
    assert (found.conflicts, found.ways) == ((), ())
    assert found.note.startswith("The time was too short to tell which facts clash.")


def test_changes_of_single_values_become_one_what_if():
    data = closed_march(pins={"sure": {"event": "meeting", "first": "2024-03-04"}})
    given = Scenario.model_validate(data)
    changes = [
        ("cities.ghent.unavailable.0", []),
        ("limits.events_at_once", 3),
        ("pins.sure", None),
        ("goals.dates", ["early"]),
    ]
    assert compose(given, changes) == {
        "cities": {"ghent": {"unavailable": []}},
        "limits": {"events_at_once": 3},
        "pins": {"sure": None},
        "goals": {"dates": ["early"]},
    }


@pytest.mark.parametrize("most", [0, 1000])
@pytest.mark.parametrize("is_closed", [False, True])
def test_a_meeting_may_be_at_a_city_that_no_pin_names(monkeypatch: pytest.MonkeyPatch, most: int, is_closed: bool):
    """Neither city of the fixed pairing can host; others of the theme can, if they come too. A Saturday is no day."""
    monkeypatch.setattr(conflict, "MOST_EVENTS", most)
    cities = {
        "oslo": city("NO", can_host=False, offers={"housing": {}}),
        "ghent": city("BE", can_host=False, needs={"housing": {}}),
        "turku": city("FI", offers={"housing": {}}),
        "rome": city("IT", can_host=not is_closed, needs={"housing": {}}),
    }
    data = scenario_data(
        cities=cities,
        pins={"sure": {"pairing": "oslo > ghent in housing"}},
        stages={
            "cluster": {"gathers": "theme", "host": "participant"},
            "joint": {"gathers": ["turku", "rome"], "host": "turku", "first": "2024-02-03"},
        },
    )
    found = explain(Scenario.model_validate(data), with_ways=False)
    assert [one.is_confirmed for one in found.conflicts] == [True]
    assert "joint begins on 3 February 2024" in {cause.sentence for cause in found.conflicts[0].causes}
    del data["stages"]["joint"]
    cities["turku"]["can_host"] = not is_closed
    alone = explain(Scenario.model_validate(data), with_ways=False)
    assert alone.status == ("infeasible" if is_closed else "feasible")
    # Nobody can host: that is told where all pairings can be looked at.
    sentences = [{cause.sentence for cause in one.causes} for one in alone.conflicts]
    assert any("cluster has exactly one host: a participant that can host" in said for said in sentences) == (
        is_closed and most > 0
    )
