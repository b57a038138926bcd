"""How far a claim that gives way has to give way: in days, events, EUR or whatever it counts."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache

from ortools.sat.python import cp_model

from mentoring.engine.model.literal import Lit
from mentoring.engine.model.mask import numbers
from mentoring.engine.model.row import linear
from mentoring.engine.why.guard import Guarded
from mentoring.language.declaration import Choose, Days, Declaration, Lag, Limit, Together
from mentoring.language.fact import Held, event_of

MOST = 10**7  # no claim falls short by more


@lru_cache(maxsize=256)
def _distances(mask: int, horizon: int) -> tuple[int, ...]:
    """For each day how far the nearest day of the mask is; 1 for all when it has none."""
    allowed = numbers(mask)
    if not allowed:
        return (1,) * horizon
    found = []
    for day in range(horizon):
        after = bisect_left(allowed, day)
        found.append(min(abs(day - other) for other in allowed[max(0, after - 1) : after + 1]))
    return tuple(found)


class Shortfall:
    """For each claim a variable that is no smaller than what any of its declarations lacks."""

    def __init__(self, guarded: Guarded) -> None:
        self.guarded = guarded
        self.literals = guarded.literals
        self.model = guarded.model
        self._known: dict[int, cp_model.IntVar] = {}

    def of(self, claim: int) -> cp_model.IntVar:
        """What the claim of this number lacks; nothing holds it up where that cannot be counted."""
        if claim not in self._known:
            lack = self._known[claim] = self.model.new_int_var(0, MOST, "")
            declarations = self.guarded.claims[claim].declarations
            with self.guarded.noting(None):
                for declared in declarations:
                    self._add(declared, lack)
                self._missing([one for one in declarations if isinstance(one, Choose)], lack)
            level = self.guarded.claims[claim].level
            if level is not None and level.limit is not None:
                self.model.add(self.guarded.value(level) - lack <= level.limit)
        return self._known[claim]

    def _add(self, declared: Declaration, lack: cp_model.IntVar) -> None:
        match declared:
            case Days():
                self._days(declared, lack)
            case Lag(min=least, max=most):
                if least is not None:
                    self.guarded.calendar.keep_lag(replace(declared, max=None), early=lack)
                if most is not None:
                    self.guarded.calendar.keep_lag(replace(declared, min=None), late=lack)
            case Together():
                self.guarded.calendar.keep_together(declared, lack)
            case Limit(per="all"):
                self._sum(declared, lack)
            case Limit(per="day"):
                self.guarded.calendar.keep_days(declared, lack)
            case Limit():
                self._periods(declared, lack)

    def _missing(self, chosen: list[Choose], lack: cp_model.IntVar) -> None:
        """Persons (or whatever is chosen) that are missing in all."""
        missing: list[cp_model.IntVar] = []
        for one in chosen:
            when: Lit = True if one.when is None else self.literals.sure(one.when)
            missing.append(self.model.new_int_var(0, one.count, ""))
            there = linear((self.literals.sure(fact), 1) for fact in one.facts)
            self.model.add(missing[-1] + there >= linear([(when, one.count)]))
        if missing:
            self.model.add(lack >= sum(missing))

    def _days(self, days: Days, lack: cp_model.IntVar) -> None:
        """Days from the nearest day that the declaration allows."""
        when = self.literals.literal(days.when or Held(days.event))
        if when is None or when is False:
            return
        table = list(_distances(days.mask, self.guarded.frame.horizon))
        distance = self.model.new_int_var(0, max(table), "")
        self.model.add_element(self.guarded.calendar.start[days.event], table, distance)
        row = self.model.add(lack >= distance)
        if when is not True:
            row.only_enforce_if(when)

    def _terms(self, limit: Limit) -> list[tuple[Lit, int]]:
        found = [(self.literals.literal(term.fact), term.weight) for term in limit.terms]
        return [(lit, weight) for lit, weight in found if lit is not None]

    def _sum(self, limit: Limit, lack: cp_model.IntVar) -> None:
        total = linear(self._terms(limit))
        if limit.at_most is not None:
            self.model.add(total - lack <= limit.at_most)
        if limit.at_least is None:
            return
        if not limit.or_none:
            self.model.add(total + lack >= limit.at_least)
            return
        some = self.model.new_bool_var("")
        self.model.add(total <= 0).only_enforce_if(~some)
        self.model.add(total + lack >= limit.at_least).only_enforce_if(some)

    def _periods(self, limit: Limit, lack: cp_model.IntVar) -> None:
        calendar = self.guarded.calendar
        groups: dict[str, list[tuple[Lit, int]]] = {}
        for term in limit.terms:
            lit, event = self.literals.sure(term.fact), event_of(term.fact)
            for period in calendar.periods(event, limit.per):
                there = self.literals.all_of([lit, calendar.inside(event, limit.per, period)])
                groups.setdefault(period, []).append((there, term.weight))
        for terms in groups.values():
            self.model.add(linear(terms) - lack <= (limit.at_most or 0))
