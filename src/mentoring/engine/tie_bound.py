"""What dates cost at least over all tied choices: prices found for one of them, asked of all.

Prices of busy days bound the dates of every choice (Lagrange). What all choices have in common is charged exactly. A
need whose pairing is in question costs at least what the cheapest of its pairings does, on the best days that go with
the meeting of its theme, and the people sent to it cost what they cost everybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mentoring.domain.pairing import Pairing
from mentoring.engine.candidates import Candidates
from mentoring.engine.clock import Clock
from mentoring.engine.crowd import Name, Prices
from mentoring.engine.date_bound import DateBound, rounded_up
from mentoring.engine.forest import Forest
from mentoring.engine.grid import LagKind, edges_of, flags_of
from mentoring.engine.meeting import Cut, Meetings
from mentoring.engine.order import Level
from mentoring.engine.part import Floats
from mentoring.engine.pool import ask_for_people
from mentoring.engine.reach import NEVER, Costs, Ints
from mentoring.engine.season import Season
from mentoring.engine.solving import GRACE_SECONDS
from mentoring.engine.tie import Ties
from mentoring.language.declaration import Cost
from mentoring.language.fact import Held, Paired


class Strands:
    """The own events of single pairings, each pairing for itself, and what they cost by the day of a shared event."""

    def __init__(self, candidates: Candidates, pairs: Sequence[Pairing], meetings: Sequence[str]) -> None:
        frame = candidates.frame
        self.frame, self.pairs = frame, list(pairs)
        self.axis: Ints = np.arange(frame.horizon)
        agenda = frame.agenda
        nodes: list[tuple[Pairing, str]] = []
        self.meeting: list[str | None] = []  # of each pairing, the event that its own events hang on
        shared: list[bool] = []
        lags: dict[LagKind, list[tuple[int, int]]] = defaultdict(list)
        self.nodes_of: list[
            range
        ] = []  # of each pairing its events, by number: the one it hangs on, others shared, own
        for pair in self.pairs:
            events = agenda.of_pair[pair]
            joint = [event.id for event in events if len(event.pairs) != 1 or event.always]
            own = [event.id for event in events if event.id not in joint]
            known = [name for name in meetings if name in joint]
            self.meeting.append(known[0] if known else None)
            names = [*known, *(name for name in joint if name not in known), *own]
            self.nodes_of.append(range(len(nodes), len(nodes) + len(names)))
            number = {name: len(nodes) + place for place, name in enumerate(names)}
            nodes += [(pair, name) for name in names]
            shared += [name in joint for name in names]
            for lag in candidates.lags.of_pair(pair, names):
                days = frame.scenario.stages[agenda.events[lag.earlier].stage].days
                kind = days, lag.said_by.min, lag.said_by.max
                lags[kind].append((number[lag.earlier], number[lag.later]))
        edges = [edges_of(frame, self.axis, kind, ends) for kind, ends in lags.items()]
        self.forest = Forest(edges, shared, own=False)
        self.allowed = flags_of([candidates.masks[node] for node in nodes], self.axis)
        self.own = {name: number for number, (_, name) in enumerate(nodes) if not shared[number]}
        self.nodes = nodes

    def least(self, measure: Cost, prices: dict[Name, Floats]) -> Costs:
        """What each pairing costs at least with its shared event on each day: [pairings, days of the programme].

        `prices` are those of people, by day. One that hangs on no shared event costs the same on every day.
        """
        frame = self.frame
        costs = np.zeros(self.allowed.shape)
        for share in measure.days:
            node = self.own.get(share.event)
            if node is not None and share.when in (None, Held(share.event), Paired(self.nodes[node][0])):
                costs[node] += np.array(share.costs)
        lengths = {event.id: frame.scenario.stages[event.stage].days for event in frame.events}
        for pool, asked in ask_for_people(frame).items():
            fees = prices.get(("people", pool))
            if fees is None:
                continue
            before = np.concatenate(([0.0], np.cumsum(fees)))
            for event, count in asked:
                node = self.own.get(event)
                if node is not None:
                    ends = np.minimum(self.axis + lengths[event], frame.horizon)
                    costs[node] += count * (before[ends] - before[self.axis])
        passed = self.forest.pass_up(np.where(self.allowed, costs, NEVER))
        values = self.forest.values(passed)
        found = np.zeros((len(self.pairs), frame.horizon))
        for number, (own, meeting) in enumerate(zip(self.nodes_of, self.meeting, strict=True)):
            trees = np.unique(self.forest.tree[list(own)])
            if meeting is not None:
                found[number] = passed.least[own[0]]
                trees = trees[trees != self.forest.tree[own[0]]]
            found[number] += values[trees].sum()
        return found


@dataclass(slots=True)
class TieBound:
    """The tied choices of one programme, ready to be asked with any prices."""

    candidates: Candidates
    ties: Ties
    clock: Clock

    def bound(self, level: Level, lists: list[Prices]) -> int | None:
        """What no dates of any tied choice undercut; None when these prices say nothing."""
        frame = self.candidates.frame
        bound = Season(frame, self.ties.fixed, self.clock, [level], relaxed=True).bound
        measure, every = bound.measure(level), level.goal.declare(frame, level.part, level.use)
        if (
            not lists
            or bound.is_empty
            or level.sign < 0
            or not isinstance(measure, Cost)
            or not isinstance(every, Cost)
        ):
            return None
        if min((weight for _, weight in every.facts), default=0) < 0 or any(min(one.costs) < 0 for one in every.days):
            return None
        meetings = Meetings(bound)
        strands = Strands(self.candidates, self.ties.pairs, [bound.grid.events[event] for event in meetings.events])
        costs = bound.costs(measure)
        for prices in lists:
            meetings.cuts.append(self._cut(bound, meetings, strands, costs, every, prices))
        if meetings.events:
            found = meetings.cheapest(self.clock, None, grace=GRACE_SECONDS)
            low = None if found is None else found[0]
        else:
            low = max(cut.rest for cut in meetings.cuts)
        return None if low is None else bound.constant(measure) + rounded_up(low)

    def _cut(
        self, bound: DateBound, meetings: Meetings, strands: Strands, costs: Costs, measure: Cost, prices: Prices
    ) -> Cut:
        """What these prices say of all choices, by the days of the meetings."""
        grid, members, whole = bound.grid, bound.members, bound.whole
        number = {crowd.name: place for place, crowd in enumerate(grid.crowds)}
        known = [(number[name], day, price) for name, day, price in prices if name in number]
        cells = np.array([crowd * members.stride + day for crowd, day, _ in known], dtype=np.int64)
        order = np.argsort(cells)
        cells, values = cells[order], np.array([price for _, _, price in known])[order]
        passed = whole.pass_up(members.charge_cells(costs, cells, values))
        rest = -float(values @ members.room(cells))
        by_name: dict[Name, Floats] = defaultdict(lambda: np.zeros(grid.frame.horizon))
        for crowd, day, price in known:
            by_name[grid.crowds[crowd].name][day] += price
        of_pair = dict(zip(strands.pairs, strands.least(measure, by_name), strict=True))
        attached = dict(zip(strands.pairs, strands.meeting, strict=True))
        added: dict[str, Floats] = {}
        for group in self.ties.groups:
            hung = {attached[pair] for state in group for pair in state}
            name = hung.pop() if len(hung) == 1 else None
            if name is None:
                rest += min(sum(float(of_pair[pair].min()) for pair in state) for state in group)
            else:
                ways = [np.sum([of_pair[pair] for pair in state], axis=0, initial=0.0) for state in group]
                added[name] = added.get(name, 0.0) + np.minimum.reduce(np.broadcast_arrays(*ways))
        shares = whole.through(passed)[meetings.events]
        trees = whole.tree[meetings.events]
        rest += float(np.delete(whole.values(passed), np.unique(trees)).sum())
        on_axis = [added.get(grid.events[event], np.zeros(grid.frame.horizon))[grid.axis] for event in meetings.events]
        for one, tree in enumerate(trees.tolist()):
            for other, other_tree in enumerate(trees.tolist()):
                if tree == other_tree:
                    shares[one] += on_axis[other] if one == other else on_axis[other].min()
        return Cut(rest, np.minimum(shares, NEVER), [], np.zeros(0))
