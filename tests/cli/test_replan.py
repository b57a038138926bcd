"""`mentoring replan`: what it says, where it writes, and what it ends with."""

from __future__ import annotations

import json
import re

import pytest

from mentoring.api.replan import Step
from mentoring.domain.result import Result
from mentoring.files.plan import read_plan, write_plan
from tests.builders import PAIRING, VISIT, plan_of, scenario, scenario_data

AT = ("--at", "2024-01-05T09:00:00Z")
CLOSED = {"closed": [{"first": "2024-02-05", "last": "2024-02-07", "why": "strike"}]}


@pytest.fixture
def plan_file(tmp_path):
    """The visit on 6 February, announced."""
    made = plan_of(scenario(), [PAIRING], {VISIT: "2024-02-06"}, statuses={VISIT: "announced"})
    return write_plan(made.model_copy(update={"run": {"made_at": "2024-01-01T09:00:00Z"}}), tmp_path / "plan.json")


@pytest.fixture
def strike(tmp_path):
    """The same programme with a strike on the day of the visit."""
    data = scenario_data()
    data["programme"]["closed"] = CLOSED["closed"]
    path = tmp_path / "strike.yaml"
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    return path


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_the_new_plan_takes_the_place_of_the_old_and_says_what_changed(run, plan_file, strike):
    answer = run("replan", plan_file.name, strike.name, "--why", "a strike", *AT)
    shown = squeezed(answer.stdout)
    for part in (
        "Revision 2, after revision 1 1 event moves.",
        "moved Visit Oslo > Ghent 6 Feb 2024 2 Jan 2024",
        "What changes has a weight of 10. A proposed event or pairing counts 1, an announced event or accepted pairing "
        "10, a confirmed event 100. Proven to change least: no plan that is as good on needs keeps more of its "
        "pairings and hosts, and of those that are as good on preferences, fit and travel km none keeps more of its "
        "days.",
        "plan.json: the plan",
        "mentoring history plan.json all revisions, and the way back",
    ):
        assert part in shown, shown
    made = read_plan(plan_file)
    assert (made.revision, made.why, made.run["made_at"]) == (2, "a strike", "2024-01-05T09:00:00Z")
    assert not plan_file.with_name(".plan.json.lock").exists()


def test_another_file_leaves_the_plan_as_it_is(run, plan_file, strike):
    before = plan_file.read_bytes()
    run("replan", plan_file.name, strike.name, "-o", "new.json")
    assert plan_file.read_bytes() == before
    assert read_plan(plan_file.with_name("new.json")).revision == 2


def test_where_nothing_is_to_be_changed_there_is_no_new_revision(run, plan_file):
    first = run("replan", plan_file.name)
    assert "Nothing is different" in first.stdout
    before = plan_file.read_bytes()
    again = run("replan", plan_file.name)
    assert again.stdout == "Nothing is to be changed: plan.json stays as it is, at revision 2.\n"
    assert plan_file.read_bytes() == before


