"""First dates where events are too entangled to be placed one after the other: by parts, each of them exactly.

Some trees of events at a time are dated beside all that stay, persons included. A pairing that finds no dates is left
out at first; then it is asked for again together with those who are in its way.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from mentoring.domain.pairing import Pairing
from mentoring.engine.model.solving import Answer
from mentoring.engine.prices.reach import Flags, Ints
from mentoring.engine.when.company import Companies
from mentoring.engine.when.crew import Crew
from mentoring.engine.when.draft import Draft
from mentoring.engine.when.grove import Grove
from mentoring.engine.when.rearrangement import Rearrangement, fees_of
from mentoring.engine.when.sending import Budget, Sending, Sent, find_budgets

if TYPE_CHECKING:
    from mentoring.engine.when.season import Season

PLACE_WORK = 2.0  # solver units for some events
AROUND_WORK = 4.0
SEND_WORK = 1.0  # solver units for persons alone
SHARE = 0.5  # of the time left, at most
WIDE_SHARE = 0.1  # of it, for a theme
WIDE_WORK, WHOLE_WORK = 2.0, 12.0
AT_ONCE = 110  # events dated at once
WHOLE = 400  # events that can all be dated at once
HOLDERS = 2  # persons who are sent elsewhere and might be sent there, whose events are dated anew
PATIENCE = 15  # times in a row without gain, before meetings are dated anew as well
IDLE, WHOLE_IDLE = 18, 9  # the same, before that is all: where some, or all events are dated anew


@dataclass(frozen=True, slots=True)
class Size:
    """Of a search by parts: events dated at `once`, the `work` for them, as many as can all be dated anew (`whole`)
    and how many times in a row without gain are all (`idle`).
    """

    once: int
    work: float
    whole: int
    idle: int


@dataclass(slots=True)
class Repair:
    """The state: `draft` has the days of all events placed, `people` those who are sent, `lost` who is left out."""

    season: Season
    room: Flags
    draft: Draft = field(init=False)
    people: Sent = field(default_factory=dict)
    lost: set[Pairing] = field(default_factory=set)
    spare: int = 1  # days between two events of one person
    linear: int = 1  # how much of a part is seen as a linear program
    in_turn: bool = False  # whether events of a part are placed the earliest first, before anything else is decided
    _pending: frozenset[Pairing] = frozenset()  # dated, but nobody is sent yet
    grove: Grove = field(init=False)
    _crew: Crew = field(init=False)
    _budgets: list[Budget] = field(init=False)
    _companies: Companies = field(init=False)
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        bound, season = self.season.bound, self.season
        grid = bound.grid
        self.draft = Draft(grid, bound.declarations, spare=self.spare)
        self._chance = random.Random(season.clock.seed)
        days = dict.fromkeys(grid.events, 0)
        self._companies = Companies(season.decided)
        self._budgets = find_budgets(grid.literals, bound.declarations, season.frame.scenario.people)
        self._crew = Crew(season.decided, bound.declarations, season.decision.hosts, days)
        bound_together = [[grid.number[event.id] for event in task.events] for task in self._crew.tasks]
        self.grove = Grove(grid, self._chance, bound_together)

    def run(self, at: Ints, lost: Collection[Pairing] | None = None, sent: Sent | None = None) -> bool:
        """Date everything, part after part, but for those who are `lost` then; False when meetings find no days.

        `at` may have days of large shared events; if it is known who is `lost` in it, it has days for all others, to
        which only persons are missing, if it is not known either who is `sent`.
        """
        if lost is not None:
            self._put_back({event: place for event, place in enumerate(at.tolist()) if place >= 0})
            self.lost = set(lost)
            if sent is not None:
                self.people = {event: who for event, who in sent.items() if who}
                return True
            self._pending = self.grove.everybody - self.lost
        if not self._place_large(at):
            return False
        waiting = self._in_turn()
        while waiting:
            chosen = self.grove.some(waiting, self.size.once)
            waiting = [tree for tree in waiting if tree not in chosen]
            self._arrange(chosen, self.size.work, self.room)
            if self.season.clock.left <= 0:
                self.lost.update(pair for tree in waiting for pair in self.grove.pairs[tree])
                break
        self._leave_out()
        return True

    def load(self, at: Ints, people: Sent) -> None:
        """Begin with dates and persons of all events."""
        self._put_back(dict(enumerate(at.tolist())))
        self.people = dict(people)

    def better(
        self, trees: list[int], aim: Callable[[Rearrangement], cp_model.LinearExprT | None], work: float
    ) -> tuple[Ints, Sent, bool] | None:
        """Dates for these trees anew with the least of `aim`, all others as they are; None when nothing was found.

        Also says whether there are surely none with less.
        """
        events = self.grove.events(trees)
        before = {event: int(self.draft.at[event]) for event in events}
        names = {self.season.bound.grid.events[event] for event in events}
        for event in events:
            self.draft.remove(event)
        dates = Rearrangement(self.draft, self.room, events, {}, has_pools=not self.is_sending)
        sending = self._add_people(dates, names)
        dates.hint(before)
        dates.costs.clear()
        cost = aim(dates)
        if cost is not None:
            dates.costs.append((cost, 1))
            answer = dates.solve(self.season.clock, work=work, is_begun=True)
        if cost is None or not answer.has_solution:
            self._put_back(before)
            return None
        self._take(dates, sending, answer)
        return self.at, self.sent, answer.status == "optimal"

    def _in_turn(self) -> list[int]:
        """All trees with pairings of their own, those first that have the fewest days for an event."""
        days = self.room.sum(axis=1)
        own = [tree for tree, pairs in enumerate(self.grove.pairs) if pairs]
        return sorted(own, key=lambda tree: (int(days[self.grove.trees[tree]].min()), tree))

    @property
    def is_sending(self) -> bool:
        """Whether persons are chosen together with the days."""
        return True

    @property
    def size(self) -> Size:
        """How much is done at once."""
        is_small = len(self.season.bound.grid.events) <= WHOLE
        return Size(AT_ONCE, PLACE_WORK, WHOLE, WHOLE_IDLE if is_small else IDLE)

    def send(self, at: Ints) -> Sent | None:
        """Who goes where when everything is dated; None when nothing was found."""
        room = np.zeros_like(self.room)
        room[np.arange(len(at)), at] = True
        dates = Rearrangement(self.draft, room, range(len(at)), {})
        sending = Sending(dates, self._crew, self._budgets, {}, {}, self._chance)
        dates.costs.clear()
        answer = dates.solve(self.season.clock, work=SEND_WORK)
        return self._all(sending.people(answer)) if answer.has_solution else None

    def _all(self, people: Sent) -> Sent:
        return {event: people.get(event, ()) for event in self.season.bound.grid.events}

    def _place_large(self, at: Ints) -> bool:
        """Large shared events, which everybody else depends on."""
        grid, room = self.season.bound.grid, self.room.copy()
        large = [event for event in self.grove.events(self.grove.large) if at[event] >= 0]
        for event in large:
            room[event] = False
            room[event, at[event]] = True
        found = self._arrange(self.grove.large, PLACE_WORK, room) if grid.propagate(room.copy(), large) else None
        return found is not None or self._arrange(self.grove.large, PLACE_WORK, self.room) is not None

    def _arrange(self, trees: list[int], work: float, room: Flags, wished: Collection[str] = ()) -> int | None:
        """Date these trees anew if that does not leave out more; says how much less, or None: nothing was found.

        Persons `wished` for are in question for all their events.
        """
        season, draft, grid = self.season, self.draft, self.season.bound.grid
        events = self.grove.events(trees)
        pairs = {pair for tree in trees for pair in self.grove.pairs[tree]}
        before = {event: int(draft.at[event]) for event in events if draft.at[event] >= 0}
        for event in before:
            draft.remove(event)
        fees = fees_of(season.frame.scenario, pairs)
        names = {grid.events[event] for event in events}
        has_pools = not self.is_sending or bool(self._pending)  # those to whom nobody is sent yet need somebody too
        dates = Rearrangement(draft, room, events, fees, has_pools=has_pools)
        sending = self._add_people(dates, names, wished)
        if work > AROUND_WORK or len(events) > self.size.once:
            dates.costs = dates.costs[: len(dates.served)]
        self._companies.add(dates.model, dates.served, self.lost)
        if before or not self.in_turn:  # else nobody would be in, to begin with
            for pair, lit in dates.served.items():
                dates.model.add_hint(lit, pair not in self.lost and bool(before))
        dates.hint(before)
        answer = dates.solve(season.clock, work=work, linear=self.linear, in_turn=self.in_turn)
        fresh = (tree for tree in trees if before.keys().isdisjoint(self.grove.trees[tree]))
        waiting = (pairs & self._pending).union(*(self.grove.pairs[tree] for tree in fresh))
        self._pending -= pairs
        if not answer.has_solution:
            self._put_back(before)
            self.lost |= waiting
            return None
        lost = set(dates.left_out(answer))
        gain = sum(fees[pair] for pair in self.lost & pairs | waiting) - sum(fees[pair] for pair in lost)
        if before and gain < 0:
            self._put_back(before)
            return None
        self._take(dates, sending, answer)
        self.lost = self.lost - pairs | lost
        return gain

    def _take(self, dates: Rearrangement, sending: Sending | None, answer: Answer) -> None:
        """What was found, from now on."""
        self._put_back(dates.dates(answer))
        if sending is not None:
            self.people = sending.sent | sending.people(answer)

    def _add_people(self, dates: Rearrangement, names: Collection[str], wished: Collection[str] = ()) -> Sending | None:
        """Persons for the events of these names, which are dated anew; all others stay as they are sent."""
        stay = {event: who for event, who in self.people.items() if event not in names}
        gone = {event: who for event, who in self.people.items() if event in names}
        return Sending(dates, self._crew, self._budgets, stay, gone, self._chance, wished)

    def _put_back(self, at: dict[int, int]) -> None:
        for event, place in at.items():
            self.draft.place(event, place)

    def _leave_out(self) -> None:
        """Those who are too few without those left out are left out too."""
        while broken := self._companies.broken(self.grove.everybody - self.lost):
            self.lost |= broken
        grid, events = self.season.bound.grid, self.season.decided.agenda.events
        for event in np.flatnonzero(self.draft.at >= 0).tolist():
            known = events[grid.events[event]]
            if known.pairs and not known.always and self.lost.issuperset(known.pairs):
                self.draft.remove(event)
                self.people.pop(known.id, None)

    def bring_in(self) -> None:
        """Ask for those left out again, together with others in their way, as long as that helps."""
        clock, idle = self.season.clock, 0
        until = clock.elapsed + SHARE * clock.left
        while self.lost and idle < self.size.idle and clock.left > 0 and clock.elapsed < until:
            if self._is_small:
                gain = self._arrange(self._of_meeting(), WHOLE_WORK, self.room)
            elif idle >= PATIENCE:
                with clock.partly(WIDE_SHARE):
                    gain = self._arrange(self._of_meeting(), WIDE_WORK, self.room)
            else:
                gain = self._arrange(*self._around())
            idle = 0 if gain else idle + 1

    @property
    def _is_small(self) -> bool:
        return len(self.season.bound.grid.events) <= self.size.whole

    def _of_meeting(self) -> list[int]:
        """All trees where that is not too much, else those of one theme with somebody left out and its meetings."""
        if self._is_small:
            return list(range(len(self.grove.trees)))
        return self.grove.of_theme(self._chance.choice(sorted(self.lost)).theme)

    def _around(self) -> tuple[list[int], float, Flags, list[str]]:
        """A tree with somebody left out, all that some who could go there are sent to, then those that share cities."""
        tree = self._chance.choice(self.grove.without(self.lost))
        names = {self.season.bound.grid.events[event] for event in self.grove.trees[tree]}
        able = [self._crew.able(task) for task in self._crew.tasks if any(event.id in names for event in task.events)]
        wished = [who for some in able for who in self._chance.sample(some, min(HOLDERS, len(some)))]
        busy = [event for event, who in self.people.items() if any(one in wished for one in who)]
        first = {self.grove.tree_of[self.season.bound.grid.number[event]] for event in busy}
        return self.grove.some(self.grove.near(tree, first), self.size.once), AROUND_WORK, self.room, wished

    @property
    def sent(self) -> Sent:
        """The persons of all events."""
        return self._all(self.people)

    @property
    def at(self) -> Ints:
        """The positions of all events; -1 for those without."""
        return np.array(self.draft.at)
