"""The days that a stage can reach at all, from the file alone."""

from __future__ import annotations

from datetime import date

from mentoring.domain.dates import earliest_after, end_of
from mentoring.domain.scenario import Scenario

_FAR = date(9000, 1, 1)  # chains of very long lags end here: the calendar itself ends in 9999


def earliest_first_day(scenario: Scenario, stage_id: str) -> date:
    """The earliest first day by windows, fixed days and least lags along the order of stages; no calendar is asked.

    Expects an order without circles.
    """
    known: dict[str, date] = {}
    waiting = [stage_id]
    while waiting:
        name = waiting[-1]
        stage = scenario.stages[name]
        missing = [earlier for earlier in stage.after if earlier not in known]
        if missing:
            waiting += missing
            continue
        waiting.pop()
        days = [scenario.programme.first]
        if stage.between:
            days.append(stage.between.first)
        if stage.first:
            days.append(stage.first)
        for earlier, gap in stage.after.items():
            ends = end_of(known[earlier], scenario.stages[earlier].days)
            days.append(min(_FAR, earliest_after(ends, gap.min)))
        known[name] = max(days)
    return known[stage_id]


def earliest_last_day(scenario: Scenario, stage_id: str) -> date:
    """The earliest last day of any event of the stage."""
    return end_of(earliest_first_day(scenario, stage_id), scenario.stages[stage_id].days)
