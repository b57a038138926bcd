"""A plan file in work: one program at a time, and nobody's change is overwritten."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mentoring.errors import PlanFileError, RefusedError, UsageError
from mentoring.files.lock import is_running, open_plan
from mentoring.files.plan import read_plan, write_plan
from tests.builders import smallest_plan

FIRST, SECOND, THIRD = (smallest_plan(day) for day in ("2024-01-08", "2024-01-09", "2024-01-10"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_plan(FIRST, tmp_path / "plan.json")


def lock_of(path: Path) -> Path:
    return path.with_name(".plan.json.lock")


def test_a_plan_is_read_and_saved_under_a_lock_that_goes_away(path: Path):
    with open_plan(path) as opened:
        assert opened.plan == FIRST
        assert lock_of(path).exists()
        opened.save(SECOND)
        opened.save(THIRD)
    assert read_plan(path) == THIRD
    assert not lock_of(path).exists()


def test_who_comes_second_is_refused(path: Path):
    said = rf"plan.json is being changed by another program \(process {os.getpid()}, since .*\): try again when it ends"
    with open_plan(path), pytest.raises(RefusedError, match=said) as told, open_plan(path):
        raise AssertionError("two at once")
    assert told.value.exit_code == 5


def test_a_lock_goes_away_with_an_error(path: Path):
    with pytest.raises(ValueError, match="no idea"), open_plan(path):
        raise ValueError("no idea")
    assert not lock_of(path).exists()


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(path: Path):
    with open_plan(path) as opened:
        write_plan(SECOND, path)  # a program that knows of no lock
        with pytest.raises(RefusedError, match=r"was changed by somebody else .* it stays as they left it"):
            opened.save(THIRD)
    assert read_plan(path) == SECOND


def test_a_plan_that_is_gone_meanwhile_is_told(path: Path):
    with open_plan(path) as opened:
        path.unlink()
        with pytest.raises(UsageError, match="there is no such file"):
            opened.save(SECOND)
    assert not path.exists()


def test_a_lock_of_a_program_that_has_died_is_told_in_words(path: Path):
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    lock_of(path).write_text(
        json.dumps({"process": dead.pid, "computer": socket.gethostname(), "since": "2024-01-01T00:00:00Z"}),
        encoding="utf-8",
    )
    said = rf"was being changed by a program that has died \(process {dead.pid}, .*\): delete .plan.json.lock beside it"
    with pytest.raises(RefusedError, match=said), open_plan(path):
        raise AssertionError("taken over")
    assert lock_of(path).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"process": 1, "computer": "elsewhere", "since": "noon"}', "is being changed from elsewhere since noon"),
        ("", "is being changed by another program: try again; if nobody is at it, delete .plan.json.lock"),
        ("[]", "is being changed by another program: try again"),
        ('{"process": "x"}', "is being changed by another program: try again"),
    ],
)
def test_locks_that_tell_less_are_told_too(path: Path, content: str, said: str):
    lock_of(path).write_text(content, encoding="utf-8")
    with pytest.raises(RefusedError, match=said), open_plan(path):
        raise AssertionError("taken over")


def test_what_is_no_plan_leaves_no_lock(tmp_path: Path):
    with pytest.raises(UsageError, match="there is no such file"), open_plan(tmp_path / "plan.json"):
        raise AssertionError("opened")
    (tmp_path / "plan.json").write_text("{}", encoding="utf-8")
    with pytest.raises(PlanFileError), open_plan(tmp_path / "plan.json"):
        raise AssertionError("opened")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_whether_a_process_runs():
    assert is_running(os.getpid())
    assert not is_running(0)
    assert not is_running(2**40)


def test_of_two_real_processes_one_is_refused_with_a_clear_word(path: Path):
    """The first opens the plan and waits to be told to go on; the second comes meanwhile."""
    waits = (
        "import sys\nfrom mentoring.files.lock import open_plan\n"
        "with open_plan(sys.argv[1]) as opened:\n    print('at it', flush=True)\n    sys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", waits, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        assert first.stdout.readline() == "at it\n"
        second = subprocess.run(
            [sys.executable, "-m", "mentoring", "announce", str(path), "--all"],
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        first.stdin.write("\n")
        first.stdin.flush()
        assert first.wait() == 0
    assert second.returncode == 5
    assert f"is being changed by another program (process {first.pid}, since " in second.stderr
    assert second.stderr.startswith("Error: ")
    assert read_plan(path) == FIRST
    assert not lock_of(path).exists()
