"""`compare`, `drill`, `sweep`, `tradeoff` and alternatives: what they print, write and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mentoring.files.plan import read_plan
from tests.builders import PAIRING, city, scenario_data


@pytest.fixture
def three_mentors(tmp_path: Path) -> Path:
    """Athens fits Oslo best, Turin nearly as well and nearer, Bergen least and nearest."""
    cities = {
        "oslo": city("NO", (59.9, 10.7), needs={"housing": {}}),
        "bergen": city("NO", (60.4, 5.3), offers={"housing": {"strength": 40}}),
        "turin": city("IT", (45.1, 7.7), offers={"housing": {"strength": 89}}),
        "athens": city("GR", (38, 23.7), offers={"housing": {"strength": 90}}),
    }
    goals = {"pairing": ["needs", "fit", "travel_km"], "dates": ["spread"]}
    path = tmp_path / "three.yaml"
    path.write_text(json.dumps(scenario_data(cities=cities, goals=goals)), encoding="utf-8")
    return path


def test_plans_are_compared_and_written_as_a_table(run, plan_file, open_plan_file, tmp_path):
    shown = run("compare", plan_file, open_plan_file, "--csv", tmp_path / "compared.csv")
    assert "open   identical" in shown.stdout
    assert "compared.csv: written." in shown.stderr
    rows = (tmp_path / "compared.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "plan,what,name,part,value,bound,unit,mark,before,after"
    assert "open,need open,ghent in housing,,1,,mentors,,," in rows
    found = json.loads(run("compare", plan_file, open_plan_file, "--json").stdout)
    assert [one["name"] for one in found["plans"]] == ["plan", "open"]
    assert "Plan: open; Against the first: identical" in run("compare", plan_file, open_plan_file, "--plain").stdout


def test_a_scenario_is_planned_to_be_compared(run, scenario_file, plan_file):
    shown = run("compare", plan_file, scenario_file)
    assert "1 event moves." in shown.stdout
    assert list(Path.cwd().glob("*.json")) == [Path.cwd() / "plan.json"]  # its plan is not saved


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["plan.json"], 2, "two plans or scenarios at least are compared"),
        (["plan.json", "plna.json"], 2, "plna.json"),
        (["plan.json", "plan.json", "--csv", "plan.json"], 2, "plan.json is one of the files that are compared"),
        (["plan.json", "plan.json", "--csv", "open.json"], 5, "open.json is a plan and stays as it is"),
    ],
)
def test_what_cannot_be_compared(run, plan_file, open_plan_file, arguments, code, said):
    assert said in run("compare", *arguments, code=code).stderr


def test_names_cannot_abuse_the_terminal(run, hostile_plan_file, plan_file):
    for verb in (["compare", hostile_plan_file, plan_file], ["drill", hostile_plan_file, "--jobs", "1"]):
        shown = run(*verb)
        assert "\x1b[31m" not in shown.stdout + shown.stderr
        assert "\x07" not in shown.stdout + shown.stderr


def test_a_drill_is_kept_beside_the_plan_and_goes_on(run, plan_file, tmp_path):
    shown = run("drill", plan_file, "--jobs", "1")
    assert "Of 2 mishaps 1 costs a need its mentor and 1 does no harm to the others." in shown.stdout
    assert "Without ghent" in shown.stdout
    assert "plan.drill" in shown.stderr
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "plan.drill").iterdir()}
    assert len(kept) == 2
    again = json.loads(run("drill", plan_file, "--json").stdout)
    assert (again["asked"], again["drilled"]) == (2, 2)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "plan.drill").iterdir()} == kept


def test_a_drill_of_more_than_there_is(run, plan_file):
    said = run("drill", plan_file, "--random", "2", "--cities", "3", code=2).stderr
    assert "weeks cannot be closed in 3 cities: the programme has 2" in said


def test_a_sweep_writes_its_table_and_plans(run, scenario_file, tmp_path):
    sweep = tmp_path / "sweep.yaml"
    sweep.write_text(
        "scenario: small.yaml\nvary:\n  days:\n    - {label: one}\n"
        "    - {label: three, change: {stages: {visit: {days: 3}}}}\n",
        encoding="utf-8",
    )
    shown = run("sweep", sweep, "-o", "out", "--jobs", "1")
    assert "2 variants: 2 proven best." in shown.stdout
    assert "out/table.csv: the whole table" in shown.stdout
    assert "2 of 2 variants" in shown.stderr
    rows = json.loads(run("sweep", sweep, "-o", tmp_path / "out", "--json").stdout)["rows"]
    assert [row["days"] for row in rows] == ["one", "three"]
    assert read_plan(tmp_path / "out" / rows[1]["plan"]).scenario.stages["visit"].days == 3
    assert "Missing option '-o'" in run("sweep", sweep, code=2).stderr
    sweep.write_text("scenario: small.yaml\nvray: {}\n", encoding="utf-8")
    told = run("sweep", sweep, "-o", tmp_path / "out", code=1).stderr
    assert "sweep.yaml:2:1: vray: unknown key `vray`: did you mean `vary`?" in told
    assert "nothing was done, as there are 2 problems" in told


def test_a_trade_off_is_told_from_end_to_end(run, three_mentors, tmp_path):
    shown = run("tradeoff", three_mentors, "--between", "travel_km,fit")
    assert "3 plans, of which none is better in both, and no other plan is. Plan 2 is the knee" in shown.stdout
    assert "fit 1 less," in shown.stdout
    assert len(list((tmp_path / "three.tradeoff").iterdir())) == 4  # and the proof that there is no other
    found = json.loads(run("tradeoff", three_mentors, "--between", "fit,travel_km", "--json").stdout)
    assert (found["complete"], found["knee"], len(found["points"])) == (True, 1, 3)
    said = run("tradeoff", three_mentors, "--between", "fit,travle", code=2).stderr
    assert "'travle' is no goal of this scenario: did you mean travel_km?" in said


@pytest.mark.parametrize(
    "words", [("tradeoff", "never.yaml", "--between", "needs,fit"), ("compare", "plan.json", "never.yaml")]
)
def test_where_there_is_no_plan_it_is_told_how_to_ask_why(run, plan_file, tmp_path, words):
    closed = {
        "programme": {"closed": [{"first": "2024-01-01", "last": "2024-03-31"}]},
        "pins": {"a": {"pairing": PAIRING}},
    }
    (tmp_path / "never.yaml").write_text(json.dumps(scenario_data(**closed)), encoding="utf-8")
    answer = run(*words, code=3)
    assert "`mentoring explain never.yaml` tells why" in " ".join(answer.stderr.split())


def test_alternatives_are_written_beside_the_plan(run, three_mentors, tmp_path):
    shown = run("plan", three_mentors, "-o", "best.plan.json", "--alternatives", "2", "--within", "40%")
    assert "Alternatives within 40% of every goal" in shown.stdout
    assert "other pairings" in shown.stdout
    pairings = [
        [one.pairing for one in read_plan(tmp_path / name).pairings]
        for name in ("best.plan.json", "best.alternative-1.plan.json", "best.alternative-2.plan.json")
    ]
    assert pairings[0] == ["athens > oslo in housing"]
    assert pairings[1] == ["turin > oslo in housing"]
    found = json.loads(run("plan", three_mentors, "-o", "best.plan.json", "--alternatives", "1", "--json").stdout)
    assert [(one["plan"], one["kind"]) for one in found["alternatives"]] == [
        ("best.alternative-1.plan.json", "pairings")
    ]


def test_alternatives_that_cannot_be(run, three_mentors, tmp_path):
    told = run("plan", three_mentors, "-o", "p.json", "--alternatives", "1", "--within", "2", code=2).stderr
    assert "'2' is no share to give up: write one from 0% to 100%, as in 2%" in told
    (tmp_path / "p.alternative-1.json").write_text("mine", encoding="utf-8")
    told = run("plan", three_mentors, "-o", "p.json", "--alternatives", "1", code=5).stderr
    assert "p.alternative-1.json is there already and is no plan" in told
    assert not (tmp_path / "p.json").exists()


def test_an_option_that_does_nothing_by_itself_is_refused(run, three_mentors, plan_file):
    told = run("plan", three_mentors, "-o", "p.json", "--within", "5%", code=2).stderr
    assert "--within says something only together with --alternatives." in told
    for option in ("--cities", "--closed"):
        told = run("drill", plan_file, option, "1", code=2).stderr
        assert f"{option} says something only together with --random." in told
