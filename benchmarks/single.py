"""One programme planned by one solver in this process; the measurement goes to the standard output as JSON.

`python benchmarks/single.py stated 200 mentoring --seconds 60`; with `--stacks FILE` also where time went.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import platform
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, Python looks for modules beside it only

from benchmarks.made_up import FORMS, make_programme
from benchmarks.measurement import OURS, Measurement, Reached
from benchmarks.memory import limit_memory, peak_mb
from benchmarks.peer.figures import numbers_of, plan_from
from benchmarks.peer.greedy import solve_greedily
from benchmarks.peer.local_search import PeerFailure, solve_with_timefold
from benchmarks.sampler import Sampler
from mentoring.domain.plan import Plan
from mentoring.domain.result import PLAN, SETTLED, Progress, Result
from mentoring.domain.scenario import Scenario
from mentoring.engine.planner import plan
from mentoring.engine.reference import solve_reference
from mentoring.goals import BY_SLUG
from mentoring.goals.score import score
from mentoring.rules import check_plan

Made = TypeVar("Made")

SHOWN_RULES = 5  # broken rules told of one plan


@dataclass(slots=True)
class Stopwatch:
    """Seconds and processor seconds of the planning alone, and where they went when that is asked."""

    sampler: Sampler | None = None
    seconds: float = 0.0
    cpu: float = 0.0

    def run(self, call: Callable[[], Made]) -> Made:
        """Call it and look at the clock; the clock is read also when it fails."""
        began, cpu = time.perf_counter(), time.process_time()
        try:
            with self.sampler or nullcontext():
                return call()
        finally:
            self.seconds, self.cpu = time.perf_counter() - began, time.process_time() - cpu


def measure(asked: argparse.Namespace) -> Measurement:
    """Plan once and say how it went."""
    start_up = time.time() - asked.started if asked.started else 0.0
    scenario = make_programme(asked.cities, asked.seed, form=asked.form)
    watch = Stopwatch(Sampler() if asked.stacks else None)
    try:
        found = SOLVERS[asked.solver](scenario, asked, watch)
    except (PeerFailure, MemoryError, ValueError) as error:
        found = Measurement(asked.form, asked.cities, asked.solver, failure=str(error) or type(error).__name__)
    if watch.sampler is not None:
        found = replace(found, parts=watch.sampler.parts())
        stacks = [[list(stack), round(seconds, 4)] for stack, seconds in sorted(watch.sampler.stacks.items())]
        Path(asked.stacks).write_text(json.dumps(stacks), encoding="utf-8")
    solver_version = importlib.metadata.version("ortools")
    return replace(
        found, repeat=asked.repeat, limit=asked.seconds, start_up=round(start_up, 3),
        seconds=round(watch.seconds, 3), cpu=round(watch.cpu, 3), peak_mb=found.peak_mb or peak_mb(),
        measured_on=f"{datetime.now(UTC).date()}, Python {platform.python_version()}, OR-Tools {solver_version}",
    )  # fmt: skip


def plan_with_ours(scenario: Scenario, asked: argparse.Namespace, watch: Stopwatch) -> Measurement:
    """The product's own engine."""
    seed, workers = asked.repeat, asked.workers
    return _from_result(asked, watch.run(lambda: plan(scenario, seconds=asked.seconds, seed=seed, workers=workers)))


def plan_with_monolith(scenario: Scenario, asked: argparse.Namespace, watch: Stopwatch) -> Measurement:
    """One CP-SAT model over everything, limited in memory so that it fails alone."""
    limit_memory(asked.memory_gb)
    return _from_result(asked, watch.run(lambda: solve_reference(scenario, seconds=asked.seconds, seed=asked.repeat)))


def plan_greedily(scenario: Scenario, asked: argparse.Namespace, watch: Stopwatch) -> Measurement:
    """As by hand."""

    def by_hand() -> Plan:
        numbers = numbers_of(scenario)
        return plan_from(scenario, numbers, solve_greedily(numbers))

    made = watch.run(by_hand)
    return _from_plan(asked, made, round(watch.seconds, 3))


