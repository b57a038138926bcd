"""Budgets in the network: what each pairing costs at least in money or CO2, its people included.

A budget of the programme rations pairings as few people do: one price on every euro, and what the budget is worth at
that price is taken off again. What is left holds for every plan within the budget.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from mentoring.domain.scenario import Scenario
from mentoring.domain.stage import Stage
from mentoring.engine.network.block import ThemeBlock
from mentoring.engine.network.globe import Globe, Numbers
from mentoring.engine.network.ration import Ration, find_ration
from mentoring.engine.network.venue import always_paid, find_venue
from mentoring.goals.visit import weigh_visits
from mentoring.language.toll import Coin
from mentoring.rules import RULES
from mentoring.rules.people import list_asked
from mentoring.rules.same_person import kept_roles, list_holders
from mentoring.rules.sending import could_go
from mentoring.rules.spending import Spending

NOBODY = 1 << 40  # more than any fare, in a sum of some of them too

Asked = list[tuple[frozenset[str], int]]  # persons, and how many of them


def find_purses(scenario: Scenario, blocks: Sequence[ThemeBlock], hosts: Sequence[tuple[str, ...]]) -> Iterator[Ration]:
    """A ration for every budget of the programme."""
    for rule in RULES:
        if isinstance(rule, Spending) and (cap := rule.caps(scenario).programme) is not None:
            shares = tuple(weigh_visits(block, rule.coin) + weigh_people(block, rule.coin) for block in blocks)
            venues = [find_venue(block, own, rule.coin) for block, own in zip(blocks, hosts, strict=True)]
            yield Ration(shares, max(0, cap - always_paid(scenario, rule.coin)), True, venues)


def find_tightest(scenario: Scenario, blocks: Sequence[ThemeBlock], hosts: Sequence[tuple[str, ...]]) -> Ration | None:
    """Of budgets and people the ration that leaves least room; None where there is none."""
    rations = [find_ration(scenario, blocks), *find_purses(scenario, blocks, hosts)]
    known = [ration for ration in rations if ration is not None]
    return min(known, key=lambda ration: ration.tightness(blocks), default=None)


def weigh_people(block: ThemeBlock, coin: Coin) -> Numbers:
    """What the people sent to each pairing's events cost at least; at events of several pairings shared by these."""
    total = np.zeros(block.shape, dtype=np.int64)
    if coin == "km":
        return total
    scenario = block.scenario
    kept = {stage for stages in kept_roles(scenario).values() for stage in stages}
    own = {name: stage for name, stage in scenario.stages.items() if _is_own(block, stage)}
    for name, stage in own.items():
        fares = _Fares(block, stage, coin)
        if stage.gathers == "pairing" and name not in kept:
            total += sum((fares.least(who, count) for who, count in list_asked(scenario, name)), total * 0)
        elif stage.gathers in ("mentor", "mentee"):
            least = sum((fares.least(who, count) for who, count in list_asked(scenario, name)), total * 0)
            total += least // np.maximum(1, fares.groups)
    for role, stages in kept_roles(scenario).items():
        holders = list_holders(scenario, role)
        mine = [name for name in stages if name in own]
        each = [sum((_Fares(block, own[name], coin).of(who) for name in mine), total * 0) for who in holders]
        if each and all(_is_alone(list_asked(scenario, name), holders) for name in mine):
            total += _known(np.minimum.reduce(each))
    return total


def _known(fares: Numbers) -> Numbers:
    """Nothing where nobody could go: then it is not the money that is missing."""
    return np.where(fares < NOBODY, fares, 0)


def _is_alone(asked: Asked, holders: Sequence[str]) -> bool:
    """Whether one of the holders is certainly sent."""
    return any(persons <= set(holders) and count > 0 for persons, count in asked)


def _is_own(block: ThemeBlock, stage: Stage) -> bool:
    """Whether the stage's events are at a city of the pairing, as trips of their own."""
    is_here = not stage.themes or block.theme in stage.themes
    return is_here and bool(stage.people) and stage.host in ("mentor", "mentee") and stage.same_as is None


class _Fares:
    """What persons pay to come to the events of one stage: tables of mentors by mentees."""

    def __init__(self, block: ThemeBlock, stage: Stage, coin: Coin) -> None:
        self.block, self.stage, self.coin = block, stage, coin
        self.scenario = block.scenario
        self.at_mentor = stage.host == "mentor"
        self.places = block.mentors if self.at_mentor else block.mentees
        self._known: dict[tuple[str | None, frozenset[str]], Numbers] = {}

    @property
    def groups(self) -> Numbers:
        """How many pairings could share an event."""
        rooms = self.block.places[:, None] if self.stage.gathers == "mentor" else self.block.wanted[None, :]
        return rooms + np.zeros(self.block.shape, dtype=np.int64)

    def of(self, who: str) -> Numbers:
        """What one person pays; more than anything else where the person cannot go."""
        person = self.scenario.people[who]
        key = person.home, frozenset(person.languages)
        if key not in self._known:
            daily = self.scenario.travel.daily_eur * self.stage.days if self.coin == "eur" else 0
            fares = np.full(len(self.places), daily, dtype=np.int64)
            if person.home is not None:
                globe = Globe(self.scenario, (person.home,), self.places)
                fares = (globe.trips(self.coin, 1)[0] + daily) * ~globe.same_place[0]
            fares[[not could_go(self.scenario, who, place) for place in self.places]] = NOBODY
            shaped = fares[:, None] if self.at_mentor else fares[None, :]
            self._known[key] = shaped + np.zeros(self.block.shape, dtype=np.int64)
        return self._known[key]

    def least(self, persons: frozenset[str], count: int) -> Numbers:
        """What so many of the persons pay at least, each as much as the cheapest."""
        each = [self.of(who) for who in sorted(persons)]
        return count * _known(np.minimum.reduce(each)) if each else np.zeros(self.block.shape, dtype=np.int64)
