"""Workable days: public holidays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from mentoring.domain.dates import Span, say_day
from mentoring.domain.naming import name_event
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Days, Declaration, Subject
from mentoring.language.fact import Hosts, TakesPart
from mentoring.language.frame import Frame
from mentoring.rules.attendance import days_inside
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class Holiday(Rule):
    """No event lies on a public holiday of a participant or of the place where it is held.

    `public_holidays: host` asks the place alone, `none` nobody. A person's home never counts.
    Why: town halls are shut; a conference on somebody's Easter Monday loses that city."""

    slug = "holiday"
    reads = ("programme.public_holidays", "cities.*.country", "cities.*.region")

    def applies(self, scenario: Scenario) -> bool:
        return scenario.programme.public_holidays != "none"

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        all_count = frame.scenario.programme.public_holidays == "all"
        for event in frame.events:
            days = frame.scenario.stages[event.stage].days
            for city in event.members if all_count else ():
                mask = _starts(frame, city, days)
                if mask != frame.every_day:
                    yield Days(event.id, mask, when=TakesPart(event.id, city), subject=(city, event.id))
            for place in frame.agenda.hosts(event):
                mask = _starts(frame, place, days)
                is_there_anyway = all_count and place in event.joining and event.joining[place] is None
                if mask != frame.every_day and not is_there_anyway:
                    yield Days(event.id, mask, when=Hosts(event.id, place), subject=(place, event.id))

    def itemise(self, frame: Frame) -> Iterator[Declaration]:
        for declared in self.declare(frame):
            if not isinstance(declared, Days):
                continue
            place, event = declared.subject
            days = frame.scenario.stages[event.split("/", maxsplit=1)[0]].days
            for day in frame.scenario.resolution.holidays.get(place, {}):
                mask = frame.starts(f"holiday {day} {days}", frame.days_outside([Span(day, day)]), days)
                if mask != frame.every_day:
                    yield replace(declared, mask=mask, subject=(place, event, day.isoformat()))

    def check(self, plan: Plan) -> Iterator[Violation]:
        asked = plan.scenario.programme.public_holidays
        if asked == "none":
            return
        for event in plan.held:
            whose = {event.host} if event.host is not None else set()
            whose.update(event.participants if asked == "all" else ())
            days = list(days_inside(plan.scenario, event.first, event.last))
            for who in sorted(whose):
                holidays = plan.scenario.resolution.holidays.get(who, {})
                for day in days:
                    if day in holidays:
                        name, where = name_event(plan.scenario, event.id), plan.scenario.name(who)
                        message = f"{name} lies on {say_day(day)}, a public holiday in {where} ({holidays[day]})"
                        yield self.violation(message, who, event.id, day.isoformat())

    def say(self, scenario: Scenario, subject: Subject) -> str:
        holidays = scenario.resolution.holidays.get(subject[0], {})
        if len(subject) > 2:
            day = date.fromisoformat(subject[2])
            return f"{say_day(day)} is a public holiday in {scenario.name(subject[0])} ({holidays[day]})"
        inside = [f"{say_day(day)} ({why})" for day, why in sorted(holidays.items()) if day in scenario.span]
        return f"public holidays in {scenario.name(subject[0])}: {', '.join(inside)}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        own = f"{'cities' if subject[0] in scenario.cities else 'places'}.{subject[0]}"
        return find_keys(
            scenario,
            (f"{own}.country" if subject[0] in (*scenario.cities, *scenario.places) else "stages.*.host",),
            subject,
        )


def _starts(frame: Frame, who: str, days: int) -> int:
    holidays = frame.scenario.resolution.holidays.get(who)
    if not holidays:
        return frame.every_day
    free = frame.remember(f"holidays {who}", lambda: frame.days_outside(Span(day, day) for day in holidays))
    return frame.starts(f"holiday {who} {days}", free, days)
