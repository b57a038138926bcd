"""Reasons of needs without a mentor: each stands at a line that holds it, and is a cause of what is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from mentoring import api
from mentoring.analysis.gap import Candidate, NeedReport
from mentoring.api.need import explain_gaps
from mentoring.domain.plan import Plan
from tests.place import at, is_said

IMPLEMENTORING = Path(__file__).parents[2] / "scenarios" / "implementoring-2013.yaml"

SHUT: dict[str, Any] = {
    "based_on": IMPLEMENTORING.as_posix(),
    "pairing": {"common_language": False},
    "pins": {"cluster-genoa": None},
    "cities": {
        "riga": {"languages": ["lv", "ru"]},
        "milan": {
            "unavailable+": [
                {"first": "2013-04-01", "last": "2013-09-08", "why": "works"},
                {"first": "2013-09-12", "last": "2013-11-12", "why": "fair"},
            ],
            "needs": {"political": {"refuses": ["oslo"]}},
        },
        "athens": {"unavailable+": [{"first": "2013-11-13", "last": "2013-11-30", "why": "training"}]},
        "genoa": {"offers": {"perception": {"mentees": 2}}},
        "copenhagen": {"needs": {"perception": {}}},
    },
}

CROWDED: dict[str, Any] = {
    "based_on": IMPLEMENTORING.as_posix(),
    "programme": {"closed+": [{"first": "2013-05-13", "last": "2013-11-15", "why": "works"}]},
    "limits": {"events_at_once": 1},
    "pins": {"athens-in-october": None, "lublin-in-june": None},
    "stages": {"conference": None, "joint-meeting": None, "cluster": None},
}


def planned(folder: Path, what_if: dict[str, Any]) -> Plan:
    file = folder / "what-if.yaml"
    file.write_text(yaml.safe_dump(what_if), encoding="utf-8")
    return api.plan(file, seconds=20).require_plan()


def sentences(report: NeedReport) -> Iterator[tuple[str, str]]:
    for one in report.candidates:
        yield from ((reason.said, reason.place) for reason in one.reasons)
        for room in one.rooms:
            for obstacle in room.obstacles:
                assert len(obstacle.said) == len(obstacle.places) > 0
                yield from zip(obstacle.said, obstacle.places, strict=True)


@pytest.mark.parametrize("what_if", [SHUT, CROWDED], ids=["shut", "crowded"])
def test_every_reason_stands_at_a_line_that_holds_it(what_if: dict[str, Any], tmp_path: Path):
    plan = planned(tmp_path, what_if)
    told = {pair for need in explain_gaps(plan).needs for pair in sentences(need)}
    assert len(told) > 5
    for said, place in told:
        value = at(place)
        assert value is not None, (said, place)
        of_country = " is a public holiday in " in said and value.keys[-1] == "country"
        assert of_country or is_said(plan.scenario, value, said), (said, value)


def mentors(plan: Plan, city: str, theme: str) -> dict[str, Candidate]:
    (need,) = (one for one in explain_gaps(plan).needs if (one.city, one.theme) == (city, theme))
    return {one.pairing.mentor: one for one in need.candidates}


def test_only_days_that_matter_are_told_and_day_by_day_which_of_them_clash(tmp_path: Path):
    athens = mentors(planned(tmp_path, SHUT), "milan", "political")["athens"]
    assert athens.kind == "falls out"
    (room,) = athens.rooms
    by_said = {said: len(one.days) for one in room.obstacles for said in one.said if len(one.said) == 1}
    assert by_said == {
        "Milan is unavailable 1 April to 8 September 2013 (works)": 21,
        "Milan is unavailable 12 September to 12 November 2013 (fair)": 9,
        "Athens is unavailable 13-30 November 2013 (training), and would have to travel then": 2,
    }
    (both,) = (one for one in room.obstacles if len(one.said) == 2)
    assert [day.isoformat() for day in both.days] == ["2013-11-12"]


def test_dates_are_not_blamed_where_nobody_can_be_sent(tmp_path: Path):
    """Without the languages of any one of the persons told there is somebody, and dates are a question again."""
    plan = planned(tmp_path, SHUT)
    genoa = mentors(plan, "riga", "perception")["genoa"]
    assert (genoa.kind, genoa.rooms) == ("falls out", ())
    assert [reason.said for reason in genoa.reasons] == [
        "Mentoring visit asks for 1 facilitator",
        "S. Lukes speaks English and no language of Riga (Latvian and Russian)",
        "R. Stanton speaks English and no language of Riga (Latvian and Russian)",
    ]
    (riga,) = (one.reason for one in plan.unserved if one.city == "riga")
    assert riga.startswith("nobody can be sent: ")
    for who in ("lukes", "stanton"):
        freed = planned(tmp_path, {**SHUT, "people": {who: {"languages": ["en", "lv"]}}})
        assert ("riga", "perception") not in {(one.city, one.theme) for one in freed.unserved}
