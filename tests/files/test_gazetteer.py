from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mentoring.files.gazetteer import find, nearest_names
from mentoring.files.place_table import DATA, by_id, fold_name, keys, named

ROOT = Path(__file__).parents[2]

# The cities of the source programmes: name, country, region whose holidays they keep, time zone.
CITIES = [
    ("Amsterdam", "NL", "NL-NH", "Europe/Amsterdam"),
    ("Athens", "GR", "GR-I", "Europe/Athens"),
    ("Barcelona", "ES", "ES-CT", "Europe/Madrid"),
    ("Berlin", "DE", "DE-BE", "Europe/Berlin"),
    ("Brussels", "BE", "BE-BRU", "Europe/Brussels"),
    ("Copenhagen", "DK", "DK-84", "Europe/Copenhagen"),
    ("Dublin", "IE", "IE-L", "Europe/Dublin"),
    ("Genoa", "IT", "IT-GE", "Europe/Rome"),
    ("Ghent", "BE", "BE-VLG", "Europe/Brussels"),
    ("Helsinki", "FI", "FI-18", "Europe/Helsinki"),
    ("Leeds", "GB", "GB-ENG", "Europe/London"),
    ("London", "GB", "GB-ENG", "Europe/London"),
    ("Malmö", "SE", "SE-M", "Europe/Stockholm"),
    ("Manchester", "GB", "GB-ENG", "Europe/London"),
    ("Milan", "IT", "IT-MI", "Europe/Rome"),
    ("Munich", "DE", "DE-BY", "Europe/Berlin"),
    ("Oslo", "NO", "NO-03", "Europe/Oslo"),
    ("Rennes", "FR", "FR-BRE", "Europe/Paris"),
    ("Riga", "LV", "", "Europe/Riga"),
    ("Rome", "IT", "IT-RM", "Europe/Rome"),
    ("Rotterdam", "NL", "NL-ZH", "Europe/Amsterdam"),
    ("Stockholm", "SE", "SE-AB", "Europe/Stockholm"),
    ("Tampere", "FI", "FI-11", "Europe/Helsinki"),
    ("Toulouse", "FR", "FR-OCC", "Europe/Paris"),
    ("Utrecht", "NL", "NL-UT", "Europe/Amsterdam"),
    ("Vienna", "AT", "AT-9", "Europe/Vienna"),
    ("Warsaw", "PL", "PL-14", "Europe/Warsaw"),
    ("Zurich", "CH", "CH-ZH", "Europe/Zurich"),
]


@pytest.mark.parametrize(("name", "country", "region", "zone"), CITIES)
def test_every_city_of_the_programmes_is_found_with_and_without_its_country(name, country, region, zone):
    found = find(name, country)
    assert found.place is not None
    assert (found.doubt, found.hint) == ("", "")
    assert (found.place.country, found.place.region, found.place.time_zone) == (country, region, zone)
    assert find(name).place == found.place
    assert find(found.place.id, country).place == found.place


@pytest.mark.parametrize(
    ("spelling", "country", "place_id"),
    [
        ("Genova", "IT", "genoa"), ("München", "DE", "munich"), ("Muenchen", "DE", "munich"), ("Αθήνα", "GR", "athens"),
        ("ΑΘΗΝΑ", "GR", "athens"), ("Malmo", "SE", "malmo"), ("MALMÖ", "SE", "malmo"), ("Malmoe", "SE", "malmo"),
        ("Wien", "AT", "vienna"), ("København", "DK", "copenhagen"), ("Gent", "BE", "ghent"), ("Gand", "BE", "ghent"),
        ("Bruxelles", "BE", "brussels"), ("Brussel", "BE", "brussels"), ("Praha", "CZ", "prague"),
        ("Göteborg", "SE", "gothenburg"), ("Lodz", "PL", "lodz"), ("Łódź", "PL", "lodz"), ("София", "BG", "sofia"),
        ("Київ", "UA", "kyiv"), ("Београд", "RS", "belgrade"), ("Straßburg", "FR", "strasbourg"),
        ("Strassburg", "FR", "strasbourg"), ("Århus", "DK", "aarhus"), ("Aarhus", "DK", "aarhus"),
        ("Ålborg", "DK", "aalborg"), ("Tromsø", "NO", "tromso"), ("Tromso", "NO", "tromso"), ("İzmir", "TR", "izmir"),
        ("Reykjavík", "IS", "reykjavik"), ("თბილისი", "GE", "tbilisi"), ("Genua", "IT", "genoa"),
        ("Den Haag", "NL", "the-hague"), ("’s-Hertogenbosch", "NL", "s-hertogenbosch"), ("Zürich", "CH", "zurich"),
    ],
)  # fmt: skip
def test_a_place_is_found_in_any_spelling(spelling, country, place_id):
    found = find(spelling, country)
    assert found.place is not None
    assert found.place.id == place_id
    assert found.doubt == ""


def test_own_names_need_no_country_but_other_spellings_do():
    assert find("Genova").place == by_id("genoa")
    genua = find("Genua")
    assert genua.place is None
    assert "only another spelling" in genua.doubt
    assert "`Genoa` with `country: IT`" in genua.hint
    assert "country, latitude" in genua.hint


