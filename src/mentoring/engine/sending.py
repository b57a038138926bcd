"""Who is sent to events that are dated anew: persons beside dates in one exact model.

The same person for a whole pairing, languages, days off and money can make people the tightest calendar of all. Then
dates that only count people are no dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model

from mentoring.domain.event import Event
from mentoring.engine.crew import Crew, Task
from mentoring.engine.rearrangement import Rearrangement
from mentoring.engine.solving import Answer
from mentoring.language.declaration import Declaration, Limit
from mentoring.language.fact import Fact, Goes, TakesPart, Without

PARTS = 10_000  # of a budget: what persons cost is reckoned in these


class Sending:
    """Adds persons to the model of a rearrangement. Who is sent to events that stay, stays as well."""

    def __init__(
        self, dates: Rearrangement, crew: Crew, declarations: Sequence[Declaration], sent: dict[str, tuple[str, ...]]
    ) -> None:
        """`sent` are the persons of the events that stay; `crew` knows the tasks and who can do them."""
        self.dates = dates
        self.crew = crew
        self.model = dates.model
        self.sent = sent
        grid = dates.grid
        self.number = grid.number
        mine = {grid.events[event] for event in dates.events}
        self.tasks = [task for task in crew.list_tasks() if any(event.id in mine for event in task.events)]
        self.going: dict[tuple[int, str], cp_model.IntVar] = {}  # by place of the task and person
        self.at: dict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)  # by event and person
        for place, task in enumerate(self.tasks):
            self._choose(place, task)
        self._keep_apart()
        self._spend(declarations)

    def _held(self, event: Event) -> list[cp_model.IntVar]:
        held = self.dates.held[self.number[event.id]]
        return [] if held is None else [held]

    def _choose(self, place: int, task: Task) -> None:
        """So many of those who can: all events of a task have the same."""
        free = {event.id: self.dates.days[self.number[event.id]] for event in task.events}
        lits = []
        for who in sorted(task.persons):
            if not all(self.crew.could(who, event) for event in task.events):
                continue
            lit = self.going[place, who] = self.model.new_bool_var("")
            lits.append(lit)
            for event in task.events:
                self.at[event.id, who].append(lit)
                there = self.crew.start_mask(who, event)
                left = [day for day in free[event.id] if there >> day & 1]
                if len(left) < len(free[event.id]):
                    domain = cp_model.Domain.from_values(left)
                    start = self.dates.start[self.number[event.id]]
                    self.model.add_linear_expression_in_domain(start, domain).only_enforce_if(lit)
                if who in self.crew.wanted[event.id]:
                    self.model.add(lit == 1)
        held = self._held(task.events[0])
        self.model.add(cp_model.LinearExpr.sum(lits) == task.count * (held[0] if held else 1))

    def _keep_apart(self) -> None:
        """A person is at one event at a time, with days for the way between two."""
        way = self.crew.frame.scenario.journeys.most_free_days
        spells: dict[str, list[cp_model.IntervalVar]] = defaultdict(list)
        for (event, who), lits in self.at.items():
            self.model.add_at_most_one(lits)
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

    def _spend(self, declarations: Iterable[Declaration]) -> None:
        """Budgets: what is known to be spent, and the journeys of those who are sent."""
        for one in declarations:
            if not isinstance(one, Limit) or one.per != "all" or one.at_most is None:
                continue
            lits, weights, known = list[cp_model.IntVar](), list[int](), 0
            for term in one.terms:
                found = self._person(term.fact)
                if found is None:
                    known += term.weight * (self.dates.grid.literals.literal(term.fact) is True)
                elif found in self.at:
                    lits += self.at[found]
                    weights += [term.weight] * len(self.at[found])
                else:
                    known += term.weight * (found[1] in self.sent.get(found[0], ()))
            if lits and known + sum(weights) > one.at_most:
                self.model.add(cp_model.LinearExpr.weighted_sum(lits, weights) <= one.at_most - known)
                shares = [weight * PARTS // max(1, one.at_most) for weight in weights]
                self.dates.costs += zip(lits, shares, strict=True)

    def _person(self, fact: Fact) -> tuple[str, str] | None:
        """The event and person that a fact is about; None where it is about no person."""
        if isinstance(fact, Without):
            return self._person(fact.fact)
        if isinstance(fact, TakesPart | Goes) and fact.who in self.crew.number:
            return fact.event, fact.who
        return None

    def people(self, answer: Answer) -> dict[str, tuple[str, ...]]:
        """Persons by event, sorted, of the events that are dated anew."""
        found: dict[str, set[str]] = defaultdict(set)
        for (event, who), lits in self.at.items():
            if any(answer.value(lit) for lit in lits):
                found[event].add(who)
        return {event: tuple(sorted(who)) for event, who in found.items()}
