"""Random programmes by the thousand, over night: no run at any size returns what is not true.

Each programme is planned, planned again, planned with another seed and two workers, and planned anew from the plan
found. Every plan must pass the independent check, be no better than its bound, and contradict none of the others; the
same seed with one worker gives the same bytes. What failed is written to `failures.txt` with the command that
repeats it. A run that was stopped goes on where it was:

    make soak
    python -m tests.soak --start 0 --count 10000 --jobs 2 --cities 40 --seconds 10
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from random import Random
from typing import Any

from mentoring.domain.plan import Plan
from mentoring.domain.result import Result
from mentoring.domain.scenario import Scenario
from mentoring.engine.planner import plan
from mentoring.goals.score import order, score
from mentoring.rules import check_plan
from tests.agreement import is_better, shown, what_if, with_changes
from tests.strategies import random_scenario

SURELY = 0.2  # of the time: one goal is given half of what is left of half, so that no part ran out of its share
OVERTIME = 30.0  # seconds over its limit that a planning may take: building models is not timed


@dataclass(frozen=True)
class Options:
    """What every programme of a run has in common: largest size, limits of one planning."""

    cities: int = 40
    seconds: float = 10.0
    work: float = 1.0


def programme(number: int, most_cities: int) -> Scenario:
    """The random programme of that number: small ones are more frequent than large ones."""
    rng = Random(2_000_003 * number + most_cities)
    cities = min(most_cities, 2 + int(rng.expovariate(1.0) * most_cities / 4))
    horizon = (20, 120) if cities > 10 else (10, 60)
    return random_scenario(rng, horizon=horizon, cities=(cities, cities), bites=rng.choice((0, 0, 1, 1, 2, 3)))


def examine(number: int, options: Options) -> tuple[str, list[str]]:
    """The status found for the programme of that number, and everything that was wrong."""
    scenario = programme(number, options.cities)
    first = run(scenario, options)
    wrong = [f"first plan: {told}" for told in faults(first, None)]
    again = run(scenario, options)
    if max(first.seconds, again.seconds) < SURELY * options.seconds and text(first) != text(again):
        wrong.append("the same seed gave another plan")
    other = run(scenario, options, seed=2, workers=2)
    wrong += [f"seed 2, two workers: {told}" for told in faults(other, None)]
    wrong += contradictions(first, other) + contradictions(other, first)
    slow = max(first.seconds, again.seconds, other.seconds)
    if first.plan is not None:
        rng = Random(number)
        changed, earlier = what_if(with_changes(scenario, rng), first.plan, rng)
        anew = run(changed, options, against=earlier)
        wrong += [f"planned anew: {told}" for told in faults(anew, earlier)]
        slow = max(slow, anew.seconds)
    if slow > options.seconds + OVERTIME:
        wrong.append(f"took {slow:.0f} s")
    return first.status, wrong


def run(
    scenario: Scenario, options: Options, *, against: Plan | None = None, seed: int = 1, workers: int = 1
) -> Result:
    """One planning within the limits."""
    return plan(
        scenario, against=against, seconds=options.seconds, work=options.work, seed=seed, workers=workers
    )  # fmt: skip


def text(result: Result) -> str:
    """Everything of a result that may not differ between equal runs."""
    if result.plan is None:
        return f"{result.status} {result.message}"
    return result.plan.model_copy(update={"run": {}}).model_dump_json()


def faults(result: Result, against: Plan | None) -> list[str]:
    """What is wrong with one answer by itself."""
    if result.plan is None:
        return [] if result.status in ("infeasible", "unknown") else [f"{result.status} without a plan"]
    found = [f"{broken.rule}: {broken.message}" for broken in check_plan(result.plan)]
    if [value for _, _, value in score(result.plan, against)] != [goal.value for goal in result.goals]:
        found.append("values are not those of the plan")
    found += [
        f"{goal.goal} is {goal.value}, better than its bound {goal.bound}"
        for goal in result.goals
        if goal.bound is not None and is_better(goal.direction, goal.value, goal.bound)
    ]
    if result.status == "optimal" and not all(goal.is_proven for goal in result.goals):
        found.append("optimal, but not every goal is proven")
    return found


def contradictions(claims: Result, other: Result) -> list[str]:
    """What one answer claims and another one on the same programme shows to be wrong."""
    if other.plan is None:
        return []
    if claims.status == "infeasible":
        return ["called infeasible, but there is a plan"]
    for (use, _), one, two in zip(order(claims.scenario), claims.goals, other.goals, strict=False):
        if one.bound is not None and is_better(one.direction, two.value, one.bound):
            return [f"{use.goal}: bound {one.bound}, but a plan has {two.value}: {shown(claims)}, {shown(other)}"]
        if one.value != two.value or use.tolerance or use.leximin:
            return []  # what comes after is reckoned from something else
    return []


# --- many of them, in processes that may crash or hang ---------------------------------------------------------------


def serve(line: Connection, options: Options) -> None:
    """A worker: answers each number with its status and failures until it hears None."""
    while (number := line.recv()) is not None:
        try:
            line.send(examine(number, options))
        except Exception:  # noqa: BLE001 - a failure of the product is what is looked for
            line.send(("error", [traceback.format_exc()]))


class Worker:
    """One process and the number it is at."""

    def __init__(self, options: Options) -> None:
        context = get_context("spawn")
        self.line, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=serve, args=(theirs, options), daemon=True)
        self.process.start()
        theirs.close()
        self.number = -1
        self.since = 0.0

    def begin(self, number: int) -> None:
        """Give it the next number."""
        self.number, self.since = number, time.monotonic()
        self.line.send(number)

    def answer(self, patience: float) -> tuple[str, list[str]] | None:
        """What it found; a crash or a hang is a finding too. None: it is still at work."""
        if self.line.poll():
            try:
                return self.line.recv()
            except (EOFError, OSError):
                self.process.join()
                return "crash", [f"the process ended with code {self.process.exitcode}"]
        if time.monotonic() - self.since > patience:
            self.process.kill()
            self.process.join()
            return "hang", [f"no answer after {patience:.0f} s"]
        return None


def examine_all(numbers: Sequence[int], options: Options, jobs: int) -> Iterator[tuple[int, str, list[str]]]:
    """Examine all numbers in so many processes; yields them as they are done."""
    patience = 4 * (options.seconds + OVERTIME) + 60
    waiting = iter(numbers)
    workers: list[Worker] = []
    for number in [one for _, one in zip(range(jobs), waiting, strict=False)]:
        workers.append(Worker(options))
        workers[-1].begin(number)
    while workers:
        wait([worker.line for worker in workers], timeout=1.0)
        for worker in list(workers):
            answer = worker.answer(patience)
            if answer is None:
                continue
            yield worker.number, *answer
            workers.remove(worker)
            following = next(waiting, None)
            fresh = worker
            if answer[0] in ("crash", "hang"):
                fresh = Worker(options)
            if following is None:
                if fresh.process.is_alive():
                    fresh.line.send(None)
                    fresh.process.join()
                continue
            fresh.begin(following)
            workers.append(fresh)


def soak(numbers: Sequence[int], options: Options, jobs: int, folder: Path) -> Counter[str]:
    """Examine what is not yet in `done.jsonl` of the folder, note it there, and count what there was."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "done.jsonl"
    before = _read(done)
    known = {one["number"] for one in before if one["options"] == asdict(options)}
    left = [number for number in numbers if number not in known]
    seen = Counter(done=len(numbers) - len(left))
    for number, status, wrong in examine_all(left, options, min(jobs, max(1, len(left)))):
        with done.open("a", encoding="utf-8") as file:
            note = {"number": number, "status": status, "wrong": wrong, "options": asdict(options)}
            file.write(json.dumps(note, sort_keys=True) + "\n")
        seen[status] += 1
        seen["wrong"] += bool(wrong)
        if wrong:
            repeat = f"python -m tests.soak --start {number} --count 1 --jobs 1 --again --cities {options.cities}"
            repeat += f" --seconds {options.seconds:g} --work {options.work:g}"
            with (folder / "failures.txt").open("a", encoding="utf-8") as file:
                file.write("\n".join([repeat, *(f"  {told}" for told in wrong), ""]))
    return seen


