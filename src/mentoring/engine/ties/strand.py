"""The own events of single pairings, each pairing for itself, and what they cost by the day of a shared event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from mentoring.domain.pairing import Pairing
from mentoring.engine.model.candidates import Candidates
from mentoring.engine.model.pool import ask_for_people
from mentoring.engine.prices.part import Floats
from mentoring.engine.prices.reach import Costs, Ints
from mentoring.engine.ties.own_dates import OwnDates
from mentoring.engine.ties.tie import Ties
from mentoring.language.declaration import Cost
from mentoring.language.fact import Held, Paired

Busy = tuple[int, int, int, int]  # an event by number, the first day it fills (from its start), days, how often


class Strands:
    """Pairings whose own events hang on at most one shared event each; days are those of the programme.

    `own` numbers their own events, `joint` the shared ones of those pairings of which every choice has one at most, by
    event and city; `meeting` names for each pairing the event that its own hang on.
    """

    def __init__(self, candidates: Candidates, ties: Ties, meetings: Sequence[str]) -> None:
        """Of several shared events a pairing hangs on the first in `meetings`."""
        self.frame, self.pairs = candidates.frame, list(ties.pairs)
        self.number = {pair: place for place, pair in enumerate(self.pairs)}
        self._dates = OwnDates(candidates, self.pairs, meetings)
        self.meeting = self._dates.meeting
        nodes = list(zip(self._dates.number.items(), self._dates.shared, strict=True))
        self.own = {name: number for ((_, name), number), is_shared in nodes if not is_shared}
        self._pair = [pair for pair, _ in self._dates.number]
        self._states = _find_states(ties)
        self.joint = _find_joint(ties, {node: number for (node, number), is_shared in nodes if is_shared})
        self.pools = self._find_pools()

    def _find_pools(self) -> dict[frozenset[str], list[Busy]]:
        """What is asked of each group of persons."""
        agenda, stages = self.frame.agenda, self.frame.scenario.stages
        return {
            pool: [
                (self.own[event], 0, stages[agenda.events[event].stage].days, count)
                for event, count in asked
                if event in self.own
            ]
            for pool, asked in ask_for_people(self.frame).items()
        }

    def are_rivals(self, ones: Sequence[int], others: Sequence[int]) -> bool:
        """Whether no choice has a pairing of both, given by events of theirs; False where one is given none."""
        return (
            bool(ones)
            and bool(others)
            and all(self._are_apart(self._pair[one], self._pair[other]) for one in ones for other in others)
        )

    def _are_apart(self, one: Pairing, other: Pairing) -> bool:
        (group, mine), (other_group, theirs) = self._states[one], self._states[other]
        return group == other_group and mine.isdisjoint(theirs)

    def least(self, measure: Cost, charges: Iterable[tuple[Sequence[Busy], Floats]]) -> Costs:
        """What each pairing costs at least with its shared event on each day: [pairings, days].

        `charges` are prices by day, each with those who pay them. A pairing that hangs on no shared event costs the
        same on every day.
        """
        costs = self._dates.no_costs()
        for share in measure.days:
            event = self.own.get(share.event)
            if event is not None and share.when in (None, Held(share.event), Paired(self._pair[event])):
                costs[event] += np.array(share.costs)
        for members, prices in charges:
            charge(costs, self._dates.axis, members, prices)
        return self._dates.least(costs)


def _find_states(ties: Ties) -> dict[Pairing, tuple[int, set[int]]]:
    """For each pairing its group, and which of the group's sets have it."""
    found: dict[Pairing, tuple[int, set[int]]] = {}
    for number, group in enumerate(ties.groups):
        for place, state in enumerate(group):
            for pair in state:
                found.setdefault(pair, (number, set()))[1].add(place)
    return found


def _find_joint(ties: Ties, shared: dict[tuple[Pairing, str], int]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[tuple[Pairing, int]]] = defaultdict(list)
    for (pair, event), number in shared.items():
        for city in (pair.mentor, pair.mentee):
            found[event, city].append((pair, number))
    kept = {}
    for key, several in found.items():
        pairs = {pair for pair, _ in several}
        groups = [group for group in ties.groups if any(not pairs.isdisjoint(state) for state in group)]
        if len(groups) == 1 and all(len(pairs.intersection(state)) <= 1 for state in groups[0]):
            kept[key] = [number for _, number in several]
    return kept


def charge(costs: Costs, axis: Ints, members: Iterable[tuple[int, int, int, float]], prices: Floats) -> None:
    """Add to the costs what the days that each event fills cost; `prices` by day of the programme."""
    before = np.concatenate(([0.0], np.cumsum(prices)))
    for event, offset, days, count in members:
        first, end = (np.clip(axis + one, 0, len(prices)) for one in (offset, offset + days))
        costs[event] += count * (before[end] - before[first])
