"""Pins: each by itself, and against each other; both places are named."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.domain.consistency import Finding, find_problems
from mentoring.domain.consistency.target import could_take_part, possible_members, read_target
from mentoring.domain.event import Agenda
from mentoring.domain.scenario import Scenario
from tests.builders import PAIRING, VISIT, city, scenario

OFFER: dict[str, Any] = {"offers": {"housing": {"mentees": 9}}}
NEED: dict[str, Any] = {"needs": {"housing": {"mentors": 9}}}
STAGES: dict[str, Any] = {
    "start": {"gathers": "all", "host": "oslo"},
    "visit": {"gathers": "pairing", "host": "mentee", "days": 2, "people": {"guide": 1}},
    "study": {"gathers": "mentor", "host": "mentor"},
    "review": {"gathers": "mentee", "host": "mentee", "after": {"visit": {"min": "1w", "max": "5w"}}},
    "cluster": {"gathers": "theme", "host": "participant"},
    "wrap-up": {"gathers": "theme", "host": {"same_as": "cluster"}},
    "talk": {"gathers": ["oslo", "riga"], "host": "none"},
}
PEOPLE = {"anna": {"roles": ["guide"]}, "ben": {"roles": ["guide"]}, "cleo": {"roles": ["film"]}}


def programme(**changes: Any) -> Scenario:
    cities = {
        "oslo": city("NO", **OFFER, **NEED),
        "bergen": city("NO", **OFFER),
        "ghent": city("BE", **NEED),
        "riga": city("LV", **NEED),
    }
    changes["cities"] = cities | changes.get("cities", {})
    return scenario(**{"stages": STAGES, "people": PEOPLE, **changes})


def findings(pins: dict[str, Any], **changes: Any) -> list[Finding]:
    return list(find_problems(programme(pins=pins, **changes)))


def dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))


def told(pins: dict[str, Any], **changes: Any) -> list[tuple[str, list[str]]]:
    """Where each finding stands, and the other places it names."""
    return [(dotted(each.path), [dotted(other) for other in each.also]) for each in findings(pins, **changes)]


def first(event: str, day: str) -> dict[str, Any]:
    return {"event": event, "first": day}


def test_a_programme_without_pins_is_sound():
    assert findings({}) == []


@pytest.mark.parametrize(
    "pin",
    [
        {"pairing": PAIRING},
        first(VISIT, "2024-02-06"),
        first("start", "2024-02-06"),
        first("talk", "2024-02-06"),
        {"event": VISIT, "host": "ghent"},
        {"event": "study/bergen/housing", "host": "bergen"},
        {"event": "cluster/housing", "host": "riga"},
        {"event": "wrap-up/housing", "host": "riga"},
        {"event": VISIT, "people": ["ben"]},
        {"event": VISIT, "people": ["ben"], "others": True},
        {"same_days": [VISIT, "visit/bergen/riga/housing"]},
        {"not": {"pairing": PAIRING}},
        {"not": first(VISIT, "2030-02-06")},
        {"not": {"event": VISIT, "people": ["anna", "cleo"]}},
        {"not": {"same_days": [VISIT, "visit/bergen/riga/housing"]}},
    ],
)
def test_a_pin_that_can_be_kept(pin):
    assert findings({"a": pin}) == []


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("visit", "visit gathers pairing"),
        ("visit/oslo/ghent", "visit gathers pairing"),
        ("visit/oslo//housing", "visit gathers pairing"),
        ("start/oslo", "start gathers all"),
        ("talk/oslo", "talk gathers a list of cities"),
        ("cluster/oslo/housing", "cluster gathers theme"),
        ("visit/ghent/oslo/housing", "ghent offers nothing in housing"),
        ("visit/oslo/bergen/housing", "bergen has no need in housing"),
        ("study/riga/housing", "riga offers nothing in housing"),
        ("review/bergen/housing", "bergen has no need in housing"),
        ("review/oslo/parks", "oslo has no need in parks"),
        ("cluster/parks", "no offer meets a need of another city in parks"),
    ],
)
def test_an_event_that_cannot_be_is_an_error_where_it_is_fixed(event, words):
    themes: dict[str, Any] = {"housing": {}, "parks": {}}
    oslo = {"oslo": city("NO", offers={"housing": {}, "parks": {}}, needs={"housing": {}})}
    (finding,) = findings({"a": first(event, "2024-02-06")}, themes=themes, cities=oslo)
    assert (dotted(finding.path), finding.warning) == ("pins.a.event", False)
    assert words in finding.message


def test_ruling_out_what_cannot_be_is_a_warning():
    for pin in ({"pairing": "ghent > oslo in housing"}, first("visit/ghent/oslo/housing", "2024-02-06")):
        (finding,) = findings({"a": {"not": pin}})
        assert finding.warning
        assert "ghent offers nothing in housing" in finding.message


def test_a_stage_that_is_not_about_the_theme():
    review = {"gathers": "mentee", "host": "none"}
    stages = {**STAGES, "visit": {**STAGES["visit"], "themes": ["parks"]}, "review": review}
    themes: dict[str, Any] = {"housing": {}, "parks": {}}
    parks = {"oslo": city("NO", offers={"housing": {}, "parks": {}})}
    assert told({"a": first(VISIT, "2024-02-06")}, stages=stages, themes=themes, cities=parks) == [
        ("pins.a.event", ["stages.visit.themes"])
    ]


@pytest.mark.parametrize(
    ("pin", "path", "also"),
    [
        (first(VISIT, "2024-04-06"), "pins.a.first", ["programme.first", "programme.last"]),
        (first(VISIT, "2024-02-09"), "pins.a.first", ["programme.working_days"]),
        (first(VISIT, "2024-02-13"), "pins.a.first", ["programme.closed.0"]),
        (first(VISIT, "2024-02-19"), "pins.a.first", ["cities.ghent.unavailable.0"]),
        (first("review/riga/housing", "2024-02-20"), "pins.a.first", ["countries.LV.unavailable.0"]),
        (first("talk", "2024-02-20"), "pins.a.first", ["countries.LV.unavailable.0"]),
        ({"event": VISIT, "host": "oslo"}, "pins.a.host", ["stages.visit.host"]),
        ({"event": "start", "host": "ghent"}, "pins.a.host", ["stages.start.host"]),
        ({"event": "talk", "host": "riga"}, "pins.a.host", ["stages.talk.host"]),
        ({"event": "wrap-up/housing", "host": "rome"}, "pins.a.host", ["stages.cluster.host"]),
        ({"event": "cluster/housing", "host": "bergen"}, "pins.a.host", ["cities.bergen.can_host"]),
        ({"event": VISIT, "people": ["anna", "ben"]}, "pins.a.people", ["stages.visit.people"]),
        ({"event": VISIT, "people": []}, "pins.a.people", ["stages.visit.people"]),
        ({"event": VISIT, "people": ["cleo"]}, "pins.a.people", ["stages.visit.people"]),
        ({"event": "start", "people": ["anna"]}, "pins.a.people", ["stages.start"]),
        ({"event": VISIT, "people": ["anna", "ben"], "others": True}, "pins.a.people", ["stages.visit.people"]),
        ({"event": VISIT, "people": ["cleo"], "others": True}, "pins.a.people.0", ["stages.visit.people"]),
        ({"event": VISIT, "people": ["anna", "anna"]}, "pins.a.people.1", ["pins.a.people.0"]),
        ({"same_days": [VISIT, VISIT]}, "pins.a.same_days", []),
        ({"pairing": "bergen > riga in housing"}, "pins.a.pairing", ["cities.riga.needs.housing.refuses.0"]),
        (first("visit/bergen/riga/housing", "2024-03-05"), "pins.a.event", ["cities.riga.needs.housing.refuses.0"]),
    ],
)
def test_a_pin_that_the_rest_of_the_file_rules_out_names_both_places(pin, path, also):
    changes: dict[str, Any] = {
        "programme": {"closed": [{"first": "2024-02-14", "last": "2024-02-16"}]},
        "countries": {"LV": {"unavailable": [{"first": "2024-02-20", "last": "2024-02-20"}]}},
        "cities": {
            "ghent": city("BE", **NEED, unavailable=[{"first": "2024-02-20", "last": "2024-02-28"}]),
            "bergen": city("NO", **OFFER, can_host=False),
            "riga": city("LV", needs={"housing": {"mentors": 9, "refuses": ["bergen"]}}),
        },
        "places": {"rome": {}},
    }
    stages = {**STAGES, "study": {"gathers": "mentor", "host": "none"}}
    assert told({"a": pin}, stages=stages, **changes) == [(path, also)]


def test_a_city_that_has_left():
    left = {"ghent": city("BE", **NEED, left_on="2024-02-06")}
    assert told({"a": first(VISIT, "2024-02-06")}, cities=left) == [("pins.a.first", ["cities.ghent.left_on"])]
    assert told({"a": first(VISIT, "2024-02-05")}, cities=left) == []


def test_the_stage_s_own_first_day_binds_its_pins():
    stages = {**STAGES, "start": {**STAGES["start"], "first": "2024-01-15"}}
    assert told({"a": first("start", "2024-01-16")}, stages=stages) == [("pins.a.first", ["stages.start.first"])]
    assert told({"a": first("start", "2024-01-15")}, stages=stages) == []


# Pins against each other


@pytest.mark.parametrize(
    ("one", "two", "path", "also"),
    [
        ({"pairing": PAIRING}, {"not": {"pairing": PAIRING}}, "pins.b.not", ["pins.a"]),
        (first(VISIT, "2024-02-06"), {"not": {"pairing": PAIRING}}, "pins.b.not", ["pins.a"]),
        ({"not": {"pairing": PAIRING}}, {"event": VISIT, "host": "ghent"}, "pins.a.not", ["pins.b"]),
        ({"same_days": [VISIT, "start"]}, {"not": {"pairing": PAIRING}}, "pins.b.not", ["pins.a"]),
        (first(VISIT, "2024-02-06"), first(VISIT, "2024-02-07"), "pins.b.first", ["pins.a.first"]),
        (first(VISIT, "2024-02-06"), {"not": first(VISIT, "2024-02-06")}, "pins.b.not.first", ["pins.a.first"]),
        ({"event": "cluster/housing", "host": "oslo"}, {"event": "cluster/housing", "host": "riga"},
         "pins.b.host", ["pins.a.host"]),
        ({"event": VISIT, "people": ["anna"]}, {"event": VISIT, "people": ["ben"]}, "pins.b.people", ["pins.a.people"]),
        ({"event": VISIT, "people": ["anna"]}, {"not": {"event": VISIT, "people": ["anna"]}},
         "pins.b.not.people", ["pins.a.people"]),
        ({"event": VISIT, "people": ["anna"]}, {"event": VISIT, "people": ["ben"], "others": True},
         "pins.b.people", ["pins.a.people"]),
        ({"not": {"event": VISIT, "people": ["anna"], "others": True}}, {"event": VISIT, "people": ["anna"]},
         "pins.a.not.people", ["pins.b.people"]),
        ({"same_days": [VISIT, "start"]}, {"not": {"same_days": ["start", VISIT]}}, "pins.b.not.same_days", ["pins.a"]),
        # Oslo has one team.
        (first(VISIT, "2024-02-06"), first("start", "2024-02-07"), "pins.b.first", ["pins.a.first"]),
        (first(VISIT, "2024-02-07"), first("visit/bergen/oslo/housing", "2024-02-06"),
         "pins.a.first", ["pins.b.first"]),
        # A review lies one to five weeks after the visits of its mentee.
        (first(VISIT, "2024-02-06"), first("review/ghent/housing", "2024-02-09"),
         "pins.b.first", ["pins.a.first", "stages.review.after.visit"]),
        (first("review/ghent/housing", "2024-03-18"), first(VISIT, "2024-02-06"),
         "pins.a.first", ["pins.b.first", "stages.review.after.visit"]),
    ],
)  # fmt: skip
def test_two_pins_of_which_only_one_can_be_kept(one, two, path, also):
    assert told({"a": one, "b": two}) == [(path, also)]


@pytest.mark.parametrize(("review", "day"), [("2024-02-09", "9 February 2024"), ("2024-03-18", "18 March 2024")])
def test_when_an_event_may_begin_after_another_is_told_in_words(review: str, day: str):
    (finding,) = findings({"a": first(VISIT, "2024-02-06"), "b": first("review/ghent/housing", review)})
    after = "but after visit (oslo > ghent), which ends on 7 February 2024, it may begin only from 15 February 2024 to "
    assert finding.message == f"review (ghent) begins on {day}, {after}14 March 2024"
    assert "lag" not in finding.hint


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (first(VISIT, "2024-02-06"), {"not": first(VISIT, "2024-02-07")}),
        (first(VISIT, "2024-02-06"), {"pairing": PAIRING}),
        (first(VISIT, "2024-02-06"), first("visit/bergen/riga/housing", "2024-02-06")),
        (first(VISIT, "2024-02-06"), first("review/ghent/housing", "2024-02-15")),
        (first(VISIT, "2024-02-06"), first("review/ghent/housing", "2024-03-14")),
        (first(VISIT, "2024-02-06"), first("review/riga/housing", "2024-01-16")),
        ({"same_days": [VISIT, "start"]}, {"same_days": ["start", "visit/bergen/riga/housing"]}),
        ({"not": {"pairing": PAIRING}}, {"pairing": "oslo > riga in housing"}),
    ],
)
def test_two_pins_that_go_together(one, two):
    assert findings({"a": one, "b": two}) == []


def test_one_decision_pinned_twice_is_a_warning():
    (finding,) = findings({"a": first(VISIT, "2024-02-06"), "b": first(VISIT, "2024-02-06")})
    assert finding.warning
    assert dotted(finding.path) == "pins.b.first"


def test_events_tied_to_one_day_in_a_chain():
    other = "visit/bergen/riga/housing"
    pins = {
        "a": first(VISIT, "2024-02-06"),
        "b": {"same_days": [VISIT, "study/bergen/housing"]},
        "c": {"same_days": ["study/bergen/housing", other]},
        "d": first(other, "2024-02-08"),
    }
    assert told(pins) == [("pins.c.same_days", ["pins.a.first", "pins.d.first"])]
    del pins["d"]
    pins["e"] = {"not": {"same_days": [other, VISIT]}}
    assert told(pins)[0][0] == "pins.e.not.same_days"
    apart = {"a": first(VISIT, "2024-02-06"), "d": first(other, "2024-02-06"), "e": pins["e"]}
    assert told(apart) == [("pins.e.not.same_days", ["pins.d.first", "pins.a.first"])]


def test_two_teams_may_be_at_two_events():
    pins = {"a": first(VISIT, "2024-02-06"), "b": first("start", "2024-02-07")}
    teams = {"oslo": city("NO", **OFFER, **NEED, at_once=2), "ghent": city("BE", **NEED, at_once=2)}
    assert findings(pins, cities=teams) == []


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"oslo": city("NO", offers={"housing": {}}, needs={"housing": {}})}, "cities.oslo.offers.housing.mentees"),
        ({"oslo": city("NO", **OFFER, **NEED, mentees=1)}, "cities.oslo.mentees"),
    ],
)
def test_more_pairings_fixed_than_there_is_room_for(changes, where):
    pins = {"a": {"pairing": PAIRING}, "b": first("visit/oslo/riga/housing", "2024-02-06")}
    assert told(pins, cities=changes) == [("pins.b", ["pins.a", where])]
    pins["b"] = {"not": {"pairing": "oslo > riga in housing"}}
    assert told(pins, cities=changes) == []


def test_more_mentors_fixed_than_a_need_asks_for():
    few = {"ghent": city("BE", needs={"housing": {}})}
    pins = {"a": {"pairing": PAIRING}, "b": {"pairing": "bergen > ghent in housing"}}
    assert told(pins, cities=few) == [("pins.b", ["pins.a", "cities.ghent.needs.housing.mentors"])]


def test_pins_are_not_compared_while_stages_are_broken():
    pins = {"a": first(VISIT, "2024-02-06"), "b": first(VISIT, "2024-02-07")}
    broken = {**STAGES, "study": {"gathers": "mentor", "host": "nowhere"}}
    assert [dotted(each.path) for each in findings(pins, stages=broken)] == ["stages.study.host"]


@pytest.mark.parametrize(
    "cities",
    [
        {},
        {"riga": city("LV", **OFFER)},
        {"oslo": city("NO", **NEED), "bergen": city("NO")},
        {"oslo": city("NO", **NEED), "riga": city("LV", **NEED, **OFFER), "bergen": city("NO", offers={"parks": {}})},
    ],
)
@pytest.mark.parametrize("members", ["paired", "all"])
def test_events_and_their_members_are_those_of_the_agenda(cities, members):
    stages = {**STAGES, "cluster": {**STAGES["cluster"], "members": members}}
    of = programme(cities=cities, stages=stages, themes={"housing": {}, "parks": {}})
    agenda = Agenda(of, of.conceivable)
    names = sorted(of.cities)
    ids = [*of.stages, *(f"{stage}/{theme}" for stage in of.stages for theme in of.themes)]
    ids += [f"{stage}/{one}/{theme}" for stage in of.stages for one in names for theme in of.themes]
    ids += [
        f"{stage}/{one}/{two}/{theme}" for stage in of.stages for one in names for two in names for theme in of.themes
    ]
    known = {name: target for name in ids if (target := read_target(of, name)) is not None}
    assert set(known) == set(agenda.events)
    for name, target in known.items():
        assert sorted(possible_members(of, target)) == sorted(agenda.events[name].members), name
        assert [city for city in names if could_take_part(of, target, city)] == sorted(possible_members(of, target))


def test_cities_and_themes_that_cannot_meet_go_by_their_names():
    named = {"oslo": {"name": "Ville d'Oslo", "offers": {"parks": {}}}, "ghent": {"name": "Gent", "needs": {}}}
    themes = {"housing": {"title": "A roof for all"}, "parks": {}}
    of = scenario(themes=themes, cities=named, pins={"a": {"event": VISIT, "first": "2024-02-06"}})
    told = [one.message for one in find_problems(of) if one.path[0] == "pins"]
    assert told == [f"there is no event {VISIT}: Ville d'Oslo offers nothing in A roof for all"]
