"""Whether an event that stayed on its days is told otherwise all the same: its hours, its place, its words."""

from __future__ import annotations

from typing import Literal

from mentoring.domain.plan import PlannedEvent
from mentoring.domain.scenario import Scenario

Retold = Literal["facts", "words", ""]


def tell_apart(event: PlannedEvent, new: Scenario, old: Scenario) -> Retold:
    """`facts`: other hours, agenda times or place, so calendars show the event anew; `words`: only its text is other.

    Empty when everything that a calendar tells of the event is the same.
    """
    if _facts(event, new) != _facts(event, old):
        return "facts"
    return "words" if _words(event, new) != _words(event, old) else ""


def _facts(event: PlannedEvent, scenario: Scenario) -> tuple[object, ...]:
    stage = scenario.stages.get(event.stage)
    host = _site(event.host, scenario)
    zone = (host[-1] if host else None) if event.host else scenario.programme.time_zone
    if stage is None:
        return (host,)
    travel = stage.travel_days if stage.hours else 0
    is_timed = bool(stage.hours or stage.agenda)
    times = tuple((item.day, item.start, item.end) for item in stage.agenda)
    return stage.venue, stage.hours, times, travel, host, zone if is_timed else None


def _words(event: PlannedEvent, scenario: Scenario) -> tuple[object, ...]:
    stage, theme = scenario.stages.get(event.stage), scenario.themes.get(event.theme or "")
    themes = list(scenario.themes)
    programme = scenario.programme
    told = (stage.title, stage.link, tuple(stage.people), tuple(item.title for item in stage.agenda)) if stage else ()
    alike = sum(stage is not None and other.gathers == stage.gathers for other in scenario.stages.values()) > 1
    place = themes.index(event.theme) if event.theme in themes else -1  # its colour follows from it
    office = programme.coordinator
    cities = tuple(_named(city, scenario) for city in event.participants)
    sent = [scenario.people[who] for who in event.people if who in scenario.people]
    people = tuple((person.name, person.roles, person.home) for person in sent)
    words = (programme.words.get(word, "") for word in ("theme", "mentor", "mentee"))
    return told, alike, (theme.title, theme.colour) if theme else (), place, office, tuple(words), cities, people


def _named(city: str, scenario: Scenario) -> tuple[str, str]:
    record = scenario.cities.get(city)
    found = record or scenario.resolution.places.get(city)
    return (found.name if found else "") or city, (record.represented_by or "") if record else ""


def _site(place: str | None, scenario: Scenario) -> tuple[object, ...]:
    found = scenario.cities.get(place or "") or scenario.places.get(place or "")
    found = found or scenario.resolution.places.get(place or "")
    return (found.name, found.country, found.latitude, found.longitude, found.time_zone) if found else ()
