"""The planner: pairings first, then dates, cuts between them, until proven or out of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mentoring.domain.plan import Plan
from mentoring.domain.result import Progress, Result
from mentoring.domain.scenario import Scenario
from mentoring.engine.answer import finished
from mentoring.engine.candidates import Candidates, find_candidates
from mentoring.engine.clock import Clock
from mentoring.engine.core import find_cut
from mentoring.engine.decision import Decision
from mentoring.engine.face import Face
from mentoring.engine.ladder import Step
from mentoring.engine.leftover import Leftover
from mentoring.engine.order import levels_of
from mentoring.engine.pairing import PairingModel
from mentoring.engine.solving import GRACE_SECONDS
from mentoring.engine.timetable import Timetable


def plan(
    scenario: Scenario,
    *,
    against: Plan | None = None,
    seconds: float | None = None,
    work: float | None = None,
    seed: int = 1,
    workers: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Result:
    """The best plan of a scenario, with a proven bound for every goal.

    `seconds` limits the wall time, `work` every single solve in deterministic units (repeatable on every machine).
    With one worker, the same seed and no time limit reached, the same scenario gives the same plan.

    Raises:
        ModelDisagreement: when a plan fails the independent check: our bug.
    """
    clock = Clock(seconds, work, seed, workers, on_progress, should_stop)
    candidates = find_candidates(scenario, against)
    return Planner(candidates, clock).run()


class Planner:
    """One planning: the pairing model, the cuts learnt, and the best plan so far."""

    def __init__(self, candidates: Candidates, clock: Clock) -> None:
        self.candidates = candidates
        self.clock = clock
        self.pairing = PairingModel(candidates, clock)
        self.levels = levels_of(candidates.frame.scenario, "dates")

    def run(self) -> Result:
        """Climb the pairing goals, date the choice, learn from failure, and settle the date goals."""
        while True:
            outcome, capped = self.pairing.climb()
            if outcome.answer is None:
                return self._without_plan(outcome.status)
            if not self._reached(outcome.steps):
                continue
            decision = self.pairing.read(outcome.answer)
            table = Timetable(self.candidates.frame, decision, self.clock, self.levels)
            status = table.feasible(grace=GRACE_SECONDS)
            if table.best is not None:
                face = Face(self.pairing, capped, outcome.steps, self.clock, self.levels)
                best = face.search(table)
                return self._finish(best.read(), [*outcome.steps, *face.steps])
            if status != "infeasible" or self.clock.overdue > GRACE_SECONDS:
                return self._without_plan("unknown")
            self._learn(decision)

    @property
    def _scenario(self) -> Scenario:
        return self.candidates.frame.scenario

    def _reached(self, steps: list[Step]) -> bool:
        """Whether what tolerances are reckoned from can be dated: later goals may have moved on from it."""
        for step in steps:
            if step.level.use.tolerance and step.answer is not None:
                decision = self.pairing.read(step.answer)
                if Timetable(self.candidates.frame, decision, self.clock, []).feasible() == "infeasible":
                    self._learn(decision)
                    return False
        return True

    def _learn(self, decision: Decision) -> None:
        cut = find_cut(self.pairing, decision, self._has_no_dates, self._surely_has_none)
        self.pairing.add_cut(cut)
        self.clock.tell("dates", None, None, f"{len(self.pairing.cuts)} combinations without common dates")

    def _has_no_dates(self, part: Decision) -> bool:
        return Timetable(self.candidates.frame, part, self.clock, [], relaxed=True).feasible() == "infeasible"

    def _surely_has_none(self, part: Decision) -> bool:
        """The same asked once more, with other settings: a cut is for ever."""
        return Timetable(self.candidates.frame, part, self.clock, [], relaxed=True).is_surely_impossible()

    def _finish(self, decision: Decision, steps: list[Step]) -> Result:
        result = finished(self.candidates.frame, decision, steps, self.clock)
        left = Leftover(result.require_plan(), self.candidates, self.pairing.cuts)
        told = result.require_plan().model_copy(update={"unserved": left.unserved(), "unused": left.unused()})
        return replace(result, plan=told)

    def _without_plan(self, status: str) -> Result:
        """`infeasible` only after a second run with other settings has said so too."""
        if status == "infeasible" and not self.pairing.confirm_infeasible():
            status = "unknown"
        told = "no plan keeps all rules" if status == "infeasible" else "no plan was found in the time given"
        return Result(
            self._scenario, "infeasible" if status == "infeasible" else "unknown", message=told,
            seconds=round(self.clock.elapsed, 3), progress=tuple(self.clock.told),
        )  # fmt: skip
