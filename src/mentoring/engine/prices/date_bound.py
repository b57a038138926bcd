"""What no dates of a decision can undercut, goal after goal, and the days they should lie near.

One grid and one set of prices for busy days serve all goals; each goal has its own column LP, which begins with the
dates and rows of the goal before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from mentoring.engine.model.clock import Clock
from mentoring.engine.model.literal import Literals
from mentoring.engine.model.order import Level
from mentoring.engine.prices.carried import carry
from mentoring.engine.prices.column_bound import ColumnBound
from mentoring.engine.prices.day_price import DayPrices, Members
from mentoring.engine.prices.forest import Forest
from mentoring.engine.prices.grid import Grid
from mentoring.engine.prices.part import Parts
from mentoring.engine.prices.reach import NEVER, Costs, Ints
from mentoring.engine.prices.separation import Separation
from mentoring.engine.prices.side import Sides, cost_parts, day_in, limit_rows, peak_rows
from mentoring.language.declaration import Choose, Cost, Declaration, Finish, Limit, Measure, Peak, Term
from mentoring.language.fact import Fact

ROUNDING = 1e-6  # what sums of costs may be off, relative; far below the distance of two whole values
MOST_ROUNDS = 80
FIRST_STEPS = 20  # of prices, before the first dates
MORE_STEPS = 10  # of prices, once dates are known and before the first LP
FIRST_ROWS = 3  # rows for each tree that the LP begins with: those with the highest prices
UNIT = 100.0  # what each event costs where only the question is asked whether there are dates at all
IMPOSSIBLE_PATIENCE = 0.2  # share of the time left for that question
HOPE = 1.2  # first prices aim so far above what every event costs on its own

# whose rows have a price, what it is capped at (None: a peak, the goal itself), a day of each week or month, the price
Paid = tuple[Limit | Level, int | None, list[tuple[int, float]]]


class DateBound:
    """Bounds for the date goals of one decision; `caps` are kept from goal to goal."""

    def __init__(self, literals: Literals, declarations: Sequence[Declaration]) -> None:
        self.grid = Grid(literals, declarations)
        self.declarations = declarations
        self.own = Forest(self.grid.edges, self.grid.shared, self.grid.apart, own=True)
        self.whole = Forest(self.grid.edges, self.grid.shared, self.grid.apart, own=False)
        self.members = Members(self.grid, self.grid.crowds)
        self._simple = Members(self.grid, self.grid.simple)  # first dates are found sooner along these
        limits = limit_rows(self.grid, declarations)
        self._limits = len(limits)
        self._rows = [(float(limit.at_most or 0), False, parts) for limit, parts in limits]
        # whose these rows are, what it is capped at, and a day of the week or month
        self._owners: list[tuple[Limit | Level, int | None, int]] = [
            (limit, limit.at_most, day_in(self.grid, parts)) for limit, parts in limits
        ]
        self._measures: dict[str, Measure] = {}
        self._open: dict[str, ColumnBound] = {}
        self._prices: dict[str, DayPrices] = {}
        self._dates: list[Ints] = []
        self.last: ColumnBound | None = None

    @property
    def is_empty(self) -> bool:
        """Whether windows and lags alone leave some event no day."""
        return self.grid.is_empty

    def measure(self, level: Level) -> Measure:
        """The goal, as declared."""
        if level.goal.slug not in self._measures:
            self._measures[level.goal.slug] = level.goal.declare(self.grid.frame, level.part, level.use)
        return self._measures[level.goal.slug]

    def costs(self, measure: Measure) -> Costs:
        """What each event costs on each position: [events, positions], NEVER where it is not allowed."""
        grid = self.grid
        costs = np.zeros(grid.allowed.shape)
        if isinstance(measure, Cost):
            known: dict[int, Costs] = {}
            for share in measure.days:
                if share.event in grid.number and (share.when is None or grid.literals.literal(share.when) is True):
                    key = id(share.costs)
                    if key not in known:
                        known[key] = np.array(share.costs, dtype=np.float64)[grid.axis]
                    costs[grid.number[share.event]] += known[key]
        return np.where(grid.allowed, costs, NEVER)

    def constant(self, measure: Measure) -> int:
        """What the goal costs whatever the days: known facts, and the cheapest people that could be sent."""
        if isinstance(measure, Peak) and measure.per == "all":
            return max((self._load(terms) for terms in measure.loads.values()), default=0)
        if not isinstance(measure, Cost):
            return 0
        total, people = measure.constant, dict[Fact, int]()
        for fact, weight in measure.facts:
            lit = self.grid.literals.literal(fact)
            if isinstance(lit, bool):
                total += weight * lit
            elif weight < 0:
                total += weight  # not decided here: reckoned as if it were saved
            else:
                people[fact] = people.get(fact, 0) + weight
        return total + (self._cheapest(people) if people else 0)

    def _load(self, terms: Sequence[Term]) -> int:
        """What certainly counts."""
        return sum(term.weight for term in terms if self.grid.literals.literal(term.fact) is True)

    def _is_fixed(self, measure: Measure) -> bool:
        """Whether the goal is the same whatever the dates and people."""
        return isinstance(measure, Cost) and not measure.days and all(self._is_known(fact) for fact, _ in measure.facts)

    def _cheapest(self, weights: dict[Fact, int]) -> int:
        """What those chosen for each event cost at least."""
        total = 0
        for one in self.declarations:
            if isinstance(one, Choose) and (one.when is None or self.grid.literals.literal(one.when) is True):
                total += sum(sorted(weights.get(fact, 0) for fact in one.facts)[: one.count])
        return total

    def is_exact(self, measure: Measure) -> bool:
        """Whether dates alone decide the goal: nothing of it hangs on people."""
        if isinstance(measure, Finish):
            return True
        if isinstance(measure, Peak):
            facts = [term.fact for terms in measure.loads.values() for term in terms]
            return measure.per == "week" and not measure.leximin and all(self._is_known(fact) for fact in facts)
        facts = [fact for fact, _ in measure.facts] + [share.when for share in measure.days if share.when is not None]
        return all(self._is_known(fact) for fact in facts)

    def _is_known(self, fact: Fact) -> bool:
        return isinstance(self.grid.literals.literal(fact), bool)

    def cap(self, level: Level, most: int) -> None:
        """Keep a settled goal at `most` from now on."""
        if self.is_empty or level.sign < 0:
            return
        measure = self.measure(level)
        if isinstance(measure, Cost):
            room = float(most - self.constant(measure)) + ROUNDING
            self._rows.append((room, False, cost_parts(self.costs(measure), self.grid.allowed)))
            self._owners.append((level, most, 0))
        else:
            peaks = [parts for _, _, parts in peak_rows(self.grid, measure)]
            self._rows += [(most + ROUNDING, False, parts) for parts in peaks]
            self._owners += [(level, most, day_in(self.grid, parts)) for parts in peaks]
        self._open.clear()
        self._prices.clear()

    @property
    def caps(self) -> list[tuple[float, bool, Parts]]:
        """Rows that keep settled goals at what they reached."""
        return self._rows[self._limits :]

    def paid(self, level: Level) -> list[Paid]:
        """What has a price in the LP opened last, which is of this goal: limits, goals settled before and weeks."""
        if self.last is None:
            return []
        owners, measure = [*self._owners], self.measure(level)
        if isinstance(measure, Peak):
            owners += [(level, None, day_in(self.grid, parts)) for _, _, parts in peak_rows(self.grid, measure)]
        found: dict[tuple[int, int | None], Paid] = {}  # a peak with a limit has rows with and without
        for key, price in zip(self.last.keys, self.last.prices.tolist(), strict=True):
            if key[0] == "side" and price > 0:
                owner, most, day = owners[key[1]]
                found.setdefault((id(owner), most), (owner, most, []))[2].append((day, price))
        return list(found.values())

    def add_dates(self, at: Ints) -> None:
        """Dates known to be possible: positions of all events."""
        self._dates.append(at)
        for bound in self._open.values():
            bound.add_dates(at)

    def prices(self, level: Level, clock: Clock, target: int | None = None) -> DayPrices:
        """Prices of busy days for a goal, the better if the cost `target` is known that some dates have."""
        known = self._prices.get(level.goal.slug)
        measure = self.measure(level)
        if known is None:
            known = self._prices[level.goal.slug] = DayPrices(self.whole, self._simple, self.costs(measure))
            known.improve(1, math.inf)
            if len(self._simple.most):
                known.improve(FIRST_STEPS, known.bound * HOPE + 1, clock)
        if target is not None and len(self._simple.most):
            known.improve(MORE_STEPS, float(target - self.constant(measure)), clock)
        return known

    def open(self, level: Level, clock: Clock, target: int | None = None) -> ColumnBound:
        """The LP of a goal, begun with prices of busy days."""
        if level.goal.slug in self._open:
            return self._open[level.goal.slug]
        bound = self._begin(level)
        prices = self.prices(level, clock, target)
        for at in (*self._dates, *prices.seen):
            bound.add_dates(at)
        of_people = self._simple.of_people[:, None]
        first = np.where(of_people | ~of_people.any(), prices.prices, 0.0)
        highest = np.sort(first, axis=None)[::-1]
        least = float(highest[min(FIRST_ROWS * len(self.own.roots), len(highest) - 1)]) if len(highest) else 0.0
        dear = np.nonzero(first > max(least, ROUNDING))
        some = [(int(crowd), int(day)) for crowd, day in zip(*dear, strict=True)]
        bound.begin([("day", crowd, day) for crowd, day in some], np.array([first[one] for one in some]))
        return bound

    def _begin(self, level: Level) -> ColumnBound:
        measure = self.measure(level)
        peaks = peak_rows(self.grid, measure) if isinstance(measure, Peak | Finish) else []
        separation = Separation(self.own, self.members, Sides([*self._rows, *peaks]))
        bound = self._open[level.goal.slug] = ColumnBound(self.own, separation, self.grid.allowed, self.costs(measure))
        return bound

    def opened(self, level: Level) -> ColumnBound | None:
        """The LP of a goal, if it was opened."""
        return self._open.get(level.goal.slug)

    def take_over(self, level: Level, given: ColumnBound | None, known: Grid) -> None:
        """Open the LP of a goal with what another decision's knows, which is on the grid `known`."""
        if given is not None and not self.is_empty:
            carry(given, known, self._begin(level), self.grid)

    def priced(self, level: Level, clock: Clock) -> Costs:
        """What each event costs on each position, with the prices of busy days on top."""
        prices = self.prices(level, clock)
        return self._simple.charge(prices.costs, prices.prices)

    def least(
        self,
        level: Level,
        clock: Clock,
        rounds: int = MOST_ROUNDS,
        grace: float = 0.0,
        until: float = math.inf,
        target: int | None = None,
    ) -> int | None:
        """A cost that no dates of this decision can undercut; None when nothing is known.

        More `rounds` make the bound better; it is enough when it reaches `until`. `target`: a cost that dates have.
        """
        if self.is_empty:
            return None
        measure = self.measure(level)
        constant = self.constant(measure)
        if level.sign < 0:
            return -constant if self._is_fixed(measure) else None
        bound = self.open(level, clock, target)
        bound.solve(clock, until=until - constant, rounds=rounds, grace=grace)
        self.last = bound
        return None if math.isinf(bound.bound) else constant + rounded_up(bound.bound)

    def is_impossible(self, clock: Clock) -> bool:
        """Whether prices show that no dates keep all rows: then they would cost more than they do.

        False says nothing.
        """
        if self.is_empty:
            return True
        costs = np.where(self.grid.allowed, UNIT, NEVER)
        lp = ColumnBound(self.own, Separation(self.own, self.members, Sides(self._rows)), self.grid.allowed, costs)
        certain = UNIT * len(self.grid.events) + 1.0
        lp.begin([], np.zeros(0))
        lp.solve(clock, until=certain, patience=IMPOSSIBLE_PATIENCE)
        return lp.bound >= certain

    def days_below(self, level: Level, most: int) -> dict[str, int] | None:
        """For each event, as a mask, the days on which the goal can still be `most` or less; None if none can be told.

        Days are left out whose cheapest dates, at the prices of the bound, already cost more.
        """
        bound = self.opened(level)
        if bound is None or math.isinf(bound.bound):
            return None
        room = most - self.constant(self.measure(level)) - bound.bound
        keep = self.grid.allowed & (bound.through() <= room + ROUNDING * max(1.0, abs(bound.bound)))
        return self.grid.masks(keep)

    @property
    def means(self) -> dict[str, float]:
        """The mean start day of each event in the last solution; empty when there is none."""
        if self.last is None or self.last.shares is None:
            return {}
        total = self.last.shares.sum(axis=1)
        days = self.last.shares @ self.grid.axis
        found = zip(self.grid.events, days, total, strict=True)
        return {event: float(day / share) for event, day, share in found if share > ROUNDING}


def rounded_up(bound: float) -> int:
    """The whole value that a goal cannot undercut, given a bound with small errors."""
    return math.ceil(bound - ROUNDING * max(1.0, abs(bound)))
