"""Who holds a lock, whether that program is still there, and how one of several takes its place."""

from __future__ import annotations

import json
import os
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from mentoring.files.process import begun, is_running

LONGEST = 4096
"""So many bytes of a lock are looked at; what says more is none of ours."""

TRIES, PAUSE_SECONDS = 100, 0.02
"""So often Windows is asked to delete a lock that another program is just looking at."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The program that made a lock: its number on its computer, and since when it holds the lock.

    `begun` tells it from a later program that has got the same number; empty where that is not known.
    """

    process: int
    computer: str
    since: str
    begun: str = ""

    @classmethod
    def parse(cls, told: bytes) -> Holder | None:
        """Who a lock says it belongs to; None when it is not written yet, or is no lock of ours."""
        try:
            holder = json.loads(told.decode("utf-8"))
            told_begun = str(holder.get("begun", ""))
            return cls(int(holder["process"]), str(holder["computer"]), str(holder["since"]), told_begun)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    @property
    def is_here(self) -> bool:
        """Whether it is a program of this computer."""
        return self.computer == socket.gethostname()

    @property
    def has_died(self) -> bool:
        """Whether it was a program of this computer that is no more, whoever has its number now."""
        if not self.is_here:
            return False
        now = begun(self.process) if self.begun else ""
        return not is_running(self.process) or bool(now and now != self.begun)


def take_over(lock: Path, told: bytes) -> bool:
    """Take the place of a program that has died: true for one of all who try, and only while nobody holds the lock.

    Whoever tries first makes a file that only one can make, named by what the dead one wrote; only then it looks
    whether that still stands in the lock, and writes itself there. Should it die in between, nobody takes over.

    Raises OSError when no file can be made.
    """
    found = read(lock)
    holder = Holder.parse(found)
    if holder is None or not holder.has_died:
        return False
    claim = lock.with_name(f"{lock.name}.{sha256(found).hexdigest()[:16]}")
    try:
        make(claim, told)
    except FileExistsError:  # somebody else is at it
        return False
    with suppress(OSError):  # Windows replaces no file that another program is just looking at
        if read(lock) == found:  # else somebody else was here before
            claim.replace(lock)
            return True
    give_back(claim)
    return False


def make(lock: Path, told: bytes) -> None:
    """Make a file that only one can make. Raises FileExistsError when it is there already, OSError leaving none."""
    handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    try:
        try:
            os.write(handle, told)
        finally:
            os.close(handle)
    except OSError:  # a full disk: an empty lock would be in everybody's way, and nobody's to take
        give_back(lock)
        raise


def read(lock: Path) -> bytes:
    """What stands in a lock; nothing when it is gone or cannot be read: then it is nobody's to take."""
    try:
        return lock.read_bytes()[:LONGEST]
    except OSError:
        return b""


def give_back(lock: Path) -> None:
    """Delete a lock of one's own; Windows refuses that as long as another program is looking at it."""
    for left in reversed(range(TRIES)):
        try:
            lock.unlink(missing_ok=True)
            return
        except PermissionError:
            if os.name != "nt" or not left:
                raise
            time.sleep(PAUSE_SECONDS)
