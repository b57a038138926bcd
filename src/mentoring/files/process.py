"""Programs of this computer by their numbers: whether one is there, and when it began.

Numbers are given again to later programs; number and beginning together are one program's alone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


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


def begun(process: int) -> str:
    """When the process with that number began, in words of this computer; empty where it does not tell.

    The words are the same at every asking and differ between programs; nothing else is to be read from them.
    """
    if process <= 0 or process >= 2**31:
        return ""
    if sys.platform == "win32":
        return _begun_on_windows(process)
    return _begun_on_linux(process) if sys.platform.startswith("linux") else _begun_by_ps(process)


def _begun_on_linux(process: int) -> str:
    """Clock ticks from the computer's start to the program's, with what tells that start from others (proc(5))."""
    try:
        said = Path(f"/proc/{process}/stat").read_bytes()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
    parts = said.rpartition(b")")[2].split()  # before that bracket stands the program's name, which may hold anything
    return f"{boot} {parts[19].decode('ascii')}" if len(parts) > 19 else ""


def _begun_by_ps(process: int) -> str:
    """As the system's own list of processes tells it, to the second."""
    import subprocess

    plain = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    try:
        told = subprocess.run(
            ["ps", "-o", "lstart=", "-p", str(process)], capture_output=True, text=True, encoding="utf-8",
            errors="replace", env=plain, check=False, timeout=10,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return " ".join(told.stdout.split())


def _begun_on_windows(process: int) -> str:
    """Its creation time, in tenths of a microsecond since 1601."""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(0x1000, False, process)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return ""
    times = [ctypes.c_ulonglong() for _ in range(4)]  # made, ended, in the kernel, in the program
    is_told = kernel.GetProcessTimes(handle, *map(ctypes.byref, times))
    kernel.CloseHandle(handle)
    return str(times[0].value) if is_told else ""


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
