"""What attending costs: kilometres, money and CO2 as facts with weights, for goals, budgets and limits.

The journey counts once a trip, at the first of its events that somebody attends; `daily_eur` counts every day of
every event away. The counting of a finished plan is `domain/account.py`; the two share only `domain/travel.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from mentoring.domain.event import Event
from mentoring.language.fact import Fact
from mentoring.language.frame import Frame

Coin = Literal["km", "eur", "co2_kg"]


class Toll(NamedTuple):
    """If the fact is true, `who` (a city with all its travellers, or a person) spends `weight` on the event."""

    fact: Fact
    weight: int
    event: str
    who: str


def charge_cities(frame: Frame, coin: Coin) -> Iterator[Toll]:
    """What the cities' travel costs: km there and back (once a city), EUR or kg of CO2 of all travellers."""
    for event in frame.events:
        travellers = frame.scenario.stages[event.stage].travellers
        for city in event.members:
            yield from _charge(frame, event, city, city, travellers, coin)


def charge_people(frame: Frame, coin: Coin) -> Iterator[Toll]:
    """What the travel of persons who are sent costs; without a `home` a person's journey is free, its days are not."""
    for event in frame.events:
        for person in frame.scenario.people_for(event.stage):
            yield from _charge(frame, event, person, frame.scenario.people[person].home, 1, coin)


def _charge(frame: Frame, event: Event, who: str, home: str | None, travellers: int, coin: Coin) -> Iterator[Toll]:
    daily = travellers * frame.scenario.travel.daily_eur * frame.scenario.stages[event.stage].days
    days = daily if coin == "eur" else 0
    for fact, place in frame.stays(event, who):
        if place is None or place == home:
            continue
        journey = _journey(frame, home, place, travellers, coin) if home is not None else 0
        first = frame.once_a_trip(fact, event, who)
        shares = [(fact, days + journey)] if first == fact else [(first, journey), (fact, days)]
        for share, weight in shares:
            if weight:
                yield Toll(share, weight, event.id, who)


def _journey(frame: Frame, home: str, place: str, travellers: int, coin: Coin) -> int:
    journeys = frame.scenario.journeys
    if coin == "km":
        return journeys.return_km(home, place)
    if coin == "eur":
        return travellers * journeys.trip_eur(home, place)
    return journeys.trip_co2_kg(home, place, travellers)
