"""When a stage may be: time to prepare it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mentoring.domain.dates import Lag, add_lag, days_as_lag, say_day, say_length
from mentoring.domain.naming import name_event, title_of
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Days, Declaration, Subject
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.attendance import of_stage, stage_of
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class LeadTime(Rule):
    """An event begins at least `lead_time` after the day of planning, and after the visa weeks of its travellers.

    Visa weeks count for cities that travel to another country. Events whose first day is pinned are free of both:
    whoever fixed the day knew.
    Why: nobody books five flights for next week."""

    slug = "lead-time"
    reads = ("cities.*.visa_weeks", "stages.*.lead_time", "programme.planned_on", "pins.*.first")
    asking = Asking.TIME

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        scenario = frame.scenario
        pinned = _pinned(scenario)
        visas = {city: record.visa_weeks for city, record in scenario.cities.items() if record.visa_weeks}
        for event in frame.events:
            if event.id in pinned:
                continue
            mask = _from(frame, add_lag(scenario.planned_on, scenario.stages[event.stage].lead_time))
            if mask != frame.every_day:
                yield Days(event.id, mask, subject=("", event.id))
            for city in event.members if visas else ():
                weeks = visas.get(city, 0)
                mask = _from(frame, add_lag(scenario.planned_on, Lag(weeks, "w"))) if weeks else frame.every_day
                for fact, place in frame.stays(event, city) if mask != frame.every_day else ():
                    if place is not None and _is_abroad(scenario, city, place):
                        yield Days(event.id, mask, when=fact, subject=(city, event.id))

    def check(self, plan: Plan) -> Iterator[Violation]:
        scenario = plan.scenario
        pinned = _pinned(scenario)
        for event in plan.held:
            if event.id in pinned:
                continue
            lead_time = scenario.stages[event.stage].lead_time
            earliest = add_lag(scenario.planned_on, lead_time)
            if event.first < earliest:
                needs = say_length(lead_time)
                prepared = f"; it needs {needs} of preparation" if lead_time.count else ", the day of planning"
                yield self.violation(f"{_say_start(plan, event)}, before {say_day(earliest)}{prepared}", "", event.id)
            for city in event.participants:
                weeks = scenario.cities[city].visa_weeks
                abroad = event.host is not None and _is_abroad(scenario, city, event.host)
                if abroad and (event.first - scenario.planned_on).days < 7 * weeks:
                    needs = f"{scenario.name(city)} needs {say_length(Lag(weeks, 'w'))}"
                    yield self.violation(f"{_say_start(plan, event)}, too soon for visas: {needs}", city, event.id)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        city, event = subject
        if city:
            weeks = scenario.cities[city].visa_weeks
            earliest = say_day(add_lag(scenario.planned_on, Lag(weeks, "w")))
            told = say_length(Lag(weeks, "w"))
            return f"{scenario.name(city)} needs {told} for visas and travels abroad from {earliest}"
        lead_time = stage_of(scenario, event).lead_time
        earliest = say_day(add_lag(scenario.planned_on, lead_time))
        if not lead_time.count:
            return f"{title_of(scenario, event)} begins from {earliest}, the day of planning"
        return f"{title_of(scenario, event)} needs {say_length(lead_time)} of preparation and begins from {earliest}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        city, event = subject
        own = f"cities.{city}.visa_weeks" if city else "stages." + event.split("/", maxsplit=1)[0] + ".lead_time"
        is_needed = bool(city) or stage_of(scenario, event).lead_time.count > 0
        return find_keys(scenario, (*((own,) if is_needed else ()), "programme.planned_on"), subject)

    def whom_to_ask(self, scenario: Scenario, subject: Subject) -> Asking:
        """Nobody hurries a visa, and nothing begins before it is planned."""
        has_time = not subject[0] and stage_of(scenario, subject[1]).lead_time.count > 0
        return Asking.TIME if has_time else Asking.NEVER

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        own = "stages." + subject[1].split("/", maxsplit=1)[0]
        return (f"{own}.lead_time",) if self.whom_to_ask(scenario, subject).is_possible else ()

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        free = [event for event in of_stage(plan, subject[1]) if event.id not in _pinned(scenario)]
        days = min((event.first - scenario.planned_on).days for event in free)
        if days < 0:
            return None
        told = f"let {title_of(scenario, subject[1])} begin {say_length(days_as_lag(days))} after the day of planning"
        return Loosening(told, ((self.levers(scenario, subject)[0], f"{days}d"),))


def _pinned(scenario: Scenario) -> set[str]:
    """Events whose first day somebody has fixed."""
    return {pin.event for pin in scenario.pins.values() if pin.negated is None and pin.event and pin.first}


def _say_start(plan: Plan, event: PlannedEvent) -> str:
    return f"{name_event(plan.scenario, event.id)} begins on {say_day(event.first)}"


def _from(frame: Frame, earliest: date) -> int:
    return frame.days_where(f"from {earliest}", lambda day: day >= earliest)


def _is_abroad(scenario: Scenario, city: str, place: str) -> bool:
    """Whether the place lies in another country; an unknown country asks for no visa."""
    home, there = scenario.cities[city].country, scenario.site(place).country
    return home is not None and there is not None and home != there
