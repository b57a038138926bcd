"""One measurement: who planned what, what came out and after how long; and the file they are kept in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results.json"
OURS = "mentoring"

Vector = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """One goal of the plan found; `reached` and `settled` in seconds: its last value first seen, its search ended."""

    goal: str
    part: str
    value: int
    direction: str
    bound: int | None = None
    proven: bool = False
    reached: float | None = None
    settled: float | None = None

    @property
    def gap(self) -> float | None:
        """Share by which the value could at most be better; None without a bound."""
        return None if self.bound is None else abs(self.value - self.bound) / max(1, abs(self.value))

    @property
    def cost(self) -> int:
        """The value as something to be small."""
        return self.value if self.direction == "least" else -self.value


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run in a process of its own. Seconds count from the call, after start-up and reading of the scenario."""

    form: str
    cities: int
    solver: str
    repeat: int = 1
    limit: float = 0.0
    """Seconds it was given."""
    failure: str = ""
    """Why there is no plan; empty when there is one."""
    status: str = ""
    seconds: float = 0.0
    cpu: float = 0.0
    """Processor seconds, of all threads."""
    start_up: float = 0.0
    first: float | None = None
    """Seconds to the first whole plan."""
    goals: tuple[Reached, ...] = ()
    pairings: int = 0
    events: int = 0
    broken: tuple[str, ...] = ()
    """Rules that the independent check found broken."""
    peak_mb: float | None = None
    scores: tuple[tuple[float, str], ...] = ()
    """What a peer said of its plan while it worked."""
    parts: dict[str, float] = field(default_factory=dict)
    """Processor-independent share of time by module of the engine, in seconds, where it was sampled."""
    measured_on: str = ""
    """The day, and the versions of Python and the solver."""

    @property
    def key(self) -> tuple[str, int, str, int]:
        """What makes two measurements the same one."""
        return self.form, self.cities, self.solver, self.repeat

    @property
    def has_plan(self) -> bool:
        """Whether a plan came out that keeps every rule."""
        return bool(self.goals) and not self.broken

    @property
    def costs(self) -> Vector:
        """Goal values in order, each to be small."""
        return tuple(goal.cost for goal in self.goals)

    @property
    def is_proven(self) -> bool:
        """Whether nothing can be better in any goal."""
        return self.has_plan and all(goal.proven for goal in self.goals)

    @property
    def best_after(self) -> float | None:
        """Seconds until the plan was as good as it became."""
        times = [goal.reached for goal in self.goals if goal.reached is not None]
        return max([*times, self.first or 0.0]) if self.has_plan else None

    @property
    def pairings_proven_after(self) -> float | None:
        """Seconds until every goal about who and where was proven; None when one was not."""
        goals = [goal for goal in self.goals if goal.part == "pairing"]
        times = [goal.settled for goal in goals if goal.proven and goal.settled is not None]
        return max(times) if goals and len(times) == len(goals) else None

    def as_good_after(self, costs: Vector) -> float | None:
        """Seconds until a plan at least as good as those goal values was there, or later; None: never.

        The goals are settled one after the other, so the first in which this plan is better decides."""
        if not self.has_plan or self.costs > costs:
            return None
        better = next(
            (n for n, (ours, theirs) in enumerate(zip(self.costs, costs, strict=True)) if ours < theirs), None
        )
        if better is None or self.goals[better].part == "dates":
            return self.best_after
        began = [goal.settled or goal.reached for goal in self.goals if goal.part == "pairing"]
        return max([time for time in began if time is not None] + [self.first or 0.0])


def read(path: Path = RESULTS) -> list[Measurement]:
    """Every measurement kept; none when there is no file yet."""
    if not path.is_file():
        return []
    return [from_entry(entry) for entry in json.loads(path.read_text(encoding="utf-8"))["measurements"]]


def keep(found: Measurement, path: Path = RESULTS) -> None:
    """Add a measurement, in place of an earlier one of the same; the file is whole at every moment."""
    kept = {one.key: one for one in read(path)} | {found.key: found}
    write([kept[key] for key in sorted(kept)], path)


def write(all_of_them: Iterable[Measurement], path: Path = RESULTS) -> None:
    """Write them all, one a line, so that a change shows in few lines."""
    lines = ",\n".join(json.dumps(asdict(one), sort_keys=True) for one in all_of_them)
    beside = path.with_suffix(".new")
    beside.write_text(f'{{"measurements": [\n{lines}\n]}}\n', encoding="utf-8", newline="\n")
    beside.replace(path)


def from_entry(entry: dict[str, Any]) -> Measurement:
    """A measurement from what JSON says of it."""
    known = {one.name for one in fields(Measurement)}
    told: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items() if key in known
    }
    told["goals"] = tuple(Reached(**goal) for goal in entry.get("goals", ()))
    told["scores"] = tuple((float(after), str(score)) for after, score in entry.get("scores", ()))
    return Measurement(**told)


def middle(several: Sequence[Measurement]) -> Measurement:
    """The one whose time is the median (the slower of two in the middle); a failure counts as the slowest."""
    ranked = sorted(several, key=lambda one: (not one.has_plan, one.seconds))
    return ranked[len(ranked) // 2]
