"""Who holds a lock, whether that program is still there, and how one of several takes its place."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path

LONGEST = 4096
"""So many bytes of a lock are read; what says more is none of ours."""

FAR_OFF = 1 << 30
"""The byte that Windows locks: nobody else can read bytes that are locked there, so it lies behind all that is told."""

TRIES, PAUSE_SECONDS = 100, 0.02
"""So often Windows is asked to delete a lock that another program is just looking at."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The program that made a lock: its number on its computer, and since when it holds the lock."""

    process: int
    computer: str
    since: str

    @classmethod
    def read(cls, lock: Path) -> Holder | None:
        """Who a lock says it belongs to; None when it is gone, or says nothing of the kind."""
        try:
            return cls.parse(lock.read_bytes())
        except OSError:
            return None

    @classmethod
    def parse(cls, told: bytes) -> Holder | None:
        """What stands in a lock; None when it is not written yet, or is no lock of ours."""
        try:
            holder = json.loads(told.decode("utf-8"))
            return cls(int(holder["process"]), str(holder["computer"]), str(holder["since"]))
        except (ValueError, KeyError, TypeError):
            return None

    @property
    def is_here(self) -> bool:
        """Whether it is a program of this computer."""
        return self.computer == socket.gethostname()

    @property
    def has_died(self) -> bool:
        """Whether it was a program of this computer that is no more."""
        return self.is_here and not is_running(self.process)


def take_over(lock: Path, told: bytes) -> bool:
    """Take the place of a program that has died: true for one of all who try, and only while nobody holds the lock.

    Whoever tries has the file for itself while it looks, by a lock of the operating system, and writes itself into it
    before anybody else can look. Where the file lies on a disk that knows no such locks, nobody takes over.
    """
    try:
        handle = os.open(lock, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except OSError:
        return False
    try:
        if not _has_for_itself(handle):
            return False
        holder = Holder.parse(os.read(handle, LONGEST))
        if holder is None or not holder.has_died or not os.path.samestat(os.fstat(handle), lock.stat()):
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        os.ftruncate(handle, 0)
        os.write(handle, told)
        return True
    except OSError:  # it is gone, or made anew by somebody else
        return False
    finally:
        os.close(handle)


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


def _has_for_itself(handle: int) -> bool:
    """Whether nobody else has the open file for itself; from now on this program has, until it closes it.

    Raises OSError on a disk that knows no such locks.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, FAR_OFF, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def is_running(process: int) -> bool:
    """Whether a process of this computer with that number is there."""
    if process <= 0:
        return False
    if sys.platform == "win32":
        return _is_running_on_windows(process)
    try:
        os.kill(process, 0)  # asks only
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):  # somebody else's, or a number that no process has
        return process < 2**31
    return True


def _is_running_on_windows(process: int) -> bool:
    """The same where `os.kill` would end the process instead of asking for it."""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(0x1000, False, process)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return bool(kernel.GetLastError() == 5)  # there, but not ours to ask
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == 259  # STILL_ACTIVE
