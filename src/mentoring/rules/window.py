"""When a stage may be: the programme's span, its own window, a fixed first day, announced weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mentoring.domain.dates import end_of, iso_week, say_day, say_span
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Days, Declaration, Subject
from mentoring.language.frame import Frame
from mentoring.rules.attendance import stage_of, title_of
from mentoring.rules.base import Rule, Violation


class Window(Rule):
    """An event lies wholly inside the programme and its stage's window, fixed first day and announced weeks.

    All first and last days are inside; with `programme_weeks` the event lies inside one of them.
    Why: the stages of a programme are announced before its dates are."""

    slug = "window"
    reads = ("programme.first", "programme.last", "stages.*.between", "stages.*.first", "stages.*.programme_weeks")

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for event in frame.events:
            yield Days(event.id, _starts(frame, event.stage), subject=("", event.id))

    def check(self, plan: Plan) -> Iterator[Violation]:
        for event in plan.held:
            stage = plan.scenario.stages[event.stage]
            when = say_span(event.first, event.last)
            programme = plan.scenario.programme
            if event.first < programme.first or event.last > programme.last:
                yield self.violation(f"{event.id}, {when}, lies outside the programme", "", event.id)
            if stage.between and (event.first < stage.between.first or event.last > stage.between.last):
                window = say_span(stage.between.first, stage.between.last)
                yield self.violation(f"{event.id}, {when}, lies outside its window, {window}", "", event.id)
            if stage.first and event.first != stage.first:
                message = f"{event.id} begins on {say_day(event.first)}, not on {say_day(stage.first)}"
                yield self.violation(message, "", event.id)
            if stage.programme_weeks and not (
                iso_week(event.first) in stage.programme_weeks and iso_week(event.first) == iso_week(event.last)
            ):
                yield self.violation(f"{event.id}, {when}, lies in no announced week", "", event.id)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        stage = stage_of(scenario, subject[1])
        parts = [f"lies inside {say_span(*(stage.window or scenario.span))}"]
        if stage.first:
            parts.append(f"begins on {say_day(stage.first)}")
        if stage.programme_weeks:
            parts.append(f"lies in one of the weeks {', '.join(stage.programme_weeks)}")
        return f"{title_of(scenario, subject[1])} {' and '.join(parts)}"


def _starts(frame: Frame, stage_id: str) -> int:
    stage = frame.scenario.stages[stage_id]
    spans = (frame.scenario.span, *((stage.window,) if stage.window else ()))

    def is_allowed(first: date) -> bool:
        last = end_of(first, stage.days)
        week = iso_week(first)
        return (
            all(span.first <= first and last <= span.last for span in spans)
            and stage.first in (None, first)
            and (not stage.programme_weeks or (week == iso_week(last) and week in stage.programme_weeks))
        )

    return frame.days_where(f"window {stage_id}", is_allowed)
