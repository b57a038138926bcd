"""The planner: pairings first, then dates, cuts between them, until proven or out of time."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from ortools.sat.python import cp_model

from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.result import PLAN, Progress, Result
from mentoring.domain.scenario import Scenario
from mentoring.engine.answer import finished
from mentoring.engine.leftover import Leftover
from mentoring.engine.model.candidates import Candidates
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.ladder import Climb, Step
from mentoring.engine.model.order import levels_of, limited
from mentoring.engine.model.solving import GRACE_SECONDS
from mentoring.engine.rescue import Rescue, Spare
from mentoring.engine.ties.core import find_cut
from mentoring.engine.ties.face import Face
from mentoring.engine.ties.outlook import find_outlook
from mentoring.engine.when.dates import Dates, open_dates
from mentoring.engine.when.season import Season
from mentoring.engine.when.timetable import part_of
from mentoring.engine.who.opening import begin
from mentoring.engine.who.pairing import PairingModel, fits_whole
from mentoring.engine.who.selection import Selection


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
    return Planner(begin(scenario, against, clock), clock).run()


DATES_SHARE = 0.5  # of the time left, kept for dates as long as there is no plan
SHRINK_SHARE = 0.2  # of the time left, to find out which few pairings of a choice have no dates together
MANY_CUTS = 20  # combinations without dates, found one by one, before the pairing model is given all dates


class Planner:
    """One planning: the pairing model, the cuts learnt, and the best plan so far."""

    def __init__(self, selected: Candidates | Selection, clock: Clock) -> None:
        self.selection = selected if isinstance(selected, Selection) else Selection(selected, clock)
        self.clock = clock
        self.levels = levels_of(self._scenario, "dates")
        self.limited = limited(self.levels)
        self._dated: tuple[Decision, Dates, str] | None = None
        self._shrink_until = math.inf
        self._tight: tuple[Climb, cp_model.CpModel] | None = None  # a choice that leaves people too little money
        self._spare: Spare | None = None  # most of a choice, its days and people

    @property
    def candidates(self) -> Candidates:
        """The pairs that the pairing model is given."""
        return self.selection.candidates

    @property
    def pairing(self) -> PairingModel:
        """The pairing model over them."""
        return self.selection.pairing

    def run(self) -> Result:
        """Climb the pairing goals, date the choice, learn from failure, and settle the date goals."""
        while True:
            if len(self.pairing.cuts) == MANY_CUTS and fits_whole(self.candidates):
                self.selection.open_dates()
                self._tight = None
            self.clock.hold(0.0 if self._has_dates and not self.selection.is_slow else DATES_SHARE)
            is_first, began = self._dated is None, self.clock.elapsed
            outcome, capped = self.selection.climb(once=is_first)
            self.clock.hold(0.0)
            if outcome.answer is None and outcome.status == "unknown" and self.clock.left > 0 and self._tight is None:
                outcome, capped = self.selection.climb()  # nobody to date yet: the time kept for that is free
            if outcome.answer is None and self._tight is not None:
                self.selection.leave_no_room()
                outcome, capped = self._tight  # no choice leaves room: then that one, as well as it goes
                self._tight = None
            if outcome.answer is None:
                return self._without_plan(outcome.status)
            took = self.clock.elapsed - began
            if not self._reached(outcome.steps):
                continue
            decision = self.pairing.read(outcome.answer)
            may_give_up = self.selection.may_leave_room and self.clock.left > took
            table, status = self._date(decision, may_give_up=may_give_up)
            if status == "unknown" and may_give_up and self.clock.left > self.clock.elapsed - began:
                self.selection.leave_room()
                self._tight = self._tight or (outcome, capped)
                continue
            is_time = not self.selection.is_slow or self.clock.left > took * self.selection.growth
            if is_first and not outcome.is_complete and self.selection.is_slow and is_time:
                continue  # what is as good and was not looked at yet
            if table.best is not None:
                if is_time and self.selection.add_ties():
                    continue
                face = Face(
                    self.pairing, capped, outcome.steps, self.clock, self.levels,
                    find_swaps=self.selection.swaps, find_outlook=partial(find_outlook, self.selection, outcome.steps),
                )  # fmt: skip
                is_known = outcome.is_complete or not self.selection.is_slow  # else to find ties takes all the time
                face.is_whole = is_known and not self.selection.ties and not self.selection.spare
                best = face.search(table)
                return self._finish(best.read(), [*outcome.steps, *face.steps])
            if status != "infeasible" or self.clock.left <= 0:
                return self._rescue(decision, outcome.steps)
            self._learn(decision)

    @property
    def _has_dates(self) -> bool:
        """Whether dates were found for some choice."""
        return self._dated is not None and self._dated[1].best is not None

    def _date(self, decision: Decision, *, may_give_up: bool = False) -> tuple[Dates, str]:
        """First dates of a choice; those of the last choice are kept."""
        has_given_up = self._dated is not None and isinstance(self._dated[1], Season) and self._dated[1].has_given_up
        if self._dated is None or self._dated[0] != decision or (has_given_up and not may_give_up):
            table = open_dates(self.candidates.frame, decision, self.clock, self.levels, may_give_up=may_give_up)
            self.clock.is_partial = True  # other choices may be as good
            self._dated = decision, table, table.feasible(grace=GRACE_SECONDS)
            self.clock.is_partial = False
            self._remember(decision, table)
            if table.best is not None and self.levels and not any(step.note == PLAN for step in self.clock.told):
                level = self.levels[0]
                self.clock.tell(level.goal.slug, level.sign * table.cost(0), None, PLAN)
        return self._dated[1:]

    def _remember(self, decision: Decision, dates: Dates) -> None:
        """Keep what could be dated of a choice, if it serves more than what was kept before."""
        found: Spare | None = None
        if dates.best is not None:
            best = dates.read()
            found = decision, best.starts, best.people
        elif isinstance(dates, Season) and dates.kept:
            part = part_of(decision, tuple(pair for pair in decision.pairs if pair not in dates.lost))
            found = part, dates.kept, dates.sent
        if found and (self._spare is None or self._urgency(found[0]) > self._urgency(self._spare[0])):
            self._spare = found

    def _urgency(self, decision: Decision) -> int:
        cities = self._scenario.cities
        return sum(cities[pair.mentee].needs[pair.theme].priority for pair in decision.pairs)

    @property
    def _scenario(self) -> Scenario:
        return self.candidates.frame.scenario

    def _rescue(self, decision: Decision, steps: list[Step]) -> Result:
        found = Rescue(self.selection, self.clock, self.levels).run(decision, steps, self._spare)
        return self._without_plan("unknown") if found is None else self._finish(*found)

    def _reached(self, steps: list[Step]) -> bool:
        """Whether what tolerances are reckoned from can be dated: later goals may have moved on from it."""
        for number, step in enumerate(steps):
            if step.level.use.tolerance and step.answer is not None:
                decision = self.pairing.read(step.answer)
                status = open_dates(self.candidates.frame, decision, self.clock, self.limited).feasible()
                if status == "infeasible":
                    self._learn(decision)
                    return False
                steps[number] = replace(step, is_exact=step.is_exact and status != "unknown")
        return True

    def _learn(self, decision: Decision) -> None:
        self._shrink_until = self.clock.elapsed + SHRINK_SHARE * self.clock.left
        guesses = self._suspects(decision)
        cut = find_cut(self.pairing, decision, self._has_no_dates, self._surely_has_none, guesses)
        self.selection.add_cut(cut)
        number = len(self.pairing.cuts)
        self.clock.tell(
            "dates", None, None, f"{number} {'combination' if number == 1 else 'combinations'} without common dates"
        )

    def _suspects(self, decision: Decision) -> list[tuple[Pairing, ...]]:
        """Themes of the pairings that found no dates: a meeting that suits not all is what fails most."""
        lost = self._dated[1].lost if self._dated is not None and isinstance(self._dated[1], Season) else ()
        themes = sorted({pair.theme for pair in lost})
        found = [tuple(pair for pair in decision.pairs if pair.theme == theme) for theme in themes]
        return [pairs for pairs in found if len(pairs) < len(decision.pairs)]

    def _has_no_dates(self, part: Decision) -> bool:
        if self.clock.elapsed > self._shrink_until:
            return False
        dates = open_dates(self.candidates.frame, part, self.clock, self.limited, relaxed=True)
        return dates.feasible() == "infeasible"

    def _surely_has_none(self, part: Decision) -> bool:
        """The same asked once more, with other settings: a cut is for ever."""
        return open_dates(self.candidates.frame, part, self.clock, self.limited, relaxed=True).is_surely_impossible()

    def _finish(self, decision: Decision, steps: list[Step]) -> Result:
        result = finished(self.candidates.frame, decision, steps, self.clock)
        left = Leftover(result.require_plan(), self.selection)
        told = result.require_plan().model_copy(update={"unserved": left.unserved(), "unused": left.unused()})
        return replace(result, plan=told)

    def _without_plan(self, status: str) -> Result:
        """`infeasible` only after a second run with other settings has said so too."""
        if status == "infeasible" and not self.pairing.confirm_infeasible():
            status = "unknown"
        told, causes = "no plan was found in the time given", list[str]()
        if status == "infeasible":
            uses = [level.use for level in limited([*levels_of(self._scenario, "pairing"), *self.levels])]
            too = f" and the {'limit' if len(uses) == 1 else 'limits'} of {', '.join(use.goal for use in uses)}"
            causes = self.candidates.without_days()
            told = "; ".join(causes) or f"no plan keeps all rules{too if uses else ''}"
        return Result(
            self._scenario, "infeasible" if status == "infeasible" else "unknown", message=told,
            seconds=round(self.clock.elapsed, 3), progress=tuple(self.clock.told), causes=tuple(causes),
        )  # fmt: skip