def plan_with_timefold(scenario: Scenario, asked: argparse.Namespace, watch: Stopwatch) -> Measurement:
    """Local search."""
    numbers = numbers_of(scenario)
    scores: list[tuple[float, str]] = []

    def hear(after: float, told: str) -> None:
        scores.append((round(after, 2), told))

    answer, peak = watch.run(lambda: solve_with_timefold(numbers, asked.seconds, asked.repeat, hear))
    kept = [(after, told) for after, told in scores if told.startswith("[0]hard")]
    found = _from_plan(asked, plan_from(scenario, numbers, answer), kept[0][0])
    best_at = next(after for after, told in kept if told == kept[-1][1])
    goals = tuple(replace(goal, reached=best_at) for goal in found.goals)
    return replace(found, goals=goals, peak_mb=peak, scores=(*kept[:1], *kept[-1:]))


SOLVERS: dict[str, Callable[[Scenario, argparse.Namespace, Stopwatch], Measurement]] = {
    OURS: plan_with_ours,
    "greedy": plan_greedily,
    "one CP-SAT model": plan_with_monolith,
    "Timefold": plan_with_timefold,
}


def _from_plan(asked: argparse.Namespace, made: Plan, after: float) -> Measurement:
    goals = [
        Reached(use.goal, part, value, BY_SLUG[use.goal].direction, reached=after) for use, part, value in score(made)
    ]
    return _told(asked, made, goals, "feasible", after)


def _told(
    asked: argparse.Namespace, made: Plan, goals: Sequence[Reached], status: str, first: float | None
) -> Measurement:
    peak = peak_mb()  # before the check, which is not part of planning
    broken = tuple(f"{one.rule}: {one.message}" for one in check_plan(made)[:SHOWN_RULES])
    return Measurement(
        form=asked.form, cities=asked.cities, solver=asked.solver, status=status, first=first, goals=tuple(goals),
        pairings=len(made.pairings), events=len(made.events), broken=broken, peak_mb=peak,
    )  # fmt: skip


def _from_result(asked: argparse.Namespace, result: Result) -> Measurement:
    if result.plan is None:
        return Measurement(
            form=asked.form, cities=asked.cities, solver=asked.solver, status=result.status,
            failure=result.message or f"no plan: {result.status}",
        )  # fmt: skip
    measured = {(use.goal, part): value for use, part, value in score(result.plan)}
    goals = [
        Reached(
            goal.goal, goal.part, measured[goal.goal, goal.part], goal.direction, goal.bound, goal.is_proven,
            reached=_when(result, lambda step, goal=goal: step.goal == goal.goal and step.best == goal.value),  # type: ignore[misc]
            settled=_when(result, lambda step, goal=goal: step.goal == goal.goal and step.note == SETTLED, last=True),  # type: ignore[misc]
        )
        for goal in result.goals
    ]  # fmt: skip
    return _told(asked, result.plan, goals, result.status, first_plan_after(result))


def first_plan_after(result: Result) -> float:
    """Seconds to the first whole plan: said by the engine, else when the first date goal had a value."""
    said = _when(result, lambda step: step.note == PLAN)
    date_goals = {goal.goal for goal in result.goals if goal.part == "dates"}
    dated = _when(result, lambda step: step.goal in date_goals and step.best is not None)
    return next((time for time in (said, dated) if time is not None), result.seconds)


def _when(result: Result, is_it: Callable[[Progress], bool], last: bool = False) -> float | None:
    times = [step.seconds for step in result.progress if is_it(step)]
    return (times[-1] if last else times[0]) if times else None


def arguments(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """What one run can be told."""
    parser.add_argument("form", choices=FORMS)
    parser.add_argument("cities", type=int)
    parser.add_argument("solver", choices=SOLVERS)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1, help="of the programme")
    parser.add_argument("--repeat", type=int, default=1, help="number of this run, and the solver's seed")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--memory-gb", type=float, default=10.0, help="for the model over everything")
    parser.add_argument("--started", type=float, default=0.0, help="when this process was started, on the clock")
    parser.add_argument("--stacks", default="", help="file for the stacks sampled")
    return parser


def main() -> int:
    """Measure once."""
    asked = arguments(argparse.ArgumentParser(description="One measurement.")).parse_args()
    print(json.dumps(asdict(measure(asked))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
