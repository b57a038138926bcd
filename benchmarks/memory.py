"""How much memory this process had at its peak, and how to give it no more than so much."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any


def peak_mb() -> float | None:
    """The most memory this process had at a time, in MB; None where the system does not say."""
    status = Path("/proc/self/status")
    if status.is_file():  # the other way would count the process that started this one too
        lines = status.read_text(encoding="ascii").splitlines()
        return round(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024, 1)
    resource = _resource()
    if resource is None:
        return None
    used = float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return round(used / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def limit_memory(gigabytes: float) -> None:
    """Let whatever asks for more fail, instead of the whole machine; does nothing where the system cannot."""
    resource = _resource()
    if resource is not None:
        most = int(gigabytes * 2**30)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _resource() -> Any:
    """The module `resource`, which Windows lacks."""
    return None if sys.platform == "win32" else importlib.import_module("resource")
