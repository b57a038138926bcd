"""Made-up programmes are sound, the same each time, and as tight as they say."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from benchmarks.made_up import FORMS, make_document, make_programme
from benchmarks.text import document_text
from mentoring.files.scenario import load_scenario
from mentoring.rules import RULES

FORM_NAMES = sorted(FORMS)


@pytest.mark.parametrize("form", FORM_NAMES)
@pytest.mark.parametrize("cities", [14, 50])
def test_a_programme_is_sound_and_its_file_says_the_same(form: str, cities: int, tmp_path: Path):
    file = tmp_path / "programme.yaml"
    file.write_text(document_text(make_document(cities, form=form)), encoding="utf-8")
    loaded = load_scenario(file)
    assert loaded.errors == ()
    assert loaded.scenario == make_programme(cities, form=form)
    assert loaded.scenario is not None
    assert len(loaded.scenario.cities) == cities


@pytest.mark.parametrize("seed", range(1, 13))
def test_the_steering_group_meets_where_it_may(seed: int):
    """With seed 5 its place, Brussels, is a city of the programme that is not in the group."""
    document = make_document(200, seed, form="every-rule")
    host = document["stages"]["steering"]["host"]
    assert host != "none"
    assert host not in document["cities"]


@pytest.mark.parametrize("form", FORM_NAMES)
def test_the_same_seed_gives_the_same_programme_and_another_seed_another(form: str):
    assert make_document(50, form=form) == make_document(50, form=form)
    assert make_document(50, 2, form=form)["cities"] != make_document(50, form=form)["cities"]


@pytest.mark.parametrize("cities", [50, 200])
def test_no_rule_has_nothing_to_say_where_every_rule_is_on(cities: int):
    programme = make_programme(cities, form="every-rule")
    assert [rule.slug for rule in RULES if not rule.applies(programme)] == []


@pytest.mark.parametrize("cities", [50, 200, 800])
def test_in_each_theme_there_are_about_as_many_places_as_needs(cities: int):
    programme = make_programme(cities)
    needs = Counter(theme for city in programme.cities.values() for theme in city.needs)
    places: Counter[str] = Counter()
    for city in programme.cities.values():
        for theme, offer in city.offers.items():
            places[theme] += offer.mentees
    assert needs.keys() == places.keys() == programme.themes.keys()
    for theme, number in needs.items():
        assert 0.8 * number - 1 <= places[theme] <= 1.2 * number + 1


def test_most_cities_keep_the_weeks_of_meetings_free():
    programme = make_programme(200)
    starts = [period.first for city in programme.cities.values() for period in city.unavailable]
    assert starts
    for week in programme.stages["cluster"].programme_weeks:
        year, number = week.split("-W")
        monday = date.fromisocalendar(int(year), int(number), 1)
        away = [
            name
            for name, city in programme.cities.items()
            if any(period.first <= monday + timedelta(days=4) and period.last >= monday for period in city.unavailable)
        ]
        assert len(away) < 0.1 * len(programme.cities)


def test_beyond_the_table_towns_come_again_beside_their_namesakes():
    programme = make_programme(7000)
    again = [name for name in programme.cities if name.endswith("-2") and name[:-2] in programme.cities]
    assert len(programme.cities) == 7000
    assert again
    for name in again[:20]:
        first, second = programme.cities[name[:-2]], programme.cities[name]
        assert first.name == second.name
        assert first.country == second.country
        assert abs((first.latitude or 0) - (second.latitude or 0)) < 1


def test_one_facilitator_and_a_closed_spring_are_what_they_say():
    assert len(make_programme(50, form="one-facilitator").people) == 1
    spring = make_programme(50, form="closed-spring").programme.closed[0]
    assert (spring.last - spring.first).days > 100
