"""The verbs as functions, and what `import mentoring` gives and costs."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

import mentoring
from mentoring import api
from mentoring.domain.plan import GoalValue
from mentoring.errors import ScenarioError, UsageError
from tests.builders import PAIRING, VISIT, city, plan_of, scenario, scenario_data, smallest_plan


@pytest.fixture
def scenario_file(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(json.dumps(scenario_data()), encoding="utf-8")
    return path


def test_every_public_name_is_there_and_nothing_else():
    assert len(mentoring.__all__) == len(set(mentoring.__all__))
    assert all(getattr(mentoring, name) is not None for name in mentoring.__all__)
    assert set(mentoring.__all__) <= set(dir(mentoring))
    with pytest.raises(AttributeError, match="no attribute 'solve'"):
        _ = mentoring.solve


def test_importing_the_package_imports_nothing_of_it():
    asked = "import sys, mentoring; print(*[name for name in sys.modules if name.startswith('mentoring.')])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == ""


def test_from_file_to_plan_to_file(scenario_file, tmp_path):
    loaded = api.load(scenario_file)
    result = api.plan(loaded, at="2024-01-01")
    plan = result.require_plan()
    assert result.status == "optimal"
    assert api.load_plan(api.save_plan(plan, tmp_path / "plan.json")) == plan
    assert api.check(plan) == []
    assert api.recount(plan) == []
    assert [path.name for path in api.export(plan, tmp_path / "calendars")] == [
        "all.ics", "ghent.ics", "oslo.ics", "housing.ics",
    ]  # fmt: skip
    assert api.graph(plan).findings.load["oslo"].teaches == 1


def test_a_path_and_a_scenario_give_the_same_decisions(scenario_file):
    by_path = api.plan(scenario_file).require_plan()
    by_scenario = api.plan(api.load(scenario_file).require()).require_plan()
    assert by_path.events == by_scenario.events
    assert by_path.positions["cities.oslo.country"].startswith(scenario_file.as_posix())
    assert by_scenario.positions == {}


def test_a_wrong_file_is_refused_with_all_its_problems(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(json.dumps(scenario_data(colour=1, taste=2)), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        api.plan(path)
    assert len(caught.value.problems) == 2


def test_check_finds_what_breaks_a_rule_and_sorts_it():
    found = api.check(plan_of(scenario(), [PAIRING], {VISIT: "2024-01-06"}))
    assert [one.rule for one in found] == ["weekday"]
    assert found == sorted(found)


def test_recount_leaves_out_what_counts_against_an_earlier_plan():
    goal = GoalValue(goal="changes", part="pairing", value=9, bound=9, gap=0.0, unit="weight", direction="least")
    wrong = goal.model_copy(update={"goal": "fit"})
    assert api.recount(smallest_plan().model_copy(update={"goals": (goal,)})) == []
    (problem,) = api.recount(smallest_plan().model_copy(update={"goals": (wrong,)}))
    assert problem.message == "the plan says 9 weight, its events and pairings come to 100"


def test_candidates_come_by_fit_then_distance():
    cities = {
        **scenario_data()["cities"],
        "rome": city("IT", (41.9, 12.5), offers={"housing": {"strength": 100}}),
        "weak": city("FR", (50.6, 3.1), offers={"housing": {"strength": 10}}),
    }
    found = api.candidates(scenario(cities=cities), "ghent")
    assert [(one.pairing.mentor, one.fit) for one in found] == [("oslo", 100), ("rome", 100), ("weak", 10)]
    assert all(one.is_possible for one in found)
    assert [one.pairing.mentor for one in api.candidates(scenario(cities=cities), "rome")] == ["rome"]


@pytest.mark.parametrize(
    ("name", "known", "said"),
    [
        ("gent", ["ghent", "oslo"], "there is no city 'gent': did you mean ghent?"),
        ("zzz", ["ghent", "oslo"], "there is no city 'zzz': known: ghent, oslo"),
        ("zzz", [], "there is no city 'zzz'"),
    ],
)
def test_a_name_that_is_not_known(name, known, said):
    with pytest.raises(UsageError) as caught:
        api.require_name(name, known, "city")
    assert str(caught.value) == said


def test_an_unknown_export(tmp_path):
    with pytest.raises(UsageError, match="there is no form of export 'pdf': known: csv, geojson, graphml, ics"):
        api.export(smallest_plan(), tmp_path, "pdf")


def test_a_later_revision_keeps_what_did_not_change(scenario_file):
    first = api.plan(scenario_file, at="2024-01-01").require_plan()
    told = tuple(event.model_copy(update={"status": "announced", "sequence": 3}) for event in first.events)
    first = first.model_copy(update={"events": told})
    second = api.plan(scenario_file, against=first, at="2024-01-02").require_plan()
    assert second.revision == 2
    assert second.events == told
    assert second.made_at(1) == "2024-01-01T00:00:00Z"
    assert second.made_at(2) == "2024-01-02T00:00:00Z"
    assert second.made_at(3) is None


def test_planning_is_stopped_when_somebody_asks(scenario_file):
    asked = []

    def stop():
        asked.append(True)
        return True

    result = api.plan(scenario_file, should_stop=stop)
    assert asked
    assert result.status in ("feasible", "optimal", "unknown")


def test_planned_days_are_inside_the_programme(scenario_file):
    plan = api.plan(scenario_file).require_plan()
    assert all(date(2024, 1, 1) <= event.first <= event.last <= date(2024, 3, 31) for event in plan.events)
