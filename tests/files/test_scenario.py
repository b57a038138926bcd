"""Reading a scenario: places, holidays and rates filled in, doubts told, hostile files given up early."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mentoring.errors import Place, ScenarioError, UsageError
from mentoring.files import compose, resolution, scenario, wording
from mentoring.files.gazetteer import Found, find
from mentoring.files.scenario import Loaded, load_scenario

HEAD = """\
format: 1
programme: {id: danube, first: 2027-01-01, last: 2027-12-31}
themes: {flood: {}}
"""
MANY = 150_000
CITIES = """\
cities:
  graz: {country: AT, offers: {flood: {}}}
  pecs: {country: HU, needs: {flood: {}}}
"""
STAGES = """\
stages: {visit: {gathers: pairing, host: mentee}}
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def load(text: str) -> Loaded:
    Path("x.yaml").write_text(text.lstrip(), encoding="utf-8")
    return load_scenario("x.yaml")


def told(text: str) -> list[str]:
    return [str(problem) for problem in load(text).problems]


def test_places_are_filled_in_from_the_table_and_what_is_written_wins() -> None:
    read = load(HEAD + CITIES.replace("country: HU", "country: HU, name: Pécs (HU), population: 7") + STAGES).require()
    graz, pecs = read.cities["graz"], read.cities["pecs"]
    assert (graz.name, graz.country, graz.time_zone) == ("Graz", "AT", "Europe/Vienna")
    assert graz.latitude == pytest.approx(47.07, abs=0.05)
    assert (pecs.name, pecs.population) == ("Pécs (HU)", 7)  # found by its id, the name being a spelling of one's own
    assert pecs.longitude == pytest.approx(18.23, abs=0.05)
    assert read.resolution.sources["places"].startswith("GeoNames")


def test_a_place_with_coordinates_needs_no_table_and_is_never_mistaken_for_a_namesake() -> None:
    near_vienna, own = "country: AT, latitude: 48.2, longitude: 16.37", "country: AT, latitude: 48, longitude: 16"
    loaded = load(HEAD + f"cities:\n  graz: {{{near_vienna}}}\n  nowhere: {{{own}}}\n" + STAGES)
    assert loaded.errors == ()
    graz = loaded.require().cities["graz"]
    assert (graz.latitude, graz.region, graz.name) == (48.2, None, "Graz")  # 140 km from Graz
    assert loaded.require().cities["nowhere"].name == "Nowhere"


def test_hosts_and_homes_may_be_any_place_of_the_table() -> None:
    more = "people: {novak: {home: vienna}}\nstages: {meeting: {gathers: all, host: bratislava}}\n"
    read = load(HEAD + CITIES + more).require()
    assert sorted(read.resolution.places) == ["bratislava", "vienna"]
    assert read.site("vienna").country == "AT"
    assert sorted(read.resolution.holidays) == ["bratislava", "graz", "pecs"]  # a home keeps no holidays


def test_own_places_come_before_the_table() -> None:
    more = "places: {vienna: {name: Office, country: AT, latitude: 48, longitude: 16}}\n"
    read = load(HEAD + CITIES + more + "stages: {meeting: {gathers: all, host: vienna}}\n").require()
    assert read.resolution.places == {}
    assert read.site("vienna").name == "Office"


def test_an_unknown_host_is_told_once_with_what_was_probably_meant() -> None:
    lines = told(HEAD + CITIES + "stages: {meeting: {gathers: all, host: bratislva}}\n")
    errors = [line for line in lines if "bratislva" in line]
    assert errors == [
        "x.yaml:7:40: stages.meeting.host: `bratislva` is no city or place of this file, and no place of the table: "
        "did you mean bratislava? Else add it under `places` with its country, latitude and longitude"
    ]


