"""The days that a stage can reach at all, from the file alone."""

from __future__ import annotations

from datetime import date

from mentoring.domain.dates import earliest_after, end_of
from mentoring.domain.scenario import Scenario


def earliest_first_day(scenario: Scenario, stage_id: str) -> date:
    """The earliest first day by windows, fixed days and least lags along the order of stages; no calendar is asked."""
    stage = scenario.stages[stage_id]
    days = [scenario.programme.first]
    if stage.between:
        days.append(stage.between.first)
    if stage.first:
        days.append(stage.first)
    days += [earliest_after(earliest_last_day(scenario, earlier), gap.min) for earlier, gap in stage.after.items()]
    return max(days)


def earliest_last_day(scenario: Scenario, stage_id: str) -> date:
    """The earliest last day of any event of the stage."""
    return end_of(earliest_first_day(scenario, stage_id), scenario.stages[stage_id].days)
