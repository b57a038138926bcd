"""The events of pairings, each pairing for itself, and what they cost by the day of a shared event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from mentoring.domain.pairing import Pairing
from mentoring.engine.model.candidates import Candidates
from mentoring.engine.prices.forest import Forest
from mentoring.engine.prices.grid import LagKind, edges_of, flags_of
from mentoring.engine.prices.reach import NEVER, Costs, Ints


class OwnDates:
    """Every event once for each pairing that it belongs to; days are those of the programme.

    `number` counts them by pairing and event, and `shared` says which belong to several pairings; `meeting` names for
    each pairing the event that its others hang on: of several the first in `meetings`.
    """

    def __init__(self, candidates: Candidates, pairs: Sequence[Pairing], meetings: Sequence[str]) -> None:
        agenda = candidates.frame.agenda
        self.pairs = pairs
        self.axis: Ints = np.arange(candidates.frame.horizon)
        self.number: dict[tuple[Pairing, str], int] = {}
        self.shared: list[bool] = []
        self.meeting: list[str | None] = []
        self._events_of: list[range] = []  # of each pairing, by number: the one it hangs on, others shared, its own
        lags: dict[LagKind, list[tuple[int, int]]] = defaultdict(list)
        for pair in pairs:
            events = agenda.of_pair[pair]
            shared = [event.id for event in events if len(event.pairs) != 1 or event.always]
            known = [name for name in meetings if name in shared]
            names = [*known, *(name for name in shared if name not in known),
                     *(event.id for event in events if event.id not in shared)]  # fmt: skip
            first = len(self.number)
            self.meeting.append(known[0] if known else None)
            self._events_of.append(range(first, first + len(names)))
            self.number.update({(pair, name): first + place for place, name in enumerate(names)})
            self.shared += [name in shared for name in names]
            for lag in candidates.lags.of_pair(pair, names):
                days = candidates.frame.scenario.stages[agenda.events[lag.earlier].stage].days
                ends = self.number[pair, lag.earlier], self.number[pair, lag.later]
                lags[days, lag.said_by.min, lag.said_by.max].append(ends)
        self._forest = Forest(
            [edges_of(candidates.frame, self.axis, *one) for one in lags.items()], self.shared, own=False
        )
        self._allowed = flags_of([candidates.masks[node] for node in self.number], self.axis)

    def no_costs(self) -> Costs:
        """Zeros: [events, days]."""
        return np.zeros(self._allowed.shape)

    def least(self, costs: Costs) -> Costs:
        """What each pairing costs at least with its meeting on each day: [pairings, days].

        A pairing that hangs on none costs the same on every day.
        """
        passed = self._forest.pass_up(np.where(self._allowed, costs, NEVER))
        values = self._forest.values(passed)
        found = np.zeros((len(self.pairs), len(self.axis)))
        for number, (events, meeting) in enumerate(zip(self._events_of, self.meeting, strict=True)):
            trees = np.unique(self._forest.tree[list(events)])
            if meeting is not None:
                found[number] = passed.least[events[0]]
                trees = trees[trees != self._forest.tree[events[0]]]
            found[number] += values[trees].sum()
        return found
