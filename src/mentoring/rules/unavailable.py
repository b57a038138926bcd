"""A city's time: days on which it is unavailable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from mentoring.domain.dates import each_day, say_day, say_span
from mentoring.domain.event import Event
from mentoring.domain.naming import name_event
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.domain.value import Period
from mentoring.language.declaration import Days, Declaration, Subject
from mentoring.language.fact import TakesPart
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening, say_stretches, without_days
from mentoring.rules.base import Rule, Violation


class Unavailable(Rule):
    """A city takes part in nothing, and travels nowhere, on days when it or its country is unavailable.

    The `travel_days` before and after an event away count too, within a trip as well; weekends and holidays do not.
    Why: elections, budget weeks, a small office on leave."""

    slug = "unavailable"
    reads = ("cities.*.unavailable", "countries.*.unavailable", "stages.*.travel_days")
    asking = Asking.CITY

    def applies(self, scenario: Scenario) -> bool:
        return any(_periods(scenario, city) for city in scenario.cities)

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for city, events in frame.agenda.of_city.items():
            periods = _periods(frame.scenario, city)
            if not periods:
                continue
            free = frame.days_outside(period.span for period in periods)
            for event in events:
                yield from self._declare_one(frame, event, city, free)

    def _declare_one(
        self, frame: Frame, event: Event, city: str, free: int, which: str = "all"
    ) -> Iterator[Declaration]:
        stage = frame.scenario.stages[event.stage]
        there = frame.starts(f"unavailable {city} {which} {stage.days} 0", free, stage.days)
        if there != frame.every_day:
            yield Days(event.id, there, when=TakesPart(event.id, city), subject=(city, event.id))
        travel = stage.travel_days
        away = frame.starts(f"unavailable {city} {which} {stage.days} {travel}", free, stage.days, travel, travel)
        if away == there:
            return
        for fact, place in frame.stays(event, city):
            if place not in (None, city):
                yield Days(event.id, away, when=fact, subject=(city, event.id))

    def itemise(self, frame: Frame) -> Iterator[Declaration]:
        for city, events in frame.agenda.of_city.items():
            for number, period in enumerate(_periods(frame.scenario, city)):
                free = frame.days_outside([period.span])
                for event in events:
                    for piece in self._declare_one(frame, event, city, free, str(number)):
                        yield replace(piece, subject=(city, event.id, str(number)))

    def check(self, plan: Plan) -> Iterator[Violation]:
        for event in plan.held:
            travel = plan.scenario.stages[event.stage].travel_days
            for city in event.participants:
                around = timedelta(days=travel if event.host not in (None, city) else 0)
                first = max(event.first - around, plan.scenario.programme.first)
                last = min(event.last + around, plan.scenario.programme.last)
                for number, period in enumerate(_periods(plan.scenario, city)):
                    hit = max(first, period.first)
                    if hit <= min(last, period.last):
                        what = "is held" if event.first <= hit <= event.last else "makes the city travel"
                        name = plan.scenario.name(city)
                        told = f"{name_event(plan.scenario, event.id)} {what} on {say_day(hit)}"
                        message = f"{told}, when {name} is unavailable{_reason(period)}"
                        yield self.violation(message, city, event.id, str(number))

    def say(self, scenario: Scenario, subject: Subject) -> str:
        city, periods = subject[0], _periods(scenario, subject[0])
        chosen = [periods[int(subject[2])]] if len(subject) > 2 else periods
        spans = [f"{say_span(p.first, p.last)}{_reason(p)}" for p in chosen]
        return f"{scenario.name(city)} is unavailable {', '.join(spans)}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        record = scenario.cities[subject[0]]
        own = [f"cities.{subject[0]}.unavailable.{number}" for number in range(len(record.unavailable))]
        country = scenario.countries.get(record.country or "")
        days = range(len(country.unavailable) if country else 0)
        every = [*own, *(f"countries.{record.country}.unavailable.{number}" for number in days)]
        return (every[int(subject[2])],) if len(subject) > 2 else tuple(every)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return self.where(scenario, subject) if len(subject) > 2 else ()

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        period, key = _periods(scenario, subject[0])[int(subject[2])], self.levers(scenario, subject)[0]
        cities = {subject[0]}
        if key.startswith("countries."):
            cities = {name for name, city in scenario.cities.items() if city.country == key.split(".")[1]}
        days = {
            day
            for event in plan.held
            for city in cities.intersection(event.participants)
            for around in [timedelta(days=scenario.stages[event.stage].travel_days * (event.host not in (None, city)))]
            for day in each_day(event.first - around, event.last + around)
            if day in period.span
        }
        told = f"open {scenario.name(subject[0])} on {say_stretches(days)}{_reason(period)}"
        return Loosening(told, ((key, without_days(period, days)),))


def _periods(scenario: Scenario, city: str) -> tuple[Period, ...]:
    """The city's own days and those of its country."""
    record = scenario.cities[city]
    country = scenario.countries.get(record.country) if record.country else None
    return record.unavailable + (country.unavailable if country else ())


def _reason(period: Period) -> str:
    return f" ({period.why})" if period.why else ""
