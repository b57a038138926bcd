"""People: a language in common with the host."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.naming import name_event
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.domain.spoken import say_languages
from mentoring.language.declaration import Declaration, Forbid, Subject
from mentoring.language.fact import Goes
from mentoring.language.frame import Frame
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class PersonLanguage(Rule):
    """Whoever is sent to an event speaks a language of the city that hosts it.

    A person or a city without languages says nothing about them and is bound by nothing; places have none.
    Why: a facilitator has to talk with the hosts."""

    slug = "person-language"
    reads = ("people.*.languages", "cities.*.languages")

    def applies(self, scenario: Scenario) -> bool:
        return any(person.languages for person in scenario.people.values())

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for stage, events in frame.agenda.stages.items():
            people = frame.scenario.people_for(stage)
            for event in events if people else ():
                for place in frame.agenda.hosts(event):
                    for person in people:
                        if not understands(frame.scenario, person, place):
                            yield Forbid(Goes(event.id, person, place), subject=(person, event.id, place))

    def check(self, plan: Plan) -> Iterator[Violation]:
        for event in plan.held:
            for person in event.people:
                if event.host is not None and not understands(plan.scenario, person, event.host):
                    told = f"{plan.scenario.name(person)} is sent to {name_event(plan.scenario, event.id)}, but"
                    speaks = _say_languages(plan.scenario, person, event.host)
                    yield self.violation(f"{told} {speaks}", person, event.id, event.host)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        person, place = subject[0], subject[-1]
        return f"{scenario.name(person)} {_say_languages(scenario, person, place)}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        person, place = subject[0], subject[-1]
        return find_keys(scenario, (f"people.{person}.languages", f"cities.{place}.languages"), subject)


def understands(scenario: Scenario, person: str, place: str) -> bool:
    """Whether a person can be sent to that place: the two share a language, or one of them names none."""
    spoken = set(scenario.people[person].languages)
    wanted = set(scenario.cities[place].languages) if place in scenario.cities else set()
    return not spoken or not wanted or bool(spoken & wanted)


def _say_languages(scenario: Scenario, person: str, place: str) -> str:
    spoken, wanted = say_languages(scenario.people[person].languages), say_languages(scenario.cities[place].languages)
    return f"speaks {spoken} and no language of {scenario.name(place)} ({wanted})"
