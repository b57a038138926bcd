"""Alternatives: plans nearly as good as the best that pair other cities, or meet in other weeks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mentoring.errors import UsageError

if TYPE_CHECKING:
    from mentoring.domain.plan import GoalValue, Plan
    from mentoring.domain.programme import GoalUse
    from mentoring.domain.result import Progress
    from mentoring.domain.scenario import Scenario
    from mentoring.files.scenario import Loaded

WHOLE = 10_000  # a share of everything, in hundredths of a percent


@dataclass(frozen=True, slots=True)
class Alternative:
    """A plan that pairs other cities than all before it, or else meets in other weeks.

    `is_proven`: no plan that is good enough differs in more (pairings, or weeks where `kind` says so).
    """

    plan: Plan
    kind: Literal["pairings", "weeks"]
    is_proven: bool


def alternatives(
    scenario: Scenario | Loaded | Path | str,
    best: Plan,
    count: int,
    within: str | int = "2%",
    *,
    against: Plan | None = None,
    seconds: float | None = None,
    work: float | None = None,
    seed: int = 1,
    workers: int = 1,
    at: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> list[Alternative]:
    """At most so many plans beside the best one, each as different as can be from all before it.

    In every goal they are worse than `best` by at most `within`: a share of its value there, as `2%` (or 200, in
    hundredths of a percent), rounded down. The first choice are plans with the fewest pairings in common; only where
    all pairings must stay, plans with the fewest events in the same week. There are fewer where no plan that is good
    enough has other pairings or weeks. Other options are those of `api.plan`, for each alternative.

    Raises:
        UsageError: for a `count` below 1, or a `within` that is no share.
        UsageError, ScenarioError: when a file is missing or wrong.
    """
    from mentoring import api
    from mentoring.domain.scenario import Scenario
    from mentoring.goals.sameness import outline_of

    if count < 1:
        raise UsageError(f"{count} alternatives are asked for: at least 1 can be found")
    if not isinstance(scenario, Scenario):
        loaded = api.load(scenario) if isinstance(scenario, Path | str) else scenario
        scenario = loaded.require()
    near = _with_limits(scenario, best, read_share(within))
    options: dict[str, Any] = {
        "against": against, "seconds": seconds, "work": work, "seed": seed, "workers": workers, "at": at,
        "on_progress": on_progress, "should_stop": should_stop,
    }  # fmt: skip
    found: list[Alternative] = []
    while len(found) < count and not (should_stop is not None and should_stop()):
        plans = [best, *(one.plan for one in found)]
        outlines = tuple(outline_of(plan) for plan in plans)
        asked = near.model_copy(update={"resolution": near.resolution.model_copy(update={"unlike": outlines})})
        other = _find(asked, plans, options)
        if other is None:
            break
        found.append(Alternative(_restored(other.plan, best, against), other.kind, other.is_proven))
    return found


def read_share(given: str | int) -> int:
    """`2%` as hundredths of a percent.

    Raises UsageError for what is no share from 0 to 100 %.
    """
    from pydantic import TypeAdapter, ValidationError

    from mentoring.domain.value import Percent

    try:
        share: int = TypeAdapter(Percent).validate_python(given)
    except ValidationError:
        share = -1
    if not 0 <= share <= WHOLE:
        raise UsageError(f"{str(given)[:40]!r} is no share to give up: write one from 0% to 100%, as in 2%")
    return share


def _find(asked: Scenario, plans: Sequence[Plan], options: dict[str, Any]) -> Alternative | None:
    """A plan with other pairings than all those there; if there is none, one with other weeks."""
    from mentoring import api
    from mentoring.domain.programme import GoalUse

    first = GoalUse(goal="sameness")
    pairing, dates = asked.goals.pairing, asked.goals.dates
    made = api.plan(_with_goals(asked, (first, *pairing), dates), **options).plan
    if made is None:
        return None
    if all(made.paired != plan.paired for plan in plans):
        return Alternative(made, "pairings", _is_sure(made))
    # All that the limits allow, or only plans that are best in who and where would be looked at.
    loose = tuple(use.model_copy(update={"tolerance": WHOLE, "leximin": False}) for use in pairing)
    made = api.plan(_with_goals(asked, (first, *loose), (first, *dates)), **options).plan
    if made is None or not all(_is_other(made, plan) for plan in plans):
        return None
    is_sure, least = _is_sure(made), next(goal.value for goal in made.goals if goal.part == "dates")
    held = first.model_copy(update={"limit": least})
    finer = api.plan(_with_goals(asked, (first, *pairing), (held, *dates)), **options).plan
    return Alternative(finer or made, "weeks", is_sure)


def _is_sure(made: Plan) -> bool:
    """Whether it is proven that no plan differs in more."""
    return all(goal.is_proven for goal in made.goals if goal.goal == "sameness")


def _is_other(one: Plan, two: Plan) -> bool:
    """Whether two plans pair other cities, or hold an event in another week."""
    from mentoring.goals.sameness import outline_of

    return outline_of(one) != outline_of(two)


def _with_goals(scenario: Scenario, pairing: tuple[GoalUse, ...], dates: tuple[GoalUse, ...]) -> Scenario:
    """The scenario with other goals."""
    return scenario.model_copy(update={"goals": scenario.goals.model_copy(update={"pairing": pairing, "dates": dates})})


def _with_limits(scenario: Scenario, best: Plan, share: int) -> Scenario:
    """The scenario whose plans are worse than the best one by at most a share of its value, in every goal."""
    values = {f"{goal.part} {goal.goal}": goal for goal in best.goals}
    lists = {
        part: tuple(_limited(use, values.get(f"{part} {use.goal}"), share) for use in uses)
        for part, uses in (("pairing", scenario.goals.pairing), ("dates", scenario.goals.dates))
    }
    return scenario.model_copy(update={"goals": scenario.goals.model_copy(update=lists)})


def _limited(use: GoalUse, reached: GoalValue | None, share: int) -> GoalUse:
    if reached is None:
        return use
    slack = abs(reached.value) * share // WHOLE
    limit = reached.value + (slack if reached.direction == "least" else -slack)
    if use.limit is not None:
        limit = min(limit, use.limit) if reached.direction == "least" else max(limit, use.limit)
    return use.model_copy(update={"limit": limit})


def _restored(made: Plan, best: Plan, against: Plan | None) -> Plan:
    """The alternative as a plan of the scenario itself: its goals measured, with the bounds that hold for it too."""
    from mentoring.analysis.standing import with_goals

    own = made.model_copy(update={"scenario": best.scenario, "positions": best.positions})
    return with_goals(own, against, best.goals, best, with_idle=False)
