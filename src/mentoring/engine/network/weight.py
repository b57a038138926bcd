"""One goal of the network as tables: what pairs cost, coming to a meeting, and what is paid before any pairing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.order import Level
from mentoring.engine.network.block import ThemeBlock
from mentoring.engine.network.globe import Numbers
from mentoring.engine.network.venue import Venue, always_paid, find_venue
from mentoring.goals.journey import JourneyGoal


class Weights:
    """One level's tables, block by block; `is_sum` says whether it is a sum over pairings and journeys at all."""

    def __init__(
        self,
        scenario: Scenario,
        blocks: Sequence[ThemeBlock],
        hosts: Sequence[tuple[str, ...]],
        level: Level,
        against: Plan | None,
    ) -> None:
        coin = level.goal.coin if isinstance(level.goal, JourneyGoal) else None
        grids = [level.goal.weigh(block, against) for block in blocks]
        self.is_sum = bool(grids) and all(grid is not None for grid in grids)
        self.grids: list[Numbers] = [level.sign * grid for grid in grids if grid is not None] if self.is_sum else []
        places = zip(blocks, hosts, strict=True)
        self.venues: list[Venue] = [find_venue(block, hosts, coin) for block, hosts in places] if self.is_sum else []
        self.outset = level.sign * level.goal.outset(scenario, against)
        if coin is not None:
            self.outset += always_paid(scenario, coin)
        self.largest = self.range = 1
        for block, grid, venue in zip(blocks, self.grids, self.venues, strict=False):
            dearest = int(np.abs(grid).max(initial=0))
            dearest += int(venue.mentors.max(initial=0)) + int(venue.mentees.max(initial=0))
            self.largest = max(self.largest, dearest)
            self.range += dearest * block.most
