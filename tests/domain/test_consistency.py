"""What a scenario can get wrong although every value by itself is right: one case each, and nothing on sound files."""

from __future__ import annotations

import time
from copy import deepcopy
from typing import Any

import pytest

from mentoring.domain.consistency import Finding, find_problems
from mentoring.domain.scenario import Scenario
from tests.builders import VISIT, city, scenario

VISITS = {"gathers": "pairing", "host": "mentee"}
MEETING = {"gathers": "all", "host": "participant"}
OFFER: dict[str, Any] = {"offers": {"housing": {}}}
WHOLE_WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
NEED: dict[str, Any] = {"needs": {"housing": {}}}


def findings(**changes: Any) -> list[Finding]:
    return list(find_problems(scenario(**changes)))


def cities(**changes: Any) -> dict[str, Any]:
    """Oslo offers housing and Ghent needs it, unless told otherwise."""
    return {"oslo": deepcopy(OFFER), "ghent": deepcopy(NEED), **changes}


def stages(**stage: Any) -> dict[str, Any]:
    return {"visit": {**VISITS, **stage}}


def only(path: str, words: str, *, warning: bool = False, **changes: Any) -> Finding:
    """The one finding there is, which must be at this place and say these words."""
    found = findings(**changes)
    assert [dotted(finding.path) for finding in found] == [path], found
    assert words in found[0].message
    assert found[0].warning is warning
    assert found[0].hint
    return found[0]


def dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))


def test_the_smallest_scenario_is_sound():
    assert findings() == []


# Names


