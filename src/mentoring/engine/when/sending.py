"""Who is sent to events that are dated anew: persons beside dates in one exact model.

The same person for a whole pairing, languages, days off and money can make people the tightest calendar of all. Then
dates that only count people are no dates.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from mentoring.domain.event import Event
from mentoring.engine.model.literal import Literals
from mentoring.engine.model.solving import Answer
from mentoring.engine.when.crew import Crew, Task
from mentoring.engine.when.rearrangement import Rearrangement
from mentoring.language.declaration import Declaration, Limit
from mentoring.language.fact import Goes, TakesPart, Without

PARTS = 10**7  # of a budget: what persons cost is reckoned in these, and all of it is less than a pairing left out
CHEAPEST, BY_CHANCE = 3, 4  # persons in question for each task
CHEAP = 16  # those chosen by chance are among so many that cost little more

Sent = dict[str, tuple[str, ...]]  # persons by event


@dataclass(slots=True)
class Budget:
    """At most so much for all events: `known` is spent in any case, `fares` by event and person if they are sent."""

    most: int
    known: int
    fares: dict[tuple[str, str], int]


def find_budgets(literals: Literals, declarations: Iterable[Declaration], people: Collection[str]) -> list[Budget]:
    """The limits over the whole programme in which persons count."""
    found = []
    for one in declarations:
        if isinstance(one, Limit) and one.per == "all" and one.at_most is not None:
            fares: dict[tuple[str, str], int] = defaultdict(int)
            known = 0
            for term in one.terms:
                fact = term.fact.fact if isinstance(term.fact, Without) else term.fact
                if isinstance(fact, TakesPart | Goes) and fact.who in people:
                    fares[fact.event, fact.who] += term.weight
                else:
                    known += term.weight * (literals.literal(term.fact) is True)
            if fares:
                found.append(Budget(one.at_most, known, fares))
    return found


def share_of(budgets: Sequence[Budget], event: str, who: str) -> int:
    """What a person costs at an event, in parts of all budgets."""
    return sum(PARTS * one.fares.get((event, who), 0) // max(1, one.most) for one in budgets)


class Sending:
    """Adds persons to the model of a rearrangement. Who is sent to events that stay, stays as well."""

    def __init__(
        self,
        dates: Rearrangement,
        crew: Crew,
        budgets: Sequence[Budget],
        sent: Sent,
        before: Sent,
        chance: random.Random,
        wished: Collection[str] = (),
        roster: Sent | None = None,
    ) -> None:
        """`sent` are the persons of the events that stay, `before` those of the others until now.

        `crew` knows the tasks and who can do them. Of many persons some are in question: those who cost least, those
        sent before, those `wished` for, and some by chance; with a `roster`
        those on it alone.
        """
        self.chance = chance
        self.wished = wished
        self.roster = roster or {}
        self.budgets = budgets
        self.before = before
        self.dates = dates
        self.crew = crew
        self.model = dates.model
        self.sent = sent
        grid = dates.grid
        self.number = grid.number
        mine = {grid.events[event] for event in dates.events}
        self.tasks = [task for task in crew.tasks if any(event.id in mine for event in task.events)]
        self.going: dict[tuple[int, str], cp_model.IntVar] = {}  # by place of the task and person
        self.at: dict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)  # by event and person
        self._hinted: set[tuple[str, str]] = set()  # event and person
        for place, task in enumerate(self.tasks):
            self._choose(place, task)
        self._keep_apart()
        self._spend()

    def _held(self, event: Event) -> list[cp_model.IntVar]:
        held = self.dates.held[self.number[event.id]]
        return [] if held is None else [held]

    def _choose(self, place: int, task: Task) -> None:
        """So many of those who can: all events of a task have the same."""
        free = {event.id: self.dates.days[self.number[event.id]] for event in task.events}
        lits: dict[str, cp_model.IntVar] = {}
        for who in self._likely(task):
            lit = lits[who] = self.going[place, who] = self.model.new_bool_var("")
            for event in task.events:
                self.at[event.id, who].append(lit)
                there = self.crew.start_mask(who, event)
                left = [day for day in free[event.id] if there >> day & 1]
                if len(left) < len(free[event.id]):
                    domain = cp_model.Domain.from_values(left)
                    start = self.dates.start[self.number[event.id]]
                    self.model.add_linear_expression_in_domain(start, domain).only_enforce_if(lit)
        self._hint(task, lits)
        held = self._held(task.events[0])
        self.model.add(cp_model.LinearExpr.sum(list(lits.values())) == task.count * (held[0] if held else 1))

    def _hint(self, task: Task, lits: Mapping[str, cp_model.IntVar]) -> None:
        """Begin with those who were sent before, each in one task of an event."""
        if not all(self.before.get(event.id) for event in task.events):
            return
        left = task.count
        for who, lit in lits.items():
            keys = {(event.id, who) for event in task.events}
            again = left > 0 and self._hinted.isdisjoint(keys) and all(who in self.before[name] for name, _ in keys)
            self._hinted |= keys if again else set()
            left -= again
            self.model.add_hint(lit, again)

    def _keep_apart(self) -> None:
        """A person is at one event at a time, with days for the way between two."""
        way = self.crew.frame.scenario.journeys.most_free_days
        spells: dict[str, list[cp_model.IntervalVar]] = defaultdict(list)
        for (event, who), lits in self.at.items():
            (self.model.add_exactly_one if who in self.crew.wanted[event] else self.model.add_at_most_one)(lits)
            start, days = self.dates.start[self.number[event]], self.crew.days[event] + way
            for lit in lits:
                spells[who].append(self.model.new_optional_fixed_size_interval_var(start, days, lit, ""))
        for event, persons in self.sent.items():
            for who in persons:
                if who in spells:
                    days = self.crew.days[event] + way
                    spells[who].append(self.model.new_fixed_size_interval_var(self._placed(event), days, ""))
        for who in sorted(spells):
            self.model.add_no_overlap(spells[who])

    def _placed(self, event: str) -> int:
        """The start day of an event that stays."""
        grid = self.dates.grid
        return int(grid.axis[self.dates.draft.at[self.number[event]]])

    def _likely(self, task: Task) -> list[str]:
        """Persons in question, sorted."""
        able = self.crew.able(task)
        if chosen := {who for event in task.events for who in self.roster.get(event.id, ())}.intersection(able):
            return sorted(chosen)
        must = {who for event in task.events for who in (*self.before.get(event.id, ()), *self.crew.wanted[event.id])}
        must.update(self.wished)
        cost = {who: sum(share_of(self.budgets, event.id, who) for event in task.events) for who in able}
        self.chance.shuffle(able)  # of those who cost the same not always the same
        able.sort(key=lambda who: cost[who])
        sure = CHEAPEST + task.count - 1
        others = able[sure : sure + CHEAP]
        self.chance.shuffle(others)
        return sorted({*able[:sure], *others[:BY_CHANCE], *must.intersection(able)})

    def _spend(self) -> None:
        """Budgets: what is known to be spent, and the journeys of those who are sent."""
        for one in self.budgets:
            known = one.known + sum(one.fares.get((event, who), 0) for event in self.sent for who in self.sent[event])
            terms = [(lit, one.fares[key]) for key, lits in self.at.items() if one.fares.get(key) for lit in lits]
            if known + sum(weight for _, weight in terms) > one.most:
                lits, weights = [lit for lit, _ in terms], [weight for _, weight in terms]
                self.model.add(cp_model.LinearExpr.weighted_sum(lits, weights) <= one.most - known)
                self.dates.costs += [(lit, PARTS * weight // max(1, one.most)) for lit, weight in terms]

    def people(self, answer: Answer) -> Sent:
        """Persons by event, sorted, of the events that are dated anew."""
        found: dict[str, set[str]] = defaultdict(set)
        for (event, who), lits in self.at.items():
            if any(answer.value(lit) for lit in lits):
                found[event].add(who)
        return {event: tuple(sorted(who)) for event, who in found.items()}
