"""First dates for many events: a draft along the prices, else a model of all days, or a choice among LP columns.

Where none dates everybody, those are told that found no dates, and days that the others could have.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from mentoring.domain.memory import rest_collector
from mentoring.domain.pairing import Pairing
from mentoring.engine.prices.column_bound import ColumnBound
from mentoring.engine.prices.column_choice import ColumnChoice
from mentoring.engine.prices.reach import NEVER, Costs, Flags, Ints
from mentoring.engine.when.date_search import DateSearch
from mentoring.engine.when.draft import Draft
from mentoring.engine.when.outline import Outline
from mentoring.engine.when.repair import Repair
from mentoring.engine.when.sending import Sent
from mentoring.engine.when.stretch import find_rooms, room_of

if TYPE_CHECKING:
    from mentoring.engine.when.season import Season

MOST_DRAFTS = 6  # drafts for first dates; each places first what the ones before could not
FEW_DRAFTS = 2  # where dates bind each other so that a model of many is asked next
FEW_LOST, MANY_LOST = 3, 10  # with more trees without dates than three and a tenth no further draft is made
SPARE = 1  # days between two events of one person that a draft keeps free at first, for the way
FIRST_ROUNDS = 120  # of the LP, where no draft fits
FIRST_PATIENCE = 0.3  # share of the time left for them
FEW_ROOMS = 1  # choices of stretches for which the LP is asked
LEAVE_WORK = 4.0  # solver units for the choice of who is left out


@dataclass(slots=True)
class FirstDates:
    """The search for first dates of a season; `lost` and `kept` are filled where it fails."""

    season: Season
    lost: tuple[Pairing, ...] = ()  # pairings that no dates were found for
    kept: dict[str, int] = field(default_factory=dict)  # start days that the events of the others could have
    _fewest: int = 0  # trees without dates in the last draft
    _at: Ints | None = None  # the days of the first draft, as far as it goes, or of the outline
    _without: set[Pairing] | None = None  # who has no days in the outline
    _sent: Sent | None = None  # who is sent in it

    @rest_collector()
    def draft(self) -> bool:
        """Look for dates of all events soon; the season has them then, and the days among which they were found."""
        if self._keep_hint():
            return True
        costs = self._costs()
        for room in self._rooms(costs):
            if self._is_found(self._draft(room, costs), room):
                return True
            if self._fewest > self._hopeless or self.season.is_entangled:
                break
        return False

    @rest_collector()
    def together(self) -> bool:
        """The same by models of many days; where persons are pools in them, what is found is kept for these to come."""
        season, room = self.season, self._room()
        if room is None:
            return False
        outline = Outline(season, room)
        season.is_short = outline.is_short
        if season.has_given_up or not outline.run(self._placed):
            return False
        outline.bring_in()
        self._at, self._without = outline.at, outline.lost
        season.is_sending = outline.is_sending
        people = outline.sent if outline.is_sending else None
        self._sent = people if outline.lost else None  # of everybody others are sent, if these may not be
        return not outline.lost and self._is_found(season.accept(self._at, people), room)

    @rest_collector()
    def repair(self) -> bool:
        """The same by parts, each of them exactly, persons included; where pairings are left out, these are told."""
        season, room = self.season, self._room()
        if room is None:
            return False
        repair = Repair(season, room) if self._without is None else Repair(season, room, spare=0)
        is_begun = repair.run(self._placed, self._without, self._sent)
        repair.bring_in()
        season.is_sending = is_begun or bool(repair.lost)
        if season.is_sending and not repair.lost:
            return self._is_found(season.accept(repair.at, repair.sent), room)
        grid = season.bound.grid
        dated = zip(grid.events, repair.at.tolist(), strict=True)
        season.lost = tuple(sorted(repair.lost))
        season.kept = {event: int(grid.axis[place]) for event, place in dated if place >= 0}
        season.sent = repair.sent
        return False

    @property
    def _placed(self) -> Ints:
        """The positions known so far, -1 for all others."""
        return np.full(len(self.season.bound.grid.events), -1, dtype=np.int64) if self._at is None else self._at

    @rest_collector()
    def choose(self) -> bool:
        """The same out of the columns of the LP, where no draft fits."""
        rooms = self._rooms(self._costs())[:FEW_ROOMS]
        return not self.season.relaxed and any(self._is_found(self._choose(room), room) for room in rooms)

    @property
    def _hopeless(self) -> int:
        """So many trees without dates are not helped by being placed first."""
        if not self.season.is_entangled:
            return len(self.season.bound.own.roots)
        return FEW_LOST + len(self.season.bound.own.roots) // MANY_LOST

    def _costs(self) -> Costs:
        season, grid = self.season, self.season.bound.grid
        early = np.where(grid.allowed, grid.axis, NEVER)  # without any goal
        return season.bound.priced(season.levels[0], season.clock) if season.levels else early

    def _room(self) -> Flags | None:
        """The first choice of stretches, if dates are to be searched at all."""
        is_over = self.season.relaxed or self.season.clock.left <= 0
        return None if is_over else next(iter(self._rooms(self._costs())), None)

    def _rooms(self, costs: Costs) -> list[Flags]:
        return find_rooms(self.season.bound.grid, self.season.bound.whole, costs)

    def _is_found(self, found: bool, room: Flags) -> bool:
        if found:
            self.season.room = room
        return found

    def _choose(self, room: Flags) -> bool:
        """First dates where no draft fits: chosen out of the columns of the LP."""
        season = self.season
        if not season.levels or season.levels[0].sign < 0 or season.clock.left <= 0:
            return False
        season.room = room
        least = season.bound.least(season.levels[0], season.clock, rounds=1)
        if least is None:
            return False
        search = DateSearch(season, 0, least, None, any_will_do=True)
        search.lp.solve(season.clock, rounds=FIRST_ROUNDS, patience=FIRST_PATIENCE)
        search.run()
        if season.best is None:
            season.room = None
            self._leave_out(search.lp)
        return season.best is not None

    def _keep_hint(self) -> bool:
        """First dates that somebody else has found."""
        grid = self.season.bound.grid
        if any(event not in self.season.hint for event in grid.events):
            return False
        days = np.array([self.season.hint[event] for event in grid.events], dtype=np.int64)
        at = np.minimum(np.searchsorted(grid.axis, days), len(grid.axis) - 1)
        fits = (grid.axis[at] == days).all() and grid.allowed[np.arange(len(at)), at].all()
        people = self.season.hint_people
        people = None if people is None else {event: people.get(event, ()) for event in grid.events}
        if fits and self.season.accept(at, people):
            self.season.room = room_of(grid, at)
            self.season.is_sending = self.season.hint_people is not None
            return True
        return False

    def _leave_out(self, lp: ColumnBound) -> None:
        """Which pairings to leave out, the less urgent rather, so that the others have dates among the LP's columns."""
        grid = self.season.bound.grid
        own: dict[int, Pairing | None] = {}
        for event, tree in zip(grid.events, lp.forest.tree.tolist(), strict=True):
            pairs = self.season.decided.agenda.events[event].pairs
            mine = next(iter(pairs)) if len(pairs) == 1 else None
            own[tree] = mine if own.get(tree, mine) == mine else None
        cities = self.season.frame.scenario.cities
        fees = [None if (one := own[tree]) is None else cities[one.mentee].needs[one.theme].priority
                for tree in range(len(own))]  # fmt: skip
        choice = ColumnChoice(lp, np.ones(len(lp.columns), dtype=bool), fees)
        answer = choice.solve(self.season.clock, least=0, below=None, work=LEAVE_WORK)
        if not answer.has_solution:
            return
        at = choice.read(answer)
        lost = {one for tree, one in own.items() if one and (at[lp.forest.tree == tree] < 0).any()}
        if self.kept and len(lost) >= len(self.lost):
            return
        self.lost = tuple(sorted(lost))
        self.kept = {event: int(grid.axis[place]) for event, place in zip(grid.events, at.tolist(), strict=True)
                     if place >= 0}  # fmt: skip

    def _draft(self, room: Flags, costs: Costs) -> bool:
        """First dates along the prices of the first goal; what finds no day is placed first the next time."""
        first: set[int] = set()
        most = FEW_DRAFTS if self.season.is_entangled else MOST_DRAFTS
        for number in range(1 if self.season.relaxed else most):
            if number and self.season.clock.left <= 0:
                break
            draft = Draft(self.season.bound.grid, self.season.bound.declarations, spare=0 if number % 2 else SPARE)
            lost = draft.make(self.season.bound.whole, self.season.bound.own, costs, room, first)
            first.update(lost)
            self._at = draft.at if self._at is None else self._at
            self._blame(lost)
            if not lost and self.season.accept(draft.at):
                return True
            if len(lost) > self._hopeless:
                self._fewest = len(lost)
                break  # placing them first does not help them
            self._fewest = len(lost)
        return False

    def _blame(self, lost: list[int]) -> None:
        """Remember the pairings that found no dates, of the draft in which they were fewest."""
        events = self.season.decided.agenda.events
        own = [
            events[event].pairs
            for event, tree in zip(self.season.bound.grid.events, self.season.bound.own.tree.tolist(), strict=True)
            if tree in lost and len(events[event].pairs) == 1
        ]
        found = tuple(sorted({pair for pairs in own for pair in pairs}))
        if found and (not self.lost or len(found) < len(self.lost)):
            self.lost = found
