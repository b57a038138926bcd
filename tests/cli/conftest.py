"""What tests of verbs begin with: a scenario file, a stored plan, and a way to call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mentoring.cli.group import mentoring
from mentoring.domain.plan import GoalValue, Plan, Unserved, Unused
from mentoring.files.plan import write_plan
from tests.builders import PAIRING, VISIT, plan_of, scenario, scenario_data

GOALS = (
    GoalValue(goal="needs", part="pairing", value=0, bound=0, gap=0.0, unit="priority", direction="least"),
    GoalValue(goal="fit", part="pairing", value=100, bound=100, gap=0.0, unit="points", direction="most"),
    GoalValue(goal="early", part="dates", value=7, bound=5, gap=2 / 7, unit="days", direction="least"),
)
ESCAPE = "\x1b[31m[bold]Evil[/bold]\x07\u202e"


def stored_plan(**more: Any) -> Plan:
    """Oslo visits Ghent on 8 January 2024, with figures that every check agrees with."""
    return plan_of(scenario(), [PAIRING], {VISIT: "2024-01-08"}, goals=GOALS, **more)


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Call `mentoring` in an empty folder, in 100 columns and without colours."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: object, code: int | None = 0, color: bool = False) -> Result:
        answer = CliRunner().invoke(mentoring, [str(one) for one in arguments], prog_name="mentoring", color=color)
        if code is not None:
            assert answer.exit_code == code, answer.output
        return answer

    return call


@pytest.fixture
def scenario_file(tmp_path) -> Path:
    """The smallest scenario, as JSON, which YAML can read."""
    path = tmp_path / "small.yaml"
    path.write_text(json.dumps(scenario_data()), encoding="utf-8")
    return path


@pytest.fixture
def plan_file(tmp_path) -> Path:
    """The stored plan."""
    return write_plan(stored_plan(), tmp_path / "plan.json")


@pytest.fixture
def open_plan_file(tmp_path) -> Path:
    """A plan in which something stays open."""
    unserved = (Unserved(city="ghent", theme="housing", missing=1, priority=3, reason="no common dates"),)
    unused = (Unused(city="oslo", theme="housing", free=2, reason="nobody needs it"),)
    return write_plan(stored_plan(unserved=unserved, unused=unused), tmp_path / "open.json")


@pytest.fixture
def hostile_plan_file(tmp_path) -> Path:
    """A plan whose names try to colour the terminal, ring its bell, and turn the reading direction."""
    cities = scenario_data()["cities"]
    cities["oslo"]["name"] = ESCAPE
    hostile = scenario(cities=cities, programme={"title": ESCAPE}, themes={"housing": {"title": ESCAPE}})
    unserved = (Unserved(city="oslo", theme="housing", missing=1, priority=1, reason=ESCAPE),)
    # Written past `write_plan`, as a file of somebody else could be: what JSON escapes, reading does not see.
    text = json.dumps(json.loads(_text(plan_of(hostile, [PAIRING], {VISIT: "2024-01-08"}, unserved=unserved))))
    path = tmp_path / "hostile.json"
    path.write_text(text, encoding="utf-8")
    return path


def _text(plan: Plan) -> str:
    from mentoring.files.plan import plan_text

    return plan_text(plan)
