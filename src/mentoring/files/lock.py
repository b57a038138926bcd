"""A plan file in work: one program at a time, and nobody's change is overwritten.

Whoever changes a plan makes a file beside it first (`.plan.json.lock`), which can only be made by one. The plan is
written only if the file still holds the bytes that were read: other programs may not know of the lock.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mentoring.domain.plan import Plan
from mentoring.errors import RefusedError, UsageError
from mentoring.files.holder import Holder, give_back, make, read, take_over
from mentoring.files.moment import moment, say_moment
from mentoring.files.output import check_writable
from mentoring.files.plan import LARGEST, parse_plan, write_plan
from mentoring.files.process import begun
from mentoring.files.text import read_bytes


class PlanFile:
    """A plan file that nobody else is changing: the plan as read, and the way to write the next one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read = read_bytes(path, LARGEST)
        self.plan = parse_plan(self._read, path.as_posix())

    def save(self, plan: Plan) -> Path:
        """Write the plan in the place of the one that was read.

        Raises:
            RefusedError: when somebody else has changed the file meanwhile; theirs stays.
            UsageError: when the file cannot be written or is gone.
        """
        if read_bytes(self.path, LARGEST) != self._read:
            said = "was changed by somebody else while this was at work; it stays as they left it, and nothing of this"
            raise RefusedError(f"{self.path.as_posix()} {said} is kept: look at it, then do this again")
        written = write_plan(plan, self.path)
        self._read = read_bytes(self.path, LARGEST)
        self.plan = plan
        return written


@contextmanager
def open_plan(path: Path | str) -> Iterator[PlanFile]:
    """The plan in a file, to be changed: until the end nobody else who asks so can change it.

    Raises:
        RefusedError: when somebody else is at it.
        UsageError: when there is no such file, or it may not be read or written.
        PlanFileError: when it is no plan.
    """
    path = Path(path)
    read_bytes(path, 1)  # what is not there is told before any lock
    check_writable(path)
    with locked(Path(os.path.realpath(path)), path.as_posix()):
        yield PlanFile(path)


@contextmanager
def locked(target: Path, name: str) -> Iterator[None]:
    """Nobody else who asks so is at the file until the end; `name` is what messages call it.

    The lock of a program of this computer that has died is in nobody's way: what was killed left the file as it was,
    or whole.

    Raises RefusedError when somebody is at it, UsageError when no lock can be made.
    """
    lock = target.with_name(f".{target.name}.lock")
    process = os.getpid()
    own = {"process": process, "computer": socket.gethostname(), "since": moment(), "begun": begun(process)}
    told = json.dumps(own).encode("utf-8")
    try:
        try:
            make(lock, told)
        except FileExistsError:
            if not take_over(lock, told):
                raise RefusedError(_say_holder(lock, name)) from None
    except OSError as error:
        # Windows says so too while another program is just deleting the lock.
        raise UsageError(f"{name}: cannot be locked: {error.strerror or error}") from None
    try:
        yield
    finally:
        give_back(lock)


def _say_holder(lock: Path, name: str) -> str:
    """Who holds a lock, and what to do about it."""
    beside = f"{lock.name} beside it"
    holder = Holder.parse(read(lock))
    if holder is None:
        # Made this very moment and not written yet, or just given back, or no lock of ours.
        return f"{name} is being changed by another program: try again; if nobody is at it, delete {beside}"
    process, since = holder.process, say_moment(holder.since)
    if not holder.is_here:
        said = f"{name} is being changed from {holder.computer} since {since}: try again"
        return f"{said}; if nobody is at it, delete {beside}"
    if not holder.has_died:
        return f"{name} is being changed by another program (process {process}, since {since}): try again when it ends"
    died = f"a program that has died (process {process}, {since})"
    return f"another program is taking {name} over from {died}: try again; if nobody is at it, delete {beside}"
