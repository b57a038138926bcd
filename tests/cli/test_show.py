"""`mentoring show`: every view, for eyes, ears and programs."""

from __future__ import annotations

import json

import pytest

VIEWS = ("overview", "timeline", "pairings", "events", "goals", "unserved")


def test_the_overview_says_what_the_plan_comes_to(run, plan_file):
    shown = run("show", plan_file).stdout
    assert "The one mentor asked for is found; 1 event on 8 January 2024;" in shown
    assert "at most 28.6 % to gain on early" in shown
    assert "ghent " in shown
    assert "█ hosts   ▸ travels to a partner" in shown
    assert "Every need has its mentors, and every offer is used in full." in shown


def test_goals_are_told_with_value_bound_gap_and_unit(run, plan_file):
    lines = run("show", plan_file, "goals").stdout.splitlines()
    early = next(line for line in lines if line.startswith("early"))
    assert [part.strip() for part in early.split("  ") if part.strip()] == [
        "early", "when", "7", "days", "not below 5", "at most 28.6 % to gain",
    ]  # fmt: skip


def test_events_and_pairings_are_tables(run, plan_file):
    assert (
        "8 Jan 2024   2      Visit   oslo > ghent in housing   ghent   proposed"
        in run("show", plan_file, "events").stdout
    )
    assert "Housing   oslo     ghent    100" in run("show", plan_file, "pairings").stdout


def test_a_city_sees_its_partners_and_dates(run, plan_file):
    shown = run("show", plan_file, "city", "oslo").stdout
    assert "oslo, NO" in shown
    assert "1 event: it hosts 0 days, is away 1 day and travels 2 158 km there and back." in shown
    assert "mentors   ghent" in shown
    assert "8 Jan 2024" in shown


def test_what_stays_open_is_told_with_its_reason(run, open_plan_file):
    shown = run("show", open_plan_file, "unserved").stdout
    assert "no common dates" in shown
    assert "nobody needs it" in shown
    page = run("show", open_plan_file, "city", "ghent").stdout
    assert "It still needs 1 mentor in housing: no common dates." in page


@pytest.mark.parametrize(
    ("view", "keys"),
    [
        (
            ["overview"],
            {"programme", "title", "status", "revision", "pairings", "events", "goals", "unserved", "unused"},
        ),
        (["timeline"], {"programme", "status", "revision", "events"}),
        (["pairings"], {"programme", "status", "revision", "pairings"}),
        (["events"], {"programme", "status", "revision", "events"}),
        (["goals"], {"programme", "status", "revision", "goals"}),
        (["unserved"], {"programme", "status", "revision", "unserved", "unused"}),
        (["city", "oslo"], {"city", "name", "country", "pairings", "events", "unserved", "unused"}),
    ],
)
def test_json_has_the_promised_keys(run, plan_file, view, keys):
    assert set(json.loads(run("show", plan_file, *view, "--json").stdout)) == keys | {"warnings"}


def test_entries_of_the_json_have_the_promised_keys(run, open_plan_file):
    found = json.loads(run("show", open_plan_file, "--json").stdout)
    assert set(found["events"][0]) == {
        "id", "stage", "mentor", "mentee", "theme", "host", "participants", "people", "first", "last", "week", "status",
    }  # fmt: skip
    assert set(found["pairings"][0]) == {"pairing", "mentor", "mentee", "theme", "fit", "effort", "km", "status"}
    assert set(found["goals"][0]) == {
        "goal", "part", "value", "bound", "gap", "unit", "direction", "proven", "note",
    }  # fmt: skip
    assert set(found["unserved"][0]) == {"city", "theme", "missing", "priority", "reason"}
    assert set(found["unused"][0]) == {"city", "theme", "free", "reason"}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["drawn", "plain"])
@pytest.mark.parametrize("columns", ["20", "40", "200"])
def test_every_view_stays_inside_the_terminal_and_names_what_it_shows(
    run, open_plan_file, view, plain, columns, monkeypatch
):
    monkeypatch.setenv("COLUMNS", columns)
    shown = run("show", open_plan_file, view, *plain).stdout
    assert shown.strip()
    assert all(line == line.rstrip() for line in shown.splitlines())
    if not plain:
        assert max(map(len, shown.splitlines())) <= max(40, int(columns))


def test_plain_has_one_fact_a_line_and_no_picture(run, plan_file):
    shown = run("show", plan_file, "--plain").stdout
    assert "8 Jan 2024: Visit, housing, oslo > ghent, in ghent." in shown
    assert "Goal: early; About: when; Value: 7; Unit: days; Bound: not below 5; Gap: at most 28.6 % to gain." in shown
    assert not set(shown) & set("█▸◆░·─│")


@pytest.mark.parametrize("view", [[], *([one] for one in VIEWS[1:]), ["city", "oslo"]])
@pytest.mark.parametrize("how", [[], ["--plain"], ["--json"]], ids=["drawn", "plain", "json"])
def test_hostile_names_reach_the_terminal_as_text(run, hostile_plan_file, view, how):
    shown = run("show", hostile_plan_file, *view, *how, color=True).stdout
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "\x1b[31m" not in shown
    names_are_shown = view in ([], ["city", "oslo"]) or (how != ["--json"] and view not in (["goals"], ["unserved"]))
    if names_are_shown:
        assert "[bold]" in shown or "[31m" in shown


def test_a_terminal_that_lacks_blocks_gets_letters(run, plan_file, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    shown = run("show", plan_file).stdout
    assert shown.isascii()
    assert "H hosts   > travels to a partner" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["city"], "Name the city"),
        (["goals", "oslo"], "goals takes no ID"),
        (["city", "olso"], "there is no city 'olso': did you mean oslo?"),
        (["calendar"], "is not one of"),
    ],
)
def test_a_wrong_call_is_answered_with_what_is_right(run, plan_file, arguments, said):
    assert said in run("show", plan_file, *arguments, code=2).stderr


def test_a_missing_plan_is_answered_with_the_nearest_name(run, plan_file):
    answer = run("show", "paln.json", code=2)
    assert "paln.json: there is no such file (did you mean plan.json?)" in answer.stderr
    assert answer.stdout == ""


def test_a_broken_plan_is_told_problem_by_problem(run, plan_file):
    data = json.loads(plan_file.read_text(encoding="utf-8"))
    data["events"][0]["host"] = "gent"
    data["colour"] = 1
    plan_file.write_text(json.dumps(data), encoding="utf-8")
    answer = run("show", plan_file, code=1)
    assert "colour: no such key is known here" in answer.stderr
    assert answer.stderr.endswith("Error: nothing was done, as there is 1 problem.\n")
