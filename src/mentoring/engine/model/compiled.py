"""A compiled model: declarations and goals over one frame, ready to be climbed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ortools.sat.python import cp_model

from mentoring.engine.model.calendar import Calendar
from mentoring.engine.model.decision import Decision, read_decision
from mentoring.engine.model.ladder import Rung
from mentoring.engine.model.literal import Literals
from mentoring.engine.model.order import Level
from mentoring.engine.model.row import add_rows
from mentoring.engine.model.solving import Answer
from mentoring.engine.model.worth import loads_of, value_of
from mentoring.language.declaration import Declaration, Peak
from mentoring.language.fact import Fact
from mentoring.language.frame import Frame


class Compiled:
    """One CP-SAT model over a frame: with dates, people, both or neither.

    The reference model has everything open. The pairing model has no dates and no people. The date model has the
    pairings and hosts `known`.
    """

    def __init__(
        self,
        frame: Frame,
        declarations: list[Declaration],
        *,
        dated: bool = True,
        with_people: bool = True,
        narrow: Mapping[str, int] | None = None,
        known: Callable[[Fact], bool | None] = lambda fact: None,
        forget_without: bool = False,
    ) -> None:
        self.frame = frame
        self.declarations = declarations
        self.model = cp_model.CpModel()
        self.literals = Literals(
            self.model, frame, known=known, with_people=dated and with_people, forget_without=forget_without
        )
        self.calendar = Calendar(self.literals, declarations, narrow) if dated else None
        add_rows(self.literals, declarations)

    def rung(self, level: Level) -> Rung:
        """A goal of this model, as a cost to be small."""
        measure = level.goal.declare(self.frame, level.part, level.use)
        cost = level.sign * value_of(measure, self.literals, self.calendar)
        loads = loads_of(measure, self.literals, self.calendar) if isinstance(measure, Peak) else []
        return Rung(level, cost, loads)

    @property
    def variables(self) -> list[cp_model.IntVar]:
        """Variables worth hinting from one solve to the next: those that decide something, sorted by number."""
        found = {lit.index: lit for lit in self.literals.facts.values() if isinstance(lit, cp_model.IntVar)}
        if self.calendar is not None:
            found |= {start.index: start for start in self.calendar.start.values()}
        return [variable for index, variable in sorted(found.items()) if index >= 0]

    def read(self, answer: Answer) -> Decision:
        """What a solution decided."""
        return read_decision(self.literals, self.calendar, answer)
