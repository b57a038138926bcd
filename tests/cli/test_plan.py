"""`mentoring plan`: what it says, writes and ends with; the engine is a stand-in except in the last tests."""

from __future__ import annotations

import json
import signal
from dataclasses import replace

import pytest

from mentoring import api
from mentoring.domain.plan import Unserved
from mentoring.domain.result import SETTLED, Progress, Result
from mentoring.errors import ModelDisagreement, UsageError
from mentoring.files.plan import read_plan
from tests.builders import scenario, scenario_data
from tests.cli.conftest import ESCAPE, GOALS, stored_plan


@pytest.fixture
def engine(monkeypatch):
    """Let `api.plan` answer with the given result (or do the given thing) and remember how it was called."""
    calls = []

    def answering(answer):
        def plan(asked, **more):
            calls.append((asked, more))
            return answer(**more) if callable(answer) else answer

        monkeypatch.setattr(api, "plan", plan)
        return calls

    return answering


def result(**more) -> Result:
    plan = more.pop("plan", stored_plan())
    return Result(scenario(), more.pop("status", "feasible"), plan, GOALS if plan else (), seconds=0.25, **more)


def test_the_end_says_what_a_coordinator_needs(run, scenario_file, engine):
    engine(result())
    answer = run("plan", scenario_file, "-o", "out/plan.json", "--calendars", "calendars")
    shown = answer.stdout
    parts = [
        "The one mentor asked for is found; 1 event on 8 January 2024; at most 28.6 % to gain on early.",
        "Weeks\n",
        "oslo  ",
        "Goals, in their order\n",
        "Still open\n",
        "Planned in 0.2 seconds\nout/plan.json: the plan\ncalendars: 4 calendars\n",
        "Next\nmentoring show out/plan.json city oslo",
    ]
    assert [part for part in parts if part not in shown] == []
    assert [shown.index(part) for part in parts] == sorted(shown.index(part) for part in parts)


def test_the_files_are_written(run, scenario_file, engine, tmp_path):
    engine(result())
    run("plan", scenario_file, "-o", "plan.json", "--calendars", "calendars")
    assert read_plan(tmp_path / "plan.json") == stored_plan()
    written = {path.relative_to(tmp_path).as_posix() for path in (tmp_path / "calendars").rglob("*") if path.is_file()}
    assert written == {"calendars/all.ics", "calendars/city/oslo.ics", "calendars/city/ghent.ics",
                       "calendars/theme/housing.ics", "calendars/.mentoring-published.json"}  # fmt: skip


def test_options_reach_the_engine(run, scenario_file, plan_file, engine):
    calls = engine(result())
    run(
        "plan", scenario_file, "-o", "new.json", "--against", plan_file, "--seconds", "30", "--seed", "7",
        "--workers", "2", "--at", "2024-01-01",
    )  # fmt: skip
    asked, more = calls[0]
    assert asked.scenario is not None
    assert {key: more[key] for key in ("against", "seconds", "seed", "workers", "at")} == {
        "against": str(plan_file), "seconds": 30.0, "seed": 7, "workers": 2, "at": "2024-01-01",
    }  # fmt: skip


def test_the_json_has_the_promised_keys(run, scenario_file, engine):
    engine(result(message="time was up"))
    found = json.loads(run("plan", scenario_file, "-o", "plan.json", "--calendars", "cal", "--json").stdout)
    assert set(found) == {
        "programme", "title", "status", "revision", "pairings", "events", "goals", "unserved", "unused",
        "message", "seconds", "plan", "calendars", "files", "alternatives",
        "warnings",
    }  # fmt: skip
    assert found["plan"] == "plan.json"
    assert len(found["files"]) == 5


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        ("infeasible", 3, "There is no plan that keeps every rule; this is proven."),
        ("unknown", 4, "No plan was found in 0.2 seconds; there may be one."),
    ],
)
def test_without_a_plan_nothing_is_written_and_the_exit_code_says_why(
    run, scenario_file, engine, tmp_path, status, code, said
):
    causes = ("kick-off has no common day",) if code == 3 else ()
    engine(result(plan=None, status=status, message="no plan keeps all rules", causes=causes))
    answer = run("plan", scenario_file, "-o", "plan.json", code=code)
    assert said in answer.stderr
    assert ("Kick-off has no common day.\n" in answer.stderr) is (code == 3)
    assert "no plan keeps" not in answer.stderr  # in these words nobody is told again what was just said
    assert ("Next: mentoring explain" in answer.stderr) is (code == 3)
    assert not (tmp_path / "plan.json").exists()
    answer = run("plan", scenario_file, "-o", "plan.json", "--json", code=code)
    assert json.loads(answer.stdout) == {
        "status": status, "message": "no plan keeps all rules", "plan": None, "warnings": [],
    }  # fmt: skip


