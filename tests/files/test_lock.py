"""A plan file in work: one program at a time, and nobody's change is overwritten."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from mentoring.errors import PlanFileError, RefusedError, UsageError
from mentoring.files.holder import Holder, take_over
from mentoring.files.lock import locked, open_plan
from mentoring.files.plan import read_plan, write_plan
from mentoring.files.process import _begun_by_ps, begun, is_running
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


def test_a_plan_that_a_killed_program_held_is_opened_and_saved(path: Path):
    waits = (
        "import sys\nfrom mentoring.files.lock import open_plan\n"
        "with open_plan(sys.argv[1]) as opened:\n    print('at it', flush=True)\n    sys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", waits, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as held:
        assert held.stdout is not None
        assert held.stdout.readline() == "at it\n"
        with pytest.raises(RefusedError, match="is being changed by another program"), open_plan(path):
            raise AssertionError("taken from the living")
        held.kill()
        held.wait()
        assert Holder.parse(lock_of(path).read_bytes()) is not None, "the dead clean nothing up"
    with open_plan(path) as opened:
        opened.save(SECOND)
    assert read_plan(path) == SECOND
    assert [one.name for one in path.parent.iterdir()] == ["plan.json"]


def test_what_died_while_it_took_over_is_told_in_words(path: Path):
    lock_of(path).write_text(lock_text(dead_process()), encoding="utf-8")
    claim = f".plan.json.lock.{sha256(lock_of(path).read_bytes()).hexdigest()[:16]}"
    (path.parent / claim).write_text(lock_text(dead_process()), encoding="utf-8")
    said = r"is taking .*plan.json over from a program that has died \(process .*\): try again; if .* delete .plan"
    with pytest.raises(RefusedError, match=said), open_plan(path):
        raise AssertionError("taken over twice")
    lock_of(path).unlink()
    with open_plan(path) as opened:
        assert opened.plan == FIRST


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


def test_a_lock_of_the_dead_is_taken_over_though_another_program_has_its_number(path: Path):
    """The number is that of this very test, which runs; but the lock was made by one that began at another time."""
    told = json.loads(lock_text(os.getpid()))
    lock_of(path).write_text(json.dumps({**told, "begun": "another time"}), encoding="utf-8")
    with open_plan(path) as opened:
        opened.save(SECOND)
    assert read_plan(path) == SECOND
    for living in (begun(os.getpid()), ""):  # the same program; or one of which no more is known than its number
        lock_of(path).write_text(json.dumps({**told, "begun": living}), encoding="utf-8")
        with pytest.raises(RefusedError, match="try again when it ends"), open_plan(path):
            raise AssertionError("taken from the living")


def test_a_lock_says_when_its_program_began(path: Path):
    with open_plan(path):
        assert json.loads(lock_of(path).read_text(encoding="utf-8"))["begun"] == begun(os.getpid()) != ""


def test_when_a_process_began_tells_it_from_others():
    mine = begun(os.getpid())
    assert mine == begun(os.getpid()) != ""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert begun(other.pid) not in ("", mine)
    assert [begun(number) for number in (0, -1, 2**40, dead_process())] == [""] * 4


def test_without_a_list_of_processes_nothing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert _begun_by_ps(os.getpid()) == ""


def test_a_full_disk_leaves_no_lock_and_is_told_as_that(path: Path, monkeypatch: pytest.MonkeyPatch):
    """Also where the lock of a program that has died is to be taken over: nobody else is said to be at it."""

    def full(handle: int, told: bytes) -> int:
        raise OSError(28, "No space left on device")

    own = json.loads(lock_text(dead_process()))
    monkeypatch.setattr(os, "write", full)
    for is_dead in (False, True):
        if is_dead:
            lock_of(path).write_text(json.dumps(own), encoding="utf-8")
        with pytest.raises(UsageError, match="cannot be locked: No space left"), open_plan(path):
            raise AssertionError("locked without a lock")
        assert sorted(one.name for one in path.parent.iterdir()) == [*[".plan.json.lock"] * is_dead, "plan.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no ps; it tells the time itself")
def test_where_there_is_no_other_way_the_list_of_processes_tells_it(requires_system: Callable[[str, object], None]):
    requires_system("ps", shutil.which("ps"))
    assert _begun_by_ps(os.getpid()) == _begun_by_ps(os.getpid()) != ""
    assert _begun_by_ps(dead_process()) == ""


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


def dead_process() -> int:
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait()
    return dead.pid


def lock_text(process: int) -> str:
    return json.dumps({"process": process, "computer": socket.gethostname(), "since": "2024-01-01T00:00:00Z"})


def test_work_that_can_be_gone_on_with_takes_the_place_of_a_program_that_has_died(tmp_path: Path):
    target, lock = tmp_path / "web", tmp_path / ".web.lock"
    lock.write_text(lock_text(dead_process()), encoding="utf-8")
    with locked(target, "web"):
        assert json.loads(lock.read_text(encoding="utf-8"))["process"] == os.getpid()
        with pytest.raises(RefusedError, match="by another program"), locked(target, "web"):
            raise AssertionError("two at once")
    assert not lock.exists()


def test_only_a_lock_of_the_dead_is_taken_over(tmp_path: Path):
    lock = tmp_path / ".web.lock"
    assert not take_over(lock, b"{}"), "there is none"
    for content in (lock_text(os.getpid()), "", "[]", '{"process": 1, "computer": "elsewhere", "since": "noon"}'):
        lock.write_text(content, encoding="utf-8")
        assert not take_over(lock, b"{}")
        assert lock.read_text(encoding="utf-8") == content


TAKES = """
import sys
from pathlib import Path
from mentoring.errors import RefusedError
from mentoring.files.lock import locked

for line in sys.stdin:
    try:
        with locked(Path(line.strip()), "web"):
            print("in", flush=True)
            sys.stdin.readline()
        print("out", flush=True)
    except RefusedError:
        print("refused", flush=True)
        sys.stdin.readline()
        print("out", flush=True)
"""


def test_of_two_real_processes_only_one_takes_the_place_of_a_dead_one(tmp_path: Path):
    """Both are told to go at the same moment, many times over; who is in stays in until both have tried."""
    dead = lock_text(dead_process())
    both = [
        subprocess.Popen([sys.executable, "-c", TAKES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]

    def tell(text: str) -> list[str]:
        for one in both:
            assert one.stdin is not None
            one.stdin.write(f"{text}\n")
        for one in both:
            assert one.stdin is not None
            one.stdin.flush()
        return [one.stdout.readline().strip() if one.stdout is not None else "" for one in both]

    try:
        for number in range(60):
            (tmp_path / f".web{number}.lock").write_text(dead, encoding="utf-8")
            assert sorted(tell(str(tmp_path / f"web{number}"))) == ["in", "refused"]
            assert tell("") == ["out", "out"]
    finally:
        for one in both:
            with one:
                assert one.stdin is not None
                one.stdin.close()
    assert list(tmp_path.iterdir()) == []
