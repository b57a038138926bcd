"""A scenario whose parts contradict each other, each of which could be so: what would have to give way."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from mentoring import api, replan
from mentoring.api import explain as explaining
from mentoring.api.explain import explain
from mentoring.domain.consistency import find_problems
from mentoring.domain.scenario import Scenario
from mentoring.errors import ScenarioError
from mentoring.files import scenario as reading
from mentoring.files.variant import vary
from tests.builders import plan_of, scenario, scenario_data
from tests.strategies import random_pins, random_scenario

VISIT = "visit/oslo/ghent/housing"
PAIRING = "oslo > ghent in housing"


def closed_pin(**more: Any) -> dict[str, Any]:
    """A visit is fixed on a day on which the programme is closed."""
    data = scenario_data(pins={"market": {"event": VISIT, "first": "2024-01-10", "why": "market"}}, **more)
    data["programme"]["closed"] = [{"first": "2024-01-08", "last": "2024-01-12", "why": "half term"}]
    return data


def write(tmp_path: Path, data: dict[str, Any]) -> Path:
    path = tmp_path / "closed.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return path


def test_both_are_told_with_their_lines_and_each_way_out_leads_to_a_plan(tmp_path: Path):
    path = write(tmp_path, closed_pin())
    with pytest.raises(ScenarioError) as refused:
        api.plan(path)
    assert all(problem.clash for problem in refused.value.problems)
    found = explain(path)
    (conflict,) = found.conflicts
    assert conflict.is_confirmed
    assert {cause.sentence for cause in conflict.causes} == {
        "the pin market fixes visit (Oslo > Ghent) on 10 January 2024 (market)",
        "the programme is closed 8-12 January 2024 (half term)",
    }
    lines = path.read_text(encoding="utf-8").splitlines()
    told = {cause.rule: lines[int(cause.places[0].rsplit(":", 2)[1]) - 1] for cause in conflict.causes}
    assert VISIT in told["pin"]
    assert "2024-01-08" in told["closed"]
    assert ("drop the pin market, which fixes visit (Oslo > Ghent) on 10 January 2024",) in [
        way.asks for way in found.ways
    ]
    assert any("open the programme on" in way.asks[0] for way in found.ways)
    for way in found.ways:
        assert api.plan(vary(found.scenario, way.changes).require()).plan is not None


def test_what_an_earlier_plan_has_settled_is_explained_as_well():
    given = scenario()
    earlier = plan_of(given, [PAIRING], {VISIT: "2024-01-10"}, statuses={VISIT: "confirmed"})
    closed = vary(given, {"programme": {"closed": [{"first": "2024-01-08", "last": "2024-01-12"}]}}).require()
    with pytest.raises(ScenarioError):
        replan(earlier, closed)
    found = explain(closed, against=earlier)
    assert found.status == "infeasible"
    assert any(way.moves_confirmed for way in found.ways)


def test_a_mistake_beside_it_must_be_mended_first(tmp_path: Path):
    data = closed_pin()
    data["pins"]["other"] = {"pairing": "olso > ghent in housing"}
    with pytest.raises(ScenarioError) as refused:
        explain(write(tmp_path, data))
    assert len(refused.value.problems) == 2


def test_several_things_ruled_out_together_may_each_be_so(tmp_path: Path):
    people = {name: {"roles": ["guide"]} for name in ("ana", "bo")}
    visit = {"gathers": "pairing", "host": "mentee", "people": {"guide": 1}}
    data = scenario_data(people=people, stages={"visit": visit})
    data["pins"] = {
        "sent": {"event": VISIT, "people": ["ana"]},
        "together": {"not": {"event": VISIT, "first": "2024-01-09", "people": ["ana"]}},
        "among": {"not": {"event": VISIT, "first": "2024-01-10", "people": ["ana"], "others": True}},
    }
    assert api.plan(write(tmp_path, data)).plan is not None


def test_beyond_what_is_told_of_a_file_nothing_is_claimed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = write(tmp_path, closed_pin())
    monkeypatch.setattr(reading, "MOST_FINDINGS", 1)
    assert api.load(path).clashing is None
    with pytest.raises(ScenarioError):
        explain(path)


def test_what_contradicts_itself_never_has_a_plan():
    seen = 0
    for number in range(150):
        rng = Random(number)
        of = random_scenario(rng)
        pins = {f"{turn}-{name}": body for turn in range(3) for name, body in random_pins(rng, of).items()}
        data = of.model_dump(by_alias=True, mode="json", exclude_defaults=True) | {"format": 1, "pins": pins}
        fixed = [body["first"] for body in pins.values() if "first" in body and rng.random() < 0.3]
        shut = [{"first": day, "last": day} for day in fixed]
        data["programme"]["closed"] = [*data["programme"].get("closed", []), *shut]
        given = Scenario.model_validate(data)
        errors = [one for one in find_problems(given) if not one.warning]
        if errors and all(one.clash for one in errors):
            assert explain(given, with_ways=False).status == "infeasible", (number, errors)
            seen += 1
    assert seen > 40


def test_ways_of_many_requests_are_only_told_to_be_there(monkeypatch: pytest.MonkeyPatch):
    given = Scenario.model_validate(closed_pin())
    assert not explain(given).is_rest_dear
    monkeypatch.setattr(explaining, "FEW_ASKS", 0)
    monkeypatch.setattr(explaining, "DEAR", 0)
    found = explain(given)
    assert (len(found.ways), found.is_rest_dear) == (1, True)
