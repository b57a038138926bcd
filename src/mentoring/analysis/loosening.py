"""What could be loosened so that a pairing that falls out by itself would be possible, as a what-if file says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from mentoring.domain.by_hand import PREFIX
from mentoring.domain.dates import say_span
from mentoring.domain.naming import theme_of
from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Subject
from mentoring.rules.pin import say_body

MOST = 12
"""So many ways to loosen one pairing are told at most."""

OF_DAYS = {"closed", "holiday", "lead-time", "left", "order", "unavailable", "weekday", "window"}
"""Rules that take days away: where several together leave none, loosening one of them may be enough."""


@dataclass(frozen=True, slots=True)
class Loosening:
    """One or more things to loosen together: in words, and as a what-if file would say it."""

    said: str
    changes: dict[str, Any]
    size: int = 1


def list_loosenings(scenario: Scenario, pair: Pairing, reasons: Iterable[tuple[str, Subject]]) -> list[Loosening]:
    """Ways to take away every reason for which the pairing falls out; none where a fact of nature stands in the way.

    That a way is enough must be tried: other rules may be behind those that were named.
    """
    found = list(reasons)
    needed = [list(_loosen(scenario, pair, slug, subject)) for slug, subject in found if slug not in OF_DAYS]
    of_days = [(slug, subject) for slug, subject in found if slug in OF_DAYS]
    if of_days:
        needed.append([way for slug, subject in of_days for way in _loosen(scenario, pair, slug, subject)])
    return [_together(ways) for ways in islice(product(*needed), MOST)] if needed else []


def _together(ways: tuple[Loosening, ...]) -> Loosening:
    changes: dict[str, Any] = {}
    for way in ways:
        changes = merge(changes, way.changes)
    return Loosening(" and ".join(dict.fromkeys(way.said for way in ways)), changes, sum(way.size for way in ways))


def merge(one: dict[str, Any], two: dict[str, Any]) -> dict[str, Any]:
    """Both changes in one; where they speak of the same value, the second's counts."""
    both = dict(one)
    for key, value in two.items():
        known = both.get(key)
        both[key] = merge(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return both


def _loosen(scenario: Scenario, pair: Pairing, slug: str, subject: Subject) -> Iterator[Loosening]:
    names = f"{scenario.name(pair.mentor)} and {scenario.name(pair.mentee)}"
    rules = scenario.pairing
    if slug == "country":
        yield Loosening("allow pairings inside one country", {"pairing": {"same_country": True}})
    elif slug == "language":
        yield Loosening("let cities without a common language pair", {"pairing": {"common_language": False}})
    elif slug == "distance":
        km = scenario.journeys.km(pair.mentor, pair.mentee)
        yield Loosening(f"let cities {km} km apart pair", {"pairing": {"max_km": km}})
    elif slug == "least-fit":
        fit = scenario.fit(pair)
        yield Loosening(f"let cities pair that fit {fit} of 100", {"pairing": {"min_fit": fit}})
    elif slug == "similarity":
        kept = [trait for trait in rules.similar.required if scenario.is_similar(pair, trait)]
        yield Loosening(f"let {names} pair although they are not alike", {"pairing": {"similar": {"required": kept}}})
    elif slug == "refusal":
        yield _forgive(scenario, pair)
    elif slug == "reserve":
        said = f"call on {scenario.name(pair.mentor)}, which is kept in reserve in {theme_of(scenario, pair.theme)}"
        yield Loosening(said, {"cities": {pair.mentor: {"offers": {pair.theme: {"reserve": False}}}}})
    elif slug == "flight":
        who, _, place = subject
        home = scenario.people[who].home if who in scenario.people else who
        km = scenario.journeys.km(home or place, place)
        yield Loosening(f"allow flights from {km} km on", {"limits": {"rail_only_below_km": km}})
    elif slug == "pin":
        said = f"take out the pin {subject[0]}"
        if subject[0].startswith(PREFIX):
            about = say_body(scenario, scenario.pins[subject[0]].body)
            said = f"take back what was decided by hand about {about} (`mentoring unpin`)"
        yield Loosening(said, {"pins": {subject[0]: None}})
    elif slug == "closed":
        yield from _open(("programme",), scenario.programme.closed, "the programme")
    elif slug == "unavailable":
        yield from _open_city(scenario, subject[0])


def _forgive(scenario: Scenario, pair: Pairing) -> Loosening:
    """Whoever of the two refuses the other does so no longer."""
    mentor, mentee, theme = pair
    changes: dict[str, Any] = {}
    told = []
    for city, other, side, refuses in (
        (mentor, mentee, "offers", scenario.cities[mentor].offers[theme].refuses),
        (mentee, mentor, "needs", scenario.cities[mentee].needs[theme].refuses),
    ):
        if other in refuses:
            rest = [one for one in refuses if one != other]
            changes = merge(changes, {"cities": {city: {side: {theme: {"refuses": rest}}}}})
            told.append(
                f"ask {scenario.name(city)} to take {scenario.name(other)} in {theme_of(scenario, theme)} after all"
            )
    return Loosening(" and ".join(told), changes, len(told))


def _open_city(scenario: Scenario, city: str) -> Iterator[Loosening]:
    record = scenario.cities[city]
    yield from _open(("cities", city), record.unavailable, scenario.name(city))
    country = scenario.countries.get(record.country) if record.country else None
    if country is not None:
        yield from _open(("countries", str(record.country)), country.unavailable, f"all of {record.country}")


def _open(way: tuple[str, ...], periods: tuple[Any, ...], who: str) -> Iterator[Loosening]:
    """One closed span less; the others stay."""
    key = "closed" if way == ("programme",) else "unavailable"
    for number, period in enumerate(periods):
        rest = [one.model_dump(mode="json", exclude_defaults=True) for at, one in enumerate(periods) if at != number]
        changes: dict[str, Any] = {key: rest}
        for step in reversed(way):
            changes = {step: changes}
        yield Loosening(f"open {who} {say_span(period.first, period.last)}", changes)
