"""Workable days: weekdays."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.dates import WEEKDAYS, each_day, say_day, weekday
from mentoring.domain.naming import name_event, title_of
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Days, Declaration, Subject
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.attendance import days_inside, of_stage, stage_of
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys

_NAMES = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
    "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip


class Weekday(Rule):
    """Every day of an event is a working day of its stage (else of the programme), and it starts on an allowed weekday.

    Why: hosts receive guests on working days, and a visit wants no travel on a weekend."""

    slug = "weekday"
    reads = ("programme.working_days", "stages.*.working_days", "stages.*.start_on")
    asking = Asking.TIME

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        scenario = frame.scenario
        for event in frame.events:
            stage = scenario.stages[event.stage]
            workable = stage.working_days or scenario.programme.working_days
            mask = frame.starts(f"on {workable} {stage.days}", _days_on(frame, workable), stage.days)
            if stage.start_on:
                mask &= _days_on(frame, stage.start_on)
            if mask != frame.every_day:
                yield Days(event.id, mask, subject=("", event.id))

    def itemise(self, frame: Frame) -> Iterator[Declaration]:
        for event in frame.events:
            stage = frame.scenario.stages[event.stage]
            workable = stage.working_days or frame.scenario.programme.working_days
            mask = frame.starts(f"on {workable} {stage.days}", _days_on(frame, workable), stage.days)
            if mask != frame.every_day:
                yield Days(event.id, mask, subject=("", event.id, "working_days"))
            if stage.start_on:
                yield Days(event.id, _days_on(frame, stage.start_on), subject=("", event.id, "start_on"))

    def check(self, plan: Plan) -> Iterator[Violation]:
        scenario = plan.scenario
        for event in plan.held:
            stage = scenario.stages[event.stage]
            workable = stage.working_days or scenario.programme.working_days
            for day in days_inside(scenario, event.first, event.last):
                if weekday(day) not in workable:
                    name = name_event(scenario, event.id)
                    message = f"{name} lies on {_NAMES[weekday(day)]} {say_day(day)}, no working day"
                    yield self.violation(message, "", event.id, "working_days")
            if stage.start_on and weekday(event.first) not in stage.start_on:
                name, day_name = name_event(scenario, event.id), _NAMES[weekday(event.first)]
                message = f"{name} begins on a {day_name}, not on {_either(stage.start_on)}"
                yield self.violation(message, "", event.id, "start_on")

    def say(self, scenario: Scenario, subject: Subject) -> str:
        stage = stage_of(scenario, subject[1])
        workable = stage.working_days or scenario.programme.working_days
        if subject[2:] == ("start_on",):
            return f"{title_of(scenario, subject[1])} begins on {_either(stage.start_on)}"
        begins = f" and begins on {_either(stage.start_on)}" if stage.start_on and len(subject) < 3 else ""
        lasts = f"lasts {stage.days} days in a row" if stage.days > 1 else "takes place"
        return f"{title_of(scenario, subject[1])} {lasts} on {_either(workable)}{begins}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        if subject[2:] == ("working_days",) and not stage_of(scenario, subject[1]).working_days:
            row = ("stages.*.days",) if stage_of(scenario, subject[1]).days > 1 else ()
            return find_keys(scenario, ("programme.working_days", *row), subject)
        own = "stages." + subject[1].split("/", maxsplit=1)[0]
        parts = subject[2:] or ("start_on", "working_days")
        return find_keys(scenario, [f"{own}.{part}" for part in parts], subject)

    def whom_to_ask(self, scenario: Scenario, subject: Subject) -> Asking:
        """The programme decides on which weekday an event begins; who works at weekends are people in the cities."""
        return Asking.CITY if subject[2:] == ("working_days",) else Asking.TIME

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        own = "stages." + subject[1].split("/", maxsplit=1)[0]
        return tuple(f"{own}.{part}" for part in subject[2:])

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        stage, events = stage_of(scenario, subject[1]), of_stage(plan, subject[1])
        known: tuple[str, ...] = stage.start_on
        used = {weekday(event.first) for event in events}
        if subject[2] == "working_days":
            known = stage.working_days or scenario.programme.working_days
            used = {weekday(day) for event in events for day in each_day(event.first, event.last)}
        new = [name for name in WEEKDAYS if name in used and name not in known]
        if not new:
            return None
        verb = "begin" if subject[2] == "start_on" else "lie"
        told = f"let {title_of(scenario, subject[1])} {verb} on {_either(tuple(new))} too"
        return Loosening(
            told, ((self.levers(scenario, subject)[0], [name for name in WEEKDAYS if name in known or name in new]),)
        )


def _days_on(frame: Frame, weekdays: tuple[str, ...]) -> int:
    return frame.days_where(f"on {weekdays}", lambda day: weekday(day) in weekdays)


def _either(weekdays: tuple[str, ...]) -> str:
    names = [_NAMES[name] for name in weekdays]
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
