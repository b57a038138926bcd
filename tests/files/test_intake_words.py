"""How tables that were sent are spoken of: what is missing or odd in them, and how a programme begins with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mentoring import api
from mentoring.api.intake import import_tables
from mentoring.errors import UsageError
from mentoring.files.scenario_text import is_untouched
from tests.builders import scenario_data
from tests.files.test_intake import (
    CITIES,
    NEEDS,
    OFFERS,
    PROGRAMME,
    added,
    problems,
    workbook,
    written,
)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.yaml"
    path.write_text(json.dumps(scenario_data()), encoding="utf-8")
    return path


def test_tables_alone_can_be_planned_as_every_mentor_visits_its_mentee(tmp_path):
    paths = written(tmp_path, programme=PROGRAMME, needs=NEEDS, offers=OFFERS, cities=CITIES)
    found = import_tables(paths, tmp_path / "danube.yaml")
    scenario = api.load(tmp_path / "danube.yaml").require()
    assert [(stage.gathers, stage.host, stage.days) for stage in scenario.stages.values()] == [("pairing", "mentee", 3)]
    assert "# How cities meet stands in no table." in found.text
    assert any("stages" in note for note in found.notes)
    assert is_untouched(found.text)
    import_tables(paths, tmp_path / "danube.yaml")  # not changed by hand, it may be written again
    assert (tmp_path / "danube.yaml").read_text(encoding="utf-8") == found.text


@pytest.mark.parametrize(
    ("sheet", "rows", "said"),
    [
        ("availability", [["city", "von", "last"], ["ghent", "2027-03-01", "2027-03-02"]], "no column first"),
        ("availability", [["ghent", "2027-03-01", "2027-03-02"]], "no column first and no column last"),
        ("Sheet1", [["city", "von", "kind", "why"], ["ghent", "2027-03-01", "no", "x"]], "the table availability"),
        ("offers", [["city", "thema", "strength"], ["ghent", "housing", 80]], "no column theme"),
    ],
)
def test_a_table_without_its_heads_is_never_taken_for_a_poll(tmp_path, base, sheet, rows, said):
    path = workbook(tmp_path / "form.xlsx", **{sheet: rows})
    (told,) = problems(path, out=tmp_path / "o.yaml", into=base)
    assert told.startswith(f"form.xlsx, sheet {sheet}, cell A1: ")
    assert said in told


def test_problems_are_told_from_the_top_of_each_sheet(tmp_path, base):
    rows: list[list[object]] = [
            ["city", "first", "last", "kind"], ["ghent", "2027-06-04", "2027-06-01", "no"], ["ghent", None, None, "no"],
            ["Nowhere", "1/3/2027", "2027-06-01", None]]  # fmt: skip
    needs: list[list[object]] = [["city", "theme", "level"], ["ghent", "housing", 150]]
    path = workbook(tmp_path / "form.xlsx", availability=rows, needs=needs)
    told = problems(path, out=tmp_path / "o.yaml", into=base)
    assert [line.partition("cell ")[2].partition(":")[0] for line in told] == ["B2", "A3", "A4", "B4", "C2"]
    assert "cities.ghent" not in "".join(told)
    assert "first and last are missing" in told[1]


def test_days_far_from_the_programme_are_doubted(tmp_path, base):
    text = "city,first,last\nghent,2014-03-01,2014-03-05\nghent,2024-03-01,2042-03-05\nghent,2024-02-01,2024-02-02\n"
    notes = added(tmp_path, base, text).notes
    assert [note.partition(", cell ")[2].partition(":")[0] for note in notes] == ["B2", "B3"]
    assert "outside the programme" in notes[0]
    many = "".join(f"ghent,20{year},20{year}\n" for year in (f"1{n}-05-0{n}" for n in range(1, 9)))
    assert added(tmp_path, base, f"city,first,last\n{many}").notes[-1] == "3 more like these"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("base.yaml", b"format: 1\n", "this is a scenario and no table"),
        ("old.xls", b"\xd0\xcf\x11\xe0\x00\x00", "an older workbook (.xls), or one with a password"),
        ("picture.png", b"\x89PNG\x00\x00", "this is no table: name a workbook (.xlsx), a table (.csv)"),
        ("table.ods", b"PK\x03\x04 broken", "no workbook that can be read: open it in a spreadsheet program"),
    ],
)
def test_what_is_no_table_is_told_as_what_it_is(tmp_path, base, name, data, said):
    path = tmp_path / "sent" / name
    path.parent.mkdir()
    path.write_bytes(data)
    (told,) = problems(path, out=tmp_path / "o.yaml", into=base)
    assert said in told


def test_a_poll_without_answers_is_noted(tmp_path, base):
    found = import_tables(written(tmp_path, poll=",2027-04-13,2027-04-14\nghent,,\n"), tmp_path / "o.yaml", into=base)
    assert found.notes == ("poll.csv: a poll in which nobody has answered yet",)


def test_a_theme_may_be_called_by_its_title(tmp_path):
    themes = "theme,title\nhousing,Affordable homes\nparks,Green space\nparks-2,Green space\n"
    needs = "city,theme,level\nWien,affordable Homes,80\noslo,housing,70\nWien,Green space,50\n"
    paths = written(tmp_path, programme=PROGRAMME, cities=CITIES, themes=themes, needs=needs)
    (told,) = problems(*paths, out=tmp_path / "o.yaml")
    assert told.startswith("needs.csv, cell B4: there is no theme green-space")  # which of the two is not guessed
    needs = needs.replace("Green space", "parks")
    found = import_tables(written(tmp_path, needs=needs) + paths[:3], tmp_path / "o.yaml").loaded.require()
    assert set(found.cities["wien"].needs) == {"housing", "parks"}
    later = written(tmp_path, offers="city,theme\noslo,AFFORDABLE HOMES\n")
    more = import_tables(later, tmp_path / "more.yaml", into=tmp_path / "o.yaml").loaded.require()
    assert set(more.cities["oslo"].offers) == {"housing"}


def test_a_calendar_needs_a_programme_and_a_table_no_city(tmp_path, base):
    calendar, out = tmp_path / "ghent.ics", tmp_path / "o.yaml"
    calendar.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"ghent\.ics: a calendar is of a city of a programme.*--into"):
        import_tables([calendar], out)
    (table,) = written(tmp_path, needs=NEEDS)
    with pytest.raises(UsageError, match=r"only a calendar \(\.ics\) is given as ghent=FILE: name the table alone"):
        import_tables([f"ghent={table.as_posix()}"], out, into=base)


@pytest.mark.parametrize(
    ("line", "said"),
    [("SUMMARY:x", "the entry does not say when it begins"),
     ("DTSTART;VALUE=DATE:2024-02-03", "'2024-02-03' is no day and no time")],
)  # fmt: skip
def test_a_broken_entry_is_told_in_plain_words(tmp_path, base, line, said):
    calendar = tmp_path / "ghent.ics"
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", line, "END:VEVENT", "END:VCALENDAR", ""]
    calendar.write_text("\n".join(lines), encoding="utf-8")
    (told,) = problems(calendar, out=tmp_path / "o.yaml", into=base)
    assert told.startswith("ghent.ics:2:1: ")
    assert said in told
