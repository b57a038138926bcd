"""When a stage may be: all its events close together."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.dates import Lag as Length
from mentoring.domain.dates import add_lag, days_as_lag, end_of, say_day, say_length
from mentoring.domain.naming import title_of
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Days, Declaration, Subject, Together
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.attendance import of_stage, stage_of
from mentoring.rules.base import Rule, Violation


class AllWithin(Rule):
    """All events of a stage lie within a length of time, from the first day of the first to the last day of the last.

    `5d` is five days in all, `2w` fourteen; `1m` ends on the day before the same day of the next month, 15 March to
    14 April, or before its last day where there is no such day, 31 January to 27 February.
    Why: a week of visits, one delegation going round."""

    slug = "all-within"
    reads = ("stages.*.all_within",)
    asking = Asking.TIME

    def applies(self, scenario: Scenario) -> bool:
        return any(stage.all_within is not None for stage in scenario.stages.values())

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for stage_id, events in frame.agenda.stages.items():
            stage = frame.scenario.stages[stage_id]
            length = stage.all_within
            if length is None:
                continue
            alone = _starts_alone(frame, length, stage.days)
            if alone != frame.every_day:
                yield from (Days(event.id, alone, subject=("", event.id)) for event in events)
            if len(events) < 2:
                continue
            names, subject = tuple(event.id for event in events), ("", stage_id)
            if length.unit == "m":
                yield Together(names, min=Length(-length.count, "m"), subject=subject)
            else:
                yield Together(names, max=Length(_days(length) - 2 * stage.days, "d"), subject=subject)

    def check(self, plan: Plan) -> Iterator[Violation]:
        for stage_id, stage in plan.scenario.stages.items():
            events = [event for event in plan.held if event.stage == stage_id]
            if stage.all_within is None or not events:
                continue
            first, last = min(event.first for event in events), max(event.last for event in events)
            if last >= add_lag(first, stage.all_within):
                lasts = f"{title_of(plan.scenario, stage_id)} lasts from {say_day(first)} to {say_day(last)}"
                message = f"{lasts}, longer than {say_length(stage.all_within)}"
                yield self.violation(message, "", stage_id)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        length = stage_of(scenario, subject[1]).all_within
        told = say_length(length) if length else ""
        return f"all events of {title_of(scenario, subject[1])} lie within {told}"

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return ("stages." + subject[1].split("/", maxsplit=1)[0] + ".all_within",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        events = of_stage(plan, subject[1])
        length = (max(event.last for event in events) - min(event.first for event in events)).days + 1
        told = f"let all events of {title_of(scenario, subject[1])} lie within {say_length(days_as_lag(length))}"
        return Loosening(told, ((self.levers(scenario, subject)[0], str(Length(length, "d"))),))


def _days(length: Length) -> int:
    return length.count * (7 if length.unit == "w" else 1)


def _starts_alone(frame: Frame, length: Length, days: int) -> int:
    """Start days on which one event by itself is not too long."""
    return frame.days_where(f"within {length} {days}", lambda first: end_of(first, days) < add_lag(first, length))