@pytest.mark.parametrize(
    ("path", "words", "hint", "changes"),
    [
        ("cities.ghent.needs.housng", "no theme housng", "housing",
         {"cities": cities(ghent={"needs": {"housng": {}}})}),
        ("cities.oslo.offers.housing.prefers.0", "no city gent", "ghent",
         {"cities": cities(oslo={"offers": {"housing": {"prefers": ["gent"]}}})}),
        ("cities.ghent.needs.housing.refuses.1", "no city olso", "oslo",
         {"cities": cities(ghent={"needs": {"housing": {"refuses": ["oslo", "olso"]}}})}),
        ("people.anna.home", "no city or place gent", "ghent", {"people": {"anna": {"home": "gent"}}}),
        ("stages.visit.host", "no city or place mente", "mentee", {"stages": stages(host="mente")}),
        ("stages.visit.host.same_as", "no stage kickoff", "kick-off",
         {"stages": {"kick-off": MEETING, "visit": {**VISITS, "host": {"same_as": "kickoff"}}}}),
        ("stages.visit.after.kickoff", "no stage kickoff", "kick-off",
         {"stages": {"kick-off": MEETING, "visit": {**VISITS, "after": {"kickoff": {}}}}}),
        ("stages.visit.gathers.1", "no city gent", "ghent",
         {"stages": stages(gathers=["oslo", "gent"], host="participant")}),
        ("stages.visit.themes.0", "no theme house", "housing", {"stages": stages(themes=["house"])}),
        ("stages.visit.people.facilitater", "nobody has the role", "facilitator",
         {"people": {"anna": {"roles": ["facilitator"]}}, "stages": stages(people={"facilitater": 1})}),
        ("travel.days.between.olso", "no city or place olso", "oslo",
         {"travel": {"days": {"between": {"olso": {"ghent": 2}}}}}),
        ("travel.modes.oslo.gent", "no city or place gent", "ghent", {"travel": {"modes": {"oslo": {"gent": "rail"}}}}),
        ("travel.no_rail.1", "no city or place olso", "oslo", {"travel": {"no_rail": ["IE", "olso"]}}),
        ("pairs.0.pairing", "no theme housng", "housing", {"pairs": [{"pairing": "oslo > ghent in housng"}]}),
        ("pins.a.pairing", "no city olso", "oslo", {"pins": {"a": {"pairing": "olso > ghent in housing"}}}),
        ("pins.a.not.pairing", "no city gent", "ghent",
         {"pins": {"a": {"not": {"pairing": "oslo > gent in housing"}}}}),
        ("pins.a.event", "no stage vist", "visit",
         {"pins": {"a": {"event": "vist/oslo/ghent/housing", "first": "2024-02-06"}}}),
        ("pins.a.event", "no city olso", "oslo",
         {"pins": {"a": {"event": "visit/olso/ghent/housing", "host": "ghent"}}}),
        ("pins.a.same_days.1", "no theme house", "housing",
         {"pins": {"a": {"same_days": [VISIT, "visit/oslo/ghent/house"]}}}),
        ("goals.pairing.1", "no goal fitt", "fit", {"goals": {"pairing": ["needs", "fitt"]}}),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_told_with_the_name_that_is_meant(path, words, hint, changes):
    assert f"did you mean {hint}" in only(path, words, **changes).hint


def test_pins_on_persons_and_hosts_are_checked_by_name():
    pin = {"event": VISIT, "people": ["ana"]}
    found = findings(people={"anna": {"roles": ["guide"]}}, stages=stages(people={"guide": 1}), pins={"a": pin})
    assert [dotted(finding.path) for finding in found] == ["pins.a.people.0"]
    found = findings(pins={"a": {"event": VISIT, "host": "gent"}})
    assert [dotted(finding.path) for finding in found] == ["pins.a.host", "pins.a.host"]


def test_places_of_the_table_and_of_the_file_are_known():
    place = {"places": {"rome": {}}, "resolution": {"places": {"brussels": {}}}}
    people = {"anna": {"home": "rome"}, "ben": {"home": "brussels"}}
    assert findings(people=people, stages=stages(host="rome"), **place) == []
    assert findings(people=people, stages=stages(host="brussels"), **place) == []


def test_a_place_or_person_in_a_city_s_place_is_told_as_such():
    take_part = stages(gathers=["oslo", "rome"], host="participant")
    only("stages.visit.gathers.1", "places take no part", places={"rome": {}}, stages=take_part)
    take_part = stages(gathers=["oslo", "anna"], host="participant")
    only("stages.visit.gathers.1", "anna is a person", people={"anna": {}}, stages=take_part)


def test_one_name_for_two_things():
    assert only("people.oslo", "a city and a person", people={"oslo": {}}).also == (("cities", "oslo"),)
    both = {"anna": {"roles": ["ben"]}, "ben": {}}
    assert only("people.anna.roles.0", "a person and a role", people=both).also == (("people", "ben"),)
    only("places.oslo", "never read", warning=True, places={"oslo": {}})
    coded = cities(oslo={**OFFER, "code": "XXX"}, ghent={**NEED, "code": "XXX"})
    assert only("cities.ghent.code", "same code XXX", cities=coded).also == (("cities", "oslo", "code"),)


def test_a_city_cannot_mentor_itself():
    only("pairs.0.pairing", "oslo cannot mentor itself", pairs=[{"pairing": "oslo > oslo in housing"}])
    only("pins.a.pairing", "oslo cannot mentor itself", pins={"a": {"pairing": "oslo > oslo in housing"}})
    only("pins.a.event", "oslo cannot mentor itself", pins={"a": {"event": "visit/oslo/oslo/housing", "host": "oslo"}})
    likes_itself = cities(oslo={"offers": {"housing": {"prefers": ["oslo"]}}})
    only("cities.oslo.offers.housing.prefers.0", "oslo cannot mentor itself", cities=likes_itself)


def test_figures_for_both_ways_of_one_journey_must_agree():
    between = {"oslo": {"ghent": 1}, "ghent": {"oslo": 2}}
    finding = only("travel.days.between.ghent.oslo", "holds both ways", travel={"days": {"between": between}})
    assert finding.also == (("travel", "days", "between", "oslo", "ghent"),)
    between["oslo"]["ghent"] = 2
    assert findings(travel={"days": {"between": between}}) == []
    only("travel.modes.oslo.oslo", "no journey", warning=True, travel={"modes": {"oslo": {"oslo": "rail"}}})


def test_what_nobody_reads_is_a_warning():
    only("countries.GR", "lies in GR", warning=True, countries={"GR": {}})
    spelt_out = cities(oslo={**OFFER, "languages": ["Norwegian"]})
    only("cities.oslo.languages.0", "'Norwegian'", warning=True, cities=spelt_out)
    only("themes.parks", "no city offers or needs", warning=True, themes={"housing": {}, "parks": {}})
    only("pairs.0.pairing", "ghent offers nothing", warning=True, pairs=[{"pairing": "ghent > oslo in housing"}])


# Amounts


@pytest.mark.parametrize(
    ("path", "words", "oslo", "ghent"),
    [
        ("cities.oslo.offers.housing.min_mentees", "at least 2 mentees, but at most 1",
         {"offers": {"housing": {"min_mentees": 2}}}, NEED),
        ("cities.oslo.offers.housing.min_mentees", "oslo takes 1 in all",
         {"mentees": 1, "offers": {"housing": {"min_mentees": 2, "mentees": 3}}}, NEED),
        ("cities.ghent.needs.housing.min_mentors", "at least 3 mentors, but up to 2",
         OFFER, {"needs": {"housing": {"min_mentors": 3, "mentors": 2}}}),
        ("cities.oslo.offers.housing.prefers.0", "preferred and refused",
         {"offers": {"housing": {"prefers": ["ghent"], "refuses": ["ghent"]}}}, NEED),
    ],
)  # fmt: skip
def test_amounts_that_contradict_each_other(path, words, oslo, ghent):
    only(path, words, cities={"oslo": oslo, "ghent": ghent})


def test_amounts_that_nothing_can_reach_are_warnings():
    many = {"offers": {"housing": {"min_mentees": 2, "mentees": 2}}}
    path = "cities.oslo.offers.housing.min_mentees"
    only(path, "only 1 city could be", warning=True, cities={"oslo": many, "ghent": NEED})
    assert findings(cities={"oslo": many, "ghent": NEED, "riga": NEED}) == []
    refusing = {"needs": {"housing": {"refuses": ["oslo"]}}}
    only(path, "only 1 city could be", warning=True, cities={"oslo": many, "ghent": NEED, "riga": refusing})
    asking = {"needs": {"housing": {"min_mentors": 2, "mentors": 2}}}
    path = "cities.ghent.needs.housing.min_mentors"
    only(path, "only 1 city could be", warning=True, cities={"oslo": OFFER, "ghent": asking})
    two = {"oslo": city("NO", **OFFER), "bergen": city("NO", **NEED)}
    only("themes.housing.min_cities", "only 2 cities", warning=True, themes={"housing": {"min_cities": 3}}, cities=two)
    few = {"housing": {"min_countries": 2}}
    only("themes.housing.min_countries", "only 1 country", warning=True, themes=few, cities=two)


def test_figures_of_one_pair_twice():
    twice = [{"pairing": "oslo > ghent in housing", "fit": 1}, {"pairing": "oslo>ghent in housing", "fit": 2}]
    assert only("pairs.1.pairing", "own figures twice", pairs=twice).also == (("pairs", 0, "pairing"),)


def test_days_of_a_city_outside_the_programme():
    wish = {"first": "2025-01-01", "last": "2025-01-31"}
    only("cities.oslo.wishes.0", "outside", warning=True, cities=cities(oslo={**OFFER, "wishes": [wish]}))
    left = cities(oslo={**OFFER, "left_on": "2023-12-31"})
    only("cities.oslo.left_on", "left before", warning=True, cities=left)


def test_a_city_without_languages_where_one_must_be_shared():
    found = findings(cities=cities(), pairing={"common_language": True})
    assert [(dotted(each.path), each.warning) for each in found] == [("cities.oslo", True), ("cities.ghent", True)]


def test_population_bands_rise():
    only("pairing.similar.bands", "do not rise", pairing={"similar": {"bands": [100, 50]}})


# Settings


def test_goals_stand_once_in_the_list_they_belong_to():
    moved = only("goals.pairing.0", "no goal of `goals.pairing`", goals={"pairing": ["spread"]})
    assert moved.hint == "move it to `goals.dates`"
    twice = only("goals.dates.2", "early stands", goals={"dates": ["early", "spread", "early"]})
    assert twice.also == (("goals", "dates", 0),)
    only("goals.pairing.0", "says nothing for fit", warning=True, goals={"pairing": [{"goal": "fit", "leximin": True}]})
    assert findings(goals={"pairing": [{"goal": "away", "leximin": True}]}) == []


@pytest.mark.parametrize("goal", ["hosting", "away"])
def test_a_fair_load_has_nothing_to_give_up(goal: str):
    both = {"goal": goal, "leximin": True, "tolerance": "2%"}
    assert only("goals.pairing.1", "has both `leximin` and a `tolerance`", goals={"pairing": ["needs", both]}).hint
    assert findings(goals={"pairing": [{**both, "tolerance": "0%"}]}) == []
    assert findings(goals={"pairing": [{**both, "leximin": False}]}) == []


def test_money_and_carbon_need_something_to_count_by():
    only("limits.budget_eur", "binds nothing", warning=True, limits={"budget_eur": {"programme": 100}})
    only("limits.co2_kg", "binds nothing", warning=True, limits={"co2_kg": {"per_city": 100}})
    only("goals.pairing.0", "always 0", warning=True, goals={"pairing": ["cost_eur"]})
    only("goals.dates.1", "always 0", warning=True, goals={"dates": ["early", "co2_kg"]})
    assert findings(limits={"budget_eur": {"programme": 100}}, travel={"daily_eur": 10}) == []


def test_people_who_live_apart_are_told_where_no_goal_counts_how_far_they_go():
    people = {who: {"roles": ["guide"], "home": home} for who, home in (("eva", "oslo"), ("tom", "ghent"))}
    visits, counted = stages(people={"guide": 1}), {"dates": ["changes", "travel_km"]}
    only("goals.dates", "live apart", warning=True, stages=visits, people=people)
    assert findings(stages=visits, people=people, goals=counted) == []
    assert findings(stages=visits, people={who: {**one, "home": "oslo"} for who, one in people.items()}) == []
    assert findings(stages=stages(people={"guide": 2}), people=people) == []


def test_bands_of_rates_rise_and_end_after_the_last():
    bands = [{"from_km": 100, "eur": 1}, {"from_km": 100, "eur": 2}]
    table: dict[str, Any] = {"name": "own", "source": "own", "bands": bands}
    only("travel.rates.bands.1.from_km", "does not lie above", travel={"rates": table})
    table = {"name": "own", "source": "own", "bands": [{"from_km": 100, "eur": 1}], "to_km": 50}
    only("travel.rates.to_km", "before its last band", travel={"rates": table})


def test_planned_on_after_the_end():
    only("programme.planned_on", "after the programme's last day", warning=True, programme={"planned_on": "2024-04-01"})


# Order of stages


def test_a_circle_of_stages_names_every_relation_in_it():
    circle = {
        "a": {**MEETING, "after": {"b": {}}},
        "b": {**MEETING, "after": {"c": {}, "start": {}}},
        "c": {**MEETING, "after": {"a": {}}},
        "start": MEETING,
        "end": {**MEETING, "after": {"c": {}}},
    }
    finding = only("stages.a.after.b", "a after b, b after c, c after a", stages=circle)
    assert finding.also == (("stages", "b", "after", "c"), ("stages", "c", "after", "a"))


def test_two_circles_are_two_findings_and_a_stage_after_itself_is_one():
    two = {name: {**MEETING, "after": {other: {}}} for name, other in ("ab", "ba", "cd", "dc")}
    assert [dotted(finding.path) for finding in findings(stages=two)] == ["stages.a.after.b", "stages.c.after.d"]
    only("stages.visit.after.visit", "cannot come after itself", stages=stages(after={"visit": {}}))


def test_a_circle_of_hosts():
    waiting = {name: {**MEETING, "host": {"same_as": other}} for name, other in ("ab", "ba")}
    finding = only("stages.a.host.same_as", "a and b wait for each other's host", stages=waiting)
    assert finding.also == (("stages", "b", "host", "same_as"),)
    only("stages.a.host.same_as", "itself", stages={"a": {**MEETING, "host": {"same_as": "a"}}})


@pytest.mark.parametrize(
    ("gap", "ok"),
    [({"min": "2w", "max": "13d"}, False), ({"min": "2w", "max": "14d"}, True), ({"min": "1m", "max": "27d"}, False),
     ({"min": "1m", "max": "28d"}, True), ({"min": "2m", "max": "1m"}, False), ({"max": "0d"}, True)],
)  # fmt: skip
def test_the_least_lag_is_not_above_the_most(gap, ok):
    found = findings(stages={"a": MEETING, "b": {**MEETING, "after": {"a": gap}}})
    assert [dotted(finding.path) for finding in found] == ([] if ok else ["stages.b.after.a"])


@pytest.mark.parametrize(
    ("one", "base", "ok"),
    [
        ("pairing", "pairing", True), ("pairing", "mentor", True), ("pairing", "theme", True), ("pairing", "all", True),
        ("pairing", ["oslo", "ghent"], True), ("mentor", "theme", True), ("mentee", "mentee", True),
        ("mentee", "pairing", False), ("theme", "mentor", False), ("mentor", "mentee", False), ("all", "theme", False),
        ("all", "all", True), ("all", ["oslo"], True), (["oslo"], "pairing", False), ("theme", "theme", True),
    ],
)  # fmt: skip
def test_a_shared_host_needs_exactly_one_event(one, base, ok):
    two = {"base": {**MEETING, "gathers": base}, "own": {"gathers": one, "host": {"same_as": "base"}}}
    found = findings(stages=two)
    assert [dotted(finding.path) for finding in found] == ([] if ok else ["stages.own.host.same_as"])
    assert all(finding.also == (("stages", "base", "gathers"),) for finding in found)


def test_a_shared_host_is_missing_in_themes_the_other_stage_is_not_about():
    themes: dict[str, Any] = {"housing": {}, "parks": {}}
    two: dict[str, dict[str, Any]] = {
        "base": {"gathers": "theme", "host": "participant", "themes": ["housing"]},
        "own": {"gathers": "theme", "host": {"same_as": "base"}},
    }
    wide = cities(oslo={"offers": {"housing": {}, "parks": {}}})
    finding = only("stages.own.host.same_as", "no event in parks", stages=two, themes=themes, cities=wide)
    assert finding.also == (("stages", "base", "themes"),)
    two["own"]["themes"] = ["housing"]
    assert findings(stages=two, themes=themes, cities=wide) == []


def test_a_stage_that_comes_too_late_by_its_lags_is_a_warning_once():
    late = {
        "a": {**MEETING, "between": {"first": "2024-03-01", "last": "2024-03-31"}},
        "b": {**MEETING, "after": {"a": {"min": "5w"}}},
        "c": {**MEETING, "after": {"b": {}}},
    }
    only("stages.b.after.a", "cannot end before 6 April 2024, but must by 31 March 2024", warning=True, stages=late)


# One stage


@pytest.mark.parametrize(
    ("path", "words", "stage"),
    [
        ("stages.visit.gathers", "gathers nothing", {"gathers": [], "host": "none"}),
        ("stages.visit.gathers.1", "in this list twice", {"gathers": ["oslo", "oslo"], "host": "none"}),
        ("stages.visit.host", "not one mentor for each", {"gathers": "mentee", "host": "mentor"}),
        ("stages.visit.host", "not one mentee for each", {"gathers": "theme", "host": "mentee"}),
        ("stages.visit.host", "not one mentee for each", {"gathers": "all", "host": "mentee"}),
        ("stages.visit.host", "not among those it gathers", {"gathers": ["oslo"], "host": "ghent"}),
        ("stages.visit.host", "`each` is not possible yet", {"host": "each"}),
        ("stages.visit.days", "6 days never fit: only 5 working days on end", {"days": 6}),
        ("stages.visit.days", "3 days never fit: only 2 working days on end from Thursday",
         {"days": 3, "start_on": ["thu"]}),
        ("stages.visit.start_on", "Saturday and Sunday, no working days", {"start_on": ["sat", "sun"]}),
        ("stages.visit.between", "shorter than the stage (4 days)",
         {"days": 4, "between": {"first": "2024-02-06", "last": "2024-02-08"}}),
        ("stages.visit.between", "outside the programme", {"between": {"first": "2025-02-06", "last": "2025-02-08"}}),
        ("stages.visit.between", "shorter than the stage",
         {"days": 3, "between": {"first": "2024-03-30", "last": "2024-12-31"}}),
        ("stages.visit.all_within", "one event takes 4 days", {"days": 4, "all_within": "3d"}),
        ("stages.visit.first", "not lie inside the programme", {"first": "2024-04-02"}),
        ("stages.visit.first", "is a Tuesday, but visit starts on Monday",
         {"first": "2024-02-06", "start_on": ["mon"]}),
        ("stages.visit.first", "includes Saturday and Sunday, no working days", {"first": "2024-02-09", "days": 4}),
        ("stages.visit.first", "inside the window of visit",
         {"first": "2024-02-09", "between": {"first": "2024-02-12", "last": "2024-02-16"}}),
        ("stages.visit.programme_weeks", "do not fit one week",
         {"days": 8, "working_days": WHOLE_WEEK, "programme_weeks": ["2024-W06"]}),
        ("stages.visit.programme_weeks", "none of these weeks", {"programme_weeks": ["2024-W40"]}),
        ("stages.visit.hours", "ends at 09:00", {"hours": {"start": "10:00", "end": "09:00"}}),
        ("stages.visit.agenda.0.day", "day 2 of an event of 1 day", {"agenda": [{"day": 2, "title": "x"}]}),
        ("stages.visit.agenda.0", "ends at 09:00", {"agenda": [{"start": "10:00", "end": "09:00", "title": "x"}]}),
    ],
)  # fmt: skip
def test_a_stage_that_cannot_be_held(path, words, stage):
    only(path, words, stages=stages(**stage))


@pytest.mark.parametrize(
    ("path", "words", "stage"),
    [
        ("stages.visit.members", "says nothing", {"members": "all"}),
        ("stages.visit.programme_weeks.1", "2024-W40 has no room", {"programme_weeks": ["2024-W06", "2024-W40"]}),
        ("stages.visit.first", "before planned_on plus lead_time", {"first": "2024-01-08", "lead_time": "5w"}),
    ],
)
def test_a_stage_that_is_doubtful(path, words, stage):
    only(path, words, warning=True, stages=stages(**stage))


def test_a_stage_in_a_closed_week_names_the_closed_days():
    closed = [{"first": "2024-02-05", "last": "2024-02-09", "why": "carnival"}]
    finding = only("stages.visit.first", "5-9 February 2024 (carnival)",
                   stages=stages(first="2024-02-06"), programme={"closed": closed})  # fmt: skip
    assert finding.also == (("programme", "closed", 0),)


def test_weekends_as_working_days_make_room():
    assert findings(stages=stages(days=6, working_days=["mon", "tue", "wed", "thu", "fri", "sat"])) == []
    assert findings(stages=stages(days=20, working_days=WHOLE_WEEK)) == []
    only("stages.visit.days", "3 working days on end", stages=stages(days=4, working_days=["fri", "sat", "sun"]))
    assert findings(stages=stages(days=2, working_days=["sun", "mon"])) == []


def test_hosts_that_cannot_host():
    shut = cities(oslo={**OFFER, "can_host": False})
    only("stages.a.host", "oslo cannot host", cities=shut, stages={"a": {"gathers": "all", "host": "oslo"}})
    none = cities(oslo={**OFFER, "can_host": False}, ghent={**NEED, "can_host": False})
    only("stages.a.host", "none of the cities", cities=none, stages={"a": MEETING})
    assert findings(cities=shut, stages={"a": MEETING}) == []


# People


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"guide": 3}, "asks for 3 with the role guide, but only 2 persons have it"),
        ({"anna": 2}, "cannot be sent 2 times"),
        ({"guide": 2, "expert": 1}, "asks for 3 people"),
        ({"guide": 1, "expert": 1}, ""),
        ({"anna": 1, "expert": 1}, "asks for 2 people"),
        ({"ben": 1, "expert": 1}, ""),
        ({"ben": 1, "guide": 1, "expert": 1}, "asks for 3 people"),
    ],
)
def test_people_enough_for_what_a_stage_asks(asked, words):
    people = {"anna": {"roles": ["guide", "expert"]}, "ben": {"roles": ["guide"]}}
    found = [finding.message for finding in findings(people=people, stages=stages(people=asked))]
    assert len(found) == bool(words)
    assert all(words in message for message in found)


