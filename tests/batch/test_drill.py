"""Drills: every drop-out against planning it by hand, reserves, closed weeks by chance, and going on after a kill."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from mentoring import api
from mentoring.analysis.difference import compare
from mentoring.analysis.harm import Harm
from mentoring.batch.drill import Round, count_mishaps, drill
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.errors import UsageError
from mentoring.files.plan import read_plan, write_plan
from mentoring.files.variant import vary
from mentoring.views.drill import drill_blocks, drill_record, say_drill, say_mishap
from tests.batch.inline import Inline
from tests.batch.test_sweep import plans_in, run_killed
from tests.brute import TooManyPlans
from tests.builders import city, scenario
from tests.changed_programme import try_all


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
    assert [(one.pairing, one.fit, one.is_used, one.is_reserve, one.is_full) for one in found["oslo"].stand_ins] == [
        ("turku > ghent in housing", 80, False, False, True),
        ("bergen > ghent in housing", 50, True, True, False),
    ]
    assert found["oslo"].reserves == (("bergen", "housing"),)
    assert found["oslo"].lost == ()
    assert [one.pairing for one in found["turku"].stand_ins if one.is_used] == ["bergen > riga in housing"]
    assert [(one.who, one.events, one.used) for one in found["ana"].deputies + found["ben"].deputies] in (
        [("ben", 2, 2)], [("ana", 2, 2)], [("ben", 1, 1), ("ana", 1, 1)],
    )  # fmt: skip
    for harmless in ("bergen", "ghent", "riga"):
        assert (found[harmless].lost, found[harmless].stand_ins, found[harmless].disturbed) == ((), (), ())
    without = network(pins={"home": {"not": {"pairing": "bergen > ghent in housing"}},
                            "too": {"not": {"pairing": "bergen > riga in housing"}}})  # fmt: skip
    ranked = drill(without, tmp_path / "more", executor=Inline())
    # Without either mentor the other serves Ghent, whose need is the more pressing.
    assert [harm.mishap.who for harm in ranked[:2]] == ["oslo", "turku"]
    assert [harm.lost for harm in ranked[:2]] == [(("riga", "housing", 1),), (("riga", "housing", 1),)]


@pytest.mark.parametrize("status", ["confirmed", "done"])
def test_without_a_person_others_go_to_what_is_confirmed_and_what_is_done_stays(tmp_path: Path, status: str):
    made = network(limits={"events_at_once": 1})  # so that one person can go to all
    told = tuple(one.model_copy(update={"status": status}) for one in made.events)
    before = api.plan(made.scenario, against=made.model_copy(update={"events": told})).require_plan()
    sent = {one.id: one.people for one in before.events if "ana" in one.people}
    assert sent
    harm = by_name(drill(before, tmp_path, executor=Inline()))["ana"]
    assert harm.difference is not None
    now = harm.difference.after.by_id
    for name, crew in sent.items():
        assert (now[name].first, now[name].host) == (before.by_id[name].first, before.by_id[name].host)
        assert (now[name].people == crew) == (status == "done")


def test_what_is_told(tmp_path: Path):
    before = network()
    harms = drill(before, tmp_path, random=1, closed=2, cities=2, seed=3, executor=Inline())
    told = "\n".join(str(block) for block in drill_blocks(before, harms, 8))
    assert "Without Oslo" in told
    assert "for Ghent: Turku (full), Bergen (takes over, reserve)" in told
    assert any(f"without-oslo-{end}" in told for end in [plan.name[-16:] for plan in tmp_path.glob("without-oslo-*")])
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


def test_a_killed_drill_goes_on_and_leaves_no_half_file(tmp_path: Path):
    before, folder = network(), tmp_path / "plan.drill"
    write_plan(before, tmp_path / "plan.json")
    arguments = ["drill", str(tmp_path / "plan.json"), "--random", "20", "--jobs", "2"]
    chance = Random(3)
    kept: dict[str, bytes] = {}
    for number in range(4):
        is_early = number == 1  # while it looks at what is there, and starts processes
        run_killed(arguments, folder, chance.uniform(0, 1 if is_early else 0.1), is_early=is_early)
        now = plans_in(folder)
        assert kept.items() <= now.items()  # nothing finished is lost, or made again
        for name in now:
            assert read_plan(folder / name).pairings
        kept = now
    assert 0 < len(kept) < 27
    # What a kill in the middle of writing leaves, for certain once: the first half of a plan beside its place.
    name, written = next(iter(kept.items()))
    (folder / f".{name}.0a1b2c3d.tmp").write_bytes(written[: len(written) // 2])
    harms = drill(before, folder, random=20, jobs=2)
    assert len(harms) == 27
    assert kept.items() <= plans_in(folder).items()
    assert [path.name for path in folder.iterdir() if path.suffix != ".json"] == []


def test_where_no_plan_keeps_every_rule_the_facts_that_clash_are_told_and_kept(tmp_path: Path, monkeypatch: Any):
    """Riga is to host the meeting, but without Turku nobody may mentor it, and it takes no part."""
    given = scenario(
        cities={
            "oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {}}),
            "turku": city("FI", (60.4, 22.3), name="Turku", offers={"housing": {}}),
            "ghent": city("BE", (51.05, 3.7), name="Ghent", needs={"housing": {}}),
            "riga": city("LV", (56.9, 24.1), name="Riga", needs={"housing": {"refuses": ["oslo"]}}),
        },
        stages={"meeting": {"gathers": "theme", "host": "participant", "title": "Meeting"}},
        pins={"one": {"pairing": "oslo > ghent in housing"}, "two": {"event": "meeting/housing", "host": "riga"}},
    )
    before = api.plan(given).require_plan()
    harm = by_name(drill(before, tmp_path, executor=Inline()))["turku"]
    assert harm.status == "infeasible"
    assert harm.reason.startswith("these cannot all hold: ")
    for fact in ("Riga refuses Oslo as mentor in housing", "the pin two fixes Meeting (housing) in Riga"):
        assert fact in harm.reason
    assert harm.reason in str(drill_blocks(before, [harm], 1))
    monkeypatch.setattr(Round, "clash", lambda *_: pytest.fail("it was known already"))
    assert by_name(drill(before, tmp_path, executor=Inline()))["turku"] == harm


def three_mentors(rng: Random) -> Scenario:
    """Three mentors for two, some kept in reserve, refused, abroad or away; hardly more days than visits."""
    mentors, mentees = ("oslo", "turku", "bergen"), ("ghent", "riga")
    sides = {
        name: {"offers": {"housing": {"strength": rng.randint(1, 100), "mentees": rng.randint(1, 2),
                                      "reserve": rng.random() < 0.3}}}
        for name in mentors
    } | {
        name: {"needs": {"housing": {"refuses": [one for one in mentors if rng.random() < 0.2]}}} for name in mentees
    }  # fmt: skip
    cities = {
        name: city(rng.choice("BCD") + "E", (50 + number, 10), languages=rng.choice([["en"], ["en", "fr"], ["fr"]]),
                   unavailable=[{"first": "2024-01-01", "last": "2024-01-02"}][: rng.random() < 0.4], **sides[name])
        for number, name in enumerate(sides)
    }  # fmt: skip
    return scenario(
        programme={"last": "2024-01-03", "public_holidays": "none"},
        cities=cities,
        pairing={"same_country": False, "common_language": True},
    )


def stand_ins_hold(number: int, folder: Path) -> int:
    """How many pairings of all plans without a mentor that are conceivable are told; nothing is told that is not.

    Told must be whoever mentors in any plan at all of those whose mentor is gone: every plan is tried.
    """
    before = api.plan(three_mentors(Random(number)), seconds=20).plan
    told = 0
    for harm in drill(before, folder, executor=Inline()) if before is not None and before.paired else ():
        if before is None or harm.mishap.kind != "city" or harm.difference is None:
            continue
        after = harm.difference.after
        orphans = {(pair.mentee, pair.theme) for pair in before.paired if pair.mentor == harm.mishap.who}
        try:
            plans = try_all(after.scenario, None, 3000) if orphans else []
        except TooManyPlans:
            continue
        possible = {pair for plan in plans for pair in plan.paired if (pair.mentee, pair.theme) in orphans}
        named = {one.pair: one for one in harm.stand_ins}
        assert possible - before.paired <= named.keys(), (number, harm.mishap)
        assert {pair for pair, one in named.items() if one.is_used} == (after.paired & named.keys())
        for one in named.values():
            assert (one.pair.mentee, one.pair.theme) in orphans
            assert one.fit == after.scenario.fit(one.pair)
            assert one.is_reserve == before.scenario.cities[one.pair.mentor].offers[one.pair.theme].reserve
        told += len(possible - before.paired)
    return told


def test_everybody_whom_the_rules_allow_could_stand_in(tmp_path: Path):
    assert sum(stand_ins_hold(number, tmp_path / str(number)) for number in range(25)) > 5


def test_a_drill_stopped_while_it_asks_what_clashes_asks_again(tmp_path: Path, monkeypatch: Any):
    asked: list[int] = []

    def clash(_: Round, number: int) -> str:
        asked.append(number)
        return ""

    monkeypatch.setattr(Round, "clash", clash)
    given = scenario(
        cities={
            "oslo": city("NO", (59.9, 10.7), offers={"housing": {}}),
            "turku": city("FI", (60.4, 22.3), offers={"housing": {}}),
            "ghent": city("BE", (51.05, 3.7), needs={"housing": {}}),
            "riga": city("LV", (56.9, 24.1), needs={"housing": {"refuses": ["oslo"]}}),
        },
        stages={"meeting": {"gathers": "theme", "host": "participant"}},
        pins={"one": {"pairing": "oslo > ghent in housing"}, "two": {"event": "meeting/housing", "host": "riga"}},
    )
    before = api.plan(given).require_plan()
    assert "turku" not in by_name(drill(before, tmp_path, executor=Inline(), should_stop=lambda: bool(asked)))
    assert len(asked) == 1
    assert by_name(drill(before, tmp_path, executor=Inline()))["turku"].status == "infeasible"
    assert len(asked) == 2
