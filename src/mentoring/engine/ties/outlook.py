"""What the dates of any choice as good cost at least, where choices are too many to look at: each pairing for itself.

Prices of people, of weeks and of goals settled before come from the LP of the choice at hand (Lagrange). At these,
each pair costs what its own events cost on their best days, beside their lags. The cheapest pairs that serve the needs
as well as is asked, less what the prices are paid for at most, are what no choice undercuts. Calendars of cities and
meetings of themes are left out: that makes the bound weaker, never wrong.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from mentoring.domain.dates import iso_week
from mentoring.domain.event import Event
from mentoring.domain.pairing import Pairing
from mentoring.engine.model.candidates import Candidates, find_candidates, is_always_true
from mentoring.engine.model.ladder import Step
from mentoring.engine.model.order import Level
from mentoring.engine.model.pool import ask_for_people
from mentoring.engine.network.block import ThemeBlock
from mentoring.engine.network.globe import Flags, Numbers
from mentoring.engine.network.scene import Scene
from mentoring.engine.prices.date_bound import DateBound, rounded_up
from mentoring.engine.prices.forest import Forest
from mentoring.engine.prices.grid import LagKind, edges_of, flags_of
from mentoring.engine.prices.linear import LinearProgram
from mentoring.engine.prices.part import Floats
from mentoring.engine.prices.reach import NEVER, Costs
from mentoring.engine.ties.strand import charge
from mentoring.engine.who.selection import Selection
from mentoring.language.declaration import Cost, Days, Measure, Peak
from mentoring.language.fact import Fact, Held, Paired, TakesPart, event_of

NOBODY = -1  # instead of a pair: an event that is held in any case
FINE = 1000  # parts of one in which costs of pairs are told
MOST_PAIRS = 2000  # that a plan as good could have: of more dates are not bounded
MOST_PRICES = 40  # tried for the rows
LARGEST = float(1 << 46)  # of what a row makes one pair cost: flows add it up over a theme's cities
SPAN = 4.0  # times what the dearest pair costs, up to which a unit of a row may cost
CLOSE = 1e-3  # so near the best it is not searched further

Row = tuple[Sequence[int] | Sequence[Numbers] | Sequence[int | Numbers], int]


def find_outlook(selection: Selection, steps: Sequence[Step]) -> Outlook | None:
    """All that a choice as good as these steps could have; None where no network knows, or that is too much."""
    network, caps = selection.network, [step.level.cap(step.cost) for step in steps]
    if network is None:
        return None
    marks, rows = network.everything, list[Row]()
    for number, (weights, cap) in enumerate(zip(network.weights, caps, strict=True)):
        if weights.is_sum:
            rows.append((weights.grids, cap - weights.outset))
            for one in network.relax(number, caps):
                marks = marks & one.survivors(cap)
    if not rows or network.count(marks.pairs) > MOST_PAIRS:
        return None
    cells = marks.pairs
    if network.ration is not None:
        room = network.ration.room
        cells = [one & (share <= room) for one, share in zip(cells, network.ration.shares, strict=True)]
        rows.append(([np.minimum(share, room) for share in network.ration.shares], room))
    frame, places = selection.candidates.frame, network.places(marks.hosts, None, selection.places)
    pairs = network.pairings(cells)
    candidates = find_candidates(frame.scenario, frame.against, pairs=pairs, hosts=places)
    return Outlook(candidates, network.blocks, cells, rows)


class Outlook:
    """The pairs that a plan as good may have; `rows` are tables of which what it has sums up to so much at most."""

    def __init__(
        self, candidates: Candidates, blocks: Sequence[ThemeBlock], cells: Sequence[Flags], rows: Sequence[Row]
    ) -> None:
        self.frame = frame = candidates.frame
        self._blocks = blocks
        self._rows = [(grids, limit, *_sizes(grids)) for grids, limit in rows]
        self._pairs = [pair for block, one in zip(blocks, cells, strict=True) for pair in block.pairings(one)]
        self._pairs = [pair for pair in self._pairs if pair in frame.agenda.of_pair and pair not in candidates.fallen]
        self._axis = np.arange(frame.horizon)
        self._nodes: dict[str, list[int]] = defaultdict(list)  # by event
        self._share: list[float] = []  # of what an event costs, that each of its pairs is reckoned with
        self._pair: list[int] = []
        masks = self._add_certain(candidates)
        lags: dict[LagKind, list[tuple[int, int]]] = defaultdict(list)
        for place, pair in enumerate(self._pairs):
            own = [event for event in frame.agenda.of_pair[pair] if self._sharing(event, pair)]
            number = {event.id: len(self._share) + extra for extra, event in enumerate(own)}
            for event in own:
                self._nodes[event.id].append(len(self._share))
                self._share.append(1.0 / self._sharing(event, pair))
                self._pair.append(place)
                masks.append(candidates.masks[pair, event.id])
            for lag in candidates.lags.of_pair(pair, list(number)):
                days = frame.scenario.stages[frame.agenda.events[lag.earlier].stage].days
                lags[days, lag.said_by.min, lag.said_by.max].append((number[lag.earlier], number[lag.later]))
        shared = [share < 1.0 for share in self._share]
        self._forest = Forest([edges_of(frame, self._axis, *one) for one in lags.items()], shared, own=False)
        self._allowed = flags_of(masks, self._axis) if masks else np.zeros((0, frame.horizon), dtype=np.bool_)
        weeks: dict[object, int] = {}
        named = [iso_week(frame.date(day)) for day in range(frame.horizon)]
        self._weeks = np.array([weeks.setdefault(name, len(weeks)) for name in named])

    def _add_certain(self, candidates: Candidates) -> list[int]:
        """Events that are held in any case, each for itself; returns their days."""
        days = {event.id: self.frame.every_day for event in self.frame.events if event.always}
        for one in candidates.declarations:
            if isinstance(one, Days) and one.event in days:
                event = self.frame.agenda.events[one.event]
                if one.when is None or is_always_true(self.frame, event, one.when):
                    days[one.event] &= one.mask
        for event_id in days:
            self._nodes[event_id].append(len(self._share))
            self._share.append(1.0)
            self._pair.append(NOBODY)
        return list(days.values())

    def _sharing(self, event: Event, pair: Pairing) -> int:
        """How many pairs have the event at most; 0 where that is no question of one city."""
        cities = self.frame.scenario.cities
        if event.always or (event.mentor is None and event.mentee is None):
            return 0
        if event.mentor is None:
            return cities[pair.mentee].needs[pair.theme].mentors
        return 1 if event.mentee is not None else cities[pair.mentor].offers[pair.theme].mentees

    def least(self, level: Level, bound: DateBound) -> int | None:
        """What no choice undercuts in a goal, by the prices that `bound` found for one; None where they say nothing."""
        measure, last = self._declare(level), bound.last
        if last is None or level.sign < 0 or not _is_plain(measure):
            return None
        costs = np.zeros(self._allowed.shape)
        rest = 0.0
        if isinstance(measure, Cost):
            self._add(costs, measure, 1.0)
            rest += measure.constant
        pools: dict[frozenset[str], Floats] = defaultdict(lambda: np.zeros(self.frame.horizon))
        for key, price in zip(last.keys, last.prices.tolist(), strict=True):
            crowd = bound.grid.crowds[key[1]] if key[0] == "day" else None
            if crowd is not None and crowd.of_people and price > 0:
                pools[crowd.name[1]][key[2]] = price
                rest -= price * int(crowd.most[key[2]])
        asked = ask_for_people(self.frame)
        for pool, prices in pools.items():
            charge(costs, self._axis, self._busy(asked.get(pool, [])), prices)
        for owner, most, day, price in bound.paid(level):
            told = self._declare(owner)
            if isinstance(told, Cost) and _is_plain(told):
                self._add(costs, told, price)
                rest -= price * (0 if most is None else most - told.constant)
            elif isinstance(told, Peak) and day is not None:
                self._add_week(costs, told, day, price)
                rest -= price * (0 if most is None else most)
        values = self._forest.values(self._forest.pass_up(np.where(self._allowed, costs, NEVER)))
        whose = np.full(len(values), NOBODY)
        whose[self._forest.tree] = self._pair
        rest += float(values[whose == NOBODY].sum())
        worth = np.bincount(whose[whose != NOBODY], values[whose != NOBODY], len(self._pairs)).astype(np.float64)
        floor = measure.constant if isinstance(measure, Cost) else 0
        return max(floor, rounded_up(rest + self._cheapest(worth) / FINE))

    def _declare(self, level: Level) -> Measure:
        return level.goal.declare(self.frame, level.part, level.use)

    def _add(self, costs: Costs, measure: Cost, price: float) -> None:
        """What days of the pairs' own events cost, where the event or a city of the pair is what it hangs on."""
        for share in measure.days:
            for node in self._nodes.get(share.event, ()):
                if self._hangs_on(share.when, share.event, self._pair[node]):
                    costs[node] += price * self._share[node] * np.array(share.costs)

    def _hangs_on(self, fact: Fact | None, event: str, pair: int) -> bool:
        """Whether a fact is true as soon as the pair is made; of what is held in any case, whether it is always."""
        if fact is None or fact == Held(event):
            return True
        if pair == NOBODY:
            return is_always_true(self.frame, self.frame.agenda.events[event], fact)
        mine = self._pairs[pair]
        return fact in (Paired(mine), TakesPart(event, mine.mentor), TakesPart(event, mine.mentee))

    def _add_week(self, costs: Costs, peak: Peak, day: int, price: float) -> None:
        inside = self._weeks == self._weeks[day]
        for terms in peak.loads.values():
            for term in terms:
                for node in self._nodes.get(event_of(term.fact), ()):
                    costs[node, inside] += price * self._share[node] * term.weight

    def _busy(self, asked: Sequence[tuple[str, int]]) -> list[tuple[int, int, int, float]]:
        agenda, stages = self.frame.agenda, self.frame.scenario.stages
        return [
            (node, 0, stages[agenda.events[event].stage].days, count * self._share[node])
            for event, count in asked
            for node in self._nodes.get(event, ())
        ]

    def _tables(self, worth: Floats) -> list[tuple[ThemeBlock, Flags, Numbers]]:
        """For each block the pairs that have days, and what each costs at least, in fine parts, rounded down."""
        found = {block.theme: (block, np.zeros(block.shape, np.bool_), np.zeros(block.shape, np.int64))
                 for block in self._blocks}  # fmt: skip
        for pair, value in zip(self._pairs, worth.tolist(), strict=True):
            if value < NEVER:
                block, cells, costs = found[pair.theme]
                cells[block.cell(pair)] = True
                costs[block.cell(pair)] = math.floor(value * FINE)
        return list(found.values())

    def _cheapest(self, worth: Floats) -> float:
        """The least that pairs cost together which keep all rows, or a little less: by a price for each row.

        The least rises and falls with prices along planes, of which each price tried gives one more; the next are
        those at which the planes known so far are highest (Kelley's cutting planes, 1960).
        """
        tables = self._tables(worth)
        dear = max(1.0, *(float(costs.max(initial=0)) for _, _, costs in tables))  # the unit of planes
        most = np.array([min(SPAN * dear / unit, LARGEST / high) for _, _, unit, high in self._rows])  # that of prices
        planes, count = LinearProgram(), len(most)
        planes.add_columns(np.array([-1.0, *np.zeros(count)]))
        planes.add_rows(np.full(count, -math.inf), np.ones(count))
        planes.fill(np.arange(count), 1 + np.arange(count), np.ones(count))
        best, prices = 0.0, np.zeros(count, dtype=np.int64)
        for _ in range(MOST_PRICES):
            value, slope = self._at(tables, prices)
            best = max(best, value)
            row = planes.add_rows(np.array([-math.inf]), np.array([(value - float(slope @ prices)) / dear]))
            planes.fill(np.full(count + 1, row), np.arange(count + 1), np.array([1.0, *(-slope * most / dear)]))
            if not planes.solve() or -planes.value * dear <= best * (1 + CLOSE) + 1.0:
                break
            prices = np.rint(np.clip(planes.values[1:], 0.0, 1.0) * most).astype(np.int64)
        return best

    def _at(self, tables: Sequence[tuple[ThemeBlock, Flags, Numbers]], prices: Numbers) -> tuple[float, Floats]:
        """What pairs cost at least at these prices of rows, and by how much each row is exceeded then."""
        limits = [limit for _, limit, *_ in self._rows]
        sums, value = [-limit for limit in limits], 0
        for place, (block, cells, costs) in enumerate(tables):
            shares = [np.broadcast_to(row[place], block.shape) for row, *_ in self._rows]
            paid = sum((price * share for price, share in zip(prices.tolist(), shares, strict=True)), costs)
            scene = Scene(block, paid, cells, np.zeros(sum(block.shape), dtype=np.int64))
            value += scene.bound
            sums = [one + int(share[scene.chosen].sum()) for one, share in zip(sums, shares, strict=True)]
        value -= sum(price * limit for price, limit in zip(prices.tolist(), limits, strict=True))
        return float(value), np.array(sums, dtype=np.float64)


def _sizes(grids: Sequence[int | Numbers]) -> tuple[float, float]:
    """About what one pair counts in a row, if it counts, and the most that one does."""
    counts = np.concatenate([np.abs(np.asarray(grid)).ravel() for grid in grids])
    counts = counts[counts > 0]
    return (float(np.quantile(counts, 0.1)), float(counts.max())) if len(counts) else (1.0, 1.0)


def _is_plain(measure: Measure) -> bool:
    """Whether it is a sum that nothing can make smaller, or a peak of weeks."""
    if isinstance(measure, Peak):
        return measure.per == "week" and not measure.leximin
    if not isinstance(measure, Cost):
        return False
    return all(weight >= 0 for _, weight in measure.facts) and all(min(one.costs) >= 0 for one in measure.days)
