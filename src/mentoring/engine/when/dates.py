"""The dates of one decision: one model of few events, or a season of many."""

from __future__ import annotations

from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.order import Level
from mentoring.engine.when.season import Season, Sent
from mentoring.engine.when.timetable import Timetable
from mentoring.language.frame import Frame

Dates = Timetable | Season

MOST_EVENTS = 12  # up to so many the whole model is quicker


def open_dates(
    frame: Frame, decision: Decision, clock: Clock, levels: list[Level], *, relaxed: bool = False,
    hint: dict[str, int] | None = None, people: Sent | None = None, may_give_up: bool = False,
) -> Dates:  # fmt: skip
    """The dates of a decision; a season may try `hint` first, and give up where budgets leave too little for people."""
    count = len(Frame(frame.scenario, decision.pairs).agenda.events)
    if count <= MOST_EVENTS:
        dates: Dates = Timetable(frame, decision, clock, levels, relaxed)
    else:
        dates = Season(
            frame, decision, clock, levels, relaxed, hint=hint or {}, hint_people=people, may_give_up=may_give_up
        )
    for index, level in enumerate(levels):
        if level.limit is not None:
            dates.cap(index, level.limit)
    return dates
