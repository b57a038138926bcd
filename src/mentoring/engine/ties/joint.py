"""Many tied pairings at once: one model with everything open, held to the pairing goals reached.

A few ties are looked at one by one. When there are more, this model asks for all of them together whether any has
better dates. It is small enough for that up to some dozens of cities.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mentoring.engine.model.candidates import Candidates
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.compiled import Compiled
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.ladder import Rung, Step, hold_limits, minimise
from mentoring.engine.model.order import Level
from mentoring.engine.who.pairing import Cut, exclude, fits_whole

JOINT_WORK = 6.0  # solver units for one question


def is_possible(candidates: Candidates, steps: list[Step]) -> bool:
    """Whether the model is small enough, and the pairing goals can be held in it.

    A fair load down to the last city is held by counts that only the pairing model knows.
    """
    return fits_whole(candidates) and not any(step.level.use.leximin for step in steps)


@dataclass(slots=True)
class Joint:
    """All tied choices and their dates in one model; `steps` are the pairing goals as reached."""

    candidates: Candidates
    steps: list[Step]
    levels: list[Level]
    cuts: list[Cut]
    clock: Clock
    compiled: Compiled = field(init=False)
    rungs: list[Rung] = field(init=False)

    def __post_init__(self) -> None:
        self.compiled = Compiled(self.candidates.frame, self.candidates.of_everybody)
        for step in self.steps:
            self._hold(self.compiled.rung(step.level), step.level.cap(step.cost))
        for cut in self.cuts:
            exclude(self.compiled.model, self.compiled, cut)
        self.rungs = [self.compiled.rung(level) for level in self.levels]
        hold_limits(self.compiled.model, self.rungs)

    def _hold(self, rung: Rung, most: int) -> None:
        if not isinstance(rung.cost, int):
            self.compiled.model.add(rung.cost <= most)

    def cap(self, index: int, most: int) -> None:
        """Keep a settled date goal at `most`."""
        self._hold(self.rungs[index], most)

    def better(self, index: int, below: int) -> tuple[str, Decision | None, int | None]:
        """A choice whose dates cost `below` or less: (status, the choice, what none can undercut)."""
        rung = self.rungs[index]
        if isinstance(rung.cost, int):
            return ("infeasible", None, None) if rung.cost > below else ("unknown", None, rung.cost)
        model = self.compiled.model.clone()
        model.add(rung.cost <= below)
        answer = minimise(model, rung, self.clock, work=JOINT_WORK)
        found = self.compiled.read(answer) if answer.has_solution else None
        return answer.status, found, answer.bound
