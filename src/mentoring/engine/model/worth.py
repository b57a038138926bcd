"""Goals as values over literals and start days."""

from __future__ import annotations

from itertools import pairwise

from ortools.sat.python import cp_model

from mentoring.engine.model.calendar import Calendar
from mentoring.engine.model.literal import Lit, Literals
from mentoring.engine.model.mask import numbers
from mentoring.engine.model.row import Sum, known_terms, linear
from mentoring.language.declaration import Cost, DayCost, Finish, Measure, Peak
from mentoring.language.fact import Held, event_of

MOST_LOAD = 10**7  # days or events that nobody has


def value_of(measure: Measure, literals: Literals, calendar: Calendar | None) -> Sum:
    """The goal's value as a linear expression; dated shares count only with a calendar."""
    match measure:
        case Cost():
            return _cost(measure, literals, calendar)
        case Peak():
            loads = loads_of(measure, literals, calendar)
            return _largest(literals.model, loads)
        case Finish(lengths):
            return _finish(lengths, literals, calendar)


def _cost(cost: Cost, literals: Literals, calendar: Calendar | None) -> Sum:
    lits = [(literals.literal(fact), weight) for fact, weight in cost.facts]
    total = linear([(lit, weight) for lit, weight in lits if lit is not None]) + cost.constant
    if calendar is not None:
        parts = [_day_cost(share, literals, calendar) for share in cost.days]
        total = total + cp_model.LinearExpr.sum([part for part in parts if not isinstance(part, int)])
        total = total + sum(part for part in parts if isinstance(part, int))
    return total


def _day_cost(share: DayCost, literals: Literals, calendar: Calendar) -> Sum:
    held = literals.sure(Held(share.event))
    when = held if share.when is None else literals.literal(share.when)
    days = numbers(calendar.masks[share.event])
    if when is None or when is False or not days:
        return 0
    slope = {share.costs[day] - day for day in days}
    if len(slope) == 1:
        return _rising(slope.pop(), when, calendar.start[share.event], literals.model, max(days))
    return _steps(share, when, days, calendar, literals.model)


def _rising(offset: int, when: Lit, start: cp_model.IntVar, model: cp_model.CpModel, last: int) -> Sum:
    """Start day plus a constant, as long as `when` is true."""
    if isinstance(when, bool):
        return start + offset
    value = model.new_int_var(min(0, offset), max(0, last + offset), "")
    model.add(value == start + offset).only_enforce_if(when)
    model.add(value == 0).only_enforce_if(~when)
    return value


def _steps(share: DayCost, when: Lit, days: list[int], calendar: Calendar, model: cp_model.CpModel) -> Sum:
    """A staircase: one literal for each level, true when the day costs at least so much and `when` is true."""
    levels = sorted({share.costs[day] for day in days} | {0})
    parts: list[Sum] = []
    for below, level in pairwise(levels):
        cheap = [day for day in days if share.costs[day] <= below]
        if not cheap:
            parts.append(linear([(when, level - below)]))
            continue
        above = model.new_bool_var("")
        there = [] if isinstance(when, bool) else [when]
        dear = [day for day in days if share.costs[day] > below]
        for some, lits in ((cheap, [~above, *there]), (dear, [above, *there])):
            row = model.add_linear_expression_in_domain(calendar.start[share.event], cp_model.Domain.from_values(some))
            row.only_enforce_if(lits)
        for lit in there:
            model.add_implication(above, lit)
        parts.append((level - below) * above)
    return cp_model.LinearExpr.sum(parts) if parts else 0


def loads_of(peak: Peak, literals: Literals, calendar: Calendar | None) -> list[Sum]:
    """The loads whose largest is the goal: one for each key, or one for each ISO week."""
    if peak.per == "all":
        return [linear(known_terms(literals, terms)[0]) for _, terms in sorted(peak.loads.items())]
    if calendar is None:
        return []
    weeks: dict[str, list[tuple[Lit, int]]] = {}
    for _, terms in sorted(peak.loads.items()):
        for term in terms:
            lit = literals.literal(term.fact)
            if lit is None or lit is False:
                continue
            event = event_of(term.fact)
            for week in calendar.periods(event, "week"):
                there = literals.all_of([lit, calendar.inside(event, "week", week)])
                weeks.setdefault(week, []).append((there, term.weight))
    return [linear(terms) for _, terms in sorted(weeks.items())]


def _largest(model: cp_model.CpModel, loads: list[Sum]) -> Sum:
    """The largest load itself, not just something above all of them: progress is told from it."""
    fixed = max([0, *(load for load in loads if isinstance(load, int))])
    open_loads = [load for load in loads if not isinstance(load, int)]
    if not open_loads:
        return fixed
    peak = model.new_int_var(fixed, MOST_LOAD, "peak")
    model.add_max_equality(peak, [fixed, *open_loads])
    return peak


def _finish(lengths: tuple[tuple[str, int], ...], literals: Literals, calendar: Calendar | None) -> Sum:
    if calendar is None:
        return 0
    model = literals.model
    ends: list[Sum] = []
    for event, days in lengths:
        held = literals.sure(Held(event))
        if held is not False:
            ends.append(_rising(days - 1, held, calendar.start[event], model, literals.frame.horizon))
    return _largest(model, ends)
