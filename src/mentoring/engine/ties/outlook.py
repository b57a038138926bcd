"""What the dates of any choice as good cost at least, where choices are too many to look at: each pairing for itself.

Prices of people, of months, of weeks and of goals settled before come from the LP of the choice at hand (Lagrange). At
these, each pair costs what its own events cost on their best days, beside their lags, with the meeting of its theme on
one and the same day for all. The cheapest pairs that serve the needs as well as is asked, less what the prices are
paid for at most, are what no choice undercuts. Calendars of single days are left out, and what meetings themselves
cost: that makes the bound weaker, never wrong.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from mentoring.domain.dates import iso_week, month_of
from mentoring.engine.model.candidates import Candidates, find_candidates, is_always_true
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.ladder import Step
from mentoring.engine.model.mask import numbers
from mentoring.engine.model.order import Level
from mentoring.engine.model.pool import ask_for_people
from mentoring.engine.network.block import ThemeBlock
from mentoring.engine.network.globe import Flags, Numbers
from mentoring.engine.prices.date_bound import DateBound, rounded_up
from mentoring.engine.prices.linear import LinearProgram
from mentoring.engine.prices.part import Floats
from mentoring.engine.ties.theme_outlook import FINE, Charge, Tables, ThemeOutlook
from mentoring.engine.who.selection import Selection
from mentoring.language.declaration import Cost, Days, Limit, Measure, Peak, Term
from mentoring.language.fact import Held, event_of

MOST_PAIRS = 30_000  # that a plan as good could have: of more dates are not bounded
PAIR_SECONDS, MOST_SHARE = 0.0015, 0.25  # that each takes to set up; of the time left, at most
NEAR = 0.02  # of what a goal came to: so near its bound it rules pairs out, and else hardly any
LOOK_SHARE, LAST_SHARE = 0.2, 0.9  # of the time left for a goal, and for the last
MOST_LISTS, ROUNDS = 6, 6  # of prices, each after so many rounds of the LP
MOST_PRICES = 40  # tried for the rows
LARGEST = float(1 << 46)  # of what a row makes one pair cost: flows add it up over a theme's cities
SPAN = 4.0  # times what the dearest pair costs, up to which a unit of a row may cost
CLOSE = 1e-3  # so near the best it is not searched further

Row = tuple[Sequence[int] | Sequence[Numbers] | Sequence[int | Numbers], int]
Paid = tuple[list[Charge], float]  # what events pay at a price, and what the price is paid for at most


def find_outlook(selection: Selection, steps: Sequence[Step]) -> Outlook | None:
    """All that a choice as good as these steps could have; None where no network knows, or that is too much."""
    network, caps = selection.network, [step.level.cap(step.cost) for step in steps]
    if network is None:
        return None
    marks, rows = network.everything, list[Row]()
    for number, (step, weights, cap) in enumerate(zip(steps, network.weights, caps, strict=True)):
        if weights.is_sum:
            rows.append((weights.grids, cap - weights.outset))
            is_near = step.bound is not None and cap - step.bound <= NEAR * abs(cap)
            for one in network.relax(number, caps) if is_near else ():
                marks = marks & one.survivors(cap)
    count = network.count(marks.pairs)
    if not rows or count > MOST_PAIRS or count * PAIR_SECONDS > MOST_SHARE * selection.clock.left:
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
        self._rows = [(grids, limit, *_sizes(grids)) for grids, limit in rows]
        self._took = 0.0  # seconds, the last time that prices were asked
        self._themes = [ThemeOutlook(candidates, block, one) for block, one in zip(blocks, cells, strict=True)]
        self._certain = {event.id: frame.every_day for event in frame.events if event.always}  # held in any case
        self._limits: dict[tuple[object, ...], list[Limit]] = defaultdict(list)
        for one in candidates.declarations:
            if isinstance(one, Limit):
                self._limits[one.rule, one.subject, one.per].append(one)
            elif isinstance(one, Days) and one.event in self._certain:
                event = frame.agenda.events[one.event]
                if one.when is None or is_always_true(frame, event, one.when):
                    self._certain[one.event] &= one.mask
        dates = [frame.date(day) for day in range(frame.horizon)]
        self._periods = {
            "week": np.array([iso_week(one) for one in dates]),
            "month": np.array(list(map(month_of, dates))),
        }

    def least(self, level: Level, bound: DateBound, clock: Clock, *, is_last: bool) -> int | None:
        """What no choice undercuts in a goal, by prices that `bound` finds for one; None where they say nothing.

        Its prices are asked time and again: later ones say more of this choice, but not always more of the others.
        """
        best, known = None, -math.inf
        with clock.partly(LAST_SHARE if is_last else LOOK_SHARE):
            for _ in range(MOST_LISTS):
                needed = 0.0 if best is None else self._took  # some bound is worth a second too many
                if clock.left > needed:
                    bound.least(level, clock, ROUNDS)
                if clock.left <= needed:
                    break
                if bound.last is not None and bound.last.bound > known:
                    began = clock.elapsed
                    least, known = self.told(level, bound), bound.last.bound
                    self._took = clock.elapsed - began
                    best = least if best is None or least is None else max(best, least)
        return best

    def told(self, level: Level, bound: DateBound) -> int | None:
        """The same by the prices that it found last."""
        measure = self._declare(level)
        if bound.last is None or level.sign < 0 or not _is_plain(measure):
            return None
        paid = [*self._people(bound), *self._settled(level, bound)]
        charges = [charge for own, _ in paid for charge in own]
        rest = -sum(most for _, most in paid)
        if isinstance(measure, Cost):
            charges += self._days(measure, 1.0)
            rest += measure.constant
        by_theme: dict[str | None, list[Charge]] = defaultdict(list)
        for charge in charges:
            by_theme[self.frame.agenda.events[charge[0]].theme].append(charge)
        rest += self._certainly(charges)
        tables = [theme.tables(by_theme[theme.block.theme]) for theme in self._themes]
        floor = measure.constant if isinstance(measure, Cost) else 0
        return max(floor, rounded_up(rest + self._cheapest(tables) / FINE))

    def _declare(self, level: Level) -> Measure:
        return level.goal.declare(self.frame, level.part, level.use)

    def _days(self, measure: Cost, price: float) -> list[Charge]:
        known: dict[int, Floats] = {}
        for share in measure.days:
            if id(share.costs) not in known:
                known[id(share.costs)] = price * np.array(share.costs)
        return [(share.event, share.when or Held(share.event), known[id(share.costs)]) for share in measure.days]

    def _people(self, bound: DateBound) -> list[Paid]:
        """Prices of persons on days."""
        prices: dict[frozenset[str], Floats] = defaultdict(lambda: np.zeros(self.frame.horizon))
        most: dict[frozenset[str], float] = defaultdict(float)
        for key, price in zip(bound.last.keys, bound.last.prices.tolist(), strict=True) if bound.last else ():
            crowd = bound.grid.crowds[key[1]] if key[0] == "day" else None
            if crowd is not None and crowd.of_people and price > 0:
                prices[crowd.name[1]][key[2]] = price
                most[crowd.name[1]] += price * int(crowd.most[key[2]])
        asked, agenda, stages = ask_for_people(self.frame), self.frame.agenda, self.frame.scenario.stages
        found: list[Paid] = []
        for pool, by_day in prices.items():
            begun = np.concatenate(([0.0], np.cumsum(by_day), np.full(self.frame.horizon, by_day.sum())))
            size = len(by_day)
            filled = {days: begun[days : days + size] - begun[:size] for days in {one.days for one in stages.values()}}
            charges: list[Charge] = [(event, Held(event), count * filled[stages[agenda.events[event].stage].days])
                                     for event, count in asked.get(pool, [])]  # fmt: skip
            found.append((charges, most[pool]))
        return found

    def _settled(self, level: Level, bound: DateBound) -> list[Paid]:
        """Prices of limits for weeks or months, of goals settled before, and of weeks."""
        found: list[Paid] = []
        for owner, most, periods in bound.paid(level):
            if isinstance(owner, Limit):
                same = self._limits[owner.rule, owner.subject, owner.per]
                if len(same) == 1:  # else, which would the price be for?
                    found.append(self._begun(same[0].terms, owner.per, periods, same[0].at_most))
                continue
            told = self._declare(owner)
            if isinstance(told, Peak) and _is_plain(told):
                terms = [term for load in told.loads.values() for term in load]
                found.append(self._begun(terms, "week", periods, most))
            elif isinstance(told, Cost) and _is_plain(told):
                price = sum(price for _, price in periods)
                found.append((self._days(told, price), price * ((most or 0) - told.constant)))
        return found

    def _begun(self, terms: Sequence[Term], per: str, periods: Sequence[tuple[int, float]], most: int | None) -> Paid:
        """What it costs to begin within weeks or months, each told by one of its days."""
        by_day = np.zeros(self.frame.horizon)
        for day, price in periods:
            by_day[self._periods[per] == self._periods[per][day]] += price
        paid = sum(price for _, price in periods) * (most or 0)
        return [(event_of(term.fact), term.fact, term.weight * by_day) for term in terms], paid

    def _certainly(self, charges: Sequence[Charge]) -> float:
        """What events that are held in any case pay at least, each for itself."""
        costs = {event: np.zeros(self.frame.horizon) for event in self._certain}
        for event, fact, by_day in charges:
            if event in costs and is_always_true(self.frame, self.frame.agenda.events[event], fact):
                costs[event] += by_day
        days = {event: numbers(mask) for event, mask in self._certain.items()}
        return sum(float(costs[event][some].min()) for event, some in days.items() if some)

    def _cheapest(self, tables: Sequence[Tables]) -> float:
        """The least that pairs cost together which keep all rows, or a little less: by a price for each row.

        The least rises and falls with prices along planes, of which each price tried gives one more; the next are
        those at which the planes known so far are highest (Kelley's cutting planes, 1960).
        """
        dear = max(1.0, *(float(one.dearest) for one in tables))  # the unit of planes
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

    def _at(self, tables: Sequence[Tables], prices: Numbers) -> tuple[float, Floats]:
        """What pairs cost at least at these prices of rows, and by how much each row is exceeded then."""
        limits = [limit for _, limit, *_ in self._rows]
        sums, value = [-limit for limit in limits], 0
        for place, table in enumerate(tables):
            shares = [np.broadcast_to(row[place], table.block.shape) for row, *_ in self._rows]
            fees = np.sum([price * share for price, share in zip(prices.tolist(), shares, strict=True)], axis=0)
            least, chosen = table.cheapest(fees)
            value += least
            sums = [one + int(share[chosen].sum()) for one, share in zip(sums, shares, strict=True)]
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