def test_a_cause_is_told_however_it_begins(run, scenario_file, engine):
    engine(result(plan=None, status="infeasible", message="x", causes=("no plan can hold the kick-off",)))
    assert "No plan can hold the kick-off." in run("plan", scenario_file, "-o", "plan.json", code=3).stderr


def test_limits_of_goals_are_named_where_there_is_no_plan(run, scenario_file, engine):
    found = result(plan=None, status="infeasible", message="x")
    goals = {"pairing": ["needs", {"travel_km": {"limit": 5}}], "dates": [{"early": {"limit": 1}}]}
    engine(replace(found, scenario=scenario(goals=goals)))
    said = "There is no plan that keeps every rule and the limits of travel km and early; this is proven."
    assert said in run("plan", scenario_file, "-o", "plan.json", code=3).stderr


def interrupting(answer):
    """An engine during whose work somebody presses Ctrl-C."""

    def work(should_stop, **_):
        assert not should_stop()
        signal.raise_signal(signal.SIGINT)
        assert should_stop()
        return answer

    return work


def test_ctrl_c_keeps_the_best_plan(run, scenario_file, engine, tmp_path):
    engine(interrupting(result()))
    answer = run("plan", scenario_file, "-o", "plan.json")
    assert "the best plan so far is kept" in answer.stderr
    assert "Stopped after 0.2 seconds: this is the best plan so far." in answer.stdout
    assert (tmp_path / "plan.json").exists()


def test_ctrl_c_with_nothing_to_keep(run, scenario_file, engine):
    engine(interrupting(result(plan=None, status="unknown")))
    assert "before there was a plan to keep" in run("plan", scenario_file, "-o", "plan.json", code=130).stderr


def test_a_second_ctrl_c_leaves_at_once(run, scenario_file, engine, tmp_path):
    def impatient(**_):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    engine(impatient)
    before = signal.getsignal(signal.SIGINT)
    answer = run("plan", scenario_file, "-o", "plan.json", code=130)
    assert "Stopped, with nothing to keep." in answer.stderr
    assert not (tmp_path / "plan.json").exists()
    assert signal.getsignal(signal.SIGINT) is before


def test_progress_is_told_in_plain_lines_where_no_terminal_is(run, scenario_file, engine):
    def working(on_progress, **_):
        on_progress(Progress(0.4, "fit", 677, 690))
        on_progress(Progress(0.5, "fit", 680, 690, SETTLED))
        on_progress(Progress(1.2, "dates", None, None, "2 combinations without common dates"))
        return result()

    engine(working)
    told = run("plan", scenario_file, "-o", "plan.json").stderr.splitlines()
    assert told == [
        "fit: best 680, cannot be above 690, at most 1.5 % to gain (0 s)",
        "dates: no plan yet (1 s), 2 combinations without common dates",
    ]


def test_our_own_mistake_keeps_the_evidence(run, scenario_file, engine, tmp_path):
    def disagreeing(**_):
        raise ModelDisagreement(
            "the engine made a plan that its own check rejects:\n  weekday: a Sunday", stored_plan()
        )

    engine(disagreeing)
    answer = run("plan", scenario_file, "-o", "plan.json", code=70)
    assert "Error: the engine made a plan that its own check rejects:\n  weekday: a Sunday\n" in answer.stderr
    assert "please report" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert read_plan(tmp_path / "plan.disagreement.json") == stored_plan()
    assert not (tmp_path / "plan.json").exists()


def test_a_bad_scenario_is_told_before_any_work(run, tmp_path, engine):
    calls = engine(result())
    path = tmp_path / "bad.yaml"
    path.write_text("format: 1\n", encoding="utf-8")
    answer = run("plan", path, "-o", "plan.json", code=1)
    assert "`programme` is missing" in answer.stderr
    assert calls == []


def test_what_cannot_be_written_is_told_before_any_work(run, scenario_file, tmp_path, engine):
    calls = engine(result())
    assert "this is a folder" in run("plan", scenario_file, "-o", tmp_path, code=2).stderr
    assert "is a file, not a folder" in run(
        "plan", scenario_file, "-o", "p.json", "--calendars", scenario_file, code=2
    ).stderr  # fmt: skip
    scenario_file.with_name("else.yaml").write_text("format: 1\n", encoding="utf-8")
    assert "is no plan; it stays as it is" in run("plan", scenario_file, "-o", "else.yaml", code=5).stderr
    assert scenario_file.with_name("else.yaml").read_text(encoding="utf-8") == "format: 1\n"
    assert "is the scenario itself" in run("plan", scenario_file, "-o", scenario_file, code=2).stderr
    assert calls == []


