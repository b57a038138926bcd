"""Where plans that are made by the dozen are kept: one file each, whole or not there, so that no work is done twice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.errors import PlanFileError

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan
    from mentoring.domain.result import Result
    from mentoring.domain.scenario import Scenario

PLAN, NONE = ".plan.json", ".no-plan.json"
"""How the names of files end that hold a plan, or why there is none."""

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of one planning that was finished: its plan, or why there is none; seconds it took."""

    status: str
    plan: Plan | None
    reason: str
    seconds: float
    path: Path


def digest(scenario: Scenario, options: dict[str, Any]) -> str:
    """What a planning is known by: the same for the same scenario and options, whatever it is called.

    Another version of this program plans anew, as it may plan better. What may differ between two equal runs of an
    earlier plan (`against`) does not count.
    """
    from hashlib import sha256
    from importlib.metadata import version

    asked = {name: _plain(value) for name, value in options.items() if value is not None}
    whole = {"version": version("mentoring"), "scenario": _plain(scenario), "options": asked}
    return sha256(json.dumps(whole, sort_keys=True).encode("utf-8")).hexdigest()[:12]


def _plain(value: Any) -> Any:
    """A value as JSON holds it. The order of mappings counts where it has a meaning, so it is kept as a list."""
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        value = dump(mode="json", by_alias=True, exclude_defaults=True)
        value = {key: below for key, below in value.items() if key not in ("run", "positions")}
    if isinstance(value, dict):
        return [[key, _plain(below)] for key, below in value.items()]
    if isinstance(value, list | tuple):
        return [_plain(below) for below in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


class Store:
    """A folder of finished plannings, each known by its digest."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    def list_torn(self) -> list[Path]:
        """What runs that were killed while they wrote a file have left of it: nobody reads it."""
        return sorted(self.folder.glob(".*.json.*.tmp"))

    def find(self, key: str) -> Kept | None:
        """What was kept of a planning; None when it is not finished, or when its file is no longer what it was.

        Where no plan was found in time, another run may find one: that is not finished.
        """
        from mentoring.files.plan import read_plan

        there = self.folder / f"{key}{PLAN}"
        if there.is_file():
            try:
                plan = read_plan(there)
            except PlanFileError:
                return None
            return Kept(plan.status, plan, "", float(plan.run.get("seconds", 0.0)), there)
        there = self.folder / f"{key}{NONE}"
        if there.is_file():
            try:
                told = json.loads(there.read_text(encoding="utf-8"))
                if told["status"] == "unknown":
                    return None
                return Kept(str(told["status"]), None, str(told["reason"]), float(told["seconds"]), there)
            except (ValueError, KeyError, TypeError):
                return None
        return None

    def keep(self, key: str, result: Result, reason: str) -> Kept:
        """Write a finished planning, whole or not at all.

        Raises UsageError if the folder cannot be written to.
        """
        from mentoring.files.output import write_whole
        from mentoring.files.plan import write_plan

        if result.plan is not None:
            path = self.folder / f"{key}{PLAN}"
            write_plan(result.plan, path)
            (self.folder / f"{key}{NONE}").unlink(missing_ok=True)  # of a run that had less time
        else:
            path = self.folder / f"{key}{NONE}"
            told = {"format": FORMAT, "status": result.status, "reason": reason, "seconds": round(result.seconds, 3)}
            write_whole(path, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        return Kept(result.status, result.plan, reason, round(result.seconds, 3), path)