def test_ath_is_a_belgian_town_and_an_alias_of_athens():
    assert find("Ath", "BE").place == by_id("ath")
    assert find("Ath", "BE").doubt == ""
    alone = find("Ath")
    assert alone.place == by_id("ath")
    assert "Athens, GR" in alone.doubt
    greek = find("Ath", "GR")
    assert greek.place == by_id("athens")
    assert "Ath, BE" in greek.doubt
    italian = find("Ath", "IT")
    assert italian.place is None
    assert "names no place in IT" in italian.doubt
    assert "`Athens` with `country: GR`" in italian.hint


def test_london_is_in_england_unless_canada_is_named():
    london = find("London")
    assert (london.place, london.doubt) == (by_id("london"), "")  # the other has less than 5 % of its people
    for found in (find("London", "CA"), find("London, CA"), find("london-ca"), find("london", "CA")):
        assert found.place is not None
        assert (found.place.country, found.place.region, found.doubt) == ("CA", "CA-ON", "")
    assert find("London", "IT").place is None


def test_a_namesake_with_many_people_is_a_doubt_until_the_country_is_named():
    manchester = find("Manchester")
    assert manchester.place == by_id("manchester")
    assert "Manchester, US (110 229 people)" in manchester.doubt
    assert "`country: GB`" in manchester.hint
    assert find("manchester").doubt == manchester.doubt.replace('"Manchester"', '"manchester"')
    assert find("Manchester", "GB").doubt == ""


def test_europe_comes_before_larger_cities_elsewhere():
    valencia = find("Valencia")
    assert valencia.place == by_id("valencia")
    assert valencia.place is not None
    assert valencia.place.country == "ES"
    assert "Valencia, VE" in valencia.doubt
    assert find("Valencia", "VE").place == by_id("valencia-ve")


def test_the_region_tells_namesakes_of_one_country_apart():
    doubtful = find("Halle", "DE")
    assert doubtful.place == by_id("halle-saale")
    assert "`halle-de` in DE" in doubtful.hint
    westphalia = find("Halle", "DE", "DE-NW")
    assert (westphalia.place, westphalia.doubt) == (by_id("halle-de"), "")
    assert find("Halle (Saale)", "DE").doubt == ""


@pytest.mark.parametrize(
    "text", ["", " ", "\t", "#", "Xyzzyq", "a\nb", "x" * 100_000, "\ud800", "..", "London\x00, GB,"]
)
def test_what_is_no_place_is_refused(text):
    found = find(text)
    assert found.place is None
    assert "names no place" in found.doubt
    assert "latitude" in found.hint
    assert len(found.doubt) < 120


def test_a_typing_error_gets_the_right_name():
    assert nearest_names("Rotterdm")[0] == "Rotterdam, NL"
    assert nearest_names("Kopenhagn", 1) == ["Copenhagen, DK"]
    assert "Rotterdam, NL" in find("Rotterdamn").hint
    assert nearest_names("Maanchester", 1, "US") == ["Manchester, US"]
    assert nearest_names("") == []


def test_names_are_folded_to_what_people_type():
    assert fold_name("Malmö") == fold_name("MALMO") == "malmo"
    assert fold_name("L'Hospitalet de Llobregat") == "l-hospitalet-de-llobregat"
    assert fold_name("Łódź Ærøskøbing Đakovo ıİ ß þ") == "lodz-aeroskobing-dakovo-ii-ss-th"
    assert fold_name("Πάτρας") == fold_name("ΠΑΤΡΑΣ")


@pytest.mark.parametrize("file", ["places.tsv", "place_names.tsv"])
def test_the_table_is_sorted_and_every_key_stands_once(file):
    lines = (DATA / file).read_bytes().splitlines()
    assert lines[0].startswith(b"# ")
    assert b"GeoNames, CC BY 4.0" in lines[0]
    first_cells = [line.split(b"\t")[0] for line in lines[1:]]
    assert first_cells == sorted(set(first_cells))
    assert len(first_cells) > 9000


def test_every_line_of_the_table_reads_back():
    rows = [line.split("\t") for line in (DATA / "places.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    zones = {row[6] for row in rows}
    assert all(ZoneInfo(zone).key == zone for zone in zones)
    for row in rows:
        place = by_id(row[0])
        assert place is not None
        assert (place.name, place.country, str(place.population)) == (row[1], row[2], row[7])
        assert place in named(fold_name(place.name))[0]
        assert place.region[:3] in {"", f"{place.country}-"}
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180


def test_every_other_name_leads_to_places_of_the_table():
    for line in (DATA / "place_names.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        key, *fields = line.split("\t")
        assert key == fold_name(key)
        assert all(by_id(place_id) for field in fields for place_id in field.split(",") if place_id)
        assert sum(map(len, named(key))) == sum(len(field.split(",")) for field in fields if field)


def test_the_table_stays_small_and_its_source_is_named():
    assert sum((DATA / file).stat().st_size for file in ("places.tsv", "place_names.tsv")) < 1_200_000
    assert sum(map(len, keys().values())) > 30_000
    licence = (DATA / "places.LICENSE.txt").read_text(encoding="utf-8")
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for text in (licence, notice):
        assert "https://www.geonames.org/" in text
        assert "https://creativecommons.org/licenses/by/4.0/" in text
        assert "places.tsv" in text
