"""What an earlier plan has settled stays: done, confirmed and past events."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mentoring import api
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.domain.settled import find_lost, keep_settled
from mentoring.errors import ScenarioError
from tests.builders import PAIRING, SMALLEST, VISIT, plan_of, scenario, scenario_data


def earlier(status: str = "proposed", first: str = "2024-02-06") -> Plan:
    found = plan_of(scenario(), [PAIRING], {VISIT: first})
    events = tuple(event.model_copy(update={"status": status}) for event in found.events)
    return found.model_copy(update={"events": events})


def visit_of(plan: Plan) -> str:
    return plan.by_id[VISIT].first.isoformat()


@pytest.mark.parametrize("status", ["done", "confirmed"])
def test_done_and_confirmed_events_stay_where_a_better_day_is_free(status: str):
    assert visit_of(api.plan(scenario()).require_plan()) == "2024-01-01"
    again = api.plan(scenario(), against=earlier(status)).require_plan()
    assert visit_of(again) == "2024-02-06"
    assert again.by_id[VISIT].status == status
    assert api.check(again) == []


def test_what_is_over_by_the_day_of_planning_counts_as_done():
    later = scenario(programme={"planned_on": "2024-03-01"})
    assert visit_of(api.plan(later, against=earlier()).require_plan()) == "2024-02-06"


def test_what_is_only_proposed_may_move():
    busy = scenario(programme={"closed": [{"first": "2024-02-01", "last": "2024-02-29"}]})
    assert visit_of(api.plan(busy, against=earlier()).require_plan()) != "2024-02-06"


def test_what_is_over_is_done_from_then_on():
    later = scenario(programme={"planned_on": "2024-03-01"})
    again = api.plan(later, against=earlier()).require_plan()
    assert again.by_id[VISIT].status == "done"
    assert api.plan(scenario(), against=earlier()).require_plan().by_id[VISIT].status == "proposed"


def test_an_event_whose_city_has_gone_binds_nobody():
    without = scenario(cities={"oslo": {"country": "NO"}})
    assert keep_settled(without, earlier("done")).pins == {}
    assert list(find_lost(without, earlier("done"))) == []


@pytest.mark.parametrize(
    ("gone", "lacks"),
    [
        ({"oslo": "offers"}, "oslo's offer of housing"),
        ({"ghent": "needs"}, "ghent's need for housing"),
        ({}, "the stage visit"),
    ],
)
@pytest.mark.parametrize(
    ("status", "planned_on", "how"),
    [("done", "2024-01-01", "done"), ("proposed", "2024-03-01", "over"), ("confirmed", "2024-01-01", "confirmed")],
)
def test_what_is_settled_does_not_vanish_with_a_line_of_the_scenario(
    gone: dict[str, str], lacks: str, status: str, planned_on: str, how: str
):
    data = scenario_data(programme={"planned_on": planned_on}, stages=None if not gone else SMALLEST["stages"])
    for name, side in gone.items():
        del data["cities"][name][side]
    with pytest.raises(ScenarioError) as told:
        api.plan(Scenario.model_validate(data), against=earlier(status))
    (problem,) = told.value.problems
    assert problem.path == "the earlier plan, visit (oslo > ghent)"
    assert problem.message == f"is {how}, but the scenario no longer has {lacks}"


def test_the_place_in_the_file_is_named_too(tmp_path: Path):
    data = scenario_data()
    del data["cities"]["oslo"]["offers"]
    path = tmp_path / "small.yaml"
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    with pytest.raises(
        ScenarioError, match=r"small\.yaml:\d+:\d+: the earlier plan, visit .* has oslo's offer of housing: "
    ):
        api.plan(path, against=earlier("done"))


@pytest.mark.parametrize(
    ("gathers", "city", "side", "lacks", "said"),
    [
        ("mentor", "ghent", "needs", "cities.ghent.needs.housing", "ghent's need for housing"),
        ("mentee", "oslo", "offers", "cities.oslo.offers.housing", "oslo's offer of housing"),
        ("theme", "oslo", "offers", "stages.meeting", "the stage meeting for this group of cities"),
    ],
)
def test_an_event_of_a_group_names_the_city_that_left_it(gathers: str, city: str, side: str, lacks: str, said: str):
    of = {"mentor": "oslo/", "mentee": "ghent/"}.get(gathers, "")
    data = scenario_data(stages={"meeting": {"gathers": gathers, "host": "ghent"}})
    before = plan_of(Scenario.model_validate(data), [PAIRING], {f"meeting/{of}housing": "2024-02-06"})
    before = before.model_copy(update={"events": (before.events[0].model_copy(update={"status": "done"}),)})
    del data["cities"][city][side]
    assert [(one.lacks, one.said) for one in find_lost(Scenario.model_validate(data), before)] == [(lacks, said)]


def test_what_is_only_proposed_goes_with_its_offer():
    data = scenario_data()
    del data["cities"]["oslo"]["offers"]
    found = api.plan(Scenario.model_validate(data), against=earlier()).require_plan()
    assert found.held == ()
    assert [(event.id, event.status, event.sequence) for event in found.events] == [(VISIT, "cancelled", 1)]


def test_a_city_that_leaves_takes_its_confirmed_events_along_but_not_those_that_are_over():
    cities = scenario_data()["cities"]
    cities["oslo"]["left_on"] = "2024-02-01"
    again = api.plan(scenario(cities=cities), against=earlier("confirmed")).require_plan()
    assert again.by_id[VISIT].last.isoformat() <= "2024-02-01"
    cities["oslo"]["left_on"] = "2024-02-20"
    assert visit_of(api.plan(scenario(cities=cities), against=earlier("confirmed")).require_plan()) == "2024-02-06"


def test_nothing_is_planned_where_plan_and_scenario_disagree():
    pinned = scenario(pins={"mine": {"event": VISIT, "first": "2024-01-10"}})
    with pytest.raises(ScenarioError, match=r"6 February 2024 .* pin mine fixes 10 January 2024"):
        api.plan(pinned, against=earlier("confirmed"))


def test_events_whose_long_ids_begin_alike_are_all_kept():
    long = "saint-something-on-the-very-long-river"
    mentees = {f"{long}-{number}": {"country": "FR", "needs": {"housing": {}}} for number in (1, 2, 3)}
    cities = {"oslo": {"country": "NO", "offers": {"housing": {"mentees": 3}}}, **mentees}
    of = scenario(cities=cities)
    events = {f"visit/oslo/{city}/housing": f"2024-02-0{number}" for number, city in enumerate(mentees, start=5)}
    before = plan_of(of, [f"oslo > {city} in housing" for city in mentees], events)
    done = tuple(event.model_copy(update={"status": "done"}) for event in before.events)
    pins = keep_settled(of, before.model_copy(update={"events": done})).pins
    assert {pin.event: str(pin.first) for pin in pins.values()} == events


def with_people(**eva: str) -> Scenario:
    people = {who: {"roles": ["facilitator"], **more} for who, more in (("eva", eva), ("tom", {}))}
    stages = {"visit": {"gathers": "pairing", "host": "mentee", "people": {"facilitator": 1}}}
    return scenario(people=people, stages=stages)


def visited_by_eva(status: str) -> Plan:
    found = plan_of(with_people(), [PAIRING], {VISIT: ("2024-02-06", None, ["eva"])})
    events = tuple(event.model_copy(update={"status": status, "host": "ghent"}) for event in found.events)
    return found.model_copy(update={"events": events})


def test_who_leaves_is_replaced_at_a_confirmed_event_that_keeps_its_day():
    before = visited_by_eva("confirmed")
    assert api.plan(with_people(), against=before).require_plan().by_id[VISIT].people == ("eva",)
    again = api.plan(with_people(left_on="2024-02-05"), against=before).require_plan()
    assert (visit_of(again), again.by_id[VISIT].people, again.by_id[VISIT].status) == (
        "2024-02-06",
        ("tom",),
        "proposed",
    )
    assert (
        "kept-visit-oslo-ghent-housing" in keep_settled(with_people(left_on="2024-02-05"), visited_by_eva("done")).pins
    )


def test_of_several_persons_only_who_leaves_is_replaced():
    """Zoe, who lives on the spot, would cost no journey; Adam and Tom were promised all the same."""
    people = {
        "adam": {"roles": ["guide"], "home": "rome"},
        "eva": {"roles": ["facilitator"], "home": "ghent"},
        "tom": {"roles": ["facilitator"], "home": "rome"},
        "una": {"roles": ["facilitator"], "home": "rome"},
        "zoe": {"roles": ["facilitator", "guide"], "home": "ghent"},
    }
    stages = {"visit": {"gathers": "pairing", "host": "mentee", "people": {"facilitator": 2, "guide": 1}}}
    changes = {"stages": stages, "places": {"rome": {"country": "IT", "latitude": 41.9, "longitude": 12.5}}}
    changes["goals"] = {"dates": ["travel_km"]}
    of = scenario(people=people, **changes)
    found = plan_of(of, [PAIRING], {VISIT: ("2024-02-06", "ghent", ["adam", "eva", "tom"])})
    before = found.model_copy(
        update={"events": tuple(event.model_copy(update={"status": "confirmed"}) for event in found.events)}
    )
    assert api.plan(of).require_plan().by_id[VISIT].people != ("adam", "eva", "tom")  # others are better
    for who, stays in (("eva", {"adam", "tom"}), ("tom", {"adam", "eva"}), ("adam", {"eva", "tom"})):
        gone = scenario(people={**people, who: {**people[who], "left_on": "2024-02-05"}}, **changes)
        again = api.plan(gone, against=before).require_plan()
        assert (visit_of(again), set(again.by_id[VISIT].people)) == ("2024-02-06", stays | {"zoe"})
        assert api.check(again) == []


def test_where_everybody_leaves_others_are_sent():
    before = visited_by_eva("confirmed")
    (pin,) = keep_settled(with_people(left_on="2024-02-05"), before).pins.values()
    assert (pin.people, pin.others, pin.host) == (None, False, "ghent")


def test_a_person_who_is_taken_out_of_the_file_is_told_with_the_ways_to_leave():
    gone = with_people()
    gone = gone.model_copy(update={"people": {"tom": gone.people["tom"]}})
    with pytest.raises(ScenarioError) as told:
        api.plan(gone, against=visited_by_eva("confirmed"))
    assert "there is no person eva" in str(told.value)
    assert "`left_on`, or let it move: --may-move confirmed" in str(told.value)
    with pytest.raises(ScenarioError) as told:
        api.plan(gone, against=visited_by_eva("done"))
    assert str(told.value).endswith("with `left_on`")
