"""Facts: what is true or false in a plan. Events are named by their ids."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.domain.pairing import Pairing


@dataclass(frozen=True, slots=True)
class Paired:
    """The pairing is in the plan."""

    pair: Pairing


@dataclass(frozen=True, slots=True)
class Held:
    """The event takes place: its group is not empty."""

    event: str


@dataclass(frozen=True, slots=True)
class TakesPart:
    """The city takes part in the event, or the person is sent to it."""

    event: str
    who: str


@dataclass(frozen=True, slots=True)
class Hosts:
    """The event is at that place."""

    event: str
    place: str


@dataclass(frozen=True, slots=True)
class Goes:
    """The city or person takes part, and the event is at that place (its own home included)."""

    event: str
    who: str
    place: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the facts is true. The name tells two of them apart in messages."""

    name: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least so many of the facts are true; of none at all 0 are."""

    facts: tuple[Fact, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Without:
    """The fact is true, and none of the others: a second event of a trip counts only where the first is missed."""

    fact: Fact
    unless: tuple[Fact, ...]


Fact = Paired | Held | TakesPart | Hosts | Goes | AnyOf | AtLeast | Without


def event_of(fact: Fact) -> str:
    """The event a dated fact speaks of.

    Raises:
        TypeError: for `Paired`, `AnyOf` and `AtLeast`, which speak of no single event.
    """
    if isinstance(fact, Held | TakesPart | Hosts | Goes):
        return fact.event
    if isinstance(fact, Without):
        return event_of(fact.fact)
    raise TypeError(f"{fact} speaks of no single event")