def _read(done: Path) -> list[dict[str, Any]]:
    """What was noted before; a last line that was cut off is dropped."""
    if not done.exists():
        return []
    lines = done.read_text(encoding="utf-8").splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines.pop()
        done.write_text("".join(lines), encoding="utf-8")
    return [json.loads(line) for line in lines]


def main() -> None:
    """Examine the programmes asked for; exit code 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--cities", type=int, default=Options.cities, help="at most so many in a programme")
    parser.add_argument("--seconds", type=float, default=Options.seconds, help="for each planning")
    parser.add_argument("--work", type=float, default=Options.work, help="solver units for each solve")
    parser.add_argument("--folder", type=Path, default=Path("out/soak"), help="where what is done is noted")
    parser.add_argument("--again", action="store_true", help="also what is done already; nothing is noted")
    asked = parser.parse_args()
    options = Options(asked.cities, asked.seconds, asked.work)
    numbers = range(asked.start, asked.start + asked.count)
    if asked.again:
        seen: Counter[str] = Counter()
        for number, status, wrong in examine_all(numbers, options, min(asked.jobs, asked.count)):
            print(f"{number}: {status}", *wrong, sep="\n  ")  # noqa: T201
            seen.update({status: 1, "wrong": int(bool(wrong))})
    else:
        seen = soak(numbers, options, asked.jobs, asked.folder)
    print(", ".join(f"{count} {what}" for what, count in sorted(seen.items())))  # noqa: T201
    sys.exit(seen["wrong"] > 0)


if __name__ == "__main__":
    main()
