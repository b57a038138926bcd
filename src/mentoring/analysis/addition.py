"""What a programme could have one more of: a mentee place, a person, a week, money, an event at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from mentoring.domain.dates import say_day
from mentoring.domain.naming import theme_of, title_of
from mentoring.domain.scenario import Scenario
from mentoring.domain.spoken import say_languages

Kind = Literal["place", "person", "week", "money", "co2", "at-once"]
KINDS: tuple[Kind, ...] = ("place", "person", "week", "money", "co2", "at-once")

WEEK = timedelta(days=7)
STEP_EUR = 1000
STEP_KG = 1000


@dataclass(frozen=True, slots=True)
class Addition:
    """One thing more: in words, and as a what-if file would say it."""

    kind: Kind
    said: str
    changes: dict[str, Any]
    city: str = ""
    theme: str = ""


def list_additions(scenario: Scenario) -> list[Addition]:
    """Everything the programme could have one more of, each by itself; only what it has a limit for."""
    return [*_places(scenario), *_persons(scenario), *_weeks(scenario), *_limits(scenario)]


def list_places(scenario: Scenario, city: str) -> Iterator[Addition]:
    """One more mentee for each offer of a city; where its total or its hours are limited, these grow with it."""
    record = scenario.cities[city]
    for theme, offer in record.offers.items():
        if offer.reserve or not scenario.needing.get(theme):
            continue
        more: dict[str, Any] = {"mentees": offer.mentees + 1}
        told = f"one more mentee for {scenario.name(city)} in {theme_of(scenario, theme)}, "
        told += f"{offer.mentees + 1} instead of {offer.mentees}"
        if offer.hours is not None:
            efforts = [own.effort for own in scenario.pairs if (own.key.mentor, own.key.theme) == (city, theme)]
            hours = max([1, *efforts])
            more["hours"] = offer.hours + hours
            told += f", with {hours} more {'hour' if hours == 1 else 'hours'}"
        changes: dict[str, Any] = {"offers": {theme: more}}
        if record.mentees is not None:
            changes["mentees"] = record.mentees + 1
            told += f", and {record.mentees + 1} in all"
        yield Addition("place", told, {"cities": {city: changes}}, city, theme)


def _places(scenario: Scenario) -> Iterator[Addition]:
    for city in scenario.cities:
        yield from list_places(scenario, city)


def _persons(scenario: Scenario) -> Iterator[Addition]:
    """One more person for each role that some stage asks for: without a home, always free.

    Where those who have the role speak languages, so does who comes: what they all do, and perhaps one more.
    """
    roles = {role for stage in scenario.stages.values() for role in stage.people if role not in scenario.people}
    taken = {*scenario.people, *scenario.cities, *scenario.places}
    for role in sorted(roles):
        for number, languages in enumerate(_list_languages(scenario, role)):
            # A code may be any text, which is no id.
            who = f"one-more-{role}"[:50].rstrip("-") + (f"-{number + 1}" if number else "")
            while who in taken:
                who += "-b"
            taken.add(who)
            said = f"one more {role.replace('-', ' ')}"
            person: dict[str, Any] = {"name": said.capitalize(), "roles": [role]}
            if languages:
                person["languages"] = list(languages)
                said = f"{said} who speaks {say_languages(languages)}"
            yield Addition("person", said, {"people": {who: person}})


def _list_languages(scenario: Scenario, role: str) -> Iterator[tuple[str, ...]]:
    """What somebody more in a role may speak: as the others do, then for each language missing among hosts that too."""
    spoken = [person.languages for person in scenario.people.values() if role in person.roles and person.languages]
    if not spoken:
        yield ()
        return
    often = Counter(language for languages in spoken for language in languages)
    most = max(often.values())
    usual = min(language for language, times in often.items() if times == most)
    yield (usual,)
    missing = {one for city in scenario.cities.values() if usual not in city.languages for one in city.languages}
    yield from ((usual, language) for language in sorted(missing - {usual}))


def _weeks(scenario: Scenario) -> Iterator[Addition]:
    span = scenario.span
    for name, stage in scenario.stages.items():
        if stage.window is None:
            continue
        title = title_of(scenario, name)
        for end, other, day in (
            ("last", "first", min(stage.window.last + WEEK, span.last)),
            ("first", "last", max(stage.window.first - WEEK, span.first)),
        ):
            if day != getattr(stage.window, end):
                words = "later, until" if end == "last" else "earlier, from"
                said = f"a week more for {title[:1].lower() + title[1:]}: {words} {say_day(day)}"
                between = {end: day.isoformat(), other: getattr(stage.window, other).isoformat()}
                yield Addition("week", said, {"stages": {name: {"between": between}}})
    later = span.last + WEEK
    if later.year <= date.max.year - 1:
        said = f"a week more for the programme: until {say_day(later)}"
        yield Addition("week", said, {"programme": {"last": later.isoformat()}})


def _limits(scenario: Scenario) -> Iterator[Addition]:
    limits = scenario.limits
    for key, caps, step, unit, kind in (
        ("budget_eur", limits.budget_eur, STEP_EUR, "EUR", "money"),
        ("co2_kg", limits.co2_kg, STEP_KG, "kg of CO2", "co2"),
    ):
        for whose, cap in (("programme", caps.programme), ("per_city", caps.per_city)):
            if cap is not None:
                to = "for the programme" if whose == "programme" else "for each city"
                said = f"{step} {unit} more {to}, {cap + step} instead of {cap}"
                changes = {"limits": {key: {whose: cap + step}}}
                yield Addition("money" if kind == "money" else "co2", said, changes)
    if limits.events_at_once is not None:
        more = limits.events_at_once + 1
        said = f"one more event at once, {more} instead of {limits.events_at_once}"
        yield Addition("at-once", said, {"limits": {"events_at_once": more}})
