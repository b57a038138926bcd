"""What one pairing alone makes its two cities travel: the part of a journey goal that adds up over pairings."""

from __future__ import annotations

from mentoring.domain.scenario import Scenario
from mentoring.domain.stage import Stage
from mentoring.domain.window import earliest_last_day
from mentoring.language.block import Block, Grid
from mentoring.language.toll import Coin

OWN = {"pairing", "mentor", "mentee"}  # groups that a pairing's own cities make up


def weigh_visits(block: Block, coin: Coin) -> Grid:
    """What each pairing costs at least, whatever else is in the plan; journeys to theme meetings and larger not."""
    total = block.among(())
    for name, stage in block.scenario.stages.items():
        if stage.gathers in OWN and (not stage.themes or block.theme in stage.themes):
            total = total + _weigh(block, name, stage, coin)
    return total


def _weigh(block: Block, name: str, stage: Stage, coin: Coin) -> Grid:
    """One stage. A city that comes to an event of several pairings is shared between them, rounded down."""
    scenario, cities, theme = block.scenario, block.scenario.cities, block.theme
    daily = stage.travellers * scenario.travel.daily_eur * stage.days if coin == "eur" else 0
    between = daily + (0 if _goes_on(stage) else block.trips(coin, stage.travellers))
    by_mentor, by_mentee = stage.gathers == "mentor", stage.gathers == "mentee"
    comes_mentor = block.of_mentors(lambda city: not by_mentee or is_there(scenario, city, name))
    comes_mentee = block.of_mentees(lambda city: not by_mentor or is_there(scenario, city, name))
    shared_mentor = block.of_mentors(lambda city: cities[city].offers[theme].mentees if by_mentor else 1)
    shared_mentee = block.of_mentees(lambda city: cities[city].needs[theme].mentors if by_mentee else 1)
    root = _root(scenario, stage)
    if root.gathers not in OWN and root.host in ("mentor", "mentee", "participant"):
        return 0
    if root.host == "none":
        return 0
    if root.host == "mentee":
        return 0 if by_mentor else between * comes_mentor
    if root.host == "mentor":
        return 0 if by_mentee else between * comes_mentee
    if root.host == "participant":
        alone = (shared_mentor <= 1) & (shared_mentee <= 1)
        return between * comes_mentor * comes_mentee * alone if root is stage else 0

    def there(city: str) -> int:
        if city == root.host:
            return 0
        journey = 0 if _goes_on(stage) else journey_cost(scenario, city, str(root.host), stage.travellers, coin)
        return daily + journey

    of_mentor = block.of_mentors(there) * comes_mentor // _at_least_one(shared_mentor)
    return of_mentor + block.of_mentees(there) * comes_mentee // _at_least_one(shared_mentee)


def _at_least_one(shared: Grid) -> Grid:
    return shared + (shared == 0)


def _goes_on(stage: Stage) -> bool:
    """Whether the stage continues the trip of the one whose host it shares: the way there is paid already."""
    gap = stage.after.get(stage.same_as) if stage.same_as else None
    return gap is not None and gap.max is not None and gap.max.count == 0


def _root(scenario: Scenario, stage: Stage) -> Stage:
    """The stage that chooses the host."""
    return stage if stage.same_as is None else _root(scenario, scenario.stages[stage.same_as])


def is_there(scenario: Scenario, city: str, stage: str) -> bool:
    """Whether the city has not left the programme before the stage can end."""
    left_on = scenario.cities[city].left_on
    return left_on is None or earliest_last_day(scenario, stage) <= left_on


def journey_cost(scenario: Scenario, home: str, place: str, travellers: int, coin: Coin) -> int:
    """One journey there and back: km once, EUR or kg of CO2 of all travellers."""
    if coin == "km":
        return scenario.journeys.return_km(home, place)
    if coin == "eur":
        return travellers * scenario.journeys.trip_eur(home, place)
    return scenario.journeys.trip_co2_kg(home, place, travellers)