def test_people_may_have_to_change_seats():
    # Greedy seating gives the guide's seat to anna; then nobody is left for the expert's.
    roles = {"anna": ["guide", "expert", "film"], "ben": ["guide", "film"], "cleo": ["film"]}
    people = {person: {"roles": theirs} for person, theirs in roles.items()}
    assert findings(people=people, stages=stages(people={"film": 1, "guide": 1, "expert": 1})) == []


def test_the_same_people_for_a_pairing_need_events_of_pairings():
    people, asked = {"anna": {"roles": ["guide"]}}, {"guide": {"same_for": "pairing"}}
    meeting = {"a": {**MEETING, "people": asked}}
    only("stages.a.people.guide", "says nothing", warning=True, people=people, stages=meeting)
    assert findings(people=people, stages=stages(people=asked)) == []


# Doubts


def test_every_doubt_becomes_a_warning_where_it_stands():
    found = findings(
        programme={"doubt": "S4 says two months"},
        cities=cities(oslo={"offers": {"housing": {"doubt": "P4 and P7 contradict each other"}}}),
        stages=stages(between={"first": "2024-02-01", "last": "2024-03-01", "doubt": "cut off"}),
        pins={"a": {"not": {"event": VISIT, "first": "2024-02-06", "doubt": "unsure"}}},
        pairs=[{"pairing": "oslo > ghent in housing", "doubt": "who knows"}],
    )
    assert all(finding.warning for finding in found)
    assert {dotted(finding.path): finding.message for finding in found} == {
        "programme": "doubtful: S4 says two months",
        "cities.oslo.offers.housing": "doubtful: P4 and P7 contradict each other",
        "stages.visit.between": "doubtful: cut off",
        "pins.a.not": "doubtful: unsure",
        "pairs.0": "doubtful: who knows",
    }


