"""Cities, what they offer and need, the people who are sent, and places that take no part."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mentoring.domain.value import Count, Country, Day, Id, Level, Period, Positive, Text, Value

Latitude = Annotated[float, Field(ge=-90, le=90, description="Degrees north.")]
Longitude = Annotated[float, Field(ge=-180, le=180, description="Degrees east.")]


class Contact(Value):
    """Whom to ask. Mail addresses go only into files made for that city."""

    name: Text = Field("", description="Name of the person or office.", examples=["International office"])
    email: str | None = Field(
        None, pattern=r"^[^@\s<>\"',;:]+@[^@\s<>\"',;:]+$", description="Mail address.", examples=["office@example.org"]
    )
    phone: Text | None = Field(None, description="Telephone number, as text.", examples=["+32 2 552 0888"])


class Offer(Value):
    """What a city can teach in one theme."""

    strength: Level = Field(100, description="How good the city is at the theme, 0-100, or high 90, good 70, some 40.")
    mentees: Count = Field(1, description="At most so many mentees in this theme.")
    min_mentees: Count = Field(0, description="At least so many mentees, or none at all.")
    hours: Count | None = Field(None, description="Caps the sum of the pairings' `effort`, in hours.")
    reserve: bool = Field(
        False, strict=True, description="Kept for when another city drops out: only drills and what-ifs use it."
    )
    prefers: tuple[Id, ...] = Field((), description="Cities it would like as mentees.")
    refuses: tuple[Id, ...] = Field((), description="Cities it will not mentor.")


class Need(Value):
    """What a city wants to learn in one theme."""

    level: Level = Field(100, description="How strong the need is, 0-100, or high 90, good 70, some 40.")
    priority: Count = Field(1, description="What one missing mentor costs in the goal `needs`.")
    mentors: Positive = Field(1, description="Up to so many mentors.")
    min_mentors: Count = Field(0, description="At least so many mentors, or none at all.")
    prefers: tuple[Id, ...] = Field((), description="Cities it would like as mentors.")
    refuses: tuple[Id, ...] = Field((), description="Cities it does not want as mentors.")


class Location(Value):
    """Where something is: filled in from the packaged place table when not given."""

    name: Text = Field("", description="Name, in any spelling of the place table.", examples=["Genova"])
    country: Country | None = Field(None, description="Two-letter country code (ISO 3166-1).", examples=["NO"])
    region: str | None = Field(
        None, pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$", description="Region (ISO 3166-2), for regional holidays.",
        examples=["IT-GE"],
    )  # fmt: skip
    latitude: Latitude | None = Field(None, description="Degrees north.", examples=[59.9127])
    longitude: Longitude | None = Field(None, description="Degrees east.", examples=[10.7461])
    time_zone: str | None = Field(None, description="IANA time zone.", examples=["Europe/Oslo"])
    population: Annotated[int, Field(ge=0, le=100_000_000, strict=True)] | None = Field(
        None, description="Inhabitants.", examples=[580_097]
    )


class Site(Location):
    """A place where events can be and people can live. It takes no part; its holidays count for events held there."""


class City(Location):
    """A city of the programme: what it offers and needs, and what its calendar allows."""

    languages: tuple[str, ...] = Field((), description="Two-letter language codes, as text.", examples=[["no", "en"]])
    region_type: Text | None = Field(
        None, description="Kind of region in your own words, for `pairing.similar`.", examples=["less developed"]
    )
    represented_by: Text | None = Field(
        None, description="Body that stands in for the city.", examples=["New Communities Partnership"]
    )
    contact: Contact | None = Field(None, description="Whom to ask in this city.")
    code: str | None = Field(
        None,
        pattern=r"^[A-Z0-9]{3}$",
        description="Three letters for timelines in narrow terminals; made from the id when absent.",
    )
    can_host: bool = Field(True, description="Whether events can be held in the city.", strict=True)
    visa_weeks: Count = Field(0, description="Weeks its travellers need before a journey to another country.")
    at_once: Positive = Field(1, description="Teams: at most so many events on any day.")
    events_per_month: Count | None = Field(None, description="Trips and hosted events that may begin in one month.")
    rest_days: Count = Field(0, description="Free days between two events away from home.")
    mentees: Count | None = Field(None, description="At most so many mentees over all themes.")
    unavailable: tuple[Period, ...] = Field((), description="Days on which the city takes part in nothing.")
    if_needed: tuple[Period, ...] = Field((), description="Days it would rather avoid: each costs 1 in `wishes`.")
    wishes: tuple[Period, ...] = Field((), description="Spans it would like its events to lie in.")
    left_on: Day | None = Field(None, description="It takes part in nothing that ends after this day.")
    offers: dict[Id, Offer] = Field({}, description="What it can teach, by theme.")
    needs: dict[Id, Need] = Field({}, description="What it wants to learn, by theme.")


class Person(Value):
    """Somebody who is sent to events: a facilitator, an expert, a film crew."""

    name: Text = Field("", description="Full name.")
    home: Id | None = Field(None, description="A city of the programme or a place.", examples=["london"])
    languages: tuple[str, ...] = Field((), description="Two-letter codes; one must be the host's. None: any.")
    roles: tuple[Id, ...] = Field((), description="Roles that stages ask for.", examples=[["facilitator"]])
    email: str | None = Field(None, pattern=r"^[^@\s<>\"',;:]+@[^@\s<>\"',;:]+$", description="Mail address.")
    unavailable: tuple[Period, ...] = Field((), description="Days on which the person cannot be sent.")
    left_on: Day | None = Field(None, description="The person is sent to nothing that ends after this day.")


class CountryDays(Value):
    """What holds for all cities of one country."""

    unavailable: tuple[Period, ...] = Field((), description="Days closed for all its cities.")
