"""Who could go to what before any day is known: everybody has about as much to do, and budgets are kept.

With the persons chosen, dates have as many calendars more to keep as there are persons, and nothing else to choose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ortools.sat.python import cp_model

from mentoring.engine.model.clock import Clock
from mentoring.engine.model.solving import solve
from mentoring.engine.when.crew import Crew
from mentoring.engine.when.sending import Budget, Sent, share_of
from mentoring.rules.person_free import free_starts

CHEAPEST = 10  # persons in question for each task
ROSTER_WORK = 4.0  # solver units
HARDER, HUNDRED = 120, 100  # so much more than necessary the busiest may have to do where that saves money


def find_roster(crew: Crew, budgets: Sequence[Budget], clock: Clock) -> Sent:
    """Persons by event, sorted: the busiest has little to do for the days that are theirs, and budgets keep some room.

    Nothing where nobody is asked for, or budgets leave no choice.
    """
    model = cp_model.CpModel()
    at: dict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)  # by event and person
    busy: dict[str, list[tuple[cp_model.IntVar, int]]] = defaultdict(list)
    for task in crew.tasks:
        able = crew.able(task)
        must = {who for event in task.events for who in crew.wanted[event.id]}
        cost = {who: sum(share_of(budgets, event.id, who) for event in task.events) for who in able}
        able.sort(key=lambda who: (who not in must, cost[who], who))
        lits = []
        for number, who in enumerate(able[: CHEAPEST + task.count - 1]):
            lit = model.new_bool_var("")
            model.add_hint(lit, number < task.count)
            lits.append(lit)
            busy[who].append((lit, len(task.events)))
            for event in task.events:
                at[event.id, who].append(lit)
        model.add(cp_model.LinearExpr.sum(lits) == task.count)
    if not busy:
        return {}
    for (name, who), lits in at.items():
        (model.add_exactly_one if who in crew.wanted[name] else model.add_at_most_one)(lits)
    for one in budgets:
        spent = [(lit, one.fares[key]) for key, lits in at.items() if one.fares.get(key) for lit in lits]
        if sum(fare for _, fare in spent) > one.most - one.known:
            model.add(_total(spent) <= one.most - one.known)
    horizon = crew.frame.horizon
    most = model.new_int_var(0, horizon * sum(len(task.events) * task.count for task in crew.tasks), "")
    for who in sorted(busy):
        own = max(1, free_starts(crew.frame, who, 1).bit_count())
        model.add(horizon * _total(busy[who]) <= own * most)
    model.minimize(most)
    answer = solve(model, clock, work=ROSTER_WORK)
    if answer.has_solution and budgets:
        model.add(HUNDRED * most <= HARDER * answer.value(most))
        model.minimize(_total([(lit, share_of(budgets, *key)) for key, lits in at.items() for lit in lits]))
        cheaper = solve(model, clock, work=ROSTER_WORK)
        answer = cheaper if cheaper.has_solution else answer
    found: dict[str, set[str]] = defaultdict(set)
    if answer.has_solution:
        for (name, who), lits in at.items():
            if any(answer.value(lit) for lit in lits):
                found[name].add(who)
    return {event: tuple(sorted(who)) for event, who in found.items()}


def _total(terms: Sequence[tuple[cp_model.IntVar, int]]) -> cp_model.LinearExpr:
    return cp_model.LinearExpr.weighted_sum([lit for lit, _ in terms], [weight for _, weight in terms])
