import subprocess
import sys
from datetime import date, timedelta

import pytest

from mentoring.files.gazetteer import find
from mentoring.files.holiday import holidays_version, public_holidays, region_warning
from mentoring.files.place_table import by_id


def days_of(country: str, region: str, year: int, *categories: str) -> set[str]:
    """The holidays of a year as `MM-DD`."""
    return {
        f"{day:%m-%d}" for day in public_holidays(country, region, date(year, 1, 1), date(year, 12, 31), categories)
    }


@pytest.mark.parametrize(
    ("city", "country", "day"),
    [
        ("Athens", "GR", "2013-05-01"),
        ("Athens", "GR", "2013-05-06"),  # Orthodox Easter Monday
        ("Helsinki", "FI", "2013-06-21"),  # Midsummer Eve
        ("Malmö", "SE", "2013-06-21"),  # only by custom, but offices are closed
        ("Malmö", "SE", "2013-12-24"),
        ("Genoa", "IT", "2013-06-24"),  # patron
        ("Milan", "IT", "2013-12-07"),  # patron
        ("Rome", "IT", "2027-06-29"),  # patron
        ("Andria", "IT", "2026-09-20"),  # one of three capitals of its province, each with its own patron
        ("Manchester", "GB", "2014-04-21"),  # Easter Monday
        ("London", "GB", "2013-08-26"),
        ("Oslo", "NO", "2013-05-17"),
        ("Riga", "LV", "2013-11-18"),
        ("Riga", "LV", "2013-12-30"),  # a bridge day of that year
        ("Munich", "DE", "2013-08-15"),  # Assumption, in the Catholic municipalities of Bavaria
        ("Augsburg", "DE", "2013-08-08"),  # a day of this city alone
        ("Augsburg", "DE", "2013-08-15"),
        ("Berlin", "DE", "2027-03-08"),
        ("Barcelona", "ES", "2013-09-11"),
        ("Barcelona", "ES", "2027-09-24"),  # a day of this city alone
        ("Strasbourg", "FR", "2013-12-26"),  # law of Alsace and Moselle
        ("Metz", "FR", "2013-03-29"),
        ("Lisbon", "PT", "2013-06-13"),  # patron
        ("Bolzano", "IT", "2013-05-20"),  # Whit Monday in South Tyrol
        ("Zurich", "CH", "2013-05-01"),
        ("Copenhagen", "DK", "2013-04-26"),
        ("Dublin", "IE", "2027-02-01"),
        ("Warsaw", "PL", "2027-12-24"),
        ("Vienna", "AT", "2013-10-26"),
        ("Mariehamn", "AX", "2013-06-09"),
    ],
)
def test_known_days_off(city, country, day):
    when = date.fromisoformat(day)
    place = find(city, country).place
    assert place is not None
    assert list(public_holidays(country, place.holidays, when, when)) == [when]


@pytest.mark.parametrize(
    ("city", "country", "day"),
    [
        ("Milan", "IT", "2013-06-24"),  # Genoa's patron
        ("Edinburgh", "GB", "2014-04-21"),  # Easter Monday is a working day in Scotland
        ("Nuremberg", "DE", "2013-08-15"),  # mostly Protestant
        ("Paris", "FR", "2013-12-26"),
        ("Copenhagen", "DK", "2024-04-26"),  # the Great Prayer Day was abolished
        ("Amadora", "PT", "2013-06-13"),  # beside Lisbon, with a day of its own
        ("Rovereto", "IT", "2013-05-20"),  # the other half of its region
    ],
)
def test_known_working_days(city, country, day):
    when = date.fromisoformat(day)
    place = find(city, country).place
    assert place is not None
    assert public_holidays(country, place.holidays, when, when) == {}


def test_first_and_last_are_inside_and_years_join():
    new_year = date(2014, 1, 1)
    assert list(public_holidays("NL", "", date(2013, 12, 26), new_year)) == [date(2013, 12, 26), new_year]
    assert public_holidays("NL", "", new_year + timedelta(1), new_year) == {}


def test_names_are_english_where_the_package_has_them():
    found = public_holidays("GR", None, date(2013, 10, 28), date(2013, 10, 28))
    assert found == {date(2013, 10, 28): "Ohi Day"}
    new_year = date(2020, 1, 1)
    for country in ("LV", "IT", "GB", "IE", "NO", "UA", "TR", "GG"):
        assert public_holidays(country, "", new_year, new_year) == {new_year: "New Year's Day"}


def test_categories_add_days_and_unknown_ones_add_none():
    assert days_of("DE", "DE-BY", 2013, "catholic") - days_of("DE", "DE-BY", 2013) == {"08-15"}
    assert days_of("DE", "DE-BY+catholic", 2013) == days_of("DE", "DE-BY", 2013, "catholic")
    assert days_of("LV", "", 2013, "catholic") == days_of("LV", "", 2013)


def test_codes_of_parts_mean_the_region_they_lie_in():
    assert days_of("ES", "ES-B", 2013) == days_of("ES", "ES-CT", 2013) != days_of("ES", "ES-M", 2013)
    assert days_of("FR", "FR-67", 2013) == days_of("FR", "FR-6AE", 2013) > days_of("FR", "FR-75", 2013)
    assert days_of("GB", "ENG", 2013) == days_of("GB", "GB-ENG", 2013)


@pytest.mark.parametrize("country", ["GB", "DE", "ES", "CH", "IT", "AT"])
def test_a_missing_or_unknown_region_is_told_where_it_matters(country):
    assert "no region is given" in region_warning(country, None)
    assert "no region is given" in region_warning(country, country)
    assert f"none are known for {country}-QQQ" in region_warning(country, f"{country}-QQQ")
    assert days_of(country, f"{country}-QQQ", 2013) == days_of(country, "", 2013) != set()


def test_a_region_is_not_asked_for_where_it_does_not_matter():
    assert region_warning("NL", None) == region_warning("FR", "FR-BRE") == region_warning("LV", "") == ""
    for place_id in ("genoa", "munich", "barcelona", "zurich", "vienna", "leeds", "andria"):
        place = by_id(place_id)
        assert place is not None
        assert region_warning(place.country, place.holidays) == ""
    assert "patron day" in region_warning("IT", "IT-42")


def test_an_unknown_country_has_no_holidays_and_is_told():
    assert public_holidays("QQ", None, date(2013, 1, 1), date(2013, 12, 31)) == {}
    assert "no public holidays are known for QQ" in region_warning("QQ", None)


def test_the_version_is_told():
    assert holidays_version()[0].isdigit()


def test_only_the_countries_asked_for_are_imported_and_the_package_stays_usable():
    code = """
import sys
from datetime import date
from mentoring.files.holiday import public_holidays
assert "holidays" not in sys.modules
public_holidays("NL", None, date(2013, 1, 1), date(2013, 12, 31))
assert "holidays.countries.netherlands" in sys.modules
assert "holidays.countries.greece" not in sys.modules
import holidays
assert date(2013, 10, 28) in holidays.country_holidays("GR", years=2013)
from holidays.countries import Netherlands, Greece
"""
    subprocess.run([sys.executable, "-c", code], check=True)
