"""How fast and how well programmes of all sizes are planned, next to peers on the same programmes.

Every run is a process of its own. Without options a minute's worth is run and shown. `--full` runs everything that
is not yet in `results.json`, adds each result to it as it comes, and can be stopped and started again (`--fresh` begins
anew, for another version of the code); then `python scripts/generate.py` writes the page of the documentation from it.
Exit code 1 if a plan breaks a rule, a pairing goal is left unproven or a bound is missing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Lock

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, Python looks for modules beside it only

from benchmarks.flame import FLAME, FLAME_CITIES, draw
from benchmarks.measurement import OURS, RESULTS, Measurement, from_entry, keep, read
from benchmarks.schedule import PEER_SECONDS, SAMPLED, Run, full, quick
from benchmarks.table import goals_table, times_table

GRACE = 120.0  # seconds beyond twice the limit, after which a run is ended


def run_alone(run: Run, workers: int = 1) -> Measurement:
    """Measure in a process of its own; what goes wrong there is a measurement with its reason."""
    with tempfile.TemporaryDirectory() as folder:
        stacks = Path(folder) / "stacks.json"
        command = [
            sys.executable, str(Path(__file__).parent / "single.py"), run.form, str(run.cities), run.solver,
            "--seconds", str(run.seconds), "--repeat", str(max(1, run.repeat)), "--workers", str(workers),
            "--started", str(time.time()), *(["--stacks", str(stacks)] if run.repeat == SAMPLED else []),
        ]  # fmt: skip
        failed = Measurement(run.form, run.cities, run.solver, run.repeat, run.seconds, seconds=run.seconds)
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, encoding="utf-8", timeout=2 * run.seconds + GRACE, check=False
            )
        except subprocess.TimeoutExpired as error:
            return replace(failed, failure=f"had not ended after {error.timeout:.0f} s", seconds=error.timeout)
        if done.returncode:
            said = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
            return replace(failed, failure=said[:200])
        if stacks.is_file() and run.cities == FLAME_CITIES:
            kept = {tuple(stack): seconds for stack, seconds in json.loads(stacks.read_text(encoding="utf-8"))}
            FLAME.write_text(draw(kept, f"Planning {run.cities} cities"), encoding="utf-8", newline="\n")
        entry = json.loads(done.stdout.strip().splitlines()[-1])
    return replace(from_entry(entry), repeat=run.repeat)


def run_all(runs: Iterable[Run], asked: argparse.Namespace, path: Path | None) -> list[Measurement]:
    """Run what is asked for and say so; with a path, keep each result and leave out what is there already."""
    known = {one.key for one in read(path)} if path is not None and not asked.again else set()
    open_runs = [run for run in runs if (run.form, run.cities, run.solver, run.repeat) not in known]
    writing = Lock()

    def make(run: Run) -> Measurement:
        one = run_alone(run, asked.workers)
        with writing:
            told = one.failure or f"{one.status} after {one.seconds:.1f} s"
            print(f"{run.form}, {run.cities} cities, {run.solver}, run {run.repeat}: {told}", flush=True)
            if path is not None:
                keep(one, path)
        return one

    with ThreadPoolExecutor(asked.at_once) as pool:
        return list(pool.map(make, open_runs))


def is_as_it_should_be(one: Measurement) -> bool:
    """Whether our plan keeps every rule, its pairing goals are proven and its date goals have bounds."""
    return one.solver != OURS or (
        one.has_plan
        and all(goal.proven for goal in one.goals if goal.part == "pairing")
        and all(goal.bound is not None for goal in one.goals)
    )


def main() -> int:
    """Run, show the tables; 0 if everything is as it should be, else 1."""
    parser = argparse.ArgumentParser(description="How fast and how well programmes are planned.")
    parser.add_argument("--full", action="store_true", help="everything, kept in results.json")
    parser.add_argument("--fresh", action="store_true", help="forget all results kept so far, then measure")
    parser.add_argument("--again", action="store_true", help="also what is there already")
    parser.add_argument("--form", help="only programmes of this form")
    parser.add_argument("--cities", type=int, nargs="+", help="only these sizes")
    parser.add_argument("--solver", help="only this solver")
    parser.add_argument("--repeats", type=int, help="at most so many runs of the same")
    parser.add_argument("--peer-seconds", type=float, default=PEER_SECONDS)
    parser.add_argument("--workers", type=int, default=1, help="for our engine")
    parser.add_argument(
        "--at-once", type=int, default=1, help="so many runs beside each other; they disturb each other"
    )
    parser.add_argument("--results", type=Path, help="file to keep results in")
    asked = parser.parse_args()
    is_full = asked.full or asked.form or asked.cities or asked.solver
    runs = [
        run
        for run in (full(asked.peer_seconds) if is_full else quick())
        if (asked.form is None or run.form == asked.form)
        and (asked.cities is None or run.cities in asked.cities)
        and (asked.solver is None or run.solver == asked.solver)
        and (asked.repeats is None or run.repeat <= asked.repeats)
    ]
    path = asked.results or (RESULTS if asked.full else None)
    if asked.fresh and path is not None:
        path.unlink(missing_ok=True)
    found = run_all(runs, asked, path)
    shown = found if path is None else read(path)
    print("\n".join(["", *times_table(shown), "", *goals_table(shown)]))
    wrong = [f"{one.form} {one.cities}" for one in found if not is_as_it_should_be(one)]
    print(
        f"Not as it should be: {', '.join(wrong)}." if wrong else "Every pairing goal is proven, every bound is stated."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
