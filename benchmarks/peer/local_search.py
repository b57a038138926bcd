"""Timefold as a peer: in an environment of its own, made when it is asked for the first time."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.peer.figures import Answer, Numbers

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ROOT / "out" / "timefold"
MODEL = "benchmarks.peer.timefold_solve"
GRACE = 60.0  # seconds for Java to start, to translate the model, and to end


class PeerFailure(Exception):
    """A peer gave no answer; the message says why."""


def install() -> Path:
    """Python of the environment with Timefold in it.

    Raises:
        PeerFailure: when it cannot be installed.
    """
    python = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (ENVIRONMENT / "installed").is_file():
        wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["timefold"]
        try:
            subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True, capture_output=True)
            subprocess.run([str(python), "-m", "pip", "install", "-q", *wanted], check=True, capture_output=True)
        except (subprocess.CalledProcessError, OSError) as error:
            raise PeerFailure(f"Timefold cannot be installed here: {error}") from error
        (ENVIRONMENT / "installed").touch()
    return python


def solve_with_timefold(
    numbers: Numbers, seconds: float, seed: int, hear: Callable[[float, str], None]
) -> tuple[Answer, float]:
    """What it found in so many seconds and its peak memory in MB; `hear` is told of each better score.

    Raises:
        PeerFailure: when it found no plan that keeps its rules, or ended with an error.
    """
    python = install()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "numbers.json"
        file.write_text(json.dumps(numbers.told()), encoding="utf-8")
        command = [str(python), "-m", MODEL, str(file), str(seconds), str(seed)]
        try:
            done = subprocess.run(
                command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
                timeout=2 * seconds + GRACE, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise PeerFailure(f"Timefold had not ended after {error.timeout:.0f} s") from error
    told: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    for one in told:
        hear(one["seconds"], one["score"])
    if not told or "answer" not in told[-1]:
        said = (done.stderr.strip().splitlines() or ["nothing"])[-1]
        raise PeerFailure(f"Timefold ended with {said[:200]}")
    if not told[-1]["answer"]:
        raise PeerFailure(f"no plan that keeps every rule: {told[-1]['score']}")
    given = told[-1]["answer"]
    answer = Answer(
        {int(need): tuple(decided) for need, decided in given["pairs"].items()},
        {int(theme): tuple(decided) for theme, decided in given["meetings"].items()},
    )
    return answer, told[-1]["peak_mb"]
