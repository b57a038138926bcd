"""A scenario: everything a coordinator writes down before a plan is made."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field

from mentoring.domain.city import City, CountryDays, Location, Person, Site
from mentoring.domain.dates import Span
from mentoring.domain.pairing import Pairing
from mentoring.domain.pin import Pin
from mentoring.domain.programme import Goals, Limits, PairFigures, PairingRules, Programme, Theme
from mentoring.domain.stage import Stage
from mentoring.domain.travel import Co2Table, Journeys, RateTable, Travel
from mentoring.domain.value import Country, Id, Value


class Outline(Value):
    """The pairings of a plan and the ISO week of each of its events: what an alternative to it has otherwise."""

    pairings: tuple[str, ...] = ()
    weeks: dict[str, str] = Field({}, description="By event, as 2013-W09.")


class Resolution(Value):
    """What the reading filled in from packaged data, so that later verbs need no library: lives in plans only."""

    places: dict[str, Site] = Field({}, description="Places named as host or home and taken from the place table.")
    holidays: dict[str, dict[date, str]] = Field({}, description="Public holidays by city or place.")
    rates: RateTable | None = Field(None, description="Unit costs in use.")
    co2: Co2Table | None = Field(None, description="CO2 figures in use.")
    no_rail: tuple[str, ...] = Field((), description="Places and countries that no train reaches.")
    sources: dict[str, str] = Field({}, description="Where the data came from, with versions.")
    unlike: tuple[Outline, ...] = Field((), description="Plans that this one should have little in common with.")
    cancelled: tuple[str, ...] = Field((), description="Events called off by hand: they are not held.")


class Scenario(Value):
    """The programme, its cities, people, stages, travel, limits, goals and pins."""

    format: Literal[1] = Field(description="Version of the file format.")
    programme: Programme = Field(description="Name, days and calendar of the programme.")
    pairing: PairingRules = Field(PairingRules(), description="Who may pair.")
    themes: dict[Id, Theme] = Field({}, description="Themes by id.")
    cities: dict[Id, City] = Field(description="Cities by id.", min_length=1)
    people: dict[Id, Person] = Field({}, description="Persons who are sent to events, by id.")
    places: dict[Id, Site] = Field({}, description="Own places by id; those of the packaged table need no entry.")
    countries: dict[Country, CountryDays] = Field({}, description="What holds for all cities of a country.")
    stages: dict[Id, Stage] = Field({}, description="Stages by id; may be empty (pairing only).")
    travel: Travel = Field(Travel(), description="Journeys: days, modes, money, CO2.")
    limits: Limits = Field(Limits(), description="What the programme can bear.")
    goals: Goals = Field(Goals(), description="What counts, in order.")
    pairs: tuple[PairFigures, ...] = Field((), description="Own fit and effort of single pairs.")
    pins: dict[Id, Pin] = Field({}, description="Decisions fixed by hand, by a name of your own.")
    resolution: Resolution = Field(Resolution(), description="Filled in by the reading; not for scenario files.")

    def site(self, place: str) -> Location:
        """The city or place of that id.

        Raises:
            KeyError: when the scenario knows neither.
        """
        return self.cities.get(place) or self.places.get(place) or self.resolution.places[place]

    def name(self, who: str) -> str:
        """The name of a city, place or person for people to read."""
        if who in self.people:
            return self.people[who].name or who
        return self.site(who).name or who

    @property
    def span(self) -> Span:
        """The programme's days, both inside."""
        return Span(self.programme.first, self.programme.last)

    @property
    def planned_on(self) -> date:
        """'Today' in the programme's life."""
        return self.programme.planned_on or self.programme.first

    @cached_property
    def journeys(self) -> Journeys:
        """Distances, travel days, modes and costs."""
        return Journeys(self)

    def people_for(self, stage: str) -> tuple[str, ...]:
        """Persons who can be sent to events of the stage, by name or by a role it asks for, sorted."""
        return self.sent_to[stage]

    def can_be_sent(self, who: str, stage: str) -> bool:
        """Whether the person (nobody else) can be sent to events of the stage."""
        asked = self.stages[stage].people
        return who in self.people and (who in asked or any(role in asked for role in self.people[who].roles))

    @cached_property
    def sent_to(self) -> dict[str, tuple[str, ...]]:
        """Persons who can be sent to events of each stage, sorted."""
        return {stage: tuple(sorted(who for who in self.people if self.can_be_sent(who, stage)))
                for stage in self.stages}  # fmt: skip

    @cached_property
    def figures(self) -> dict[Pairing, PairFigures]:
        """Own figures of single pairs."""
        return {own.key: own for own in self.pairs}

    @cached_property
    def offering(self) -> dict[str, tuple[str, ...]]:
        """Cities that offer each theme, in the file's order; a theme that nobody offers is not there."""
        return _by_theme((city, record.offers) for city, record in self.cities.items())

    @cached_property
    def needing(self) -> dict[str, tuple[str, ...]]:
        """Cities that need each theme, in the file's order; a theme that nobody needs is not there."""
        return _by_theme((city, record.needs) for city, record in self.cities.items())

    @cached_property
    def conceivable(self) -> tuple[Pairing, ...]:
        """Every offer meeting a need of another city in the same theme, sorted; no rule is asked.

        Millions for thousands of cities: who needs only some of them asks `is_conceivable`, `offering` and `needing`.
        """
        return tuple(
            sorted(
                Pairing(mentor, mentee, theme)
                for theme, mentors in self.offering.items()
                for mentor in mentors
                for mentee in self.needing.get(theme, ())
                if mentor != mentee
            )
        )

    def is_any_conceivable(self, cities: Collection[str], themes: Collection[str] = ()) -> bool:
        """Whether any two of the cities could pair, in one of the themes (none given: in any)."""
        offers: dict[str, set[str]] = {}
        needs: dict[str, set[str]] = {}
        for city in cities:
            if city in self.cities:
                for found, sides in ((offers, self.cities[city].offers), (needs, self.cities[city].needs)):
                    for theme in sides:
                        found.setdefault(theme, set()).add(city)
        met = offers.keys() & needs.keys() & set(themes or offers)
        return any(len(offers[theme] | needs[theme]) > 1 for theme in met)

    def is_conceivable(self, pair: Pairing) -> bool:
        """Whether an offer of the mentor meets a need of the mentee, another city of the programme."""
        mentor, mentee = self.cities.get(pair.mentor), self.cities.get(pair.mentee)
        met = mentor is not None and pair.theme in mentor.offers and mentee is not None and pair.theme in mentee.needs
        return met and pair.mentor != pair.mentee

    def count_conceivable(self) -> int:
        """How many pairings are conceivable, without listing them: there may be millions."""
        with_themselves = sum(theme in city.needs for city in self.cities.values() for theme in city.offers)
        all_pairs = sum(len(mentors) * len(self.needing.get(theme, ())) for theme, mentors in self.offering.items())
        return all_pairs - with_themselves

    def effort(self, pair: Pairing) -> int:
        """Hours the pairing takes the mentor (1 unless `pairs` says otherwise)."""
        own = self.figures.get(pair)
        return own.effort if own else 1

    def fit(self, pair: Pairing) -> int:
        """How well the two match, 0-100: strength x level / 100 plus similarity, rounded half up and cut to 0-100."""
        own = self.figures.get(pair)
        if own is not None and own.fit is not None:
            return own.fit
        mentor, mentee = self.cities[pair.mentor], self.cities[pair.mentee]
        product = mentor.offers[pair.theme].strength * mentee.needs[pair.theme].level
        similar = self.pairing.similar
        extra = similar.population if self.is_similar(pair, "population") else 0
        extra += similar.region_type if self.is_similar(pair, "region_type") else 0
        return max(0, min(100, (product + 100 * extra + 50) // 100))

    def is_similar(self, pair: Pairing, trait: str) -> bool:
        """Whether the two share a population band or a `region_type`; unknown is never similar."""
        one, two = self.cities[pair.mentor], self.cities[pair.mentee]
        if trait == "region_type":
            return one.region_type is not None and one.region_type == two.region_type
        if one.population is None or two.population is None:
            return False
        bands = self.pairing.similar.bands
        return sum(one.population >= band for band in bands) == sum(two.population >= band for band in bands)


def _by_theme(sides: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """Cities by the themes named beside them."""
    found: dict[str, list[str]] = {}
    for city, themes in sides:
        for theme in themes:
            found.setdefault(theme, []).append(city)
    return {theme: tuple(cities) for theme, cities in found.items()}
