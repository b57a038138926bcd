"""Amounts that cannot be met: a least number above the most, a figure that nothing can reach."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from mentoring.domain.consistency.finding import Finding, Path, repeated
from mentoring.domain.naming import theme_of
from mentoring.domain.number import say_count
from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario


def find_bad_amounts(scenario: Scenario) -> Iterator[Finding]:
    """Offers, needs, themes and pairs whose figures contradict each other or come to nothing."""
    refusing = _refusing(scenario)
    for city in scenario.cities:
        yield from _offers(scenario, city, refusing)
        yield from _needs(scenario, city, refusing)
        yield from _calendar(scenario, city)
    for theme in scenario.themes:
        yield from _theme(scenario, theme)
    yield from _pairs(scenario)
    if scenario.pairing.common_language:
        for city, record in scenario.cities.items():
            if not record.languages and (record.offers or record.needs):
                message = f"{city} names no languages, and `pairing.common_language` asks for a shared one"
                yield Finding(("cities", city), message, "add them, or it can pair with nobody", warning=True)
    bands = scenario.pairing.similar.bands
    if any(low >= high for low, high in pairwise(bands)):
        yield Finding(("pairing", "similar", "bands"), "the bands do not rise", "write each larger than the one before")


def missing_half(scenario: Scenario, pair: Pairing) -> str:
    """Why two known cities cannot pair in a known theme; empty when an offer meets a need."""
    return next((said for said, _ in missing_halves(scenario, pair)), "")


def missing_halves(scenario: Scenario, pair: Pairing) -> Iterator[tuple[str, Path]]:
    """What two known cities lack for a pairing in a known theme, each with the key that says nothing of it."""
    if pair.theme not in scenario.cities[pair.mentor].offers:
        yield say_no_offer(scenario, pair.mentor, pair.theme), ("cities", pair.mentor, "offers")
    if pair.theme not in scenario.cities[pair.mentee].needs:
        yield say_no_need(scenario, pair.mentee, pair.theme), ("cities", pair.mentee, "needs")


def say_no_offer(scenario: Scenario, city: str, theme: str) -> str:
    """`Oslo offers nothing in housing`."""
    return f"{scenario.name(city)} offers nothing in {theme_of(scenario, theme)}"


def say_no_need(scenario: Scenario, city: str, theme: str) -> str:
    """`Milan has no need in housing`."""
    return f"{scenario.name(city)} has no need in {theme_of(scenario, theme)}"


Refusing = dict[tuple[str, str, str], set[str]]  # (`offers` or `needs`, theme, city): who refuses the city there


def _refusing(scenario: Scenario) -> Refusing:
    """Who refuses whom, from the side of those refused."""
    found: Refusing = {}
    for city, record in scenario.cities.items():
        for theme, offer in record.offers.items():
            for other in offer.refuses:
                found.setdefault(("offers", theme, other), set()).add(city)
        for theme, need in record.needs.items():
            for other in need.refuses:
                found.setdefault(("needs", theme, other), set()).add(city)
    return found


def _count_mentees(scenario: Scenario, city: str, theme: str, refusing: Refusing) -> int:
    """How many cities an offer could serve."""
    needing = scenario.needing.get(theme, ())
    without = {city, *scenario.cities[city].offers[theme].refuses, *refusing.get(("needs", theme, city), ())}
    return len(needing) - sum(theme in scenario.cities[one].needs for one in without & scenario.cities.keys())


def _count_mentors(scenario: Scenario, city: str, theme: str, refusing: Refusing) -> int:
    """How many cities could serve a need."""
    offering = scenario.offering.get(theme, ())
    without = {city, *scenario.cities[city].needs[theme].refuses, *refusing.get(("offers", theme, city), ())}
    return len(offering) - sum(theme in scenario.cities[one].offers for one in without & scenario.cities.keys())


def _offers(scenario: Scenario, city: str, refusing: Refusing) -> Iterator[Finding]:
    record = scenario.cities[city]
    for theme, offer in record.offers.items():
        path: Path = ("cities", city, "offers", theme)
        if offer.min_mentees > offer.mentees:
            message = f"at least {offer.min_mentees} mentees, but at most {offer.mentees}"
            hint = "raise `mentees` or lower `min_mentees`"
            yield Finding((*path, "min_mentees"), message, hint, ((*path, "mentees"),))
        elif record.mentees is not None and offer.min_mentees > record.mentees:
            message = f"at least {offer.min_mentees} mentees in {theme}, but {city} takes {record.mentees} in all"
            also: Path = ("cities", city, "mentees")
            yield Finding((*path, "min_mentees"), message, "raise the city's `mentees`, or lower this", (also,))
        elif offer.min_mentees > 1:
            possible = _count_mentees(scenario, city, theme, refusing)
            few = say_count(possible, "city", "cities")
            if possible < offer.min_mentees:
                message = f"at least {offer.min_mentees} mentees, but only {few} could be"
                yield Finding((*path, "min_mentees"), message, f"{city} will mentor nobody in {theme}", warning=True)
        yield from _likes(offer.prefers, offer.refuses, path)


def _needs(scenario: Scenario, city: str, refusing: Refusing) -> Iterator[Finding]:
    for theme, need in scenario.cities[city].needs.items():
        path: Path = ("cities", city, "needs", theme)
        if need.min_mentors > need.mentors:
            message = f"at least {need.min_mentors} mentors, but up to {need.mentors}"
            hint = "raise `mentors` or lower `min_mentors`"
            yield Finding((*path, "min_mentors"), message, hint, ((*path, "mentors"),))
        elif need.min_mentors > 1:
            possible = _count_mentors(scenario, city, theme, refusing)
            few = say_count(possible, "city", "cities")
            if possible < need.min_mentors:
                message = f"at least {need.min_mentors} mentors, but only {few} could be"
                yield Finding((*path, "min_mentors"), message, f"{city} will learn nothing in {theme}", warning=True)
        yield from _likes(need.prefers, need.refuses, path)


def _likes(prefers: tuple[str, ...], refuses: tuple[str, ...], path: Path) -> Iterator[Finding]:
    for position, other in enumerate(prefers):
        if other in refuses:
            also = (*path, "refuses", refuses.index(other))
            yield Finding((*path, "prefers", position), f"{other} is preferred and refused", "take one out", (also,))
    for kind, listed in (("prefers", prefers), ("refuses", refuses)):
        for again, first in repeated(listed):
            message = f"{listed[again]} stands in this list twice"
            yield Finding((*path, kind, again), message, "take one of them out", ((*path, kind, first),), warning=True)


def _calendar(scenario: Scenario, city: str) -> Iterator[Finding]:
    record, span = scenario.cities[city], scenario.span
    for position, wish in enumerate(record.wishes):
        if wish.last < span.first or wish.first > span.last:
            message = "the wish lies outside the programme's days"
            yield Finding(("cities", city, "wishes", position), message, "mend its dates", warning=True)
    if record.left_on is not None and record.left_on < span.first:
        message = f"{city} left before the programme begins ({span.first}), so it takes part in nothing"
        yield Finding(("cities", city, "left_on"), message, "mend the date, or take the city out", warning=True)


def _theme(scenario: Scenario, theme: str) -> Iterator[Finding]:
    record, path = scenario.themes[theme], ("themes", theme)
    there = [one for one in scenario.cities.values() if theme in one.offers or theme in one.needs]
    if not there:
        yield Finding(path, "no city offers or needs this theme", "add offers and needs, or take it out", warning=True)
        return
    countries = {one.country for one in there if one.country}
    for key, least, most, kind in (
        ("min_cities", record.min_cities, len(there), ("city", "cities")),
        ("min_countries", record.min_countries, len(countries), ("country", "countries")),
    ):
        if least > most and all(one.country for one in there):
            message = f"at least {least}, but only {say_count(most, *kind)} could take part"
            yield Finding((*path, key), message, "nobody will pair in this theme", warning=True)


def _pairs(scenario: Scenario) -> Iterator[Finding]:
    for again, first in repeated([own.pairing for own in scenario.pairs]):
        message = f"{scenario.pairs[again].pairing} has its own figures twice"
        path: Path = ("pairs", again, "pairing")
        yield Finding(path, message, "take one of them out", (("pairs", first, "pairing"),))
    for position, own in enumerate(scenario.pairs):
        pair = own.key
        if {pair.mentor, pair.mentee} <= set(scenario.cities) and pair.theme in scenario.themes:
            missing = missing_half(scenario, pair)
            if missing and pair.mentor != pair.mentee:
                message = f"{missing}, so these figures are never read"
                yield Finding(("pairs", position, "pairing"), message, "add it, or take this out", warning=True)