def test_an_open_need_leads_to_the_command_that_explains_it(run, scenario_file, engine):
    unserved = (Unserved(city="ghent", theme="housing", missing=1, priority=3, reason=ESCAPE),)
    engine(result(plan=stored_plan(unserved=unserved)))
    shown = run("plan", scenario_file, "-o", "my plan.json").stdout
    assert 'mentoring explain "my plan.json" --need ghent/housing   why this need has no mentor' in shown
    assert 'mentoring show "my plan.json" city' in shown
    assert "\x1b" not in shown


def test_a_real_plan_from_file_to_file(run, scenario_file, tmp_path):
    run("plan", scenario_file, "-o", "one.json", "--at", "2024-01-01T09:00:00+01:00")
    plan = read_plan(tmp_path / "one.json")
    assert plan.status == "optimal"
    assert plan.run["made_at"] == "2024-01-01T08:00:00Z"
    assert plan.positions["programme.first"].startswith(scenario_file.as_posix())
    assert run("check", "one.json").stdout == "one.json keeps every rule: 1 pairing, 1 event.\n"


def test_two_equal_runs_differ_in_nothing_but_the_run(run, scenario_file, tmp_path):
    for name in ("one.json", "two.json"):
        run("plan", scenario_file, "-o", name)
    one, two = (json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in ("one.json", "two.json"))
    assert one.pop("run").keys() == two.pop("run").keys() == {"made_at", "seconds", "progress", "machine"}
    assert one == two


def test_planning_against_an_earlier_plan_makes_the_next_revision(run, scenario_file, plan_file, tmp_path):
    run("plan", scenario_file, "-o", "next.json", "--against", plan_file)
    plan = read_plan(tmp_path / "next.json")
    assert plan.revision == 2
    assert [past.number for past in plan.revisions] == [1]


@pytest.mark.parametrize("given", ["nan", "inf", "0", "-1", "soon"])
def test_what_is_no_time_to_search_is_refused_in_words(run, scenario_file, given):
    said = run("plan", scenario_file, "-o", "plan.json", "--seconds", given, code=2).stderr
    assert f"{given!r} is no time to search: write seconds, at least 0.1, as in 60" in said


def test_planning_against_a_plan_that_nothing_keeps_is_told(run, tmp_path, plan_file, scenario_file, engine):
    engine(result())
    assert "nothing keeps" not in run("plan", scenario_file, "-o", "new.json", "--against", plan_file).stderr
    free = scenario_data(goals={"pairing": ["needs"], "dates": ["early"]})
    (tmp_path / "free.yaml").write_text(json.dumps(free), encoding="utf-8")
    said = run("plan", "free.yaml", "-o", "new.json", "--against", plan_file).stderr
    assert "`changes` is not among them, so nothing keeps what the earlier plan says" in said
    assert "nothing keeps" not in run("plan", "free.yaml", "-o", "new.json").stderr


@pytest.mark.parametrize("name", ["all.ics", "city/ghent.ics"])
def test_a_calendar_that_is_not_ours_stops_the_planning_before_it_begins(run, scenario_file, tmp_path, name):
    foreign = tmp_path / "cal" / name
    foreign.parent.mkdir(parents=True)
    foreign.write_text("BEGIN:VCALENDAR\nPRODID:-//somebody//EN\nEND:VCALENDAR\n", encoding="utf-8")
    answer = run("plan", scenario_file, "-o", "plan.json", "--calendars", "cal", code=5)
    assert f"cal/{name} is no calendar of ours and would be lost: nothing was written" in answer.stderr
    assert "somebody" in foreign.read_text(encoding="utf-8")
    assert not (tmp_path / "plan.json").exists()


def test_when_calendars_fail_the_plan_is_said_to_be_saved(run, scenario_file, tmp_path, monkeypatch):
    def fail(plan, out, **options):
        raise UsageError("cal: cannot be written: the disk is full")

    monkeypatch.setattr("mentoring.api.calendar.export_calendars", fail)
    answer = run("plan", scenario_file, "-o", "plan.json", "--calendars", "cal", code=2)
    assert "plan.json: the plan itself is saved; `mentoring export` writes its calendars elsewhere." in answer.stderr
    assert answer.stderr.rstrip().endswith("cal: cannot be written: the disk is full")
    assert (tmp_path / "plan.json").is_file()


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (("--seed", "1e9"), "'1e9' is no whole number from 0 to 2147483646, in digits"),
        (("--seed", "-1"), "'-1' is no whole number from 0 to 2147483646, in digits"),
        (("--workers", "0"), "'0' is no whole number from 1 to 256, in digits"),
    ],
)
def test_whole_numbers_are_asked_for_in_words(run, scenario_file, option, told):
    assert told in run("plan", scenario_file, "-o", "plan.json", *option, code=2).stderr
