"""How long the program takes to start, as a multiple of Python's own start.

Medians of 15, taken in turn so that a busy minute slows all three alike. Exit code 1 if a limit is passed.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 15
MENTORING = [sys.executable, "-m", "mentoring"]
PYTHON = "python -c pass"

COMMANDS: dict[str, list[str]] = {
    PYTHON: [sys.executable, "-c", "pass"],
    "mentoring --help": [*MENTORING, "--help"],
    "mentoring check": [*MENTORING, "check", str(ROOT / "scenarios" / "implementoring-2013.yaml")],
}
LIMITS = {"mentoring --help": 6.0, "mentoring check": 25.0}


def run_once(command: list[str]) -> float:
    """Seconds the command takes from start to end. Raises CalledProcessError if it fails."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def medians() -> dict[str, float]:
    """Median seconds of every command."""
    for command in COMMANDS.values():
        run_once(command)  # the first run also compiles and fills the disk cache
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            seconds[name].append(run_once(command))
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def main() -> int:
    """Print the table; 0 if every limit holds, else 1."""
    taken = medians()
    print(f"{'command':<20}{'median ms':>12}{'times python':>15}{'limit':>8}")
    holds = True
    for name, seconds in taken.items():
        times, limit = seconds / taken[PYTHON], LIMITS.get(name)
        print(f"{name:<20}{seconds * 1000:>12.1f}{times:>15.1f}{limit or '':>8}")
        holds = holds and (limit is None or times <= limit)
    print("All limits hold." if holds else "A limit is passed.")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
