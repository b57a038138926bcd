"""`mentoring explain PLAN --need`: of a need that has its mentors, of a city alone, and what is said meanwhile."""

from __future__ import annotations

import json

import pytest

from mentoring.cli import progress
from mentoring.files.plan import write_plan
from tests.builders import PAIRING, VISIT, city, plan_of, scenario, scenario_data


def test_a_need_that_has_its_mentors_says_whose_they_are(run, plan_file):
    for asked in ("ghent/housing", "ghent"):
        assert run("explain", plan_file, "--need", asked).stdout.split("\n")[0] == (
            "ghent lacks no mentor in housing: it is helped by oslo."
        )
    record = json.loads(run("explain", plan_file, "--need", "ghent", "--json").stdout)
    assert (record["missing"], record["helped_by"]) == (0, ["oslo"])


@pytest.fixture
def two_needs(tmp_path):
    cities = scenario_data()["cities"]
    cities["ghent"]["needs"] = {"housing": {}, "parks": {}}
    cities["riga"] = city("LV", (56.9, 24.1), offers={"parks": {"reserve": True}})
    given = scenario(cities=cities, themes={"housing": {}, "parks": {}})
    return write_plan(plan_of(given, [PAIRING], {VISIT: "2024-01-08"}), tmp_path / "two.json")


def test_a_city_with_several_needs_is_asked_which(run, two_needs):
    answer = run("explain", two_needs, "--need", "ghent", code=2)
    assert "has several needs, name one: ghent/housing, ghent/parks" in " ".join(answer.stderr.split())


def test_without_a_terminal_it_is_told_now_and_then_what_is_tried(run, two_needs, monkeypatch):
    assert "tried; now" not in run("explain", two_needs, "--need", "ghent/parks").stderr
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    assert "0 tried; now" in run("explain", two_needs, "--need", "ghent/parks").stderr