def test_holidays_are_those_of_the_region_inside_the_programme() -> None:
    cities = "cities:\n  genoa: {country: IT, offers: {flood: {}}}\n  munich: {country: DE, needs: {flood: {}}}\n"
    days = load(HEAD + cities + STAGES).require().resolution.holidays
    assert date(2027, 6, 24) in days["genoa"]  # the patron's day is kept in Genoa alone
    assert date(2027, 8, 15) in days["munich"]
    assert all(date(2027, 1, 1) <= day <= date(2027, 12, 31) for city in days.values() for day in city)


def test_without_public_holidays_none_are_looked_up() -> None:
    read = load(HEAD.replace("last: 2027-12-31", "last: 2027-12-31, public_holidays: none") + CITIES + STAGES).require()
    assert read.resolution.holidays == {}
    assert "holidays" not in read.resolution.sources


def test_rates_come_with_their_source() -> None:
    read = load(HEAD + CITIES + STAGES + "travel: {rates: eu-unit-costs-2021, co2: example}\n").require()
    assert read.resolution.rates is not None
    assert [read.resolution.rates.eur(km) for km in (399, 400, 600, 601, 6000, 6001)] == [
        None,
        196,
        196,
        209,
        637,
        None,
    ]
    assert "C(2021)35" in read.resolution.sources["rates"]
    assert read.resolution.co2 is not None
    assert read.resolution.co2.name == "example"


def test_islands_have_no_rail_unless_the_file_lists_its_own() -> None:
    cities = "cities: {graz: {country: AT}, palma: {country: ES}, dublin: {country: IE}, cork: {country: IE}}\n"
    read = load(HEAD + cities).require()
    assert read.resolution.no_rail == ("IE", "palma")
    assert not read.journeys.has_rail("graz", "dublin")
    assert read.journeys.has_rail("dublin", "cork")
    assert load(HEAD + cities + "travel: {no_rail: [graz]}").require().resolution.no_rail == ("graz",)


def test_a_doubt_warns_at_its_place_and_stops_nothing() -> None:
    loaded = load(HEAD + CITIES + STAGES + "doubt: S1 differs\n")
    assert str(loaded.warnings[-1]) == "x.yaml:8:8: doubtful: S1 differs"
    assert loaded.require().doubt == "S1 differs"


def test_every_value_has_its_position_over_the_whole_chain() -> None:
    load(HEAD + CITIES + STAGES)
    Path("y.yaml").write_text("based_on: x.yaml\ncities: {graz: {code: GRZ}}\n", encoding="utf-8")
    positions = load_scenario("y.yaml").positions
    assert positions["cities.graz.code"] == Place("y.yaml", 2, 23)
    assert positions["cities.graz.country"] == Place("x.yaml", 5, 19)
    assert "based_on" not in positions


def test_errors_come_in_the_order_of_their_places_and_require_raises_them() -> None:
    loaded = load(HEAD + CITIES.replace("HU", "hu").replace("AT", "at") + STAGES.replace("pairing", "pair"))
    assert [problem.place.line for problem in loaded.errors if problem.place] == [5, 6, 7]
    assert loaded.scenario is None
    assert loaded.positions == {}
    with pytest.raises(ScenarioError) as caught:
        loaded.require()
    assert caught.value.problems == list(loaded.errors)


def test_a_missing_file_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match=r"there is no such file"):
        load_scenario("nowhere.yaml")


# Hostile files: what they make the reading do is counted, not timed.


def test_after_many_unknown_places_no_more_similar_names_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0

    def counting(name: str, country: str | None = None, region: str | None = None, near: bool = True) -> Found:
        nonlocal looked
        looked += near
        return find(name, country, region, near=False)

    monkeypatch.setattr(resolution, "find", counting)
    loaded = load(HEAD + "cities:\n" + "".join(f"  nowhere{n}: {{}}\n" for n in range(2000)))
    assert looked == resolution.MOST_HINTS
    assert len(loaded.problems) == scenario.MOST_FINDINGS


