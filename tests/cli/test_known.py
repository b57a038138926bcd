"""Cities and themes by their names: what is meant is found, and what may be two is not guessed."""

from __future__ import annotations

import pytest

from mentoring.api.known import find_city, find_theme
from mentoring.api.publish import find_feed
from mentoring.api.short_name import find_short
from mentoring.errors import UsageError
from tests.builders import PAIRING, VISIT, plan_of, scenario

CITIES = {
    "porto": {"name": "Porto", "country": "PT", "latitude": 41.15, "longitude": -8.61},
    "malmo": {"name": "Malmö", "country": "SE", "latitude": 55.61, "longitude": 13.0},
    "one": {"name": "Twin"},
    "two": {"name": "Twin"},
}
THEMES = {"youth": {"title": "Young people in town"}, "a": {"title": "Parks"}, "b": {"title": "Parks"}}


@pytest.mark.parametrize(
    ("given", "meant"),
    [("porto", "porto"), ("Porto", "porto"), ("PORTO ", "porto"), ("Oporto", "porto"), ("Malmø", "malmo")],
)
def test_a_city_goes_by_its_name_in_any_spelling(given, meant):
    assert find_city(scenario(cities=CITIES), given) == meant


@pytest.mark.parametrize(("given", "said"), [("Twin", "there is no city 'Twin'"), ("portoo", "did you mean porto?")])
def test_a_name_of_two_cities_or_of_none_is_refused(given, said):
    with pytest.raises(UsageError) as told:
        find_city(scenario(cities=CITIES), given)
    assert said in str(told.value)


def test_a_theme_goes_by_its_title():
    found = scenario(themes=THEMES)
    assert [find_theme(found, given) for given in ("youth", "Youth", "young people in TOWN")] == ["youth"] * 3
    for given in ("Parks", "cars"):
        with pytest.raises(UsageError, match="there is no theme"):
            find_theme(found, given)


def test_an_event_goes_by_the_beginnings_of_its_parts():
    plan = plan_of(scenario(), [PAIRING], {VISIT: "2024-01-08"})
    mentor, mentee, _ = VISIT.split("/")[1:]
    for given in (f"visit/{mentor[:2]}/{mentee[:3]}", f"{mentee[:2]}", VISIT):
        found = find_short(plan, given)
        assert found is not None
        assert found.id == VISIT
    assert find_short(plan, f"{mentee[:2]}/{mentor[:2]}") is None


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("candidates small.yaml --city GHENT --theme Housing", "Oslo"),
        ("form small.yaml --city Gent -o ghent.xlsx", "with-ghent.yaml"),
        ("show plan.json city GENT", "Ghent"),
        ("decline plan.json OSLO/Gent/Housing --why no", "is declined"),
        ("report plan.json --city Gand -o ghent.html", "ghent.html"),
    ],
)
def test_verbs_take_names(run, scenario_file, plan_file, verb, said):
    assert said.lower() in run(*verb.split()).stdout.lower()


def test_a_need_goes_by_names(run, open_plan_file):
    told = run("explain", open_plan_file, "--need", "GHENT/Housing").stdout
    assert told == "ghent lacks no mentor in housing: it is helped by oslo.\n"


def test_the_calendar_of_a_city_goes_by_its_name():
    plan = plan_of(scenario(), [PAIRING], {VISIT: "2024-01-08"})
    assert find_feed(plan, city="GENT").reader.who == find_feed(plan, city="ghent").reader.who == "ghent"
    assert find_feed(plan, theme="Housing").name == find_feed(plan, theme="housing").name


def test_a_wish_and_a_question_go_by_names(run, plan_file):
    told = run("explain", plan_file, "--wish", "OSLO > Gent in Housing").stdout
    assert told.startswith("The wish: oslo mentors ghent in housing")
    assert run("explain", plan_file, "--why", "Oslo > Gand in Housing").stdout