def test_several_bounds_tell_what_each_further_change_buys_and_write_nothing(run, plan_file, strike):
    before = plan_file.read_bytes()
    shown = squeezed(run("replan", plan_file.name, strike.name, "--changes", "0,1").stdout)
    assert "0 not possible: more must change" in shown
    assert "1 1 a plan that keeps every rule" in shown
    assert "any number 1 nothing" in shown
    assert "Proven: within each bound no plan is better on any goal, taken in their order." in shown
    assert "Without --changes it has its own place among them, so that less may change than in these rows." in shown
    assert "mentoring replan plan.json strike.yaml --changes 1 -o FILE the plan of one of these rows" in shown
    assert plan_file.read_bytes() == before
    told = json.loads(run("replan", plan_file.name, strike.name, "--changes", "0,1", "--json").stdout)
    assert [(step["at_most"], step["changed"], step["possible"]) for step in told["steps"]] == [
        (0, None, False), (1, 1, True), (None, 1, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("statuses", "code"), [(["infeasible", "infeasible"], 3), (["infeasible", "unknown"], 4), (["unknown"], 4)]
)
def test_no_plan_within_any_bound_is_called_impossible_only_where_it_is_proven(
    run, plan_file, monkeypatch, statuses, code
):
    steps = [Step(number, Result(scenario(), status, message="none")) for number, status in enumerate(statuses)]
    monkeypatch.setattr("mentoring.api.replan.change_curve", lambda *_, **__: steps)
    run("replan", plan_file.name, "--changes", "0,1", code=code)


def test_one_bound_makes_a_plan_or_says_that_none_is_possible(run, plan_file, strike):
    refused = run("replan", plan_file.name, strike.name, "--changes", "0", code=3)
    # A pairing is optional, so its visit could go; but that is a change too.
    assert "There is no such plan that keeps every rule; this is proven. The plan stays as it is." in refused.stderr
    assert "No plan in which at most 0 events change keeps all rules." in refused.stderr
    assert "Next: mentoring replan plan.json strike.yaml --changes 0,1,2,3,4,5" in refused.stderr
    assert read_plan(plan_file).revision == 1
    shown = squeezed(run("replan", plan_file.name, "--changes", "1").stdout)
    assert "moved Visit oslo > ghent 6 Feb 2024 1 Jan 2024" in shown
    assert "not known" not in shown  # what would do without the bound is known, and told
    assert "Without this bound it has its own place among the goals, and 0 events change." in shown
    assert "Proven: with at most 1 changed event no plan is better on any goal, taken in that order." in shown


def test_for_programs(run, plan_file, strike):
    told = json.loads(run("replan", plan_file.name, strike.name, "--json").stdout)
    assert told["revision"] == 2
    assert told["written"] is True
    assert [(change["id"], change["kinds"]) for change in told["difference"]["events"]] == [(VISIT, ["moved"])]
    assert told["plan"] == "plan.json"


@pytest.mark.parametrize("changes", ["-1", "two", "1,,2", ""])
def test_what_is_no_number_of_events_is_refused_in_words(run, plan_file, changes):
    assert "is no number of events: write 2, or several as in 0,1,2" in squeezed(
        run("replan", plan_file.name, f"--changes={changes}", code=2).stderr.replace("│", " ")
    )


def test_a_plan_in_work_is_refused(run, plan_file):
    plan_file.with_name(".plan.json.lock").write_text("{}", encoding="utf-8")
    assert "is being changed by another program" in run("replan", plan_file.name, code=5).stderr


def test_where_nothing_is_possible_the_way_to_the_reason_is_told(run, plan_file, tmp_path):
    data = scenario_data()
    data["pins"] = {"agreed": {"pairing": PAIRING}}
    data["programme"]["closed"] = [{"first": "2024-01-01", "last": "2024-12-31"}]
    (tmp_path / "closed.yaml").write_text(json.dumps(data), encoding="utf-8")
    answer = run("replan", plan_file.name, "closed.yaml", "--changes", "3", code=3)
    assert "Next: mentoring explain closed.yaml --against plan.json   which facts clash" in answer.stderr
    found = json.loads(run("replan", plan_file.name, "closed.yaml", "--json", code=3).stdout)
    assert (found["plan"], found["roster"]) == (None, [])


def test_who_came_and_who_went_is_told_without_a_plan_too(run, plan_file, tmp_path):
    data = scenario_data()
    data["cities"]["riga"] = {"country": "LV", "latitude": 56.9, "longitude": 24.1, "name": "Riga"}
    data["pins"] = {"agreed": {"pairing": PAIRING}}
    (tmp_path / "more.yaml").write_text(json.dumps(data), encoding="utf-8")
    said = "Riga takes part now: it was not in revision 1, but is in more.yaml."
    curve = ("replan", plan_file.name, "more.yaml", "--changes", "0,1")
    assert said in squeezed(run(*curve).stdout)
    assert json.loads(run(*curve, "--json").stdout)["roster"] == [said]
    data["programme"]["closed"] = [{"first": "2024-01-01", "last": "2024-12-31"}]
    (tmp_path / "more.yaml").write_text(json.dumps(data), encoding="utf-8")
    assert said in run("replan", plan_file.name, "more.yaml", code=3).stderr
    assert json.loads(run("replan", plan_file.name, "more.yaml", "--json", code=3).stdout)["roster"] == [said]


def test_events_that_are_over_make_no_new_revision_each_time(run, plan_file, tmp_path):
    data = scenario_data()
    data["programme"]["planned_on"] = "2024-03-01"
    (tmp_path / "later.yaml").write_text(json.dumps(data), encoding="utf-8")
    run("replan", plan_file.name, "later.yaml")
    assert read_plan(plan_file).by_id[VISIT].status == "done"
    again = run("replan", plan_file.name, "later.yaml")
    assert again.stdout == "Nothing is to be changed: plan.json stays as it is, at revision 2.\n"
