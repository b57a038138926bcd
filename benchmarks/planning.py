"""How long planning takes: seconds from start to end for made-up programmes, as multiples of the smallest.

One run on one worker, so that the figures of a table belong together; seconds on another machine differ, the
multiples hardly. Exit code 1 if a pairing goal is left unproven, a bound is missing, or a plan breaks a rule.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, Python looks for modules beside it only

from benchmarks.made_up import make_programme
from mentoring.domain.result import Progress, Result
from mentoring.engine.planner import plan
from mentoring.rules import check_plan

SIZES = (14, 50)
WORK = 1.0  # solver units for a single solve, the same on every machine


@dataclass(frozen=True, slots=True)
class Run:
    """One programme planned: what came out, and the seconds after which each goal had its first and its last value."""

    cities: int
    seconds: float
    result: Result
    heard: tuple[Progress, ...]

    def reached(self, goal: str) -> float:
        """Seconds until the goal had the value it ended with."""
        value = next(one.value for one in self.result.goals if one.goal == goal)
        return min((step.seconds for step in self.heard if step.goal == goal and step.best == value), default=0.0)

    @property
    def holds(self) -> bool:
        """Whether the plan keeps every rule, its pairing goals are proven and its date goals have bounds."""
        return (
            not check_plan(self.result.require_plan())
            and all(goal.is_proven for goal in self.result.goals if goal.part == "pairing")
            and all(goal.bound is not None for goal in self.result.goals)
        )


def run(cities: int) -> Run:
    """Plan the made-up programme of so many cities."""
    heard: list[Progress] = []
    listen: Callable[[Progress], None] = heard.append
    scenario = make_programme(cities)
    began = time.perf_counter()
    result = plan(scenario, work=WORK, on_progress=listen)
    return Run(cities, time.perf_counter() - began, result, tuple(heard))


def table(runs: list[Run]) -> list[str]:
    """The runs, a line for each goal."""
    least = runs[0].seconds
    lines = [f"{'cities':>6}  {'goal':<12}{'value':>9}{'bound':>9}{'gap':>8}{'reached after':>15}"]
    for one in runs:
        for goal in one.result.goals:
            bound, gap = "-" if goal.bound is None else goal.bound, "-" if goal.gap is None else f"{goal.gap:.2%}"
            after = f"{one.reached(goal.goal):.1f} s"
            lines.append(f"{one.cities:>6}  {goal.goal:<12}{goal.value:>9}{bound:>9}{gap:>8}{after:>15}")
        made = one.result.require_plan()
        told = f"{len(made.pairings)} pairings, {len(made.events)} events, {one.result.status}"
        lines.append(f"{'':>6}  {told}: {one.seconds:.1f} s, {one.seconds / least:.1f} times the smallest")
    for small, large in pairwise(runs):
        grown = (large.seconds / small.seconds) / (large.cities / small.cities)
        lines.append(f"From {small.cities} to {large.cities} cities the time for each city grows {grown:.1f} times.")
    return lines


def main() -> int:
    """Print the table; 0 if every plan is as it should be, else 1."""
    runs = [run(cities) for cities in SIZES]
    print("\n".join(table(runs)))
    broken = [str(one.cities) for one in runs if not one.holds]
    told = f"Not as it should be: {', '.join(broken)} cities."
    print(told if broken else "Every pairing goal is proven, every bound is stated.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
