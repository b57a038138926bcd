"""What cities send becomes a scenario: tables, their problems cell by cell, and where every value came from."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring import api
from mentoring.api.intake import import_tables
from mentoring.errors import RefusedError, ScenarioError, UsageError
from mentoring.files.formula import guard
from mentoring.files.grid import read_grids
from mentoring.files.intake import Intake
from mentoring.files.scenario_text import is_untouched, scenario_text
from mentoring.files.tree import parse_tree
from tests.builders import PAIRING, VISIT, plan_of, scenario_data

PROGRAMME = "key,value\nid,danube\ntitle,Danube mentoring\nfirst,2027-01-11\nlast,2027-12-17\n"
CITIES = 'city,country,languages,contact,email,can_host\nWien,AT,"de, en",Office,o@example.org,yes\noslo,NO,no,,,no\n'
OFFERS = "city,theme,strength,mentees\noslo,housing,high,2\n"
NEEDS = "city,theme,level,priority,prefers\nWien,housing,80,2,Oslo\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.yaml"
    people = {"anna": {"name": "Anna Berg", "home": "oslo", "roles": ["guide"]}}
    path.write_text(json.dumps(scenario_data(people=people)), encoding="utf-8")
    return path


def written(folder: Path, **tables: str) -> list[Path]:
    paths = []
    for name, text in tables.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_bytes(text.encode("utf-8"))
    return paths


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def problems(*sources: Path | str, out: Path, into: Path | None = None) -> list[str]:
    with pytest.raises(ScenarioError) as told:
        import_tables(sources, out, into=into)
    assert not out.exists(), "nothing is half read"
    return [str(problem).replace(out.parent.as_posix() + "/", "") for problem in told.value.problems]


def added(tmp_path: Path, base: Path, text: str) -> Intake:
    return import_tables(written(tmp_path, availability=text), tmp_path / "out.yaml", into=base)


def test_tables_alone_are_a_whole_scenario(tmp_path):
    paths = written(tmp_path, programme=PROGRAMME, needs=NEEDS, offers=OFFERS, cities=CITIES)
    found = import_tables(paths, tmp_path / "danube.yaml")
    scenario = api.load(tmp_path / "danube.yaml").require()
    assert (scenario.programme.title, scenario.programme.last) == ("Danube mentoring", date(2027, 12, 17))
    assert scenario.cities["wien"].name == "Wien"
    assert scenario.cities["wien"].contact is not None
    assert scenario.cities["wien"].contact.email == "o@example.org"
    assert (scenario.cities["wien"].can_host, scenario.cities["oslo"].can_host) == (True, False)
    assert scenario.cities["oslo"].offers["housing"].strength == 90
    assert scenario.cities["wien"].needs["housing"].prefers == ("oslo",)
    assert list(scenario.themes) == ["housing"]
    assert found.counts == {"cities": 2, "offers": 1, "needs": 1}
    assert found.loaded.require() == scenario, "what was checked is what is read"


def test_school_holidays_are_added_to_a_whole_scenario_too(tmp_path):
    paths = written(tmp_path, programme=PROGRAMME, needs=NEEDS, offers=OFFERS, cities=CITIES)
    import_tables(paths, tmp_path / "danube.yaml", school=True)
    avoided = api.load(tmp_path / "danube.yaml").require().cities["wien"].if_needed
    assert any(one.first <= date(2027, 7, 20) <= one.last for one in avoided), "summer"
    assert all("AT 9]" in one.why for one in avoided)


def test_availability_becomes_a_what_if_that_names_file_and_row(tmp_path, base):
    found = added(tmp_path, base, "city,first,last,kind,why\n"
                  "Ghent,2024-01-08,2024-01-12,unavailable,elections\nGent,2024-02-05,2024-02-05,if_needed,\n"
                  "oslo,2024-03-04,2024-03-08,wish,fair\nAnna Berg,2024-01-15,2024-01-19,,\n")  # fmt: skip
    scenario = api.load(tmp_path / "out.yaml").require()
    ghent = scenario.cities["ghent"]
    assert ghent.unavailable[0].why == "elections [availability.csv, row 2]"
    assert ghent.if_needed[0].why == "[availability.csv, row 3]"  # Gent is Ghent
    assert (scenario.cities["oslo"].wishes[0].first, scenario.cities["oslo"].wishes[0].last) == (
        date(2024, 3, 4), date(2024, 3, 8),
    )  # fmt: skip
    assert scenario.people["anna"].unavailable[0].why == "[availability.csv, row 5]"
    assert found.counts == {"cities": 2, "people": 1, "unavailable": 2, "if_needed": 1, "wishes": 1}
    assert found.text.splitlines()[2] == "based_on: base.yaml"


def test_why_not_that_week_names_the_row(tmp_path, base):
    book = workbook(tmp_path / "availability.xlsx", Ghent=[
        ["city", "first", "last", "kind", "why"], ["ghent", date(2024, 1, 8), date(2024, 1, 12), "unavailable", "vote"],
    ])  # fmt: skip
    import_tables([book], tmp_path / "out.yaml", into=base)
    scenario = api.load(tmp_path / "out.yaml").require()
    (broken,) = api.check(plan_of(scenario, [PAIRING], {VISIT: "2024-01-10"}))
    assert "when Ghent is unavailable (vote [availability.xlsx, sheet Ghent, row 2])" in broken.message


@pytest.mark.parametrize("form", ["csv", "xlsx", "ics", "poll"])
def test_the_planner_keeps_off_days_that_any_file_closes(form, tmp_path, base):
    first, last = date(2024, 1, 1), date(2024, 3, 7)
    path = tmp_path / f"ghent.{'csv' if form == 'poll' else form}"
    if form == "csv":
        path.write_text(f"city,first,last\nghent,{first},{last}\n", encoding="utf-8")
    elif form == "poll":
        path.write_text(f"who,{first} - {last}\nghent,no\n", encoding="utf-8")
    elif form == "xlsx":
        workbook(path, Days=[["city", "first", "last"], ["ghent", first, last]])
    else:
        days = "DTSTART;VALUE=DATE:20240101\r\nDTEND;VALUE=DATE:20240308"
        event = f"BEGIN:VEVENT\r\nUID:x\r\nDTSTAMP:20240101T000000Z\r\n{days}\r\nEND:VEVENT\r\n"
        path.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{event}END:VCALENDAR\r\n", encoding="utf-8")
    import_tables([path], tmp_path / "out.yaml", into=base)
    made = api.plan(tmp_path / "out.yaml").require_plan()
    assert [event.first for event in made.events] == [date(2024, 3, 8)]
    (closed,) = made.scenario.cities["ghent"].unavailable
    assert f"[{path.name}, " in closed.why


def test_every_problem_is_told_at_once_with_its_cell(tmp_path, base):
    text = ("city;first;last;kind;why\nGhent;03/04/2024;2024-05-12;closed;x\nAtlantis;2024-02-30;2024-05-12;;\n"
            "oslo;2024-03-12;2024-03-02;;\noslo;;2024-06-02;;\nAnna Berg;2024-01-08;2024-01-09;wish;\n")  # fmt: skip
    told = problems(*written(tmp_path, availability=text), out=tmp_path / "out.yaml", into=base)
    assert [line.partition(": ")[0] for line in told] == [
        f"availability.csv, cell {cell}" for cell in ("B2", "D2", "A3", "B3", "B4", "A5", "D6")
    ]
    assert "'03/04/2024' is no date: write it as 2013-02-25" in told[0]
    assert "'closed' is no kind of days: write unavailable, if_needed or wish" in told[1]
    assert "30 February 2024 does not exist" in told[3]
    assert '"Atlantis" is no city or person of the programme' in told[2]
    assert "first is missing in this row" in told[5]
    assert "a person has only days that are unavailable" in told[6]
    assert "first (2024-03-12) lies after last (2024-03-02)" in told[4]


def test_a_workbook_s_problems_name_sheet_and_cell(tmp_path, base):
    path = workbook(tmp_path / "two.xlsx", Offers=[["city", "theme", "mentees"], ["ghent", "housing", "many"]],
                    Days=[["city", "first", "last", "colour"], ["ghent", "#REF!", "2024-01-02"]])  # fmt: skip
    told = problems(path, out=tmp_path / "out.yaml", into=base)
    assert any(line.startswith("two.xlsx, sheet Offers, cell C2: 'many' is no whole number") for line in told)
    assert any(
        line.startswith("two.xlsx, sheet Days, cell D1: 'colour' is no column of the table avail") for line in told
    )
    assert any(line.startswith("two.xlsx, sheet Days, cell B2: the cell holds an error") for line in told)


def test_a_formula_without_result_is_not_read_as_empty(tmp_path, base):
    path = workbook(tmp_path / "f.xlsx", Days=[["city", "first", "last"], ["ghent", "2024-01-01", "=B2+1"]])
    told = problems(path, out=tmp_path / "out.yaml", into=base)
    assert told[0].startswith("f.xlsx, sheet Days, cell C2: the formula in this cell has no result yet")


def test_what_only_the_whole_scenario_knows_is_told_with_the_cell(tmp_path, base):
    told = problems(*written(tmp_path, needs="city,theme,level\nghent,parks,50\n"), out=tmp_path / "o.yaml", into=base)
    assert told[0].startswith("needs.csv, cell B2: there is no theme parks")
    twice = written(tmp_path, needs="city,theme,level\nghent,housing,50\nghent,housing,60\n")
    told = problems(*twice, out=tmp_path / "o.yaml", into=base)
    assert told[0].startswith("needs.csv, cell C3: cities.ghent.needs.housing.level is said twice and differently")
    assert told[0].endswith("needs.csv, cell C2: keep one of them")


def test_what_is_there_already_is_not_added_again(tmp_path, base):
    text = "city,first,last,kind,why\nghent,2024-01-08,2024-01-12,unavailable,vote\n"
    added(tmp_path, base, text)
    (tmp_path / "more").mkdir()
    paths = written(tmp_path / "more", days=text + "ghent,2024-02-05,2024-02-05,,\n")
    found = import_tables(paths, tmp_path / "second.yaml", into=tmp_path / "out.yaml")
    assert found.notes == ("1 row says what is in the scenario already",)
    assert len(api.load(tmp_path / "second.yaml").require().cities["ghent"].unavailable) == 2


def test_a_sheet_named_after_its_city_needs_no_column_for_it(tmp_path, base):
    rows: list[list[object]] = [["first", "last"], [date(2024, 1, 8), date(2024, 1, 9)]]
    book = workbook(tmp_path / "all.xlsx", Gent=rows, Oslo=rows)
    import_tables([book], tmp_path / "out.yaml", into=base)
    cities = api.load(tmp_path / "out.yaml").require().cities
    assert [cities[one].unavailable[0].why for one in ("ghent", "oslo")] == [
        "[all.xlsx, sheet Gent, row 2]", "[all.xlsx, sheet Oslo, row 2]",
    ]  # fmt: skip
    told = problems(workbook(tmp_path / "x.xlsx", Sheet1=rows), out=tmp_path / "z.yaml", into=base)
    assert told[0].startswith('x.xlsx, sheet Sheet1, cell A2: "Sheet1" is no city or person of the programme')


def test_a_city_that_the_scenario_lacks_is_new_and_told(tmp_path, base):
    found = import_tables(written(tmp_path, cities="city,country\nGent,BE\nRiga,LV\n"), tmp_path / "o.yaml", into=base)
    assert found.notes == ("riga is a new city (cities.csv, row 3)",)
    assert list(api.load(tmp_path / "o.yaml").require().cities) == ["ghent", "oslo", "riga"]


def test_a_table_under_a_title_and_with_semicolons_is_found(tmp_path, base):
    text = "Availability, spring\n\ncity;from;to;note\nghent;2024-01-08;2024-01-09;a, b\n"
    added(tmp_path, base, text)
    (period,) = api.load(tmp_path / "out.yaml").require().cities["ghent"].unavailable
    assert period.why == "a, b [availability.csv, row 4]"


def test_a_scenario_changed_by_hand_is_never_replaced(tmp_path, base):
    text = "city,first,last\nghent,2024-01-08,2024-01-12\n"
    added(tmp_path, base, text)
    added(tmp_path, base, text.replace("-12", "-11"))  # our own is replaced
    out = tmp_path / "out.yaml"
    out.write_text(out.read_text(encoding="utf-8").replace("2024-01-11", "2024-01-10"), encoding="utf-8")
    with pytest.raises(RefusedError, match="by hand"):
        added(tmp_path, base, text)
    assert "2024-01-10" in out.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="is the scenario that is added to"):
        import_tables(written(tmp_path, availability=text), base, into=base)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 broken", "this is no workbook that can be read"),
        (b"", "the file is empty"),
        (b"city,first,last\nGhent,\xe9,\n", "the file is not UTF-8"),
        (b'city,first\n"open', "this is no table of comma-separated values"),
        (b"colour,taste\nred,sweet\n", "no table and no poll was found here"),
        (b"\xff\xfec\x00", "UTF-16"),
    ],
)
def test_what_is_no_table_is_refused(content, said, tmp_path, base):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert any(said in line for line in problems(path, out=tmp_path / "out.yaml", into=base))


def test_a_missing_file_and_nothing_to_read_are_told(tmp_path, base):
    with pytest.raises(UsageError, match="there is no such file"):
        import_tables([tmp_path / "none.csv"], tmp_path / "out.yaml", into=base)
    with pytest.raises(UsageError, match="there is nothing to read"):
        import_tables([], tmp_path / "out.yaml", into=base)
    told = problems(*written(tmp_path, needs=NEEDS), out=tmp_path / "out.yaml")
    assert "no city" in told[0]


def test_an_apostrophe_before_a_formula_is_taken_off(tmp_path):
    text = f"city,name\noslo,{guard('=Oslo')}\n"
    grids, wrong = read_grids(written(tmp_path, cities=text)[0])
    assert (grids[0].rows[1].cells[1].text, wrong) == ("=Oslo", [])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), max_size=20))
@settings(max_examples=50)
def test_any_text_in_a_written_scenario_is_read_as_it_was(text):
    value = {"format": 1, "cities": {"ghent": {"name": text, "unavailable": [{"first": "2024-01-01", "why": text}]}}}
    made = scenario_text(value, ["x.csv"])
    assert is_untouched(made)
    tree = parse_tree(made, "x.yaml")
    name = unicodedata.normalize("NFC", text)
    assert tree.problems == []
    assert tree.value["cities"]["ghent"] == {"name": name, "unavailable": [{"first": "2024-01-01", "why": name}]}


def test_school_holidays_are_days_to_avoid_where_they_are_known(tmp_path):
    cities = {"ghent": {"name": "Ghent", "country": "BE"}, "oslo": {"name": "Oslo", "country": "NO"}}
    base = tmp_path / "base.yaml"
    base.write_text(json.dumps(scenario_data(cities=cities, stages={}, themes=None)), encoding="utf-8")
    found = import_tables([], tmp_path / "out.yaml", into=base, school=True)
    scenario = api.load(tmp_path / "out.yaml").require()
    carnival = next(one for one in scenario.cities["ghent"].if_needed if one.first <= date(2024, 2, 14) <= one.last)
    assert "school holidays" in carnival.why
    assert "BE Flemish]" in carnival.why
    assert scenario.cities["oslo"].if_needed == ()
    assert any("no school holidays are known for Oslo" in note for note in found.notes)
