"""What is measured, kept and shown."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.flame import draw
from benchmarks.measurement import OURS, Measurement, Reached, keep, middle, read
from benchmarks.page import benchmarks_page
from benchmarks.planning import is_as_it_should_be
from benchmarks.sampler import Sampler
from benchmarks.schedule import SAMPLED, SIZES, full, quick
from benchmarks.table import growth_lines, versus_table

NEEDS = Reached("needs", "pairing", 2, "least", 2, True, 0.1, 0.2)
FIT = Reached("fit", "pairing", 400, "most", 400, True, 0.3, 0.4)
EARLY = Reached("early", "dates", 1000, "least", 990, False, 2.0, 3.0)
OURS_50 = Measurement("stated", 50, OURS, limit=60, seconds=3.0, first=0.5, goals=(NEEDS, FIT, EARLY), peak_mb=100.0)


def peer(needs: int, fit: int, early: int, after: float) -> Measurement:
    goals = (
        Reached("needs", "pairing", needs, "least", reached=after),
        Reached("fit", "pairing", fit, "most", reached=after),
        Reached("early", "dates", early, "least", reached=after),
    )
    return Measurement("stated", 50, "Timefold", limit=300, seconds=300, first=5.0, goals=goals)


def test_what_is_kept_is_read_again_and_a_second_of_the_same_replaces_it(tmp_path: Path):
    file = tmp_path / "results.json"
    keep(OURS_50, file)
    keep(replace(OURS_50, repeat=2, parts={"engine/planner": 1.5}), file)
    keep(replace(OURS_50, seconds=4.0), file)
    assert read(file) == [replace(OURS_50, seconds=4.0), replace(OURS_50, repeat=2, parts={"engine/planner": 1.5})]
    assert len(json.loads(file.read_text(encoding="utf-8"))["measurements"]) == 2


def test_the_gap_is_the_share_of_the_value():
    assert EARLY.gap == pytest.approx(0.01)
    assert OURS_50.pairings_proven_after == 0.4
    assert OURS_50.best_after == 2.0
    assert not OURS_50.is_proven


@pytest.mark.parametrize(
    ("needs", "fit", "early", "after"),
    [
        (3, 400, 900, 0.5),  # ours is better in the first goal: as good with its first plan
        (2, 399, 900, 0.5),
        (2, 400, 1001, 2.0),  # better in the last goal only: when that was reached
        (2, 400, 1000, 2.0),
        (2, 401, 1000, None),  # never
    ],
)
def test_as_good_as_a_peer_is_decided_by_the_first_goal_that_differs(
    needs: int, fit: int, early: int, after: float | None
):
    assert OURS_50.as_good_after(peer(needs, fit, early, 100.0).costs) == after


def test_a_peer_without_a_plan_counts_with_all_its_time():
    none = Measurement("stated", 50, "Timefold", limit=300, seconds=300, failure="none in time")
    assert versus_table([OURS_50, none])[-1].split("|")[5].strip() == ">= 600"
    assert versus_table([OURS_50, peer(3, 399, 2000, 100.0)])[-1].split("|")[5].strip() == "200"


def test_a_plan_that_breaks_a_rule_is_no_plan():
    broken = replace(OURS_50, broken=("window: too late",))
    assert not broken.has_plan
    assert not is_as_it_should_be(broken)
    assert is_as_it_should_be(OURS_50)
    assert not is_as_it_should_be(replace(OURS_50, goals=(replace(NEEDS, proven=False), FIT, EARLY)))


def test_of_several_runs_the_middle_one_stands_for_them_and_failures_are_the_slowest():
    runs = [replace(OURS_50, repeat=n, seconds=s) for n, s in enumerate((1.0, 9.0, 3.0), start=1)]
    assert middle(runs).seconds == 3.0
    assert middle([*runs, replace(OURS_50, repeat=4, goals=(), failure="none", seconds=0.1)]).seconds == 9.0


def test_growth_is_the_power_of_the_number_of_cities():
    larger = replace(OURS_50, cities=200, seconds=24.0)
    assert growth_lines([OURS_50, larger])[-1].split("|")[4].strip() == "1.50"


def test_the_full_measurement_has_every_size_once_and_the_quick_one_two():
    runs = list(full())
    assert len({(run.form, run.cities, run.solver, run.repeat) for run in runs}) == len(runs)
    assert {run.cities for run in runs if run.form == "stated" and run.solver == OURS} == set(SIZES)
    assert {run.cities for run in quick()} == set(SIZES[:2])


def test_the_sampler_finds_where_time_goes():
    def busy() -> int:
        end = time.perf_counter() + 0.1
        number = 0
        while time.perf_counter() < end:
            number += 1
        return number

    with Sampler() as sampler:
        busy()
    most = max(sampler.stacks, key=lambda stack: sampler.stacks[stack])
    assert most[-1].endswith("busy")


def test_the_flame_picture_draws_wide_bars_and_leaves_out_narrow_ones():
    stacks = {("single.main", "engine/planner.run", "engine/face.search"): 9.0, ("engine/planner.run",): 1.0,
              ("engine/planner.run", "engine/core.never"): 0.0001}  # fmt: skip
    picture = draw(stacks, "Planning <50> cities")
    assert "engine/face.search 9.00 s" in picture
    assert "engine/planner.run 10.00 s" in picture
    assert "never" not in picture
    assert len(ElementTree.fromstring(picture)) > 3


def test_the_page_shows_every_measurement():
    sampled = replace(OURS_50, repeat=SAMPLED, parts={"engine/planner": 1.5, "engine/face": 0.5})
    page = "\n".join(benchmarks_page([OURS_50, sampled, peer(3, 399, 2000, 100.0)]))
    assert "early 1,000 (gap 1.00%)" in page
    assert "needs **2**" in page
    assert "`engine/planner`" in page
    assert "Timefold" in page
