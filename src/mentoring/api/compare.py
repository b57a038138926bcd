"""Several plans side by side, planned first where only a scenario is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mentoring.errors import NoPlanError, UsageError

if TYPE_CHECKING:
    from mentoring.analysis.comparison import Comparison
    from mentoring.domain.plan import Plan
    from mentoring.domain.result import Progress
    from mentoring.domain.scenario import Scenario


def compare(
    *sources: Plan | Scenario | Path | str,
    names: Sequence[str] = (),
    seconds: float | None = None,
    seed: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Comparison:
    """Plans side by side: goals with bounds, figures, what each has otherwise than the first, needs left open.

    Sources are plans, scenarios or files of either; a scenario is planned first, in at most `seconds` each, with
    `seed` and one worker. `names` are what the plans are called; without them files have their own names.

    Raises:
        UsageError: for fewer than two sources, or as many names as there are not.
        ScenarioError, PlanFileError: when a file is wrong.
        NoPlanError: when there is no plan for one of the scenarios, which is named.
    """
    from mentoring.analysis.comparison import Comparison

    if len(sources) < 2:
        raise UsageError("two plans or scenarios at least are compared: name one more")
    if names and len(names) != len(sources):
        raise UsageError(f"{len(names)} names are given for {len(sources)} plans")
    called = tuple(names) or short_names(sources)
    plans = []
    for name, source in zip(called, sources, strict=True):
        plans.append(_plan_of(name, source, seconds, seed, on_progress, should_stop))
    return Comparison(called, tuple(plans))


def _plan_of(
    name: str,
    source: Plan | Scenario | Path | str,
    seconds: float | None,
    seed: int,
    on_progress: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool] | None,
) -> Plan:
    from mentoring import api
    from mentoring.domain.plan import Plan
    from mentoring.files.plan import is_plan_file
    from mentoring.views.next_step import quoted

    if isinstance(source, Plan):
        return source
    if isinstance(source, Path | str) and is_plan_file(source):
        return api.load_plan(source)
    result = api.plan(source, seconds=seconds, seed=seed, on_progress=on_progress, should_stop=should_stop)
    if result.plan is None:
        file = f" {quoted(str(source))}" if isinstance(source, Path | str) else ""
        how = f"`mentoring explain{file}` tells why"
        impossible = f"there is no plan that keeps every rule, so nothing is compared; {how}"
        said = impossible if result.status == "infeasible" else "no plan was found in the time given"
        raise NoPlanError(result.status, f"{name}: {said}")
    return result.plan


def short_names(sources: Sequence[Plan | Scenario | Path | str]) -> tuple[str, ...]:
    """Short names, no two alike: those of the files where there are files, with their folders where these tell more."""
    paths = [Path(one) if isinstance(one, Path | str) else None for one in sources]
    short = [_stem(path) if path is not None else f"plan {number}" for number, path in enumerate(paths, 1)]
    whole = [name if path is None else path.with_name(name).as_posix() for name, path in zip(short, paths, strict=True)]
    return tuple(
        name if short.count(name) == 1 else long if whole.count(long) == 1 else f"{long} ({number})"
        for number, (name, long) in enumerate(zip(short, whole, strict=True), 1)
    )


def _stem(path: Path) -> str:
    """`athens` of `plans/athens.plan.json`."""
    return path.stem.removesuffix(".plan") or path.name
