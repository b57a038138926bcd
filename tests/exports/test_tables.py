"""Tables and documents of a plan: real dates, the same bytes, nothing replaced that is not ours."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mentoring import api
from mentoring.domain.plan import Plan
from mentoring.errors import RefusedError, UsageError
from mentoring.exports.comma import csv_text
from mentoring.exports.delivery import FORMS, Wish, plan_files
from mentoring.exports.document import schema_text
from mentoring.exports.workbook import sheet_names
from mentoring.files.formula import guard, unguard
from mentoring.files.plan import read_plan
from mentoring.files.revision import follow
from tests.builders import VISIT, smallest_plan

GOLDEN = Path(__file__).parent / "golden" / "baltic.plan.json"


def stored() -> Plan:
    return read_plan(GOLDEN)


def moved() -> Plan:
    """The smallest plan, whose visit moved by a week in revision 2."""
    return follow(smallest_plan("2024-01-15"), smallest_plan(), {}, is_by_hand=True)


def workbook(plan: Plan) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(plan_files(plan, "xlsx")["plan.xlsx"]))


def table(plan: Plan, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(plan_files(plan, "csv")[name].decode("utf-8"), newline="")))


def test_every_form_has_its_verb():
    assert {"ics", *FORMS} == set(api.EXPORTS)


def test_the_workbook_has_a_sheet_for_everything_and_every_city():
    plan = stored()
    names = [plan.scenario.name(city) for city in plan.scenario.cities]
    assert workbook(plan).sheetnames == ["All", "Changes", "Pairings", "Open", *sorted(names), "About"]


def test_days_are_real_dates_under_a_frozen_heading_with_filters():
    plan = stored()
    page = workbook(plan)["All"]
    heads = {cell.value: number for number, cell in enumerate(page[1])}
    rows = list(page.iter_rows(min_row=2))
    assert [row[heads["First day"]].value for row in rows] == [
        datetime.combine(event.first, time()) for event in sorted(plan.events, key=lambda one: (one.first, one.id))
    ]
    assert {row[heads["Last day"]].number_format for row in rows} == {"yyyy-mm-dd"}
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == f"A1:N{len(plan.events) + 1}"


def test_a_city_sees_what_it_takes_part_in_and_in_which_role():
    book = workbook(smallest_plan())
    page = book["oslo"]
    heads = [cell.value for cell in page[1]]
    (row,) = page.iter_rows(min_row=2, values_only=True)
    told = dict(zip(heads, row, strict=True))
    assert (told["The city"], told["With"], told["Where"], told["Days"]) == ("travels", "ghent", "ghent", 1)
    assert book["ghent"].cell(2, heads.index("The city") + 1).value == "hosts"


def test_changes_hold_the_revision_before_against_this_one():
    (row,) = table(moved(), "changes.csv")
    assert (row["Change"], row["First day before"], row["First day now"]) == ("moved", "2024-01-08", "2024-01-15")
    assert (row["Event or pairing"], row["Revision of the plan"]) == (VISIT, "2")
    assert table(smallest_plan(), "changes.csv") == []
    about = {row[0]: row[1] for row in workbook(moved())["About"].iter_rows(min_row=2, values_only=True)}
    assert about["Changes"] == "held against revision 1"
    assert about["Id of the programme"] == "small"


def test_changes_are_told_since_any_revision_that_the_plan_holds(tmp_path):
    third = follow(smallest_plan("2024-01-22"), moved(), {}, is_by_hand=True)
    (path, *_) = [one for one in api.export(third, tmp_path, "csv", since=1) if one.name == "changes.csv"]
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    assert (row["First day before"], row["First day now"]) == ("2024-01-08", "2024-01-22")
    with pytest.raises(UsageError, match="does not hold revision 3 to tell changes since"):
        api.export(third, tmp_path, "xlsx", since=3)
    with pytest.raises(UsageError, match="it is the first"):
        api.export(smallest_plan(), tmp_path, "xlsx", since=1)


def test_changes_name_who_has_left_and_who_is_new():
    people = {"anna": {"name": "Anna"}, "berta": {"name": "Berta"}}
    before = smallest_plan(people=people)
    (event,) = before.events
    one, two = (before.model_copy(update={"events": (event.model_copy(update={"people": (who,)}),)}) for who in people)
    (row,) = table(follow(two, one, {}, is_by_hand=True), "changes.csv")
    assert (row["Change"], row["No longer with"], row["New with"]) == ("other people", "Anna", "Berta")
    (row,) = table(moved(), "changes.csv")
    assert (row["No longer with"], row["New with"]) == ("", "")


def test_a_dropped_event_stays_listed_as_cancelled():
    plan = follow(smallest_plan().model_copy(update={"events": ()}), smallest_plan(), {}, is_by_hand=True)
    assert [row["Status"] for row in table(plan, "events.csv")] == ["cancelled"]
    assert [row["Change"] for row in table(plan, "changes.csv")] == ["dropped"]


def test_csv_has_iso_days_crlf_and_a_mark_only_for_excel():
    plain = plan_files(stored(), "csv")["events.csv"]
    assert plain.count(b"\r\n") == plain.count(b"\n") == len(stored().events) + 1
    assert not plain.startswith(b"\xef\xbb\xbf")
    assert plan_files(stored(), "csv", Wish(for_excel=True))["events.csv"] == b"\xef\xbb\xbf" + plain
    first = table(stored(), "events.csv")[0]
    assert date.fromisoformat(first["First day"]) == min(event.first for event in stored().events)


@given(st.text(st.sampled_from("'=+-@\t＝a1 ,\"\n"), max_size=6))
@settings(max_examples=50)
def test_a_guarded_text_comes_back_as_it_was(text):
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "＝"))
    ((_,), (read,)) = csv.reader(io.StringIO(csv_text(["x"], [[text]], for_excel=False), newline=""))
    assert unguard(read) == text or text == ""


@pytest.mark.parametrize("plan", [stored(), smallest_plan(), moved()], ids=["stored", "smallest", "moved"])
def test_the_json_keeps_to_its_schema(plan):
    schema = json.loads(schema_text())
    Draft202012Validator.check_schema(schema)
    files = plan_files(plan, "json")
    document = json.loads(files["plan.export.json"])
    assert files["plan.schema.json"].decode("utf-8") == schema_text()
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []
    assert {event["id"] for event in document["events"]} == {event.id for event in plan.events}


def test_the_map_has_cities_pairings_and_events_where_they_are():
    features = json.loads(plan_files(smallest_plan(), "geojson")["map.geojson"])["features"]
    kinds = [(one["properties"]["kind"], one["geometry"]["type"]) for one in features]
    assert kinds == [("city", "Point"), ("city", "Point"), ("pairing", "LineString"), ("event", "Point")]
    oslo, ghent = [10.7461, 59.9127], [3.7167, 51.05]
    assert features[2]["geometry"]["coordinates"] == [oslo, ghent]  # longitude first, from mentor to mentee
    assert features[3]["geometry"]["coordinates"] == ghent


def test_the_graph_is_read_by_another_program():
    read = nx.parse_graphml(plan_files(stored(), "graphml")["exchange.graphml"].decode("utf-8"), force_multigraph=True)
    assert read.number_of_edges() == len(stored().pairings)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_cancelled_event_of_a_city_that_has_gone_is_still_written(form):
    plan = smallest_plan()
    (event,) = plan.events
    gone = event.model_copy(update={"status": "cancelled", "host": "paris", "participants": ("oslo", "paris")})
    files = plan_files(plan.model_copy(update={"events": (gone,), "pairings": ()}), form)
    assert form in ("xlsx", "graphml") or b"paris" in b"".join(files.values())


@pytest.mark.parametrize("form", sorted(FORMS))
def test_written_twice_nothing_changes_and_what_others_wrote_stays(form, tmp_path):
    written = api.export(stored(), tmp_path, form)
    first = {path: path.read_bytes() for path in written}
    assert {path: path.read_bytes() for path in api.export(stored(), tmp_path, form)} == first
    api.export(follow(stored(), stored(), {}), tmp_path, form)  # a later plan of the programme takes its place
    written[0].write_text("mine", encoding="utf-8")
    others = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(RefusedError, match="nothing was written"):
        api.export(stored(), tmp_path, form)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == others


def test_a_workbook_that_somebody_saved_is_not_replaced(tmp_path):
    (path,) = api.export(stored(), tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    book.properties.lastModifiedBy = "Els De Smet"
    book.save(path)
    with pytest.raises(RefusedError, match=r"plan\.xlsx is not as this program wrote it"):
        api.export(stored(), tmp_path, "xlsx")


@pytest.mark.parametrize(("seed", "zone"), [("1", "Pacific/Kiritimati"), ("42", "America/St_Johns")])
def test_neither_hash_seed_nor_time_zone_nor_day_changes_a_byte(seed, zone, tmp_path):
    program = (
        "import sys; from mentoring.api import EXPORTS, export, load_plan\n"
        "for form in EXPORTS: export(load_plan(sys.argv[1]), sys.argv[2], form)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": "86400"}
    subprocess.run([sys.executable, "-c", program, str(GOLDEN), str(tmp_path)], env=environment, check=True)
    for form in FORMS:
        for name, content in plan_files(stored(), form).items():
            assert (tmp_path / name).read_bytes() == content, name


def test_names_of_sheets_are_such_as_excel_takes():
    names = sheet_names(["Ghent", "GHENT", "a/b:c*d?[e]\\", "", "History", "'quoted'", "x" * 40, "x" * 40, "🏛️" * 20])
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert not any(set(name) & set("[]:*?/\\") or name.startswith("'") or name.endswith("'") for name in names)
    assert "history" not in {name.casefold() for name in names}


def test_an_unknown_form_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(UsageError, match="did you mean xlsx"):
        api.export(stored(), tmp_path, "xls")
