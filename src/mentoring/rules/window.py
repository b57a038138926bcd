"""When a stage may be: the programme's span, its own window, a fixed first day, announced weeks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from mentoring.domain.dates import Lag, end_of, iso_week, say_day, say_length, say_span, say_weeks
from mentoring.domain.naming import name_event, title_of
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Days, Declaration, Subject
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.attendance import of_stage, stage_of
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys

PARTS = ("programme", "between", "first", "programme_weeks")


class Window(Rule):
    """An event lies wholly inside the programme and its stage's window, fixed first day and announced weeks.

    All first and last days are inside; with `programme_weeks` the event lies inside one of them.
    Why: the stages of a programme are announced before its dates are."""

    slug = "window"
    reads = ("programme.first", "programme.last", "stages.*.between", "stages.*.first", "stages.*.programme_weeks")
    asking = Asking.TIME

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for event in frame.events:
            yield Days(event.id, _starts(frame, event.stage), subject=("", event.id))

    def itemise(self, frame: Frame) -> Iterator[Declaration]:
        for event in frame.events:
            stage = frame.scenario.stages[event.stage]
            for part in PARTS:
                mask = frame.days_where(f"window {event.stage} {part}", _bounds(frame.scenario, event.stage)[part])
                if part == "programme" or getattr(stage, part):
                    yield Days(event.id, mask, subject=("", event.id, part))

    def check(self, plan: Plan) -> Iterator[Violation]:
        for event in plan.held:
            stage = plan.scenario.stages[event.stage]
            programme = plan.scenario.programme
            if event.first < programme.first or event.last > programme.last:
                lasts = f"from {say_day(programme.first)} to {say_day(programme.last)}"
                yield self._about(plan, event, f"lies outside the programme, which lasts {lasts}", "programme")
            if stage.between and (event.first < stage.between.first or event.last > stage.between.last):
                window = say_span(stage.between.first, stage.between.last)
                yield self._about(plan, event, f"lies outside its window, {window}", "between")
            if stage.first and event.first != stage.first:
                begins = f"{name_event(plan.scenario, event.id)} begins on {say_day(event.first)}"
                yield self.violation(f"{begins}, not on {say_day(stage.first)}", "", event.id, "first")
            if stage.programme_weeks and not (
                iso_week(event.first) in stage.programme_weeks and iso_week(event.first) == iso_week(event.last)
            ):
                yield self._about(plan, event, "lies in no announced week", "programme_weeks")

    def _about(self, plan: Plan, event: PlannedEvent, told: str, part: str) -> Violation:
        """What is wrong with an event's days, beside them."""
        name, when = name_event(plan.scenario, event.id), say_span(event.first, event.last)
        return self.violation(f"{name}, {when}, {told}", "", event.id, part)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        stage = stage_of(scenario, subject[1])
        if len(subject) > 2:
            return self._say_part(scenario, subject)
        parts = [f"lies inside {say_span(*(stage.window or scenario.span))}"]
        if stage.first:
            parts.append(f"begins on {say_day(stage.first)}")
        if stage.programme_weeks:
            parts.append(f"lies in {_one_of(stage.programme_weeks)}")
        return f"{title_of(scenario, subject[1])} {' and '.join(parts)}"

    def _say_part(self, scenario: Scenario, subject: Subject) -> str:
        stage, title = stage_of(scenario, subject[1]), title_of(scenario, subject[1])
        if subject[2] == "between" and stage.window:
            return f"{title} lies inside {say_span(*stage.window)}"
        if subject[2] == "first" and stage.first:
            return f"{title} begins on {say_day(stage.first)}"
        if subject[2] == "programme_weeks":
            return f"{title} lies in {_one_of(stage.programme_weeks)}"
        return f"the programme lasts from {say_day(scenario.programme.first)} to {say_day(scenario.programme.last)}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        if subject[2:] == ("programme",):
            return "programme.last", "programme.first"
        own = "stages." + subject[1].split("/", maxsplit=1)[0]
        return find_keys(scenario, [f"{own}.{part}" for part in subject[2:] or PARTS[1:]], subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        if subject[2:] == ("programme",):
            return ("programme.last",)
        own = "stages." + subject[1].split("/", maxsplit=1)[0]
        return tuple(f"{own}.{part}" for part in subject[2:])

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        key, events = self.levers(scenario, subject)[0], of_stage(plan, subject[1])
        title, stage = title_of(scenario, subject[1]), stage_of(scenario, subject[1])
        firsts = {event.first for event in events}
        if subject[2] == "programme":
            last = max(event.last for event in plan.held)
            longer = say_length(Lag((last - scenario.programme.last).days, "d"))
            return Loosening(f"let the programme run to {say_day(last)} ({longer} longer)", ((key, last.isoformat()),))
        if subject[2] == "first":
            one = next(iter(firsts)) if len(firsts) == 1 else None
            told = f"let {title} begin on {say_day(one) if one else 'other days'}"
            return Loosening(told, ((key, one.isoformat() if one else None),))
        if subject[2] == "programme_weeks":
            weeks = sorted({iso_week(first) for first in firsts} - set(stage.programme_weeks))
            told = f"let {title} lie in {say_weeks(weeks)} too"
            return Loosening(told, ((key, [*stage.programme_weeks, *weeks]),))
        return self._widen(scenario, subject, plan)

    def _widen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        events, own = of_stage(plan, subject[1]), "stages." + subject[1].split("/", maxsplit=1)[0]
        window = stage_of(scenario, subject[1]).window or scenario.span
        first, last = min(event.first for event in events), max(event.last for event in events)
        told, changes = [], []
        if first < window.first:
            told.append(f"begin on {say_day(first)}")
            changes.append((f"{own}.between.first", first.isoformat()))
        if last > window.last:
            told.append(f"run to {say_day(last)}")
            changes.append((f"{own}.between.last", last.isoformat()))
        return Loosening(f"let {title_of(scenario, subject[1])} {' and '.join(told)}", tuple(changes))


def _bounds(scenario: Scenario, stage_id: str) -> dict[str, Callable[[date], bool]]:
    """What each part of the rule asks of the first day of an event of the stage."""
    stage, programme = scenario.stages[stage_id], scenario.span
    window = stage.window or programme
    weeks = stage.programme_weeks

    def last(first: date) -> date:
        return end_of(first, stage.days)

    return {
        "programme": lambda first: programme.first <= first and last(first) <= programme.last,
        "between": lambda first: window.first <= first and last(first) <= window.last,
        "first": lambda first: stage.first in (None, first),
        "programme_weeks": lambda first: not weeks or (iso_week(first) in weeks and iso_week(last(first)) in weeks
                                                       and iso_week(first) == iso_week(last(first))),
    }  # fmt: skip


def _one_of(weeks: Sequence[str]) -> str:
    told = say_weeks(weeks)
    return told if len(weeks) == 1 else f"one of {told}"


def _starts(frame: Frame, stage_id: str) -> int:
    bounds = _bounds(frame.scenario, stage_id).values()
    return frame.days_where(f"window {stage_id}", lambda first: all(holds(first) for holds in bounds))
