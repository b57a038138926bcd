"""Better dates for large programmes: near the LP's mean days first, then one part of the plan at a time.

The first plan lies in windows around the mean start days of the column LP. After that most events stay where they are
and the events of some weeks or of some pairings are dated anew, as long as that gains something. Chance is seeded and
every solve is limited by work, so that the same scenario gives the same dates on every machine.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from mentoring.engine.model.clock import Clock
from mentoring.engine.model.compiled import Compiled
from mentoring.engine.model.ladder import Rung, minimise
from mentoring.engine.model.solving import Answer, solve

WINDOWS = (14, 28, 56)  # days around the mean start day, tried one after the other
FIRST_WORK = 1.0  # solver units for one window
PART_WORK = 0.2  # solver units for dating one part anew
ROUNDS_WITHOUT_GAIN = 20  # then the dates are taken as they are
MOST_ROUNDS = 400


@dataclass(slots=True)
class Polish:
    """Improves the dates of one goal of one date model; `model` holds the caps of the goals before it."""

    compiled: Compiled
    model: cp_model.CpModel
    rung: Rung
    clock: Clock
    least: int | None

    def near(self, means: dict[str, float], *, any_will_do: bool = False, grace: float = 0.0) -> Answer | None:
        """The first dates found in windows around the means, the goal as small as the work allows; None without any."""
        if not means:
            return None
        for width in WINDOWS:
            model = self.model.clone()
            model.clear_hints()
            self._narrow(means, width, model)
            if any_will_do:
                answer = solve(model, self.clock, work=FIRST_WORK, grace=grace)
            else:
                answer = minimise(model, self.rung, self.clock, work=FIRST_WORK)
            if answer.has_solution:
                return replace(answer, bound=None)  # what was proven holds near these days only
        return None

    def improve(self, answer: Answer) -> Answer:
        """Date parts of the plan anew until nothing is gained for a while."""
        chance = random.Random(self.clock.seed)
        idle = 0
        for number in range(MOST_ROUNDS):
            best = answer.objective
            if best is None or best == self.least or idle >= ROUNDS_WITHOUT_GAIN or self.clock.left <= 0:
                break
            free = self._some_weeks(chance, answer) if number % 2 else self._some_pairings(chance)
            found = self._anew(answer, free, best - 1)
            idle = 0 if found.has_solution else idle + 1
            answer = found if found.has_solution else answer
        return answer

    def _anew(self, answer: Answer, free: set[str], below: int) -> Answer:
        """The free events dated anew, all others where they are, with the goal at `below` or less."""
        model = self.model.clone()
        model.clear_hints()
        self._fix(answer, free, model)
        if not isinstance(self.rung.cost, int):
            model.add(self.rung.cost <= below)
        # What was proven holds for this part only.
        return replace(minimise(model, self.rung, self.clock, work=PART_WORK), bound=None)

    @property
    def _start(self) -> dict[str, cp_model.IntVar]:
        return self.compiled.calendar.start if self.compiled.calendar else {}

    def _narrow(self, means: dict[str, float], width: int, model: cp_model.CpModel) -> None:
        for event, mean in means.items():
            model.add_linear_constraint(self._start[event], int(mean) - width, int(mean) + width)

    def _fix(self, answer: Answer, free: set[str], model: cp_model.CpModel) -> None:
        for event, start in self._start.items():
            if event not in free:
                model.add(start == answer.value(start))

    def _some_weeks(self, chance: random.Random, answer: Answer) -> set[str]:
        first = chance.randrange(max(1, self.compiled.frame.horizon))
        length = chance.choice((28, 56, 84))
        return {event for event, start in self._start.items() if first <= answer.value(start) < first + length}

    def _some_pairings(self, chance: random.Random) -> set[str]:
        agenda = self.compiled.frame.agenda
        pairs = agenda.pairs
        chosen = chance.sample(pairs, min(len(pairs), max(2, len(pairs) // 5))) if pairs else ()
        return {event.id for pair in chosen for event in agenda.of_pair[pair]}
