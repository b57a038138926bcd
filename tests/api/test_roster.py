"""Who came into a plan and who left it with another scenario, and which decisions went with them."""

from __future__ import annotations

from mentoring.api.event_decision import move
from mentoring.api.pairing_decision import accept
from mentoring.api.replan import replan
from mentoring.api.roster import MOST_TOLD, say_roster
from mentoring.domain.plan import Plan
from tests.builders import PAIRING, city, scenario, scenario_data

AT = "2024-01-01T09:00:00Z"


def cities(*names: str) -> dict[str, object]:
    known = scenario_data()["cities"]
    return known | {name: city("IT", (44.4, 8.9), name=name.title(), needs={"housing": {}}) for name in names}


def planned(*names: str) -> Plan:
    return replan(Plan(scenario=scenario(cities=cities(*names)), status="feasible"), at=AT).require_plan()


def test_a_second_what_if_that_brings_a_city_back_is_told():
    first = planned("genoa")
    second = replan(first, scenario(cities=cities("turin")), at=AT).require_plan()
    assert say_roster(first, second.scenario, "x.yaml") == [
        f"Turin takes part now: it was not in revision {first.revision}, but is in x.yaml.",
        f"Genoa takes part no longer: it was in revision {first.revision}, but is not in x.yaml.",
    ]
    third = replan(second, scenario(cities=cities("genoa", "turin")), at=AT).require_plan()
    assert say_roster(second, third.scenario, "y.yaml") == [
        f"Genoa takes part again: it was not in revision {second.revision}, but is in y.yaml; if it should stay out, "
        "let the what-if be `based_on` the one that took it out."
    ]
    assert say_roster(third, replan(third, at=AT).require_plan().scenario) == []


def test_many_of_a_kind_are_counted():
    names = [f"town{number}" for number in range(MOST_TOLD + 2)]
    before = planned()
    told = say_roster(before, scenario(cities=cities(*names)))
    assert len(told) == MOST_TOLD
    assert told[-1] == "3 more cities take part now."


def test_stages_and_themes_are_told_too():
    before = planned()
    data = scenario_data()
    more = {
        "themes": data["themes"] | {"work": {"title": "Work"}},
        "stages": data["stages"] | {"kick-off": {"title": "Kick-off", "gathers": "all", "host": "none"}},
    }
    assert [said.partition(":")[0] for said in say_roster(before, scenario(**more))] == [
        "Kick-off is held now",
        "Work is a theme now",
    ]


def test_decisions_by_hand_that_went_with_a_city_are_named():
    first = accept(planned(), [PAIRING], why="both agree", at=AT).plan
    event = first.held[0]
    second = move(first, event.id, event.first, at=AT).plan
    bare = {name: one for name, one in cities("genoa").items() if name != "ghent"}
    third = replan(second, scenario(cities=bare), at=AT).require_plan()
    assert say_roster(second, third.scenario)[-1] == (
        f"What was decided by hand in revision {first.revision} about oslo > ghent in housing (accepted: both agree) "
        "holds no longer: it is about ghent."
    )
