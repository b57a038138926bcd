"""Meetings that do not fit into their slots, as others published them: why not, and the smallest repairs.

Whether few facts clash is found out here by trying: no engine, no rule, only who shares a person and how far they are.
"""

from __future__ import annotations

import json
from datetime import timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from mentoring.api.explain import explain
from mentoring.domain.impasse import Impasse
from mentoring.domain.scenario import Scenario
from tests.engine.test_published import FIRST, meetings

AMPLE = 40  # slots, where nothing says how many there are
IMPOSSIBLE = [str(number) for number in range(6, 14)]
Fact = tuple[str, str]  # rule and the name of the meeting or person; ("window", "") for the number of slots


@cache
def instance(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "meeting-scheduling-046.json").read_text(encoding="utf-8"))
    return dict(found["instances"][name])


@cache
def explained(folder: Path, name: str) -> Impasse:
    given = instance(folder, name)
    return explain(Scenario.model_validate(meetings(given, given["slots"])))


def fits(given: dict[str, Any], facts: set[Fact]) -> bool:
    """Whether meetings can have slots so that every one of the facts holds."""
    held = [number for number in range(len(given["travel"])) if ("whole", f"meeting-{number}") in facts]
    asked = {number for number in held if ("people", f"meeting-{number}") in facts}
    slots = given["slots"] if ("window", "") in facts else AMPLE
    gaps: dict[int, dict[int, int]] = {number: {} for number in held}
    for one, two in combinations(sorted(asked), 2):
        for who, theirs in enumerate(given["members"]):
            if one in theirs and two in theirs and ("person-gap", f"person-{who}") in facts:
                gaps[one][two] = gaps[two][one] = given["travel"][one][two]
    return _place(gaps, dict.fromkeys(held, (1 << slots) - 1))


def _place(gaps: dict[int, dict[int, int]], left: dict[int, int]) -> bool:
    if not left:
        return True
    one = min(left, key=lambda number: left[number].bit_count())
    for slot in range(left[one].bit_length()):
        if left[one] >> slot & 1:
            rest = {other: days & ~_near(slot, gaps[one].get(other)) for other, days in left.items() if other != one}
            if all(rest.values()) and _place(gaps, rest):
                return True
    return False


def _near(slot: int, gap: int | None) -> int:
    """Slots with fewer than so many free ones in between; None: the two meetings share nobody."""
    return 0 if gap is None else ((1 << (slot + gap + 1)) - 1) & ~((1 << max(0, slot - gap)) - 1)


def facts_of(found: Impasse) -> list[set[Fact]]:
    """The conflicts, as facts that `fits` knows."""
    return [
        {(cause.rule, "" if cause.rule == "window" else cause.keys[0].split(".")[1]) for cause in conflict.causes}
        for conflict in found.conflicts
    ]


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_facts_clash_and_none_is_idle(name: str, instances: Path):
    given, found = instance(instances, name), explained(instances, name)
    assert found.status == "infeasible"
    for conflict, facts in zip(found.conflicts, facts_of(found), strict=True):
        assert conflict.is_confirmed
        assert len(facts) == len(conflict.causes)
        assert not fits(given, facts)
        for fact in facts:
            assert fits(given, facts - {fact}), fact


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_the_smallest_repairs_are_the_published_ones(name: str, instances: Path):
    given, found = instance(instances, name), explained(instances, name)
    last = FIRST + timedelta(days=given["smallest_slots"] - 1)
    assert {"programme": {"last": last.isoformat()}} in [way.changes for way in found.ways]
    dropped = [way.changes["stages"] for way in found.ways if set(way.changes) == {"stages"}]
    fewest = [len(stages) for stages in dropped if all(stage is None for stage in stages.values())]
    assert fewest
    assert set(fewest) == {len(given["travel"]) - given["most_meetings"]}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_it_takes_seconds(name: str, instances: Path):
    assert explained(instances, name).seconds < 30  # on a machine that does much else besides


def test_every_impossible_instance_is_explained(instances: Path):
    every = json.loads((instances / "meeting-scheduling-046.json").read_text(encoding="utf-8"))["instances"]
    assert [name for name, one in every.items() if one["status"] == "infeasible"] == IMPOSSIBLE
