"""A scenario: everything a coordinator writes down before a plan is made."""

from __future__ import annotations

from collections import Counter
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


class Resolution(Value):
    """What the reading filled in from packaged data, so that later verbs need no library: lives in plans only."""

    places: dict[str, Site] = Field({}, description="Places named as host or home and taken from the place table.")
    holidays: dict[str, dict[date, str]] = Field({}, description="Public holidays by city or place.")
    rates: RateTable | None = Field(None, description="Unit costs in use.")
    co2: Co2Table | None = Field(None, description="CO2 figures in use.")
    no_rail: tuple[str, ...] = Field((), description="Places and countries that no train reaches.")
    sources: dict[str, str] = Field({}, description="Where the data came from, with versions.")


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
        asked = self.stages[stage].people
        return tuple(
            sorted(who for who, person in self.people.items() if who in asked or any(r in asked for r in person.roles))
        )

    @cached_property
    def figures(self) -> dict[Pairing, PairFigures]:
        """Own figures of single pairs."""
        return {own.key: own for own in self.pairs}

    @cached_property
    def conceivable(self) -> tuple[Pairing, ...]:
        """Every offer meeting a need of another city in the same theme, sorted; no rule is asked."""
        return tuple(
            sorted(
                Pairing(mentor, mentee, theme)
                for mentor, one in self.cities.items()
                for theme in one.offers
                for mentee, two in self.cities.items()
                if theme in two.needs and mentor != mentee
            )
        )

    def is_conceivable(self, pair: Pairing) -> bool:
        """Whether an offer of the mentor meets a need of the mentee, another city of the programme."""
        mentor, mentee = self.cities.get(pair.mentor), self.cities.get(pair.mentee)
        met = mentor is not None and pair.theme in mentor.offers and mentee is not None and pair.theme in mentee.needs
        return met and pair.mentor != pair.mentee

    def count_conceivable(self) -> int:
        """How many pairings are conceivable, without listing them: there may be millions."""
        offers = Counter(theme for city in self.cities.values() for theme in city.offers)
        needs = Counter(theme for city in self.cities.values() for theme in city.needs)
        with_themselves = sum(theme in city.needs for city in self.cities.values() for theme in city.offers)
        return sum(number * needs[theme] for theme, number in offers.items()) - with_themselves

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
