"""Change lists: exactly what is different, both ways, for the cities it concerns and nobody else."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from icalendar import Calendar

from mentoring.api.calendar import export_calendars
from mentoring.domain.plan import Plan
from mentoring.errors import RefusedError, UsageError
from mentoring.exports.change_file import change_files
from mentoring.exports.change_list import find_changes
from mentoring.files.revision import follow
from tests.builders import PAIRING, VISIT, plan_of, scenario, smallest_plan

OTHER = "visit/oslo/riga/housing"


def two_visits(ghent: str | None, riga: str | None, name: str = "Ghent") -> Plan:
    need: dict[str, Any] = {"needs": {"housing": {}}}
    of = scenario(
        cities={"oslo": {"offers": {"housing": {"mentees": 2}}}, "ghent": need | {"name": name}, "riga": need}
    )
    days = {VISIT: ghent, OTHER: riga}
    pairs = [pair for pair, day in ((PAIRING, ghent), ("oslo > riga in housing", riga)) if day]
    return plan_of(of, pairs, {event: day for event, day in days.items() if day})


def changed(before: Plan, after: Plan) -> Plan:
    return follow(after, before, {})


def rows(plan: Plan, since: int | None = None) -> list[dict[str, str]]:
    text = change_files(plan, since)[f"changes-r{plan.revision}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_plan_without_an_earlier_revision_has_no_list():
    assert change_files(smallest_plan()) == {}
    with pytest.raises(UsageError, match="no revision 1 to compare with: it has no earlier one"):
        change_files(smallest_plan(), 1)


def test_a_move_is_told_both_ways_and_names_only_its_cities():
    plan = changed(two_visits("2024-01-08", "2024-02-05"), two_visits("2024-01-08", "2024-02-06"))
    (row,) = rows(plan)
    assert (row["Change"], row["Cities"], row["Event"]) == ("moved", "oslo; riga", OTHER)
    assert (row["First day before"], row["First day"]) == ("2024-02-05", "2024-02-06")
    files = {name: content.decode("utf-8") for name, content in change_files(plan).items()}
    own = {f"changes-r2/{city}.ics" for city in ("oslo", "riga")}
    assert set(files) == {f"changes-r2.{ending}" for ending in ("ics", "md", "csv", "html")} | own
    assert "| moved | Visit, oslo → riga, housing | 5 Feb 2024 in riga | 6 Feb 2024 in riga |" in files["changes-r2.md"]
    assert "<td>5 Feb 2024 in riga</td><td>6 Feb 2024 in riga</td>" in files["changes-r2.html"]
    assert not any("Ghent" in text for text in files.values())
    (event,) = Calendar.from_ical(files["changes-r2.ics"]).walk("VEVENT")
    assert str(event["UID"]) == f"{OTHER}@small.mentoring"
    (hosted,) = Calendar.from_ical(files["changes-r2/riga.ics"]).walk("VEVENT")
    assert (str(hosted["UID"]), str(hosted["SUMMARY"])) == (str(event["UID"]), "Hosting: oslo → riga, housing")
    assert "## riga\n\nTo import: changes-r2/riga.ics\n" in files["changes-r2.md"]


def test_what_is_dropped_new_or_confirmed_is_told():
    plan = changed(two_visits("2024-01-08", None), two_visits(None, "2024-02-06"))
    assert {(row["Event"], row["Change"], row["First day"]) for row in rows(plan)} == {
        (VISIT, "cancelled", ""), (OTHER, "new", "2024-02-06"),
    }  # fmt: skip
    assert b"STATUS:CANCELLED" in change_files(plan)["changes-r2.ics"]
    sure = plan_of(plan.scenario, [PAIRING], {VISIT: "2024-01-08"}, statuses={VISIT: "confirmed"})
    told = follow(sure, two_visits("2024-01-08", None), {}, is_by_hand=True)
    assert [row["Change"] for row in rows(told)] == ["now confirmed"]


def test_who_joins_or_leaves_is_told_and_so_is_the_host_and_the_others_are_not():
    stages = {"meeting": {"gathers": "all", "host": "oslo"}}
    more: dict[str, dict[str, object]] = {
        "riga": {},
        "oslo": {"offers": {"housing": {}}},
        "ghent": {"needs": {"housing": {}}},
    }
    of = scenario(stages=stages, cities=more)
    before = plan_of(of, [PAIRING], {"meeting": "2024-01-08"})
    after = plan_of(of, [PAIRING], {"meeting": "2024-01-08"}, changes={"meeting": {"participants": ("oslo", "riga")}})
    found = find_changes(changed(before, after))
    assert found is not None
    assert found.cities == ("ghent", "oslo")
    row = found.row(found.changes[0], "ghent")
    assert row == ("no longer theirs", "Meeting", "8 Jan 2024 in oslo", "goes on without them")
    row = found.row(found.changes[0], "oslo")
    assert row == ("other cities", "Meeting", "8 Jan 2024 in oslo, with ghent", "8 Jan 2024 in oslo")


def test_who_is_sent_instead_of_whom_is_told_to_the_cities_and_to_both():
    stages = {"visit": {"gathers": "pairing", "host": "mentee", "people": {"facilitator": 1}}}
    people = {who: {"name": who.title(), "roles": ["facilitator"]} for who in ("eva", "tom", "una")}
    of = scenario(stages=stages, people=people)
    before, after = (plan_of(of, [PAIRING], {VISIT: ("2024-01-08", "ghent", [who])}) for who in ("eva", "tom"))
    plan = changed(before, after)
    text = change_files(plan)["changes-r2.md"].decode("utf-8")
    assert "1 event changed, for 2 cities and 2 people. Nobody else" in text
    what = "Visit, oslo → ghent, housing"
    assert f"| other people | {what} | 8 Jan 2024 in ghent, with Eva | 8 Jan 2024 in ghent, with Tom |" in text
    assert f"## Eva\n\n| change | what | before | now |\n|---|---|---|---|\n| no longer theirs | {what} |" in text
    assert f"| new for them | {what} | without them | 8 Jan 2024 in ghent |" in text
    assert "Una" not in text
    assert "<h2>Tom</h2>\n<table>" in change_files(plan)["changes-r2.html"].decode("utf-8")
    assert [row["Change"] for row in rows(plan)] == ["other people (without Eva and with Tom)"]


def test_whose_visit_is_off_is_told_as_well():
    stages = {"visit": {"gathers": "pairing", "host": "mentee", "people": {"facilitator": 1}}}
    of = scenario(stages=stages, people={"eva": {"name": "Eva", "roles": ["facilitator"]}})
    found = find_changes(changed(plan_of(of, [PAIRING], {VISIT: ("2024-01-08", None, ["eva"])}), plan_of(of)))
    assert found is not None
    assert found.people == ("eva",)
    assert found.row(found.changes[0], "eva")[::3] == ("cancelled", "not held")


def test_since_names_the_revision_that_a_city_has():
    one = two_visits("2024-01-08", "2024-02-05")
    two = changed(one, two_visits("2024-01-09", "2024-02-05"))
    three = changed(two, two_visits("2024-01-09", "2024-02-06"))
    assert [row["Event"] for row in rows(three)] == [OTHER]
    assert [row["Event"] for row in rows(three, 1)] == [VISIT, OTHER]
    with pytest.raises(UsageError, match="no revision 3 to compare with: it has 1 to 2 before this one"):
        change_files(three, 3)


def test_a_revision_in_which_nothing_changed_says_so():
    plan = changed(two_visits("2024-01-08", "2024-02-05"), two_visits("2024-01-08", "2024-02-05"))
    assert rows(plan) == []
    assert b"Nothing changed" in change_files(plan)["changes-r2.md"]


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "a | b\n# c", "=1+1", "[x](javascript:y)"])
def test_hostile_names_stay_text(name):
    files = change_files(changed(two_visits("2024-01-08", None, name), two_visits("2024-01-09", None, name)))
    page, text = files["changes-r2.html"].decode("utf-8"), files["changes-r2.md"].decode("utf-8")
    assert "<img" not in page
    assert "\n# c" not in text
    assert "<img" not in text.replace("\\<", "")  # a sign with a backslash before it stands for itself
    assert "](javascript" not in text.replace("\\]", "")
    assert not any(line.startswith("=") for line in files["changes-r2.csv"].decode("utf-8").splitlines())


def test_lists_of_others_are_never_replaced(tmp_path):
    plan = changed(two_visits("2024-01-08", None), two_visits("2024-01-09", None))
    written = {path: path.read_bytes() for path in export_calendars(plan, tmp_path)}
    assert {path: path.read_bytes() for path in export_calendars(plan, tmp_path)} == written
    for ending in ("md", "csv", "html"):
        path = tmp_path / f"changes-r2.{ending}"
        path.write_text("mine", encoding="utf-8")
        with pytest.raises(RefusedError, match=rf"changes-r2\.{ending} is no calendar of ours"):
            export_calendars(plan, tmp_path)
        path.unlink()
