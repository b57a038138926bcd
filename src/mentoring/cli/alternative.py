"""What `mentoring plan --alternatives` does after the best plan is found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.cli.console import Console

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan
    from mentoring.files.scenario import Loaded
    from mentoring.views.alternative import Shown


def place_of(output: str, number: int) -> Path:
    """`plan.alternative-1.json` beside `plan.json`."""
    path = Path(output)
    stem, ending = (path.name[: -len(".plan.json")], ".plan.json") if path.name.endswith(".plan.json") else (
        path.stem, path.suffix)  # fmt: skip
    return path.with_name(f"{stem}.alternative-{number}{ending}")


def check_places(output: str, count: int, within: str) -> None:
    """Nothing is worse than an hour's plans that cannot be written.

    Raises:
        UsageError: for a `within` that is no share, or a place that cannot be written to.
        RefusedError: when a file is there that is no plan, or one that people have worked on.
    """
    from mentoring.batch.alternative import read_share
    from mentoring.files.output import check_writable
    from mentoring.files.plan import check_nothing_lost, check_replaceable

    read_share(within)
    for number in range(1, count + 1):
        check_writable(place_of(output, number))
        check_replaceable(place_of(output, number))
        check_nothing_lost(place_of(output, number))


def find(
    console: Console, loaded: Loaded, best: Plan, output: str, count: int, within: str, **options: Any
) -> list[Shown]:
    """The alternatives, each saved beside the plan. Those of an earlier run that are no longer found are told."""
    from mentoring import api
    from mentoring.analysis.difference import compare
    from mentoring.batch.alternative import alternatives
    from mentoring.views.alternative import Shown

    if isinstance(options.get("against"), str):
        options["against"] = api.load_plan(options["against"])
    console.say(f"Looking for {'an alternative' if count == 1 else f'{count} alternatives'} within {within}.")
    shown: list[Shown] = []
    for number, one in enumerate(alternatives(loaded, best, count, within, **options), 1):
        path = place_of(output, number)
        api.save_plan(one.plan, path)
        shown.append(Shown(path.as_posix(), one.kind, one.is_proven, compare(best, one.plan)))
    console.end_status()
    for number in range(len(shown) + 1, count + 1):
        if place_of(output, number).exists():
            console.say(f"warning: {place_of(output, number).as_posix()} is of an earlier run: delete it")
    return shown
