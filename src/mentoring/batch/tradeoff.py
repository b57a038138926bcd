"""Trade-offs: every plan that is best in one of two goals for what it has of the other, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.analysis.front import Aim, Front, Point, is_dominated, sign_of
from mentoring.batch.store import Kept, Store, digest
from mentoring.errors import NoPlanError, UsageError

if TYPE_CHECKING:
    from mentoring.domain.plan import GoalValue, Plan
    from mentoring.domain.programme import GoalUse
    from mentoring.domain.result import Progress
    from mentoring.domain.scenario import Scenario
    from mentoring.files.scenario import Loaded

CUT_SHORT = "it was stopped"
UNPROVEN = "not every point was proven in the time given"


def tradeoff(
    scenario: Scenario | Loaded | Path | str,
    between: Sequence[str],
    folder: Path | str,
    *,
    seconds: float | None = None,
    work: float | None = None,
    seed: int = 1,
    on_point: Callable[[Point], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Front:
    """Every way to trade one goal for another: no plan is better in both than one of the points.

    `between` names two goals of the scenario, as `fit` or, where both lists have it, as `dates.travel_km`. Goals that
    come before the first of them stay at their best (but for their tolerance); those after decide between plans that
    are alike in both. Each point is the best plan in the first goal with the second limited to better than the point
    before: so the front has no gaps. The plans are kept in `folder`, and a run that was killed goes on from there.
    `seconds` and `work` are limits for each point. After a stop the points found so far are returned.

    Raises:
        UsageError, ScenarioError: for a file that is missing or wrong, or goals that are not the scenario's.
        NoPlanError: when there is no plan at all.
    """
    from mentoring import api
    from mentoring.domain.scenario import Scenario
    from mentoring.files.output import check_folder_writable

    positions: dict[str, str] = {}
    if not isinstance(scenario, Scenario):
        loaded = api.load(scenario) if isinstance(scenario, Path | str) else scenario
        scenario, positions = loaded.require(), {key: str(place) for key, place in loaded.positions.items()}
    aims = find_aims(scenario, between)
    check_folder_writable(folder)
    options: dict[str, Any] = {"seconds": seconds, "work": work, "seed": seed}
    maker = _Maker(Store(folder), aims, options, positions, on_progress, should_stop)
    points: list[Point] = []
    reason = ""
    for kept in _climb(scenario, aims, maker):
        if kept.plan is None:
            if not points:
                raise NoPlanError(kept.status, kept.reason or "no plan was found in the time given")
            reason = reason if kept.status == "infeasible" else UNPROVEN
            break
        points.append(_point(kept, kept.plan, aims))
        reason = reason or ("" if points[-1].is_proven else UNPROVEN)
        if on_point is not None:
            on_point(points[-1])
    else:
        reason = CUT_SHORT
    signs = sign_of(aims[0]), sign_of(aims[1])
    best = [one for one in points if not any(is_dominated(one.values, other.values, signs) for other in points)]
    return Front(aims, tuple(best), not reason, reason)


def find_aims(scenario: Scenario, between: Sequence[str]) -> tuple[Aim, Aim]:
    """The two goals meant, the one that counts first before the other.

    Raises UsageError, with the nearest name, for what is no goal of the scenario, and for anything but two goals.
    """
    from difflib import get_close_matches

    from mentoring.goals.score import order

    listed: list[Aim] = [(part, use.goal) for use, part in order(scenario)]
    found: list[Aim] = []
    for name in between:
        part, _, goal = name.strip().rpartition(".")
        meant = [aim for aim in listed if aim[1] == goal and part in ("", aim[0])]
        if not meant:
            near = get_close_matches(goal, [aim[1] for aim in listed], n=1)
            hint = f"did you mean {near[0]}?" if near else f"its goals are {', '.join(aim[1] for aim in listed)}"
            raise UsageError(f"{name.strip()!r} is no goal of this scenario: {hint}")
        found.append(meant[0])
    if len(found) != 2 or found[0] == found[1]:
        raise UsageError("a trade-off is between two goals: name two, as in fit,travel_km")
    first, second = sorted(found, key=listed.index)
    return first, second


class _Maker:
    """Makes plans, each only once."""

    def __init__(
        self,
        store: Store,
        aims: tuple[Aim, Aim],
        options: dict[str, Any],
        positions: dict[str, str],
        on_progress: Callable[[Progress], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self.store = store
        self.aims = aims
        self.options = options
        self.positions = positions
        self.on_progress = on_progress
        self.should_stop = should_stop

    def make(self, scenario: Scenario) -> Kept | None:
        """What planning comes to; None when it was stopped before it was finished."""
        from mentoring import api

        key = digest(scenario, self.options)
        kept = self.store.find(key)
        if kept is not None:
            return kept
        made = api.plan(scenario, on_progress=self.on_progress, should_stop=self.should_stop, **self.options)
        is_stopped = self.should_stop is not None and self.should_stop()
        if is_stopped and made.status not in ("optimal", "infeasible"):
            return None
        if made.plan is not None:
            made = replace(made, plan=made.plan.model_copy(update={"positions": self.positions}))
        first = self.aims[0]  # no two points are the same in it
        label = "none better" if made.plan is None else f"{first[1]} {_values(made.plan)[first].value}"
        return self.store.keep(key, made, made.message if made.plan is None else "", label)


def _climb(scenario: Scenario, aims: tuple[Aim, Aim], maker: _Maker) -> Iterator[Kept]:
    """One planning after the other; the last is without a plan, if nobody stopped before."""
    asked = _ordered(scenario, aims)
    limits: dict[Aim, int] = {}
    while True:
        kept = maker.make(_limited(asked, limits))
        if kept is None:
            return
        values = _values(kept.plan) if kept.plan is not None else {}
        if kept.plan is not None and aims[0][0] != aims[1][0]:
            # Goals for who and where between the two were left out: they decide now between plans alike in both.
            reached = {aim: values[aim].value for aim in aims}
            finer = maker.make(_limited(scenario, limits | reached))
            if finer is None:
                return
            kept = _with_proof(finer, kept, aims) if finer.plan is not None else kept
        yield kept
        if kept.plan is None:
            return
        if not limits:
            limits = _before(asked, aims, values)
        limits[aims[1]] = values[aims[1]].value - sign_of(aims[1])
        if limits[aims[1]] < 0:  # nothing is less than nothing
            yield Kept("infeasible", None, "", 0.0, kept.path)
            return


def _ordered(scenario: Scenario, aims: tuple[Aim, Aim]) -> Scenario:
    """The scenario with the two goals next to each other, without what they could give up."""
    goals = scenario.goals
    lists: dict[str, list[GoalUse]] = {"pairing": list(goals.pairing), "dates": list(goals.dates)}
    uses = []
    for part, goal in aims:
        use = next(one for one in lists[part] if one.goal == goal)
        uses.append(use.model_copy(update={"tolerance": 0, "leximin": False}))
    first, second = lists[aims[0][0]], lists[aims[1][0]]
    place = next(number for number, use in enumerate(first) if use.goal == aims[0][1])
    if first is second:
        rest = [use for use in first[place:] if use.goal not in (aims[0][1], aims[1][1])]
        lists[aims[0][0]] = [*first[:place], *uses, *rest]
    else:
        lists[aims[0][0]] = [*first[:place], uses[0]]
        lists[aims[1][0]] = [uses[1], *(use for use in second if use.goal != aims[1][1])]
    return _with_goals(scenario, lists)


def _limited(scenario: Scenario, limits: dict[Aim, int]) -> Scenario:
    """The scenario with limits for goals, where it has no stricter ones."""
    lists: dict[str, list[GoalUse]] = {}
    for part, uses in (("pairing", scenario.goals.pairing), ("dates", scenario.goals.dates)):
        lists[part] = [
            use.model_copy(update={"limit": _stricter((part, use.goal), limits, use.limit)})  # type: ignore[arg-type]
            for use in uses
        ]
    return _with_goals(scenario, lists)


def _stricter(aim: Aim, limits: dict[Aim, int], own: int | None) -> int | None:
    asked = [limit for limit in (limits.get(aim), own) if limit is not None]
    return min(asked, key=lambda limit: sign_of(aim) * limit, default=None)


def _with_goals(scenario: Scenario, lists: dict[str, list[GoalUse]]) -> Scenario:
    update = {part: tuple(uses) for part, uses in lists.items()}
    return scenario.model_copy(update={"goals": scenario.goals.model_copy(update=update)})


def _values(plan: Plan) -> dict[Aim, GoalValue]:
    return {(goal.part, goal.goal): goal for goal in plan.goals}


def _before(scenario: Scenario, aims: tuple[Aim, Aim], values: dict[Aim, GoalValue]) -> dict[Aim, int]:
    """What the goals before the two may come to at most: their best, and what their tolerance gives up of it."""
    from mentoring.goals.score import order

    limits: dict[Aim, int] = {}
    for use, part in order(scenario):
        aim: Aim = (part, use.goal)
        if aim == aims[0]:
            break
        found = values[aim]
        best = found.bound if found.is_proven and found.bound is not None else found.value
        slack = abs(best) * use.tolerance // 10_000 if found.is_proven else 0
        limits[aim] = best + sign_of(aim) * slack
    return limits


def _with_proof(finer: Kept, kept: Kept, aims: tuple[Aim, Aim]) -> Kept:
    """The plan that is best in all goals, with what was proven of the two before others came between them."""
    if finer.plan is None or kept.plan is None:
        return kept
    proven = _values(kept.plan)
    goals = tuple(
        goal.model_copy(update={"bound": proven[aim].bound, "gap": proven[aim].gap, "proven": proven[aim].is_proven})
        if (aim := (goal.part, goal.goal)) in aims and goal.value == proven[aim].value
        else goal
        for goal in finer.plan.goals
    )
    plan = finer.plan.model_copy(update={"goals": goals})
    return Kept(finer.status, plan, finer.reason, finer.seconds, finer.path)


def _point(kept: Kept, plan: Plan, aims: tuple[Aim, Aim]) -> Point:
    values = _values(plan)
    return Point(
        (values[aims[0]].value, values[aims[1]].value),
        plan,
        kept.path.name,
        all(goal.is_proven for goal in plan.goals[: 1 + max(list(values).index(aim) for aim in aims)]),
    )
