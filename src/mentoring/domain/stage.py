"""A stage gathers groups of cities at a host for some days."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from mentoring.domain.dates import Lag, Span
from mentoring.domain.programme import Weekday
from mentoring.domain.value import Count, Day, Id, Length, Period, Positive, Text, Value

Grouping = Literal["pairing", "mentee", "mentor", "theme", "all"]
Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["09:30"])]


class SameAs(Value):
    """The host is that of the one related event of another stage."""

    same_as: Id = Field(description="The other stage.", examples=["conference"])


class Gap(Value):
    """Least and most free days after the last day of a related event of another stage."""

    min: Length = Field(Lag(0, "d"), description="At least so long; `0d` is the next day.", examples=["6w"])
    max: Length | None = Field(None, description="At most so long.", examples=["9m"])


class Sent(Value):
    """How many people of a role (or whether one person) go to each event of a stage."""

    count: Positive = Field(1, description="How many.")
    same_for: Literal["pairing"] | None = Field(None, description="`pairing`: the same for all events of a pairing.")


class Hours(Value):
    """Daily hours at the host, in its local time."""

    start: Hour = Field(description="Begin of each day.", examples=["09:30"])
    end: Hour = Field(description="End of each day.", examples=["17:00"])


class AgendaItem(Value):
    """One item of an event's programme."""

    day: Positive = Field(1, description="Day of the event, counted from 1.")
    start: Hour | None = Field(None, description="Begin, local time of the host.")
    end: Hour | None = Field(None, description="End, local time of the host.")
    title: Text = Field(description="What happens.")


def _read_people(given: object) -> object:
    """`[stanton]`, `{facilitator: 1}` and `{facilitator: {count: 1, same_for: pairing}}` mean one thing."""
    if isinstance(given, list | tuple):
        return {name: {} for name in given if isinstance(name, str)} if all(
            isinstance(name, str) for name in given) else given  # fmt: skip
    if isinstance(given, dict):
        return {name: _read_sent(sent) for name, sent in given.items()}
    return given


def _read_sent(sent: object) -> object:
    if sent is None:
        return {}
    return {"count": sent} if isinstance(sent, int) and not isinstance(sent, bool) else sent


def _check_week(text: str) -> str:
    found = re.fullmatch(r"(\d{4})-W(\d{2})", text, re.ASCII)
    try:
        if found is not None:
            date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return text
    except ValueError:
        raise ValueError(f"{text!r}: the year has no such week") from None
    raise ValueError(f"{text!r} is no ISO week: write it as 2014-W06")


class Stage(Value):
    """One step of the programme: what it gathers, where, for how long and when."""

    title: Text = Field("", description="Title for people; the id when absent.")
    gathers: Grouping | tuple[Id, ...] = Field(
        description="One event for each pairing, mentee, mentor or theme, one for all cities, or a list of cities."
    )
    themes: tuple[Id, ...] = Field((), description="Only these themes; all when empty.")
    members: Literal["paired", "all"] = Field(
        "paired", description="For `gathers: theme`: cities with a pairing in it, or `all` with an offer or need."
    )
    host: str | SameAs = Field(
        description="`mentor`, `mentee`, `participant` (the plan chooses), a city or place, `{same_as: STAGE}`, `none`."
    )
    venue: Text | None = Field(None, description="Where in the host city.", examples=["City Hall"])
    link: Text | None = Field(None, description="Web page or video link.")
    hours: Hours | None = Field(None, description="Daily hours at the host, local time.")
    agenda: tuple[AgendaItem, ...] = Field((), description="Items of each event's programme.")
    days: Positive = Field(1, le=366, description="Length in consecutive workable days.")
    start_on: tuple[Weekday, ...] = Field((), description="Weekdays on which it may start; any when empty.")
    working_days: tuple[Weekday, ...] = Field((), description="Weekdays it may lie on, instead of the programme's.")
    between: Period | None = Field(None, description="The whole event lies inside, both days inside.")
    first: Day | None = Field(None, description="Fixed first day.")
    programme_weeks: Annotated[tuple[str, ...], AfterValidator(lambda weeks: tuple(map(_check_week, weeks)))] = Field(
        (), description="Announced ISO weeks: the whole event lies inside one of them.", examples=[["2014-W06"]]
    )
    after: dict[Id, Gap] = Field({}, description="Lag to related events of earlier stages.")
    lead_time: Length = Field(Lag(0, "d"), description="Least time from `planned_on` to the first day.")
    all_within: Length | None = Field(
        None, description="From the first day of the stage's first event to the last day of its last."
    )
    travellers: Count = Field(1, description="Travellers of each travelling city.")
    travel_days: Count = Field(0, le=30, description="Days before and after on which a traveller is busy too.")
    people: Annotated[dict[Id, Sent], BeforeValidator(_read_people)] = Field(
        {}, description="Roles or persons who are sent to each event.", examples=[{"facilitator": 1}]
    )

    @property
    def window(self) -> Span | None:
        """The stage's own window, both days inside."""
        return self.between.span if self.between else None

    @property
    def same_as(self) -> str | None:
        """The stage whose host this one shares."""
        return self.host.same_as if isinstance(self.host, SameAs) else None

    @property
    def cities(self) -> tuple[str, ...]:
        """The cities of a stage that gathers a list; empty otherwise."""
        return self.gathers if isinstance(self.gathers, tuple) else ()
