"""Case files: small programmes and plans that one rule accepts or rejects.

scenario: {...}        # what all cases of the file change in the smallest scenario of tests/builders.py
plan: {...}            # what all plans of the file have, if the case does not say otherwise
accepts:
  - case: exactly the limit
    scenario: {...}    # merged over the file's: mappings merge, null removes
    pairings: [oslo > ghent in housing]
    events: {visit/oslo/ghent/housing: 2024-01-08}    # or [day, host] or [day, host, [person]]; ~ for no host
    changes: {EVENT: {FIELD: VALUE}}                  # fields that do not follow, of a plan mended by hand
rejects:
  - case: one more
    says: at most 1    # part of the message
    ...
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from tests.builders import plan_of, scenario_data

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    slug: str
    accepts: bool
    name: str
    says: str
    plan: Plan


def read_cases(slug: str | None = None) -> Iterator[Case]:
    """Every case of every file, or of one rule."""
    for path in sorted(FOLDER.glob(f"{slug or '*'}.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for verdict in ("accepts", "rejects"):
            for told in data[verdict]:
                yield _case(path.stem, data, verdict == "accepts", told)


def _case(slug: str, data: dict[str, Any], accepts: bool, told: dict[str, Any]) -> Case:
    unknown = set(told) - {"case", "says", "scenario", "pairings", "events", "changes"}
    assert not unknown, f"{slug}: {told['case']}: {unknown}"
    merged = merge(merge(scenario_data(), data.get("scenario", {})), told.get("scenario", {}))
    scenario = Scenario.model_validate(merged)
    shared = data.get("plan", {})
    events = merge(shared.get("events", {}), told.get("events", {}))
    plan = plan_of(
        scenario,
        told.get("pairings", shared.get("pairings", [])),
        {name: _event(given) for name, given in events.items()},
        changes=told.get("changes", {}),
    )
    return Case(slug, accepts, told["case"], told.get("says", ""), plan)


def _event(given: Any) -> Any:
    return tuple(given) if isinstance(given, list) else given


def merge(below: Any, above: Any) -> Any:
    """Mappings merge, None removes, anything else replaces."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    merged = {key: value for key, value in below.items() if above.get(key, value) is not None}
    for key, value in above.items():
        if value is not None:
            merged[key] = merge(below.get(key, {}), value) if isinstance(value, dict) else value
    return merged
