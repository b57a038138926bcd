"""Drills: every drop-out against planning it by hand, reserves, closed weeks by chance, and going on after a kill."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from mentoring import api
from mentoring.analysis.difference import compare
from mentoring.analysis.harm import Harm
from mentoring.batch.drill import count_mishaps, drill
from mentoring.domain.plan import Plan
from mentoring.errors import UsageError
from mentoring.files.plan import read_plan, write_plan
from mentoring.files.variant import vary
from mentoring.views.drill import drill_blocks, drill_record, say_drill, say_mishap
from tests.batch.inline import Inline
from tests.batch.test_sweep import plans_in, run_killed
from tests.builders import city, scenario


def network(**more: Any) -> Plan:
    """Oslo and Turku mentor; Ghent and Riga learn; Bergen is kept in reserve; two persons can be sent."""
    given = scenario(
        programme={"first": "2024-01-08"},
        cities={
            "oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {"strength": 90}}),
            "turku": city("FI", (60.4, 22.3), name="Turku", offers={"housing": {"strength": 80}}),
            "bergen": city("NO", (60.4, 5.3), name="Bergen", offers={"housing": {"strength": 50, "reserve": True}}),
            "ghent": city("BE", (51.05, 3.7), name="Ghent", needs={"housing": {"priority": 3}}),
            "riga": city("LV", (56.9, 24.1), name="Riga", needs={"housing": {"level": 50}}),
        },
        people={
            "ana": {"name": "Ana", "roles": ["facilitator"]},
            "ben": {"name": "Ben", "roles": ["facilitator"], "left_on": "2024-02-29"},
        },
        stages={"visit": {"gathers": "pairing", "host": "mentee", "people": {"facilitator": 1}}},
        goals={"pairing": ["needs", "fit"], "dates": ["early"]},
        **more,
    )  # fmt: skip
    return api.plan(given).require_plan()


def by_name(harms: list[Harm]) -> dict[str, Harm]:
    return {harm.mishap.who: harm for harm in harms}


def test_each_drop_out_is_what_planning_without_it_comes_to(tmp_path: Path):
    before = network()
    found = by_name(drill(before, tmp_path, executor=Inline()))
    assert set(found) == {"oslo", "turku", "bergen", "ghent", "riga", "ana", "ben"}
    assert count_mishaps(before.scenario) == 7
    asked = before.scenario.goals.model_copy(update={"pairing": ("needs", "changes", "fit")})
    for who, harm in found.items():
        changes: dict[str, Any] = {"cities" if who in before.scenario.cities else "people": {who: None}}
        if who != "bergen":
            changes.setdefault("cities", {})["bergen"] = {"offers": {"housing": {"reserve": False}}}
        changes["goals"] = {"pairing": list(asked.pairing), "dates": ["changes", "early"]}
        alone = api.plan(vary(before.scenario, changes).require(), against=before).require_plan()
        assert harm.difference is not None
        assert [goal.value for goal in harm.difference.after.goals] == [goal.value for goal in alone.goals], who
        assert compare(alone, harm.difference.after).is_empty


def test_who_stands_in_and_what_is_lost(tmp_path: Path):
    before = network()
    assert {str(pair) for pair in before.paired} == {"oslo > ghent in housing", "turku > riga in housing"}
    assert before.unused == ()  # what is kept in reserve is not left over
    found = by_name(drill(before, tmp_path, executor=Inline()))
    assert [one.pairing for one in found["oslo"].stand_ins] == ["bergen > ghent in housing"]
    assert found["oslo"].reserves == (("bergen", "housing"),)
    assert found["oslo"].lost == ()
    assert [one.pairing for one in found["turku"].stand_ins] == ["bergen > riga in housing"]
    for harmless in ("bergen", "ghent", "riga"):
        assert (found[harmless].lost, found[harmless].stand_ins, found[harmless].disturbed) == ((), (), ())
    without = network(pins={"home": {"not": {"pairing": "bergen > ghent in housing"}},
                            "too": {"not": {"pairing": "bergen > riga in housing"}}})  # fmt: skip
    ranked = drill(without, tmp_path / "more", executor=Inline())
    # Without either mentor the other serves Ghent, whose need is the more pressing.
    assert [harm.mishap.who for harm in ranked[:2]] == ["oslo", "turku"]
    assert [harm.lost for harm in ranked[:2]] == [(("riga", "housing", 1),), (("riga", "housing", 1),)]


def test_what_is_told(tmp_path: Path):
    before = network()
    harms = drill(before, tmp_path, random=1, closed=2, cities=2, seed=3, executor=Inline())
    told = "\n".join(str(block) for block in drill_blocks(before, harms, 8))
    assert "Without Oslo" in told
    assert "Bergen for Ghent (reserve)" in told
    assert "Without Ana" in told
    assert say_drill(harms).startswith("Of 8 mishaps ")
    assert say_drill([]) == "Of 0 mishaps none was drilled."
    record = drill_record(before, harms, 8)
    assert record["drilled"] == 8
    assert {"kind", "who", "lost", "disturbed", "stand_ins", "plan"} <= set(record["harms"][0])
    weeks = next(harm for harm in harms if harm.mishap.kind == "weeks")
    said = say_mishap(before, weeks.mishap)
    assert said.startswith("Cannot meet: ")
    assert said.count(" on ") == 2
    assert "run it again" not in told
    assert "run it again to go on" in str(drill_blocks(before, harms, 9))


def test_weeks_closed_by_chance_are_the_same_for_the_same_seed(tmp_path: Path):
    before = network()
    folders = [tmp_path / str(number) for number in range(3)]
    drawn = [
        {
            harm.mishap.weeks
            for harm in drill(before, folder, random=3, closed=2, cities=2, seed=seed, executor=Inline())
        }
        for folder, seed in zip(folders, (4, 4, 5), strict=True)
    ]
    assert drawn[0] == drawn[1] != drawn[2]
    for weeks in drawn[0] - {()}:
        assert len(weeks) == 2
        for who, mondays in weeks:
            assert who in before.scenario.cities
            assert len(mondays) == 2
            assert all(day.weekday() == 0 for day in mondays)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"closed": 40}, "40 weeks cannot be closed: the programme has 12 weeks ahead of it"),
        ({"cities": 6}, "weeks cannot be closed in 6 cities: the programme has 5"),
    ],
)
def test_more_than_there_is_cannot_be_closed(asked: dict[str, int], said: str, tmp_path: Path):
    with pytest.raises(UsageError, match=said):
        drill(network(), tmp_path, random=1, **asked)  # type: ignore[arg-type]


def test_a_city_that_hosts_by_name_is_missed_as_host(tmp_path: Path):
    stages = {"visit": {"gathers": "pairing", "host": "ghent", "title": "Visit"}}
    before = api.plan(scenario(stages=stages)).require_plan()
    found = by_name(drill(before, tmp_path, executor=Inline()))
    assert found["ghent"].status == "failed"
    assert found["ghent"].reason == "Visit has no host without ghent"
    assert "Visit has no host without ghent" in str(drill_blocks(before, list(found.values()), 2))


def test_a_killed_drill_goes_on(tmp_path: Path):
    before = network()
    write_plan(before, tmp_path / "plan.json")
    arguments = ["drill", str(tmp_path / "plan.json"), "--random", "12", "--jobs", "2"]
    chance = Random(3)
    kept: dict[str, bytes] = {}
    for _ in range(2):
        run_killed(arguments, tmp_path / "plan.drill", chance.uniform(0, 0.1))
        now = plans_in(tmp_path / "plan.drill")
        assert kept.items() <= now.items()
        for name in now:
            assert read_plan(tmp_path / "plan.drill" / name).pairings
        kept = now
    harms = drill(before, tmp_path / "plan.drill", random=12, jobs=2)
    assert len(harms) == 19
    assert kept.items() <= plans_in(tmp_path / "plan.drill").items()
