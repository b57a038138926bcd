"""The best plan that changes at most so many events of an earlier one: one model over everything.

Who, where and when bind each other here, so they are not decided one after the other. The model is the same as that of
the second opinion; it is sound up to about 400 possible events.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.domain.result import Progress, Result
from mentoring.domain.scenario import Scenario
from mentoring.engine.answer import finished
from mentoring.engine.leftover import Leftover
from mentoring.engine.model.candidates import find_candidates
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.compiled import Compiled
from mentoring.engine.model.ladder import climb
from mentoring.engine.model.order import Level, levels_of
from mentoring.engine.model.solving import solve
from mentoring.engine.who.opening import LISTED
from mentoring.engine.who.pairing import fits_whole
from mentoring.engine.who.selection import Selection
from mentoring.errors import UsageError
from mentoring.goals.change_count import ChangeCount

TOO_LARGE = "the programme is too large for a bound on the number of changed events: plan it anew without `changes`"
MOST_PAIRS = 20 * LISTED  # conceivable pairs that are looked at one by one to find out


def plan_within(
    scenario: Scenario,
    against: Plan,
    most: int | None,
    *,
    seconds: float | None = None,
    work: float | None = None,
    seed: int = 1,
    workers: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Result:
    """The best plan in which at most `most` events of `against` change (None: any number); goals in their order.

    Raises:
        UsageError: when the programme is too large for one model.
        ModelDisagreement: when the plan fails the independent check: our bug.
    """
    clock = Clock(seconds, work, seed, workers, on_progress, should_stop)
    if scenario.count_conceivable() > MOST_PAIRS:
        raise UsageError(TOO_LARGE)
    candidates = find_candidates(scenario, against)
    if not fits_whole(candidates):
        raise UsageError(TOO_LARGE)
    frame = candidates.frame
    compiled = Compiled(frame, candidates.of_everybody)
    levels = [*levels_of(scenario, "pairing"), *levels_of(scenario, "dates")]
    rungs = [compiled.rung(level) for level in levels]
    if most is not None:
        count = compiled.rung(Level("dates", GoalUse(goal=ChangeCount.slug), ChangeCount())).cost
        if isinstance(count, int):
            if count > most:
                return _without_plan(scenario, "infeasible", most, clock)
        else:
            compiled.model.add(count <= most)
    outcome = climb(compiled.model, rungs, clock, keep=compiled.variables)
    if outcome.answer is None:
        status = outcome.status
        if status == "infeasible" and solve(compiled.model, clock, other_settings=True).status != "infeasible":
            status = "unknown"
        return _without_plan(scenario, status, most, clock)
    result = finished(frame, compiled.read(outcome.answer), outcome.steps, clock)
    left = Leftover(result.require_plan(), Selection(candidates, clock))
    told = result.require_plan().model_copy(update={"unserved": left.unserved(), "unused": left.unused()})
    return replace(result, plan=told)


def _without_plan(scenario: Scenario, status: str, most: int | None, clock: Clock) -> Result:
    is_sure = status == "infeasible"
    within = "" if most is None else f" in which at most {most} {'event changes' if most == 1 else 'events change'}"
    told = f"no plan{within} keeps all rules" if is_sure else f"no plan{within} was found in the time given"
    return Result(
        scenario, "infeasible" if is_sure else "unknown", message=told,
        seconds=round(clock.elapsed, 3), progress=tuple(clock.told), most_changes=most,
    )  # fmt: skip
