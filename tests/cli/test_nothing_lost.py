"""A plan that people have worked on is not replaced by one made from nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentoring.cli.group import mentoring

FIRST_STEPS = Path(__file__).parents[2] / "scenarios" / "first-steps.yaml"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(mentoring, list(arguments))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    assert run("plan", str(FIRST_STEPS), "-o", str(path)).exit_code == 0
    return path


def test_a_plan_nobody_has_touched_is_replaced(plan: Path):
    assert run("plan", str(FIRST_STEPS), "-o", str(plan)).exit_code == 0


def test_one_with_announced_events_and_revisions_is_not(plan: Path):
    assert run("announce", str(plan), "--all").exit_code == 0
    before = plan.read_bytes()
    refused = run("plan", str(FIRST_STEPS), "-o", str(plan))
    assert refused.exit_code == 5
    assert "earlier revisions" in refused.stderr
    assert "events that cities were told of" in refused.stderr
    assert f"mentoring replan {plan.as_posix()}" in refused.stderr
    assert plan.read_bytes() == before


def test_going_on_from_it_replaces_it(plan: Path):
    assert run("announce", str(plan), "--all").exit_code == 0
    again = run("plan", str(FIRST_STEPS), "--against", str(plan), "-o", str(plan))
    assert again.exit_code == 0, again.stderr