# Size


def test_a_thousand_stages_and_cities_are_told_in_a_moment():
    gap = {"min": "9999m"}
    chain = {f"s{n}": {**MEETING, "host": "none", "after": {f"s{n - 1}": gap} if n else {}} for n in range(1000)}
    many: dict[str, Any] = {f"c{n}": {"offers": {"housing": {}}, "needs": {"housing": {}}} for n in range(1000)}
    pins = {f"p{n}": {"not": {"pairing": f"c{n} > c{n + 1} in housing"}} for n in range(999)}
    big = scenario(stages=chain, cities=many, pins=pins)
    start = time.perf_counter()
    found = list(find_problems(big))
    assert time.perf_counter() - start < 2
    assert [dotted(finding.path) for finding in found] == ["stages.s1.after.s0"]


def test_findings_come_in_the_same_order_every_time():
    def broken() -> Scenario:
        return scenario(stages=stages(host="nowhere", themes=["a", "b"], days=9), people={"oslo": {"home": "x"}})

    assert list(find_problems(broken())) == list(find_problems(broken()))


@pytest.mark.parametrize(
    ("window", "days", "words"),
    [
        (("2024-01-06", "2024-01-07"), 1, "has no working day that is not closed"),
        (("2024-01-05", "2024-01-08"), 2, "has no 2 working days in a row that are not closed"),
        (("2024-01-08", "2024-01-12"), 1, "has no working day that is not closed"),
    ],
)
def test_a_window_without_a_day_for_its_stage(window, days, words):
    programme = {"closed": [{"first": "2024-01-08", "last": "2024-01-13"}]}
    between = {"first": window[0], "last": window[1]}
    only("stages.visit.between", words, warning=True, programme=programme, stages=stages(between=between, days=days))


def test_a_window_with_a_single_day_for_its_stage_is_sound():
    assert findings(stages=stages(between={"first": "2024-01-06", "last": "2024-01-08"})) == []
