"""Names that mean something to the program that reads a file pass through every output as text."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from mentoring import api
from mentoring.api import form as api_form
from mentoring.api.intake import import_tables
from mentoring.domain.city import City
from mentoring.domain.plan import Plan
from mentoring.exports.published import NAME as REMEMBERED
from mentoring.exports.text import one_line
from mentoring.files.formula import unguard
from tests.builders import PAIRING, VISIT, city, plan_of, scenario, scenario_data

HOSTILE = {
    "html": "<img src=x onerror=alert(1)>",
    "formula": '=HYPERLINK("http://x","click")',
    "plus": "+32 9 266 70 00",
    "newline": "one\nBEGIN:VEVENT\r\ntwo",
    "right-to-left": "مدينة \u202egnirts",
    "long": "Llanfair" * 10,
    "emoji": "🏛️ Αθήνα 日本",
    "path": "../../etc/passwd",
    "windows": "con:\\nul.|<>",
    "quotes": "\"a\", 'b'; c \\ d ^",
    "xml": "]]></node> & &amp; <!--",
    "control": "bell\x07 null\x00 escape\x1b",
    "apostrophe": "'=1+1",
    "sheet": "[Ghent]:*?/\\'",
}


def made(name: str) -> Plan:
    """The smallest plan, in which everything that has a name is called so."""
    cities = {
        "ghent": city("BE", (51.05, 3.7167), languages=["en"], needs={"housing": {}}, name=name),
        "oslo": city("NO", (59.9127, 10.7461), languages=["en"], offers={"housing": {}}, name="Oslo",
                     represented_by=name),
    }  # fmt: skip
    of = scenario(
        programme={"title": name, "words": {"mentor": name}},
        themes={"housing": {"title": name}},
        cities=cities,
        people={"anna": {"name": name, "home": "oslo", "roles": ["guide"]}},
        stages={"visit": {"title": name, "gathers": "pairing", "host": "mentee", "venue": name,
                          "people": {"guide": 1}}},
    )  # fmt: skip
    return plan_of(of, [PAIRING], {VISIT: ("2024-01-08", "ghent", ("anna",))})


def named_in(path: Path) -> set[str]:
    """Every text that a reader of the file sees; reading it at all shows that it is whole."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        cells = [cell for page in book for row in page.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, "no formula, no link"
        assert not any(cell.hyperlink for cell in cells)
        return {str(cell.value) for cell in cells}
    if path.suffix == ".csv":
        rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""))
        texts = {text for row in rows for text in row}
        assert not any(text.startswith(("=", "+", "-", "@", "\t")) for text in texts)
        return {unguard(text) for text in texts}
    if path.suffix in (".json", ".geojson"):
        found: set[str] = set()
        waiting = [json.loads(path.read_text(encoding="utf-8"))]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict | list):
                waiting += value.values() if isinstance(value, dict) else value
            else:
                found.add(str(value))
        return found
    if path.suffix == ".graphml":
        return {element.text or "" for element in ElementTree.parse(path).iter()}
    calendar = Calendar.from_ical(path.read_bytes())
    return {str(event["LOCATION"]) for event in calendar.walk("VEVENT")} | {str(calendar.get("NAME"))}


@pytest.mark.parametrize("form", api.EXPORTS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_name_is_text_everywhere(form, kind, tmp_path):
    name = HOSTILE[kind]
    folder = tmp_path / "out"
    written = api.export(made(name), folder, form)
    assert all(path.resolve().is_relative_to(folder.resolve()) for path in written)
    assert {path for path in tmp_path.rglob("*") if path.is_file() and path.name != REMEMBERED} == set(written)
    texts = {text for path in written for text in named_in(path)}
    assert any(one_line(name)[:60] in " ".join(text.split()) for text in texts), texts
    whole = b"".join(path.read_bytes() for path in written if path.suffix != ".xlsx")
    assert [sign for sign in ("\x00", "\x07", "\x1b", "\u202e") if sign.encode() in whole] == []


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_name_is_text_in_a_form_that_goes_out_and_comes_back(kind, tmp_path):
    name = HOSTILE[kind]
    of = made(name).scenario
    period = {"first": "2024-02-01", "last": "2024-02-02", "why": one_line(name)}
    ghent = City.model_validate(of.cities["ghent"].model_dump() | {"unavailable": [period]})
    form = api_form.write_form(of.model_copy(update={"cities": {**of.cities, "ghent": ghent}}), "ghent",
                               tmp_path / "form.xlsx")  # fmt: skip
    texts = named_in(form)
    assert any(one_line(name)[:60] in text for text in texts)
    base = tmp_path / "base.yaml"
    base.write_text(json.dumps(scenario_data()), encoding="utf-8")
    import_tables([form], tmp_path / "out.yaml", into=base)
    (read,) = api.load(tmp_path / "out.yaml").require().cities["ghent"].unavailable
    assert read.why == f"{one_line(name)} [form.xlsx, sheet availability, row 2]"
