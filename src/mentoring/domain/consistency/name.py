"""Names that a scenario uses: each must be one of its cities, themes, stages, persons or places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from mentoring.domain.consistency.finding import Finding, Path, repeated, suggest
from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario

HOST_WORDS = ("mentor", "mentee", "participant", "none")


def find_unknown_names(scenario: Scenario) -> Iterator[Finding]:
    """Every name outside pins and goals that names nothing, or one thing of two kinds."""
    yield from _two_things_of_one_name(scenario)
    for city in scenario.cities:
        yield from _in_city(scenario, city)
    for person, record in scenario.people.items():
        if record.home is not None:
            yield from unknown_place(scenario, record.home, ("people", person, "home"))
    for stage in scenario.stages:
        yield from _in_stage(scenario, stage)
    yield from _in_travel(scenario)
    for position, own in enumerate(scenario.pairs):
        yield from unknown_in_pairing(scenario, own.key, ("pairs", position, "pairing"))
    known = {city.country for city in scenario.cities.values() if city.country}
    for country in scenario.countries:
        if known and country not in known:
            message = f"no city of this programme lies in {country}, so these days close nothing"
            yield Finding(("countries", country), message, suggest(country, known), warning=True)


def unknown_city(scenario: Scenario, city: str, path: Path) -> Iterator[Finding]:
    """A finding when no city of the programme has that id."""
    if city not in scenario.cities:
        other = "a place, and places take no part" if is_place(scenario, city) else None
        other = "a person" if city in scenario.people else other
        message = f"{city} is {other}" if other else f"there is no city {city}"
        yield Finding(path, message, suggest(city, scenario.cities))


def unknown_theme(scenario: Scenario, theme: str, path: Path) -> Iterator[Finding]:
    """A finding when no theme has that id."""
    if theme not in scenario.themes:
        yield Finding(path, f"there is no theme {theme}", suggest(theme, scenario.themes) or "add it under `themes`")


def unknown_stage(scenario: Scenario, stage: str, path: Path) -> Iterator[Finding]:
    """A finding when no stage has that id."""
    if stage not in scenario.stages:
        yield Finding(path, f"there is no stage {stage}", suggest(stage, scenario.stages))


def unknown_person(scenario: Scenario, person: str, path: Path) -> Iterator[Finding]:
    """A finding when no person has that id."""
    if person not in scenario.people:
        hint = suggest(person, scenario.people) or "add the person under `people`"
        yield Finding(path, f"there is no person {person}", hint)


def unknown_role(scenario: Scenario, who: str, roles: Collection[str], path: Path) -> Iterator[Finding]:
    """A finding when nobody has the role, and no person is called so."""
    if who not in scenario.people and who not in roles:
        message = f"nobody has the role {who}, and no person is called so"
        hint = suggest(who, [*roles, *scenario.people]) or "add persons with their roles under `people`"
        yield Finding(path, message, hint)


def unknown_place(scenario: Scenario, place: str, path: Path) -> Iterator[Finding]:
    """A finding when the id is neither a city nor a place."""
    if place not in scenario.cities and not is_place(scenario, place):
        hint = suggest(place, [*scenario.cities, *scenario.places, *scenario.resolution.places])
        message = f"there is no city or place {place}"
        yield Finding(path, message, hint if hint.startswith("did") else "add it under `places` with its coordinates")


def unknown_in_pairing(scenario: Scenario, pair: Pairing, path: Path) -> Iterator[Finding]:
    """Findings for the two cities and the theme of a pairing, and when the two are one."""
    yield from unknown_city(scenario, pair.mentor, path)
    if pair.mentor == pair.mentee:
        yield Finding(path, f"{pair.mentor} cannot mentor itself", "name two cities")
    else:
        yield from unknown_city(scenario, pair.mentee, path)
    yield from unknown_theme(scenario, pair.theme, path)


def is_place(scenario: Scenario, name: str) -> bool:
    """Whether the id is a place that is no city of the programme."""
    return name not in scenario.cities and (name in scenario.places or name in scenario.resolution.places)


def _two_things_of_one_name(scenario: Scenario) -> Iterator[Finding]:
    for person in scenario.people:
        if person in scenario.cities:
            message = f"{person} is a city and a person"
            yield Finding(("people", person), message, "give one of them another id", (("cities", person),))
    roles: dict[str, Path] = {}
    for person, record in scenario.people.items():
        for position, role in enumerate(record.roles):
            roles.setdefault(role, ("people", person, "roles", position))
    for role, path in roles.items():
        if role in scenario.people:
            message = f"{role} is a person and a role, so a stage that asks for it could mean either"
            yield Finding(path, message, "give one of them another name", (("people", role),))
    for place in scenario.places:
        if place in scenario.cities:
            message = f"{place} is a city of the programme, so this entry is never read"
            yield Finding(("places", place), message, "take one of them out", (("cities", place),), warning=True)
    codes: dict[str, str] = {}
    for city, one in scenario.cities.items():
        if one.code and codes.setdefault(one.code, city) != city:
            also: Path = ("cities", codes[one.code], "code")
            message = f"{city} and {codes[one.code]} have the same code {one.code}"
            yield Finding(("cities", city, "code"), message, "give each its own three letters", (also,))


def _in_city(scenario: Scenario, city: str) -> Iterator[Finding]:
    record = scenario.cities[city]
    for side, asked in (("offers", record.offers), ("needs", record.needs)):
        for theme, terms in asked.items():
            path: Path = ("cities", city, side, theme)
            yield from unknown_theme(scenario, theme, path)
            for kind, others in (("prefers", terms.prefers), ("refuses", terms.refuses)):
                for position, other in enumerate(others):
                    if other == city:
                        yield Finding((*path, kind, position), f"{city} cannot mentor itself", "name another city")
                    else:
                        yield from unknown_city(scenario, other, (*path, kind, position))
    for position, language in enumerate(record.languages):
        yield from _language(language, ("cities", city, "languages", position))


def _language(language: str, path: Path) -> Iterator[Finding]:
    if not re.fullmatch("[a-z]{2}", language):
        message = f"{language!r} is no two-letter language code"
        yield Finding(path, message, "write codes, as en, fr or el", warning=True)


def _in_stage(scenario: Scenario, name: str) -> Iterator[Finding]:
    stage, path = scenario.stages[name], ("stages", name)
    for position, city in enumerate(stage.cities):
        yield from unknown_city(scenario, city, (*path, "gathers", position))
    for position, theme in enumerate(stage.themes):
        yield from unknown_theme(scenario, theme, (*path, "themes", position))
    for key, listed in (("gathers", stage.cities), ("themes", stage.themes)):
        for again, first in repeated(listed):
            message = f"{listed[again]} stands in this list twice"
            yield Finding((*path, key, again), message, "take one of them out", ((*path, key, first),))
    if isinstance(stage.host, str):
        yield from _host(scenario, stage.host, (*path, "host"))
    else:
        yield from unknown_stage(scenario, stage.host.same_as, (*path, "host", "same_as"))
    for earlier in stage.after:
        yield from unknown_stage(scenario, earlier, (*path, "after", earlier))
    roles = {role for person in scenario.people.values() for role in person.roles}
    for who in stage.people:
        yield from unknown_role(scenario, who, roles, (*path, "people", who))


def _host(scenario: Scenario, host: str, path: Path) -> Iterator[Finding]:
    if host in HOST_WORDS or host in scenario.cities or is_place(scenario, host):
        return
    if host == "each":
        yield Finding(path, "`each` is not possible yet", "write one of mentor, mentee, participant, or a city")
        return
    hint = suggest(host, [*HOST_WORDS, *scenario.cities, *scenario.places, *scenario.resolution.places])
    other = "write mentor, mentee, participant, none, a city, a place, or {same_as: STAGE}"
    yield Finding(path, f"there is no city or place {host}", hint if hint.startswith("did") else other)


def _in_travel(scenario: Scenario) -> Iterator[Finding]:
    travel = scenario.travel
    tables = ((("travel", "days", "between"), travel.days.between), (("travel", "modes"), travel.modes))
    for way, table in tables:
        for one, others in table.items():
            yield from unknown_place(scenario, one, (*way, one))
            for two, own in others.items():
                yield from unknown_place(scenario, two, (*way, one, two))
                back = table.get(two, {}).get(one)
                if one == two:
                    message = f"{one} to itself is no journey, so this is never read"
                    yield Finding((*way, one, two), message, "name two places", warning=True)
                elif back is not None and back != own and one < two:
                    message = f"{one} to {two} is {own}, but {two} to {one} is {back}; one figure holds both ways"
                    yield Finding((*way, one, two), message, "take one of them out", ((*way, two, one),))
    for position, place in enumerate(scenario.travel.no_rail or ()):
        if not re.fullmatch("[A-Z]{2}", place):
            yield from unknown_place(scenario, place, ("travel", "no_rail", position))