def test_a_thousand_equal_mistakes_are_told_two_hundred_times_and_the_rest_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resolution, "Resolver", lambda _: pytest.fail("went on with a hopeless file"))
    loaded = load(HEAD + "cities:\n" + "".join(f"  c{n}: {{foo: 1}}\n" for n in range(1000)))
    assert len(loaded.problems) == wording.MOST
    assert loaded.scenario is None


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "cities:\n" + "".join(f"  c{n}: {{}}\n" for n in range(MANY)),
        HEAD + "cities: {a: {unavailable: [" + "x," * MANY + "]}}\n",
        HEAD + "cities: " + "{a: " * 1000,
        "a: &a [x]\nb: [" + "*a," * 100_000 + "]\n",
    ],
    ids=["cities", "list", "depth", "aliases"],
)
def test_a_huge_file_is_refused_before_it_is_checked(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenario, "validate", lambda _: pytest.fail("checked a huge file"))
    monkeypatch.setattr(compose, "MOST_VALUES", MANY)
    assert load(text).scenario is None


def test_a_plan_in_place_of_a_scenario_is_told_once() -> None:
    (problem,) = load('{"format": 1, "scenario": {"format": 1}, "events": [], "pairings": []}').problems
    assert str(problem) == "x.yaml:1:1: this is a plan, not a scenario: name the scenario file that it was made from"


def test_a_name_that_the_table_does_not_know_is_doubtful_even_if_its_id_is_known() -> None:
    loaded = load(HEAD + CITIES.replace("{country: AT", "{name: Grazz, country: AT") + STAGES)
    (problem,) = loaded.problems
    assert problem.warning
    assert "`Grazz` names no place in the place table; it lies where Graz does, by its id" in str(problem)
    assert loaded.require().cities["graz"].name == "Grazz"
    written = CITIES.replace("{country: AT", "{name: Grazz, latitude: 47.07, longitude: 15.44, country: AT")
    assert load(HEAD + written + STAGES).problems == ()


def test_a_mistyped_value_hides_no_mistake_of_the_same_kind_elsewhere() -> None:
    found = told(
        HEAD
        + "cities:\n"
        + "  graz: {country: AT, offers: {flood: {mentees: many}}}\n"
        + "  pecs: {country: HU, needs: {flood: {}}, offers: {flood: {mentees: 1, min_mentees: 3}}}\n"
        + "stages:\n"
        + "  visit: {gathers: pairing, host: mentee, days: x}\n"
        + "  training: {gathers: pairing, host: mentee, days: 9}\n"
    )
    assert [one.split(": ")[1] for one in found] == [
        "cities.graz.offers.flood.mentees",
        "cities.pecs.offers.flood.min_mentees",
        "stages.visit.days",
        "stages.training.days",
    ]


def test_what_only_follows_from_a_mistake_told_already_is_not_told() -> None:
    found = told(HEAD + CITIES.replace("{flood: {}}", "5", 1) + "pins: {p: {pairing: graz > pecs in flood}}\n")
    assert [one.split(": ")[1] for one in found] == ["cities.graz.offers"]
    named = CITIES.replace("needs: {flood: {}}", "needs: 5").replace("pecs: {", "pecs: {name: Budapest, ", 1)
    found = told(HEAD + named + "pins: {p: {pairing: graz > pecs in flood}}\n")
    assert [one.split(": ")[1] for one in found] == ["cities.pecs.needs"]


def test_what_stands_below_a_misspelt_key_is_told_at_once_too() -> None:
    text = """\
format: 1
programme: {id: x, first: 2024-01-01, last: 2024-12-31}
themes: {heat: {}}
cities:
  ghent:
    country: BE
    neds: {heat: {level: 170}}
  oslo: {country: "NO", offers: {heat: {}}}
"""
    problems = load(text).errors
    assert [(str(problem.place).split(":", 1)[1], problem.path, problem.message) for problem in problems] == [
        ("7:5", "cities.ghent.neds", "unknown key `neds`"),
        ("7:26", "cities.ghent.needs.heat.level", "170 is too large"),
    ]
