"""Plan anew and change gently: what is settled stays, of the rest as little changes as can be, and that is proven."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.errors import Place, UsageError

if TYPE_CHECKING:
    from mentoring.api.carry import Carried
    from mentoring.domain.plan import Plan
    from mentoring.domain.result import Progress, Result
    from mentoring.domain.scenario import Scenario
    from mentoring.files.scenario import Loaded

MAY_MOVE = ("confirmed",)
"""Statuses that settle an event unless one says otherwise."""


def replan(
    earlier: Plan | Path | str,
    scenario: Scenario | Loaded | Path | str | None = None,
    *,
    changes: int | None = None,
    may_move: Collection[str] = (),
    why: str = "",
    seconds: float | None = None,
    work: float | None = None,
    seed: int = 1,
    workers: int = 1,
    at: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Result:
    """The plan after `earlier`, for a scenario that has changed (None: the plan's own): as gentle as can be.

    What is done, over or confirmed stays, and so does what was decided by hand; the goal `changes` counts the rest,
    right after the needs (it is put there if the scenario does not ask for it, and the result's message says so). With
    `changes` at most so many events are dropped, moved or held elsewhere, and within that the other goals come first:
    more may change than without this bound, which the result's message says. `may_move` may
    hold `confirmed`: then confirmed events count 100 instead of staying. `why` is kept with the revision. The other
    arguments are those of `plan`.

    Raises:
        UsageError, ScenarioError, PlanFileError: when a file given by path is missing or wrong.
        ScenarioError: where the scenario and what the plan has settled contradict each other, with both places.
        ModelDisagreement: when the engine's plan breaks a rule's own check: a bug of ours, please report it.
    """
    from mentoring.api.carry import finish
    from mentoring.engine import planner
    from mentoring.engine.bounded import plan_within
    from mentoring.files.moment import moment

    made_at = moment(at)
    kept, notes = _prepare(earlier, scenario, may_move)
    options: dict[str, Any] = {
        "seconds": seconds, "work": work, "seed": seed, "workers": workers, "on_progress": on_progress,
        "should_stop": should_stop,
    }  # fmt: skip
    free = planner.plan(kept.scenario, against=kept.earlier, **options)
    if changes is None or free.status == "infeasible":
        return _with_notes(finish(free, kept, made_at, why), notes)
    bounded = plan_within(_with_changes_last(kept.scenario), _earlier(kept), _counted(changes), **options)
    if bounded.plan is None:
        return replace(bounded, scenario=kept.scenario)
    notes = (*notes, _say_bound(bounded, free, _earlier(kept), changes))
    return _with_notes(finish(_stand(bounded, free, kept), kept, made_at, why), notes)


@dataclass(frozen=True, slots=True)
class Step:
    """The best plan in which at most `most` events change (None: any number), and how many do."""

    most: int | None
    result: Result
    changed: int | None = None


def change_curve(
    earlier: Plan | Path | str,
    scenario: Scenario | Loaded | Path | str | None,
    changes: Iterable[int],
    *,
    may_move: Collection[str] = (),
    **options: Any,
) -> list[Step]:
    """What each further change buys: the best plan for each bound on the number of changed events, and without one.

    Goals count in the scenario's order, but for `changes`, which only decides between plans that are as good. A step
    without a plan says why in its result. `options` are those of `plan`, times for each step.

    Raises as `replan` does.
    """
    from mentoring.engine.bounded import plan_within
    from mentoring.goals.change_count import ChangeCount

    kept, _ = _prepare(earlier, scenario, may_move)
    asked = _with_changes_last(kept.scenario)
    before = _earlier(kept)
    steps: list[Step] = []
    for most in [*sorted({_counted(one) for one in changes}), None]:
        result = plan_within(asked, before, most, **options)
        changed = ChangeCount().measure(result.plan, "dates", before) if result.plan is not None else None
        steps.append(Step(most, result, changed))
    return steps


def _prepare(
    earlier: Plan | Path | str, scenario: Scenario | Loaded | Path | str | None, may_move: Collection[str]
) -> tuple[Carried, tuple[str, ...]]:
    """The scenario to plan with all that the earlier plan hands on, and what there is to say about that."""
    from mentoring.api import load, load_plan
    from mentoring.api.carry import carry_over
    from mentoring.domain.gentle import with_changes
    from mentoring.domain.scenario import Scenario

    strange = sorted(set(may_move) - set(MAY_MOVE))
    if strange:
        raise UsageError(f"events may not move because they are {', '.join(strange)}: only {', '.join(MAY_MOVE)} may")
    before = load_plan(earlier) if isinstance(earlier, Path | str) else earlier
    if scenario is None:
        given, places = own_scenario(before), read_places(before)
    elif isinstance(scenario, Scenario):
        given, places = scenario, {}
    else:
        loaded = load(scenario) if isinstance(scenario, Path | str) else scenario
        given, places = loaded.require(), loaded.positions
    if given.programme.id != before.scenario.programme.id:
        said = f"the plan is of the programme {before.scenario.programme.id}, the scenario of {given.programme.id}"
        raise UsageError(f"{said}: nothing would stay; `mentoring plan` makes a plan of another programme")
    goals, missing = with_changes(given.goals)
    notes = tuple(_say_added(part) for part in missing)
    return carry_over(given.model_copy(update={"goals": goals}), before, places, may_move), notes


def own_scenario(plan: Plan) -> Scenario:
    """The scenario of a plan as its files said it, without what the plan's own history put into it."""
    from mentoring.domain.by_hand import without_decisions
    from mentoring.domain.settled import without_settled

    return without_settled(without_decisions(plan.scenario, plan.decisions))


def read_places(plan: Plan) -> dict[str, Place]:
    """Where each value of the plan's scenario stood in its files."""
    found = {}
    for key, text in plan.positions.items():
        file, line, column = (*text.rsplit(":", 2), "", "")[:3]
        found[key] = Place(file, int(line), int(column)) if line.isdigit() and column.isdigit() else Place(text)
    return found


def _with_changes_last(scenario: Scenario) -> Scenario:
    from mentoring.domain.gentle import with_changes_last

    return scenario.model_copy(update={"goals": with_changes_last(scenario.goals)})


def _earlier(kept: Carried) -> Plan:
    if kept.earlier is None:
        raise ValueError("there is no earlier plan")
    return kept.earlier


def _counted(changes: int) -> int:
    if changes < 0:
        raise UsageError(f"{changes} events cannot change: write 0 or more")
    return changes


def _stand(bounded: Result, free: Result, kept: Carried) -> Result:
    """The bounded plan as a plan of its scenario: goals in that order, with what is proven of all plans."""
    from mentoring.analysis.standing import with_goals

    made = bounded.require_plan().model_copy(update={"scenario": kept.scenario})
    made = with_goals(made, _earlier(kept), free.goals, free.plan)
    return replace(bounded, scenario=kept.scenario, plan=made, goals=made.goals, status=made.status)


def _say_added(part: str) -> str:
    where = "after `needs` in `goals.pairing`" if part == "pairing" else "first in `goals.dates`"
    return f"The scenario does not ask for the goal `changes`; it is put {where}."


def _say_bound(bounded: Result, free: Result, earlier: Plan, changes: int) -> str:
    """What the bound lets change, what would change without it, and what is proven."""
    from mentoring.goals.change_count import ChangeCount
    from mentoring.views.wording import count

    def events(plan: Plan) -> int:
        return ChangeCount().measure(plan, "dates", earlier)

    def change(number: int) -> str:
        return f"{count(number, 'event')} {'changes' if number == 1 else 'change'}"

    here = events(bounded.require_plan())
    least = here if free.plan is None else events(free.plan)
    said = (
        f"{change(here)} here, where at most {changes} may: the other goals come first, how little changes comes last."
    )
    if least < here:
        said += f" Without this bound it has its own place among the goals, and {change(least)}."
    within = f"with at most {count(changes, 'changed event')}"
    if all(goal.is_proven for goal in bounded.goals):
        return f"{said} Proven: {within} no plan is better on any goal, taken in that order."
    return f"{said} It is not proven that {within} no plan is better."


def _with_notes(result: Result, notes: Sequence[str]) -> Result:
    told = [part for part in (result.message, *(notes if result.plan is not None else ())) if part]
    return replace(result, message=" ".join(told))
