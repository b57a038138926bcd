"""The scenarios that come with the program, and what-ifs on them."""

from __future__ import annotations

from pathlib import Path

from mentoring import api
from mentoring.domain.result import Result

ROOT = Path(__file__).parents[2] / "scenarios"
EVERY = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.yaml"))
MADE_AT = "2013-02-01T09:00:00Z"


def plan_shipped(name: str) -> Result:
    """The plan of a shipped scenario, named as below `scenarios/`."""
    return api.plan(ROOT / name, at=MADE_AT)


def plan_changed(folder: Path, name: str, patch: str) -> Result:
    """The plan of a what-if on a shipped scenario, written into `folder`."""
    file = folder / "what-if.yaml"
    file.write_text(f"based_on: {(ROOT / name).as_posix()}\n{patch}", encoding="utf-8")
    return api.plan(file, at=MADE_AT)
