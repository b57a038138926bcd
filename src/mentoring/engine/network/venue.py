"""What it costs cities to come to shared events, for every place where these could be held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentoring.domain.event import Agenda
from mentoring.domain.scenario import Scenario
from mentoring.domain.stage import Stage
from mentoring.engine.network.block import ThemeBlock
from mentoring.engine.network.globe import Globe, Numbers
from mentoring.language.toll import Coin

AT_ONCE = 500  # hosts of one event reckoned together


@dataclass(frozen=True, slots=True)
class Venue:
    """Hosts of a theme's meeting, a column each, by what each mentor and each mentee with a pairing pays to come."""

    mentors: Numbers
    mentees: Numbers

    def __add__(self, other: Venue) -> Venue:
        return Venue(self.mentors + other.mentors, self.mentees + other.mentees)

    def __mul__(self, weight: int) -> Venue:
        return Venue(self.mentors * weight, self.mentees * weight)


def hosts_of(block: ThemeBlock) -> tuple[str, ...]:
    """Where the theme's first meeting with a host to choose could be; one nowhere when there is none."""
    chosen = _meetings(block, chosen=True)
    cities = block.scenario.cities
    found = [name for name in sorted({*block.mentors, *block.mentees}) if chosen and cities[name].can_host]
    return tuple(name for name in found if Agenda(block.scenario, ()).is_there(name, chosen[0][0])) or ("",)


def meeting_of(block: ThemeBlock) -> str:
    """Id of the theme's first meeting with a host to choose; the block must have one."""
    return f"{_meetings(block, chosen=True)[0][0]}/{block.theme}"


def _meetings(block: ThemeBlock, *, chosen: bool) -> list[tuple[str, Stage]]:
    """The theme's meetings of paired cities that begin a trip, with a host to choose or a fixed one."""
    return [
        (name, stage)
        for name, stage in block.scenario.stages.items()
        if stage.gathers == "theme" and stage.members == "paired" and stage.same_as is None
        if (not stage.themes or block.theme in stage.themes) and stage.host != "none"
        if (stage.host == "participant") == chosen
    ]


def find_venue(block: ThemeBlock, hosts: tuple[str, ...], coin: Coin | None) -> Venue:
    """What coming to the theme's meetings costs; a second meeting with a host to choose counts nothing."""
    mentors, mentees = block.shape
    found = Venue(np.zeros((mentors, len(hosts)), dtype=np.int64), np.zeros((mentees, len(hosts)), dtype=np.int64))
    if coin is None:
        return found
    both = set(block.mentors) & set(block.mentees)  # counted once, as mentees
    for chosen, places in ((True, hosts), (False, None)):
        for name, stage in _meetings(block, chosen=chosen)[: 1 if chosen else None]:
            where = places or (str(stage.host),)
            if where == ("",):
                continue
            sides = [_coming(block.scenario, name, side, where, coin) for side in (block.mentors, block.mentees)]
            sides[0][[number for number, city in enumerate(block.mentors) if city in both]] = 0
            found = found + Venue(sides[0], sides[1])
    return found


def _coming(scenario: Scenario, name: str, cities: tuple[str, ...], where: tuple[str, ...], coin: Coin) -> Numbers:
    """What each city pays to come to an event of the stage at each place; nothing once it has left the programme."""
    stage, agenda = scenario.stages[name], Agenda(scenario, ())
    globe = Globe(scenario, cities, where)
    daily = stage.travellers * scenario.travel.daily_eur * stage.days if coin == "eur" else 0
    there = np.array([agenda.is_there(city, name) for city in cities], dtype=np.int64)
    found: Numbers = (globe.trips(coin, stage.travellers) + daily * ~globe.same_place) * there[:, None]
    return found


def always_paid(scenario: Scenario, coin: Coin) -> int:
    """What the events of all cities and of lists cost at least, whatever pairings are made."""
    total = 0
    for name, stage in scenario.stages.items():
        if (stage.gathers != "all" and not stage.cities) or stage.same_as is not None or stage.host == "none":
            continue
        agenda = Agenda(scenario, ())
        cities = tuple(city for city in sorted(stage.cities or scenario.cities) if agenda.is_there(city, name))
        hosts = [city for city in cities if scenario.cities[city].can_host]
        places = hosts if stage.host == "participant" else [str(stage.host)]
        pieces = [tuple(places[first : first + AT_ONCE]) for first in range(0, len(places), AT_ONCE)]
        total += min((int(_coming(scenario, name, cities, one, coin).sum(axis=0).min()) for one in pieces), default=0)
    return total
