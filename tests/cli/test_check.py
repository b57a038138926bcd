"""`mentoring check`: scenarios and plans, and the exit codes that scripts rely on."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from mentoring.files.plan import write_plan
from tests.builders import PAIRING, VISIT, plan_of, scenario, scenario_data
from tests.cli.conftest import GOALS, stored_plan


def test_a_sound_scenario_is_said_to_be_so_with_its_size(run, scenario_file):
    answer = run("check", scenario_file)
    assert answer.stdout == f"{scenario_file} is sound: 2 cities, 1 theme, 1 stage, 1 possible pairing.\n"


def test_every_problem_is_one_line_and_the_last_line_counts_them(run, tmp_path):
    path = tmp_path / "bad.yaml"
    text = json.dumps(scenario_data(programme={"last": "2024-02-31"}, colour="red"), indent=1)
    path.write_text(text, encoding="utf-8")
    lines = run("check", path, code=1).stdout.splitlines()
    assert len(lines) == 3
    assert all(line.startswith(f"{path.as_posix()}:") for line in lines[:2])
    numbers = [int(line.removeprefix(f"{path.as_posix()}:").split(":")[0]) for line in lines[:2]]
    assert numbers == sorted(numbers)
    assert lines[2] == f"{path}: 2 errors, 0 warnings."


def test_a_warning_is_marked_and_leaves_the_exit_code_0(run, tmp_path):
    path = tmp_path / "doubt.yaml"
    path.write_text(json.dumps(scenario_data(programme={"doubt": "two sources differ"})), encoding="utf-8")
    lines = run("check", path).stdout.splitlines()
    assert ": warning: " in lines[0]
    assert "two sources differ" in lines[0]
    assert lines[-1].endswith("; 1 warning.")


def test_the_json_has_the_promised_keys(run, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(json.dumps(scenario_data(colour="red")), encoding="utf-8")
    found = json.loads(run("check", path, "--json", code=1).stdout)
    assert set(found) == {"file", "kind", "sound", "errors", "warnings", "summary"}
    assert found["kind"] == "scenario"
    assert found["sound"] is False
    assert set(found["errors"][0]) == {"file", "line", "column", "path", "message", "hint"}
    assert found["errors"][0]["line"] == 1


def test_a_plan_that_keeps_every_rule(run, plan_file):
    data = json.loads(plan_file.read_text(encoding="utf-8"))
    assert run("check", plan_file).stdout == f"{plan_file} keeps every rule: 1 pairing, 1 event.\n"
    assert data["scenario"]["programme"]["id"] == "small"


def test_a_plan_that_breaks_a_rule(run, tmp_path):
    # 6 January 2024 is a Saturday.
    path = write_plan(plan_of(scenario(), [PAIRING], {VISIT: "2024-01-06"}), tmp_path / "plan.json")
    answer = run("check", path, code=1)
    assert "visit (oslo > ghent) lies on Saturday 6 January 2024, no working day" in answer.stdout
    assert "weekday" not in answer.stdout
    assert VISIT not in answer.stdout
    assert "breaks its rules: 1 error" in answer.stdout
    found = json.loads(run("check", path, "--json", code=1).stdout)
    assert (found["kind"], found["sound"]) == ("plan", False)
    assert found["errors"][0]["path"] == "weekday"


def test_a_plan_that_reports_a_wrong_figure(run, tmp_path):
    wrong = GOALS[1].model_copy(update={"value": 90, "bound": 90})
    path = write_plan(stored_plan().model_copy(update={"goals": (wrong,)}), tmp_path / "plan.json")
    answer = run("check", path, code=1)
    assert "goals.fit: the plan says 90 points, its events and pairings come to 100" in answer.stdout


def test_a_file_that_is_no_plan(run, tmp_path):
    path = tmp_path / "plan.json"
    path.write_text('{"format": 1, "scenario": 3}', encoding="utf-8")
    answer = run("check", path, code=1)
    assert "no plan that can be used: 2 errors" in answer.stdout


def test_checking_needs_neither_solver_nor_tables_of_numbers(scenario_file, plan_file):
    """In a fresh process, as others in this one may have been imported before."""
    for path in (scenario_file, plan_file):
        asked = "import sys; from mentoring.cli.group import mentoring\ntry: mentoring(['check', sys.argv[1]])\n"
        asked += "except SystemExit as end: assert end.code == 0\n"
        asked += "print(*sorted({'ortools', 'numpy', 'networkx', 'rich', 'jinja2'} & set(sys.modules)))"
        done = subprocess.run(
            [sys.executable, "-c", asked, str(path)], capture_output=True, text=True, encoding="utf-8", check=True
        )
        assert done.stdout.splitlines()[-1] == ""


@pytest.mark.parametrize(
    "call", [("check", ""), ("show", " "), ("new", ""), ("plan", "a.yaml", "-o", ""), ("graph", "a.yaml", "-o", "")]
)
def test_an_empty_name_is_told_as_such(run, call):
    assert "the name is empty: name a file, as in programme.yaml" in run(*call, code=2).stderr


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_plan_file_is_no_scenario(run, tmp_path, content):
    (tmp_path / "plan.json").write_text(content, encoding="utf-8")
    told = run("check", "plan.json", code=1).stdout
    assert "plan.json: the file is empty: `mentoring plan` writes a plan" in told
    assert "plan.json is no plan that can be used: 1 error." in told
