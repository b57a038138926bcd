"""The reference model: one CP-SAT model over everything, a second opinion in tests.

Sound for up to about 20 cities; larger programmes are planned by `planner`.
"""

from __future__ import annotations

from mentoring.domain.plan import Plan
from mentoring.domain.result import Result
from mentoring.domain.scenario import Scenario
from mentoring.engine.answer import finished
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.compiled import Compiled
from mentoring.engine.model.ladder import climb, hold_limits
from mentoring.engine.model.order import levels_of
from mentoring.engine.model.solving import solve
from mentoring.language.frame import Frame
from mentoring.rules import RULES
from mentoring.rules.base import declare_all


def solve_reference(
    scenario: Scenario, *, against: Plan | None = None, seconds: float | None = None, seed: int = 1
) -> Result:
    """Plan a small programme with one model over everything; arguments as for `planner.plan`."""
    clock = Clock(seconds=seconds, seed=seed)
    frame = Frame(scenario, scenario.conceivable, against=against)
    compiled = Compiled(frame, declare_all(RULES, frame))
    levels = [*levels_of(scenario, "pairing"), *levels_of(scenario, "dates")]
    rungs = [compiled.rung(level) for level in levels]
    hold_limits(compiled.model, rungs)
    outcome = climb(compiled.model, rungs, clock, keep=compiled.variables)
    if outcome.answer is None:
        if outcome.status == "infeasible" and solve(compiled.model, clock, other_settings=True).status != "infeasible":
            outcome.status = "unknown"
        return Result(scenario, outcome.status, seconds=clock.elapsed)  # type: ignore[arg-type]
    return finished(frame, compiled.read(outcome.answer), outcome.steps, clock)
