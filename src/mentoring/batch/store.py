"""Where plans that are made by the dozen are kept: one file each, whole or not there, so that no work is done twice."""

from __future__ import annotations

import json
import re
import unicodedata
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

LONGEST_LABEL = 60
"""So many letters of a file's name say what it is."""

SHORT = 6
"""So many letters of a digest stand in a file's name; all of them where another planning has these too."""

ASKED = "asked"
"""The key under which a file says by what digest its planning is known."""

_NAME = re.compile(rf"(?:^|-)([0-9a-f]{{{SHORT}}})[0-9a-f]*\.(?:no-)?plan\.json$")


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
    return sha256(json.dumps(whole, sort_keys=True).encode("utf-8")).hexdigest()[:32]


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


def label_of(words: str) -> str:
    """Words as the beginning of a file's name, safe on every system: `Without Malmö` is `without-malmo`."""
    bare = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii").casefold()
    return re.sub(r"[^a-z0-9]+", "-", bare)[:LONGEST_LABEL].strip("-")


class Store:
    """A folder of finished plannings: each file is named by what it is and the beginning of its digest.

    What it is known by stands in the file itself.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._paths: dict[str, list[Path]] | None = None

    def list_torn(self) -> list[Path]:
        """What runs that were killed while they wrote a file have left of it: nobody reads it."""
        return sorted(self.folder.glob(".*.json.*.tmp"))

    def find(self, key: str) -> Kept | None:
        """What was kept of a planning; None when it is not finished, or when its file is no longer what it was.

        Where no plan was found in time, another run may find one: that is not finished.
        """
        found = [kept for path in self._list(key) for asked, kept in [_read(path)] if kept is not None and asked == key]
        best = next((kept for kept in found if kept.plan is not None), found[0] if found else None)
        return best if best is not None and best.status != "unknown" else None

    def keep(self, key: str, result: Result, reason: str, label: str = "") -> Kept:
        """Write a finished planning, whole or not at all; `label` says in a few words what it is.

        Raises UsageError if the folder cannot be written to.
        """
        from mentoring.files.output import write_whole
        from mentoring.files.plan import write_plan

        plan = result.plan
        if plan is not None:
            path = self._place(label, key, PLAN)
            write_plan(plan.model_copy(update={"run": {**plan.run, ASKED: key}}), path)
            for late in self._list(key):
                if late.name.endswith(NONE) and _read(late)[0] == key:
                    late.unlink(missing_ok=True)  # of a run that had less time
        else:
            path = self._place(label, key, NONE)
            told = {"format": FORMAT, "status": result.status, "reason": reason, "seconds": round(result.seconds, 3)}
            write_whole(path, json.dumps({**told, ASKED: key}, ensure_ascii=False, indent=1) + "\n")
        return Kept(result.status, plan, reason, round(result.seconds, 3), path)

    def _list(self, key: str) -> list[Path]:
        """Files whose digest begins as this one; what others write meanwhile is not looked for."""
        if self._paths is None:
            self._paths = {}
            for path in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
                if match := _NAME.search(path.name):
                    self._paths.setdefault(match[1], []).append(path)
        return [path for path in self._paths.setdefault(key[:SHORT], []) if path.is_file()]

    def _place(self, label: str, key: str, ending: str) -> Path:
        """The file to write to: one that is there already keeps its name, and that of another planning is let be."""
        there = self._list(key)
        own = [path for path in there if path.name.endswith(ending) and _read(path)[0] in (key, None)]
        short, long = (f"{label_of(label)}-{key[:length]}{ending}".lstrip("-") for length in (SHORT, len(key)))
        path = own[0] if own else self.folder / (long if any(path.name == short for path in there) else short)
        if self._paths is not None and path not in self._paths[key[:SHORT]]:
            self._paths[key[:SHORT]].append(path)
        return path


def _read(path: Path) -> tuple[str | None, Kept | None]:
    """By what a file's planning is known, and what was kept of it; nothing for a file that was not written so."""
    from mentoring.files.plan import read_plan

    try:
        if path.name.endswith(PLAN):
            plan = read_plan(path)
            asked = plan.run.get(ASKED)
            plan = plan.model_copy(update={"run": {name: one for name, one in plan.run.items() if name != ASKED}})
            kept = Kept(plan.status, plan, "", float(plan.run.get("seconds", 0.0)), path)
        else:
            told = json.loads(path.read_text(encoding="utf-8"))
            asked = told.get(ASKED)
            kept = Kept(str(told["status"]), None, str(told["reason"]), float(told["seconds"]), path)
    except (PlanFileError, OSError, ValueError, KeyError, TypeError, AttributeError):
        return None, None
    return asked if isinstance(asked, str) else None, kept
